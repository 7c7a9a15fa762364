//! What a rib implements: a source kind, a transform or a quality rule attaches to the spine here and nowhere else.

use super::plan::{Connection, DatasetId, Names, Platform, Rule, Source, Step, TimeOuts};
use super::sql::{Typed, Wanted};
use super::{
    At, Column, ColumnName, DataType, DatasetRef, Delivers, Fact, Flow, KeyPrefix, Locale, Protection, Ready, Slug,
    TypeName,
};
use crate::diagnostics::{FileId, Finding, Origin, Where, Within, codes};
use std::collections::BTreeMap;

/// A hand-written module, and where its text stands.
#[derive(Clone, Debug)]
pub struct HandWritten {
    /// The file.
    pub file: FileId,
    /// What it holds.
    pub text: String,
}

/// What a source may look at while it is checked.
pub struct SourceScope<'a> {
    /// The columns as delivered.
    pub columns: &'a [Column],
    /// The platform's zone, when it has one for values without offset.
    pub timezone: &'a Fact<String>,
    /// The connections of the platform.
    pub connections: &'a [Connection],
}

impl SourceScope<'_> {
    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name.value == name)
    }
}

/// What a source may look at while it is planned.
pub struct SourceContext<'a> {
    /// The dataset.
    pub id: &'a DatasetId,
    /// Its physical names.
    pub names: &'a Names,
    /// The platform.
    pub platform: &'a Platform,
    /// The columns as delivered.
    pub columns: &'a [Column],
    /// Nested limits.
    pub time_outs: &'a TimeOuts,
    /// Seconds without change after which a file that others drop is complete.
    pub settle: &'a Fact<u64>,
    /// The connection of each environment that has another one.
    pub other_connections: &'a [(String, At<Slug>)],
}

impl SourceContext<'_> {
    /// Id that Airflow knows a connection by.
    pub fn connection(&self, written: &At<Slug>) -> Fact<String> {
        let known = self.platform.connections.iter().find(|c| *c.id.value == *written.value);
        let id = known.map_or_else(|| written.value.to_string(), |c| c.airflow_id.value.clone());
        Fact::new(id, written.at)
    }
}

/// A kind of source.
pub trait SourceKind {
    /// Word of the spec.
    fn word(&self) -> &'static str;

    /// The connection that it reads, which must exist in the platform.
    fn connection(&self) -> Option<&At<Slug>> {
        None
    }

    /// Whether an environment may read another connection: only where its name is all that is generated of it.
    fn connection_may_differ(&self) -> bool {
        false
    }

    /// The datasets that it reads, which must exist.
    fn inputs(&self) -> Vec<&At<DatasetRef>> {
        vec![]
    }

    /// The table whose rows it delivers, where it is one of this platform.
    fn rows_of(&self) -> Option<&At<DatasetRef>> {
        None
    }

    /// The folder of the landing zone whose files it claims.
    fn landing(&self) -> Option<&At<KeyPrefix>> {
        None
    }

    /// Columns whose sums a delivery states, with the place that says so.
    fn controlled(&self) -> Vec<(&str, Origin)> {
        vec![]
    }

    /// When it starts, where that is said beside the trigger.
    fn ready(&self) -> Option<&At<Ready>> {
        None
    }

    /// What a delivery holds and does to the rows that the table already has.
    fn delivers(&self) -> Delivers<'_>;

    /// Word of the trigger that starts it: `arrival`, `cron` or `upstream`.
    fn trigger(&self) -> &'static str;

    /// Whether values may arrive as text, so that a column can say how they are written.
    fn text(&self) -> bool;

    /// Whether all values arrive as text, so that bytes must be written in letters.
    fn bytes_are_text(&self) -> bool {
        self.text()
    }

    /// Whether it can deliver arrays, maps and structs.
    fn nests(&self) -> bool {
        false
    }

    /// Meaning beyond the schema.
    fn check(&self, scope: &SourceScope<'_>, findings: &mut Vec<Finding>);

    /// Its facts.
    fn plan(&self, context: &SourceContext<'_>) -> Source;
}

/// The columns that flow from one transform to the next.
pub struct Scope<'a> {
    /// Columns so far.
    pub columns: Vec<Column>,
    /// Output columns of another dataset.
    pub table: &'a dyn Fn(&str) -> Option<&'a [Column]>,
    /// Record key of another dataset's table.
    pub table_key: &'a dyn Fn(&str) -> &'a [At<ColumnName>],
    /// The hand-written modules below `specs/`, by path.
    pub modules: &'a BTreeMap<String, HandWritten>,
    /// Record key of the table.
    pub key: &'a [At<ColumnName>],
    /// Whether the table is written by key.
    pub upsert: bool,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Scope<'_> {
    /// The column with this name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name.value == name)
    }

    /// A finding unless the column exists.
    pub fn need(&mut self, name: &str, at: Origin) {
        if let Some(finding) = missing_column(&self.columns, name, at) {
            self.findings.push(finding);
        }
    }

