//! Why an owner's artefacts differ.

use super::Side;
use super::moves::Move;
use crate::model::plan::{Dataset, DatasetId};
use crate::targets::Owner;
use std::collections::{BTreeMap, BTreeSet};

/// Why something is affected.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is new.
    New,
    /// It is gone.
    Removed,
    /// Its own spec changed: the path.
    Spec(String),
    /// Something that it shares with others changed: paths.
    Platform(Vec<String>),
    /// The tables that it reads changed.
    Upstream(Vec<DatasetId>),
    /// cauce writes it differently, or it was not current.
    Template,
    /// The older revision cannot be planned: why.
    Unknown(String),
}

impl Reason {
    /// The words of reports.
    pub fn words(&self) -> &'static str {
        match self {
            Reason::New => "new",
            Reason::Removed => "removed",
            Reason::Spec(_) => "spec changed",
            Reason::Platform(_) => "platform changed",
            Reason::Upstream(_) => "upstream contract changed",
            Reason::Template => "template changed",
            Reason::Unknown(_) => "base unknown",
        }
    }

    /// What caused it, by name.
    pub fn what(&self) -> Vec<String> {
        match self {
            Reason::New | Reason::Removed | Reason::Template => vec![],
            Reason::Spec(text) | Reason::Unknown(text) => vec![text.clone()],
            Reason::Platform(paths) => paths.clone(),
            Reason::Upstream(ids) => ids.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What differs between the specs of two revisions.
pub struct Causes<'a> {
    base: &'a Side<'a>,
    head: &'a Side<'a>,
    /// Files of `specs/` whose text differs.
    files: BTreeSet<String>,
}

impl<'a> Causes<'a> {
    /// Compares the texts of all specs and overrides.
    pub fn new(base: &'a Side<'a>, head: &'a Side<'a>) -> Causes<'a> {
        let (before, after) = (texts(base), texts(head));
        let paths = before.keys().chain(after.keys()).filter(|path| before.get(*path) != after.get(*path));
        Causes { base, head, files: paths.cloned().collect() }
    }

    /// Why these artefacts of an owner differ; never empty.
    pub fn of(&self, owner: &Owner, moves: &[Move]) -> Vec<Reason> {
        let mut reasons = match owner {
            Owner::Platform => vec![],
            Owner::Domain(name) => {
                self.came_or_went(self.base.plan.domain(name).is_some(), self.head.plan.domain(name).is_some())
            }
            Owner::Dataset(id) => {
                self.came_or_went(self.base.plan.dataset(id).is_some(), self.head.plan.dataset(id).is_some())
            }
        };
        if !reasons.is_empty() {
            return reasons;
        }
        if moves.iter().any(|change| change.by_specs) {
            reasons.extend(self.by_specs(owner));
        }
        if moves.iter().any(|change| change.by_cauce) {
            reasons.push(Reason::Template);
        }
        reasons
    }

    fn came_or_went(&self, before: bool, after: bool) -> Vec<Reason> {
        match (before, after) {
            (false, true) => vec![Reason::New],
            (true, false) => vec![Reason::Removed],
            _ => vec![],
        }
    }

    fn by_specs(&self, owner: &Owner) -> Vec<Reason> {
        let domain = match owner {
            Owner::Platform => None,
            Owner::Domain(name) => Some(name.as_str()),
            Owner::Dataset(id) => Some(id.domain.as_str()),
        };
        let shared = |path: &&String| {
            let mut steps = path.split('/').skip(1);
            let (first, second) = (steps.next().unwrap_or_default(), steps.next());
            matches!((first, second), (_, None) | ("overrides", _))
                || (Some(first), second) == (domain, Some("_domain.yaml"))
        };
        let shared: Vec<String> = self.files.iter().filter(shared).cloned().collect();
        let shared = (!shared.is_empty()).then_some(Reason::Platform(shared));
        let Owner::Dataset(id) = owner else { return shared.into_iter().collect() };
        let own = self.head.plan.dataset(id).map(|d| d.spec.clone()).filter(|path| self.files.contains(path));
        let found: Vec<Reason> =
            own.map(Reason::Spec).into_iter().chain(shared).chain(self.upstream(id, contract)).collect();
        // A table that changed in another way than its columns is the last thing left.
        if found.is_empty() { self.upstream(id, |_| vec![]).into_iter().collect() } else { found }
    }

    /// The tables that a dataset reads and that changed; all whose specs changed when `contract` says nothing.
    fn upstream(&self, id: &DatasetId, contract: fn(&Dataset) -> Vec<String>) -> Option<Reason> {
        let (before, after) = (self.base.plan.dataset(id)?, self.head.plan.dataset(id)?);
        let all: BTreeSet<&DatasetId> = before.upstream.iter().chain(&after.upstream).collect();
        let changed = |id: &&&DatasetId| {
            let [before, after] = [self.base.plan, self.head.plan].map(|plan| plan.dataset(id).map(contract));
            before != after || before == Some(vec![])
        };
        let changed: Vec<DatasetId> = all.iter().filter(changed).map(|id| (*id).clone()).collect();
        (!changed.is_empty()).then_some(Reason::Upstream(changed))
    }
}

/// What readers of a table rely on.
fn contract(dataset: &Dataset) -> Vec<String> {
    dataset.output.iter().map(|column| format!("{} {} {}", *column.name, *column.kind, *column.required)).collect()
}

fn texts<'a>(side: &Side<'a>) -> BTreeMap<String, &'a str> {
    let specs = side.map.files().map(|(path, text)| (path.to_string(), text));
    let overrides = side.plan.overrides.iter().map(|(path, text)| (format!("specs/overrides/{path}"), text.as_str()));
    specs.chain(overrides).collect()
}
