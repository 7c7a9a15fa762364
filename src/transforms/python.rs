//! `python`: a function written by hand, for what SQL cannot say; every row that goes in is accounted for.

use super::filter::{deletes, says_what_becomes_of_the_old_row};
use super::made::Made;
use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, Origin, Place, codes};
use crate::model::plan::{Module, Step};
use crate::model::ribs::{HandWritten, Scope, Transform};
use crate::model::{At, Column, ColumnName, Fact, Flow, FunctionName, Gives, OnExisting};
use crate::render::{Fragment, Ident, Py, py as filters};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Adds columns, chooses rows or makes groups with a function written by hand: `def name(rows: DataFrame) -> DataFrame`. It gets
/// the columns of `reads` and, of rows, `_id`; it gives `_id` and the columns declared, in any order. The file is copied beside the job.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PythonStep {
    /// The function: `pagos.limpieza.limpia` is `limpia` in `specs/pagos/limpieza.py`. The file may import Spark and the parts of Python
    /// that work on values. It is not a sandbox: reviewers read it.
    pub function: At<FunctionName>,
    /// Columns that it gets, none of them personal.
    #[schemars(length(min = 1))]
    pub reads: Vec<At<ColumnName>>,
    /// The columns that it makes; of groups, all columns that flow on.
    #[schemars(length(min = 1))]
    pub columns: Vec<Made>,
    /// What comes back; default `rows`. Groups say in `_rows` how many rows stand behind each.
    pub gives: Option<At<Gives>>,
    /// With `gives: some`: what a row that does not come back does to the row that the table has under its key; needed for upserts.
    pub on_existing: Option<At<OnExisting>>,
}

#[derive(askama::Template)]
#[template(path = "transforms/python/step.py", config = "templates/askama.toml")]
struct Code {
    module: Fact<Ident>,
    function: Fact<Ident>,
    reads: Vec<Fact<String>>,
    columns: Vec<(Fact<String>, Fact<String>)>,
    gives: Option<Fact<&'static str>>,
    on_existing: Option<Fact<&'static str>>,
}

/// What a module may import: Spark, and what works on values alone.
const IMPORTS: [&str; 16] = [
    "__future__", "collections", "dataclasses", "datetime", "decimal", "enum", "functools", "itertools", "json", "math",
    "operator", "pyspark", "re", "string", "typing", "unicodedata",
];

impl Transform for PythonStep {
    fn at(&self) -> Origin {
        self.function.at
    }

    fn folds(&self) -> bool {
        self.gives() == Gives::Groups
    }

    fn hand_written(&self) -> bool {
        true
    }

    fn check(&self, scope: &mut Scope<'_>) {
        self.chooses_soundly(scope);
        self.reads_nothing_personal(scope);
        let found = match scope.modules.get(&self.path()) {
            Some(module) => self.defines(module).into_iter().chain(imports(module)).collect(),
            None => vec![self.no_file(scope)],
        };
        scope.findings.extend(found);
        let made: Vec<Column> = self.columns.iter().map(|made| self.made(made, scope)).collect();
        match self.gives() {
            Gives::Groups => scope.columns = made,
            _ => made.into_iter().for_each(|column| scope.put(column)),
        }
    }

    fn plan(&self) -> Step {
        let (_, function) = self.parts();
        let ident = |name: &str| Fact::new(Ident::near(name), self.function.at);
        let code = Code {
            module: ident(&Module::import(&self.path())),
            function: ident(function),
            reads: self.reads.iter().map(At::fact).collect(),
            columns: self.columns.iter().map(Made::pair).collect(),
            gives: self.gives.as_ref().map(|g| Fact::new(g.value.word(), g.at)),
            on_existing: self.on_existing.as_ref().map(|o| Fact::new(o.value.word(), o.at)),
        };
        Step {
            module: Some(Fact::new(self.path(), self.function.at)),
            deletes: deletes(self.on_existing.as_ref()),
            ..Step::on_columns("python", Fragment::<Py>::render(&code), vec!["apply"])
        }
    }
}

impl PythonStep {
    fn gives(&self) -> Gives {
        self.gives.as_ref().map_or(Gives::Rows, |gives| gives.value)
    }

