//! What a job's role may do: exact actions on the folders, keys and secrets that its dataset touches.

use crate::model::plan::{Dataset, DatasetId, Domain, Grant, Module, Platform, Resource, Zone};
use crate::model::{Fact, Origins};
use std::collections::BTreeSet;

const READ: [&str; 1] = ["s3:GetObject"];
const WRITE: [&str; 4] = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"];
const CATALOGUE: [&str; 9] = [
    "glue:BatchCreatePartition",
    "glue:BatchDeletePartition",
    "glue:BatchUpdatePartition",
    "glue:CreateTable",
    "glue:GetDatabase",
    "glue:GetPartition",
    "glue:GetPartitions",
    "glue:GetTable",
    "glue:UpdateTable",
];

/// Where tables remember what their rows deleted.
const DELETIONS: &str = "deletions/";

/// What Glue does with the role of a job to stand in a private network.
const INTERFACES: [&str; 9] = [
    "ec2:CreateNetworkInterface",
    "ec2:CreateTags",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeRouteTables",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcAttribute",
    "ec2:DescribeVpcEndpoints",
];

/// A folder of a zone, ending with `/`.
type Folder = (Zone, Fact<String>);

/// The statements of a job's policy.
pub fn grants(dataset: &Dataset, platform: &Platform, domains: &[Domain]) -> Vec<Grant> {
    let folders: Vec<Folder> = inputs(dataset).into_iter().chain(outputs(dataset)).collect();
    let (own, upstream) = keys(dataset, platform, domains);
    [reads(dataset), writes(dataset), listings(&folders), probes(&folders), own]
        .into_iter()
        .chain(upstream)
        .chain(secrets(dataset, domains))
        .chain(network(dataset))
        .chain([catalogue(dataset), logs(dataset), metrics()])
        .collect()
}

/// `pagos/transacciones/` below a zone, or below a folder of it.
fn folder(dataset: &Dataset, parent: &str) -> Fact<String> {
    dataset.names.folder.map(|folder| format!("{parent}{folder}/"))
}

/// Where the job finds what it reads: deliveries or extracts, upstream tables, its manifests.
fn inputs(dataset: &Dataset) -> Vec<Folder> {
    let landing = dataset.source.arrival.iter().map(|a| (Zone::Landing, a.prefix.clone()));
    let raw = dataset.source.writes_raw.then(|| (Zone::Raw, folder(dataset, "")));
    let upstream = dataset.upstream.iter().map(|id| (Zone::Curated, Fact::new(format!("{id}/"), named(dataset, id))));
    let manifests = (Zone::State, folder(dataset, "manifests/"));
    landing.chain(raw).chain(upstream).chain([manifests]).collect()
}

/// Where the spec names an upstream dataset.
fn named(dataset: &Dataset, id: &DatasetId) -> Origins {
    let inputs = dataset.source.inputs.iter().map(|input| &input.dataset);
    let joined = dataset.steps.iter().flat_map(|step| &step.inputs).map(|input| &input.dataset);
    inputs.chain(joined).find(|named| named.value == *id).map_or(Origins::NONE, |named| named.from)
}

/// What the job writes: its table, its quarantine, its results, what its table remembers, and what is loaded from it.
fn outputs(dataset: &Dataset) -> Vec<Folder> {
    let own = [Zone::Curated, Zone::Quarantine].map(|zone| (zone, folder(dataset, "")));
    let extract = dataset.source.direct.as_ref().map(|_| (Zone::Raw, folder(dataset, "")));
    let remembered = dataset.remembers_deletions().then(|| (Zone::State, folder(dataset, DELETIONS)));
    let export = dataset.load.as_ref().map(|_| (Zone::Export, folder(dataset, "")));
    let results = [(Zone::State, folder(dataset, "results/"))];
    own.into_iter().chain(extract).chain(export).chain(results).chain(remembered).collect()
}

fn objects(folders: Vec<Folder>) -> impl Iterator<Item = Resource> {
    folders.into_iter().map(|(zone, folder)| Resource::Objects(zone, folder))
}

fn reads(dataset: &Dataset) -> Grant {
    let script = dataset.names.folder.map(|folder| format!("glue/jobs/*/{folder}.py"));
    let runtime = Fact::bare("glue/runtime/".to_string());
    let code = [Resource::Object(Zone::Artifacts, script), Resource::Objects(Zone::Artifacts, runtime)];
    let module = |m: &Module| m.name.map(|name| format!("glue/jobs/*/{}/{name}.py", *dataset.names.folder));
    let modules = dataset.modules.iter().map(|m| Resource::Object(Zone::Artifacts, module(m)));
    let resources = code.into_iter().chain(modules).chain(objects(inputs(dataset))).collect();
    Grant { sid: "ReadInputs", actions: READ.to_vec(), resources }
}

