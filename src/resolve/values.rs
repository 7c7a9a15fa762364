//! How the values of a column are written: its type, format, words, zone and default, each for what it can be said of.

use crate::diagnostics::{Finding, Origin, Where, Within, codes};
use crate::model::literal::{self, Literal};
use crate::model::ribs::SourceKind;
use crate::model::{At, ColumnSpec, DataType, SharedType, TimeZone, TypeName, ValueFormat, Words, moment};

/// What a column, or the shared type that it uses, says of its values.
pub(super) struct Values<'a> {
    kind: Option<&'a At<TypeName>>,
    format: Option<&'a At<ValueFormat>>,
    words: Option<&'a Words>,
    timezone: Option<&'a At<TimeZone>>,
    default: Option<&'a At<Literal>>,
}

impl<'a> Values<'a> {
    /// What the column says itself.
    pub(super) fn of_column(spec: &'a ColumnSpec) -> Values<'a> {
        Values {
            kind: spec.kind.as_ref(),
            format: spec.format.as_ref(),
            words: spec.words.as_ref(),
            timezone: spec.timezone.as_ref(),
            default: spec.default.as_ref(),
        }
    }

    /// What a shared type says.
    pub(super) fn of_type(spec: &'a SharedType) -> Values<'a> {
        Values {
            kind: Some(&spec.kind),
            format: spec.format.as_ref(),
            words: spec.words.as_ref(),
            timezone: spec.timezone.as_ref(),
            default: spec.default.as_ref(),
        }
    }

    /// The same with the type that it takes from a shared one, which was checked where it stands.
    pub(super) fn with_kind(self, kind: Option<&'a At<TypeName>>) -> Values<'a> {
        Values { kind, ..self }
    }

    /// The first key that says how text is read.
    fn written(&self) -> Option<(&'static str, Origin)> {
        let words = self.words.and_then(|words| words.yes.first()).map(|word| ("words", word.at));
        let format = self.format.map(|format| ("format", format.at));
        format.or(words).or(self.timezone.map(|zone| ("timezone", zone.at)))
    }
}

/// Findings for what cannot be said of values of their type.
pub(super) fn fit_their_type(values: &Values<'_>, findings: &mut Vec<Finding>) {
    let Some(kind) = values.kind.and_then(|kind| DataType::parse(kind).ok()) else { return };
    if let Some(format) = values.format {
        format_fits(format, &kind, findings);
    }
    if let Some(words) = values.words {
        words_differ(words, &kind, findings);
    }
    if let Some(zone) = values.timezone {
        zone_is_needed(zone, values.format, &kind, findings);
    }
    if let Some(default) = values.default {
        default_is_a_value(default, &kind, findings);
    }
}

fn format_fits(format: &At<ValueFormat>, kind: &DataType, findings: &mut Vec<Finding>) {
    match kind {
        DataType::Date | DataType::Timestamp => pattern_fits(format, kind, findings),
        DataType::Binary if matches!(&***format, "base64" | "hex") => {}
        DataType::Binary => findings.push(
            Finding::error(codes::FORMAT, format.at, format!("`{}` is no way to write bytes", format.value))
                .help("write `base64` or `hex`"),
        ),
        _ => findings.push(no_such_key("format", format.at, kind)),
    }
}

fn pattern_fits(format: &At<ValueFormat>, kind: &DataType, findings: &mut Vec<Finding>) {
    match moment::parts(format) {
        Err(problem) => {
            let place: Where = match problem.span.is_empty() {
                true => format.at.into(),
                false => Within { node: format.at, text: format[problem.span.clone()].to_string(), span: problem.span }
                    .into(),
            };
            findings.push(Finding::error(codes::FORMAT, place, problem.message).help(problem.help));
        }
        Ok(parts) if parts.zone && *kind == DataType::Date => findings.push(
            Finding::error(codes::FORMAT, format.at, "a day has no offset: in another zone it would be another day")
                .help("write `type: timestamp`, and derive the day from it"),
        ),
        Ok(parts) if parts.short_year => findings.push(
            Finding::warning(codes::SHORT_YEAR, format.at, "years of two digits are read as 2000 to 2099")
                .help("ask the source for four digits, and write `yyyy`"),
        ),
        Ok(_) => {}
    }
}

fn words_differ(words: &Words, kind: &DataType, findings: &mut Vec<Finding>) {
    if *kind != DataType::Boolean {
        let at = words.yes.first().map_or(Origin::NONE, |word| word.at);
        findings.push(no_such_key("words", at, kind));
    }
    let all: Vec<&At<String>> = words.yes.iter().chain(&words.no).collect();
    for (i, word) in all.iter().enumerate() {
        if let Some(first) = all[..i].iter().find(|other| other.value == word.value) {
            let message = format!("`{}` would mean two things, or one twice", word.value);
            let finding = Finding::error(codes::WORDS, word.at, message).see(first.at, "first written here");
            findings.push(finding.help("write each word once"));
        } else if word.trim().is_empty() {
            let finding = Finding::error(codes::WORDS, word.at, "an empty text is no word: it means that nothing came");
            findings.push(finding.help("use `default:` for what the source leaves empty"));
        }
    }
}

fn zone_is_needed(zone: &At<TimeZone>, format: Option<&At<ValueFormat>>, kind: &DataType, findings: &mut Vec<Finding>) {
    if *kind != DataType::Timestamp {
        findings.push(no_such_key("timezone", zone.at, kind));
    } else if let Some(format) = format.filter(|f| moment::parts(f).is_ok_and(|parts| parts.zone)) {
        let finding = Finding::error(codes::NO_SUCH_KEY, zone.at, "the values state their offset, so no zone is used");
        findings.push(finding.see(format.at, "here the format reads it").help("remove `timezone:`"));
    }
}

fn default_is_a_value(default: &At<Literal>, kind: &DataType, findings: &mut Vec<Finding>) {
    let text = &default.value.0;
    if let Some(expected) = literal::expected(&kind.to_string(), text) {
        let message = format!("`{text}` is no value of the type `{kind}`");
        findings.push(Finding::error(codes::DEFAULT, default.at, message).help(format!("write {expected}")));
    }
}

fn no_such_key(key: &str, at: Origin, kind: &DataType) -> Finding {
    let fitting = match key {
        "format" => "`date`, `timestamp` and `binary`",
        "words" => "`boolean`",
        _ => "`timestamp`",
    };
    Finding::error(codes::NO_SUCH_KEY, at, format!("`{key}` says nothing about values of the type `{kind}`"))
        .help(format!("remove it, or choose one of the types that have it: {fitting}"))
}

/// Findings for what the kind of source cannot deliver.
pub(super) fn can_be_delivered(
    spec: &ColumnSpec,
    kind: Option<&At<TypeName>>,
    source: &dyn SourceKind,
    findings: &mut Vec<Finding>,
) {
    if let (false, Some((key, at))) = (source.text(), Values::of_column(spec).written()) {
        let message =
            format!("values of a `{}` source have their types already: `{key}` would change nothing", source.word());
        findings.push(Finding::error(codes::NO_SUCH_KEY, at, message).help(format!("remove `{key}:`")));
    }
    let Some(kind) = kind else { return };
    match DataType::parse(kind) {
        Ok(found) if found.is_nested() && !source.nests() => findings.push(
            Finding::error(codes::NESTED, kind.at, format!("this source delivers no `{found}`"))
                .help("arrays, maps and structs come from JSON and Parquet; write `type: string` to keep the text"),
        ),
        Ok(DataType::Binary) if source.bytes_are_text() && spec.format.is_none() => findings.push(
            Finding::error(codes::FORMAT, kind.at, "nothing says how these bytes are written as text")
                .help("add `format: base64` or `format: hex`"),
        ),
        _ => {}
    }
}
