//! `cauce review`: what a change means.

use super::Outcome;
use super::revisions::{self, Revisions};
use super::session::{Failure, Session};
use crate::cli::{FailOn, Output, Review as Arguments};
use crate::model::days;
use crate::review::{self, Cause, Change, Links, Policy, ResourceChange, Review};
use crate::targets::Owner;
use serde_json::{Value, json};
use std::time::SystemTime;

/// Reviews a change, and fails by policy.
pub fn run(session: &Session, args: &Arguments) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Json, Output::Markdown])?;
    let revisions = revisions::compile(session, &args.base, args.uncommitted)?;
    let review = session.timed("review", || compare(&revisions));
    let locale = revisions.head.plan.platform.locale.value;
    let passes = review.verdict.passes(policy(args.fail_on));
    match session.global.format {
        Output::Json => println!("{}", serde_json::to_string_pretty(&value(&review, passes)).unwrap_or_default()),
        Output::Markdown => print!("{}", review::markdown(&review, locale, &links(&revisions))),
        _ => print!("{}", review::human(&review, locale)),
    }
    Ok(if passes { Outcome::Fine } else { Outcome::Findings })
}

fn policy(fail_on: FailOn) -> Policy {
    match fail_on {
        FailOn::Breaking => Policy::Breaking,
        FailOn::Risky => Policy::Risky,
        FailOn::Never => Policy::Never,
    }
}

fn compare(revisions: &Revisions) -> Review {
    match &revisions.base {
        Ok(older) => older.with_base(|base| review::review(base, &revisions.head.side(), &today())),
        Err(why) => review::unknown(&revisions.head.plan, why),
    }
}

/// The day, in UTC.
fn today() -> String {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let (year, month, day) = days::date((since.as_secs() / 86_400) as i64);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Where GitHub shows the two commits.
fn links(revisions: &Revisions) -> Links {
    let github = &revisions.head.plan.platform.github;
    let site = |commit: &str| format!("https://github.com/{}/{}/blob/{commit}", *github.owner, *github.repository);
    Links {
        old: revisions.base.as_ref().ok().map(|older| site(older.commit())),
        new: revisions.head_commit.as_deref().map(site),
    }
}

fn value(review: &Review, passes: bool) -> Value {
    json!({
        "verdict": review.verdict.word(),
        "label": format!("cauce:{}", review.verdict.word()),
        "passes": passes,
        "unknown": review.affected.unknown,
        "changes": review.items.iter().flat_map(|item| item.all()).map(change).collect::<Vec<_>>(),
        "resources": review.resources.iter().map(resource).collect::<Vec<_>>(),
        "clusters": review.clusters.iter().map(|cluster| json!({
            "cause": if cluster.cause == Cause::Specs { "specs" } else { "cauce" },
            "owners": cluster.owners.iter().map(owner).collect::<Vec<_>>(),
            "files": cluster.files,
            "added": cluster.lines.0,
            "removed": cluster.lines.1,
        })).collect::<Vec<_>>(),
    })
}

fn change(change: &Change) -> Value {
    json!({
        "class": change.class.word(),
        "area": change.area.word(),
        "code": change.code.map(|code| code.0),
        "subject": owner(&change.subject),
        "what": change.what,
        "forward_only": change.forward_only(),
        "at": {"path": change.at.path, "line": change.at.line, "base": change.at.old},
        "readers": change.readers.iter().map(|r| json!({"dataset": r.dataset, "owner": r.owner})).collect::<Vec<_>>(),
        "steps": change.steps,
        "acknowledged": change.acknowledged.as_ref().map(|taken| json!({
            "reason": taken.reason, "owner": taken.owner, "until": taken.until,
        })),
    })
}

fn resource(resource: &ResourceChange) -> Value {
    json!({
        "action": resource.action.word(),
        "address": resource.address,
        "holds_data": resource.holds_data,
        "owner": owner(&resource.owner),
        "path": resource.path,
    })
}

fn owner(owner: &Owner) -> String {
    owner.to_string()
}
