//! Files that a case expects: compared, or written anew with `INSTA_UPDATE=always`, as insta's own snapshots are.

use super::{files_below, text, write};
use std::collections::BTreeMap;
use std::path::Path;

/// Holds texts against the files of a folder: each file is produced, and each text has a file.
pub fn check(folder: &Path, texts: &BTreeMap<String, String>) {
    if std::env::var_os("INSTA_UPDATE").is_some_and(|how| how == "always") {
        return update(folder, texts);
    }
    let again = "look at it, then accept it with `INSTA_UPDATE=always cargo test`";
    for (path, new) in texts {
        let file = folder.join(path);
        assert!(file.exists(), "{} is new; {again}", file.display());
        let old = text(&file);
        if old != *new {
            let diff = similar::TextDiff::from_lines(&old, new).unified_diff().header("expected", "found").to_string();
            panic!("{} differs; {again}\n{diff}", file.display());
        }
    }
    for path in files_below(folder) {
        assert!(texts.contains_key(&path), "{} is produced no more; {again}", folder.join(&path).display());
    }
}

fn update(folder: &Path, texts: &BTreeMap<String, String>) {
    for path in files_below(folder).iter().filter(|path| !texts.contains_key(*path)) {
        std::fs::remove_file(folder.join(path)).expect("a stale file");
    }
    for (path, new) in texts {
        if !folder.join(path).exists() || text(&folder.join(path)) != *new {
            write(&folder.join(path), new);
        }
    }
}
