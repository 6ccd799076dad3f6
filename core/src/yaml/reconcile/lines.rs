//! Lines and columns of a text that is edited.

use super::super::tree::{NodeId, Tree};
use super::Unforeseen;
use crate::diagnostic::Span;
use crate::text::{after, part};

const BOM: &str = "\u{feff}";

/// A text as lines; ends at the end of the document, so that no edit reaches into the next one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Lines<'a> {
    /// Looks at the lines of one document of a stream.
    pub fn new(text: &'a str, document: Span) -> Self {
        let end = document.end.min(text.len());
        Lines { text, start: document.start.min(end), end }
    }

    /// Whether lines end with a carriage return alone, which is too old a custom to edit in.
    pub fn has_bare_returns(&self) -> bool {
        let bytes = self.text.as_bytes();
        let bare = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        (self.start..self.end).any(bare)
    }

    /// The first byte of the line that a byte is in.
    pub fn start(&self, at: usize) -> usize {
        let before = &self.text.as_bytes()[self.start..at.clamp(self.start, self.end)];
        let line = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |found| found + 1);
        let start = self.start + line;
        match after(self.text, start).starts_with(BOM) && start < at {
            true => start + BOM.len(),
            false => start,
        }
    }

    /// The byte behind the last one of a line, without its line break.
    pub fn end(&self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at.min(self.end)..self.end];
        let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
        match rest[..length].ends_with(b"\r") {
            true => at + length - 1,
            false => at.min(self.end) + length,
        }
    }

    /// The first byte of the next line, or the end of the document.
    pub fn next(&self, at: usize) -> usize {
        let rest = &self.text.as_bytes()[at.min(self.end)..self.end];
        rest.iter().position(|&byte| byte == b'\n').map_or(self.end, |length| at + length + 1)
    }

    /// How many bytes stand before a byte in its line.
    pub fn column(&self, at: usize) -> usize {
        at - self.start(at).min(at)
    }

    /// Whether only spaces stand before a byte in its line.
    pub fn is_first(&self, at: usize) -> bool {
        part(self.text, self.start(at), at).bytes().all(|byte| byte == b' ')
    }

    /// Where the lines end that belong to something whose last byte is before `end`, and which
    /// stands at `column`: its own last line, and comments below that stand further right.
    pub fn block_end(&self, end: usize, column: usize) -> usize {
        let is_line_start = end > self.start && self.text.as_bytes()[end - 1] == b'\n';
        let mut block = if is_line_start { end } else { self.next(end) };
        let mut at = block;
        while at < self.end {
            let next = self.next(at);
            let line = part(self.text, at, next);
            let content = line.trim_start_matches(' ');
            if content.starts_with('#') && line.len() - content.len() > column {
                block = next;
            } else if !content.trim_end().is_empty() {
                break;
            }
            at = next;
        }
        block
    }

    /// The first byte that is neither blank nor in a comment.
    pub fn token(&self, from: usize) -> usize {
        let mut at = from;
        while at < self.end {
            let rest = part(self.text, at, self.end);
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            at += blank;
            if !part(self.text, at, self.end).starts_with('#') {
                break;
            }
            at = self.next(at);
        }
        at
    }

    /// The `:` behind a key, which in the `? ` notation is on a line below.
    ///
    /// # Errors
    /// [`Unforeseen`] for a key without one, as `{key}` has.
    pub fn colon(&self, tree: &Tree, key: NodeId) -> Result<usize, Unforeseen> {
        let at = self.token(tree.node(key).span.end);
        match part(self.text, at.min(self.end), self.end).starts_with(':') {
            true => Ok(at),
            false => Err(Unforeseen),
        }
    }

    /// Where the entry of a key starts: at the key, or at the `? ` before it.
    pub fn entry_start(&self, tree: &Tree, key: NodeId) -> usize {
        let start = tree.node(key).span.start;
        let before = part(self.text, self.start(start), start).trim_end_matches(' ');
        match before.strip_suffix('?') {
            Some(before) if before.ends_with([' ', '-']) || before.is_empty() => {
                self.start(start) + before.len()
            }
            _ => start,
        }
    }

    /// Whether a byte is the end of a document without a line break at its end.
    pub fn is_open_end(&self, at: usize) -> bool {
        at == self.end && at > self.start && self.text.as_bytes()[at - 1] != b'\n'
    }

    /// How many spaces the line of a byte starts with.
    pub fn indent(&self, at: usize) -> usize {
        let line = part(self.text, self.start(at), self.end(at).max(at));
        line.len() - line.trim_start_matches(' ').len()
    }
}
