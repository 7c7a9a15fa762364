//! The statements of a job's policy, from the grants of the plan.

use super::arn::{
    Alias, Anything, BucketArn, ConnectionArn, DatabaseArn, ObjectArn, ObjectsArn, SecretArn, TableArn, Text,
};
use super::text::Texts;
use crate::model::Fact;
use crate::model::plan::{Dataset, Domain, Grant, Plan, Resource};
use crate::render::{Fragment, Hcl};

/// A statement as it is written.
pub struct Statement {
    /// Its id.
    pub sid: &'static str,
    /// What a reviewer would ask.
    pub note: Option<&'static str>,
    /// IAM actions.
    pub actions: Vec<&'static str>,
    /// Expressions that give ARNs.
    pub resources: Vec<Fragment<Hcl>>,
    /// What must hold besides.
    pub conditions: Vec<Condition>,
}

/// A condition of a statement.
pub struct Condition {
    /// Operator.
    pub test: &'static str,
    /// Key.
    pub variable: &'static str,
    /// Expressions that give the values.
    pub values: Vec<Fragment<Hcl>>,
}

impl Statement {
    /// Whether the actions need a line each.
    pub fn long(&self) -> bool {
        self.actions.len() > 4
    }

    /// The only resource.
    pub fn one(&self) -> Option<&Fragment<Hcl>> {
        if let [only] = self.resources.as_slice() { Some(only) } else { None }
    }

    /// Whether the resources need a line each.
    pub fn listed(&self) -> bool {
        self.long() || self.resources.len() > 1
    }
}

/// All statements of a dataset's job.
pub fn statements(plan: &Plan, dataset: &Dataset, t: &Texts) -> Vec<Statement> {
    let domain = plan.domain(&dataset.id.domain);
    dataset.grants.iter().map(|grant| statement(grant, plan, domain, t)).collect()
}

fn statement(grant: &Grant, plan: &Plan, domain: Option<&Domain>, t: &Texts) -> Statement {
    let own = |alias: &str| own_key(alias, plan, domain);
    Statement {
        sid: grant.sid,
        note: note(grant, t),
        actions: grant.actions.clone(),
        resources: resources(grant, &own),
        conditions: conditions(grant, &own),
    }
}

fn note(grant: &Grant, t: &Texts) -> Option<&'static str> {
    match grant.sid {
        "ListFolders" => Some(t.listing),
        "ProbeFolders" => Some(t.folders),
        "ReadUpstreamKeys" => Some(t.foreign_keys),
        "SyncCatalogue" => Some(t.default_database),
        "PublishMetrics" => Some(t.metrics),
        "AttachNetwork" => Some(t.network_interfaces),
        _ => None,
    }
}

/// The variable that holds the ARN of a key, when it is the platform's or the domain's own.
fn own_key(alias: &str, plan: &Plan, domain: Option<&Domain>) -> Option<Fragment<Hcl>> {
    if alias == plan.platform.names.key.value {
        return Some(Fragment::fixed("var.platform_key_arn"));
    }
    domain.filter(|d| d.key.value == alias).map(|_| Fragment::fixed("var.domain_key_arn"))
}

type OwnKey<'a> = &'a dyn Fn(&str) -> Option<Fragment<Hcl>>;

fn resources(grant: &Grant, own: OwnKey<'_>) -> Vec<Fragment<Hcl>> {
    let mut all: Vec<Fragment<Hcl>> = vec![];
    for resource in grant.resources.iter().flat_map(|resource| arns(resource, own)) {
        if !all.contains(&resource) {
            all.push(resource);
        }
    }
    all
}

fn arns(resource: &Resource, own: OwnKey<'_>) -> Vec<Fragment<Hcl>> {
    let any_key = r#""arn:aws:kms:${var.region}:${var.account_id}:key/*""#;
    match resource {
        Resource::Objects(zone, folder) => vec![Fragment::render(&ObjectsArn { zone: zone.word(), folder })],
        Resource::Object(zone, path) => vec![Fragment::render(&ObjectArn { zone: zone.word(), path })],
        Resource::Listing(zone, folders) => vec![Fragment::render(&BucketArn { zone: zone.word(), folders })],
        Resource::Key(alias) => vec![own(alias).unwrap_or_else(|| Fragment::fixed(any_key))],
        Resource::Secret(_) => vec![Fragment::fixed("var.protection_secret_arn")],
        Resource::ConnectionSecret(name) => vec![Fragment::render(&SecretArn { name })],
        Resource::GlueConnection(name) => vec![
            Fragment::fixed(r#""arn:aws:glue:${var.region}:${var.account_id}:catalog""#),
            Fragment::render(&ConnectionArn { name }),
        ],
        Resource::Network(why) => vec![Fragment::render(&Anything { why })],
        Resource::LogGroup(_) => vec![
            Fragment::fixed(r#""${aws_cloudwatch_log_group.job["error"].arn}:*""#),
            Fragment::fixed(r#""${aws_cloudwatch_log_group.job["output"].arn}:*""#),
        ],
        Resource::Table(database, table) => vec![
            Fragment::fixed(r#""arn:aws:glue:${var.region}:${var.account_id}:catalog""#),
            Fragment::fixed(r#""arn:aws:glue:${var.region}:${var.account_id}:database/default""#),
            Fragment::render(&DatabaseArn { database }),
            Fragment::render(&TableArn { database, table }),
        ],
        Resource::Metrics(_) => vec![Fragment::fixed(r#""*""#)],
    }
}

fn conditions(grant: &Grant, own: OwnKey<'_>) -> Vec<Condition> {
    let aliases: Vec<&Fact<String>> = grant.resources.iter().filter_map(alias).collect();
    let foreign = aliases.iter().filter(|alias| own(alias).is_none());
    let values: Vec<_> = foreign.map(|name| Fragment::render(&Alias { name })).collect();
    let by_alias = Condition { test: "ForAnyValue:StringEquals", variable: "kms:ResourceAliases", values };
    let via = Condition { test: "StringEquals", variable: "kms:ViaService", values: services() };
    let keys = [(!by_alias.values.is_empty()).then_some(by_alias), (!aliases.is_empty()).then_some(via)];
    keys.into_iter().flatten().chain(grant.resources.iter().filter_map(namespace)).collect()
}

fn alias(resource: &Resource) -> Option<&Fact<String>> {
    if let Resource::Key(alias) = resource { Some(alias) } else { None }
}

/// Keys serve through S3 and Secrets Manager and no other way.
fn services() -> Vec<Fragment<Hcl>> {
    vec![
        Fragment::fixed(r#""s3.${var.region}.amazonaws.com""#),
        Fragment::fixed(r#""secretsmanager.${var.region}.amazonaws.com""#),
    ]
}

fn namespace(resource: &Resource) -> Option<Condition> {
    let Resource::Metrics(name) = resource else { return None };
    let values = vec![Fragment::render(&Text { text: name })];
    Some(Condition { test: "StringEquals", variable: "cloudwatch:namespace", values })
}
