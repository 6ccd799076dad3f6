//! What is written between the nodes of a document: comments, empty lines, anchors and tags.
//!
//! The text is walked along the tree, from first to last byte, so that every comment gets to the
//! node it is about. What cannot be understood ends the walk: better no layout than a wrong one.

use crate::yaml::tree::{Kind, Map, NodeId, Scalar, Style, Tree};

/// What is written around each node, by its id, and above the first.
pub(super) struct Notes<'text> {
    pub around: Vec<Around<'text>>,
    /// The comments at the start of the document.
    pub head: Vec<Comment<'text>>,
    /// Whether an empty line follows them.
    pub is_head_apart: bool,
}

/// What is written around a node.
#[derive(Clone, Default)]
pub(super) struct Around<'text> {
    /// The comments above it, in lines of their own: for a key or an item.
    pub above: Vec<Comment<'text>>,
    /// Those between its key or dash and itself, which have to go above both.
    pub inside: Vec<Comment<'text>>,
    /// Those on its line. Only the last of them has a place there.
    pub beside: Vec<Comment<'text>>,
    /// Those after the last item or entry, in lines of their own.
    pub below: Vec<Comment<'text>>,
    /// Whether an empty line is right above it.
    pub is_apart: bool,
    /// Anchor and tag, in the order of the text.
    pub properties: Vec<&'text str>,
    /// The text, if it is a block.
    pub block: Option<Block<'text>>,
}

/// A block of text, `|` or `>`.
#[derive(Clone)]
pub(super) struct Block<'text> {
    /// `|`, `>-`, `|2+`
    pub header: &'text str,
    /// The lines, without their indentation.
    pub lines: Vec<&'text str>,
}

/// A comment, from its `#` to its last character that is no blank.
#[derive(Clone, Copy)]
pub(super) struct Comment<'text> {
    pub text: &'text str,
    /// Whether an empty line is right above it.
    pub is_apart: bool,
    column: usize,
}

/// Longer keys are left to the notation with `?`, which this layout does not have.
const LONGEST_KEY: usize = 1_000;

/// Reads what is around the nodes of a document whose text starts at a byte.
pub(super) fn read<'text>(text: &'text str, tree: &Tree, start: usize) -> Option<Notes<'text>> {
    let notes = Notes {
        around: vec![Around::default(); tree.nodes.len()],
        head: Vec::new(),
        is_head_apart: false,
    };
    // From the line break of the separator, so that an empty line below it is seen as one.
    let at = start.saturating_sub(usize::from(start > 0 && text[..start].ends_with('\n')));
    let mut reader = Reader {
        text,
        tree,
        at,
        brackets: 0,
        line_of: None,
        pending: Vec::new(),
        is_apart: false,
        blanks_end: at,
        notes,
    };
    reader.blanks();
    reader.notes.head = std::mem::take(&mut reader.pending);
    reader.notes.is_head_apart = reader.is_apart;
    if let Some(root) = tree.root {
        reader.node(root, None)?;
        reader.blanks();
        // The mark of an end that is none says nothing.
        if reader.column(reader.at) == 0 && reader.text[reader.at..].starts_with("...") {
            reader.at += 3;
            reader.line_of = None;
            reader.blanks();
        }
        reader.notes.around[root].below.append(&mut reader.pending);
    }
    (reader.at == text.len()).then_some(reader.notes)
}

impl<'text> Notes<'text> {
    /// All comments.
    pub fn into_comments(self) -> Vec<&'text str> {
        let mut comments = self.head;
        for around in self.around {
            for list in [around.above, around.inside, around.beside, around.below] {
                comments.extend(list);
            }
        }
        comments.into_iter().map(|comment| comment.text).collect()
    }
}

struct Reader<'text, 'tree> {
    text: &'text str,
    tree: &'tree Tree,
    at: usize,
    /// How many brackets are open.
    brackets: usize,
    /// The node that a comment on the current line is about.
    line_of: Option<NodeId>,
    /// Comments in lines of their own that wait for the node they are about.
    pending: Vec<Comment<'text>>,
    /// Whether an empty line came last.
    is_apart: bool,
    /// Where the last blanks ended.
    blanks_end: usize,
    notes: Notes<'text>,
}

