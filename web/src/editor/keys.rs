//! What keys do to a text: each is a function from text and selection to a [`Change`]. Pure.

use std::ops::Range;

use netpol_core::text::{find, has};

/// How deep one level is.
const STEP: &str = "  ";

/// A change of a text, and what is selected after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The bytes that are replaced.
    pub span: Range<usize>,
    /// What they are replaced by.
    pub with: String,
    /// What is selected then, in bytes of the new text.
    pub selection: Range<usize>,
}

/// Whether the Tab key changes the text: several lines are selected, or it would indent this one.
pub fn tab_indents(text: &str, selection: &Range<usize>) -> bool {
    let start = line_start(text, selection.start);
    line_end(text, selection.start) < selection.end
        || selection.is_empty() && text[start..selection.start].bytes().all(|byte| byte == b' ')
}

/// Indents the selected lines by one level.
pub fn indent(text: &str, selection: &Range<usize>) -> Change {
    let only = line_end(text, selection.start) >= selection.end;
    replace_lines(text, selection, &|line| match line {
        // An empty line alone is where the next key will be written.
        "" if !only => (0, 0, ""),
        _ => (0, 0, STEP),
    })
}

/// Takes one level of indentation from the selected lines.
pub fn outdent(text: &str, selection: &Range<usize>) -> Change {
    replace_lines(text, selection, &|line| {
        let blanks = line.bytes().take(STEP.len()).take_while(|&byte| byte == b' ').count();
        (0, blanks, "")
    })
}

/// Makes the selected lines comments, or, if all of them are, text again.
pub fn toggle_comment(text: &str, selection: &Range<usize>) -> Change {
    let span = lines_of(text, selection);
    let only = line_end(text, span.start) == span.end;
    let (mut column, mut comments) = (usize::MAX, true);
    let mut start = span.start;
    while start <= span.end {
        let end = line_end(text, start);
        let line = &text[start..end];
        if let Some(&first) = line.trim_ascii().as_bytes().first() {
            column = column.min(indentation(line));
            comments = comments && first == b'#';
        }
        start = end + 1;
    }
    if comments && column < usize::MAX {
        return replace_lines(text, selection, &|line| {
            let at = indentation(line);
            let mark = if line[at..].starts_with("# ") { 2 } else { line[at..].len().min(1) };
            (at, mark, "")
        });
    }
    replace_lines(text, selection, &|line| match line.trim_ascii() {
        "" if !only => (0, 0, ""),
        _ => (column.min(line.len()), 0, "# "),
    })
}

/// Starts a new line, as deep as what stands above it asks for.
pub fn enter(text: &str, selection: &Range<usize>) -> Change {
    let start = line_start(text, selection.start);
    let head = &text[start..selection.start];
    let after = &text[selection.end..];
    // Blanks behind the caret would come on top of the new indentation.
    let end = selection.end + after.bytes().take_while(|&byte| byte == b' ').count();
    let dashes = head.trim_start_matches([' ', '-']);
    let (body, column) = (dashes.trim_end(), head.len() - dashes.len());
    let before_body = &head[..column];
    let dash = before_body.rfind('-').filter(|_| before_body.ends_with(' '));
    let rest_of_line = &text[end..line_end(text, end)];
    let (span, line, mark) = match dash {
        // An entry that was left empty ends the list.
        Some(dash) if body.is_empty() && rest_of_line.is_empty() => {
            let caret = start + dash;
            return Change { span: caret..end, with: String::new(), selection: caret..caret };
        }
        Some(dash) if !body.is_empty() && !has_key(body) => (end, dash, "- "),
        _ if opens_block(body) => (end, column + STEP.len(), ""),
        _ => (end, column, ""),
    };
    let with = ["\n", &" ".repeat(line), mark].concat();
    let caret = selection.start + with.len();
    Change { span: selection.start..span, with, selection: caret..caret }
}

/// Moves the caret, or with `extend` the end of the selection, by some lines.
pub fn move_lines(text: &str, caret: usize, lines: isize) -> usize {
    let start = line_start(text, caret);
    let column = text[start..caret].chars().count();
    let mut target = start;
    for _ in 0..lines.unsigned_abs() {
        target = if lines < 0 {
            line_start(text, target.saturating_sub(1))
        } else {
            match line_end(text, target) {
                end if end < text.len() => end + 1,
                _ => break,
            }
        };
    }
    let line = &text[target..line_end(text, target)];
    target + line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
}

/// Whether what follows on the next line belongs to what is before the caret.
fn opens_block(body: &str) -> bool {
    let code = find(body, " #").map_or(body, |comment| body[..comment].trim_end());
    if code.starts_with('#') {
        return false;
    }
    let header = code.trim_end_matches(['-', '+']);
    code.ends_with(':') || header.ends_with(": |") || header.ends_with(": >") || header == "|"
}

fn has_key(body: &str) -> bool {
    has(body, ": ") || body.ends_with(':') || body.starts_with('#')
}

fn line_start(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1)
}

/// Where the line ends that a byte is in.
// By bytes: each search for a character is compiled where it stands, at twice the size.
fn line_end(text: &str, at: usize) -> usize {
    let end = text.as_bytes()[at..].iter().position(|&byte| byte == b'\n');
    end.map_or(text.len(), |end| at + end)
}

