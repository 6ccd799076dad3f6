//! Where in the structure of a document a byte is, by indentation and dashes of the lines around.

use std::ops::Range;

use crate::draft::{API_VERSION, KIND};
use crate::text::{after, find, has, split, until};

/// A place in a document.
pub(super) struct Place<'a> {
    /// The way to what holds the place, from the outside.
    pub path: Vec<Step<'a>>,
    /// The key whose value is written here; `None` where a key or an entry is.
    pub value_of: Option<&'a str>,
    /// What is written of it up to the place.
    pub typed: &'a str,
    /// The keys beside the place.
    pub siblings: Vec<&'a str>,
    /// The value of `key` beside the list `values` that the place is in.
    pub label: Option<&'a str>,
    /// What is missing between a colon and a value.
    pub gap: &'static str,
}

/// One step of the way to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// Into the value of a key.
    Key(&'a str),
    /// Into an entry of a list.
    Entry,
}

/// The parts of a line in block style.
struct Line<'a> {
    /// The columns of its dashes.
    dashes: Vec<usize>,
    /// The column of what follows them.
    column: usize,
    /// The key it has, without quotes.
    key: Option<&'a str>,
    /// What follows key and colon, or all that follows the dashes.
    value: &'a str,
}

/// The bytes of the document of a text that a byte is in.
pub(super) fn document_around(text: &str, offset: usize) -> Range<usize> {
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let next = at + line.len();
        if line.trim_end() == "---" || line.starts_with("--- ") {
            if at > offset || at == offset && start < at {
                return start..at;
            }
            start = next.min(offset.max(at));
        }
        at = next;
    }
    start..text.len()
}

impl<'a> Place<'a> {
    /// Finds the place of a byte; `None` in comments, quotes and brackets, and in a document that
    /// can be no NetworkPolicy.
    pub fn find(document: &'a str, offset: usize) -> Option<Self> {
        let (before, behind) = (until(document, offset), after(document, offset));
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        let (above, head) = (until(before, start), after(before, start));
        if has(head, " #") || head.contains(['"', '\'', '{', '[', '\t']) || head.starts_with('#') {
            return None;
        }
        let here = Line::parts(head);
        let below = behind.split_once('\n').map_or("", |(_, below)| below);
        if !(allows_policy(above) && allows_policy(below)) {
            return None;
        }
        let mut climb = Climb {
            way: Vec::new(),
            siblings: Vec::new(),
            label: None,
            keys: here.column,
            dashes: here.column,
        };
        climb.dashes(&here.dashes);
        for line in above.lines().rev() {
            climb.line(line);
            if climb.is_at_top() {
                break;
            }
        }
        climb.below(below, here.column);
        climb.way.reverse();
        Some(Place {
            path: climb.way,
            value_of: here.key,
            typed: here.value,
            siblings: climb.siblings,
            label: climb.label,
            gap: if head.ends_with(':') { " " } else { "" },
        })
    }
}

/// Whether the lines let their document be a NetworkPolicy: only keys at its top decide.
fn allows_policy(lines: &str) -> bool {
    let mut top = lines.lines().filter(|line| !line.starts_with([' ', '-', '#']));
    top.all(|line| Line::parts(line).allows_policy())
}

/// The way from a line up to the top.
struct Climb<'a> {
    way: Vec<Step<'a>>,
    siblings: Vec<&'a str>,
    label: Option<&'a str>,
    /// A key left of this column is one level up.
    keys: usize,
    /// A dash left of this column is one level up.
    dashes: usize,
}

impl<'a> Climb<'a> {
    fn line(&mut self, line: &'a str) {
        let line = Line::parts(line);
        if line.is_blank() {
            return;
        }
        if let Some(key) = line.key {
            if line.column < self.keys {
                self.way.push(Step::Key(key));
                (self.keys, self.dashes) = (line.column, line.column);
            } else if line.column == self.keys && self.way.is_empty() {
                self.siblings.push(key);
            } else if line.column == self.keys
                && key == "key"
                && self.way.last() == Some(&Step::Key("values"))
            {
                self.label = Some(line.value.trim_matches(['"', '\'']));
            }
        }
        self.dashes(&line.dashes);
    }

    /// Whether no line above can add to the way, nor to what is beside the place.
    fn is_at_top(&self) -> bool {
        self.keys == 0 && self.dashes == 0 && !self.way.is_empty()
    }

    fn dashes(&mut self, dashes: &[usize]) {
        for &dash in dashes.iter().rev() {
            if dash < self.dashes {
                self.way.push(Step::Entry);
                // The key of a list may stand right above its dashes.
                (self.keys, self.dashes) = (dash + 1, dash);
            }
        }
    }

    /// Keys beside the place, on the lines below it.
    fn below(&mut self, below: &'a str, column: usize) {
        for line in below.lines() {
            let line = Line::parts(line);
            if line.is_blank() {
                continue;
            }
            let start = line.dashes.first().copied().unwrap_or(line.column);
            if start < column {
                return;
            }
            if start == column && line.dashes.is_empty() {
                self.siblings.extend(line.key);
            }
        }
    }
}

impl<'a> Line<'a> {
    fn parts(line: &'a str) -> Self {
        let bytes = line.as_bytes();
        let (mut column, mut dashes) = (0, Vec::new());
        while let Some(byte) = bytes.get(column) {
            match byte {
                b' ' => {}
                b'-' if matches!(bytes.get(column + 1), None | Some(b' ')) => dashes.push(column),
                _ => break,
            }
            column += 1;
        }
        let body = after(line, column);
        let body = until(body, find(body, " #").unwrap_or(body.len())).trim_end();
        let (key, value) = match split(body, ": ").or_else(|| Some((body.strip_suffix(':')?, ""))) {
            _ if body.starts_with('#') => (None, ""),
            Some((key, value)) => (Some(key.trim().trim_matches(['"', '\''])), value.trim()),
            None => (None, body),
        };
        Line { dashes, column, key, value }
    }

    fn is_blank(&self) -> bool {
        self.dashes.is_empty() && self.key.is_none() && self.value.is_empty()
    }

    /// Whether a line lets the document be a NetworkPolicy.
    fn allows_policy(&self) -> bool {
        if self.column > 0 {
            return true;
        }
        let group = API_VERSION.split('/').next().unwrap_or_default();
        match self.key {
            Some("kind") => matches!(self.value.trim_matches(['"', '\'']), "" | KIND),
            Some("apiVersion") => self.value.is_empty() || has(self.value, group),
            _ => true,
        }
    }
}
