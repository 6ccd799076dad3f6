//! Putting another value where one stands, as a whole.

use super::super::emit::{self, Flow};
use super::super::tree::{Kind, NodeId};
use super::{Brackets, Done, Editor, Unforeseen};
use crate::diagnostic::Span;
use crate::text::{after, find, part, until};
use crate::value::Value;

/// How long a line with brackets may get before they give way to lines.
const WIDTH: usize = 80;

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    /// It is the document.
    Root,
    /// Behind the colon of a key that stands at a column.
    Entry { colon: usize, column: usize },
    /// Behind a dash that stands at a column.
    Item { dash: usize, column: usize },
    /// Inside of brackets, somewhere behind a byte.
    Bracket { from: usize },
}

impl Slot {
    /// Where what belongs to the value may begin: its anchor, its tag, the header of a block.
    pub fn from(self, node: &Span) -> usize {
        match self {
            Slot::Root => node.start,
            Slot::Entry { colon: before, .. } | Slot::Item { dash: before, .. } => before + 1,
            Slot::Bracket { from } => from,
        }
    }
}

/// What stands between the start of a slot and its value.
#[derive(Debug, Default)]
struct Gap<'a> {
    /// The comment in the line where the slot starts, with the blanks before it.
    beside: &'a str,
    /// Lines of comments below it, each with its line break before it.
    below: String,
    /// The first byte of an anchor, a tag or the header of a block.
    properties: Option<usize>,
}

impl<'a> Editor<'a> {
    /// The slot of an entry in block style, by its key.
    pub fn entry_slot(&self, key: NodeId) -> Result<Slot, Unforeseen> {
        let colon = self.lines.colon(self.tree, key)?;
        let column = self.lines.column(self.lines.entry_start(self.tree, key));
        Ok(Slot::Entry { colon, column })
    }

    /// Writes a value in the place of another one; `anchor` names it for aliases elsewhere.
    pub fn replace(&mut self, slot: Slot, id: NodeId, value: &Value, anchor: Option<&str>) -> Done {
        let span = self.span(id);
        let raw = self.raw(id);
        let gap = self.gap(slot.from(&span), span.start.max(slot.from(&span)));
        if let Some(text) = self.scalar_alike(id, value, &gap).filter(|_| anchor.is_none()) {
            return self.put_on_line(span, text);
        }
        let mark = anchor.map_or(String::new(), |name| ["&", name, " "].concat());
        if self.around.json || matches!(slot, Slot::Bracket { .. }) {
            let start = gap.properties.unwrap_or(span.start);
            let text = mark + &self.in_brackets(raw, start, value);
            return self.put_on_line(start..span.end.max(start), text);
        }
        let stays_flow = self.has_brackets(id) && raw.len() > 2 && emit::has_lines(value);
        if stays_flow && gap.properties.is_none() && anchor.is_none() {
            let text = self.in_brackets(raw, span.start, value);
            if self.fits(&span, &text) {
                self.edit(span, text);
                return Ok(());
            }
        }
        match slot {
            Slot::Root => self.replace_root(id, value),
            Slot::Entry { colon, column } => {
                let inner = self.inner_column(id, column, value);
                self.replace_block(colon + 1, id, value, inner, gap, &mark)
            }
            Slot::Item { dash, column } => {
                let same_line = self.lines.start(span.start) == self.lines.start(dash);
                let inner = match same_line && gap.properties.is_none() && !span.is_empty() {
                    true => self.lines.column(span.start),
                    false => column + 2,
                };
                self.replace_block(dash + 1, id, value, inner, gap, &mark)
            }
            Slot::Bracket { .. } => Err(Unforeseen),
        }
    }

    /// Puts text where other text stands, unless brackets around it get too long for that.
    fn put_on_line(&mut self, span: Span, text: String) -> Done {
        if self.brackets == Brackets::OnOneLine && !self.fits(&span, &text) {
            // Then what holds it gets lines of its own.
            return Err(Unforeseen);
        }
        self.edit(span, text);
        Ok(())
    }