    /// Reads SQL over the columns so far; what is wrong with it becomes findings, each at its token.
    pub fn expression(&mut self, sql: &At<String>, wanted: Wanted<'_>) -> Typed {
        let (typed, found) = super::sql::expression(sql, &self.columns, wanted);
        self.findings.extend(found);
        typed
    }

    /// A column made of an expression. Under the name of a protected one it is protected too: the job goes by names.
    pub fn made(&mut self, mut column: Column, flow: Flow) -> Column {
        column.flow = flow;
        let Some(old) = self.column(&column.name).filter(|old| old.protect.is_some()).cloned() else { return column };
        let keeps_text = old.protect.as_ref().is_some_and(|p| p.value == Protection::Drop) || *column.kind == "string";
        if !keeps_text {
            let at = column.kind.from.iter().next().unwrap_or_default();
            let message = format!("`{}` is protected, which makes text of it", *column.name);
            let finding = Finding::error(codes::PROTECT_TEXT, at, message);
            self.findings.push(finding.help("write `type: string`, or give the new column another name"));
        }
        Column { pii: old.pii, protect: old.protect, ..column }
    }

    /// The type, or a finding where it stops being one.
    pub fn data_type(&mut self, kind: &At<TypeName>) -> Option<DataType> {
        data_type(kind, &mut self.findings)
    }

    /// Adds or replaces a column.
    pub fn put(&mut self, column: Column) {
        match self.columns.iter_mut().find(|c| c.name.value == column.name.value) {
            Some(old) => *old = column,
            None => self.columns.push(column),
        }
    }
}

/// The type, or a finding at the byte where it stops being one.
pub fn data_type(kind: &At<TypeName>, findings: &mut Vec<Finding>) -> Option<DataType> {
    let problem = match DataType::parse(kind) {
        Ok(found) => return Some(found),
        Err(problem) => problem,
    };
    let (at, message) = problem;
    let rest = &kind[at..];
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()).max(1).min(rest.len());
    let place: Where = match word {
        0 => kind.at.into(),
        _ => Within { node: kind.at, span: at..at + word, text: rest[..word].to_string() }.into(),
    };
    let help = "write a type such as `string`, `decimal(18,2)` or `array<struct<sku:string,qty:int>>`";
    findings.push(Finding::error(codes::BAD_TYPE, place, format!("this is no type: {message}")).help(help));
    None
}

/// The finding for a column that nobody delivers or derives.
pub fn missing_column(columns: &[Column], name: &str, at: impl Into<Where>) -> Option<Finding> {
    if columns.iter().any(|c| c.name.value == name) {
        return None;
    }
    let known = columns.iter().map(|c| c.name.value.as_str());
    let finding = Finding::error(crate::diagnostics::codes::UNKNOWN_COLUMN, at, format!("unknown column `{name}`"));
    let former = |c: &&Column| c.renamed_from.as_ref().is_some_and(|former| former.value == name);
    if let Some(column) = columns.iter().find(former) {
        return Some(finding.help(format!("it is called `{}` now", *column.name)));
    }
    Some(match crate::diagnostics::suggest::nearest(name, known) {
        Some(close) => finding.help(format!("did you mean `{close}`?")),
        None => finding.help("write a column of `columns:` or one that an earlier transform makes"),
    })
}

/// A transform.
pub trait Transform {
    /// Where it was written, for findings about its place among the others.
    fn at(&self) -> Origin;

    /// The tables that it reads beside the rows, which must exist.
    fn tables(&self) -> Vec<&At<DatasetRef>> {
        vec![]
    }

    /// Whether people wrote what it runs, which nobody but the tests of the spec can judge.
    fn hand_written(&self) -> bool {
        false
    }

    /// Whether it folds rows into groups, which can be done once: what stands behind the groups of groups is not counted.
    fn folds(&self) -> bool {
        false
    }

    /// Whether it must come after the quality rules.
    fn after_rules(&self) -> bool {
        self.dedupes().is_some()
    }

    /// The key of which it keeps one row, and the column whose greatest value stays.
    fn dedupes(&self) -> Option<(&[At<ColumnName>], &At<ColumnName>)> {
        None
    }

    /// Meaning beyond the schema; changes the columns that flow on.
    ///
    /// Every column knows where its values come from ([`Column::flow`](super::Column)): one that is copied keeps its flow, one
    /// that SQL makes gets that of [`Scope::expression`] by way of [`Scope::made`], and one that is taken from another table
    /// passes the place that names it, [`Flow::by_way_of`]. A column without flow would hide personal data.
    fn check(&self, scope: &mut Scope<'_>);

    /// Its facts.
    fn plan(&self) -> Step;
}

/// A quality rule.
pub trait QualityRule {
    /// Meaning beyond the schema: the columns are those before the rules are judged.
    fn check(&self, scope: &mut Scope<'_>);

    /// The table that it compares rows with, which must exist.
    fn table(&self) -> Option<At<DatasetRef>> {
        None
    }

    /// What must be done to the rows before it can be judged.
    fn step(&self) -> Option<Step> {
        None
    }

    /// Its facts; the reason is in the given language.
    fn plan(&self, locale: Locale) -> Rule;
}
