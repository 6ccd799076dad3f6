//! Reading back only the lines around an edit.
//!
//! A long document takes longer to read than to edit. The lines of an entry or item mean the same
//! wherever they stand, as long as nothing in the document is shared by an alias; so it is enough
//! to read those of the neighbors that hold all edits. What is read right there proves that the
//! whole text is right.

use super::super::tree::{Kind, Map, NodeId};
use super::block::Block;
use super::matching::same;
use super::slot::Slot;
use super::{Editor, TextEdit, read_back, share};
use crate::diagnostic::Span;
use crate::path::{FieldPath, Step};
use crate::text::until;
use crate::value::Value;

/// How many levels are looked at; no policy is nested as deep.
const MAX_LEVELS: usize = 40;

/// Neighbors in a collection whose lines hold all edits.
#[derive(Debug)]
pub(super) struct Window {
    lines: Span,
    /// The collection, from the root of the document; the place or below it.
    path: Vec<Step>,
    neighbors: Neighbors,
}

/// Some of the children of a collection, as they were before.
#[derive(Debug)]
enum Neighbors {
    /// The items from one position on: how many, of how many in all.
    Items { first: usize, count: usize, all: usize },
    /// The entries of a map, by the names of the others.
    Entries { others: Vec<String> },
    /// The place itself, which one step leads to.
    Alone(Step),
}

impl Editor<'_> {
    /// The neighbors that hold all edits, on each level from the place down, the largest first; none
    /// where all has to be read.
    ///
    /// The smallest may be too small: a key that is renamed lies in the lines of its own entry, which
    /// is another one afterwards.
    pub fn windows(&self, edits: &[TextEdit], place: &FieldPath) -> Vec<Window> {
        let mut found = Vec::new();
        let (Some(first), Some(last), Some(mut id)) = (edits.first(), edits.last(), self.tree.root)
        else {
            return found;
        };
        if self.around.json || !share::shared(self.tree).is_empty() {
            return found;
        }
        let hull = first.span.start..last.span.end;
        let mut path = Vec::new();
        while path.len() < MAX_LEVELS {
            let Some((children, steps)) = self.children(id) else { break };
            if let Some(step) = place.steps().get(path.len()) {
                // Above the place nothing comes or goes: one child holds it all.
                let to_place = (0..children.len()).find(|&at| steps(at).0 == *step);
                let Some(at) = to_place.filter(|&at| hull.end <= children[at].end) else { break };
                path.push(step.clone());
                let lines = self.lines.start(children[at].dash)..children[at].end;
                let holds = lines.start < hull.start && hull.end < lines.end;
                if holds && path.len() == place.steps().len() {
                    let is_first = self.lines.is_first(children[at].dash);
                    let neighbors = Neighbors::Alone(step.clone());
                    found.extend(is_first.then(|| Window { lines, path: path.clone(), neighbors }));
                }
                id = steps(at).1;
                continue;
            }
            let Some((first, end, lines)) = self.around(&children, &hull) else { break };
            let is_one = end == first + 1 && lines.start < hull.start && hull.end < lines.end;
            let neighbors = match &self.tree.node(id).kind {
                Kind::Map(map) => Neighbors::Entries { others: others(map, first, end) },
                _ => Neighbors::Items { first, count: end - first, all: children.len() },
            };
            found.push(Window { lines, path: path.clone(), neighbors });
            if !is_one {
                break;
            }
            let (step, child) = steps(first);
            path.push(step);
            id = child;
        }
        found
    }

    /// The lines of the children of a collection in block style, and how to get to one of them.
    #[expect(clippy::type_complexity, reason = "a pair that is taken apart at once")]
    fn children(
        &self,
        id: NodeId,
    ) -> Option<(Vec<Block>, Box<dyn Fn(usize) -> (Step, NodeId) + '_>)> {
        if self.has_brackets(id) {
            return None;
        }
        match &self.tree.node(id).kind {
            Kind::Map(map) if map.merges.is_empty() && !map.can_repeat() => {
                let column =
                    self.lines.column(self.lines.entry_start(self.tree, map.entries.first()?.key));
                let mut blocks = Vec::with_capacity(map.entries.len());
                for (at, entry) in map.entries.iter().enumerate() {
                    let dash = self.lines.entry_start(self.tree, entry.key);
                    let end = self.entry_end(map, at, column).ok()?;
                    blocks.push(Block { lead: dash, dash, end });
                }
                let entry =
                    |at: usize| (Step::Key(map.entries[at].name.clone()), map.entries[at].value);
                Some((blocks, Box::new(entry)))
            }
            Kind::List(items) => {
                let blocks = self.item_blocks(Slot::Root, id, items).ok()?;
                Some((blocks, Box::new(|at| (Step::Index(at), items[at]))))
            }
            _ => None,
        }
    }

    /// The children whose lines hold some bytes: from which to which, and their lines.
    fn around(&self, children: &[Block], hull: &Span) -> Option<(usize, usize, Span)> {
        let start = |block: &Block| self.lines.start(block.dash);
        let mut first =
            children.partition_point(|child| start(child) <= hull.start).checked_sub(1)?;
        let is_line_start = until(self.text, hull.start).ends_with('\n');
        let mut from = start(&children[first]);
        if !self.lines.is_first(children[first].dash) {
            return None;
        }
        if children[first].end <= hull.start && is_line_start {
            // It comes behind this one, whose lines do not change.
            (first, from) = (first + 1, hull.start);
        }
        let mut end = first;
        let mut to = from.max(hull.end);
        while end < children.len() && (children[end].end < to || start(&children[end]) < hull.end) {
            to = to.max(children[end].end);
            end += 1;
        }
        // What follows has to begin a line, as it did before.
        let is_whole =
            to == hull.end || until(self.text, to).ends_with('\n') || to == self.text.len();
        is_whole.then_some((first, end, from..to))
    }
}

