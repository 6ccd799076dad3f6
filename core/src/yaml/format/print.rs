//! The nodes of a document and what is written around them, in one layout.

use super::notes::{Around, Block, Comment, Notes};
use crate::yaml::emit::{is_plain, quoted, spaces};
use crate::yaml::tree::{Entry, Kind, NodeId, Scalar, Style, Tree};

/// How many characters a line with brackets may have.
const WIDEST: usize = 80;

/// Writes a document without its separator; ends with a line break if there is anything.
pub(super) fn print(text: &str, tree: &Tree, notes: &Notes<'_>) -> String {
    let mut printer = Printer { text, tree, notes, out: String::new() };
    printer.comments(&notes.head, 0, true);
    if let Some(root) = tree.root {
        if notes.is_head_apart {
            printer.empty_line();
        }
        printer.root(root);
    }
    printer.out
}

struct Printer<'a> {
    text: &'a str,
    tree: &'a Tree,
    notes: &'a Notes<'a>,
    out: String,
}

/// What stands before a value on its line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    /// `key:`
    Key,
    /// `-`
    Dash,
}

/// Whether the first line of a collection has been begun, by the dash of the item that it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FirstLine {
    Begun,
    Open,
}

impl<'a> Printer<'a> {
    fn root(&mut self, id: NodeId) {
        let around = self.around(id);
        self.comments(&around.inside, 0, false);
        // Brackets around a whole document are not worth keeping.
        match self.inline(id, WIDEST, 2) {
            Some(text) => {
                self.comments(all_but_last(&around.beside), 0, false);
                self.out.push_str(&text);
                self.beside(id);
                self.lines_of_block(id, 2);
                self.comments(&around.below, 0, false);
            }
            None => {
                if !around.properties.is_empty() || !around.beside.is_empty() {
                    self.out.push_str(&around.properties.join(" "));
                    self.beside(id);
                }
                self.collection(id, 0, FirstLine::Open);
            }
        }
    }

    /// Writes the entries or items of a collection, and the comments after them.
    fn collection(&mut self, id: NodeId, indent: usize, first: FirstLine) {
        match &self.tree.nodes[id].kind {
            Kind::Map(map) => {
                for (position, entry) in map.entries.iter().enumerate() {
                    let comments = self.above_entry(entry);
                    self.begin(position, first, entry.key, &comments, indent);
                    self.key(entry.key);
                    self.value(entry.value, indent, After::Key);
                }
            }
            Kind::List(items) => {
                for (position, &item) in items.iter().enumerate() {
                    let comments = self.above_item(item, indent);
                    self.begin(position, first, item, &comments, indent);
                    self.out.push('-');
                    self.value(item, indent, After::Dash);
                }
            }
            _ => {}
        }
        self.comments(&self.around(id).below, indent, false);
    }

