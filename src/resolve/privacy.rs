//! Personal data along the lineage: from its declaration through SQL, joins and other datasets to a table.

use super::{Context, consumers};
use crate::diagnostics::{Finding, Origin, Where, codes};
use crate::model::plan::DatasetId;
use crate::model::{At, Column, ColumnId, ColumnSpec, DatasetRef, Flow, Hop, Personal, Protection};
use crate::spec::types::PipelineSpec;

/// A delivered column with its flow: it begins here, or in the table whose rows are delivered.
pub(super) fn arriving(
    spec: &ColumnSpec,
    column: Column,
    table: Option<&At<DatasetRef>>,
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
) -> Column {
    let source = |dataset: Option<String>| ColumnId { dataset, column: column.source_name.value.clone() };
    let there = table.and_then(|table| context.outputs.get(&*table.value));
    let other = there.and_then(|columns| columns.iter().find(|c| c.name.value == column.source_name.value));
    let mut flow = match (other, table) {
        (Some(other), Some(table)) => {
            is_protected_once(spec, &column, other, findings);
            other.flow.by_way_of(spec.name.at, &format!("{}.{}", table.value, other.name.value))
        }
        (_, table) => Flow::of(source(table.map(|t| t.value.to_string()))),
    };
    let declared = column.pii.as_ref().map(|p| p.from).or(column.protect.as_ref().map(|p| p.from));
    if let Some(from) = declared {
        let at = from.iter().next().unwrap_or(spec.name.at);
        let path = vec![Hop { at: at.into(), column: column.name.value.clone() }];
        flow.add(vec![Personal { pii: column.pii.as_ref().map(|p| p.value), path }]);
    }
    Column { flow, ..column }
}

/// The columns of a table as other datasets see them: its own columns are the sources there.
pub(super) fn as_table(id: &DatasetId, output: &[Column]) -> Vec<Column> {
    let seen = |column: &Column| {
        let source = ColumnId { dataset: Some(id.to_string()), column: column.name.value.clone() };
        Column { flow: Flow { personal: column.flow.personal.clone(), ..Flow::of(source) }, ..column.clone() }
    };
    output.iter().map(seen).collect()
}

/// A value that was hashed or masked upstream and is so again here equals nothing that others have.
fn is_protected_once(spec: &ColumnSpec, column: &Column, other: &Column, findings: &mut Vec<Finding>) {
    let (Some(again), Some(first)) = (&column.protect, &other.protect) else { return };
    if again.value == Protection::Drop {
        return;
    }
    let place = |fact: &crate::model::Fact<Protection>| fact.from.iter().next();
    let message = format!("`{}` arrives protected and would be protected again", *column.name);
    let finding = Finding::error(codes::PROTECTED_TWICE, place(again).unwrap_or(spec.name.at), message)
        .see(place(first).unwrap_or_default(), format!("its table already stores it with `{}`", first.word()));
    findings.push(finding.help("remove `pii:` and `protect:` here: the same value must look the same everywhere"));
}

/// Columns of the table show no personal data that nothing protects. One that is declared here, unprotected, has its own
/// finding already.
pub(super) fn nothing_personal_is_written(
    spec: &PipelineSpec,
    delivered: &[Column],
    flowing: &[Column],
    findings: &mut Vec<Finding>,
) {
    let declared = |c: &Column| c.flow.personal.iter().any(|personal| personal.path.len() == 1);
    for column in flowing.iter().filter(|c| c.protect.is_none() && !declared(c)) {
        let leaks = column.flow.personal.iter().map(|personal| leak(column, personal, delivered));
        findings.extend(leaks.map(|finding| consumers::places_of(spec, &column.name, finding)));
    }
}

fn leak(column: &Column, personal: &Personal, delivered: &[Column]) -> Finding {
    let name = column.name.as_str();
    let last = personal.path.last().map_or(Where::Node(Origin::NONE), |hop| hop.at.clone());
    let kind = personal.pii.map_or(String::new(), |pii| format!(" (`{}`)", pii.word()));
    let message = format!("`{name}` would hold personal data{kind} that nothing protects");
    let finding = Finding::error(codes::PERSONAL_FLOW, last, message);
    let next = personal.path.iter().skip(1).map(|hop| hop.column.as_str()).chain([name]);
    let hops = personal.path.iter().zip(next).enumerate();
    let finding = hops.fold(finding, |finding, (at, (hop, next))| {
        let text = match at {
            0 => format!("`{}` is declared as personal data here", hop.column),
            _ => format!("`{}` goes into `{next}` here", hop.column),
        };
        finding.see(hop.at.clone(), text)
    });
    let first = personal.path.first().map_or(name, |hop| hop.column.as_str());
    let here = delivered.iter().any(|c| c.name.value == first && c.protect.is_some());
    let remedy = match here {
        true => format!("name the new column `{first}`, whose protection it then has"),
        false => format!("protect `{first}` where it is declared"),
    };
    finding.help(format!("{remedy}; or only ask about the value, or count it; or say `not_personal:` with the reason"))
}
