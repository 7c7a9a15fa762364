//! References between datasets: they exist, form no cycle, and no two datasets claim the same files.

use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Finding, Origin, codes};
use crate::model::plan::DatasetId;
use crate::model::{At, DatasetRef};
use crate::spec::load::Loaded;
use crate::spec::types::PipelineSpec;
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use std::collections::{BTreeMap, BTreeSet};

/// The datasets that a spec reads, where it says so.
pub fn references(spec: &PipelineSpec) -> Vec<At<DatasetRef>> {
    let joined = spec.transforms.iter().flat_map(|t| t.rib().tables());
    let read = spec.source.rib().inputs().into_iter().chain(joined).cloned();
    read.chain(spec.rules().iter().filter_map(|rule| rule.rib().table())).collect()
}

/// The ids that a spec reads, sorted, each once.
pub fn upstream(spec: &PipelineSpec) -> Vec<DatasetId> {
    let ids: BTreeSet<DatasetId> = references(spec).into_iter().filter_map(|r| DatasetId::parse(&r)).collect();
    ids.into_iter().collect()
}

/// Every reference names a dataset that has a spec.
pub fn inputs_exist(loaded: &Loaded, findings: &mut Vec<Finding>) {
    for spec in loaded.datasets.values() {
        for reference in references(&spec.spec) {
            if DatasetId::parse(&reference).is_some_and(|id| loaded.known.contains(&id)) {
                continue;
            }
            let finding =
                Finding::error(codes::UNKNOWN_DATASET, reference.at, format!("unknown dataset `{}`", reference.value));
            let names: Vec<String> = loaded.known.iter().map(DatasetId::to_string).collect();
            findings.push(match nearest(&reference, names.iter().map(String::as_str)) {
                Some(close) => finding.help(format!("did you mean `{close}`?")),
                None => finding.help("write `domain/dataset` of a spec that exists"),
            });
        }
    }
}

/// Landing folders of different datasets do not contain each other.
pub fn files_have_one_owner(loaded: &Loaded, findings: &mut Vec<Finding>) {
    let mut folders: Vec<(&str, Origin, &DatasetId)> = vec![];
    for (id, spec) in &loaded.datasets {
        if let Some(folder) = spec.spec.source.rib().landing() {
            folders.push((&folder.value, folder.at, id));
        }
    }
    folders.sort_by_key(|(folder, _, id)| (*folder, *id));
    for pair in folders.windows(2) {
        let [(outer, first, one), (inner, second, _)] = [pair[0], pair[1]];
        if inner.starts_with(outer) {
            let message = format!("`{inner}` lies inside the files of `{one}`");
            let finding = Finding::error(codes::SAME_FILES, second, message).see(first, "claimed here");
            findings.push(finding.help("give each dataset a folder of its own"));
        }
    }
}

/// The datasets, upstream ones first; those of a cycle are reported with the whole path and left out of nothing else.
pub fn order_without_cycles(loaded: &Loaded, findings: &mut Vec<Finding>) -> Vec<DatasetId> {
    let ids: Vec<&DatasetId> = loaded.datasets.keys().collect();
    let number: BTreeMap<&DatasetId, usize> = ids.iter().enumerate().map(|(i, id)| (*id, i)).collect();
    let mut graph = DiGraphMap::<usize, ()>::new();
    for (at, spec) in loaded.datasets.values().enumerate() {
        graph.add_node(at);
        for id in upstream(&spec.spec) {
            if let Some(from) = number.get(&id) {
                graph.add_edge(at, *from, ());
            }
        }
    }
    let mut order = vec![];
    for component in tarjan_scc(&graph) {
        let looped = component.len() > 1 || graph.contains_edge(component[0], component[0]);
        if looped {
            findings.push(cycle(loaded, &ids, &component));
        } else {
            order.push(ids[component[0]].clone());
        }
    }
    order
}

/// The finding for a cycle: it stands at the first dataset's reference and walks along the others.
fn cycle(loaded: &Loaded, ids: &[&DatasetId], component: &[usize]) -> Finding {
    let members: BTreeSet<&DatasetId> = component.iter().map(|i| ids[*i]).collect();
    let mut path = vec![*members.first().expect("a component has a member")];
    let mut places = vec![];
    loop {
        let at = *path.last().expect("the path has a start");
        let next = references(&loaded.datasets[at].spec)
            .into_iter()
            .find_map(|r| members.iter().find(|m| m.to_string() == *r.value).map(|m| (*m, r.at)));
        let Some((next, place)) = next else { break };
        places.push((place, format!("`{at}` reads `{next}`")));
        let seen = path.iter().position(|p| *p == next);
        path.push(next);
        if let Some(start) = seen {
            path.drain(..start);
            places.drain(..start);
            break;
        }
    }
    let text: Vec<String> = path.iter().map(|id| id.to_string()).collect();
    let finding =
        Finding::error(codes::CYCLE, places[0].0, format!("datasets wait for each other: {}", text.join(" → ")));
    places.into_iter().skip(1).fold(finding, |f, (at, text)| f.see(at, text)).help("remove one of these references")
}

#[cfg(test)]
mod checks {
    #[test]
    fn tarjan_gives_upstream_first() {
        let mut graph = petgraph::graphmap::DiGraphMap::<usize, ()>::new();
        graph.add_edge(2, 0, ());
        graph.add_edge(0, 1, ());
        let order: Vec<usize> = petgraph::algo::tarjan_scc(&graph).concat();
        assert_eq!(order, [1, 0, 2]);
    }
}
