//! Expressions that give ARNs and the like, as a policy writes them.

use crate::model::Fact;
use crate::render::hcl as filters;
use askama::Template;

/// Objects under a folder, which ends with `/`.
#[derive(Template)]
#[template(
    source = "\"arn:aws:s3:::${var.buckets.<{ zone|inner }>}/<{ folder|inner }>*\"",
    ext = "tf",
    config = "templates/askama.toml"
)]
pub struct ObjectsArn<'a> {
    pub zone: &'static str,
    pub folder: &'a Fact<String>,
}

/// One object.
#[derive(Template)]
#[template(
    source = "\"arn:aws:s3:::${var.buckets.<{ zone|inner }>}/<{ path|inner }>\"",
    ext = "tf",
    config = "templates/askama.toml"
)]
pub struct ObjectArn<'a> {
    pub zone: &'static str,
    pub path: &'a Fact<String>,
}

/// A bucket, because of these folders.
#[derive(Template)]
#[template(
    source = "\"arn:aws:s3:::${var.buckets.<{ zone|inner }>}\"<{ folders|mark }>",
    ext = "tf",
    config = "templates/askama.toml"
)]
pub struct BucketArn<'a> {
    pub zone: &'static str,
    pub folders: &'a [Fact<String>],
}

/// A catalogue database.
#[derive(Template)]
#[template(
    source = "\"arn:aws:glue:${var.region}:${var.account_id}:database/<{ database|inner }>\"",
    ext = "tf",
    config = "templates/askama.toml"
)]
pub struct DatabaseArn<'a> {
    pub database: &'a Fact<String>,
}

/// A catalogue table.
#[derive(Template)]
#[template(
    source = "\"arn:aws:glue:${var.region}:${var.account_id}:table/<{ database|inner }>/<{ table|inner }>\"",
    ext = "tf",
    config = "templates/askama.toml"
)]
pub struct TableArn<'a> {
    pub database: &'a Fact<String>,
    pub table: &'a Fact<String>,
}

/// A secret by its name, to which Secrets Manager adds six characters.
#[derive(Template)]
#[template(
    source = "\"arn:aws:secretsmanager:${var.region}:${var.account_id}:secret:<{ name|inner }>-??????\"",
    ext = "tf",
    config = "templates/askama.toml"
)]
pub struct SecretArn<'a> {
    pub name: &'a Fact<String>,
}

/// A Glue connection.
#[derive(Template)]
#[template(
    source = "\"arn:aws:glue:${var.region}:${var.account_id}:connection/<{ name|inner }>\"",
    ext = "tf",
    config = "templates/askama.toml"
)]
pub struct ConnectionArn<'a> {
    pub name: &'a Fact<String>,
}

/// Whatever there is, for a reason.
#[derive(Template)]
#[template(source = "\"*\"<{ why|mark }>", ext = "tf", config = "templates/askama.toml")]
pub struct Anything<'a> {
    pub why: &'a Fact<String>,
}

/// Alias of a key.
#[derive(Template)]
#[template(source = "\"alias/<{ name|inner }>\"", ext = "tf", config = "templates/askama.toml")]
pub struct Alias<'a> {
    pub name: &'a Fact<String>,
}

/// A plain text.
#[derive(Template)]
#[template(source = "<{ text|lit }>", ext = "tf", config = "templates/askama.toml")]
pub struct Text<'a> {
    pub text: &'a str,
}
