//! Text in one layout, with every comment kept.
//!
//! What is written stays written: comments, anchors, aliases, merges, tags, blocks of text. Only
//! blanks, brackets, quotes that nobody needs and, where asked for, the order of keys change.
//! `notes` reads what lies between the nodes of the tree, `print` writes both.
//!
//! - Two blanks a level, dashes at the indent of their key, one blank before a comment.
//! - Lists and maps are blocks. What was written in brackets stays so if it holds only scalars and
//!   no comment, and its line has no more than 80 characters.
//! - Quotes stay where the text would be read as something else, and around text with a `$`, which
//!   may be a placeholder that another program fills in.
//! - At most one empty line in a row, none at the start of a document, list or map.
//! - A comment stays with what it is above or beside. Above the first key of a document it is about
//!   the document; behind a list or map it belongs to it as far as it is indented like it.
//! - JSON is written with each value on a line of its own.
//!
//! INVARIANT: what kubectl reads stays the same, and no comment is lost. The result is read again
//! before it is given out, and a document for which that does not hold stays as it was.

mod json;
mod notes;
mod print;
#[cfg(test)]
mod tests;

use super::stream::{self, Form};
use super::tree::{Kind, NodeId, Tree};
use super::{Content, compose, parse};
use crate::diagnostic::Span;
use crate::order;
use crate::value::Value;

/// The order in which the keys of a map are written, and what is below them.
///
/// Keys that are not named come after those that are, in the order of the text. The items of a list
/// are ordered like the list. The order stays that of the text in documents with aliases, and in
/// maps that merge another one or have a key twice: there, what comes later counts.
#[derive(Debug)]
pub struct KeyOrder {
    /// The keys, and the order below each of them.
    pub keys: &'static [(&'static str, &'static KeyOrder)],
}

impl KeyOrder {
    /// The order of the text.
    pub const AS_WRITTEN: KeyOrder = KeyOrder { keys: &[] };
}

/// A text in one layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Formatted {
    /// The text.
    pub text: String,
    /// The documents, by their bytes in the text that was given, that stayed byte for byte.
    ///
    /// They cannot be read, or have a notation that cannot be written in another way.
    pub kept: Vec<Span>,
}

/// Formats every document of a stream; `order` says how the keys of a document are ordered.
///
/// ```
/// use netpol_core::yaml::{KeyOrder, format};
/// let text = "a:\n    - \"b\"   # why\n    - { c: 1 }\n";
/// let formatted = format(text, &|_| &KeyOrder::AS_WRITTEN);
/// assert_eq!(formatted.text, "a:\n- b # why\n- {c: 1}\n");
/// ```
pub fn format(text: &str, order: &dyn Fn(&Value) -> &'static KeyOrder) -> Formatted {
    let (mark, text_after) = match text.strip_prefix(BOM) {
        Some(rest) => (BOM, rest),
        None => ("", text),
    };
    let mut formatted = Formatted { text: mark.to_owned(), kept: Vec::new() };
    let has_crlf = is_crlf(text);
    for document in super::parse(text_after) {
        let span = document.span;
        let raw = &text_after[span.clone()];
        match document_text(&with_plain_breaks(raw), &document.content, order) {
            Some(text) if has_crlf => formatted.text.push_str(&text.replace('\n', "\r\n")),
            Some(text) => formatted.text.push_str(&text),
            None => {
                formatted.text.push_str(raw);
                formatted.kept.push(span.start + mark.len()..span.end + mark.len());
            }
        }
    }
    formatted
}

const BOM: &str = "\u{feff}";

/// Whether every line ends with CR LF.
fn is_crlf(text: &str) -> bool {
    let count = |pattern: &str| text.matches(pattern).count();
    let pairs = count("\r\n");
    pairs > 0 && count("\n") == pairs && count("\r") == pairs
}

