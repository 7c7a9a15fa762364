//! What a DAG imports from Airflow, for each version's own names.

use super::view::Schedule;
use crate::model::plan::{Platform, SourceDag};
use crate::render::{Fragment, Py};

/// Import lines in the order that formatters want.
pub fn of(platform: &Platform, schedule: &Schedule<'_>, source: &SourceDag) -> Vec<Fragment<Py>> {
    let own = if platform.versions.airflow_3() { of_3(schedule) } else { of_2(schedule) };
    let theirs = source.imports.iter().copied().map(Fragment::fixed);
    let mut lines: Vec<Fragment<Py>> = own.into_iter().chain(theirs).collect();
    lines.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
    lines
}

fn of_2(schedule: &Schedule<'_>) -> Vec<Fragment<Py>> {
    let mut lines = vec!["from airflow import DAG", "from airflow.decorators import task"];
    match schedule {
        Schedule::Datasets(condition, _) if condition.as_str() == "DatasetAll" => {
            lines.push("from airflow.datasets import Dataset, DatasetAll");
        }
        Schedule::Datasets(..) => lines.push("from airflow.datasets import Dataset, DatasetAny"),
        _ => lines.push("from airflow.datasets import Dataset"),
    }
    if let Schedule::Cron(_) | Schedule::Woken(..) = schedule {
        lines.push("from airflow.timetables.trigger import CronTriggerTimetable");
    }
    lines.into_iter().map(Fragment::fixed).collect()
}

fn of_3(schedule: &Schedule<'_>) -> Vec<Fragment<Py>> {
    let names = match schedule {
        Schedule::Never => "DAG, Asset, task",
        Schedule::Cron(_) => "DAG, Asset, CronTriggerTimetable, task",
        Schedule::Woken(..) => "DAG, Asset, AssetOrTimeSchedule, AssetWatcher, CronTriggerTimetable, task",
        Schedule::Datasets(condition, _) if condition.as_str() == "AssetAll" => "DAG, Asset, AssetAll, task",
        Schedule::Datasets(..) => "DAG, Asset, AssetAny, task",
    };
    vec![Fragment::join([Fragment::fixed("from airflow.sdk import"), Fragment::fixed(names)], " ")]
}
