//! The reader of the Glue job.

use super::{Complete, Csv, S3, json, parquet};
use crate::model::plan::SourceJob;
use crate::model::ribs::SourceContext;
use crate::model::{Fact, Format};
use crate::render::{Fragment, Node, Py, Value, py as filters};

/// A named argument of a constructor in the job.
pub(super) struct Argument {
    name: Fragment<Py>,
    value: Literal,
}

enum Literal {
    Text(Fact<&'static str>),
    Owned(Fact<String>),
    Flag(Fact<bool>),
    Number(Fact<u32>),
    Texts(Vec<Fact<String>>),
    Pairs(Vec<(String, Fact<String>)>),
}

impl Value for Literal {
    fn node(&self) -> Node<'_> {
        match self {
            Literal::Text(text) => text.node(),
            Literal::Owned(text) => text.node(),
            Literal::Flag(flag) => flag.node(),
            Literal::Number(number) => number.node(),
            Literal::Texts(texts) => texts.node(),
            Literal::Pairs(pairs) => pairs.node(),
        }
    }
}

impl Argument {
    fn new(name: &'static str, value: Literal) -> Argument {
        Argument { name: Fragment::fixed(name), value }
    }

    pub(super) fn text(name: &'static str, text: Fact<&'static str>) -> Argument {
        Argument::new(name, Literal::Text(text))
    }

    pub(super) fn owned(name: &'static str, text: Fact<String>) -> Argument {
        Argument::new(name, Literal::Owned(text))
    }

    pub(super) fn flag(name: &'static str, flag: Fact<bool>) -> Argument {
        Argument::new(name, Literal::Flag(flag))
    }

    pub(super) fn number(name: &'static str, number: Fact<u32>) -> Argument {
        Argument::new(name, Literal::Number(number))
    }

    pub(super) fn texts(name: &'static str, texts: Vec<Fact<String>>) -> Argument {
        Argument::new(name, Literal::Texts(texts))
    }
}

#[derive(askama::Template)]
#[template(path = "sources/s3/read.py", config = "templates/askama.toml")]
struct Constant {
    name: Fragment<Py>,
    class: Fragment<Py>,
    arguments: Vec<Argument>,
    format: Fact<Format>,
}

fn constant(name: &'static str, class: &'static str, arguments: Vec<Argument>, format: &Fact<Format>) -> Fragment<Py> {
    let (name, class, format) = (Fragment::fixed(name), Fragment::fixed(class), format.clone());
    Fragment::<Py>::render(&Constant { name, class, arguments, format }).fit(0)
}

/// The reader of the Glue job; a control file has the dialect of the data.
pub fn job(source: &S3, _context: &SourceContext<'_>) -> SourceJob {
    let format = Fact::from(&source.format);
    let (reader, arguments) = match source.format.value {
        Format::Csv => ("Csv", source.csv.as_ref().map_or_else(Vec::new, csv)),
        Format::Json => json::call(source.json.as_ref()),
        Format::Parquet => ("Parquet", parquet::arguments(source.parquet.as_ref())),
    };
    let complete = source.batch.complete.as_ref();
    let control = complete.map(|c| constant("CONTROL", "Control", control(c, source.csv.as_ref()), &format));
    let imports = [reader].into_iter().chain(control.as_ref().map(|_| "Control")).collect();
    SourceJob { source: constant("SOURCE", reader, arguments, &format), control, imports }
}

fn csv(csv: &Csv) -> Vec<Argument> {
    text(csv).into_iter().chain(csv.numbers()).chain(csv.rest()).collect()
}

fn text(csv: &Csv) -> [Argument; 2] {
    let encoding = Fact::new(csv.encoding.runtime(), csv.encoding.at);
    [Argument::owned("delimiter", csv.delimiter.fact()), Argument::text("encoding", encoding)]
}

/// Without a dialect of the data, a control file is what most senders write: `;`, UTF-8, decimal point.
fn control(complete: &Complete, csv: Option<&Csv>) -> Vec<Argument> {
    let sums = complete.sums.iter().map(|(column, sum)| (column.clone(), sum.fact())).collect();
    let said = [Argument::owned("rows", complete.rows.fact()), Argument::new("sums", Literal::Pairs(sums))];
    let dialect = match csv {
        Some(csv) => text(csv).into_iter().chain(csv.numbers()).collect(),
        None => vec![Argument::text("delimiter", Fact::bare(";")), Argument::text("encoding", Fact::bare("UTF-8"))],
    };
    said.into_iter().chain(dialect).collect()
}
