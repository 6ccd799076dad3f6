//! What the parser lets pass and kubectl refuses or reads otherwise.
//!
//! The parser follows YAML 1.2 and is lenient; kubectl follows YAML 1.1. Values mean the same
//! except for the few notations here, most of which sit in the gaps between two values: a tab
//! where indentation is counted, a key in brackets that runs over two lines, `{a:}`. Each is
//! reported in our words, because a text that kubectl refuses must not look fine.

use super::problem::{self, Problem};
use crate::diagnostic::Span;
use crate::text::{after, part, until};

/// Follows the values of a text from first to last and looks at what is between them.
pub(super) struct Strict<'text> {
    body: &'text str,
    /// The value that came last.
    last: Last,
    span: Span,
    /// The column that continued lines must reach, as of the last value.
    indent: usize,
    /// How many brackets are open.
    brackets: usize,
    /// Whether a `?` stands before the last value, so that it may be a key of any form.
    explicit: bool,
}

/// What the gap comes after.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Last {
    Start,
    Plain,
    Quoted,
    Block,
    Bracket,
    Alias,
}

impl<'text> Strict<'text> {
    pub fn new(body: &'text str) -> Self {
        let last = Last::Start;
        Strict { body, last, span: 0..0, indent: 0, brackets: 0, explicit: false }
    }

    /// Looks at the gap before a value and at the value itself; `indent` is the column that its
    /// continuation has to reach.
    pub fn value(&mut self, last: Last, span: Span, indent: usize) -> Result<(), Problem> {
        self.gap(span.start)?;
        let text = &self.body[span.clone()];
        match last {
            Last::Alias => self.name(span.start + 1, after(text, 1))?,
            Last::Plain => {
                self.tabs_in_plain(span.clone(), indent)?;
                if self.brackets > 0 && (text.starts_with(':') || text.contains('?')) {
                    return Err(problem::bracket_start(span));
                }
            }
            Last::Bracket if text.starts_with(['[', '{']) => self.brackets += 1,
            Last::Bracket => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        (self.last, self.span, self.indent) = (last, span, indent);
        Ok(())
    }

    /// Looks at what stands between the last value and a byte.
    pub fn gap(&mut self, end: usize) -> Result<(), Problem> {
        let start = self.span.end;
        let Some(gap) = self.body.get(start..end) else { return Ok(()) };
        let mut blanks = 0;
        // Where a key may start, indentation counts, and a tab has no width.
        let mut counts = matches!(self.last, Last::Start | Last::Block);
        if self.last == Last::Plain {
            blanks = gap.len() - gap.trim_start_matches([' ', '\t', '\r', '\n']).len();
            self.tabs_in_plain(start..start + blanks, self.indent)?;
            counts = until(gap, blanks).contains(['\r', '\n']);
        }
        let mut explicit = false;
        let mut at = blanks;
        while let Some(char) = after(gap, at).chars().next() {
            let here = start + at;
            let length = match char {
                '\t' if counts && self.brackets == 0 => return Err(problem::tab(here..here + 1)),
                '\r' | '\n' => {
                    counts = true;
                    1
                }
                '#' => after(gap, at).find(['\r', '\n']).unwrap_or(gap.len() - at),
                '-' if !after(gap, at).starts_with("---") => {
                    counts = true;
                    1
                }
                '?' => {
                    (counts, explicit) = (true, true);
                    1
                }
                ':' => {
                    self.colon(here)?;
                    1
                }
                ' ' | ',' | '\t' => 1,
                _ => {
                    counts = false;
                    self.property(here, end)?
                }
            };
            at += length;
        }
        self.explicit = explicit;
        Ok(())
    }

    /// Where the first dash of a list below a key is, and its column, if the parser says that the
    /// list starts at its first item, which it does for dashes at the indent of their key.
    pub fn dash_before(&self, list: Span) -> Option<(usize, usize)> {
        let mut at = self.span.end;
        for line in self.body.get(at..list.start)?.split_inclusive(['\r', '\n']) {
            let content = line.trim_start_matches(' ');
            let is_dash = content.starts_with('-')
                && !after(content, 1)
                    .starts_with(|c| c != ' ' && c != '\t' && c != '\r' && c != '\n');
            if is_dash && at > self.span.end {
                let column = line.len() - content.len();
                return Some((at + column, column));
            }
            at += line.len();
        }
        None
    }

    /// A colon in brackets: its key has to be on the same line, and a space has to follow it.
    fn colon(&self, at: usize) -> Result<(), Problem> {
        if self.brackets == 0 || self.explicit {
            return Ok(());
        }
        let next = after(self.body, at + 1).chars().next();
        if self.last == Last::Plain && at == self.span.end && matches!(next, Some(',' | ']' | '}'))
        {
            return Err(problem::colon_without_space(self.span.start..at + 1));
        }
        match self.last {
            Last::Plain | Last::Quoted
                if part(self.body, self.span.start, at).contains(['\r', '\n']) =>
            {
                Err(problem::key_on_two_lines(self.span.clone()))
            }
            _ => Ok(()),
        }
    }

    /// An anchor, a tag, or the header of a block: returns its length.
    fn property(&self, at: usize, end: usize) -> Result<usize, Problem> {
        let rest = part(self.body, at, end);
        let length = rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len());
        let word = until(rest, length);
        let next = after(self.body, at + length).chars().next();
        let separate = next.is_none_or(|next| matches!(next, ' ' | '\t' | '\r' | '\n'));
        let ends_item = |char: char| matches!(char, ',' | ']' | '}');
        let fits = match word.as_bytes().first() {
            // A bracket may close right after an anchor, but would be part of a tag.
            Some(b'&') => {
                self.name(at + 1, after(word, 1).trim_end_matches(ends_item))?;
                separate || next.is_some_and(ends_item) || word.ends_with(ends_item)
            }
            Some(b'!') => separate && !word.contains([',', '[', ']', '{', '}']),
            _ => true,
        };
        match fits {
            true => Ok(length.max(1)),
            false => Err(problem::property(at..at + length)),
        }
    }

    fn name(&self, at: usize, name: &str) -> Result<(), Problem> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        match !name.is_empty() && name.bytes().all(fits) {
            true => Ok(()),
            false => Err(problem::anchor_name(at - 1..at + name.len())),
        }
    }

    /// A tab at the start of a line that continues text without quotes, left of its indentation.
    fn tabs_in_plain(&self, span: Span, indent: usize) -> Result<(), Problem> {
        let mut column = None;
        for (at, char) in self.body[span.clone()].char_indices() {
            column = match (char, column) {
                ('\r' | '\n', _) => Some(0),
                (' ', Some(column)) => Some(column + 1),
                ('\t', Some(column)) if column < indent => {
                    let at = span.start + at;
                    return Err(problem::tab(at..at + 1));
                }
                ('\t', Some(column)) => Some(column + 1),
                _ => None,
            };
        }
        Ok(())
    }
}
