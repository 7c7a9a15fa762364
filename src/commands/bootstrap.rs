//! `cauce bootstrap ENV`: the steps that make an environment from nothing, and which of them are done.

use super::Outcome;
use super::session::{Failure, Session};
use crate::cli::{Bootstrap as Arguments, Output};
use crate::local::{Step, bootstrap_steps};
use serde_json::{Value, json};

/// Prints the steps; with `--check`, asks for each whether it is done.
pub fn run(session: &Session, args: &Arguments) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Json])?;
    let compiled = session.compile()?;
    let all = &compiled.plan.platform.environments;
    let names: Vec<&str> = all.iter().map(|e| e.name.value.as_str()).collect();
    let env = all.iter().find(|e| e.name.value == args.environment).ok_or_else(|| {
        Failure::message(format!("there is no environment `{}`; there are: {}", args.environment, names.join(", ")))
    })?;
    let steps = bootstrap_steps(&compiled.plan, env);
    let done = args.check.then(|| ask(&steps));
    match session.global.format {
        Output::Json => {
            println!("{}", serde_json::to_string_pretty(&value(&steps, done.as_deref())).unwrap_or_default())
        }
        _ => print!("{}", text(&steps, done.as_deref())),
    }
    Ok(if done.is_some_and(|done| done.contains(&false)) { Outcome::Findings } else { Outcome::Fine })
}

/// Which steps are done. In a wrong account nothing is asked: what is there says nothing of this environment.
fn ask(steps: &[Step]) -> Vec<bool> {
    let here = steps.first().is_some_and(Step::is_done);
    steps.iter().map(|step| here && step.is_done()).collect()
}

fn value(steps: &[Step], done: Option<&[bool]>) -> Value {
    let one = |(at, step): (usize, &Step)| {
        json!({
            "step": step.id, "title": step.title, "note": step.note, "commands": step.commands, "check": step.check,
            "done": done.map(|done| done[at]),
        })
    };
    steps.iter().enumerate().map(one).collect()
}

/// A done step is a line; the others are a script whose comments say what it does.
fn text(steps: &[Step], done: Option<&[bool]>) -> String {
    let mut text = String::new();
    for (at, step) in steps.iter().enumerate() {
        let number = at + 1;
        if done.is_some_and(|done| done[at]) {
            text += &format!("# {number}. done: {}\n", step.title);
            continue;
        }
        text += &format!("# {number}. {}\n", step.title);
        for line in step.note.iter().map(|note| format!("#    {note}")).chain(step.commands.iter().cloned()) {
            text += &format!("{line}\n");
        }
    }
    if done.is_some_and(|done| !done.contains(&false)) {
        text += "# everything is done\n";
    }
    text
}
