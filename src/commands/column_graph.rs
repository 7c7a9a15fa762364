//! `cauce graph --columns`: which columns the values of each column come from.

use super::session::{Compiled, Failure};
use super::svg;
use crate::cli::Output;
use crate::diagnostics::suggest::nearest;
use crate::model::plan::{Dataset, Plan};
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt;

/// A column of a table, or of a delivery before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    dataset: String,
    delivered: bool,
    column: String,
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.delivered { " (source)" } else { "" };
        write!(f, "{}{place}.{}", self.dataset, self.column)
    }
}

type Edge = (Node, Node);

/// The graph of all columns, or of what a column, or all columns of a dataset, come from and go to.
pub fn text(compiled: &Compiled, chosen: &str, format: Output) -> Result<String, Failure> {
    let mut edges: Vec<Edge> = compiled.plan.datasets.iter().flat_map(edges).collect();
    edges.sort();
    let nodes = selection(compiled, chosen, &edges)?;
    edges.retain(|(from, to)| nodes.contains(from) && nodes.contains(to));
    Ok(match format {
        Output::Dot => dot(&nodes, &edges),
        Output::Svg => svg::picture(&nodes, &edges),
        Output::Json => json(&nodes, &edges),
        _ => mermaid(&nodes, &edges),
    })
}

fn edges(dataset: &Dataset) -> Vec<Edge> {
    let id = dataset.id.to_string();
    let table = |column: &str| Node { dataset: id.clone(), delivered: false, column: column.to_string() };
    let edge = |column: &crate::model::Column| {
        let to = table(&column.name);
        let from = column.flow.sources.iter().map(|source| Node {
            dataset: source.dataset.clone().unwrap_or_else(|| id.clone()),
            delivered: source.dataset.is_none(),
            column: source.column.clone(),
        });
        from.map(|from| (from, to.clone())).collect::<Vec<_>>()
    };
    dataset.output.iter().flat_map(edge).collect()
}

fn selection(compiled: &Compiled, chosen: &str, edges: &[Edge]) -> Result<BTreeSet<Node>, Failure> {
    let all = || columns(&compiled.plan).into_iter().chain(edges.iter().flat_map(|(a, b)| [a.clone(), b.clone()]));
    if chosen.is_empty() {
        return Ok(all().collect());
    }
    let (name, column) = chosen.split_once('.').map_or((chosen, None), |(name, column)| (name, Some(column)));
    let id = compiled.dataset(name)?.id.to_string();
    let start: BTreeSet<Node> =
        all().filter(|n| n.dataset == id && !n.delivered && column.is_none_or(|column| n.column == column)).collect();
    if start.is_empty() {
        return Err(unknown(&id, column.unwrap_or_default(), &compiled.plan));
    }
    let up = reached(start.clone(), |node| {
        edges.iter().filter(|(_, to)| to == node).map(|(from, _)| from.clone()).collect()
    });
    let down = reached(start, |node| edges.iter().filter(|(from, _)| from == node).map(|(_, to)| to.clone()).collect());
    Ok(up.into_iter().chain(down).collect())
}

fn columns(plan: &Plan) -> Vec<Node> {
    let of = |dataset: &Dataset| {
        let id = dataset.id.to_string();
        let node = move |c: &crate::model::Column| Node {
            dataset: id.clone(),
            delivered: false,
            column: c.name.value.clone(),
        };
        dataset.output.iter().map(node).collect::<Vec<_>>()
    };
    plan.datasets.iter().flat_map(of).collect()
}

fn unknown(id: &str, column: &str, plan: &Plan) -> Failure {
    let known: Vec<String> = columns(plan).into_iter().filter(|n| n.dataset == id).map(|n| n.column).collect();
    let help = match nearest(column, known.iter().map(String::as_str)) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("there are: {}", known.join(", ")),
    };
    Failure::message(format!("`{id}` has no column `{column}`; {help}"))
}

fn reached(start: BTreeSet<Node>, next: impl Fn(&Node) -> Vec<Node>) -> BTreeSet<Node> {
    let mut open: Vec<Node> = start.into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(node) = open.pop() {
        if !found.contains(&node) {
            open.extend(next(&node));
            found.insert(node);
        }
    }
    found
}

/// Columns by the table or delivery that has them, each with its number.
fn groups(nodes: &BTreeSet<Node>) -> Vec<(String, Vec<(usize, &Node)>)> {
    let mut groups: Vec<(String, Vec<(usize, &Node)>)> = vec![];
    for (at, node) in nodes.iter().enumerate() {
        let title = format!("{}{}", node.dataset, if node.delivered { " (source)" } else { "" });
        match groups.iter_mut().find(|(other, _)| *other == title) {
            Some((_, members)) => members.push((at, node)),
            None => groups.push((title, vec![(at, node)])),
        }
    }
    groups
}

fn numbers<'e>(nodes: &BTreeSet<Node>, edges: &'e [Edge]) -> impl Iterator<Item = (usize, usize)> + 'e {
    let order: Vec<Node> = nodes.iter().cloned().collect();
    edges.iter().filter_map(move |(from, to)| Some((order.binary_search(from).ok()?, order.binary_search(to).ok()?)))
}

fn mermaid(nodes: &BTreeSet<Node>, edges: &[Edge]) -> String {
    let mut text = "flowchart LR\n".to_string();
    for (at, (title, members)) in groups(nodes).iter().enumerate() {
        text += &format!("    subgraph t{at}[\"{title}\"]\n");
        for (number, node) in members {
            let label = node.column.replace('#', "#35;").replace('"', "#quot;");
            text += &format!("        c{number}[\"{}\"]\n", svg::escaped(&label));
        }
        text += "    end\n";
    }
    for (from, to) in numbers(nodes, edges) {
        text += &format!("    c{from} --> c{to}\n");
    }
    text
}

fn dot(nodes: &BTreeSet<Node>, edges: &[Edge]) -> String {
    let mut text = "digraph cauce {\n    rankdir=LR;\n    node [shape=box];\n".to_string();
    for (at, (title, members)) in groups(nodes).iter().enumerate() {
        text += &format!("    subgraph cluster_{at} {{\n        label=\"{title}\";\n");
        for (number, node) in members {
            let label = node.column.replace('\\', "\\\\").replace('"', "\\\"");
            text += &format!("        c{number} [label=\"{label}\"];\n");
        }
        text += "    }\n";
    }
    for (from, to) in numbers(nodes, edges) {
        text += &format!("    c{from} -> c{to};\n");
    }
    text + "}\n"
}

fn json(nodes: &BTreeSet<Node>, edges: &[Edge]) -> String {
    let value = |n: &Node| json!({"dataset": n.dataset, "column": n.column, "delivered": n.delivered});
    let nodes: Vec<_> = nodes.iter().map(value).collect();
    let edges: Vec<_> = edges.iter().map(|(from, to)| json!({"from": value(from), "to": value(to)})).collect();
    serde_json::to_string_pretty(&json!({"columns": nodes, "edges": edges})).unwrap_or_default() + "\n"
}