    /// Begins an entry or item: what is above it, and its indentation.
    fn begin(
        &mut self,
        position: usize,
        first: FirstLine,
        id: NodeId,
        comments: &[Comment<'_>],
        indent: usize,
    ) {
        if position == 0 && first == FirstLine::Begun {
            return;
        }
        self.comments(comments, indent, position == 0);
        if self.around(id).is_apart && (position > 0 || !comments.is_empty()) {
            self.empty_line();
        }
        spaces(indent, &mut self.out);
    }

    fn key(&mut self, id: NodeId) {
        let key = self.inline(id, 0, 0).unwrap_or_default();
        self.out.push_str(&key);
        // A colon right behind an alias would be part of its name.
        let is_alias = matches!(self.tree.nodes[id].kind, Kind::Alias(_));
        self.out.push_str(if is_alias { " :" } else { ":" });
    }

    /// Writes a value from the end of its key or dash to the end of its last line.
    fn value(&mut self, id: NodeId, indent: usize, after: After) {
        let around = self.around(id);
        let line = self.out.rfind('\n').map_or(0, |end| end + 1);
        let column = self.out[line..].chars().count() + 1;
        if let Some(text) = self.inline(id, column, indent + 2) {
            if !text.is_empty() {
                self.out.push(' ');
                self.out.push_str(&text);
            }
            self.beside(id);
            return self.lines_of_block(id, indent + 2);
        }
        let is_list = matches!(self.tree.nodes[id].kind, Kind::List(_));
        let inner = if is_list && after == After::Key { indent } else { indent + 2 };
        if after == After::Dash && around.properties.is_empty() {
            self.out.push(' ');
            return self.collection(id, inner, FirstLine::Begun);
        }
        for property in &around.properties {
            self.out.push(' ');
            self.out.push_str(property);
        }
        self.beside(id);
        self.collection(id, inner, FirstLine::Open);
    }

    /// Ends a line, with the comment that stands there.
    fn beside(&mut self, id: NodeId) {
        if let Some(comment) = self.around(id).beside.last() {
            self.out.push(' ');
            self.out.push_str(comment.text);
        }
        self.out.push('\n');
    }

    fn lines_of_block(&mut self, id: NodeId, indent: usize) {
        let Some(block) = &self.around(id).block else { return };
        for line in &block.lines {
            if !line.is_empty() {
                spaces(indent, &mut self.out);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    fn comments(&mut self, comments: &[Comment<'_>], indent: usize, at_start: bool) {
        for (position, comment) in comments.iter().enumerate() {
            if comment.is_apart && !(at_start && position == 0) {
                self.empty_line();
            }
            spaces(indent, &mut self.out);
            self.out.push_str(comment.text);
            self.out.push('\n');
        }
    }

    fn empty_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// The comments that stand above an entry.
    fn above_entry(&self, entry: &Entry) -> Vec<Comment<'a>> {
        let (key, value) = (self.around(entry.key), self.around(entry.value));
        let mut comments = key.above.clone();
        comments.extend(&key.inside);
        comments.extend(&value.inside);
        comments.extend(all_but_last(&value.beside));
        comments
    }

    /// The comments that stand above an item whose dash is at an indent, with those of whatever
    /// begins on its line.
    fn above_item(&self, id: NodeId, indent: usize) -> Vec<Comment<'a>> {
        let around = self.around(id);
        let mut comments = around.above.clone();
        comments.extend(&around.inside);
        if self.inline(id, indent + 2, 0).is_some() || !around.properties.is_empty() {
            comments.extend(all_but_last(&around.beside));
            return comments;
        }
        comments.extend(&around.beside);
        match &self.tree.nodes[id].kind {
            Kind::Map(map) => {
                comments
                    .extend(map.entries.first().map(|e| self.above_entry(e)).unwrap_or_default());
            }
            Kind::List(items) => {
                let first = items.first().map(|&item| self.above_item(item, indent + 2));
                comments.extend(first.unwrap_or_default());
            }
            _ => {}
        }
        comments
    }

    /// Anchor and tag of a node, and what it has in the line that begins at a column; `None` for a
    /// collection with lines of its own. Further lines of a text are indented as given.
    fn inline(&self, id: NodeId, column: usize, indent: usize) -> Option<String> {
        let mut text = self.around(id).properties.join(" ");
        let space = if text.is_empty() { "" } else { " " };
        let node = &self.tree.nodes[id];
        let has_children = self.children(id).next().is_some();
        let own = match (&node.kind, &self.around(id).block) {
            (_, Some(block)) => header(block),
            (Kind::Scalar(scalar), None) => self.scalar(id, scalar, Place::Line { indent }),
            (Kind::Alias(_), None) => self.text[node.span.clone()].to_owned(),
            (Kind::List(_), None) if !has_children => "[]".to_owned(),
            (Kind::Map(_), None) if !has_children => "{}".to_owned(),
            _ => self.flow(id, column + text.chars().count() + space.len())?,
        };
        if !own.is_empty() {
            text.push_str(space);
            text.push_str(&own);
        }
        Some(text)
    }

    /// A collection in brackets, if it is written so and fits behind a column.
    fn flow(&self, id: NodeId, column: usize) -> Option<String> {
        let node = &self.tree.nodes[id];
        let (is_map, open, close) = match (self.text.as_bytes().get(node.span.start), &node.kind) {
            (Some(b'['), Kind::List(_)) => (false, '[', ']'),
            (Some(b'{'), Kind::Map(_)) => (true, '{', '}'),
            _ => return None,
        };
        let mut text = String::from(open);
        for (position, child) in self.children(id).enumerate() {
            let is_value = is_map && position % 2 == 1;
            let is_alias_key = is_map && !is_value && self.tree.target(child) != child;
            text.push_str(match position {
                0 => "",
                _ if is_value => ": ",
                _ => ", ",
            });
            text.push_str(&self.flow_item(child).filter(|_| !is_alias_key)?);
            if column + text.len() > 4 * WIDEST {
                return None;
            }
        }
        text.push(close);
        let fits = column + text.chars().count() <= WIDEST && self.around(id).below.is_empty();
        fits.then_some(text)
    }

    /// A node inside of brackets, if it is simple enough to stay there.
    fn flow_item(&self, id: NodeId) -> Option<String> {
        let node = &self.tree.nodes[id];
        let around = self.around(id);
        let comments = [&around.above, &around.inside, &around.beside, &around.below];
        let raw = &self.text[node.span.clone()];
        if raw.is_empty() || raw.contains('\n') || !comments.into_iter().all(Vec::is_empty) {
            return None;
        }
        let own = match &node.kind {
            Kind::Scalar(scalar) => self.scalar(id, scalar, Place::Brackets),
            Kind::Alias(_) => raw.to_owned(),
            _ if self.children(id).next().is_some() => return None,
            Kind::List(_) => "[]".to_owned(),
            Kind::Map(_) => "{}".to_owned(),
        };
        let mut text = around.properties.join(" ");
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&own);
        Some(text)
    }

    /// A scalar as it was written, or without its quotes if nobody needs them.
    fn scalar(&self, id: NodeId, scalar: &Scalar, place: Place) -> String {
        let raw = &self.text[self.tree.nodes[id].span.clone()];
        if let Place::Line { indent } = place
            && raw.contains('\n')
        {
            return with_indent(raw, indent);
        }
        let text = scalar.text.as_str();
        if scalar.style != Style::Quoted || raw.contains('\n') || text.contains('$') {
            return raw.to_owned();
        }
        if is_plain(text) && (place != Place::Brackets || !text.contains(SYNTAX_IN_BRACKETS)) {
            return text.to_owned();
        }
        // Single quotes are easier to read than escapes.
        if raw.starts_with('\'') && text.contains(['"', '\\']) {
            return raw.to_owned();
        }
        let mut text_in_quotes = String::new();
        quoted(text, &mut text_in_quotes);
        text_in_quotes
    }

    /// The nodes right below a node.
    fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + 'a {
        let (items, entries): (&[NodeId], &[Entry]) = match &self.tree.nodes[id].kind {
            Kind::List(items) => (items, &[]),
            Kind::Map(map) => (&[], &map.entries),
            _ => (&[], &[]),
        };
        items.iter().copied().chain(entries.iter().flat_map(|entry| [entry.key, entry.value]))
    }

    fn around(&self, id: NodeId) -> &'a Around<'a> {
        &self.notes.around[id]
    }
}

/// Where a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Between brackets, on one line.
    Brackets,
    /// Outside of them; further lines are indented.
    Line { indent: usize },
}

