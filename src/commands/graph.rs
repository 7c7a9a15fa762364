//! `cauce graph`: who reads whom.

use super::session::{Compiled, Failure, Session};
use super::{Outcome, column_graph, svg};
use crate::cli::{Graph, Output};
use crate::model::plan::{DatasetId, Plan};
use serde_json::json;
use std::collections::BTreeSet;

/// Prints the graph, or the part above or below a dataset.
pub fn run(session: &Session, args: &Graph) -> Result<Outcome, Failure> {
    session.only(&[Output::Human, Output::Mermaid, Output::Dot, Output::Svg, Output::Json])?;
    let compiled = session.compile()?;
    if let Some(chosen) = &args.columns {
        print!("{}", column_graph::text(&compiled, chosen, session.global.format)?);
        return Ok(Outcome::Fine);
    }
    let nodes = selection(&compiled, args)?;
    print!("{}", text(&compiled.plan, &nodes, session.global.format));
    Ok(Outcome::Fine)
}

/// The graph of these datasets in a notation.
pub fn text(plan: &Plan, nodes: &BTreeSet<DatasetId>, format: Output) -> String {
    let edges = edges(plan, nodes);
    match format {
        Output::Dot => dot(plan, nodes, &edges),
        Output::Svg => svg::picture(nodes, &edges),
        Output::Json => json(plan, nodes, &edges),
        _ => mermaid(plan, nodes, &edges),
    }
}

/// Upstream, downstream, why.
pub type Edge = (DatasetId, DatasetId);

fn selection(compiled: &Compiled, args: &Graph) -> Result<BTreeSet<DatasetId>, Failure> {
    let plan = &compiled.plan;
    let (start, upwards) = match (&args.upstream, &args.downstream) {
        (Some(name), _) => (compiled.dataset(name)?, true),
        (_, Some(name)) => (compiled.dataset(name)?, false),
        _ => return Ok(plan.datasets.iter().map(|d| d.id.clone()).collect()),
    };
    let mut found = BTreeSet::new();
    let mut open = vec![start.id.clone()];
    while let Some(id) = open.pop() {
        if let (true, Some(dataset)) = (found.insert(id.clone()), plan.dataset(&id)) {
            open.extend(if upwards { &dataset.upstream } else { &dataset.downstream }.iter().cloned());
        }
    }
    Ok(found)
}

fn edges(plan: &Plan, nodes: &BTreeSet<DatasetId>) -> Vec<Edge> {
    let datasets = plan.datasets.iter().filter(|d| nodes.contains(&d.id));
    let pairs = datasets.flat_map(|d| d.upstream.iter().map(|u| (u.clone(), d.id.clone())));
    pairs.filter(|(from, _)| nodes.contains(from)).collect()
}

fn kind<'a>(plan: &'a Plan, id: &DatasetId) -> &'a str {
    plan.dataset(id).map_or("", |d| d.source.kind)
}

fn mermaid(plan: &Plan, nodes: &BTreeSet<DatasetId>, edges: &[Edge]) -> String {
    let name = |id: &DatasetId| format!("{}__{}", id.domain, id.name);
    let mut text = "flowchart LR\n".to_string();
    for id in nodes {
        text += &format!("    {}[\"{id}<br/>{}\"]\n", name(id), kind(plan, id));
    }
    for (from, to) in edges {
        text += &format!("    {} --> {}\n", name(from), name(to));
    }
    text
}

fn dot(plan: &Plan, nodes: &BTreeSet<DatasetId>, edges: &[Edge]) -> String {
    let mut text = "digraph cauce {\n    rankdir=LR;\n    node [shape=box];\n".to_string();
    for id in nodes {
        text += &format!("    \"{id}\" [label=\"{id}\\n{}\"];\n", kind(plan, id));
    }
    for (from, to) in edges {
        text += &format!("    \"{from}\" -> \"{to}\";\n");
    }
    text + "}\n"
}

fn json(plan: &Plan, nodes: &BTreeSet<DatasetId>, edges: &[Edge]) -> String {
    let nodes: Vec<_> = nodes.iter().map(|id| json!({"dataset": id.to_string(), "source": kind(plan, id)})).collect();
    let edges: Vec<_> =
        edges.iter().map(|(from, to)| json!({"from": from.to_string(), "to": to.to_string()})).collect();
    serde_json::to_string_pretty(&json!({"nodes": nodes, "edges": edges})).unwrap_or_default() + "\n"
}