    /// The text of a scalar in the place of a scalar that is written on one line, in its quotes.
    fn scalar_alike(&self, id: NodeId, value: &Value, gap: &Gap<'_>) -> Option<String> {
        let raw = self.raw(id);
        let is_scalar = matches!(self.tree.node(id).kind, Kind::Scalar(_));
        if !is_scalar || raw.is_empty() || raw.contains('\n') || gap.properties.is_some() {
            return None;
        }
        let text = match value {
            Value::List(_) | Value::Map(_) => return None,
            Value::String(text) if keeps_quotes(raw, text) => text,
            // JSON has its own words; brackets are particular, and what fits there fits anywhere.
            _ if self.around.json => return Some(value.to_json()),
            _ => return Some(self.plain(value)),
        };
        match raw.starts_with('\'') && is_printable(text) {
            true => Some(["'", &text.replace('\'', "''"), "'"].concat()),
            false => Some(self.quoted(text)),
        }
    }

    fn quoted(&self, text: &str) -> String {
        if self.around.json {
            return Value::from(text).to_json();
        }
        let mut out = String::new();
        emit::quoted(text, &mut out);
        out
    }

    fn plain(&self, value: &Value) -> String {
        let mut out = String::new();
        match value {
            Value::String(text) if !emit::is_plain_in_brackets(text) => {
                let quote = !emit::is_plain(text) || text.contains(['[', ']', '{', '}', ',', '?']);
                match quote {
                    true => emit::quoted(text, &mut out),
                    false => out.push_str(text),
                }
            }
            other => emit::inline(other, &mut out),
        }
        out
    }

    /// A value as it is written in brackets, in the place of a text.
    pub fn in_brackets(&self, raw: &str, at: usize, value: &Value) -> String {
        let own = self.around.flow(raw);
        // What replaces a lone value is laid out like the brackets that hold it.
        let lines = match raw.starts_with(['[', '{']) && raw.len() > 2 {
            true => own.lines,
            false => {
                self.around.json && until(self.text, at).ends_with(' ') && self.has_own_lines()
            }
        };
        let mut out = String::new();
        let style = Flow { lines, ..own };
        emit::flow(value, self.lines.indent(at), style, self.around.layout, &mut out);
        out
    }

    fn has_own_lines(&self) -> bool {
        self.tree.root.is_some_and(|root| self.raw(root).contains('\n'))
    }

    /// Whether the line stays short enough, or is as long as it was.
    pub fn fits(&self, span: &Span, text: &str) -> bool {
        let (start, end) = (self.lines.start(span.start), self.lines.end(span.end));
        let before = part(self.text, start, end).chars().count();
        let after = before + text.chars().count() - self.text[span.clone()].chars().count();
        text.contains('\n') || after <= WIDTH || after <= before || before > WIDTH
    }

    fn replace_root(&mut self, id: NodeId, value: &Value) -> Done {
        let span = self.span(id);
        if self.lines.column(span.start) > 0 || !self.lines.is_first(span.start) {
            return Err(Unforeseen);
        }
        let mut out = String::new();
        emit::node(value, 0, self.around.layout, &mut out);
        let end = self.trimmed_end(id, span.start);
        self.edit(span.start..end, out);
        Ok(())
    }

