//! YAML text as a tree of nodes, from the events of the parser.
//!
//! The parser follows YAML 1.2 and kubectl 1.1: where they differ on what is a line break, an
//! escape or an allowed character, this module makes up for it.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle};

use super::MAX_DEPTH;
use super::problem::{self, Problem};
use super::strict::{Last, Strict};
use super::tree::{Entry, Kind, Map, NodeId, Scalar, Style, Tree};
use crate::diagnostic::Span;
use crate::text::until;

/// Reads the document at some bytes of a stream; the first one, if `...` ends it early.
pub(super) fn read(text: &str, body: Span) -> Result<Tree, Problem> {
    let base = body.start;
    let body = with_plain_line_breaks(&text[body]);
    if let Some((at, char)) = body.char_indices().find(|&(_, char)| !is_allowed(char)) {
        return Err(problem::control_character(char, base + at));
    }
    if body.trim_start_matches(BOM).trim_matches([' ', '\r', '\n']).is_empty() {
        return Ok(Tree::default());
    }
    let mut builder = Builder::new(&body, base);
    let options = granit_parser::options! {
        bom_inside_document_as_content: true,
        emit_comments: false,
        flow_nesting_limit: MAX_DEPTH + 1,
        block_nesting_limit: MAX_DEPTH + 1,
    };
    for next in Parser::new_from_str_with_options(&body, options) {
        let (event, span) = next.map_err(|error| problem::refused(&error, &body, base))?;
        let column = span.start.col();
        let span = span.byte_range().unwrap_or_default();
        match event {
            Event::DocumentStart(..) => {
                if let Some(rest) = rest(until(&body, span.start).trim_start_matches(BOM), 0) {
                    return Err(problem::nothing_to_end(rest).moved(base));
                }
            }
            Event::DocumentEnd | Event::StreamEnd => {
                builder.strict.gap(span.start).map_err(|problem| problem.moved(base))?;
                let ignored = rest(&body, span.end);
                builder.tree.ignored = ignored.map(|rest| base + rest.start..base + rest.end);
                break;
            }
            event => builder.event(event, span, column).map_err(|problem| problem.moved(base))?,
        }
    }
    match (builder.tree.root, rest(&body, 0)) {
        (None, Some(rest)) => Err(problem::nothing_to_end(rest).moved(base)),
        _ => Ok(builder.tree),
    }
}

const BOM: char = '\u{feff}';

/// U+0085 is a line break for kubectl and a character for the parser.
///
/// CR LF has as many bytes, so that all positions stay.
fn with_plain_line_breaks(body: &str) -> Cow<'_, str> {
    match body.contains('\u{85}') {
        true => Cow::Owned(body.replace('\u{85}', "\r\n")),
        false => Cow::Borrowed(body),
    }
}

fn is_allowed(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

/// What follows a byte, if it is more than comments.
fn rest(body: &str, from: usize) -> Option<Span> {
    let mut at = from;
    for line in body.get(from..)?.split_inclusive('\n') {
        let content = line.trim();
        if !content.is_empty() && !content.starts_with('#') {
            return Some(at..body.trim_end().len());
        }
        at += line.len();
    }
    None
}

struct Builder<'text> {
    base: usize,
    body: &'text str,
    tree: Tree,
    open: Vec<Open>,
    /// The nodes with an anchor, by the numbers that the parser gives them, which only grow.
    anchors: Vec<(usize, NodeId)>,
    strict: Strict<'text>,
}

/// A collection that is still open.
struct Open {
    id: NodeId,
    /// The key that waits for its value.
    key: Option<NodeId>,
    /// Whether the last byte is that of the closing bracket, or that of the last item.
    bracketed: bool,
    /// The column that lines inside have to reach, other than new items.
    indent: usize,
}

impl<'text> Builder<'text> {
    fn new(body: &'text str, base: usize) -> Self {
        Builder {
            base,
            body,
            tree: Tree::default(),
            open: Vec::new(),
            anchors: Vec::new(),
            strict: Strict::new(body),
        }
    }

