//! How a text is laid out, so that what is new looks like what is around it.

use super::super::emit::{Flow, Layout};
use super::super::tree::{Kind, NodeId, Tree};
use super::lines::Lines;
use crate::text::{after, has};

/// The widest indentation that is counted; what is wider is an accident.
const WIDEST: usize = 8;

/// How many nodes tell how a document is laid out.
const ENOUGH: usize = 4_000;

/// The look of a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings {
    /// How lines are laid out; text is never a block of lines, since a comment may follow.
    pub layout: Layout,
    /// Whether it is JSON: brackets, and quotes around all text.
    pub json: bool,
}

impl Surroundings {
    /// Looks at a document.
    pub fn of(text: &str, tree: &Tree, lines: Lines<'_>) -> Self {
        let line_break = if has(text, "\r\n") { "\r\n" } else { "\n" };
        let json = tree.root.is_some_and(|root| is_json(text, tree, root));
        let (indent, dash) =
            if json { json_indent(text, tree, lines) } else { columns(text, tree, lines) };
        Surroundings { layout: Layout { indent, dash, line_break, blocks: false }, json }
    }

    /// How a collection in brackets looks, given its text.
    pub fn flow(&self, raw: &str) -> Flow {
        let quoted = raw.starts_with('{') && after(raw, 1).trim_start().starts_with('"');
        Flow { json: self.json || quoted, padded: raw.starts_with("{ "), lines: raw.contains('\n') }
    }
}

/// Whether a document is a collection in brackets whose first key is in double quotes.
fn is_json(text: &str, tree: &Tree, root: NodeId) -> bool {
    let starts = |id: NodeId, with: &[char]| {
        text.get(tree.node(id).span.clone()).is_some_and(|raw| raw.starts_with(with))
    };
    match &tree.node(root).kind {
        Kind::Map(map) => {
            starts(root, &['{']) && map.entries.iter().all(|entry| starts(entry.key, &['"']))
        }
        Kind::List(items) => {
            starts(root, &['[']) && items.first().is_some_and(|&item| is_json(text, tree, item))
        }
        _ => false,
    }
}

/// The indentation of JSON: that of the first line inside of the outermost brackets.
fn json_indent(text: &str, tree: &Tree, lines: Lines<'_>) -> (usize, usize) {
    let root = tree.root.map_or(0..0, |root| tree.node(root).span.clone());
    let inner = lines.next(root.start);
    let indent = match inner < root.end && text[root.clone()].contains('\n') {
        true => lines.indent(inner).saturating_sub(lines.indent(root.start)),
        false => Layout::OWN.indent,
    };
    (indent.clamp(1, WIDEST), Layout::OWN.dash)
}

/// How far maps and dashes usually stand right of their key.
fn columns(text: &str, tree: &Tree, lines: Lines<'_>) -> (usize, usize) {
    let (mut maps, mut dashes) = ([0_u32; WIDEST + 1], [0_u32; WIDEST + 1]);
    for node in tree.nodes.iter().take(ENOUGH) {
        let Kind::Map(map) = &node.kind else { continue };
        for entry in &map.entries {
            let (key, value) = (&tree.node(entry.key).span, tree.node(entry.value));
            let below = value.span.start > lines.end(key.end.min(text.len()));
            let bracketed = after(text, value.span.start).starts_with(['[', '{']);
            let counts = match value.kind {
                Kind::Map(_) => &mut maps,
                Kind::List(_) => &mut dashes,
                _ => continue,
            };
            if !below || bracketed {
                continue;
            }
            let right = lines.column(value.span.start).checked_sub(lines.column(key.start));
            if let Some(count) = right.and_then(|right| counts.get_mut(right)) {
                *count += 1;
            }
        }
    }
    // Where nothing is nested yet, as in what we write; a map must stand right of its key.
    maps[0] = 0;
    let usual = |counts: [u32; WIDEST + 1], own: usize| {
        let most = counts.iter().copied().max().unwrap_or_default();
        let found = counts.iter().position(|&count| count == most).filter(|_| most > 0);
        found.unwrap_or(own)
    };
    (usual(maps, Layout::OWN.indent), usual(dashes, Layout::OWN.dash))
}
