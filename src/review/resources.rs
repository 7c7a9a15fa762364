//! Cloud resources, as the rendered Terraform describes them: created, changed, replaced, destroyed.

use crate::targets::Owner;
use std::collections::{BTreeMap, BTreeSet};

/// What Terraform would do with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// It goes.
    Destroy,
    /// It goes and comes again.
    Replace,
    /// Terraform may find that it must go and come again.
    MayReplace,
    /// It changes where it is.
    Change,
    /// It comes.
    Create,
}

impl Action {
    /// The word of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Action::Destroy => "destroy",
            Action::Replace => "replace",
            Action::MayReplace => "may replace",
            Action::Change => "change",
            Action::Create => "create",
        }
    }
}

/// A resource, or a call of a module, that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceChange {
    /// What happens to it.
    pub action: Action,
    /// Address in its module, such as `aws_glue_job.job`.
    pub address: String,
    /// Whether it holds data, or the key to data.
    pub holds_data: bool,
    /// Who owns the file.
    pub owner: Owner,
    /// The file.
    pub path: String,
}

/// Types of resources that hold data, or the keys to data: what is destroyed there does not come back.
const HOLD_DATA: &[&str] =
    &["aws_dynamodb_table", "aws_glue_catalog_database", "aws_kms_key", "aws_s3_bucket", "aws_secretsmanager_secret"];

/// Attributes whose change replaces the resource, whatever its type: they are its identity in AWS.
const IDENTITY: &[&str] = &[
    "alarm_name",
    "bucket",
    "fifo_queue",
    "hash_key",
    "key",
    "name",
    "name_prefix",
    "policy_arn",
    "queue_url",
    "range_key",
    "role",
    "rule",
    "target_id",
    "topic_arn",
];

/// Arguments that decide how many there are, and under which address.
const COUNT: &[&str] = &["count", "for_each"];

type Texts = BTreeMap<String, String>;
/// Address → lines of the body.
type Blocks<'a> = BTreeMap<String, Vec<&'a str>>;

/// The resources of these files that differ.
pub fn differences<'p>(
    owner: &Owner,
    old: &Texts,
    new: &Texts,
    paths: impl Iterator<Item = &'p str>,
    found: &mut Vec<ResourceChange>,
) {
    for path in paths.filter(|path| path.ends_with(".tf")) {
        let [before, after] = [old, new].map(|texts| blocks(texts.get(path).map_or("", String::as_str)));
        for address in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
            let Some(action) = action(before.get(address), after.get(address)) else { continue };
            let kind = address.split('.').next().unwrap_or_default();
            let holds_data = HOLD_DATA.contains(&kind);
            let (address, owner, path) = (address.clone(), owner.clone(), path.to_string());
            found.push(ResourceChange { action, address, holds_data, owner, path });
        }
    }
}

/// The resources and module calls of a file that `terraform fmt` would not change.
fn blocks(text: &str) -> Blocks<'_> {
    let mut blocks = Blocks::new();
    let mut open: Option<(String, Vec<&str>)> = None;
    for line in text.lines() {
        match &mut open {
            None => open = address(line).map(|address| (address, vec![])),
            Some(_) if line == "}" => blocks.extend(open.take()),
            Some((_, body)) => body.extend((!line.trim_start().starts_with('#')).then_some(line)),
        }
    }
    blocks
}

fn address(line: &str) -> Option<String> {
    let parts: Vec<&str> = line.strip_suffix(" {")?.split('"').collect();
    match parts.as_slice() {
        ["resource ", kind, _, name, ""] => Some(format!("{kind}.{name}")),
        ["module ", name, ""] => Some(format!("module.{name}")),
        _ => None,
    }
}

fn action(before: Option<&Vec<&str>>, after: Option<&Vec<&str>>) -> Option<Action> {
    let (before, after) = match (before, after) {
        (None, _) => return Some(Action::Create),
        (_, None) => return Some(Action::Destroy),
        (Some(before), Some(after)) => (attributes(before), attributes(after)),
    };
    let differs = |names: &[&str]| names.iter().any(|name| before.get(name) != after.get(name));
    match before == after {
        true => None,
        false if differs(IDENTITY) => Some(Action::Replace),
        false if differs(COUNT) => Some(Action::MayReplace),
        false => Some(Action::Change),
    }
}

/// Arguments of a block with their values; what is nested stands under its own line.
fn attributes<'a>(body: &[&'a str]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut last = "";
    for line in body {
        if let Some((name, value)) =
            line.strip_prefix("  ").filter(|l| !l.starts_with(' ')).and_then(|l| l.split_once('='))
        {
            last = name.trim();
            all.entry(last).or_default().push(value.trim());
        } else if line.starts_with("  ")
            && !line.starts_with("   ")
            && !line.starts_with("  }")
            && !line.starts_with("  ]")
        {
            last = line.trim();
            all.entry(last).or_default().push("");
        } else {
            all.entry(last).or_default().push(line);
        }
    }
    all
}

/// Resources of the same address with the same fate, the worst first, what holds data before the rest.
pub fn grouped(all: &[ResourceChange]) -> Vec<Vec<&ResourceChange>> {
    let mut groups: BTreeMap<_, Vec<&ResourceChange>> = BTreeMap::new();
    for resource in all {
        let module = resource.address.starts_with("module.");
        let address = if module { String::new() } else { resource.address.clone() };
        groups.entry((resource.action, !resource.holds_data, address)).or_default().push(resource);
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(old: &str, new: &str) -> Vec<(Action, String, bool)> {
        let texts = |text: &str| Texts::from([("a.tf".to_string(), text.to_string())]);
        let mut found = vec![];
        differences(&Owner::Platform, &texts(old), &texts(new), ["a.tf"].into_iter(), &mut found);
        found.into_iter().map(|c| (c.action, c.address, c.holds_data)).collect()
    }

    #[test]
    fn each_action_is_told_from_the_others() {
        let bucket = "resource \"aws_s3_bucket\" \"zone\" {\n  for_each = var.buckets\n\n  bucket = each.value\n  tags = {\n    a = 1\n  }\n}\n";
        let address = || "aws_s3_bucket.zone".to_string();
        assert_eq!(found(bucket, bucket), []);
        assert_eq!(found("", bucket), [(Action::Create, address(), true)]);
        assert_eq!(found(bucket, ""), [(Action::Destroy, address(), true)]);
        assert_eq!(found(bucket, &bucket.replace("a = 1", "a = 2")), [(Action::Change, address(), true)]);
        assert_eq!(found(bucket, &bucket.replace("each.value", "\"x\"")), [(Action::Replace, address(), true)]);
        assert_eq!(found(bucket, &bucket.replace("var.buckets", "var.b")), [(Action::MayReplace, address(), true)]);
        let remark = bucket.replace("  tags", "  # why\n  tags");
        assert_eq!(found(bucket, &remark), []);
        let module = "module \"dataset_x\" {\n  source = \"../x\"\n}\n";
        assert_eq!(found(module, ""), [(Action::Destroy, "module.dataset_x".to_string(), false)]);
    }
}
