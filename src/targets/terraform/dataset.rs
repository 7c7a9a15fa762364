//! A dataset: its module, and the file that calls it in the domain's root of each environment.

use super::module::{self, Module, Output, Variable};
use super::policy::{self, Statement};
use super::text::{Texts, texts};
use super::{inventory, readme, retention, root};
use crate::model::plan::{Arrival, Compute, Dataset, Environment, Names, Plan, Platform};
use crate::model::{Fact, Origins, Protection, Status};
use crate::render::hcl as filters;
use crate::targets::{Out, header};
use askama::Template;

#[derive(Template)]
#[template(path = "targets/terraform/dataset/main.tf", config = "templates/askama.toml")]
struct Main<'a> {
    header: &'a Fact<String>,
    t: &'static Texts,
    dataset: &'a Dataset,
    names: &'a Names,
    glue: &'a Fact<String>,
    tier: Fact<String>,
    classification: Fact<&'static str>,
    minutes: Fact<u64>,
    protection_key: Option<Fact<String>>,
    own_tags: Option<Vec<(String, &'a Fact<String>)>>,
    runtime: &'a str,
}

#[derive(Template)]
#[template(path = "targets/terraform/dataset/iam.tf", config = "templates/askama.toml")]
struct Iam<'a> {
    header: &'a Fact<String>,
    t: &'static Texts,
    names: &'a Names,
    prefix: &'a Fact<String>,
    statements: Vec<Statement>,
}

#[derive(Template)]
#[template(path = "targets/terraform/dataset/arrival.tf", config = "templates/askama.toml")]
struct ArrivalFile<'a> {
    header: &'a Fact<String>,
    t: &'static Texts,
    names: &'a Names,
    arrival: &'a Arrival,
    state: Option<Fact<&'static str>>,
}

/// Writes the module.
pub fn module(plan: &Plan, dataset: &Dataset, out: &mut Out<'_>) {
    let platform = &plan.platform;
    let (t, names) = (texts(platform.locale.value), &dataset.names);
    let header = &header::of_dataset(platform, dataset);
    let folder = format!("{}/{}", super::MODULES, *names.folder);
    out.template(&format!("{folder}/main.tf"), &main(plan, dataset, header, t));
    let statements = policy::statements(plan, dataset, t);
    let permissions = readme::permissions(t, &names.role, &statements);
    out.template(&format!("{folder}/iam.tf"), &Iam { header, t, names, prefix: &platform.prefix, statements });
    if let Some(arrival) = &dataset.source.arrival {
        let retired = dataset.status.value == Status::Retired;
        let state = retired.then(|| dataset.status.map(|_| "DISABLED"));
        out.template(&format!("{folder}/arrival.tf"), &ArrivalFile { header, t, names, arrival, state });
    }
    out.template(&format!("{folder}/retention.json"), &retention::view(dataset));
    out.template(&format!("{folder}/inventory.json"), &inventory::view(plan, dataset));
    let module = Module {
        folder,
        header: header.clone(),
        t,
        title: names.folder.clone(),
        about: dataset.description.clone(),
        first: None,
        variables: &variables(dataset, t),
        outputs: &outputs(dataset, t),
        permissions: Some(permissions),
    };
    module::interface(&module, platform, out);
}

fn main<'a>(plan: &'a Plan, dataset: &'a Dataset, header: &'a Fact<String>, t: &'static Texts) -> Main<'a> {
    let secret = plan.domain(&dataset.id.domain).map(|domain| &domain.protection_secret);
    Main {
        header,
        t,
        dataset,
        names: &dataset.names,
        glue: &plan.platform.versions.glue,
        tier: dataset.tier.map(ToString::to_string),
        classification: dataset.classification().map(|class| class.word()),
        minutes: dataset.time_outs.job.map(|seconds| seconds.div_ceil(60)),
        protection_key: secret
            .zip(protects(dataset))
            .map(|(name, why)| Fact::new(format!("secretsmanager:{}", **name), name.from.and(why))),
        own_tags: own_tags(dataset),
        runtime: &plan.platform.glue_runtime,
    }
}

/// Why the job needs the domain's protection key: where the first column that it hashes says so.
fn protects(dataset: &Dataset) -> Option<Origins> {
    let hashed = dataset.columns.iter().filter_map(|column| column.protect.as_ref());
    hashed.filter(|protect| protect.value == Protection::Hash).map(|protect| protect.from).next()
}

fn own_tags(dataset: &Dataset) -> Option<Vec<(String, &Fact<String>)>> {
    let tags: Vec<_> = dataset.tags.iter().map(|(key, value)| (key.clone(), value)).collect();
    (!tags.is_empty()).then_some(tags)
}

fn variables(dataset: &Dataset, t: &Texts) -> Vec<Variable> {
    let secret =
        dataset.needs_protection_key().then(|| Variable::text("protection_secret_arn", t.var_protection_secret));
    let first = [
        Variable::text("env", t.var_env),
        Variable::text("account_id", t.var_account),
        Variable::text("region", t.var_region),
        Variable::texts("buckets", t.var_buckets),
        Variable::text("domain_key_arn", t.var_domain_key),
        Variable::text("platform_key_arn", t.var_platform_key),
    ];
    let last = [
        Variable::text("security_configuration", t.var_security_configuration),
        Variable::number("log_retention_days", t.var_log_days),
        Variable::text("worker_type", t.var_worker_type),
        Variable::number("number_of_workers", t.var_workers),
    ];
    first.into_iter().chain(secret).chain(last).collect()
}

fn outputs(dataset: &Dataset, t: &Texts) -> Vec<Output> {
    let queue = Output::of("arrival_queue_url", t.out_queue, "aws_sqs_queue.arrival.url");
    let first = [
        Output::of("job_name", t.out_job, "aws_glue_job.this.name"),
        Output::of("job_role_arn", t.out_job_role, "aws_iam_role.job.arn"),
    ];
    let last = [Output::of("tags", t.out_tags, "local.tags")];
    first.into_iter().chain(dataset.source.arrival.as_ref().map(|_| queue)).chain(last).collect()
}

#[derive(Template)]
#[template(path = "targets/terraform/dataset/root.tf", config = "templates/askama.toml")]
struct Call<'a> {
    header: Fact<String>,
    names: &'a Names,
    protects: Option<Origins>,
    alarms: bool,
    compute: &'a Compute,
}

/// Writes the file of an environment's root.
pub fn root(platform: &Platform, dataset: &Dataset, env: &Environment, out: &mut Out<'_>) {
    let Some(compute) = dataset.compute.iter().find(|compute| compute.environment == env.name.value) else { return };
    let path = format!("{}/{}.tf", root::folder(env), *dataset.names.folder);
    let header = header::of_dataset(platform, dataset);
    let muted = dataset.muted_in.iter().any(|name| name.value == env.name.value);
    let (protects, alarms) = (protects(dataset), !dataset.alarms.is_empty() && !muted);
    out.template(&path, &Call { header, names: &dataset.names, protects, alarms, compute });
}
