//! A document with errors, made good enough to look at the meaning of the rest.

use super::super::tree::{NodeId, Tree};
use super::{Cause, Raised, Shape};

/// More repairs in turn than a document of this depth can need.
const ROUNDS: usize = 8;

impl Shape {
    /// Reads a misspelt key as the one that was meant, and leaves out what is wrong within the root's keys that stand
    /// `apart`: those on which the meaning of no other key rests. Whether nothing is wrong any more.
    pub fn mend(&self, tree: &mut Tree, text: &str, apart: &[&str]) -> bool {
        for _ in 0..ROUNDS {
            let raised = self.raised(tree, text);
            if raised.is_empty() {
                return true;
            }
            // All are chosen before the first is made: pointers count items.
            let repairs: Option<Vec<Repair>> = raised.iter().map(|one| Repair::of(one, tree, apart)).collect();
            let Some(repairs) = repairs else { return false };
            repairs.into_iter().for_each(|repair| repair.make(tree));
        }
        false
    }
}

enum Repair {
    /// Gives a mapping's entry another key.
    Rename(NodeId, String, String),
    /// Takes a value out of its mapping or list.
    Remove(NodeId, NodeId),
}

impl Repair {
    fn of(raised: &Raised, tree: &Tree, apart: &[&str]) -> Option<Repair> {
        let at = raised.pointer.as_str();
        let node = tree.find(at)?.node;
        let is_apart = at.split('/').nth(1).is_some_and(|key| apart.contains(&key));
        match &raised.cause {
            Cause::Unknown(key, Some(meant)) => Some(Repair::Rename(node, key.clone(), meant.clone())),
            Cause::Unknown(key, None) if at.is_empty() || is_apart => {
                Some(Repair::Remove(node, tree.entry(node, key)?.value))
            }
            _ if is_apart => Some(Repair::Remove(tree.find(at.rsplit_once('/')?.0)?.node, node)),
            _ => None,
        }
    }

    fn make(self, tree: &mut Tree) {
        match self {
            Repair::Rename(mapping, key, new) => tree.rename(mapping, &key, &new),
            Repair::Remove(parent, child) => tree.remove(parent, child),
        }
    }
}
