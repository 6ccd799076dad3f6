//! The text of the editor, cut into lines that know how they start. Pure.

use std::ops::Range;

use super::highlight::{State, tokens};

/// A text by lines; changing it costs what is changed and what is colored differently then.
pub struct Buffer {
    text: String,
    lines: Vec<Line>,
}

#[derive(Clone, Copy)]
struct Line {
    start: usize,
    /// At most so many columns are needed to show it.
    columns: usize,
    state: State,
}

impl Buffer {
    /// Cuts a text into lines.
    pub fn new(text: &str) -> Self {
        let line = Line { start: 0, columns: 0, state: State::default() };
        let mut buffer = Buffer { text: String::new(), lines: vec![line] };
        buffer.replace(0..0, text);
        buffer
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many lines there are; an empty text has one.
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// The first byte of a line, counted from 0; the end of the text behind the last one.
    pub fn start(&self, line: usize) -> usize {
        self.lines.get(line).map_or(self.text.len(), |line| line.start)
    }

    /// The bytes of a line without its line break.
    pub fn span(&self, line: usize) -> Range<usize> {
        let end = match self.lines.get(line + 1) {
            Some(next) => next.start - 1,
            None => self.text.len(),
        };
        self.start(line)..end
    }

    /// What is open at the start of a line.
    pub fn state(&self, line: usize) -> State {
        self.lines.get(line).map(|line| line.state).unwrap_or_default()
    }

    /// The line, from 0, that a byte is in.
    pub fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }

    /// How many columns the widest line needs at most, and some more: another number has the
    /// browser lay out all lines, so it is another one for few keys only.
    pub fn columns(&self) -> usize {
        const STEP: usize = 8;
        let widest = self.lines.iter().map(|line| line.columns).max();
        widest.unwrap_or_default().next_multiple_of(STEP)
    }

    /// Replaces some bytes; both ends are at the border of a character.
    pub fn replace(&mut self, span: Range<usize>, with: &str) {
        let (first, last) = (self.line_at(span.start), self.line_at(span.end));
        self.text.replace_range(span.clone(), with);
        let below = self.lines.split_off(last + 1);
        self.lines.truncate(first + 1);
        for (at, byte) in with.bytes().enumerate() {
            if byte == b'\n' {
                let start = span.start + at + 1;
                self.lines.push(Line { start, columns: 0, state: State::default() });
            }
        }
        let unchanged = self.lines.len();
        for line in below {
            let start = line.start - span.len() + with.len();
            self.lines.push(Line { start, ..line });
        }
        self.look_at(first, unchanged);
    }

    /// Looks at changed lines, and at those below them until they start as they did before.
    fn look_at(&mut self, first: usize, unchanged: usize) {
        let mut state = self.state(first);
        for number in first..self.lines.len() {
            if number >= unchanged && self.lines[number].state == state {
                return;
            }
            let text = &self.text[self.span(number)];
            let (columns, after) = (columns(text), tokens(text, state).1);
            let line = &mut self.lines[number];
            (line.columns, line.state) = (columns, state);
            state = after;
        }
    }
}

/// How many line breaks a text has.
pub fn line_breaks(text: &str) -> usize {
    text.bytes().filter(|&byte| byte == b'\n').count()
}

/// How many columns a text takes at most: what is not ASCII may be wide.
pub fn columns(text: &str) -> usize {
    text.bytes()
        .map(|byte| if byte == b'\t' || byte >= 0xC0 { 2 } else { usize::from(byte < 0x80) })
        .sum()
}

