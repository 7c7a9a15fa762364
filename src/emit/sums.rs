//! `generated/.sums/<owner>`: who owns which file, and what it was when it was written.

use super::disk::Tree;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;

/// Folder of the lists.
pub const FOLDER: &str = "generated/.sums";

/// The SHA-256 of a text, in hexadecimal.
pub fn digest(text: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = |byte: u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]].map(char::from);
    Sha256::digest(text).iter().flat_map(|byte| digits(*byte)).collect()
}

/// One line of a list, as `sha256sum` writes it.
pub fn line(digest: &str, path: &str) -> String {
    format!("{digest}  {path}\n")
}

/// What the lines of a list name, in their order.
pub fn names(list: &str) -> impl Iterator<Item = Option<&str>> {
    list.lines().map(|line| Some(line.split_once("  ")?.1))
}

/// Path → its digests when it was written: two of them after a kill, when a list names what was there and what was to come.
pub type Listed = BTreeMap<String, Vec<String>>;

/// All that the lists name, and the lists' own paths. A line that is not of the format (a merge conflict, say) names nothing.
pub fn read(tree: &Tree) -> io::Result<(Listed, Vec<String>)> {
    let mut listed = Listed::new();
    let mut lists = tree.files(FOLDER)?;
    lists.retain(|list| !tree.is_link(list));
    for list in &lists {
        let text = tree.read(list)?.unwrap_or_default();
        for line in String::from_utf8_lossy(&text).lines() {
            if let Some((digest, path)) = line.split_once("  ").filter(|(digest, _)| digest.len() == 64) {
                listed.entry(path.to_string()).or_default().push(digest.to_string());
            }
        }
    }
    Ok((listed, lists))
}
