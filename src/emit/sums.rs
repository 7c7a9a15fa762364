//! `generated/.sums/<owner>`: who owns which file, and what it was when it was written.

use super::disk::Tree;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;

/// Folder of the lists.
pub const FOLDER: &str = "generated/.sums";

/// The SHA-256 of a text, in hexadecimal.
pub fn digest(text: &[u8]) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One line of a list, as `sha256sum` writes it.
pub fn line(digest: &str, path: &str) -> String {
    format!("{digest}  {path}\n")
}

/// A file that some list names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its digest when it was written.
    pub digest: String,
    /// The list that names it.
    pub list: String,
}

/// All lists: path → digest. A line that is not of the format (a merge conflict, say) names nothing.
pub fn read(tree: &Tree) -> io::Result<(BTreeMap<String, Listed>, Vec<String>)> {
    let mut listed = BTreeMap::new();
    let lists = tree.files(FOLDER)?;
    for list in &lists {
        let text = tree.read(list)?.unwrap_or_default();
        for line in String::from_utf8_lossy(&text).lines() {
            if let Some((digest, path)) = line.split_once("  ").filter(|(digest, _)| digest.len() == 64) {
                listed.insert(path.to_string(), Listed { digest: digest.to_string(), list: list.clone() });
            }
        }
    }
    Ok((listed, lists))
}
