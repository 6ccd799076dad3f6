//! The nodes of one document as they are written, each with its bytes.
//!
//! An arena: children are indices, so that neither building nor dropping recurses, however deep
//! the text. Aliases stay aliases and merges stay merges; `compose` makes values of them. This is
//! also the ground on which a text can be edited in place, so nothing that is written is lost here
//! but comments and blanks, which lie between the spans.

use crate::diagnostic::Span;

/// A node of a [`Tree`].
pub(super) type NodeId = usize;

/// One document; the root is missing when nothing is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub root: Option<NodeId>,
    /// What follows the end of the document, which kubectl never looks at.
    pub ignored: Option<Span>,
}

/// Something that is written, with its bytes in the stream.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// The value itself: a scalar with its quotes, a collection from its first to its last byte.
    pub span: Span,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Text, not yet resolved.
    Scalar(Scalar),
    /// `*name`, and the node it stands for.
    Alias(NodeId),
    /// Items in order.
    List(Vec<NodeId>),
    /// Entries in order, and how to find them.
    Map(Map),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scalar {
    /// The text after unescaping and folding.
    pub text: String,
    pub style: Style,
}

/// What decides how a scalar is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// No quotes and no tag: the text decides.
    Plain,
    /// Quotes or a block: always a string.
    Quoted,
    /// An explicit tag, in full: `tag:yaml.org,2002:str`, or `!` alone.
    Tagged(String),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Map {
    pub entries: Vec<Entry>,
    /// The indices of the entries by name and then by position, merges left out.
    pub by_name: Vec<u32>,
    /// The indices of the merges, in order.
    pub merges: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub key: NodeId,
    pub value: NodeId,
    /// The key as kubectl reads it; empty for a merge.
    pub name: String,
}

impl Tree {
    /// Adds a node and returns its id.
    pub fn add(&mut self, span: Span, kind: Kind) -> NodeId {
        self.nodes.push(Node { span, kind });
        self.nodes.len() - 1
    }

    /// A node by its id.
    // One function, since each index would bring its own check and panic.
    #[inline(never)]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The node that an alias stands for, and any other node itself.
    pub fn target(&self, id: NodeId) -> NodeId {
        match &self.node(id).kind {
            Kind::Alias(target) => *target,
            _ => id,
        }
    }

    /// The map that a node is or stands for.
    pub fn map(&self, id: NodeId) -> Option<&Map> {
        match &self.node(self.target(id)).kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The nodes whose maps a merge brings in, the strongest first.
    pub fn merged<'tree>(&'tree self, value: &'tree NodeId) -> &'tree [NodeId] {
        match &self.node(*value).kind {
            Kind::List(items) => items,
            _ => std::slice::from_ref(value),
        }
    }

    /// The entry that decides what is under a name: the last one written, or merged after it.
    pub fn field<'tree>(&'tree self, map: &'tree Map, name: &str) -> Option<&'tree Entry> {
        let own = map.own(name).last().copied();
        let later = map.merges.iter().rev().take_while(|&&merge| own.is_none_or(|own| own < merge));
        let merged = later.flat_map(|&merge| self.merged(&map.entries[merge as usize].value));
        merged
            .filter_map(|&id| self.field(self.map(id)?, name))
            .next()
            .or_else(|| own.map(|at| &map.entries[at as usize]))
    }
}

impl Map {
    /// The entries that are written under a name, merges left out.
    pub fn own(&self, name: &str) -> &[u32] {
        let name_of = |at: u32| self.entries[at as usize].name.as_str();
        let start = self.by_name.partition_point(|&at| name_of(at) < name);
        // Few names are there more than once.
        let rest = &self.by_name[start..];
        let count = rest.iter().position(|&at| name_of(at) != name).unwrap_or(rest.len());
        &rest[..count]
    }

    /// Whether a name can come more than once, written twice or merged.
    pub fn can_repeat(&self) -> bool {
        let name = |at: u32| self.entries[at as usize].name.as_str();
        !self.merges.is_empty()
            || self.by_name.windows(2).any(|pair| name(pair[0]) == name(pair[1]))
    }
}
