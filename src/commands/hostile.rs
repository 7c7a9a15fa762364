//! `cauce hostile`: the corpus of hostile strings, rendered, for the real readers in `tests/consumers/literals`.

use super::Outcome;
use super::session::Failure;
use crate::cli::Hostile;
use crate::emit::Tree;
use crate::render::hostile::hostile_files;

/// Writes the files into a folder.
pub fn run(args: &Hostile) -> Result<Outcome, Failure> {
    let tree = Tree::new(&args.folder);
    for (name, text) in hostile_files() {
        tree.write(&name, text.as_bytes())?;
    }
    Ok(Outcome::Fine)
}
