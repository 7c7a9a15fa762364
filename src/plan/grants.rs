//! What a job's role may do: exact actions on the folders, keys and secrets that its dataset touches.

use crate::model::Fact;
use crate::model::plan::{Dataset, DatasetId, Domain, Grant, Platform, Resource, Zone};

const READ: [&str; 2] = ["s3:GetObject", "s3:GetObjectVersion"];
const WRITE: [&str; 4] = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"];

/// The statements of a job's policy.
pub fn grants(dataset: &Dataset, platform: &Platform, domains: &[Domain]) -> Vec<Grant> {
    [reads(dataset), writes(dataset), listings(dataset), keys(dataset, platform, domains), logs(dataset), catalogue(dataset)]
        .into_iter()
        .chain(secrets(dataset, domains))
        .collect()
}

/// `pagos/transacciones/` below a zone, or below a folder of it.
fn folder(dataset: &Dataset, parent: &str) -> Fact<String> {
    dataset.names.folder.map(|folder| format!("{parent}{folder}/"))
}

fn read_folders(dataset: &Dataset) -> Vec<(Zone, Fact<String>)> {
    let landing = dataset.source.arrival.iter().map(|a| (Zone::Landing, a.prefix.clone()));
    let raw = dataset.source.writes_raw.then(|| (Zone::Raw, folder(dataset, "")));
    let upstream = dataset.upstream.iter().map(|id: &DatasetId| (Zone::Curated, dataset.names.folder.map(|_| format!("{id}/"))));
    let scripts = dataset.names.folder.map(|_| "glue/".to_string());
    let manifests = folder(dataset, "manifests/");
    landing.chain(raw).chain(upstream).chain([(Zone::Artifacts, scripts), (Zone::State, manifests)]).collect()
}

fn write_folders(dataset: &Dataset) -> Vec<(Zone, Fact<String>)> {
    let own = [Zone::Curated, Zone::Quarantine, Zone::Export].map(|zone| (zone, folder(dataset, "")));
    own.into_iter().chain([(Zone::State, folder(dataset, "results/"))]).collect()
}

fn reads(dataset: &Dataset) -> Grant {
    let resources = read_folders(dataset).into_iter().map(|(zone, folder)| Resource::Objects(zone, folder));
    Grant { sid: "ReadInputs", actions: READ.to_vec(), resources: resources.collect() }
}

fn writes(dataset: &Dataset) -> Grant {
    let resources = write_folders(dataset).into_iter().map(|(zone, folder)| Resource::Objects(zone, folder));
    Grant { sid: "WriteOutputs", actions: WRITE.to_vec(), resources: resources.collect() }
}

fn listings(dataset: &Dataset) -> Grant {
    let mut listings: Vec<(Zone, Vec<Fact<String>>)> = vec![];
    for (zone, folder) in read_folders(dataset).into_iter().chain(write_folders(dataset)) {
        match listings.iter_mut().find(|(z, _)| *z == zone) {
            Some((_, folders)) => folders.push(folder),
            None => listings.push((zone, vec![folder])),
        }
    }
    listings.sort_by_key(|(zone, _)| *zone);
    let resources = listings.into_iter().map(|(zone, folders)| Resource::Listing(zone, folders));
    Grant { sid: "ListFolders", actions: vec!["s3:ListBucket"], resources: resources.collect() }
}

fn keys(dataset: &Dataset, platform: &Platform, domains: &[Domain]) -> Grant {
    let upstream = dataset.upstream.iter().map(|id| id.domain.as_str());
    let mut names: Vec<&str> = upstream.chain([dataset.id.domain.as_str()]).collect();
    names.sort_unstable();
    names.dedup();
    let keys = names.iter().filter_map(|name| domains.iter().find(|d| d.name.value == *name)).map(|d| &d.key);
    let resources = [&platform.names.key].into_iter().chain(keys).map(|k| Resource::Key(k.clone())).collect();
    Grant { sid: "UseKeys", actions: vec!["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"], resources }
}

fn logs(dataset: &Dataset) -> Grant {
    let actions = vec!["logs:CreateLogStream", "logs:PutLogEvents"];
    Grant { sid: "WriteLogs", actions, resources: vec![Resource::LogGroup(dataset.names.log_group.clone())] }
}

fn catalogue(dataset: &Dataset) -> Grant {
    let actions = vec!["glue:CreateTable", "glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:UpdateTable", "glue:BatchCreatePartition"];
    let table = Resource::Table(dataset.names.database.clone(), dataset.names.table.clone());
    let mut grant = Grant { sid: "SyncCatalogue", actions, resources: vec![table] };
    grant.actions.sort_unstable();
    grant
}

fn secrets(dataset: &Dataset, domains: &[Domain]) -> Option<Grant> {
    let domain = domains.iter().find(|d| d.name.value == dataset.id.domain)?;
    let resources = vec![Resource::Secret(domain.protection_secret.clone())];
    dataset.needs_protection_key().then(|| Grant { sid: "ReadProtectionKey", actions: vec!["secretsmanager:GetSecretValue"], resources })
}
