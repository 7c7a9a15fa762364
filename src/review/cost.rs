//! The size of the job, and the most that a run may cost.

use super::change::{Area, Class};
use super::scope::{Found, Pair, say};
use crate::model::plan::{Compute, Dataset};

/// Size of the job in each environment.
pub fn differences(pair: Pair<'_>, found: &mut Found<'_>) {
    let last = pair.new.compute.last().map(|c| c.environment.as_str());
    for new in &pair.new.compute {
        let Some(old) = pair.old.compute.iter().find(|c| c.environment == new.environment) else { continue };
        let size = |c: &Compute| format!("{} × {}", *c.workers, *c.size);
        let (before, after) = (size(old), size(new));
        let [was, is] = [ceiling(pair.old, old), ceiling(pair.new, new)];
        // A limit changes all environments alike: the last one stands for them.
        if before == after && (was == is || last != Some(new.environment.as_str())) {
            continue;
        }
        let environment = &new.environment;
        let smaller = new.quarter_dpus() < old.quarter_dpus();
        let class = if smaller { Class::Risky } else { Class::Compatible };
        let (was, is) = (hours(was), hours(is));
        let what = say!(
            found,
            "{environment}: {before} → {after}; como máximo {was} → {is} DPU-hora por corrida",
            "{environment}: {before} → {after}; at most {was} → {is} DPU-hours a run"
        );
        found.add(class, Area::Cost, new.workers.from.and(new.size.from), what);
    }
}

/// The most that a new dataset may take.
pub fn of_new(dataset: &Dataset, found: &mut Found<'_>) {
    if let Some(last) = dataset.compute.last() {
        let (environment, most) = (&last.environment, hours(ceiling(dataset, last)));
        let what = say!(
            found,
            "{environment}: como máximo {most} DPU-hora por corrida",
            "{environment}: at most {most} DPU-hours a run"
        );
        found.add(Class::Compatible, Area::Cost, last.workers.from, what);
    }
}

/// The most that a run may take, in hundredths of a DPU-hour.
fn ceiling(dataset: &Dataset, compute: &Compute) -> u64 {
    (compute.quarter_dpus() * dataset.time_outs.job.value * 25).div_ceil(3600)
}

fn hours(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
