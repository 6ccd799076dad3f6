//! JSON text as a tree of nodes, by the rules of Go's `encoding/json`.
//!
//! Most JSON is YAML, but not all (a tab as indentation, `\/`, surrogate pairs), and a stream of
//! JSON objects needs no separators. Numbers and words become plain scalars: what they are is
//! decided in one place, `resolve`.

use super::MAX_DEPTH;
use super::tree::{Entry, Kind, Map, NodeId, Scalar, Style, Tree};
use crate::diagnostic::Span;
use crate::text::{after, part, until};

/// Reads the value that starts at a byte, blanks aside; returns it and where it ends.
///
/// `None` when this is no JSON, or nested deeper than we go: what is wrong is for the reader of
/// YAML to say, because kubectl tries that next.
pub(super) fn read(text: &str, start: usize) -> Option<(Tree, usize)> {
    let mut started = Started { at: start, ..Started::default() };
    started.read_to(text, text.len())?;
    started.finish()
}

/// A value that is read in steps.
#[derive(Debug, Default)]
pub(super) struct Started {
    at: usize,
    tree: Tree,
    open: Vec<Open>,
}

impl Started {
    /// Reads to about a byte; whether that is the end of the value. `None` when this is no JSON.
    pub fn read_to(&mut self, text: &str, aim: usize) -> Option<bool> {
        let mut reader = Reader { text, at: self.at, tree: std::mem::take(&mut self.tree) };
        let is_whole = reader.value_to(aim, &mut self.open);
        (self.at, self.tree) = (reader.at, reader.tree);
        is_whole
    }

    /// What was read and where it ends; `None` before that is known.
    pub fn finish(self) -> Option<(Tree, usize)> {
        self.tree.root?;
        Some((self.tree, self.at))
    }
}

struct Reader<'text> {
    text: &'text str,
    at: usize,
    tree: Tree,
}

/// A collection that is still open, and the key that waits for its value.
#[derive(Debug)]
struct Open {
    id: NodeId,
    key: Option<NodeId>,
}

