//! From bytes to what people count: lines and columns.

/// Finds the line and column of a byte of one text.
///
/// Lines end with LF, CR LF or CR. Both counts start at 1; a column counts characters.
///
/// ```
/// use netpol_core::yaml::LineIndex;
/// let text = "a: 1\nü: 2\n";
/// let index = LineIndex::new(text);
/// assert_eq!(index.position(text, 9), (2, 4));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineIndex {
    /// The first byte of each line.
    starts: Vec<usize>,
}

impl LineIndex {
    /// Notes where the lines of a text start.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        LineIndex { starts }
    }

    /// The line and column of a byte; a byte beyond the end counts as the end.
    ///
    /// `text` is the text that the index was made from. Inside a character, it is the column of
    /// that character.
    pub fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = offset.min(text.len());
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        let start = self.starts[line - 1];
        let before = &text.as_bytes()[start.min(offset)..offset];
        // Each character has one byte that does not continue another.
        let mut column = before.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() + 1;
        if !text.is_char_boundary(offset) {
            column -= 1;
        }
        (line, column)
    }

    /// The bytes of a line, counted from 1, without its line break; `None` beyond the last.
    pub fn line<'text>(&self, text: &'text str, line: usize) -> Option<&'text str> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        text.get(start..end).map(|line| line.trim_end_matches(['\n', '\r']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_break_counts_once() {
        let text = "a\nb\r\nc\rdü!\n";
        let index = LineIndex::new(text);
        let cases = [
            (0, (1, 1)),
            (1, (1, 2)),
            (2, (2, 1)),
            (5, (3, 1)),
            (7, (4, 1)),
            (8, (4, 2)),
            (10, (4, 3)),
        ];
        for (offset, expected) in cases {
            assert_eq!(index.position(text, offset), expected, "{offset}");
        }
        assert_eq!(index.position(text, 9), (4, 2), "inside a character");
        assert_eq!(index.position(text, 99), (5, 1));
        assert_eq!(index.line(text, 2), Some("b"));
        assert_eq!(index.line(text, 5), Some(""));
        assert_eq!(index.line(text, 6), None);
    }
}
