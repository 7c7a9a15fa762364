//! The reader of the Glue job.

use super::{Complete, Csv, Decimal, Encoding, S3};
use crate::model::plan::SourceJob;
use crate::model::ribs::SourceContext;
use crate::model::{At, Fact, Format};
use crate::render::{Fragment, Py, py as filters};

#[derive(askama::Template)]
#[template(path = "sources/s3/read.py", config = "templates/askama.toml")]
struct ReadCsv {
    delimiter: Fact<String>,
    encoding: Fact<&'static str>,
    decimal: Fact<&'static str>,
}

#[derive(askama::Template)]
#[template(path = "sources/s3/read_json.py", config = "templates/askama.toml")]
struct ReadJson {
    format: Fact<Format>,
}

#[derive(askama::Template)]
#[template(path = "sources/s3/read_parquet.py", config = "templates/askama.toml")]
struct ReadParquet {
    format: Fact<Format>,
}

#[derive(askama::Template)]
#[template(path = "sources/s3/control.py", config = "templates/askama.toml")]
struct Control {
    rows: Fact<String>,
    sums: Vec<(String, Fact<String>)>,
    delimiter: Fact<String>,
    encoding: Fact<&'static str>,
    decimal: Fact<&'static str>,
}

/// The reader of the Glue job; a control file has the dialect of the data.
pub fn job(source: &S3, _context: &SourceContext<'_>) -> SourceJob {
    let dialect = Dialect::of(source.csv.as_ref());
    let control = source.batch.complete.as_ref().map(|complete| Fragment::<Py>::render(&dialect.control(complete)));
    let format = Fact::from(&source.format);
    let (read, reader) = match source.format.value {
        Format::Csv => (Fragment::<Py>::render(&dialect.clone().csv()), "Csv"),
        Format::Json => (Fragment::<Py>::render(&ReadJson { format }), "Json"),
        Format::Parquet => (Fragment::<Py>::render(&ReadParquet { format }), "Parquet"),
    };
    let imports = [reader].into_iter().chain(control.as_ref().map(|_| "Control")).collect();
    SourceJob { source: read, control, imports }
}

/// Delimiter, encoding and decimal separator of text.
#[derive(Clone)]
struct Dialect {
    delimiter: Fact<String>,
    encoding: Fact<&'static str>,
    decimal: Fact<&'static str>,
}

impl Dialect {
    fn of(csv: Option<&Csv>) -> Dialect {
        Dialect {
            delimiter: csv.map_or_else(|| Fact::bare(";".to_string()), |csv| csv.delimiter.fact()),
            encoding: csv.map_or(Fact::bare("UTF-8"), |csv| Fact::new(charset(&csv.encoding), csv.encoding.at)),
            decimal: csv.map_or(Fact::bare("point"), |csv| Fact::new(separator(&csv.decimal), csv.decimal.at)),
        }
    }

    fn csv(self) -> ReadCsv {
        ReadCsv { delimiter: self.delimiter, encoding: self.encoding, decimal: self.decimal }
    }

    fn control(&self, complete: &Complete) -> Control {
        Control {
            rows: complete.rows.fact(),
            sums: complete.sums.iter().map(|(column, sum)| (column.clone(), sum.fact())).collect(),
            delimiter: self.delimiter.clone(),
            encoding: self.encoding.clone(),
            decimal: self.decimal.clone(),
        }
    }
}

fn charset(encoding: &At<Encoding>) -> &'static str {
    match encoding.value {
        Encoding::Utf8 => "UTF-8",
        Encoding::Latin1 => "ISO-8859-1",
    }
}

fn separator(decimal: &At<Decimal>) -> &'static str {
    match decimal.value {
        Decimal::Point => "point",
        Decimal::Comma => "comma",
    }
}