impl Reader<'_> {
    fn value_to(&mut self, aim: usize, open: &mut Vec<Open>) -> Option<bool> {
        while self.at <= aim {
            if open.last().is_some_and(|parent| self.is_map(parent.id)) {
                self.key(open.last_mut()?)?;
            }
            let mut done = self.value()?;
            if self.is_collection(done) && !self.close(done) {
                if open.len() >= MAX_DEPTH {
                    return None;
                }
                open.push(Open { id: done, key: None });
                continue;
            }
            // A value is complete: add it, and close every collection that ends with it.
            loop {
                let Some(parent) = open.last_mut() else {
                    self.tree.root = Some(done);
                    return Some(true);
                };
                let (id, key) = (parent.id, parent.key.take());
                self.add(id, key, done);
                self.blanks();
                if self.eat(b',') {
                    break;
                }
                if !self.close(id) {
                    return None;
                }
                open.pop();
                done = id;
            }
        }
        Some(false)
    }

    fn key(&mut self, parent: &mut Open) -> Option<()> {
        self.blanks();
        parent.key = Some(self.string()?);
        self.blanks();
        self.eat(b':').then_some(())
    }

    /// Reads a scalar, or the opening of a collection.
    fn value(&mut self) -> Option<NodeId> {
        self.blanks();
        let start = self.at;
        match self.peek()? {
            b'{' => Some(self.opened(Kind::Map(Map::default()))),
            b'[' => Some(self.opened(Kind::List(Vec::new()))),
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => {
                self.number()?;
                Some(self.plain(start))
            }
            _ => {
                let word = ["true", "false", "null"];
                let word =
                    word.into_iter().find(|word| after(self.text, start).starts_with(word))?;
                self.at += word.len();
                Some(self.plain(start))
            }
        }
    }

    fn opened(&mut self, kind: Kind) -> NodeId {
        let start = self.at;
        self.at += 1;
        self.tree.add(start..self.at, kind)
    }

    fn plain(&mut self, start: usize) -> NodeId {
        let text = part(self.text, start, self.at).to_owned();
        self.scalar(start..self.at, text, Style::Plain)
    }

    fn scalar(&mut self, span: Span, text: String, style: Style) -> NodeId {
        self.tree.add(span, Kind::Scalar(Scalar { text, style }))
    }

    fn number(&mut self) -> Option<()> {
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'-') {
                self.eat(b'+');
            }
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn string(&mut self) -> Option<NodeId> {
        let start = self.at;
        if !self.eat(b'"') {
            return None;
        }
        let mut text = String::new();
        loop {
            let rest = after(self.text, self.at);
            let ends = |byte| byte < b' ' || byte == b'"' || byte == b'\\';
            let run = rest.bytes().position(ends)?;
            text.push_str(until(rest, run));
            self.at += run + 1;
            match rest.as_bytes()[run] {
                b'"' => return Some(self.scalar(start..self.at, text, Style::Quoted)),
                b'\\' => text.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let escape = self.peek()?;
        self.at += 1;
        Some(match escape {
            b'"' | b'\\' | b'/' => escape as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.hex()?;
                match (high, self.low_surrogate(high)) {
                    (_, Some(char)) => char,
                    // Half a pair is replaced, as Go does.
                    (high, None) => char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER),
                }
            }
            _ => return None,
        })
    }

    /// Reads the second half of a surrogate pair, if it is there.
    fn low_surrogate(&mut self, high: u32) -> Option<char> {
        let before = self.at;
        if (0xD800..0xDC00).contains(&high)
            && self.eat(b'\\')
            && self.eat(b'u')
            && let Some(low @ 0xDC00..=0xDFFF) = self.hex()
        {
            return char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
        }
        self.at = before;
        None
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }

    fn add(&mut self, parent: NodeId, key: Option<NodeId>, value: NodeId) {
        match (&mut self.tree.nodes[parent].kind, key) {
            (Kind::List(items), _) => items.push(value),
            (Kind::Map(map), Some(key)) => {
                map.entries.push(Entry { key, value, name: String::new() });
            }
            _ => {}
        }
    }

    fn is_map(&self, id: NodeId) -> bool {
        matches!(self.tree.node(id).kind, Kind::Map(_))
    }

    fn is_collection(&self, id: NodeId) -> bool {
        matches!(self.tree.node(id).kind, Kind::Map(_) | Kind::List(_))
    }

    /// Reads the end of a collection, if it is next.
    fn close(&mut self, id: NodeId) -> bool {
        self.blanks();
        let closed = self.eat(if self.is_map(id) { b'}' } else { b']' });
        self.tree.nodes[id].span.end = self.at;
        closed
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_value_is_found() {
        for (text, end) in [("{} x", 2), (r#"{"a": [1, -0.5e+1, "b\/"], "c": {}}"#, 35), ("[]", 2)]
        {
            assert_eq!(read(text, 0).map(|(_, end)| end), Some(end), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_left_to_yaml() {
        let texts =
            ["", "{", "{a: 1}", "{\"a\":1,}", "[01]", "{\"a\":\"\t\"}", "{\"a\" 1}", "[1 2]"];
        for text in texts {
            assert!(read(text, 0).is_none(), "{text}");
        }
        assert!(read(&"[".repeat(100_000), 0).is_none());
    }

    #[test]
    fn escapes_are_read_as_go_reads_them() {
        let cases = [
            (r#""\u0041\n\/""#, "A\n/"),
            (r#""\ud834\udd1e""#, "\u{1d11e}"),
            (r#""\ud834x""#, "\u{fffd}x"),
            (r#""\udd1e""#, "\u{fffd}"),
        ];
        for (text, expected) in cases {
            let read = read(text, 0).map(|(tree, _)| tree.nodes[0].kind.clone());
            let Some(Kind::Scalar(scalar)) = read else { unreachable!("{text}") };
            assert_eq!(scalar.text, expected);
        }
    }
}
