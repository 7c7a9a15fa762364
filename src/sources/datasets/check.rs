//! What the inputs say of how they are read.

use super::{Datasets, InputSpec};
use crate::diagnostics::{Finding, codes};
use crate::model::ribs::{SourceScope, missing_column};
use crate::model::{Delivery, ReadMode};

/// The findings of the inputs.
pub fn reads(source: &Datasets, scope: &SourceScope<'_>, findings: &mut Vec<Finding>) {
    for input in &source.inputs {
        windows_are_described(input, findings);
    }
    for input in source.inputs.iter().skip(1).filter(|input| input.read.value != ReadMode::Full) {
        let finding = Finding::error(codes::READ_MODE, input.read.at, "a table that is joined is read whole");
        findings.push(finding.see(source.inputs[0].dataset.at, "the rows come from here").help("write `read: full`"));
    }
    delivery_fits(source, findings);
    if let Some(window) = &source.inputs[0].window {
        findings.extend(missing_column(scope.columns, &window.column, window.column.at));
    }
}

fn windows_are_described(input: &InputSpec, findings: &mut Vec<Finding>) {
    match &input.window {
        None if input.read.value == ReadMode::Window => findings.push(
            Finding::error(codes::READ_MODE, input.read.at, "nothing says which rows the window has")
                .help("add `window: {column: …, last: 7d}`"),
        ),
        Some(window) if input.read.value != ReadMode::Window => findings.push(
            Finding::error(codes::READ_MODE, window.column.at, "`window:` has no meaning for this read")
                .see(input.read.at, "how it is read")
                .help("write `read: window`, or remove `window:`"),
        ),
        _ => {}
    }
}

fn delivery_fits(source: &Datasets, findings: &mut Vec<Finding>) {
    let read = &source.inputs[0].read;
    let fitting = if read.value == ReadMode::Full { Delivery::Full } else { Delivery::Delta };
    if source.delivers.value != fitting && source.delivers.value != Delivery::Cdc {
        let message = format!("`read: {}` delivers `{}`", read.value.word(), fitting.word());
        let finding = Finding::error(codes::READ_MODE, source.delivers.at, message).see(read.at, "how it is read");
        findings.push(finding.help(format!("write `delivers: {}`", fitting.word())));
    }
}
