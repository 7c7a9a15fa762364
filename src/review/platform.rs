//! What all datasets share: environments, teams, severities, connections, versions, keys.

use super::change::{Area, Change, Class};
use super::environments::{self, lost_data};
use super::scope::{Both, Found, say};
use crate::model::plan::{Connection, Platform};
use crate::model::{Fact, Origins};
use crate::targets::Owner;
use crate::targets::words::duration;
use std::collections::BTreeSet;

/// All changes of the platform and of the domains.
pub fn differences(both: Both<'_>) -> Vec<Change> {
    let (old, new) = (&both.base.plan.platform, &both.head.plan.platform);
    let mut found = Found::new(both, Owner::Platform, &new.spec);
    names(old, new, &mut found);
    environments::differences(old, new, &mut found);
    versions(old, new, &mut found);
    severities(old, new, &mut found);
    teams(old, new, &mut found);
    connections(old, new, &mut found);
    security(old, new, &mut found);
    found.changes().into_iter().chain(domains(both)).chain(texts(both)).collect()
}

fn names(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    if old.prefix.value != new.prefix.value {
        let (before, after) = (&*old.prefix, &*new.prefix);
        let what = say!(
            found,
            "el prefijo de todos los nombres cambia: {before} → {after}; **buckets, tablas y llaves** son otros",
            "the prefix of all names changes: {before} → {after}; **buckets, tables and keys** are others"
        );
        lost_data(what, new.prefix.from, found);
    }
    if old.timezone.value != new.timezone.value {
        let (before, after) = (&*old.timezone, &*new.timezone);
        let what = say!(
            found,
            "otra zona horaria: {before} → {after}; los horarios y los valores sin desfase son otros",
            "another time zone: {before} → {after}; schedules and values without offset are others"
        );
        found.add(Class::Risky, Area::Schedule, new.timezone.from, what);
    }
    for (name, calendar) in &new.calendars {
        if old.calendars.get(name).is_some_and(|before| before != calendar) {
            let what = say!(found, "el calendario `{name}` tiene otros días", "the calendar `{name}` has other days");
            found.add(Class::Risky, Area::Schedule, Origins::NONE, what);
        }
    }
    let text = |p: &Platform| (p.name.value.clone(), p.description.value.clone(), p.locale.value);
    if text(old) != text(new) {
        let what = say!(
            found,
            "otro nombre, descripción o idioma de la plataforma",
            "another name, description or language of the platform"
        );
        found.add(Class::Invisible, Area::Texts, new.name.from, what);
    }
    let repository = |p: &Platform| {
        let id = |id: &Option<Fact<String>>| id.as_ref().map(|id| id.value.clone());
        let github = &p.github;
        (github.owner.value.clone(), github.repository.value.clone(), id(&github.owner_id), id(&github.repository_id))
    };
    if repository(old) != repository(new) {
        let what = say!(
            found,
            "otro repositorio puede asumir los roles de despliegue",
            "another repository may assume the roles of deployment"
        );
        found.add(Class::Risky, Area::Permissions, new.github.owner.from, what);
    }
}

fn versions(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    let (old, new) = (&old.versions, &new.versions);
    let all = [
        ("airflow", &old.airflow, &new.airflow),
        ("glue", &old.glue, &new.glue),
        ("terraform", &old.terraform, &new.terraform),
        ("aws_provider", &old.aws_provider, &new.aws_provider),
    ];
    for (tool, old, new) in all.into_iter().filter(|(_, old, new)| old.value != new.value) {
        let (before, after) = (&**old, &**new);
        let what =
            say!(found, "otra versión de {tool}: {before} → {after}", "another version of {tool}: {before} → {after}");
        found.add(Class::Risky, Area::Infrastructure, new.from, what);
    }
}

fn severities(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    let locale = new.locale.value;
    for new in &new.severities {
        let Some(old) = old.severities.iter().find(|s| s.id == new.id) else { continue };
        let id = new.id;
        let times = [("acknowledge", &old.acknowledge, &new.acknowledge), ("mitigate", &old.mitigate, &new.mitigate)];
        for (key, old, new) in times.into_iter().filter(|(_, old, new)| old.value != new.value) {
            let class = if new.value > old.value { Class::Risky } else { Class::Compatible };
            let [before, after] = [**old, **new].map(|seconds| duration(seconds, locale));
            let what = say!(found, "{id}: `{key}` {before} → {after}", "{id}: `{key}` {before} → {after}");
            found.add(class, Area::Alerts, new.from, what);
        }
        let words =
            |channels: &[Fact<crate::model::Channel>]| channels.iter().map(|c| c.word()).collect::<BTreeSet<_>>();
        let (before, after) = (words(&old.channels), words(&new.channels));
        if before != after {
            let class = if before.is_subset(&after) { Class::Compatible } else { Class::Risky };
            let [before, after] = [before, after].map(|words| words.into_iter().collect::<Vec<_>>().join(", "));
            let what = say!(
                found,
                "{id} avisa por otros canales: {before} → {after}",
                "{id} is sent by other channels: {before} → {after}"
            );
            let at = new.channels.first().map_or(new.acknowledge.from, |c| c.from);
            found.add(class, Area::Alerts, at, what);
        }
    }
}