fn indentation(line: &str) -> usize {
    line.bytes().take_while(|&byte| byte == b' ').count()
}

/// The bytes of the lines that are selected; a line of which only the start is selected is not.
fn lines_of(text: &str, selection: &Range<usize>) -> Range<usize> {
    let start = line_start(text, selection.start);
    let mut last = selection.end;
    if last > selection.start && text.as_bytes()[last - 1] == b'\n' {
        last -= 1;
    }
    start..line_end(text, last)
}

/// Changes each selected line: where, how many bytes are taken away, what is put there.
///
/// The function is not a parameter of the type: the loop would be compiled for each key anew.
fn replace_lines(
    text: &str,
    selection: &Range<usize>,
    change: &dyn Fn(&str) -> (usize, usize, &'static str),
) -> Change {
    let span = lines_of(text, selection);
    let mut with = String::new();
    let mut after = selection.clone();
    let mut start = span.start;
    while start <= span.end {
        if start > span.start {
            with.push('\n');
        }
        let line = &text[start..line_end(text, start)];
        let (column, removed, added) = change(line);
        let at = start + column;
        let place = |old: usize, new: usize| match old {
            _ if old < at => new,
            _ if old < at + removed => new - (old - at) + added.len(),
            _ => new - removed + added.len(),
        };
        // What is selected from its start stays selected from its start.
        if selection.is_empty() || selection.start > at {
            after.start = place(selection.start, after.start);
        }
        after.end = place(selection.end, after.end);
        with.push_str(&line[..column]);
        with.push_str(added);
        with.push_str(&line[column + removed..]);
        start += line.len() + 1;
    }
    Change { span, with, selection: after }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[` and `]` are the ends of the selection, `|` is a caret.
    fn marked(marked: &str) -> (String, Range<usize>) {
        let text = marked.replace(['[', ']', '|'], "");
        match marked.find('|') {
            Some(caret) => (text, caret..caret),
            None => (text, marked.find('[').unwrap()..marked.find(']').unwrap() - 1),
        }
    }

    fn check(key: impl Fn(&str, &Range<usize>) -> Change, cases: &[(&str, &str)]) {
        for (before, expected) in cases {
            let (text, selection) = marked(before);
            let change = key(&text, &selection);
            let mut after = text.clone();
            after.replace_range(change.span, &change.with);
            assert_eq!((after, change.selection), marked(expected), "{before:?}");
        }
    }

    #[test]
    fn tab_indents_lines() {
        check(
            indent,
            &[
                ("|a: b\n", "  |a: b\n"),
                ("a:\n  |", "a:\n    |"),
                ("|", "  |"),
                ("[a\n\nb]\nc", "[  a\n\n  b]\nc"),
                ("a[b\n]c", "  a[b\n]c"),
            ],
        );
        check(
            outdent,
            &[
                ("    |a", "  |a"),
                (" |a", "|a"),
                ("a|b", "a|b"),
                ("  [  a\n b]", "[  a\nb]"),
                (" | a", "|a"),
            ],
        );
        for (text, indents) in
            [("|a", true), ("  |a", true), ("a|", false), ("[a\nb]", true), ("[a]", false)]
        {
            let (text, selection) = marked(text);
            assert_eq!(tab_indents(&text, &selection), indents, "{text:?}");
        }
    }

    #[test]
    fn comments_come_and_go() {
        check(
            toggle_comment,
            &[
                ("a: |b", "# a: |b"),
                ("# a: |b", "a: |b"),
                ("#a|", "a|"),
                ("  [a\n    b\n\n  c]", "  [# a\n  #   b\n\n  # c]"),
                ("  [# a\n  #   b\n\n  # c]", "  [a\n    b\n\n  c]"),
                ("[# a\nb]", "[# # a\n# b]"),
                ("|", "# |"),
                ("#|", "|"),
            ],
        );
    }

    #[test]
    fn a_new_line_is_as_deep_as_it_should() {
        check(
            enter,
            &[
                ("a|", "a\n|"),
                ("  a: b|\n", "  a: b\n  |\n"),
                ("  a:|", "  a:\n    |"),
                ("a: # why|", "a: # why\n  |"),
                ("# a:|", "# a:\n|"),
                ("a: |x", "a: \n  |x"),
                ("- Ingress|", "- Ingress\n- |"),
                ("  - 10.0.0.0/8|\nb", "  - 10.0.0.0/8\n  - |\nb"),
                ("  - port: 80|", "  - port: 80\n    |"),
                ("- from:|", "- from:\n    |"),
                ("  - |", "  |"),
                ("a: [b]c", "a: \n  |c"),
                ("a: b|  c", "a: b\n|c"),
                ("  |  a", "  \n  |a"),
            ],
        );
        let block = enter("a: |", &(4..4));
        assert_eq!(block.with, "\n  ");
        let folded = enter("- a: >-", &(7..7));
        assert_eq!(folded.with, "\n    ");
    }

    #[test]
    fn pages_keep_the_column() {
        let text = "abc\nd\nefgh";
        for (caret, lines, expected) in
            [(2, 1, 5), (2, 2, 8), (2, 9, 8), (8, -2, 2), (8, -9, 2), (10, -1, 5)]
        {
            assert_eq!(move_lines(text, caret, lines), expected, "{caret} by {lines}");
        }
    }
}