/// The bytes of `old` that have to be replaced, and by what, to make it `new`.
pub fn difference<'new>(old: &str, new: &'new str) -> (Range<usize>, &'new str) {
    let same = |(a, b): &(u8, u8)| a == b;
    let mut prefix = old.bytes().zip(new.bytes()).take_while(same).count();
    while !old.is_char_boundary(prefix) || !new.is_char_boundary(prefix) {
        prefix -= 1;
    }
    let (old_rest, new_rest) = (&old[prefix..], &new[prefix..]);
    let mut suffix = old_rest.bytes().rev().zip(new_rest.bytes().rev()).take_while(same).count();
    while !old_rest.is_char_boundary(old_rest.len() - suffix)
        || !new_rest.is_char_boundary(new_rest.len() - suffix)
    {
        suffix -= 1;
    }
    (prefix..old.len() - suffix, &new_rest[..new_rest.len() - suffix])
}

/// Where a place of the text is after some bytes were replaced by so many others.
pub fn moved(place: usize, replaced: &Range<usize>, by: usize) -> usize {
    if place >= replaced.end && place > replaced.start {
        place - replaced.len() + by
    } else {
        place.min(replaced.start + by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// After the change the buffer is the one that the new text would make.
    fn check(old: &str, new: &str) {
        let mut changed = Buffer::new(old);
        let (span, with) = difference(old, new);
        changed.replace(span, with);
        let made = Buffer::new(new);
        assert_eq!(changed.text(), new);
        let lines = |buffer: &Buffer| -> Vec<_> {
            buffer.lines.iter().map(|line| (line.start, line.columns, line.state)).collect()
        };
        assert_eq!(lines(&changed), lines(&made), "{old:?} to {new:?}");
        assert_eq!(made.lines(), new.split('\n').count());
        for (number, line) in new.split('\n').enumerate() {
            assert_eq!(&made.text()[made.span(number)], line);
        }
    }

    #[test]
    fn a_change_makes_what_the_new_text_makes() {
        let texts = [
            "",
            "\n",
            "a: b",
            "a: b\nc: d\n",
            "a: |\n  b\n  c: d\ne: f\n",
            "a: \n  b\n  c: d\ne: f\n",
            "a: [b,\nc: d\n]\ne: f\n",
            "a: \"b\nc: d\ne: f\n",
            "ü: ä\n",
            "ö: ä\n",
            "ü: 日本\n\n\n",
        ];
        for old in texts {
            for new in texts {
                check(old, new);
            }
        }
    }

    #[test]
    fn a_difference_is_as_small_as_characters_allow() {
        let cases = [
            ("abc", "abc", 3..3, ""),
            ("abc", "abxc", 2..2, "x"),
            ("aaa", "aaaa", 3..3, "a"),
            ("abc", "c", 0..2, ""),
            ("ü", "ö", 0..2, "ö"),
            ("aüb", "aöb", 1..3, "ö"),
            // The last bytes of these two are the same.
            ("\u{e4}", "\u{124}", 0..2, "\u{124}"),
        ];
        for (old, new, span, with) in cases {
            assert_eq!(difference(old, new), (span, with), "{old:?} to {new:?}");
        }
    }

    #[test]
    fn a_place_moves_with_the_text_around_it() {
        let cases = [(1, 1), (3, 3), (4, 4), (6, 8), (9, 11)];
        for (place, after) in cases {
            assert_eq!(moved(place, &(3..6), 5), after, "{place}");
        }
        assert_eq!(moved(5, &(3..6), 1), 4, "inside of what became shorter");
        assert_eq!(moved(3, &(3..3), 2), 3, "before what was put in");
        assert_eq!(moved(4, &(3..3), 2), 6);
    }

    #[test]
    fn places_are_found_by_line() {
        let buffer = Buffer::new("a\nbc\n");
        let found: Vec<_> = (0..=5).map(|offset| buffer.line_at(offset)).collect();
        assert_eq!(found, [0, 0, 1, 1, 1, 2]);
        assert_eq!((buffer.span(0), buffer.span(1), buffer.span(2)), (0..1, 2..4, 5..5));
        assert_eq!(columns("日\t"), 4);
        assert_eq!((buffer.columns(), Buffer::new("123456789").columns()), (8, 16));
    }
}
