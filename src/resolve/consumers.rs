//! Loads and data sets: they lead somewhere, fit the table, and show nothing that they may not.

use super::{Context, defaults, environments};
use crate::diagnostics::{Finding, codes};
use crate::model::plan::{DatasetId, Load, Serve};
use crate::model::ribs::missing_column;
use crate::model::{At, Column, ColumnName, DataType, Fact, LoadMode, ServeFrom, Write};
use crate::spec::load::Loaded;
use crate::spec::types::{PipelineSpec, PlatformSpec, QuicksightServe, SnowflakeLoad, SnowflakeSpec};
use std::collections::BTreeMap;

/// The checks of one dataset's load and data set, against the columns of its table.
pub(super) fn are_sound(spec: &PipelineSpec, output: &[Column], context: &Context<'_>, findings: &mut Vec<Finding>) {
    if let Some(load) = &spec.load {
        account_is_known(&load.snowflake, context, findings);
        mode_fits(&load.snowflake, spec.table.write.value, findings);
        names_columns(&load.snowflake.columns, output, findings);
        key_is_loaded(spec, &load.snowflake, findings);
        types_survive(&load.snowflake, output, findings);
    } else if let Some(limit) = &spec.sla.load {
        let finding = Finding::error(codes::NO_LOAD, limit.at, "a limit for a load, and nothing is loaded");
        findings.push(finding.help("remove it, or write `load:`"));
    }
    if let Some(serve) = &spec.serve {
        names_columns(&serve.quicksight.columns, &readable(spec, &serve.quicksight, output), findings);
        asks_somebody(spec, &serve.quicksight, findings);
    }
}

fn account_is_known(load: &SnowflakeLoad, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let platform = context.loaded.platform.as_ref();
    if platform.is_some_and(|platform| platform.spec.snowflake.is_none()) {
        let finding = Finding::error(codes::NO_SNOWFLAKE, load.table.at, "the platform has no Snowflake account");
        findings.push(
            finding.help("write `snowflake: {account: …, warehouse: …, databases: {…}}` in `specs/platform.yaml`"),
        );
    }
}

/// The mode that keeps a loaded table equal to the Hudi table.
fn fitting(write: Write) -> LoadMode {
    match write {
        Write::Upsert => LoadMode::Merge,
        Write::Insert => LoadMode::Append,
        Write::InsertOverwrite => LoadMode::Overwrite,
    }
}

fn mode_fits(load: &SnowflakeLoad, write: Write, findings: &mut Vec<Finding>) {
    let (mode, fitting) = (load.mode.value, fitting(write));
    if mode != fitting {
        let message = format!("`mode: {}` does not follow a table with `write: {}`", mode.word(), write.word());
        let finding = Finding::error(codes::LOAD_MODE, load.mode.at, message);
        findings.push(finding.help(format!("write `mode: {}`", fitting.word())));
    }
}

fn names_columns(named: &[At<ColumnName>], output: &[Column], findings: &mut Vec<Finding>) {
    let mut seen = BTreeMap::new();
    for name in named {
        findings.extend(missing_column(output, name, name.at));
        if let Some(first) = seen.insert(&name.value, name.at) {
            let finding = Finding::error(codes::REPEATED, name.at, format!("`{}` is listed twice", name.value));
            findings.push(finding.see(first, "the first time").help("remove one"));
        }
    }
}

/// Without its key no row is found again.
fn key_is_loaded(spec: &PipelineSpec, load: &SnowflakeLoad, findings: &mut Vec<Finding>) {
    let Some(first) = load.columns.first() else { return };
    for key in spec.table.key.iter().filter(|key| load.columns.iter().all(|c| c.value != key.value)) {
        let message = format!("the load leaves out `{}`, a column of the table's key", key.value);
        let finding = Finding::error(codes::LOAD_KEY, first.at, message).see(key.at, "the key");
        findings.push(finding.help(format!("add `{}` to `columns:`", key.value)));
    }
}

fn types_survive(load: &SnowflakeLoad, output: &[Column], findings: &mut Vec<Finding>) {
    for column in taken(&load.columns, output) {
        let what = match column.data_type() {
            Some(DataType::Array(_) | DataType::Struct(_) | DataType::Map(..)) => {
                "becomes a VARIANT, whose parts have no types"
            }
            Some(DataType::Float) => "becomes a DOUBLE, which shows digits that nobody wrote",
            _ => continue,
        };
        let at = column.name.from.iter().next().unwrap_or(load.table.at);
        let named = load.columns.iter().find(|c| *c.value == *column.name.value).map(|c| c.at);
        let message = format!("`{}` is `{}`; in Snowflake it {what}", *column.name, *column.kind);
        let finding =
            Finding::warning(codes::BENT_TYPE, named.unwrap_or(at), message).see(load.table.at, "loaded here");
        findings.push(
            finding.help("derive columns of simple types for it, or list the `columns:` that are loaded without it"),
        );
    }
}

/// The columns that are named, all when none is.
fn taken<'a>(named: &'a [At<ColumnName>], output: &'a [Column]) -> impl Iterator<Item = &'a Column> {
    output.iter().filter(|column| named.is_empty() || named.iter().any(|name| *name.value == *column.name.value))
}