fn others(map: &Map, first: usize, end: usize) -> Vec<String> {
    let mut others = Vec::new();
    for (at, entry) in map.entries.iter().enumerate() {
        if at < first || at >= end {
            others.push(entry.name.clone());
        }
    }
    others
}

impl Window {
    /// Whether the lines say after the edits what they should.
    pub fn says(&self, edited: &str, text: &str, place: &FieldPath, after: &Value) -> bool {
        let end = self.lines.end + edited.len() - text.len();
        let Some(lines) = edited.get(self.lines.start..end) else { return false };
        let inside = self.path.get(place.steps().len()..);
        let expected = inside.and_then(|inside| after.at_steps(inside));
        expected.is_some_and(|expected| self.neighbors.are(&read_back(lines), expected))
    }
}

impl Neighbors {
    /// Whether these are what they should be after the edits.
    fn are(&self, read: &Value, expected: &Value) -> bool {
        match (self, read, expected) {
            (Neighbors::Alone(Step::Key(name)), Value::Map(entries), expected) => {
                matches!(entries.as_slice(), [(key, value)] if key == name && same(value, expected))
            }
            (Neighbors::Alone(Step::Index(_)), Value::List(items), expected) => {
                matches!(items.as_slice(), [item] if same(item, expected))
            }
            (Neighbors::Items { first, count, all }, read, Value::List(after)) => {
                let count = (count + after.len()).checked_sub(*all);
                let items = count.and_then(|count| after.get(*first..first + count));
                let read = read.as_list().unwrap_or_default();
                items.is_some_and(|items| {
                    items.len() == read.len() && items.iter().zip(read).all(|(a, b)| same(a, b))
                })
            }
            (Neighbors::Entries { others }, read, Value::Map(after)) => {
                let mut own = after.clone();
                own.retain(|(name, _)| !others.contains(name));
                let read = if read.is_null() { &Value::EMPTY_MAP } else { read };
                same(&Value::Map(own), read)
            }
            _ => false,
        }
    }
}