fn with_plain_breaks(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The text of one document; `None` if it has to stay as it is.
fn document_text(
    raw: &str,
    content: &Content,
    order: &dyn Fn(&Value) -> &'static KeyOrder,
) -> Option<String> {
    let null = Value::Null;
    let value = match content {
        Content::Broken => return None,
        Content::Empty => &null,
        Content::Read(value) => value,
    };
    let written = Written::read(raw)?;
    if !is_same(value, &written.value) {
        return None;
    }
    let formatted = written.print(raw, order(value))?;
    if formatted.trim_end().is_empty() {
        return raw.trim_end().is_empty().then_some(formatted);
    }
    let again = Written::read(&formatted)?;
    let is_kept =
        is_same(value, &again.value) && written.comments(raw)? == again.comments(&formatted)?;
    is_kept.then_some(formatted)
}

/// A document as it is written.
struct Written {
    tree: Tree,
    value: Value,
    /// Where the nodes may start: behind the separator.
    body: usize,
    is_json: bool,
}

impl Written {
    /// Reads a text that is one document.
    fn read(text: &str) -> Option<Self> {
        let mut chunks = stream::split(text).into_iter();
        let (Some(chunk), None) = (chunks.next(), chunks.next()) else { return None };
        let (mut tree, body, is_json) = match chunk.form {
            Form::Json(tree) => (tree, 0, true),
            Form::Yaml(body) => (parse::read(text, body.clone()).ok()?, body.start, false),
            Form::BadSeparator(_) | Form::NotJson(_) | Form::TooLarge => return None,
        };
        let nodes = 0..tree.nodes.len();
        compose::name_fields(text, &mut tree, nodes).ok()?;
        let value = compose::value(&tree).ok()?;
        Some(Written { tree, value, body, is_json })
    }

    fn print(&self, text: &str, order: &'static KeyOrder) -> Option<String> {
        let mut tree = self.tree.clone();
        let has_alias = |tree: &Tree| tree.nodes.iter().any(|n| matches!(n.kind, Kind::Alias(_)));
        if let Some(root) = tree.root.filter(|_| !has_alias(&tree)) {
            arrange(&mut tree, root, order);
        }
        if self.is_json {
            return Some(json::print(text, &tree));
        }
        let notes = notes::read(text, &self.tree, self.body)?;
        let printed = print::print(text, &tree, &notes);
        Some([separator(&text[..self.body]).as_str(), &printed].concat())
    }

    /// All comments, in the order of their text.
    fn comments<'text>(&self, text: &'text str) -> Option<Vec<&'text str>> {
        if self.is_json {
            return Some(Vec::new());
        }
        let comments = notes::read(text, &self.tree, self.body)?.into_comments();
        Some(order::sorted(comments, |a, b| a.cmp(b)))
    }
}

/// The line between two documents, with its comment.
fn separator(line: &str) -> String {
    match line.find('#') {
        Some(comment) => ["--- ", line[comment..].trim_end(), "\n"].concat(),
        None if line.is_empty() => String::new(),
        None => "---\n".to_owned(),
    }
}

/// Puts the keys of a node, and of what is below, in order.
fn arrange(tree: &mut Tree, id: NodeId, order: &'static KeyOrder) {
    if order.keys.is_empty() {
        return;
    }
    let position = |name: &str| {
        let found = order.keys.iter().position(|(key, _)| *key == name);
        found.unwrap_or(order.keys.len())
    };
    let mut below: Vec<(NodeId, &'static KeyOrder)> = Vec::new();
    match &mut tree.nodes[id].kind {
        Kind::Scalar(_) | Kind::Alias(_) => {}
        Kind::List(items) => below.extend(items.iter().map(|&item| (item, order))),
        Kind::Map(map) => {
            if !map.can_repeat() {
                let entries = std::mem::take(&mut map.entries);
                map.entries =
                    order::sorted(entries, |a, b| position(&a.name).cmp(&position(&b.name)));
                // The indices by name are of no use any more.
                map.by_name.clear();
            }
            for entry in &map.entries {
                let known = order.keys.get(position(&entry.name));
                below.extend(known.map(|(_, order)| (entry.value, *order)));
            }
        }
    }
    for (id, order) in below {
        arrange(tree, id, order);
    }
}

/// Whether two values are the same for the server, to which the order of keys means nothing.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            let by_key = |entries| order::sorted(entries, |a: &&(String, _), b| a.0.cmp(&b.0));
            let (a, b) = (by_key(a.iter().collect()), by_key(b.iter().collect()));
            let is_same_entry =
                |(a, b): (&&(String, Value), &&(String, Value))| a.0 == b.0 && is_same(&a.1, &b.1);
            a.len() == b.len() && a.iter().zip(&b).all(is_same_entry)
        }
        (a, b) => a == b,
    }
}