    /// Writes a value behind a colon or a dash, below or beside it as the value needs; comments that
    /// stand between the two stay.
    fn replace_block(
        &mut self,
        from: usize,
        id: NodeId,
        value: &Value,
        column: usize,
        gap: Gap<'_>,
        mark: &str,
    ) -> Done {
        let mut end = self.trimmed_end(id, from).max(from);
        let layout = self.around.layout;
        let lines = emit::has_lines(value);
        let beside_dash =
            lines && self.is_dash(from) && gap.beside.is_empty() && gap.below.is_empty();
        let mut out = String::new();
        if !lines || beside_dash && mark.is_empty() {
            out.push_str(&" ".repeat(if beside_dash {
                self.blanks_behind(from, column)
            } else {
                1
            }));
            out.push_str(mark);
            emit::node(value, column, layout, &mut out);
            out.push_str(gap.beside);
            out.push_str(&gap.below);
        } else {
            // A comment behind the old value is about the key, so it stays beside the key.
            let line_end = self.lines.end(end);
            let rest = part(self.text, end, line_end);
            let mut beside = gap.beside;
            if beside.is_empty()
                && rest.trim_start().starts_with('#')
                && !self.raw(id).contains('\n')
            {
                (beside, end) = (rest, line_end);
            }
            if !mark.is_empty() {
                out.push(' ');
                out.push_str(mark.trim_end());
            }
            out.push_str(beside);
            out.push_str(&gap.below);
            emit::new_line(column, layout, &mut out);
            emit::node(value, column, layout, &mut out);
        }
        self.edit(from..end, out);
        Ok(())
    }

    fn is_dash(&self, from: usize) -> bool {
        until(self.text, from).ends_with('-')
    }

    fn blanks_behind(&self, from: usize, column: usize) -> usize {
        (column + self.lines.start(from)).saturating_sub(from).max(1)
    }

    /// Where the value of a key has its lines: where the old one had them, if it was of the kind.
    fn inner_column(&self, id: NodeId, column: usize, value: &Value) -> usize {
        let span = self.span(id);
        let below = self.lines.is_first(span.start) && !self.has_brackets(id);
        match (&self.tree.node(id).kind, value) {
            (Kind::Map(_), Value::Map(_)) | (Kind::List(_), Value::List(_)) if below => {
                self.lines.column(span.start)
            }
            (_, Value::List(_)) => column + self.around.layout.dash,
            _ => column + self.around.layout.indent,
        }
    }

    /// The end of a value without the line breaks that a block of text reaches over.
    fn trimmed_end(&self, id: NodeId, from: usize) -> usize {
        let end = self.end(id, from);
        let start = self.span(id).start.min(end);
        start + part(self.text, start, end).trim_end_matches(['\n', '\r', ' ', '\t']).len()
    }

    /// Looks at what stands between the start of a slot and its value.
    fn gap(&self, from: usize, to: usize) -> Gap<'a> {
        let mut gap = Gap::default();
        let mut at = from;
        while at < to {
            let line_end = self.lines.end(at).min(to);
            let line = part(self.text, at, line_end);
            let comment = match line.trim_start().starts_with('#') && at > from {
                true => Some(0),
                false => find(line, " #").or(find(line, "\t#")),
            };
            let code = until(line, comment.unwrap_or(line.len()))
                .trim_matches([' ', '\t', '\r', ',', ':']);
            if !code.is_empty() && gap.properties.is_none() {
                gap.properties = Some(at + find(line, code).unwrap_or_default());
            }
            match comment {
                Some(start) if at == from => gap.beside = after(line, start).trim_end(),
                Some(_) => {
                    gap.below.push_str(self.around.layout.line_break);
                    gap.below.push_str(line.trim_end());
                }
                None => {}
            }
            at = self.lines.next(at).max(line_end + 1);
        }
        gap
    }
}

/// Whether text gets the quotes of the scalar that it replaces: where it needs some, and where the
/// old one did not, so that they are somebody's style.
pub(super) fn keeps_quotes(raw: &str, text: &str) -> bool {
    let quote = raw.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    quote.is_some_and(|quote| {
        !emit::is_plain_in_brackets(text) || emit::is_plain(raw.trim_matches(quote))
    })
}

fn is_printable(text: &str) -> bool {
    text.chars().all(|char| matches!(char, ' '..='~' | '\u{a1}'..='\u{d7ff}') && char != '\u{ad}')
}
