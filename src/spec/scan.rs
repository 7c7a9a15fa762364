//! What no schema can say of a text: it is a secret, it was never filled in, it names a time zone that does not exist.
//!
//! Texts of the examples below `tests:` are left alone, and so are the values of tags.

use super::tree::{Data, NodeId, Tree};
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{FileId, Finding, Place, codes};
use crate::model::timezones;

/// Findings about the texts of a document.
pub fn scan(tree: &Tree, file: FileId) -> Vec<Finding> {
    let mut scan = Scan { tree, file, findings: vec![] };
    scan.node(Tree::ROOT, "");
    scan.findings
}

struct Scan<'s> {
    tree: &'s Tree,
    file: FileId,
    findings: Vec<Finding>,
}

impl Scan<'_> {
    fn node(&mut self, id: NodeId, key: &str) {
        match &self.tree.node(id).data {
            Data::Map(entries) => {
                for entry in entries.iter().filter(|e| !["tests", "tags"].contains(&e.key.as_str())) {
                    self.node(entry.value, &entry.key);
                }
            }
            Data::Seq(items) => items.iter().for_each(|item| self.node(*item, key)),
            Data::Str(text) => self.text(id, key, text),
            _ => {}
        }
    }

    fn text(&mut self, id: NodeId, key: &str, text: &str) {
        let at = Place { file: self.file, span: self.tree.node(id).span.clone() };
        if let Some(what) = secret(text) {
            let finding = Finding::error(codes::SECRET, at, format!("`{key}` holds {what}"));
            let help =
                "take it out and make it invalid, since the history keeps it; specs name a secret, they never hold it";
            self.findings.push(finding.help(help));
        } else if placeholder(text) {
            let finding = Finding::warning(codes::PLACEHOLDER, at, format!("`{key}` was never filled in: `{text}`"));
            self.findings.push(finding.help("write what belongs there, or remove the key"));
        } else if key == "timezone" && looks_like_a_zone(text) && !timezones::known(text) {
            let finding = Finding::error(codes::UNKNOWN_ZONE, at, format!("there is no time zone `{text}`"));
            self.findings.push(match nearest(text, timezones::all()) {
                Some(close) => finding.help(format!("did you mean `{close}`?")),
                None => finding.help("use a name of the IANA database, such as `America/Bogota`"),
            });
        }
    }
}

/// Other texts do not have the form of a zone, which the schema says.
fn looks_like_a_zone(text: &str) -> bool {
    text.contains('/') && text.chars().all(|c| c.is_ascii_alphabetic() || "/_+-".contains(c))
}

/// What kind of secret a text holds.
fn secret(text: &str) -> Option<&'static str> {
    let keyed = |starts: &[&str], least: usize| starts.iter().any(|start| follows(text, start, least));
    match text {
        _ if keyed(&["AKIA", "ASIA"], 16) => Some("the id of an AWS key"),
        _ if text.contains("-----BEGIN") && text.contains("PRIVATE KEY") => Some("a private key"),
        _ if keyed(&["ghp_", "gho_", "ghs_", "github_pat_"], 20) => Some("a token of GitHub"),
        _ if keyed(&["xoxb-", "xoxp-", "xoxa-"], 10) => Some("a token of Slack"),
        _ if text.contains("hooks.slack.com/services/") => Some("the secret address of a Slack channel"),
        _ if text.contains("logic.azure.com") && text.contains("sig=") => Some("the secret address of a Teams channel"),
        _ if password_in_url(text) => Some("a password"),
        _ => None,
    }
}

/// Whether at least so many letters and digits stand right after a word.
fn follows(text: &str, start: &str, least: usize) -> bool {
    let letters = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).count();
    text.match_indices(start).any(|(at, _)| letters(&text[at + start.len()..]) >= least)
}

/// `scheme://user:password@host`.
fn password_in_url(text: &str) -> bool {
    let authority = text.split_once("://").map(|(_, rest)| rest.split(['/', ' ']).next().unwrap_or_default());
    let user = authority.and_then(|authority| authority.rsplit_once('@')).map(|(user, _)| user);
    user.and_then(|user| user.split_once(':')).is_some_and(|(_, password)| !password.is_empty())
}

/// Words that people leave behind for later. `TODO` is also Spanish: only alone, or before a colon, it is one of them.
fn placeholder(text: &str) -> bool {
    let word = text.split(':').next().unwrap_or_default().trim();
    let lower = word.to_lowercase();
    ["TODO", "TBD", "FIXME"].contains(&word)
        || ["changeme", "change-me", "change_me", "replaceme", "replace-me", "replace_me", "placeholder"]
            .contains(&lower.as_str())
}

#[cfg(test)]
mod checks {
    use super::*;

    #[test]
    fn secrets_are_told_from_what_looks_alike() {
        let key = ["AKIA", "IOSFODNN7EXAMPLE"].concat();
        for text in [key.as_str(), "jdbc:postgresql://ana:clave@db/core", "-----BEGIN RSA PRIVATE KEY-----"] {
            assert!(secret(text).is_some(), "{text}");
        }
        for text in [
            "AKIA es un prefijo",
            "https://www.datos.gov.co",
            "https://a@b/c",
            "s3://bucket/x:y@z",
            "hora 06:00 @ Bogotá",
        ] {
            assert_eq!(secret(text), None, "{text}");
        }
    }

    #[test]
    fn todo_is_a_spanish_word() {
        assert!(placeholder("TODO: describir") && placeholder("TBD") && placeholder("Changeme"));
        assert!(!placeholder("TODO EL PAÍS") && !placeholder("todo") && !placeholder("se cambia"));
    }
}
