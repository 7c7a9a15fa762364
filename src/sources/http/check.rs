//! What an HTTP source must be, beyond its shape.

use super::Http;
use super::shape::Pagination;
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::At;
use crate::model::ribs::SourceScope;
use crate::sources::shape as shared;

/// Words that name credentials, wherever they stand in the name of a parameter.
const CREDENTIALS: [&str; 8] =
    ["token", "secret", "password", "apikey", "api_key", "api-key", "credential", "signature"];

/// Findings of all checks.
pub fn all(written: &Http, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
    if let Some(incremental) = &written.incremental {
        shared::check_column(&incremental.column, incremental.column.at, scope, findings);
        findings.extend(scope.column(&incremental.column).and_then(|column| {
            let kind = column.kind.value.as_str();
            let message =
                format!("`{}` is `{kind}`; an API is asked for what is new since a moment or a day", column.name.value);
            let finding = Finding::error(codes::SINCE_TYPE, incremental.column.at, message);
            let help = "use a column of type `timestamp` or `date`";
            (!matches!(kind, "timestamp" | "date")).then_some(finding.help(help))
        }));
    }
    shared::check_records(&written.records, findings);
    let next = match &written.pagination {
        Some(Pagination::Cursor(cursor)) => Some(&cursor.path),
        Some(Pagination::NextLink(link)) => Some(&link.path),
        _ => None,
    };
    findings.extend(next.and_then(inner));
    credentials(written, findings);
    parameters_differ(written, findings);
}

/// `$`, or `$` and names with a point before each.
fn is_path(text: &str) -> bool {
    let name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    text.strip_prefix('$')
        .is_some_and(|rest| rest.is_empty() || rest.strip_prefix('.').is_some_and(|rest| rest.split('.').all(name)))
}

/// A path to a value inside an answer, which cannot be the answer itself.
fn inner(written: &At<String>) -> Option<Finding> {
    let message = "this is not a path to the next page";
    let finding = || {
        Finding::error(codes::RECORDS_PATH, written.at, message)
            .help("write the path of its field, such as `$.links.next`")
    };
    (!is_path(written) || written.value == "$").then(finding)
}

/// What proves who asks never stands in a spec.
fn credentials(written: &Http, findings: &mut Vec<Finding>) {
    for (name, value) in &written.parameters {
        let lower = name.to_lowercase();
        if lower == "key" || CREDENTIALS.iter().any(|word| lower.contains(word)) {
            let message = format!("the parameter `{name}` looks like a credential, and everybody can read a spec");
            let help =
                "put it into the connection's secret, and write `auth: {kind: query, parameter: …}` in `connections:`";
            findings.push(Finding::error(codes::CREDENTIAL, value.at, message).help(help));
        }
    }
}

/// Each query parameter has one meaning.
fn parameters_differ(written: &Http, findings: &mut Vec<Finding>) {
    let mut seen: Vec<(&str, Origin)> =
        written.parameters.iter().map(|(name, value)| (name.as_str(), value.at)).collect();
    for parameter in asked(written) {
        if let Some((_, first)) = seen.iter().find(|(name, _)| *name == parameter.value.as_str()) {
            let message = format!("the query parameter `{}` has two meanings", parameter.value);
            let finding = Finding::error(codes::PARAMETER_TWICE, parameter.at, message).see(*first, "the other one");
            findings.push(finding.help("use the names that the API's documentation gives them"));
        }
        seen.push((&parameter.value, parameter.at));
    }
}

/// The query parameters that a run fills in.
fn asked(written: &Http) -> Vec<&At<String>> {
    let since = written.incremental.iter().flat_map(|i| [Some(&i.parameter), i.until_parameter.as_ref()]);
    let paging = match &written.pagination {
        Some(Pagination::Offset(offset)) => vec![Some(&offset.parameter), Some(&offset.size_parameter)],
        Some(Pagination::Page(page)) => vec![Some(&page.parameter), page.size.as_ref().map(|size| &size.parameter)],
        Some(Pagination::Cursor(cursor)) => {
            vec![Some(&cursor.parameter), cursor.size.as_ref().map(|size| &size.parameter)]
        }
        _ => vec![],
    };
    since.chain(paging).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::is_path;

    #[test]
    fn a_path_is_the_body_or_names_inside_it() {
        assert!(["$", "$.data", "$.data.items-2", "$.a.b.c"].into_iter().all(is_path));
        assert!(["", "data", "$data", "$.", "$.a..b", "$[0]", "$.a b"].into_iter().all(|text| !is_path(text)));
    }
}
