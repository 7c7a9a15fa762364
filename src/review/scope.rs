//! What every differ looks at, and where it puts what it finds.

use super::Side;
use super::change::{Area, Change, Class, Reader, Spot};
use crate::model::plan::{Dataset, DatasetId, Plan};
use crate::model::{Locale, Origins};
use crate::targets::Owner;

/// The two revisions and the language of the report.
#[derive(Clone, Copy)]
pub struct Both<'a> {
    /// The older one.
    pub base: Side<'a>,
    /// The newer one.
    pub head: Side<'a>,
}

impl Both<'_> {
    /// Whether the report is in Spanish.
    pub fn es(&self) -> bool {
        self.head.plan.platform.locale.value == Locale::Es
    }
}

/// A dataset in both revisions.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    /// As it was.
    pub old: &'a Dataset,
    /// As it is.
    pub new: &'a Dataset,
}

/// Where the changes of one subject go.
pub struct Found<'a> {
    /// The two revisions.
    pub both: Both<'a>,
    subject: Owner,
    /// Path of the subject's spec, for what has no line of its own.
    spec: String,
    changes: Vec<Change>,
}

impl<'a> Found<'a> {
    /// Nothing yet.
    pub fn new(both: Both<'a>, subject: Owner, spec: &str) -> Found<'a> {
        Found { both, subject, spec: spec.to_string(), changes: vec![] }
    }

    /// Whether the report is in Spanish.
    pub fn es(&self) -> bool {
        self.both.es()
    }

    /// A change that is written in the newer revision.
    pub fn add(&mut self, class: Class, area: Area, at: Origins, what: String) -> &mut Change {
        let spot = Spot::of(self.both.head.map, at, &self.spec, false);
        self.put(class, area, spot, what)
    }

    /// A change that takes away what is written in the older revision.
    pub fn lost(&mut self, class: Class, area: Area, at: Origins, what: String) -> &mut Change {
        let spot = Spot::of(self.both.base.map, at, &self.spec, true);
        self.put(class, area, spot, what)
    }

    fn put(&mut self, class: Class, area: Area, at: Spot, what: String) -> &mut Change {
        let (readers, steps) = (vec![], vec![]);
        let subject = self.subject.clone();
        self.changes.push(Change {
            class,
            area,
            code: None,
            column: None,
            subject,
            what,
            at,
            readers,
            steps,
            acknowledged: None,
        });
        self.changes.last_mut().expect("the change that was just added")
    }

    /// What was found.
    pub fn changes(self) -> Vec<Change> {
        self.changes
    }
}

/// A sentence in the report's language.
macro_rules! say {
    ($found:expr, $es:literal, $en:literal) => {
        if $found.es() { format!($es) } else { format!($en) }
    };
}
pub(super) use say;

/// Datasets that read a column of a table, by what their plans say.
pub fn readers_of(plan: &Plan, id: &DatasetId, column: &str) -> Vec<Reader> {
    readers(plan, id, |reader| uses(reader, id, column))
}

/// Datasets that read a table at all.
pub fn readers_of_table(plan: &Plan, id: &DatasetId) -> Vec<Reader> {
    readers(plan, id, |_| true)
}

fn readers(plan: &Plan, id: &DatasetId, reads: impl Fn(&Dataset) -> bool) -> Vec<Reader> {
    let all = plan.datasets.iter().filter(|dataset| dataset.upstream.contains(id) && reads(dataset));
    all.map(|dataset| Reader { dataset: dataset.id.to_string(), owner: dataset.owner.value.clone() }).collect()
}

/// Whether a dataset reads this column: as a column of the table that drives it, or in a join.
fn uses(reader: &Dataset, id: &DatasetId, column: &str) -> bool {
    let drives = reader.source.inputs.first().is_some_and(|input| input.dataset.value == *id);
    let named = |name: &str| name.eq_ignore_ascii_case(column);
    let joined = reader.steps.iter().flat_map(|step| &step.inputs).filter(|input| input.dataset.value == *id);
    drives && reader.columns.iter().any(|c| named(&c.source_name))
        || joined.flat_map(|input| &input.columns).any(|c| named(c))
}