impl<'text> Reader<'text, '_> {
    /// Reads a node; `outer` is the column of the collection it is in.
    fn node(&mut self, id: NodeId, outer: Option<usize>) -> Option<()> {
        let tree = self.tree;
        let node = &tree.nodes[id];
        if let Kind::Scalar(scalar) = &node.kind
            && node.span.is_empty()
        {
            return self.bare(id, scalar);
        }
        self.lead(id, node.span.start)?;
        let bracket = self.text.as_bytes().get(self.at).copied();
        match &node.kind {
            Kind::Scalar(scalar) if self.notes.around[id].block.is_some() => {
                self.block(id, scalar);
            }
            Kind::Scalar(_) | Kind::Alias(_) => {
                self.at = node.span.end;
                self.line_of = Some(id);
                self.notes.around[id].inside.append(&mut self.pending);
            }
            Kind::List(items) if bracket == Some(b'[') => self.flow_list(id, items)?,
            Kind::Map(map) if bracket == Some(b'{') => self.flow_map(id, map)?,
            Kind::List(items) => self.list(id, items, outer)?,
            Kind::Map(map) => self.map(id, map)?,
        }
        Some(())
    }

    fn list(&mut self, id: NodeId, items: &[NodeId], outer: Option<usize>) -> Option<()> {
        let column = self.column(self.at);
        for &item in items {
            self.above(item);
            self.line_of = Some(item);
            self.take(b'-')?;
            self.node(item, Some(column))?;
        }
        // With its dashes at the indent of its key, a list ends where the next key begins.
        self.below(id, column + usize::from(outer == Some(column)));
        Some(())
    }

    fn map(&mut self, id: NodeId, map: &Map) -> Option<()> {
        // In brackets, where indentation means nothing, this is one pair without its own.
        let column = if self.brackets > 0 { 0 } else { self.column(self.at) };
        for entry in &map.entries {
            self.entry(entry.key, entry.value, column)?;
        }
        if self.brackets == 0 {
            self.below(id, column);
        }
        Some(())
    }

    fn entry(&mut self, key: NodeId, value: NodeId, column: usize) -> Option<()> {
        self.above(key);
        // What is on the line of a key is about its value.
        self.line_of = Some(value);
        let next = self.text.as_bytes().get(self.at + 1);
        if self.peek() == Some(b'?') && matches!(next, Some(b' ' | b'\t' | b'\n')) {
            self.at += 1;
        }
        self.node(key, Some(column))?;
        let span = self.tree.nodes[key].span.clone();
        let is_long = span.len() > LONGEST_KEY || self.text[span].contains('\n');
        if is_long || self.notes.around[key].block.is_some() {
            return None;
        }
        self.line_of = Some(value);
        self.blanks();
        let is_missing = self.tree.nodes[value].span.is_empty();
        match self.eat(b':') || is_missing {
            true => self.node(value, Some(column)),
            false => None,
        }
    }

    fn flow_list(&mut self, id: NodeId, items: &[NodeId]) -> Option<()> {
        self.open(id);
        for &item in items {
            self.above(item);
            self.line_of = Some(item);
            self.node(item, None)?;
            self.blanks();
            self.eat(b',');
        }
        self.close(id, items.is_empty(), b']')
    }

    fn flow_map(&mut self, id: NodeId, map: &Map) -> Option<()> {
        self.open(id);
        for entry in &map.entries {
            self.entry(entry.key, entry.value, 0)?;
            self.blanks();
            self.eat(b',');
        }
        self.close(id, map.entries.is_empty(), b'}')
    }

    fn open(&mut self, id: NodeId) {
        self.notes.around[id].inside.append(&mut self.pending);
        self.line_of = Some(id);
        self.brackets += 1;
        self.at += 1;
    }

    fn close(&mut self, id: NodeId, is_empty: bool, bracket: u8) -> Option<()> {
        self.blanks();
        let around = &mut self.notes.around[id];
        let after = if is_empty { &mut around.inside } else { &mut around.below };
        after.append(&mut self.pending);
        self.take(bracket)?;
        self.brackets -= 1;
        self.line_of = Some(id);
        Some(())
    }

    /// A value that is left out, or a block without text.
    fn bare(&mut self, id: NodeId, scalar: &Scalar) -> Option<()> {
        loop {
            let rest = &self.text[self.at..];
            self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
            match self.peek() {
                Some(b'&' | b'!') => self.property(id),
                Some(b'|' | b'>') => {
                    self.header(id);
                    self.block(id, scalar);
                    return Some(());
                }
                _ if scalar.style == Style::Quoted => return None,
                _ => return Some(()),
            }
        }
    }

    /// Reads up to a node: comments, its anchor and tag, the header of a block.
    fn lead(&mut self, id: NodeId, to: usize) -> Option<()> {
        let is_list = matches!(self.tree.nodes[id].kind, Kind::List(_));
        loop {
            self.blanks();
            // A list whose first item begins with a dash is said to start there.
            if is_list && self.peek() == Some(b'-') {
                return Some(());
            }
            match self.peek() {
                // No other scalar begins so. One without lines is said to start at its header.
                Some(b'|' | b'>') => {
                    self.header(id);
                    return Some(());
                }
                _ if self.at >= to => return (self.at == to).then_some(()),
                Some(b'&' | b'!') => self.property(id),
                _ => return None,
            }
        }
    }

    fn property(&mut self, id: NodeId) {
        let rest = &self.text[self.at..];
        let ends = |char: char| {
            char.is_ascii_whitespace() || self.brackets > 0 && matches!(char, ',' | ']' | '}')
        };
        let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += word.len();
        self.notes.around[id].properties.push(word);
    }

    /// Reads the line on which a block of text is announced.
    fn header(&mut self, id: NodeId) {
        let line = self.text[self.at..].lines().next().unwrap_or_default();
        let header = line.split([' ', '\t']).next().unwrap_or_default();
        self.notes.around[id].block = Some(Block { header, lines: Vec::new() });
        self.notes.around[id].inside.append(&mut self.pending);
        let comment = line[header.len()..].trim();
        if !comment.is_empty() {
            let comment = Comment { text: comment, is_apart: false, column: 0 };
            self.notes.around[id].beside.push(comment);
        }
        self.at += line.len();
    }

    /// Reads the lines of a block of text, which start after its header.
    fn block(&mut self, id: NodeId, scalar: &Scalar) {
        let end = self.tree.nodes[id].span.end.max(self.at);
        let Some(block) = &mut self.notes.around[id].block else { return };
        let content = self.text[self.at..end].strip_prefix('\n').unwrap_or_default();
        let indent = block_indent(content, &scalar.text);
        let mut lines: Vec<&str> = Vec::new();
        // As far as the block goes, blank lines at its end aside that are not part of it.
        let (mut length, mut kept) = (0, 0);
        for line in content.split_inclusive('\n') {
            let text = line.trim_end_matches('\n');
            let text = text.get(indent..).unwrap_or_else(|| text.trim_start_matches(' '));
            let is_next_line = !line.ends_with('\n') && text.trim_matches(' ').is_empty();
            if is_next_line {
                break;
            }
            lines.push(text);
            length += line.len();
            if !text.is_empty() || block.header.contains('+') {
                kept = lines.len();
                self.at = end - content.len() + length - usize::from(line.ends_with('\n'));
            }
        }
        lines.truncate(kept);
        block.lines = lines;
        self.line_of = None;
    }

    /// Gives the comments that wait to a key or an item.
    fn above(&mut self, id: NodeId) {
        self.blanks();
        let around = &mut self.notes.around[id];
        around.above = std::mem::take(&mut self.pending);
        around.is_apart = self.is_apart;
    }

    /// Gives the comments that wait to the collection that ends, as far as they are indented.
    fn below(&mut self, id: NodeId, column: usize) {
        self.blanks();
        let outside = self.pending.iter().position(|comment| comment.column < column);
        let rest = self.pending.split_off(outside.unwrap_or(self.pending.len()));
        self.notes.around[id].below = std::mem::replace(&mut self.pending, rest);
    }

    /// Reads blanks, line breaks and comments.
    fn blanks(&mut self) {
        let start = self.at;
        let mut breaks = 0;
        loop {
            match self.peek() {
                Some(b' ' | b'\t') => self.at += 1,
                Some(b'\n') => {
                    breaks += 1;
                    self.at += 1;
                }
                Some(b'#') => {
                    let line = self.text[self.at..].lines().next().unwrap_or_default();
                    let column = self.column(self.at);
                    let comment = Comment { text: line.trim_end(), is_apart: breaks > 1, column };
                    let before = &self.text[self.at - column..self.at];
                    let begins_line = breaks > 0 || before.trim().is_empty();
                    match self.line_of.filter(|_| !begins_line) {
                        Some(id) => self.notes.around[id].beside.push(comment),
                        None => self.pending.push(comment),
                    }
                    self.at += line.len();
                    breaks = 0;
                }
                _ => break,
            }
        }
        // Called twice in a row, it finds nothing the second time.
        if self.at > start || start != self.blanks_end {
            self.is_apart = breaks > 1;
        }
        self.blanks_end = self.at;
    }

    fn column(&self, at: usize) -> usize {
        at - self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    fn eat(&mut self, byte: u8) -> bool {
        let eaten = self.peek() == Some(byte);
        self.at += usize::from(eaten);
        eaten
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}

/// How far the lines of a block are indented: by the blanks of its first line that are not text.
fn block_indent(content: &str, text: &str) -> usize {
    let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let first =
        |text: &str| text.split('\n').find(|line| !line.trim_matches(' ').is_empty()).map(blanks);
    first(content).unwrap_or(0).saturating_sub(first(text).unwrap_or(0))
}
