//! JSON with each value on a line of its own, two blanks a level.
//!
//! Scalars are written as they were: an escape stays an escape.

use crate::yaml::tree::{Kind, NodeId, Tree};

/// Writes a document of JSON, with a line break at its end.
pub(super) fn print(text: &str, tree: &Tree) -> String {
    let mut printer = Printer { text, tree, out: String::new() };
    if let Some(root) = tree.root {
        printer.node(root, 0);
    }
    printer.out.push('\n');
    printer.out
}

struct Printer<'a> {
    text: &'a str,
    tree: &'a Tree,
    out: String,
}

impl Printer<'_> {
    fn node(&mut self, id: NodeId, indent: usize) {
        let node = &self.tree.nodes[id];
        match &node.kind {
            Kind::Scalar(_) | Kind::Alias(_) => self.out.push_str(&self.text[node.span.clone()]),
            Kind::List(items) => {
                self.out.push('[');
                for (position, &item) in items.iter().enumerate() {
                    self.next(position, indent + 2);
                    self.node(item, indent + 2);
                }
                self.close(items.is_empty(), ']', indent);
            }
            Kind::Map(map) => {
                self.out.push('{');
                for (position, entry) in map.entries.iter().enumerate() {
                    self.next(position, indent + 2);
                    self.node(entry.key, indent + 2);
                    self.out.push_str(": ");
                    self.node(entry.value, indent + 2);
                }
                self.close(map.entries.is_empty(), '}', indent);
            }
        }
    }

    fn next(&mut self, position: usize, indent: usize) {
        if position > 0 {
            self.out.push(',');
        }
        self.line(indent);
    }

    fn close(&mut self, is_empty: bool, bracket: char, indent: usize) {
        if !is_empty {
            self.line(indent);
        }
        self.out.push(bracket);
    }

    fn line(&mut self, indent: usize) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}
