//! `cauce docs`: the pages that the compiler knows best.

use super::session::{Failure, Session};
use super::{Outcome, schema, spec_page};
use crate::cli::{Docs, SchemaOf};
use crate::diagnostics::codes;

/// Writes the pages, or says which are not current.
pub fn run(session: &Session, args: &Docs) -> Result<Outcome, Failure> {
    let tree = session.tree()?;
    let pages = [
        ("docs/findings.md", codes::document()),
        ("docs/spec.md", spec_page::page()),
        ("specs/cauce.schema.json", schema::text(SchemaOf::Dataset)),
    ];
    let mut outcome = Outcome::Fine;
    for (path, text) in pages {
        let current = tree.read(path)?.is_some_and(|found| found == text.as_bytes());
        if !current && args.check {
            eprintln!("{path} is not current; run `cauce docs`");
            outcome = Outcome::Findings;
        } else if !current {
            tree.write(path, text.as_bytes())?;
        }
    }
    Ok(outcome)
}
