//! The whole review: all changes, the worst first, and what they come to.

use super::affected::{Affected, affected_with, everything};
use super::change::{Area, Change, Class};
use super::moves::Base;
use super::resources::{Action, ResourceChange};
use super::scope::{Both, Found, say};
use super::texts::{Cluster, Texts, without_names};
use super::verdict::{Verdict, acknowledge};
use super::{Side, catalogue, platform};
use crate::diagnostics::codes;
use crate::model::Origins;
use crate::model::plan::Plan;
use crate::targets::{self, Owner, Reach};
use std::collections::BTreeMap;

/// What a change means.
#[derive(Debug)]
pub struct Review {
    /// What follows.
    pub verdict: Verdict,
    /// Changes that say the same of several subjects stand together, the worst first.
    pub items: Vec<Item>,
    /// Files that differ in the same way.
    pub clusters: Vec<Cluster>,
    /// Cloud resources.
    pub resources: Vec<ResourceChange>,
    /// Owners, states and environments.
    pub affected: Affected,
}

/// One thing to read: a change, and all subjects of which it is true.
#[derive(Debug)]
pub struct Item {
    /// The change of the first subject.
    pub change: Change,
    /// The other subjects' changes.
    pub others: Vec<Change>,
}

impl Item {
    /// All of its changes.
    pub fn all(&self) -> impl Iterator<Item = &Change> {
        std::iter::once(&self.change).chain(&self.others)
    }
}

/// Compares two revisions on a day, `YYYY-MM-DD`: waivers end.
pub fn review(base: &Base<'_>, head: &Side<'_>, today: &str) -> Review {
    let both = Both { base: base.side, head: *head };
    let mut texts = Texts::default();
    let affected =
        affected_with(base, head, &mut |owner, moves, before, after| texts.see(base, owner, moves, before, after));
    let mut changes = platform::differences(both);
    changes.extend(catalogue::differences(both));
    changes.extend(lost_resources(both, &texts.resources, &changes));
    changes.extend(unnamed(both, &affected, &changes));
    acknowledge(&mut changes, base.side.plan, head.plan, today);
    let verdict = Verdict::of(&changes);
    Review { verdict, items: items(changes), clusters: texts.clusters(), resources: texts.resources, affected }
}

/// The review of a revision whose older one is unknown.
pub fn unknown(head: &Plan, why: &str) -> Review {
    let affected = everything(head, why);
    Review { verdict: Verdict::Unknown, items: vec![], clusters: vec![], resources: vec![], affected }
}

/// Resources that hold data and would go, where no change says so already.
fn lost_resources(both: Both<'_>, resources: &[ResourceChange], known: &[Change]) -> Vec<Change> {
    let said = known.iter().any(|change| change.class == Class::Breaking && change.area == Area::Infrastructure);
    let lost = resources.iter().filter(|r| r.holds_data && matches!(r.action, Action::Destroy | Action::Replace));
    lost.filter(|_| !said)
        .flat_map(|resource| {
            let mut found = Found::new(both, resource.owner.clone(), &resource.path);
            let address = &resource.address;
            let what =
                say!(found, "**{address}** guarda datos y se destruye", "**{address}** holds data and is destroyed");
            found.add(Class::Breaking, Area::Infrastructure, Origins::NONE, what).code(codes::DATA_LEFT_BEHIND);
            found.changes()
        })
        .collect()
}

/// Owners whose files the specs change in a way that no differ has a word for: never taken for harmless.
fn unnamed(both: Both<'_>, affected: &Affected, known: &[Change]) -> Vec<Change> {
    let explained = |owner: &Owner| match owner {
        Owner::Platform | Owner::Domain(_) => known.iter().any(|c| c.subject == Owner::Platform || c.subject == *owner),
        Owner::Dataset(id) => {
            let upstream = both.head.plan.dataset(id).map(|d| d.upstream.clone()).unwrap_or_default();
            let upstream: Vec<Owner> = upstream.into_iter().map(Owner::Dataset).collect();
            known.iter().any(|c| {
                !matches!(c.subject, Owner::Dataset(_)) || c.subject == *owner || upstream.contains(&c.subject)
            })
        }
    };
    let moved =
        affected.owners.iter().filter(|(owner, touched)| touched.moves.iter().any(|m| m.by_specs) && !explained(owner));
    moved
        .flat_map(|(owner, touched)| {
            let deployed = touched.moves.iter().any(|m| targets::reach(&m.path) != Reach::Nowhere);
            let class = if deployed { Class::Risky } else { Class::Invisible };
            let spec = match owner {
                Owner::Dataset(id) => both.head.plan.dataset(id).map_or(String::new(), |d| d.spec.clone()),
                _ => both.head.plan.platform.spec.clone(),
            };
            let mut found = Found::new(both, owner.clone(), &spec);
            let count = touched.moves.len();
            let what = say!(
                found,
                "cambian {count} archivos generados; véalos en el diff",
                "{count} generated files change; see the diff"
            );
            found.add(class, Area::Infrastructure, Origins::NONE, what);
            found.changes()
        })
        .collect()
}

/// Changes that say the same, the subjects' names left aside, as one item.
fn items(changes: Vec<Change>) -> Vec<Item> {
    let mut alike: BTreeMap<_, Vec<Change>> = BTreeMap::new();
    for change in changes {
        let what = without_names(&change.what, &change.subject);
        let code = change.code.map(|code| code.0);
        let class = std::cmp::Reverse((change.open_break(), change.class));
        alike.entry((class, change.area, what, code)).or_default().push(change);
    }
    let item = |mut changes: Vec<Change>| {
        changes.sort_by(|a, b| (&a.subject, &a.at).cmp(&(&b.subject, &b.at)));
        let mut changes = changes.into_iter();
        Item { change: changes.next().expect("at least one"), others: changes.collect() }
    };
    alike.into_values().map(item).collect()
}