fn teams(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    for new in &new.teams {
        let Some(old) = old.teams.iter().find(|t| t.id.value == new.id.value) else { continue };
        let id = &*new.id;
        let ways =
            [("email", &old.email, &new.email), ("slack", &old.slack, &new.slack), ("teams", &old.teams, &new.teams)];
        for (way, old, new) in ways.into_iter().filter(|(_, old, new)| old.value != new.value) {
            let (before, after) = (&**old, &**new);
            let what = say!(
                found,
                "{id} recibe sus avisos en otro sitio ({way}): {before} → {after}",
                "{id} gets its alerts elsewhere ({way}): {before} → {after}"
            );
            found.add(Class::Risky, Area::Alerts, new.from, what);
        }
        if old.role.value != new.role.value {
            let (before, after) = (old.role.word(), new.role.word());
            let what =
                say!(found, "{id} tiene otro papel: {before} → {after}", "{id} has another role: {before} → {after}");
            found.add(Class::Risky, Area::Permissions, new.role.from, what);
        }
    }
}

fn connections(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    let text = |c: &Connection| {
        let own = |fact: &Option<Fact<String>>| fact.as_ref().map(|f| f.value.clone());
        let hosts: Vec<String> = c.hosts.iter().map(|h| h.value.clone()).collect();
        (c.kind.value.clone(), own(&c.secret), own(&c.base_url), hosts)
    };
    for new in &new.connections {
        let id = &*new.id;
        match old.connections.iter().find(|c| c.id.value == new.id.value) {
            Some(old) if text(old) != text(new) => {
                let what = say!(
                    found,
                    "la conexión `{id}` lleva a otra parte o con otro secreto",
                    "connection `{id}` leads elsewhere or with another secret"
                );
                let at = new.base_url.as_ref().or(new.secret.as_ref()).map_or(new.id.from, |fact| fact.from);
                found.add(Class::Risky, Area::Rows, at, what);
            }
            Some(_) => {}
            None => {
                let what = say!(found, "conexión nueva `{id}`", "new connection `{id}`");
                found.add(Class::Compatible, Area::Infrastructure, new.id.from, what);
            }
        }
    }
    for gone in old.connections.iter().filter(|c| new.connections.iter().all(|n| n.id.value != c.id.value)) {
        let id = &*gone.id;
        let what =
            say!(found, "la conexión `{id}` desaparece; nadie la usa", "connection `{id}` is removed; nobody uses it");
        found.lost(Class::Compatible, Area::Infrastructure, gone.id.from, what);
    }
}

fn security(old: &Platform, new: &Platform, found: &mut Found<'_>) {
    let (old, new) = (&old.security, &new.security);
    let all = [
        ("trail_retention", &old.trail_days, &new.trail_days),
        ("log_retention", &old.log_days, &new.log_days),
        ("deletion_window", &old.deletion_days, &new.deletion_days),
    ];
    for (key, old, new) in all.into_iter().filter(|(_, old, new)| old.value != new.value) {
        let (before, after) = (**old, **new);
        let class = if after < before { Class::Risky } else { Class::Compatible };
        let what =
            say!(found, "`security.{key}`: {before} → {after} días", "`security.{key}`: {before} → {after} days");
        found.add(class, Area::Infrastructure, new.from, what);
    }
}

fn domains(both: Both<'_>) -> Vec<Change> {
    let (old, new) = (both.base.plan, both.head.plan);
    let mut all = vec![];
    for domain in &new.domains {
        let name = &*domain.name;
        let mut found = Found::new(both, Owner::Domain(name.clone()), &domain.spec);
        match old.domain(name) {
            None => {
                let what = say!(
                    found,
                    "dominio nuevo `{name}`: un estado, una llave y una base",
                    "new domain `{name}`: a state, a key and a database"
                );
                found.add(Class::Compatible, Area::Infrastructure, domain.name.from, what);
            }
            Some(before) if before.owner.value != domain.owner.value => {
                let (before, after) = (&*before.owner, &*domain.owner);
                let what = say!(
                    found,
                    "responde otro equipo por el dominio: {before} → {after}",
                    "another team answers for the domain: {before} → {after}"
                );
                found.add(Class::Compatible, Area::Alerts, domain.owner.from, what);
            }
            Some(before) if before.description.value != domain.description.value => {
                let what = say!(found, "otra descripción del dominio", "another description of the domain");
                found.add(Class::Invisible, Area::Texts, domain.description.from, what);
            }
            Some(_) => {}
        }
        all.extend(found.changes());
    }
    for domain in old.domains.iter().filter(|d| new.domain(&d.name).is_none()) {
        let name = &*domain.name;
        let mut found = Found::new(both, Owner::Domain(name.clone()), &domain.spec);
        let what = say!(
            found,
            "el dominio `{name}` desaparece; **su llave** descifra lo que queda de sus tablas",
            "domain `{name}` is removed; **its key** decrypts what is left of its tables"
        );
        lost_data(what, Origins::NONE, &mut found);
        all.extend(found.changes());
    }
    all
}

/// Texts below `specs/overrides/`.
fn texts(both: Both<'_>) -> Vec<Change> {
    let (old, new) = (&both.base.plan.overrides, &both.head.plan.overrides);
    let paths: BTreeSet<&String> =
        old.keys().chain(new.keys()).filter(|path| old.get(*path) != new.get(*path)).collect();
    paths.into_iter().flat_map(|path| one_text(both, path)).collect()
}

fn one_text(both: Both<'_>, path: &str) -> Vec<Change> {
    let mut found = Found::new(both, Owner::Platform, &format!("specs/overrides/{path}"));
    let what = say!(found, "otro texto en `specs/overrides/{path}`", "another text in `specs/overrides/{path}`");
    found.add(Class::Invisible, Area::Texts, Origins::NONE, what);
    found.changes()
}