fn asks_somebody(spec: &PipelineSpec, serve: &QuicksightServe, findings: &mut Vec<Finding>) {
    let Some(reads) = serve.reads.as_ref().filter(|reads| reads.value == ServeFrom::Snowflake) else { return };
    if spec.load.is_none() {
        let finding =
            Finding::error(codes::NO_LOAD, reads.at, "the data set asks Snowflake, and nothing is loaded there");
        findings.push(finding.help("write `load:`, or `reads: athena`"));
    }
}

/// The finding with the places beyond the table that the column reaches.
pub(super) fn places_of(spec: &PipelineSpec, column: &str, finding: Finding) -> Finding {
    let takes = |named: &[At<ColumnName>]| named.is_empty() || named.iter().any(|name| *name.value == *column);
    let load = spec.load.as_ref().map(|load| &load.snowflake).filter(|load| takes(&load.columns));
    let serve = spec.serve.as_ref().map(|serve| &serve.quicksight).filter(|serve| takes(&serve.columns));
    let finding = load.into_iter().fold(finding, |finding, load| {
        finding.see(load.table.at, format!("`{column}` is loaded into `{}` of Snowflake here", table(load)))
    });
    serve
        .into_iter()
        .fold(finding, |finding, serve| finding.see(serve.mode.at, format!("QuickSight shows `{column}` from here")))
}

/// Each table of Snowflake has one dataset, and each environment a database of its own.
pub(super) fn have_tables_of_their_own(loaded: &Loaded, findings: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, (&DatasetId, &At<crate::model::SnowflakeName>)> = BTreeMap::new();
    for (id, spec) in &loaded.datasets {
        let Some(load) = spec.spec.load.as_ref().map(|load| &load.snowflake) else { continue };
        if let Some((other, first)) = seen.insert(table(load), (id, &load.table)) {
            let message = format!("`{}` of Snowflake is loaded by `{other}` already", table(load));
            let finding = Finding::error(codes::SAME_LOAD, load.table.at, message).see(first.at, "loaded here");
            findings.push(finding.help("give each dataset a table of its own; Snowflake does not tell capitals apart"));
        }
    }
}

/// Findings about the platform's account.
pub(super) fn account_is_sound(spec: &PlatformSpec, findings: &mut Vec<Finding>) {
    let Some(SnowflakeSpec { databases, .. }) = &spec.snowflake else { return };
    let known: Vec<&str> = spec.environments.keys().map(String::as_str).collect();
    let mut seen = BTreeMap::new();
    for (environment, database) in databases {
        findings.extend(environments::unknown(environment, database.at, &known));
        if let Some((other, first)) = seen.insert(database.to_uppercase(), (environment, database.at)) {
            let message = format!("`{environment}` loads into the database of `{other}`");
            let finding = Finding::error(codes::SAME_LOAD, database.at, message).see(first, "the same database");
            findings.push(finding.help("give each environment a database of its own"));
        }
    }
}

/// `SCHEMA.TABLE`, as Snowflake has it.
fn table(load: &SnowflakeLoad) -> String {
    format!("{}.{}", load.schema.value, load.table.value).to_uppercase()
}

/// The planned load.
pub(super) fn load(spec: &PipelineSpec, output: &[Column], context: &Context<'_>) -> Option<Load> {
    let load = &spec.load.as_ref()?.snowflake;
    let platform = &context.loaded.platform.as_ref()?.spec;
    let account = platform.snowflake.as_ref()?;
    let upper = |name: &At<crate::model::SnowflakeName>| name.fact().map(|name| name.to_uppercase());
    let database = |name: &String| account.databases.get(name).map(|database| (name.clone(), upper(database)));
    Some(Load {
        account: account.account.fact(),
        databases: platform.environments.keys().filter_map(database).collect(),
        table: Fact::new(table(load), load.schema.fact().from.and(load.table.at.into())),
        mode: Fact::from(&load.mode),
        key: spec.table.key.iter().map(At::fact).collect(),
        columns: taken(&load.columns, output).map(|column| column.name.clone()).collect(),
        warehouse: upper(load.warehouse.as_ref().unwrap_or(&account.warehouse)),
        seconds: defaults::load(&spec.sla),
    })
}

/// Whom the data set asks.
fn asked(spec: &PipelineSpec, serve: &QuicksightServe) -> Fact<ServeFrom> {
    let default = if spec.load.is_some() { ServeFrom::Snowflake } else { ServeFrom::Athena };
    serve.reads.as_ref().map_or(Fact::bare(default), Fact::from)
}

/// The columns that are there where it asks.
fn readable(spec: &PipelineSpec, serve: &QuicksightServe, output: &[Column]) -> Vec<Column> {
    let loaded = spec.load.as_ref().filter(|_| asked(spec, serve).value == ServeFrom::Snowflake);
    taken(loaded.map_or(&[], |load| &load.snowflake.columns), output).cloned().collect()
}

/// The planned data set.
pub(super) fn serve(spec: &PipelineSpec, id: &DatasetId, output: &[Column], context: &Context<'_>) -> Option<Serve> {
    let serve = &spec.serve.as_ref()?.quicksight;
    let there = readable(spec, serve, output);
    let prefix = &context.platform.prefix;
    Some(Serve {
        data_set: Fact::new(format!("{}-{}", **prefix, id.dashed()), prefix.from.and(spec.dataset.at.into())),
        mode: Fact::from(&serve.mode),
        columns: taken(&serve.columns, &there).map(|column| column.name.clone()).collect(),
        reads: asked(spec, serve),
    })
}