    fn made(&self, made: &Made, scope: &mut Scope<'_>) -> Column {
        let flows = BTreeMap::from([(made.name.value.to_string(), self.flow(scope))]);
        made.flowing(made.column(), &flows, scope)
    }

    /// What it makes may come from all that it reads.
    fn flow(&self, scope: &Scope<'_>) -> Flow {
        let read = self.reads.iter().filter_map(|name| scope.column(name));
        let sources = read.flat_map(|column| column.flow.sources.iter().cloned()).collect();
        Flow { sources, personal: vec![] }
    }

    /// `pagos.limpieza` and `limpia`.
    fn parts(&self) -> (&str, &str) {
        self.function.rsplit_once('.').unwrap_or_default()
    }

    /// `specs/pagos/limpieza.py`.
    fn path(&self) -> String {
        format!("specs/{}.py", self.parts().0.replace('.', "/"))
    }

    fn chooses_soundly(&self, scope: &mut Scope<'_>) {
        if self.gives() == Gives::Some {
            says_what_becomes_of_the_old_row(scope, self.function.at, self.on_existing.as_ref());
        } else if let Some(on_existing) = &self.on_existing {
            let finding = Finding::error(codes::NO_EFFECT, on_existing.at, "this function filters no row");
            scope.findings.push(finding.help("remove it, or write `gives: some`"));
        }
    }

    fn reads_nothing_personal(&self, scope: &mut Scope<'_>) {
        for name in &self.reads {
            scope.need(name, name.at);
            let personal = |c: &&Column| c.pii.is_some() || c.protect.is_some() || !c.flow.personal.is_empty();
            if scope.column(name).filter(personal).is_some() {
                let message = format!("`{}` is personal data, and what a function makes of it cannot be followed", name.value);
                let finding = Finding::error(codes::FUNCTION_READS, name.at, message);
                scope.findings.push(finding.help("take it out of `reads:`; use `normalise` or `derive` for it"));
            }
        }
    }

    fn no_file(&self, scope: &Scope<'_>) -> Finding {
        let path = self.path();
        let finding = Finding::error(codes::NO_FUNCTION, self.function.at, format!("there is no file `{path}`"));
        match nearest(&path, scope.modules.keys().map(String::as_str)) {
            Some(close) => finding.help(format!("did you mean the one in `{close}`?")),
            None => finding.help(format!("write it, with `def {}(rows: DataFrame) -> DataFrame:`", self.parts().1)),
        }
    }

    fn defines(&self, module: &HandWritten) -> Option<Finding> {
        let (_, function) = self.parts();
        let defined = module.text.lines().filter_map(|line| line.strip_prefix("def ")?.split_once('(')).map(|(name, _)| name.trim());
        let names: Vec<&str> = defined.collect();
        if names.contains(&function) {
            return None;
        }
        let message = format!("`{}` does not define `{function}`", self.path());
        let finding = Finding::error(codes::NO_FUNCTION, self.function.at, message);
        Some(match nearest(function, names) {
            Some(close) => finding.help(format!("did you mean `{close}`?")),
            None => finding.help(format!("write `def {function}(rows: DataFrame) -> DataFrame:` there")),
        })
    }
}

/// A finding for each line that imports what a job may not have.
fn imports(module: &HandWritten) -> Vec<Finding> {
    let mut at = 0;
    let mut findings = vec![];
    for line in module.text.split_inclusive('\n') {
        let statement = line.trim_start();
        let start = at + (line.len() - statement.len());
        at += line.len();
        let Some(names) = statement.strip_prefix("import ").or(statement.strip_prefix("from ")) else { continue };
        let several = statement.starts_with("import ");
        for name in names.split(',').take(if several { usize::MAX } else { 1 }) {
            let root = name.trim_start().split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            if !IMPORTS.contains(&root) {
                let span = start as u32..(start + statement.trim_end().len()) as u32;
                let message = format!("a step cannot import `{}`", if root.is_empty() { "." } else { root });
                let finding = Finding::error(codes::MODULE_IMPORT, Place { file: module.file, span }, message);
                findings.push(finding.help(format!("use {}", IMPORTS[1..].join(", "))));
            }
        }
    }
    findings
}
