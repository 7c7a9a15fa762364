//! How long S3 keeps a dataset's files. The platform's bucket rules are gathered from these files.

use crate::model::Fact;
use crate::model::plan::{Dataset, Zone};
use crate::render::json as filters;
use askama::Template;

#[derive(Template)]
#[template(path = "targets/terraform/dataset/retention.json", config = "templates/askama.toml")]
pub struct Retention<'a> {
    zones: Vec<(&'static str, Kept<'a>)>,
}

struct Kept<'a> {
    prefix: Fact<String>,
    days: &'a Fact<u64>,
}

/// The rules of a dataset. None for its table: Hudi goes on reading old files that nobody has rewritten.
pub fn view(dataset: &Dataset) -> Retention<'_> {
    let kept = &dataset.retention;
    let own = dataset.names.folder.map(|folder| format!("{folder}/"));
    let landing = dataset.source.arrival.as_ref().map(|arrival| (Zone::Landing, arrival.prefix.clone(), &kept.landing));
    let raw = dataset.source.writes_raw.then(|| (Zone::Raw, own.clone(), &kept.raw));
    let quarantine = (Zone::Quarantine, own.clone(), &kept.quarantine);
    let zones = landing.into_iter().chain(raw).chain([quarantine, (Zone::Export, own, &kept.export)]);
    Retention { zones: zones.map(|(zone, prefix, days)| (zone.word(), Kept { prefix, days })).collect() }
}
