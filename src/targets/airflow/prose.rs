//! What the DAGs say to people, in each language of the platform.

use crate::model::plan::{Dataset, Load, Platform, Schedule, Serve};
use crate::model::{Fact, Locale, Origins};

/// Docstrings of tasks.
#[derive(Debug)]
pub struct Words {
    /// The task that holds the result against the contract.
    pub check: &'static str,
    /// The first task, where there is a calendar of working days.
    pub working_day: &'static str,
    /// The last task.
    pub finish: &'static str,
    /// The task that stops what nobody waits for.
    pub stop: &'static str,
}

const ES: Words = Words {
    check: "Comprueba que las filas cuadran y que el commit está en la tabla.",
    working_day: "En un día no hábil no se pregunta a la fuente, y el dato no envejece.",
    finish: "Deja constancia de lo procesado y publica la frescura del dato.",
    stop: "Detiene la corrida de Glue que un fallo haya dejado andando.",
};
const EN: Words = Words {
    check: "Checks that the rows add up and that the commit is in the table.",
    working_day: "On a day off the source is not asked, and the data does not grow older.",
    finish: "Records what was processed and publishes how fresh the data is.",
    stop: "Stops the Glue run that a failure has left going.",
};

/// The docstrings of a language.
pub fn words(locale: Locale) -> &'static Words {
    match locale {
        Locale::Es => &ES,
        Locale::En => &EN,
    }
}

/// What the documentation of a DAG says beside the description.
#[derive(Debug)]
pub struct Prose {
    /// When it runs and when the table must be ready.
    pub when: Fact<String>,
    /// On which days, where there is a calendar.
    pub days: Option<Fact<String>>,
    /// Who answers for it, and where to read on.
    pub contact: Fact<String>,
}

/// The documentation of a dataset's DAG.
pub fn of(platform: &Platform, dataset: &Dataset) -> Prose {
    let locale = platform.locale.value;
    Prose { when: when(locale, dataset), days: days(locale, dataset), contact: contact(platform, dataset) }
}

/// The task that will load the batch.
pub fn load(locale: Locale, load: &Load) -> Fact<String> {
    load.table.map(|table| match locale {
        Locale::Es => format!("Aquí irá la carga del lote en `{table}` de Snowflake; por ahora no hace nada."),
        Locale::En => format!("The batch will be loaded into `{table}` of Snowflake here; it does nothing yet."),
    })
}

/// The task that will refresh the copy of QuickSight.
pub fn refresh(locale: Locale, serve: &Serve) -> Fact<String> {
    serve.data_set.map(|name| match locale {
        Locale::Es => format!("Aquí se refrescará el conjunto `{name}` de QuickSight; por ahora no hace nada."),
        Locale::En => format!("The data set `{name}` of QuickSight will be refreshed here; it does nothing yet."),
    })
}

/// What the constants of a platform are.
pub fn title(platform: &Platform) -> Fact<String> {
    let text = match platform.locale.value {
        Locale::Es => format!("{}: lo que comparten todos los DAG en el ambiente que dice CAUCE_ENV.", *platform.name),
        Locale::En => format!("{}: what all DAGs share in the environment that CAUCE_ENV names.", *platform.name),
    };
    Fact::new(text, platform.name.from)
}

fn when(locale: Locale, dataset: &Dataset) -> Fact<String> {
    let starts = starts(locale, dataset);
    let Some(ready) = &dataset.sla.ready_by else { return starts.map(|text| format!("{text}.")) };
    let text = match locale {
        Locale::Es => format!("{}; la tabla debe estar lista a las {}.", *starts, **ready),
        Locale::En => format!("{}; the table must be ready at {}.", *starts, **ready),
    };
    Fact::new(text, starts.from.and(ready.from))
}

fn days(locale: Locale, dataset: &Dataset) -> Option<Fact<String>> {
    let calendar = &dataset.workdays.as_ref()?.calendar;
    Some(calendar.map(|name| match locale {
        Locale::Es => format!("Se espera los días hábiles del calendario `{name}`; en los demás el dato no envejece."),
        Locale::En => {
            format!("Expected on the working days of the calendar `{name}`; on others the data does not age.")
        }
    }))
}

fn starts(locale: Locale, dataset: &Dataset) -> Fact<String> {
    match (&dataset.schedule, locale) {
        (Schedule::Arrival { .. }, _) => arrival(locale, dataset),
        (Schedule::Cron { cron, .. }, Locale::Es) => cron.map(|cron| format!("Corre según el cron `{cron}`")),
        (Schedule::Cron { cron, .. }, Locale::En) => cron.map(|cron| format!("Runs by the cron `{cron}`")),
        (Schedule::Upstream { all }, _) => all.map(|all| upstream(locale, *all).to_string()),
    }
}

fn arrival(locale: Locale, dataset: &Dataset) -> Fact<String> {
    let deadline = dataset.source.arrival.as_ref().and_then(|arrival| arrival.expect_by.as_ref());
    let (text, by) = match locale {
        Locale::Es => ("Corre cuando llega una entrega completa", ", que se espera antes de las "),
        Locale::En => ("Runs when a complete delivery arrives", ", which is expected before "),
    };
    match deadline {
        Some(deadline) => deadline.map(|time| format!("{text}{by}{time}")),
        None => Fact::new(text.to_string(), Origins::NONE),
    }
}

fn upstream(locale: Locale, all: bool) -> &'static str {
    match (locale, all) {
        (Locale::Es, true) => "Corre cuando se han actualizado todos los conjuntos de los que depende",
        (Locale::Es, false) => "Corre cuando se actualiza alguno de los conjuntos de los que depende",
        (Locale::En, true) => "Runs when all datasets that it depends on are new",
        (Locale::En, false) => "Runs when any dataset that it depends on is new",
    }
}

fn contact(platform: &Platform, dataset: &Dataset) -> Fact<String> {
    let (owner, guide) = match platform.locale.value {
        Locale::Es => ("Responsable", "Guía"),
        Locale::En => ("Owner", "Runbook"),
    };
    let team = platform.team(&dataset.owner);
    let who = team.map_or_else(|| dataset.owner.value.clone(), |team| format!("{} ({})", *team.name, *team.slack));
    let from = team.map_or(Origins::NONE, |team| team.name.from).and(dataset.owner.from);
    Fact::new(format!("{owner}: {who}. {guide}: `{}`.", *dataset.names.runbook), from)
}
