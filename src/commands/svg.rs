//! A picture of a graph: a column for each distance from the sources, a box for each node.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

const WIDTH: usize = 220;
const HEIGHT: usize = 36;
const GAP_X: usize = 80;
const GAP_Y: usize = 20;
const MARGIN: usize = 20;

/// The graph as SVG.
pub fn picture<N: Ord + Display>(nodes: &BTreeSet<N>, edges: &[(N, N)]) -> String {
    let places = places(nodes, edges);
    let right = places.values().map(|(x, _)| x + WIDTH).max().unwrap_or(0) + MARGIN;
    let bottom = places.values().map(|(_, y)| y + HEIGHT).max().unwrap_or(0) + MARGIN;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {right} {bottom}\" font-family=\"sans-serif\" font-size=\"13\">\n"
    );
    for (from, to) in edges {
        text += &arrow(places[from], places[to]);
    }
    for (id, (x, y)) in &places {
        text += &format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"6\" fill=\"#eef4fb\" stroke=\"#33597f\"/>\n\
             <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
            x + WIDTH / 2,
            y + HEIGHT / 2 + 5,
            escaped(&id.to_string())
        );
    }
    text + "</svg>\n"
}

/// Text between tags.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn arrow((x1, y1): (usize, usize), (x2, y2): (usize, usize)) -> String {
    let (start, end, middle) = (x1 + WIDTH, x2, (x1 + WIDTH + x2) / 2);
    let (from, to) = (y1 + HEIGHT / 2, y2 + HEIGHT / 2);
    format!(
        "<path d=\"M{start} {from} C{middle} {from} {middle} {to} {end} {to}\" fill=\"none\" stroke=\"#33597f\"/>\n"
    )
}

fn places<'a, N: Ord>(nodes: &'a BTreeSet<N>, edges: &[(N, N)]) -> BTreeMap<&'a N, (usize, usize)> {
    let mut column: BTreeMap<&N, usize> = nodes.iter().map(|n| (n, 0)).collect();
    for _ in 0..nodes.len() {
        let mut moved = false;
        for (from, to) in edges {
            let least = column[from] + 1;
            if let Some(at) = column.get_mut(to).filter(|at| **at < least) {
                *at = least;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let mut filled: BTreeMap<usize, usize> = BTreeMap::new();
    let mut place = |(id, column): (&'a N, usize)| {
        let row = filled.entry(column).or_default();
        let y = MARGIN + *row * (HEIGHT + GAP_Y);
        *row += 1;
        (id, (MARGIN + column * (WIDTH + GAP_X), y))
    };
    column.into_iter().map(&mut place).collect()
}
