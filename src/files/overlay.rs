//! Files with changes that are not written yet.

use super::{Entry, Files};
use std::collections::BTreeMap;
use std::io;

/// Files below which some have another text.
pub struct Overlay<'a> {
    below: &'a dyn Files,
    changed: BTreeMap<String, String>,
}

impl<'a> Overlay<'a> {
    /// These files, unchanged.
    pub fn new(below: &'a dyn Files) -> Overlay<'a> {
        Overlay { below, changed: BTreeMap::new() }
    }

    /// Gives a file that exists another text.
    pub fn change(&mut self, path: &str, text: String) {
        self.changed.insert(path.to_string(), text);
    }

    /// What was changed: path and text.
    pub fn changed(&self) -> &BTreeMap<String, String> {
        &self.changed
    }
}

impl Files for Overlay<'_> {
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.below.list(folder)
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.changed.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.below.read(path),
        }
    }
}
