//! What of all connections fits into a picture.

use super::Edge;
use crate::analysis::{Cell, Grid, GridEnd, SetId};
use crate::describe::verdict;
use crate::sentence::Language;

/// More ends or connections than these are no picture any more.
const MOST_ENDS: usize = 40;
const MOST_EDGES: usize = 120;

/// The connections between those ends of a grid that have a name here, by source and then
/// destination, with ports in words of a language; `None` if they are too many to be seen as a picture.
pub fn edges(
    grid: &mut Grid,
    name: &dyn Fn(GridEnd) -> Option<String>,
    language: &Language,
) -> Option<Vec<Edge>> {
    let mut shown = Vec::new();
    for number in 0..grid.ends() {
        if let Some(name) = name(grid.end(number)) {
            shown.push((number, name));
        }
        if shown.len() > MOST_ENDS {
            return None;
        }
    }
    let mut edges = Vec::new();
    for (from, source) in &shown {
        for (to, destination) in &shown {
            let Cell::Ports(set) = grid.cell(*from, *to) else { continue };
            if set != SetId::NONE && from != to {
                edges.push(Edge {
                    from: source.clone(),
                    to: destination.clone(),
                    ports: verdict::ports(grid.set(set)).text_in(language),
                    is_all: set == SetId::ALL,
                });
            }
        }
    }
    (edges.len() <= MOST_EDGES).then_some(edges)
}
