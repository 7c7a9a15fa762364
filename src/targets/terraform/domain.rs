//! Domains: the module that they share, and the root of each one in each environment. Neither lists datasets.

use super::module::{self, Module, Output, Variable};
use super::root;
use super::text::{Texts, texts};
use crate::model::Fact;
use crate::model::plan::{Domain, Environment, Platform, Security, Zone};
use crate::render::hcl as filters;
use crate::targets::{Out, header};
use askama::Template;

#[derive(Template)]
#[template(path = "targets/terraform/domain/main.tf", config = "templates/askama.toml")]
struct Main {
    header: Fact<String>,
    t: &'static Texts,
}

/// Writes the module.
pub fn module(platform: &Platform, out: &mut Out<'_>) {
    let t = texts(platform.locale.value);
    let folder = format!("{}/platform/domain", super::MODULES);
    let header = header::of_platform(platform);
    out.template(&format!("{folder}/main.tf"), &Main { header: header.clone(), t });
    let module = Module {
        folder,
        header,
        t,
        title: Fact::bare(t.domain_title.to_string()),
        about: Fact::bare(t.domain_about.to_string()),
        first: None,
        variables: &variables(t),
        outputs: &outputs(t),
        permissions: None,
    };
    module::interface(&module, platform, out);
}

fn variables(t: &Texts) -> Vec<Variable> {
    vec![
        Variable::text("domain", t.var_domain),
        Variable::text("description", t.var_domain_description),
        Variable::text("name", t.var_domain_name),
        Variable::text("database", t.var_database),
        Variable::text("protection_secret", t.var_protection_name),
        Variable::text("account_id", t.var_account),
        Variable::number("deletion_window_days", t.var_deletion),
    ]
}

fn outputs(t: &Texts) -> Vec<Output> {
    vec![
        Output::of("key_arn", t.out_domain_key, "aws_kms_key.this.arn"),
        Output::of("database", t.out_database, "aws_glue_catalog_database.this.name"),
        Output::of("protection_secret_arn", t.out_protection, "aws_secretsmanager_secret.protection.arn"),
        Output::of("security_configuration", t.var_security_configuration, "aws_glue_security_configuration.this.name"),
    ]
}

#[derive(Template)]
#[template(path = "targets/terraform/domain/root.tf", config = "templates/askama.toml")]
struct Root<'a> {
    header: Fact<String>,
    env: &'a Environment,
    domain: &'a Domain,
    buckets: Vec<(&'static str, &'a Fact<String>)>,
    topics: Vec<(&'static str, Fact<String>)>,
    platform_key: &'a Fact<String>,
    security: &'a Security,
}

/// Writes the root of a domain in an environment. Its files start with `_`, which no dataset's name can.
pub fn root(platform: &Platform, domain: &Domain, env: &Environment, out: &mut Out<'_>) {
    let folder = format!("{}/{}", root::folder(env), *domain.name);
    let header = header::of_domain(platform, domain);
    out.template(&format!("{folder}/_terraform.tf"), &root::of_domain(platform, domain, env, header.clone()));
    let main = Root {
        header,
        env,
        domain,
        buckets: root::buckets(env, |zone| !matches!(zone, Zone::Audit | Zone::Access)),
        topics: root::topics(platform, env),
        platform_key: &platform.names.key,
        security: &platform.security,
    };
    out.template(&format!("{folder}/_domain.tf"), &main);
}
