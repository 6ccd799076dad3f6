//! What a scalar says: text without quotes, in quotes, or in a block.

use super::{Scanner, TokenKind};
use crate::text::{after, part};
use crate::yaml::problem::{Fault, Refusal};

impl Scanner<'_> {
    /// Text without quotes, which ends before `: `, ` #`, or a line that is indented less.
    pub(super) fn plain(&mut self) -> Result<(), Refusal> {
        let start = self.value_start()?;
        let indent = self.indent + 1;
        let mut text = String::new();
        let mut end = start;
        let mut lines = false;
        while !self.is_document_marker() && self.byte(0) != b'#' {
            let word = self.at;
            while !self.is_blank_or_end(self.at) && !self.ends_plain() {
                self.at += 1;
            }
            if self.at == word {
                break;
            }
            add_gap(&mut text, part(self.body, end, word), lines, false);
            text.push_str(part(self.body, word, self.at));
            end = self.at;
            lines = self.skip_gap(indent)?;
            if self.brackets == 0 && lines && self.column() < indent {
                break;
            }
        }
        // Whatever comes next, it starts a line.
        self.key_allowed |= lines;
        let next = std::mem::replace(&mut self.at, end);
        self.push_text(TokenKind::Plain, start, text);
        self.at = next;
        Ok(())
    }

    fn ends_plain(&self) -> bool {
        match self.byte(0) {
            b':' => self.is_blank_or_end(self.at + 1),
            byte => self.brackets > 0 && b",?[]{}".contains(&byte),
        }
    }

    /// Text in single or double quotes.
    pub(super) fn quoted(&mut self, quote: u8) -> Result<(), Refusal> {
        let start = self.value_start()?;
        self.at += 1;
        let mut text = String::new();
        loop {
            if self.at >= self.body.len() || self.is_document_marker() {
                return self.refuse(Fault::Quote, start, start + 1);
            }
            let mut escaped = false;
            let mut word = self.at;
            while !self.is_blank_or_end(self.at) {
                match self.byte(0) {
                    b'\'' if quote == b'\'' && self.byte(1) == b'\'' => {
                        self.at += 1;
                        text.push_str(part(self.body, word, self.at));
                        word = self.at + 1;
                    }
                    b'\\' if quote == b'"' => {
                        text.push_str(part(self.body, word, self.at));
                        self.at += 1;
                        escaped = self.line_break();
                        word = self.at;
                        if escaped {
                            break;
                        }
                        self.escape(&mut text)?;
                        word = self.at;
                        continue;
                    }
                    byte if byte == quote => break,
                    _ => {}
                }
                self.at += 1;
            }
            text.push_str(part(self.body, word, self.at));
            if self.byte(0) == quote && !escaped {
                break;
            }
            let gap = self.at;
            let lines = self.skip_gap(0)?;
            add_gap(&mut text, part(self.body, gap, self.at), lines || escaped, escaped);
        }
        self.at += 1;
        self.push_text(TokenKind::Quoted, start, text);
        Ok(())
    }

    /// What follows a backslash in double quotes.
    fn escape(&mut self, text: &mut String) -> Result<(), Refusal> {
        let start = self.at - 1;
        let digits = match self.byte(0) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        let char = match self.byte(0) {
            b'0' => Some('\0'),
            b'a' => Some('\u{7}'),
            b'b' => Some('\u{8}'),
            b't' | b'\t' => Some('\t'),
            b'n' => Some('\n'),
            b'v' => Some('\u{b}'),
            b'f' => Some('\u{c}'),
            b'r' => Some('\r'),
            b'e' => Some('\u{1b}'),
            byte @ (b' ' | b'"' | b'\'' | b'\\') => Some(char::from(byte)),
            b'N' => Some('\u{85}'),
            b'_' => Some('\u{a0}'),
            b'L' => Some('\u{2028}'),
            b'P' => Some('\u{2029}'),
            _ => self.hexadecimal(digits),
        };
        match char {
            Some(char) => {
                text.push(char);
                self.at += 1 + digits;
                Ok(())
            }
            None => {
                let next = after(self.body, self.at).chars().next().map_or(0, char::len_utf8);
                self.refuse(Fault::Escape, start, self.at + next)
            }
        }
    }

    /// The character whose number follows in so many digits.
    fn hexadecimal(&self, digits: usize) -> Option<char> {
        let mut number = 0;
        for ahead in 1..=digits {
            number = number << 4 | char::from(self.byte(ahead)).to_digit(16)?;
        }
        char::from_u32(number).filter(|_| digits > 0)
    }

    /// Text in a block, after `|` or `>`, which ends before a line that is indented less.
    ///
    /// Its bytes start with its first line, if it has any, so that the header and a comment in it
    /// are none of them.
    pub(super) fn block(&mut self, folded: bool) -> Result<(), Refusal> {
        self.forget_key()?;
        self.key_allowed = true;
        let mut start = self.at;
        self.at += 1;
        let (keep, mut indent) = self.block_header(start)?;
        let mut text = String::new();
        // The break of the last line with text, and those of the empty lines below it.
        let mut last = "";
        let mut empty = String::new();
        let mut was_more_indented = false;
        let mut end = self.empty_lines(&mut indent, &mut empty)?;
        if self.at < self.body.len() && self.column() == indent {
            start = self.at;
        }
        while self.at < self.body.len() && self.column() == indent {
            let is_more_indented = matches!(self.byte(0), b' ' | b'\t');
            if folded && last == "\n" && !was_more_indented && !is_more_indented {
                text.push_str(if empty.is_empty() { " " } else { "" });
            } else {
                text.push_str(last);
            }
            text.push_str(&empty);
            empty.clear();
            was_more_indented = is_more_indented;
            let line = self.at;
            self.skip_line();
            text.push_str(part(self.body, line, self.at));
            // kubectl ends the last line of a text that does not end itself.
            last = match self.read_break() {
                "" => "\n",
                found => found,
            };
            end = self.empty_lines(&mut indent, &mut empty)?;
        }
        if keep != Some(false) {
            text.push_str(last);
        }
        if keep == Some(true) {
            text.push_str(&empty);
        }
        let next = std::mem::replace(&mut self.at, end);
        self.push_text(TokenKind::Quoted, start, text);
        self.at = next;
        Ok(())
    }

    /// What stands behind `|` or `>`: whether the line breaks at the end are all kept (`+`) or all
    /// dropped (`-`), and the indentation, 0 if the text decides.
    fn block_header(&mut self, start: usize) -> Result<(Option<bool>, isize), Refusal> {
        let mut keep = None;
        let mut indent = 0;
        loop {
            match self.byte(0) {
                sign @ (b'+' | b'-') if keep.is_none() => keep = Some(sign == b'+'),
                digit @ b'1'..=b'9' if indent == 0 => {
                    indent = self.indent.max(0) + isize::from(digit - b'0');
                }
                _ => break,
            }
            self.at += 1;
        }
        while matches!(self.byte(0), b' ' | b'\t') {
            self.at += 1;
        }
        if self.byte(0) == b'#' {
            self.skip_line();
        }
        match self.line_break() || self.at >= self.body.len() {
            true => Ok((keep, indent)),
            false => self.refuse(Fault::BlockHeader, start, self.at),
        }
    }

    /// Skips empty lines of a block, whose indentation is found if it is not yet known. Returns
    /// where the last of them ends.
    fn empty_lines(&mut self, indent: &mut isize, breaks: &mut String) -> Result<usize, Refusal> {
        let mut end = self.at;
        let mut widest = 0;
        loop {
            let is_left = |column: isize| *indent == 0 || column < *indent;
            while self.byte(0) == b' ' && is_left(self.column()) {
                self.at += 1;
            }
            widest = self.column().max(widest);
            if self.byte(0) == b'\t' && is_left(self.column()) {
                return self.refuse(Fault::Tab, self.at, self.at + 1);
            }
            let found = self.read_break();
            if found.is_empty() {
                break;
            }
            breaks.push_str(found);
            end = self.at;
        }
        if *indent == 0 {
            *indent = widest.max(self.indent + 1).max(1);
        }
        Ok(end)
    }

    /// Skips blanks and line breaks within text; whether there were breaks.
    fn skip_gap(&mut self, indent: isize) -> Result<bool, Refusal> {
        let mut lines = false;
        loop {
            match self.byte(0) {
                b'\t' if lines && self.column() < indent => {
                    return self.refuse(Fault::Tab, self.at, self.at + 1);
                }
                b' ' | b'\t' => self.at += 1,
                _ if self.line_break() => lines = true,
                _ => return Ok(lines),
            }
        }
    }

    /// Goes to the next line if this one ends here; returns the break as it is read.
    fn read_break(&mut self) -> &'static str {
        let start = self.at;
        match self.line_break() {
            true => meaning(part(self.body, start, self.at)),
            false => "",
        }
    }
}

/// Adds what stands between two words: the blanks as they are, or what the line breaks mean. One
/// break is a space, and of several the first is dropped; an escaped one was dropped before.
fn add_gap(text: &mut String, gap: &str, lines: bool, escaped: bool) {
    if !lines {
        text.push_str(gap);
        return;
    }
    // Of a CR LF the LF counts.
    let counts =
        |&(at, found): &(usize, &str)| found != "\r" || gap.as_bytes().get(at + 1) != Some(&b'\n');
    let breaks = gap.match_indices(['\r', '\n', '\u{85}', '\u{2028}', '\u{2029}']).filter(counts);
    let breaks = breaks.map(|(_, found)| meaning(found));
    let mut first = !escaped;
    let mut pending = "";
    for found in breaks {
        if first && found == "\n" {
            pending = " ";
        } else {
            text.push_str(found);
            pending = "";
        }
        first = false;
    }
    text.push_str(pending);
}

/// The break that a line break is read as: the two separators of Unicode stay, others become LF.
fn meaning(found: &str) -> &'static str {
    match found {
        "\u{2028}" => "\u{2028}",
        "\u{2029}" => "\u{2029}",
        _ => "\n",
    }
}
