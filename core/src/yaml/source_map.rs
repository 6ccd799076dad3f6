//! Where each value of a document is written, and what is written at a place.

use std::rc::Rc;

use super::problem;
use super::tree::{Entry, Kind, Node, NodeId, Tree};
use crate::diagnostic::{Diagnostic, Span};
use crate::path::{FieldPath, Step};

/// From paths to bytes of the stream, and back.
///
/// A field that comes through an alias or a merge is where it was written for the first time; the
/// value of the aliased field itself is at the alias.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceMap {
    tree: Rc<Tree>,
    /// The value that paths start at.
    root: Option<NodeId>,
    /// Where the document starts, for what has no better place.
    start: usize,
}

/// How many keys of a document are reported as written twice.
const MAX_DUPLICATES: usize = 100;

/// How far a path leads.
struct Found<'tree> {
    node: NodeId,
    entry: Option<&'tree Entry>,
    /// Whether nothing of the path is missing.
    whole: bool,
}

impl SourceMap {
    pub(super) fn new(tree: Tree, start: usize) -> Self {
        let root = tree.root;
        SourceMap { tree: Rc::new(tree), root, start }
    }

    /// The map of one value of the document, to which all paths are relative then.
    #[must_use]
    pub fn within(&self, place: &FieldPath) -> SourceMap {
        let found = self.find(place).filter(|found| found.whole).map(|found| found.node);
        let start = found.map_or(self.start, |node| self.node(node).span.start);
        SourceMap { tree: Rc::clone(&self.tree), root: found, start }
    }

    /// The nodes as they are written.
    pub(super) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The bytes of a value; `None` if the path leads to nothing.
    ///
    /// A scalar has its quotes, a list or map reaches from its first to its last byte, and a value
    /// that is left out (`key:`) has no bytes, after its key.
    pub fn value(&self, path: &FieldPath) -> Option<Span> {
        let found = self.find(path).filter(|found| found.whole)?;
        Some(self.node(found.node).span.clone())
    }

    /// The bytes of the key of a field; `None` for items of a list and for what is not there.
    pub fn key(&self, path: &FieldPath) -> Option<Span> {
        let found = self.find(path).filter(|found| found.whole)?;
        Some(self.node(found.entry?.key).span.clone())
    }

    /// The bytes to show for a path, whether or not it leads to something.
    ///
    /// What is there is shown itself, or by its key if it has no bytes. What is missing is shown
    /// by the key of the nearest parent that is there; a parent without a key (an item of a list,
    /// or the document) by its first key.
    pub fn nearest(&self, path: &FieldPath) -> Span {
        let Some(found) = self.find(path) else { return self.start..self.start };
        let node = self.node(found.node);
        if found.whole && !node.span.is_empty() {
            return node.span.clone();
        }
        let shown = match (found.entry, &node.kind) {
            (Some(entry), _) => entry.key,
            (None, Kind::Map(map)) => map.entries.first().map_or(found.node, |entry| entry.key),
            (None, _) => found.node,
        };
        self.node(shown).span.clone()
    }

    /// The path of the innermost value whose key or text is at a byte; a byte between two values
    /// belongs to what holds them.
    pub fn path_at(&self, offset: usize) -> FieldPath {
        FieldPath::along(&self.steps_to(offset))
    }

    fn steps_to(&self, offset: usize) -> Vec<Step> {
        let mut path = Vec::new();
        let Some(mut id) = self.root else { return path };
        // The maps of a merge are fields of the map that they are merged into.
        let mut merging = false;
        loop {
            match &self.node(id).kind {
                Kind::Scalar(_) | Kind::Alias(_) => return path,
                Kind::List(items) => {
                    let next = items.partition_point(|&item| self.node(item).span.start <= offset);
                    let Some(at) = next.checked_sub(1) else { return path };
                    if self.node(items[at]).span.end < offset {
                        return path;
                    }
                    id = items[at];
                    if !merging {
                        path.push(Step::Index(at));
                    }
                }
                Kind::Map(map) => {
                    let start = |entry: &Entry| self.node(entry.key).span.start;
                    let next = map.entries.partition_point(|entry| start(entry) <= offset);
                    let Some(at) = next.checked_sub(1) else { return path };
                    let entry = &map.entries[at];
                    let (key, value) = (self.node(entry.key), self.node(entry.value));
                    if key.span.end.max(value.span.end) < offset {
                        return path;
                    }
                    merging = map.merges.binary_search(&(at as u32)).is_ok();
                    if !merging {
                        path.push(Step::Key(entry.name.clone()));
                    }
                    if offset < value.span.start {
                        return path;
                    }
                    id = entry.value;
                }
            }
        }
    }

    /// A warning for each key that counts for nothing, because it is written again below.
    ///
    /// A text with thousands of them is not written by hand: the first ones tell enough.
    pub(super) fn duplicate_keys(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for node in &self.tree.nodes {
            let Kind::Map(map) = &node.kind else { continue };
            let entries = map.by_name.iter().map(|&at| &map.entries[at as usize]);
            for (entry, later) in entries.clone().zip(entries.skip(1)) {
                if entry.name == later.name && diagnostics.len() < MAX_DUPLICATES {
                    let key = self.node(entry.key).span.clone();
                    let path = self.path_at(key.start);
                    let later = self.node(later.key).span.clone();
                    diagnostics.push(problem::duplicate(&entry.name, path, key, later));
                }
            }
        }
        diagnostics
    }

