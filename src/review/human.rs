//! The review for a terminal.

use super::change::{Change, Class};
use super::report::{Item, Review};
use super::texts::Cause;
use super::words::Words;
use crate::model::Locale;

/// The report as plain text, the worst first.
pub fn human(review: &Review, locale: Locale) -> String {
    let words = Words::of(locale == Locale::Es);
    let mut text = String::new();
    for item in &review.items {
        text += &one(item, words);
    }
    for cluster in &review.clusters {
        let cause = if cluster.cause == Cause::Specs { words.by_specs } else { words.by_cauce };
        let (count, files) = (cluster.owners.len(), cluster.files.len());
        let (added, removed) = cluster.lines;
        let more = if count > 1 { format!(" {} {} {}", words.and, count - 1, words.more) } else { String::new() };
        text += &format!("{}{more} · {cause} · {files} {}, +{added} −{removed}\n", cluster.owners[0], words.files);
    }
    if let Some(why) = &review.affected.unknown {
        text += &format!("{}: {why}\n", words.unknown);
    } else if text.is_empty() {
        text += &format!("{}\n", words.nothing);
    }
    text + &format!("{}: {}\n", words.verdict, words.verdict(review.verdict))
}

fn one(item: &Item, words: &Words) -> String {
    let change = &item.change;
    let code = change.code.map_or_else(String::new, |code| format!("[{}]", code.0));
    let more = if item.others.is_empty() {
        String::new()
    } else {
        format!(" {} {} {}", words.and, item.others.len(), words.more)
    };
    let what = change.what.replace("**", "");
    let mut text = format!("{}{code} {}{more}: {what}\n", words.class(change.class), change.subject);
    text += &format!("  → {}\n", place(change, words));
    if change.forward_only() {
        text += &format!("  ! {}\n", words.forward);
    }
    for reader in &change.readers {
        text += &format!("  ← {} ({})\n", reader.dataset, reader.owner);
    }
    if let Some(taken) = &change.acknowledged {
        text += &format!("  {} {} {} {}: {}\n", words.by_hand, taken.owner, words.until, taken.until, taken.reason);
    } else if change.class == Class::Breaking {
        for (at, step) in change.steps.iter().enumerate() {
            text += &format!("  {}. {step}\n", at + 1);
        }
    }
    text
}

fn place(change: &Change, words: &Words) -> String {
    let line = change.at.line.map_or_else(String::new, |line| format!(":{line}"));
    let old = if change.at.old { format!(" ({})", words.before) } else { String::new() };
    format!("{}{line}{old}", change.at.path)
}
