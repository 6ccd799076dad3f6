//! Tokens as a tree of nodes.
//!
//! The grammar is that of libyaml. There is no recursion: the lists and maps that are open are a
//! stack, so that no text can overflow the program's own.

use super::MAX_DEPTH;
use super::problem::{self, Fault, Problem, Refusal};
use super::scan::{Scanner, TokenKind as T};
use super::tree::{Entry, Kind, Map, NodeId, Scalar, Style, Tree};
use crate::diagnostic::Span;
use crate::order;
use crate::text::part;

/// Reads the document at some bytes of a stream; the first one, if `...` ends it early.
pub(super) fn read(text: &str, body: Span) -> Result<Tree, Problem> {
    let base = body.start;
    let body = part(text, body.start, body.end);
    if let Some((at, char)) = body.char_indices().find(|&(_, char)| !is_allowed(char)) {
        return Err(problem::control_character(char, base + at));
    }
    let mut parser = Parser::new(body, base);
    match parser.document().and_then(|()| parser.resolve_aliases()) {
        Ok(()) => Ok(parser.tree),
        Err(refusal) => Err(problem::refused(&refusal, body).moved(base)),
    }
}

fn is_allowed(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

struct Parser<'text> {
    body: &'text str,
    base: usize,
    scanner: Scanner<'text>,
    tree: Tree,
    open: Vec<Open>,
    /// The names that were defined, each with its node, in the order of the text.
    anchors: Vec<(&'text str, NodeId)>,
    /// The places that refer to them, which stand for themselves until all names are known.
    aliases: Vec<(&'text str, NodeId)>,
}

/// A list or map that is not complete.
struct Open {
    id: NodeId,
    form: Form,
    /// The key that waits for its value.
    key: Option<NodeId>,
    /// The key stands alone in a map in brackets, and its value is left out.
    alone: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    BlockList,
    /// A list below a key whose dashes are not further right than the key.
    Dashes,
    BlockMap,
    FlowList,
    FlowMap,
    /// A map with one entry and no brackets of its own: `[a: b]`.
    Pair,
}

/// Where a value stands, which decides what it can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In brackets, where indentation makes nothing.
    Brackets,
    /// After a dash, or at the top.
    Item,
    /// After a key, where a list may start at the column of the key.
    Entry,
}

impl<'text> Parser<'text> {
    fn new(body: &'text str, base: usize) -> Self {
        Parser {
            body,
            base,
            scanner: Scanner::new(body),
            tree: Tree::default(),
            open: Vec::new(),
            anchors: Vec::new(),
            aliases: Vec::new(),
        }
    }

    fn document(&mut self) -> Result<(), Refusal> {
        let explicit = self.skip(T::DocumentStart)?;
        match self.scanner.peek()? {
            (T::End, _) if !explicit => return Ok(()),
            (T::End | T::DocumentStart | T::DocumentEnd, span) if explicit => {
                self.left_out(span.start);
            }
            _ => self.node(Place::Item)?,
        }
        while let Some(open) = self.open.last() {
            match open.form {
                Form::BlockList => self.block_item()?,
                Form::Dashes => self.dashes_item()?,
                Form::BlockMap => self.block_entry()?,
                Form::FlowList => self.flow_item()?,
                Form::FlowMap => self.flow_entry()?,
                Form::Pair => self.pair()?,
            }
        }
        let (end, mut rest) = self.scanner.peek()?;
        if end == T::DocumentEnd {
            rest.start = rest.end;
        }
        if end != T::End {
            self.tree.ignored = ignored(self.body, rest.start)
                .map(|rest| self.base + rest.start..self.base + rest.end);
        }
        Ok(())
    }

    fn block_item(&mut self) -> Result<(), Refusal> {
        let (kind, span) = self.take()?;
        match kind {
            T::Dash => self.value_unless(&[T::Dash, T::BlockEnd], Place::Item, span.end),
            T::BlockEnd => self.close(None),
            _ => self.refuse(kind, Fault::ItemExpected, span),
        }
    }

    fn dashes_item(&mut self) -> Result<(), Refusal> {
        match self.scanner.peek()? {
            (T::Dash, span) => {
                self.scanner.take()?;
                let ends = [T::Dash, T::Key, T::Value, T::BlockEnd];
                self.value_unless(&ends, Place::Item, span.end)
            }
            _ => self.close(None),
        }
    }

    fn block_entry(&mut self) -> Result<(), Refusal> {
        let ends = [T::Key, T::Value, T::BlockEnd];
        if self.has_key() {
            let (kind, span) = self.scanner.peek()?;
            if kind == T::Value {
                self.scanner.take()?;
                return self.value_unless(&ends, Place::Entry, span.end);
            }
            self.left_out(span.start);
            return Ok(());
        }
        let (kind, span) = self.take()?;
        match kind {
            T::Key => self.value_unless(&ends, Place::Entry, span.end),
            T::BlockEnd => self.close(None),
            _ => self.refuse(kind, Fault::KeyExpected, span),
        }
    }

    fn flow_item(&mut self) -> Result<(), Refusal> {
        let (kind, span) = self.next_in_brackets(T::FlowListEnd)?;
        match kind {
            T::FlowListEnd => self.close_bracket(),
            T::Key => {
                self.scanner.take()?;
                self.start(Form::Pair, Kind::Map(Map::default()), span, None)
            }
            _ => self.node(Place::Brackets),
        }
    }

    fn flow_entry(&mut self) -> Result<(), Refusal> {
        if self.open.last().is_some_and(|open| open.alone) {
            let (_, span) = self.scanner.peek()?;
            self.left_out(span.start);
            return Ok(());
        }
        if self.has_key() {
            return self.flow_value(&[T::Comma, T::FlowMapEnd]);
        }
        let (kind, _) = self.next_in_brackets(T::FlowMapEnd)?;
        match kind {
            T::FlowMapEnd => self.close_bracket(),
            T::Key => {
                let (_, span) = self.take()?;
                self.value_unless(&[T::Value, T::Comma, T::FlowMapEnd], Place::Brackets, span.end)
            }
            _ => {
                if let Some(open) = self.open.last_mut() {
                    open.alone = true;
                }
                self.node(Place::Brackets)
            }
        }
    }

    fn pair(&mut self) -> Result<(), Refusal> {
        if self.has_key() {
            return self.flow_value(&[T::Comma, T::FlowListEnd]);
        }
        if self.count() > 0 {
            return self.close(None);
        }
        let (_, span) = self.scanner.peek()?;
        self.value_unless(&[T::Value, T::Comma, T::FlowListEnd], Place::Brackets, span.start)
    }

    /// The value of an entry in brackets.
    fn flow_value(&mut self, ends: &[T]) -> Result<(), Refusal> {
        let (kind, span) = self.scanner.peek()?;
        if kind == T::Value {
            self.scanner.take()?;
            return self.value_unless(ends, Place::Brackets, span.end);
        }
        self.left_out(span.start);
        Ok(())
    }

    /// Skips the comma between two items in brackets; returns what comes then.
    fn next_in_brackets(&mut self, end: T) -> Result<(T, Span), Refusal> {
        let (kind, span) = self.scanner.peek()?;
        if self.count() == 0 || kind == end {
            return Ok((kind, span));
        }
        if !self.skip(T::Comma)? {
            return self.refuse(kind, Fault::Separator, span);
        }
        self.scanner.peek()
    }

    /// A node, or none at a byte if one of some tokens is next.
    fn value_unless(&mut self, ends: &[T], place: Place, at: usize) -> Result<(), Refusal> {
        let (kind, _) = self.scanner.peek()?;
        if ends.contains(&kind) {
            self.left_out(at);
            return Ok(());
        }
        self.node(place)
    }

    /// A value with its anchor and tag.
    fn node(&mut self, place: Place) -> Result<(), Refusal> {
        let mut anchor = None;
        let mut tag = None;
        let mut end = None;
        loop {
            let (kind, span) = self.scanner.peek()?;
            match kind {
                T::Anchor if anchor.is_none() => {
                    anchor = Some(part(self.body, span.start + 1, span.end));
                    self.scanner.take()?;
                }
                T::Tag if tag.is_none() => tag = Some(self.scanner.take()?.text),
                _ => break,
            }
            end = Some(span.end);
        }
        let (kind, span) = self.scanner.peek()?;
        match kind {
            T::Alias if end.is_none() => {
                self.scanner.take()?;
                let name = part(self.body, span.start + 1, span.end);
                let id = self.add(span, Kind::Alias(0), None);
                self.aliases.push((name, id));
            }
            T::Plain | T::Quoted => {
                let text = self.scanner.take()?.text;
                let style = match tag {
                    Some(tag) => Style::Tagged(tag),
                    None if kind == T::Plain => Style::Plain,
                    None => Style::Quoted,
                };
                self.add(span, Kind::Scalar(Scalar { text, style }), anchor);
            }
            T::Dash if place == Place::Entry => {
                return self.start(Form::Dashes, Kind::List(Vec::new()), span, anchor);
            }
            T::BlockList | T::BlockMap if place == Place::Brackets => {
                return self.refuse(kind, Fault::Content, span);
            }
            T::BlockList | T::FlowList => {
                self.scanner.take()?;
                let form = if kind == T::BlockList { Form::BlockList } else { Form::FlowList };
                return self.start(form, Kind::List(Vec::new()), span, anchor);
            }
            T::BlockMap | T::FlowMap => {
                self.scanner.take()?;
                let form = if kind == T::BlockMap { Form::BlockMap } else { Form::FlowMap };
                return self.start(form, Kind::Map(Map::default()), span, anchor);
            }
            _ => match end {
                Some(end) => {
                    let style = tag.map_or(Style::Plain, Style::Tagged);
                    let scalar = Scalar { text: String::new(), style };
                    self.add(end..end, Kind::Scalar(scalar), anchor);
                }
                None => return self.refuse(kind, Fault::Content, span),
            },
        }
        Ok(())
    }

    fn start(
        &mut self,
        form: Form,
        kind: Kind,
        span: Span,
        anchor: Option<&'text str>,
    ) -> Result<(), Refusal> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Refusal { fault: Fault::Depth, span });
        }
        let id = self.add(span, kind, anchor);
        self.open.push(Open { id, form, key: None, alone: false });
        Ok(())
    }

    /// Takes the closing bracket.
    fn close_bracket(&mut self) -> Result<(), Refusal> {
        let (_, span) = self.take()?;
        self.close(Some(span.end))
    }

    /// Ends the innermost list or map at a byte, or at the end of its last value.
    fn close(&mut self, end: Option<usize>) -> Result<(), Refusal> {
        let Some(closed) = self.open.pop() else { return Ok(()) };
        let last = match &self.tree.node(closed.id).kind {
            Kind::List(items) => items.last().copied(),
            Kind::Map(map) => map.entries.last().map(|entry| entry.value),
            _ => None,
        };
        let last = last.map_or(0, |last| self.tree.node(last).span.end);
        let end = end.map_or(last, |end| self.base + end);
        let span = &mut self.tree.nodes[closed.id].span;
        span.end = end.max(span.start);
        Ok(())
    }

    /// A value that is left out at a byte.
    fn left_out(&mut self, at: usize) {
        let scalar = Scalar { text: String::new(), style: Style::Plain };
        self.add(at..at, Kind::Scalar(scalar), None);
    }

    /// Adds a node, and makes it a child of the list or map that is open.
    fn add(&mut self, span: Span, kind: Kind, anchor: Option<&'text str>) -> NodeId {
        let id = self.tree.add(self.base + span.start..self.base + span.end, kind);
        if let Some(anchor) = anchor {
            self.anchors.push((anchor, id));
        }
        let Some(parent) = self.open.last_mut() else {
            self.tree.root = Some(id);
            return id;
        };
        match (&mut self.tree.nodes[parent.id].kind, parent.key.take()) {
            (Kind::List(items), _) => items.push(id),
            (Kind::Map(map), Some(key)) => {
                parent.alone = false;
                map.entries.push(Entry { key, value: id, name: String::new() });
            }
            (_, _) => parent.key = Some(id),
        }
        id
    }

    fn has_key(&self) -> bool {
        self.open.last().is_some_and(|open| open.key.is_some())
    }

    /// How many items or entries the innermost list or map has.
    fn count(&self) -> usize {
        match self.open.last().map(|open| &self.tree.node(open.id).kind) {
            Some(Kind::List(items)) => items.len(),
            Some(Kind::Map(map)) => map.entries.len(),
            _ => 0,
        }
    }

    fn take(&mut self) -> Result<(T, Span), Refusal> {
        let token = self.scanner.take()?;
        Ok((token.kind, token.span))
    }

    /// Takes the next token if it is of a kind.
    fn skip(&mut self, kind: T) -> Result<bool, Refusal> {
        let is_next = self.scanner.peek()?.0 == kind;
        if is_next {
            self.scanner.take()?;
        }
        Ok(is_next)
    }

    /// Lets each alias stand for the node that had its name last before it.
    fn resolve_aliases(&mut self) -> Result<(), Refusal> {
        let anchors = order::sorted(std::mem::take(&mut self.anchors), Ord::cmp);
        for &(name, id) in &self.aliases {
            let before = anchors.partition_point(|anchor| *anchor < (name, id));
            let target = before.checked_sub(1).map(|at| anchors[at]);
            let node = &mut self.tree.nodes[id];
            match target {
                Some((anchor, target)) if anchor == name => node.kind = Kind::Alias(target),
                _ => {
                    let span = node.span.start - self.base..node.span.end - self.base;
                    return Err(Refusal { fault: Fault::Alias, span });
                }
            }
        }
        Ok(())
    }

    /// Says what is wrong with a token that does not fit.
    fn refuse<R>(&self, kind: T, expected: Fault, span: Span) -> Result<R, Refusal> {
        let open = self.open.last();
        let bracket = open.filter(|open| matches!(open.form, Form::FlowList | Form::FlowMap));
        let fault = match kind {
            T::End | T::DocumentStart | T::DocumentEnd => match bracket {
                Some(open) => {
                    let start = self.tree.node(open.id).span.start - self.base;
                    return Err(Refusal { fault: Fault::Unclosed, span: start..start + 1 });
                }
                None => Fault::NothingToEnd,
            },
            T::FlowListEnd | T::FlowMapEnd if bracket.is_some() => Fault::OtherBracket,
            T::FlowListEnd | T::FlowMapEnd => Fault::NothingToClose,
            T::Comma if bracket.is_some() => Fault::ItemMissing,
            T::Comma => Fault::FirstCharacter,
            T::Dash if bracket.is_some() => Fault::DashPlace,
            T::Value if expected == Fault::Content => Fault::BracketStart,
            _ => expected,
        };
        Err(Refusal { fault, span })
    }
}

/// What follows a byte, if it is more than comments.
fn ignored(body: &str, from: usize) -> Option<Span> {
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