    fn find(&self, path: &FieldPath) -> Option<Found<'_>> {
        let mut found = Found { node: self.root?, entry: None, whole: true };
        for step in path.steps() {
            let next = match (&self.node(self.tree.target(found.node)).kind, step) {
                (Kind::List(items), Step::Index(at)) => items.get(*at).map(|&item| (item, None)),
                (Kind::Map(map), Step::Key(name)) => {
                    self.tree.field(map, name).map(|entry| (entry.value, Some(entry)))
                }
                _ => None,
            };
            let Some((node, entry)) = next else {
                found.whole = false;
                break;
            };
            found = Found { node, entry, whole: true };
        }
        Some(found)
    }

    fn node(&self, id: NodeId) -> &Node {
        self.tree.node(id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    const TEXT: &str = "\
---
metadata: {name: 'web'}
spec:
  podSelector: &all
    matchLabels:
      app: web
  ingress:
  - from:
    - podSelector: *all
    ports: [{port: 80}]
  egress:
  other:
    <<: *all
    more: 1
";

    /// Makes a path of its text: `spec.ingress[0]`.
    fn path(text: &str) -> FieldPath {
        let mut path = FieldPath::root();
        for part in text.split(['.', '[']).filter(|part| !part.is_empty()) {
            path = match part.strip_suffix(']').and_then(|index| index.parse().ok()) {
                Some(index) => path.index(index),
                None => path.key(part),
            };
        }
        path
    }

    /// Shows bytes as line and first words, so that equal texts at two places differ.
    fn shown(span: Option<Span>) -> Option<(usize, &'static str)> {
        let span = span?;
        let line = TEXT[..span.start].matches('\n').count() + 1;
        TEXT[span].lines().next().map(|first| (line, first)).or(Some((line, "")))
    }

    #[test]
    fn values_and_keys_are_found_where_they_are_written() {
        let documents = parse(TEXT);
        let source = &documents[0].source;
        let cases = [
            ("metadata", Some((2, "{name: 'web'}")), Some((2, "metadata"))),
            ("metadata.name", Some((2, "'web'")), Some((2, "name"))),
            ("spec.ingress", Some((8, "- from:")), Some((7, "ingress"))),
            ("spec.ingress[0]", Some((8, "from:")), None),
            ("spec.ingress[0].ports[0].port", Some((10, "80")), Some((10, "port"))),
            // Through the alias to the text it stands for.
            ("spec.ingress[0].from[0].podSelector", Some((9, "*all")), Some((9, "podSelector"))),
            (
                "spec.ingress[0].from[0].podSelector.matchLabels.app",
                Some((6, "web")),
                Some((6, "app")),
            ),
            ("spec.other.matchLabels", Some((6, "app: web")), Some((5, "matchLabels"))),
            ("spec.egress", Some((11, "")), Some((11, "egress"))),
            ("spec.nothing", None, None),
            ("spec.ingress[1]", None, None),
        ];
        for (at, value, key) in cases {
            assert_eq!(shown(source.value(&path(at))), value, "value of {at}");
            assert_eq!(shown(source.key(&path(at))), key, "key of {at}");
        }
    }

    #[test]
    fn lists_start_at_their_first_dash() {
        for text in ["k:\n- - a\n  - b\n- c\n", "k:\n- -a\n", "k:\n  - - a\n", "k:\n-\n  - a\n"] {
            let documents = parse(text);
            let span = documents[0].source.value(&path("k")).unwrap_or_default();
            assert_eq!(text[..span.start].trim(), "k:", "{text:?}");
        }
    }

    #[test]
    fn what_is_missing_is_shown_at_the_nearest_parent() {
        let documents = parse(TEXT);
        let source = &documents[0].source;
        let cases = [
            ("", (2, "metadata: {name: 'web'}")),
            ("kind", (2, "metadata")),
            ("metadata.namespace", (2, "metadata")),
            ("spec.ingress[0].from[3].podSelector", (8, "from")),
            ("spec.ingress[0].to", (8, "from")),
            ("spec.ingress[0].ports[0].port", (10, "80")),
            ("spec.egress", (11, "egress")),
            ("spec.podSelector.matchExpressions[0].key", (4, "podSelector")),
        ];
        for (at, expected) in cases {
            assert_eq!(shown(Some(source.nearest(&path(at)))), Some(expected), "{at}");
        }
        assert_eq!(parse("")[0].source.nearest(&path("spec")), 0..0);
    }

    #[test]
    fn a_map_of_one_value_has_paths_from_there() {
        let documents = parse(TEXT);
        let source = documents[0].source.within(&path("spec.ingress[0]"));
        assert_eq!(shown(source.value(&path("ports[0].port"))), Some((10, "80")));
        assert_eq!(shown(Some(source.nearest(&path("to")))), Some((8, "from")));
        let at = TEXT.find("80").unwrap_or_default();
        assert_eq!(source.path_at(at).to_string(), "ports[0].port");
        assert_eq!(source.path_at(0), FieldPath::root());
        let nothing = documents[0].source.within(&path("spec.nothing"));
        assert_eq!(nothing.value(&FieldPath::root()), None);
        assert_eq!(nothing.nearest(&path("kind")), 0..0);
    }

    #[test]
    fn every_byte_has_the_path_of_its_innermost_value() {
        let documents = parse(TEXT);
        let source = &documents[0].source;
        let cases = [
            ("---", ""),
            ("name:", "metadata.name"),
            ("'web'", "metadata.name"),
            ("spec:", "spec"),
            ("app: web", "spec.podSelector.matchLabels.app"),
            ("*all", "spec.ingress[0].from[0].podSelector"),
            ("80", "spec.ingress[0].ports[0].port"),
            ("- from", "spec.ingress"),
            ("<<", "spec.other"),
            ("more", "spec.other.more"),
        ];
        for (text, expected) in cases {
            let at = TEXT.find(text).unwrap_or_default();
            assert_eq!(source.path_at(at).to_string(), expected, "at {text}");
        }
        assert_eq!(source.path_at(TEXT.len() + 1), FieldPath::root());
    }
}