/// Characters that mean something in brackets, for one reader of YAML or another.
const SYNTAX_IN_BRACKETS: [char; 7] = [',', '[', ']', '{', '}', '?', ':'];

/// The comments that have no place on the line.
fn all_but_last<'a, 'text>(comments: &'a [Comment<'text>]) -> &'a [Comment<'text>] {
    comments.split_last().map_or(&[], |(_, others)| others)
}

/// The header of a block, which says how far it is indented only if the first line does not.
fn header(block: &Block<'_>) -> String {
    let first = block.lines.iter().find(|line| !line.is_empty());
    let digit = if first.is_some_and(|line| line.starts_with(' ')) { "2" } else { "" };
    let (kind, rest) = block.header.split_at(1);
    let chomping = rest.trim_matches(|char: char| char.is_ascii_digit());
    [kind, digit, chomping].concat()
}

/// Text of several lines, with the second and all others indented.
fn with_indent(raw: &str, indent: usize) -> String {
    let mut text = String::new();
    for (position, line) in raw.split('\n').enumerate() {
        if position == 0 {
            text.push_str(line);
            continue;
        }
        text.push('\n');
        let line = line.trim_start_matches([' ', '\t']);
        if !line.is_empty() {
            spaces(indent, &mut text);
            text.push_str(line);
        }
    }
    text
}
