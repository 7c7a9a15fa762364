//! The review as the comment of a pull request: short tables, details folded, each place a link.

use super::change::{Change, Class, Reader, Spot};
use super::report::{Item, Review};
use super::resources::ResourceChange;
use super::texts::{Cause, Cluster};
use super::words::Words;
use crate::model::Locale;
use crate::render::md::{escape, span, target_of};
use crate::targets::Owner;
use std::collections::BTreeSet;

/// Rows of a table, at most: GitHub takes 65,536 characters of a comment.
const ROWS: usize = 40;
/// Names in one cell, at most.
const NAMES: usize = 6;

/// Where the lines of the two revisions can be read, such as `https://github.com/o/r/blob/<commit>`.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// The older revision.
    pub old: Option<String>,
    /// The newer one.
    pub new: Option<String>,
}

/// The whole report.
pub fn markdown(review: &Review, locale: Locale, links: &Links) -> String {
    let page = Page { words: Words::of(locale == Locale::Es), links };
    let parts = [
        page.head(review),
        page.breaks(review),
        page.risks(review),
        page.rest(review),
        page.resources(review),
        page.diff(review),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

struct Page<'a> {
    words: &'static Words,
    links: &'a Links,
}

impl Page<'_> {
    fn head(&self, review: &Review) -> String {
        let w = self.words;
        let count = |n: usize, word: &str| format!("{n} {word}");
        let affected = &review.affected;
        let datasets = affected.owners.keys().filter(|owner| matches!(owner, Owner::Dataset(_))).count();
        let scope = [
            count(datasets, w.datasets),
            count(affected.states.len(), w.states),
            count(affected.environments.len(), w.environments),
        ];
        let mut text = format!("## {}\n\n| | |\n|---|---|\n", w.title);
        text += &format!("| {} | **{}** |\n", w.verdict, w.verdict(review.verdict));
        text += &format!("| {} | {} |\n", w.scope, scope.join(", "));
        let readers: BTreeSet<&Reader> = review.items.iter().flat_map(Item::all).flat_map(|c| &c.readers).collect();
        if !readers.is_empty() {
            text += &format!("| {} | {} |\n", w.readers, self.readers(readers.into_iter()));
        }
        match &affected.unknown {
            Some(why) => text += &format!("\n{}: {}\n", w.unknown, escape(why)),
            None if affected.owners.is_empty() && review.items.is_empty() => text += &format!("\n{}\n", w.nothing),
            None => {}
        }
        text
    }

    fn breaks(&self, review: &Review) -> String {
        let class = |c: &Change| c.class == Class::Breaking;
        let open: Vec<&Item> =
            review.items.iter().filter(|i| class(&i.change) && i.change.acknowledged.is_none()).collect();
        let taken: Vec<&Item> =
            review.items.iter().filter(|i| class(&i.change) && i.change.acknowledged.is_some()).collect();
        let mut text = self.section(self.words.broken, &open);
        if !open.is_empty() {
            text += &format!("\n{}\n", self.words.waiver);
        }
        let taken = self.section(self.words.acknowledged, &taken);
        if text.is_empty() || taken.is_empty() { text + &taken } else { format!("{text}\n{taken}") }
    }

    fn risks(&self, review: &Review) -> String {
        let risky: Vec<&Item> = review.items.iter().filter(|i| i.change.class == Class::Risky).collect();
        self.section(self.words.risky, &risky)
    }

    fn rest(&self, review: &Review) -> String {
        let rest: Vec<&Item> = review.items.iter().filter(|i| i.change.class < Class::Risky).collect();
        if rest.is_empty() {
            return String::new();
        }
        self.folded(&format!("{} ({})", self.words.rest, rest.len()), &self.table(&rest))
    }

    fn section(&self, title: &str, items: &[&Item]) -> String {
        if items.is_empty() {
            return String::new();
        }
        let text = format!("### {title}\n\n{}", self.table(items));
        let steps: Vec<String> =
            items.iter().filter(|i| !i.change.steps.is_empty()).take(ROWS).map(|i| self.steps(i)).collect();
        if steps.is_empty() { text } else { text + "\n" + &self.folded(self.words.steps, &steps.join("\n")) }
    }

    fn table(&self, items: &[&Item]) -> String {
        let w = self.words;
        let mut text = format!("| {} | {} | {} |\n|---|---|---|\n", w.of, w.change, w.place);
        for item in items.iter().take(ROWS) {
            text += &format!("| {} | {} | {} |\n", self.subjects(item), self.what(item), self.places(item));
        }
        if items.len() > ROWS {
            text += &format!("\n… {} {} {}\n", w.and, items.len() - ROWS, w.more);
        }
        text
    }

    fn what(&self, item: &Item) -> String {
        let change = &item.change;
        let mut text = format!("{}: {}", self.words.area(change.area), sentence(&change.what));
        if let (Some(code), Class::Breaking) = (change.code, change.class) {
            text += &format!(" · `{}`", code.0);
        }
        if change.forward_only() {
            text += &format!(" · **{}**", self.words.forward);
        }
        let readers: BTreeSet<&Reader> = item.all().flat_map(|c| &c.readers).collect();
        if !readers.is_empty() {
            text += &format!(" · {} {}", self.words.read_by, self.readers(readers.into_iter()));
        }
        if let Some(taken) = &change.acknowledged {
            let (w, owner, reason) = (self.words, escape(&taken.owner), escape(&taken.reason));
            text += &format!("<br>{} **{owner}** {} {}: {reason}", w.by_hand, w.until, escape(&taken.until));
        }
        text
    }

    fn readers<'r>(&self, readers: impl Iterator<Item = &'r Reader>) -> String {
        let names: Vec<String> = readers.map(|r| format!("`{}` ({})", r.dataset, escape(&r.owner))).collect();
        self.names(&names)
    }

    fn names(&self, names: &[String]) -> String {
        let shown = names.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
        match names.len().saturating_sub(NAMES) {
            0 => shown,
            more => format!("{shown} {} {more} {}", self.words.and, self.words.more),
        }
    }

    fn subject(&self, owner: &Owner) -> String {
        match owner {
            Owner::Platform => self.words.platform.to_string(),
            Owner::Domain(name) => span(name),
            Owner::Dataset(id) => span(&id.to_string()),
        }
    }

    fn subjects(&self, item: &Item) -> String {
        let names: BTreeSet<String> = item.all().map(|c| self.subject(&c.subject)).collect();
        let names: Vec<String> = names.into_iter().collect();
        if names.len() > NAMES {
            return format!("**{} {}**: {}", names.len(), self.words.datasets, self.names(&names));
        }
        self.names(&names)
    }

    fn places(&self, item: &Item) -> String {
        let spots: BTreeSet<&Spot> = item.all().map(|c| &c.at).collect();
        let links: Vec<String> = spots.into_iter().map(|spot| self.place(spot)).collect();
        self.names(&links)
    }

    fn place(&self, spot: &Spot) -> String {
        let line = spot.line.map_or_else(String::new, |line| format!(":{line}"));
        let name = format!("{}{line}", spot.path.trim_start_matches("specs/"));
        let site = if spot.old { &self.links.old } else { &self.links.new };
        let text = match site {
            Some(site) => {
                let anchor = spot.line.map_or_else(String::new, |line| format!("#L{line}"));
                format!("[{}]({})", escape(&name), target_of(&format!("{site}/{}{anchor}", spot.path)))
            }
            None => span(&name),
        };
        if spot.old { format!("{text} ({})", self.words.before) } else { text }
    }

    fn steps(&self, item: &Item) -> String {
        let steps = item.change.steps.iter().enumerate().map(|(at, step)| format!("{}. {}\n", at + 1, sentence(step)));
        format!("**{}**: {}\n\n{}", self.subjects(item), sentence(&item.change.what), steps.collect::<String>())
    }

    fn folded(&self, title: &str, body: &str) -> String {
        format!("<details><summary>{title}</summary>\n\n{body}\n</details>\n")
    }

    fn resources(&self, review: &Review) -> String {
        let rows = super::resources::grouped(&review.resources);
        if rows.is_empty() {
            return String::new();
        }
        let mut body = "| | | |\n|---|---|---|\n".to_string();
        for group in rows.iter().take(ROWS) {
            let first: &ResourceChange = group[0];
            let address = if first.holds_data { format!("**{}**", span(&first.address)) } else { span(&first.address) };
            let owners: BTreeSet<String> = group.iter().map(|r| self.subject(&r.owner)).collect();
            let owners = self.names(&owners.into_iter().collect::<Vec<_>>());
            body += &format!("| {} | {address} | {owners} |\n", self.words.action(first.action));
        }
        self.folded(&format!("{} ({})", self.words.resources, review.resources.len()), &body)
    }

    fn diff(&self, review: &Review) -> String {
        if review.clusters.is_empty() {
            return String::new();
        }
        let lines: Vec<String> = review.clusters.iter().take(ROWS).map(|c| self.cluster(c)).collect();
        self.folded(&format!("{} ({})", self.words.diff, review.clusters.len()), &lines.concat())
    }

    fn cluster(&self, cluster: &Cluster) -> String {
        let w = self.words;
        let cause = if cluster.cause == Cause::Specs { w.by_specs } else { w.by_cauce };
        let names: Vec<String> = cluster.owners.iter().map(|owner| self.subject(owner)).collect();
        let each = if names.len() > 1 { format!(" {}", w.each) } else { String::new() };
        let (added, removed) = cluster.lines;
        let count = if names.len() > 1 { format!("**{}** ", names.len()) } else { String::new() };
        format!(
            "- {count}{} · {cause} · {} {}{each}, +{added} −{removed}\n",
            self.names(&names),
            cluster.files.len(),
            w.files
        )
    }
}

/// A sentence of ours, in which only backquotes and double asterisks are markup, in a cell of a table.
fn sentence(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text.split('`').enumerate() {
        if at % 2 == 1 {
            out += &span(piece).replace('|', "\\|");
        } else {
            // Nothing here stands at the start of a line, where more signs mean something.
            let inside = |plain: &str| escape(&format!("x{plain}"))[1..].replace('@', "&#64;");
            out += &piece.split("**").map(inside).collect::<Vec<_>>().join("**");
        }
    }
    out.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_no_markup() {
        assert_eq!(sentence("`a|b` is **gone**"), "`a\\|b` is **gone**");
        assert_eq!(sentence("by @team <b> | x"), "by &#64;team &lt;b> \\| x");
        assert_eq!(sentence("odd ` one\n[x](y)"), "odd ` one [x](y)`");
    }
}
