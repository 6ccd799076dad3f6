//! Who may connect to whom as a picture: sources on the left, destinations on the right.

use super::{COLUMN, GAP, PADDING, arrow, begin, draw_box, height_of, lines};
use crate::describe::around;
use crate::order;
use crate::sentence::Language;

/// A connection of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The source.
    pub from: String,
    /// The destination.
    pub to: String,
    /// On what, in words.
    pub ports: String,
    /// Whether that is every port.
    pub is_all: bool,
}

/// What stands in a column.
struct Column {
    names: Vec<String>,
    /// How far down the middle of each is.
    middles: Vec<usize>,
    height: usize,
}

/// How far apart the columns are: there are many lines between them.
const BETWEEN: usize = 3 * GAP;

/// Draws connections; the same ones are the same picture, byte for byte.
///
/// Sources are in the order given. Destinations are as far down as their sources on the average, so
/// that few lines cross.
pub fn network(edges: &[Edge], language: &Language) -> String {
    let mut sources: Vec<String> = Vec::new();
    for edge in edges {
        if sources.last() != Some(&edge.from) {
            sources.push(edge.from.clone());
        }
    }
    let position = |names: &[String], name: &str| names.iter().position(|other| other == name);
    // For each destination the sum of the positions of its sources, and how many they are.
    let mut destinations: Vec<(String, usize, usize)> = Vec::new();
    for edge in edges {
        let down = position(&sources, &edge.from).unwrap_or_default();
        match destinations.iter_mut().find(|(name, ..)| *name == edge.to) {
            Some((_, sum, count)) => (*sum, *count) = (*sum + down, *count + 1),
            None => destinations.push((edge.to.clone(), down, 1)),
        }
    }
    let destinations =
        order::sorted(destinations, |a, b| (a.1 * b.2, &a.0).cmp(&(b.1 * a.2, &b.0)));
    let left = Column::of(sources);
    let right = Column::of(destinations.into_iter().map(|(name, ..)| name).collect());
    let height = left.height.max(right.height);
    let mut svg = begin(2 * COLUMN + BETWEEN, height, language.said(around::WHO_TO_WHOM));
    for edge in edges {
        let middle = |column: &Column, name: &str| {
            let at = position(&column.names, name).unwrap_or_default();
            column.middles[at] + (height - column.height) / 2
        };
        let from = (COLUMN, middle(&left, &edge.from));
        let to = (COLUMN + BETWEEN, middle(&right, &edge.to));
        arrow(&mut svg, if edge.is_all { "allow" } else { "some" }, from, to);
    }
    for (column, x) in [(&left, 0), (&right, COLUMN + BETWEEN)] {
        for (name, middle) in column.names.iter().zip(&column.middles) {
            let lines = lines(name);
            let y = middle + (height - column.height) / 2 - height_of(lines.len()) / 2;
            draw_box(&mut svg, "selected", x, y, &lines, "");
        }
    }
    svg.push_str("</svg>");
    svg
}

impl Column {
    fn of(names: Vec<String>) -> Self {
        let (mut middles, mut height) = (Vec::new(), 0);
        for name in &names {
            let tall = height_of(lines(name).len());
            middles.push(height + tall / 2);
            height += tall + PADDING;
        }
        Column { names, middles, height: height.saturating_sub(PADDING) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: &str, to: &str) -> Edge {
        let (from, to) = (from.to_owned(), to.to_owned());
        Edge { from, to, ports: "TCP 80".to_owned(), is_all: false }
    }

    #[test]
    fn every_connection_is_an_arrow_and_every_end_a_box() {
        let edges = [edge("a", "z"), edge("a", "x"), edge("b", "x"), edge("b", "<c>")];
        let svg = network(&edges, &Language::ENGLISH);
        assert_eq!(svg.matches("<path").count(), 4);
        assert_eq!(svg.matches("<rect").count(), 5);
        assert!(svg.contains("&lt;c&gt;") && !svg.contains("<c>"));
        assert_eq!(svg, network(&edges, &Language::ENGLISH));
        // z has a source further up than x, and x than c.
        let place = |name: &str| svg.find(&format!(">{name}</text>")).expect("a box");
        assert!(place("z") < place("x") && place("x") < place("&lt;c&gt;"));
        assert!(network(&[], &Language::ENGLISH).ends_with("</svg>"));
    }
}