    /// Takes an event; its span, and that of a problem, count from the start of the body.
    fn event(
        &mut self,
        event: Event<'_>,
        mut span: Span,
        mut column: usize,
    ) -> Result<(), Problem> {
        if !span.is_empty() {
            let indent = self.open.last().map_or(0, |parent| parent.indent);
            self.strict.value(last(&event), span.clone(), indent)?;
        } else if matches!(event, Event::SequenceStart(..))
            && self.open.last().is_some_and(|parent| parent.key.is_some())
            && let Some((dash, at)) = self.strict.dash_before(span.clone())
        {
            (span, column) = (dash..dash, at);
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.check_scalar(&text, style, &span)?;
                // A value that is left out comes as `~` without bytes.
                let text = if span.is_empty() && text == "~" { Cow::Borrowed("") } else { text };
                let style = match tag {
                    Some(tag) => Style::Tagged(format!("{}{}", tag.handle(), tag.suffix())),
                    None if style == ScalarStyle::Plain => Style::Plain,
                    None => Style::Quoted,
                };
                let text = text.into_owned();
                self.node(span, Kind::Scalar(Scalar { text, style }), anchor);
            }
            Event::Alias(anchor) => {
                let found = self.anchors.binary_search_by_key(&anchor, |(number, _)| *number);
                let target = found.map_or(0, |at| self.anchors[at].1);
                self.node(span, Kind::Alias(target), 0);
            }
            Event::SequenceStart(_, anchor, _) => {
                self.collection(span, Kind::List(Vec::new()), anchor, column)?;
            }
            Event::MappingStart(_, anchor, _) => {
                self.collection(span, Kind::Map(Map::default()), anchor, column)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
            _ => {}
        }
        Ok(())
    }

    fn collection(
        &mut self,
        span: Span,
        kind: Kind,
        anchor: usize,
        column: usize,
    ) -> Result<(), Problem> {
        if self.open.len() >= MAX_DEPTH {
            return Err(problem::too_deep(span));
        }
        let bracketed = !span.is_empty();
        let outside = self.open.last().map_or(0, |parent| parent.indent);
        let indent = if bracketed { outside } else { column + 1 };
        let id = self.node(span, kind, anchor);
        self.open.push(Open { id, key: None, bracketed, indent });
        Ok(())
    }

    fn close(&mut self, end: &Span) {
        let Some(closed) = self.open.pop() else { return };
        let last = match &self.tree.node(closed.id).kind {
            _ if closed.bracketed => None,
            Kind::List(items) => items.last().copied(),
            Kind::Map(map) => map.entries.last().map(|entry| entry.value),
            _ => None,
        };
        let end = last.map_or(self.base + end.end, |last| self.tree.node(last).span.end);
        let span = &mut self.tree.nodes[closed.id].span;
        span.end = end.max(span.start);
    }

    /// Adds a node, and makes it a child of the collection that is open.
    fn node(&mut self, span: Span, kind: Kind, anchor: usize) -> NodeId {
        let id = self.tree.add(self.base + span.start..self.base + span.end, kind);
        if anchor > 0 {
            self.anchors.push((anchor, id));
        }
        let Some(parent) = self.open.last_mut() else {
            self.tree.root = Some(id);
            return id;
        };
        match (&mut self.tree.nodes[parent.id].kind, parent.key.take()) {
            (Kind::List(items), _) => items.push(id),
            (Kind::Map(map), Some(key)) => {
                map.entries.push(Entry { key, value: id, name: String::new() });
            }
            (_, _) => parent.key = Some(id),
        }
        id
    }

    fn check_scalar(&self, text: &str, style: ScalarStyle, span: &Span) -> Result<(), Problem> {
        let raw = || self.body.get(span.clone()).unwrap_or_default();
        match style {
            ScalarStyle::SingleQuoted => Ok(()),
            ScalarStyle::DoubleQuoted => match foreign_escape(raw()) {
                Some(at) => Err(problem::escape(span.start + at..span.start + at + 2)),
                None => Ok(()),
            },
            _ if !text.contains(['\u{2028}', '\u{2029}']) => Ok(()),
            _ => {
                let found =
                    raw().char_indices().find(|(_, c)| matches!(c, '\u{2028}' | '\u{2029}'));
                let (at, char) = found.unwrap_or((0, '\u{2028}'));
                Err(problem::line_separator(char, span.start + at))
            }
        }
    }
}

/// What the next gap comes after.
fn last(event: &Event<'_>) -> Last {
    match event {
        Event::Scalar(_, ScalarStyle::Plain, ..) => Last::Plain,
        Event::Scalar(_, ScalarStyle::Literal | ScalarStyle::Folded, ..) => Last::Block,
        Event::Scalar(..) => Last::Quoted,
        Event::Alias(_) => Last::Alias,
        _ => Last::Bracket,
    }
}

/// Finds an escape that the parser reads and kubectl refuses: `\/`, and halves of characters
/// (`\ud800` to `\udfff`), which the parser joins. Returns where it starts.
fn foreign_escape(raw: &str) -> Option<usize> {
    let bytes = raw.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match &bytes[at..] {
            [b'\\', b'/', ..]
            | [b'\\', b'u', b'd' | b'D', b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F', ..] => {
                return Some(at);
            }
            [b'\\', ..] => at += 2,
            _ => at += 1,
        }
    }
    None
}
