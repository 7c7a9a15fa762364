//! Names of time zones, from the IANA database; those that cauce's own form of a name leaves out are not among them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

static NAMES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| include_str!("timezones.txt").lines().collect());

/// Whether the database has a zone of this name.
pub fn known(name: &str) -> bool {
    NAMES.contains(name)
}

/// All names, sorted.
pub fn all() -> impl Iterator<Item = &'static str> {
    NAMES.iter().copied()
}
