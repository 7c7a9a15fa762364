//! Which Terraform states and environments an artefact's change reaches.

use super::moves::Move;
use crate::targets::terraform::uses::{matches, state_of, uses};
use crate::targets::{self, Reach};
use std::collections::{BTreeMap, BTreeSet};

/// A Terraform state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct State {
    /// Environment.
    pub environment: String,
    /// A domain, or `platform`.
    pub name: String,
}

impl State {
    fn of(path: &str) -> Option<State> {
        let (environment, name) = state_of(path)?;
        Some(State { environment: environment.to_string(), name: name.to_string() })
    }
}

/// Which folders use which files, as the Terraform files of a revision say it.
#[derive(Debug, Default)]
pub struct Uses {
    /// Folders by what they use, a pattern.
    by_pattern: BTreeMap<String, BTreeSet<String>>,
    /// Patterns with a `*` before their last step.
    wide: BTreeSet<String>,
    states: BTreeSet<State>,
}

impl Uses {
    /// Takes in an artefact.
    pub fn see(&mut self, path: &str, text: &str) {
        if !path.ends_with(".tf") {
            return;
        }
        self.states.extend(State::of(path));
        for pattern in uses(path, text) {
            if pattern.trim_end_matches("/*").contains('*') {
                self.wide.insert(pattern.clone());
            }
            self.by_pattern.entry(pattern).or_default().insert(folder(path).to_string());
        }
    }

    /// All states.
    pub fn states(&self) -> &BTreeSet<State> {
        &self.states
    }

    /// The states whose plan a change of this file may change.
    pub fn states_of(&self, path: &str) -> BTreeSet<State> {
        let (mut states, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![path.to_string()];
        while let Some(file) = open.pop() {
            states.extend(State::of(&file));
            let wide = self.wide.iter().filter(|pattern| matches(pattern, &file)).cloned();
            let exact = [file.clone(), format!("{}/*", folder(&file))];
            for user in exact.into_iter().chain(wide).filter_map(|pattern| self.by_pattern.get(&pattern)).flatten() {
                if seen.insert(user.clone()) {
                    open.push(format!("{user}/_"));
                }
            }
        }
        states
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What one artefact's change reaches.
#[derive(Debug, Default)]
pub struct Reached {
    /// States to plan anew.
    pub states: BTreeSet<State>,
    /// Environments to deploy anew.
    pub environments: BTreeSet<String>,
}

/// What these changes reach, among these environments.
pub fn reached(moves: &[Move], uses: &Uses, environments: &[String]) -> Reached {
    let mut reached = Reached::default();
    for change in moves {
        let reach = targets::reach(&change.path);
        if reach == Reach::Nowhere {
            continue;
        }
        let states = uses.states_of(&change.path);
        reached.environments.extend(states.iter().map(|state| state.environment.clone()));
        reached.states.extend(states);
        if reach == Reach::Everywhere {
            reached.environments.extend(environments.iter().cloned());
        }
    }
    reached
}
