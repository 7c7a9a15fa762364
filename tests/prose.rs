//! Alarms, routes and runbooks: every text renders in both languages, everything named exists, and a project's own texts
//! are used or refused, never ignored.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use support::{Memory, artefacts, compiled, findings_of};

const PLATFORM: &str = "specs/platform.yaml";

fn english() -> Memory {
    Memory::examples().edited(PLATFORM, "locale: es", "locale: en")
}

fn below<'a>(all: &'a BTreeMap<String, String>, folder: &'a str) -> impl Iterator<Item = (&'a String, &'a String)> {
    all.iter().filter(move |(path, _)| path.starts_with(folder))
}

/// What follows each `start` up to `end`.
fn between<'a>(text: &'a str, start: &'a str, end: char) -> impl Iterator<Item = &'a str> {
    text.match_indices(start).filter_map(move |(at, _)| text[at + start.len()..].split(end).next())
}

#[test]
fn both_languages_render_the_same_files() {
    let (es, en) = (artefacts(&compiled(&Memory::examples())), artefacts(&compiled(&english())));
    assert_eq!(es.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (path, text) in below(&es, "generated/runbooks/").chain(below(&es, "generated/alerts/cloudwatch/")) {
        if !path.ends_with("versions.tf") {
            assert_ne!(text, &en[path], "{path} is the same in both languages");
        }
    }
}

#[test]
fn every_alarm_has_severity_owner_route_and_a_runbook_that_exists() {
    let all = artefacts(&compiled(&Memory::examples()));
    let mains: Vec<_> =
        below(&all, "generated/alerts/cloudwatch/").filter(|(path, _)| path.ends_with("/main.tf")).collect();
    assert_eq!(mains.len(), 4);
    for (path, text) in mains {
        let count = |part: &str| text.matches(part).count();
        let alarms = count("resource \"aws_cloudwatch_metric_alarm\"");
        assert!(alarms >= 2, "{path}");
        for tag in
            ["    owner    = \"", "    severity = \"P", "    runbook  = \"", "    route    = \"", "  alarm_actions = "]
        {
            assert_eq!(count(tag), alarms, "{path}: {tag}");
        }
        for runbook in between(text, "runbook  = \"", '"') {
            assert!(all.contains_key(runbook), "{path} names {runbook}");
        }
        for link in between(text, "/blob/main/", '"') {
            assert!(all.contains_key(link), "{path} links to {link}");
        }
    }
}

#[test]
fn relative_links_of_runbooks_lead_somewhere() {
    let all = artefacts(&compiled(&Memory::examples()));
    for (path, text) in below(&all, "generated/runbooks/") {
        for link in between(text, "](", ')').filter(|link| link.starts_with("..") && !link.contains("specs/")) {
            let target = format!("generated/runbooks/{}", link.trim_start_matches("../"));
            assert!(all.contains_key(&target), "{path} links to {link}");
        }
    }
}

#[test]
fn every_route_names_known_teams_and_runbooks() {
    let all = artefacts(&compiled(&Memory::examples()));
    let routes: serde_json::Value = serde_json::from_str(&all["generated/alerts/routes.json"]).expect("JSON");
    let teams: BTreeSet<&str> = routes["teams"].as_object().expect("teams").keys().map(String::as_str).collect();
    for (id, severity) in routes["severities"].as_object().expect("severities") {
        assert!(!severity["channels"].as_array().expect("channels").is_empty(), "{id} reaches nobody");
        for step in severity["escalate"].as_array().expect("steps") {
            assert!(
                step["teams"]
                    .as_array()
                    .expect("teams")
                    .iter()
                    .all(|team| teams.contains(team.as_str().expect("text")))
            );
        }
    }
    for (id, incident) in routes["incident_types"].as_object().expect("incident types") {
        assert!(all.contains_key(incident["runbook"].as_str().expect("text")), "{id}");
        let responders = incident["responders"].as_array().expect("teams");
        assert_ne!(incident["owner_responds"].as_bool().expect("bool"), !responders.is_empty(), "{id}");
    }
}

#[test]
fn nothing_but_production_pages() {
    let all = artefacts(&compiled(&Memory::examples()));
    let main = &all["generated/alerts/cloudwatch/pagos/transacciones/main.tf"];
    assert!(main.contains("pages = contains([\"prod\"], var.env)"));
    assert_eq!(main.matches("_actions").count(), main.matches("= local.pages ? [").count());
}

#[test]
fn a_retired_dataset_has_no_alarms() {
    let specs = Memory::examples().edited("specs/mercado/trm.yaml", "status: active", "status: retired");
    let all = artefacts(&compiled(&specs));
    assert_eq!(below(&all, "generated/alerts/cloudwatch/mercado/").count(), 0);
}

#[test]
fn a_project_replaces_one_text() {
    let specs = Memory::examples()
        .with("specs/overrides/runbooks/late_file.md.hbs", "# {{{title}}}\n")
        .with("specs/overrides/alerts/contact.txt.hbs", "Llame a {{owner}}.\n");
    let all = artefacts(&compiled(&specs));
    assert_eq!(all["generated/runbooks/late_file.md"], "# Dato tardío\n");
    assert!(all["generated/runbooks/glue_failure.md"].len() > 500);
    assert!(all["generated/alerts/cloudwatch/mercado/trm/main.tf"].contains("\"Llame a Datos de Pagos.\","));
}

#[test]
fn an_override_that_cannot_be_used_is_a_finding() {
    for (path, text, message) in [
        ("runbooks/late_file.md.hbs", "{{nobody}}", "there is no value called `nobody`"),
        ("runbooks/late_fil.md.hbs", "x", "did you mean `late_file`?"),
        ("runbooks/dataset.md.hbs", "{{#if}", "line 1"),
        ("runbooks/pagos/nadie.md.hbs", "x", "there is no text called"),
        ("alerts/late_file.txt.hbs", "{{#each x}}{{/each}}", "no value"),
        ("alerts/late_file.md.hbs", "x", "an override stands at"),
        ("terraform/main.tf.hbs", "x", "an override stands at"),
    ] {
        let (found, _) = findings_of(&Memory::examples().with(&format!("specs/overrides/{path}"), text));
        let texts: Vec<&str> = found.iter().map(|f| f.message.as_str()).collect();
        assert!(texts.len() == 1 && texts[0].contains(message), "{path}: {texts:?}");
    }
}