fn writes(dataset: &Dataset) -> Grant {
    Grant { sid: "WriteOutputs", actions: WRITE.to_vec(), resources: objects(outputs(dataset)).collect() }
}

fn listings(folders: &[Folder]) -> Grant {
    let zones: BTreeSet<Zone> = folders.iter().map(|(zone, _)| *zone).collect();
    let of = |zone: Zone| folders.iter().filter(|(z, _)| *z == zone).map(|(_, folder)| folder.clone()).collect();
    let resources = zones.into_iter().map(|zone| Resource::Listing(zone, of(zone))).collect();
    Grant { sid: "ListFolders", actions: vec!["s3:ListBucket"], resources }
}

/// Spark's file system asks for each folder, and for those around it, as if it were an object. Of the state zone Spark
/// reads only what a table remembers of its deletions.
fn probes(folders: &[Folder]) -> Grant {
    let mut seen = BTreeSet::new();
    let mut resources = vec![];
    for (zone, folder) in folders.iter().filter(|(zone, path)| *zone != Zone::State || path.starts_with(DELETIONS)) {
        let ends = folder.match_indices('/').map(|(at, _)| at);
        for around in ends.map(|at| &folder[..at]) {
            if seen.insert((*zone, around)) {
                resources.push(Resource::Object(*zone, folder.map(|_| around.to_string())));
            }
        }
    }
    Grant { sid: "ProbeFolders", actions: READ.to_vec(), resources }
}

/// The keys that the job writes with, and those of other domains that it only reads with.
fn keys(dataset: &Dataset, platform: &Platform, domains: &[Domain]) -> (Grant, Option<Grant>) {
    let key = |name: &str| domains.iter().find(|d| d.name.value == name).map(|d| Resource::Key(d.key.clone()));
    let own = [Resource::Key(platform.names.key.clone())].into_iter().chain(key(&dataset.id.domain)).collect();
    let own = Grant { sid: "UseKeys", actions: vec!["kms:Decrypt", "kms:GenerateDataKey"], resources: own };
    let others: BTreeSet<&str> = dataset.upstream.iter().map(|id| id.domain.as_str()).collect();
    let others = others.into_iter().filter(|name| *name != dataset.id.domain);
    let resources: Vec<Resource> = others.filter_map(key).collect();
    let upstream = Grant { sid: "ReadUpstreamKeys", actions: vec!["kms:Decrypt"], resources };
    (own, (!upstream.resources.is_empty()).then_some(upstream))
}

fn secrets(dataset: &Dataset, domains: &[Domain]) -> Option<Grant> {
    let domain = domains.iter().find(|d| d.name.value == dataset.id.domain)?;
    let resources = vec![Resource::Secret(domain.protection_secret.clone())];
    let actions = vec!["secretsmanager:GetSecretValue"];
    dataset.needs_protection_key().then_some(Grant { sid: "ReadProtectionKey", actions, resources })
}

/// What a job needs that reads a database itself: its credentials, and the way into its network.
fn network(dataset: &Dataset) -> Vec<Grant> {
    let Some(direct) = &dataset.source.direct else { return vec![] };
    let grant =
        |sid, actions: &[&'static str], resource| Grant { sid, actions: actions.to_vec(), resources: vec![resource] };
    vec![
        grant("ReadConnection", &["secretsmanager:GetSecretValue"], Resource::ConnectionSecret(direct.secret.clone())),
        grant("UseConnection", &["glue:GetConnection"], Resource::GlueConnection(direct.network.clone())),
        grant("AttachNetwork", &INTERFACES, Resource::Network(direct.network.clone())),
    ]
}

fn catalogue(dataset: &Dataset) -> Grant {
    let table = Resource::Table(dataset.names.database.clone(), dataset.names.table.clone());
    Grant { sid: "SyncCatalogue", actions: CATALOGUE.to_vec(), resources: vec![table] }
}

fn logs(dataset: &Dataset) -> Grant {
    let actions = vec!["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    Grant { sid: "WriteLogs", actions, resources: vec![Resource::LogGroup(dataset.names.log_group.clone())] }
}

/// The metrics that Glue itself publishes from inside the job.
fn metrics() -> Grant {
    let actions = vec!["cloudwatch:PutMetricData"];
    Grant { sid: "PublishMetrics", actions, resources: vec![Resource::Metrics("Glue")] }
}
