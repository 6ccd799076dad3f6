//! Values as YAML text, in block style, the way kubectl prints it.
//!
//! Lists have their dashes at the indent of their key. Text is written without quotes exactly
//! where `resolve` reads the same text back and the syntax allows it, so that what we write and
//! how we read can never drift apart.

use super::resolve::{self, Resolved};
use crate::value::Value;

/// Longer keys need the `? ` notation: kubectl looks no further than 1,024 characters for the `:`.
const LONGEST_PLAIN_KEY: usize = 1_000;

/// Joins documents to one stream, with `---` between them and nowhere else.
///
/// ```
/// assert_eq!(netpol_core::yaml::join(["a: 1\n", "b: 2\n"]), "a: 1\n---\nb: 2\n");
/// ```
pub fn join<'a>(documents: impl IntoIterator<Item = &'a str>) -> String {
    let mut stream = String::new();
    for document in documents {
        if !stream.is_empty() {
            if !stream.ends_with('\n') {
                stream.push('\n');
            }
            stream.push_str("---\n");
        }
        stream.push_str(document);
    }
    stream
}

/// Writes one document, in block style, with a line break at its end.
///
/// ```
/// use netpol_core::{value::Value, yaml::emit};
/// let value = Value::Map(vec![
///     ("on".to_owned(), Value::List(vec![Value::from("10.0.0.0/8"), Value::from("no")])),
/// ]);
/// assert_eq!(emit(&value), "\"on\":\n- 10.0.0.0/8\n- \"no\"\n");
/// ```
pub fn emit(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Map(entries) if !entries.is_empty() => map(entries, 0, &mut out),
        Value::List(items) if !items.is_empty() => list(items, 0, &mut out),
        scalar => {
            inline(scalar, &mut out);
            out.push('\n');
        }
    }
    out
}

/// Writes entries, the first where the text stands and the others on lines of their own.
fn map(entries: &[(String, Value)], indent: usize, out: &mut String) {
    for (position, (key, value)) in entries.iter().enumerate() {
        if position > 0 {
            spaces(indent, out);
        }
        let start = out.len();
        string(key, out);
        if out.len() - start > LONGEST_PLAIN_KEY {
            out.insert_str(start, "? ");
            out.push('\n');
            spaces(indent, out);
        }
        out.push(':');
        match value {
            Value::Map(entries) if !entries.is_empty() => {
                out.push('\n');
                spaces(indent + 2, out);
                map(entries, indent + 2, out);
            }
            Value::List(items) if !items.is_empty() => {
                out.push('\n');
                spaces(indent, out);
                list(items, indent, out);
            }
            scalar => {
                out.push(' ');
                match block(scalar) {
                    Some(text) => literal(text, indent + 2, out),
                    None => inline(scalar, out),
                }
                out.push('\n');
            }
        }
    }
}

/// Writes items, the first where the text stands and the others on lines of their own.
fn list(items: &[Value], indent: usize, out: &mut String) {
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            spaces(indent, out);
        }
        out.push_str("- ");
        match item {
            Value::Map(entries) if !entries.is_empty() => map(entries, indent + 2, out),
            Value::List(items) if !items.is_empty() => list(items, indent + 2, out),
            scalar => {
                inline(scalar, out);
                out.push('\n');
            }
        }
    }
}

/// Writes what needs no line of its own.
fn inline(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        // Without a fraction the sign of a negative zero is lost.
        Value::Number(number) if number.as_str() == "-0" => out.push_str("-0.0"),
        Value::Number(number) => out.push_str(number.as_str()),
        Value::String(text) => string(text, out),
        Value::List(_) => out.push_str("[]"),
        Value::Map(_) => out.push_str("{}"),
    }
}

fn string(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        quoted(text, out);
    }
}

/// Whether text reads the same without quotes, as a value and as a key, outside of brackets.
pub(super) fn is_plain(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = match (chars.next(), chars.next()) {
        (Some('-' | '?' | ':'), Some(second)) => second != ' ',
        (Some('-' | '?' | ':'), None) | (None, _) => false,
        (Some(first), _) => !",[]{}#&*!|>'\"%@` ".contains(first),
    };
    // At the start of a line these would end the document.
    let marker = text.starts_with("---") || text.starts_with("...");
    let ends = !text.ends_with([' ', ':']);
    let inner = !text.contains(": ") && !text.contains(" #") && text.chars().all(is_visible);
    let same = text != "<<" && matches!(resolve::plain(text), Resolved::Text(_));
    starts && !marker && ends && inner && same
}

/// Whether a character can be seen and is the same for every reader.
fn is_visible(char: char) -> bool {
    match char {
        ' '..='~' => true,
        '\u{a1}'..='\u{d7ff}' | '\u{f900}'..='\u{fefe}' | '\u{ff00}'..='\u{ffef}' => {
            !char.is_whitespace() && !matches!(char, '\u{ad}' | '\u{200b}'..='\u{206f}')
        }
        '\u{10000}'..='\u{dffff}' => (char as u32) & 0xfffe != 0xfffe,
        _ => false,
    }
}

/// Writes text in double quotes.
pub(super) fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            visible if is_visible(visible) => out.push(visible),
            other if (other as u32) < 0x1_0000 => escape("\\u", other, 4, out),
            other => escape("\\U", other, 8, out),
        }
    }
    out.push('"');
}

fn escape(prefix: &str, char: char, digits: u32, out: &mut String) {
    out.push_str(prefix);
    for digit in (0..digits).rev() {
        let nibble = (char as u32) >> (4 * digit) & 0xf;
        out.push(char::from_digit(nibble, 16).unwrap_or('0'));
    }
}

/// The text of a string that is more legible, and exactly the same, as a block of lines.
fn block(value: &Value) -> Option<&str> {
    let text = value.as_str()?;
    let legible = |line: &str| {
        line.chars().all(is_visible) && !line.ends_with(' ') && !line.trim_start().is_empty()
    };
    // Blank lines and spaces at the start would be taken for indentation.
    let lines = text.strip_suffix('\n').unwrap_or(text);
    let starts = !text.starts_with([' ', '\n']);
    let shaped = text.contains('\n') && starts && !lines.ends_with('\n') && !lines.is_empty();
    let fits = shaped && lines.split('\n').all(|line| line.is_empty() || legible(line));
    fits.then_some(text)
}

fn literal(text: &str, indent: usize, out: &mut String) {
    let (header, lines) = match text.strip_suffix('\n') {
        Some(lines) => ("|", lines),
        None => ("|-", text),
    };
    out.push_str(header);
    for line in lines.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            spaces(indent, out);
            out.push_str(line);
        }
    }
}

/// Writes blanks.
pub(super) fn spaces(count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', count));
}

#[cfg(test)]
mod tests {
    use super::super::{Content, parse};
    use super::*;
    use crate::value::Number;

    /// Checks the text that is written for a value, which is given as JSON.
    #[track_caller]
    fn check(json: &str, expected: &[&str]) {
        let documents = parse(json);
        let Content::Read(value) = &documents[0].content else { unreachable!("{json}") };
        let written = emit(value);
        assert_eq!(written.lines().collect::<Vec<_>>(), expected, "{json}");
        assert_eq!(parse(&written)[0].content, documents[0].content, "{json}");
    }

    #[test]
    fn dashes_stand_at_the_indent_of_their_key() {
        check(
            r#"{"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"except":["10.0.0.0/9"]}},{}]},{}],"egress":[]}}"#,
            &[
                "spec:",
                "  podSelector: {}",
                "  ingress:",
                "  - from:",
                "    - ipBlock:",
                "        except:",
                "        - 10.0.0.0/9",
                "    - {}",
                "  - {}",
                "  egress: []",
            ],
        );
        check(r#"{"a":[[1,[2]],[]]}"#, &["a:", "- - 1", "  - - 2", "- []"]);
    }

    #[test]
    fn text_is_quoted_where_kubectl_would_read_something_else() {
        check(
            r#"{"on":"no","80":80,"a b":"x: y","c":null,"d":"","e":"\u0007\u00a0"}"#,
            &[
                "\"on\": \"no\"",
                "\"80\": 80",
                "a b: \"x: y\"",
                "c: null",
                "d: \"\"",
                "e: \"\\u0007\\u00a0\"",
            ],
        );
    }

    #[test]
    fn lines_are_a_block_where_they_stay_exactly_the_same() {
        check(r#"{"a":"x: 1\n\n  y\n","b":1}"#, &["a: |", "  x: 1", "", "    y", "b: 1"]);
        check(r#"{"a":"x\ny"}"#, &["a: |-", "  x", "  y"]);
        check(r#"{"a":"x \ny"}"#, &[r#"a: "x \ny""#]);
        check(r#"{"a":"\nx"}"#, &[r#"a: "\nx""#]);
        check(r#"{"a":"x\n\n"}"#, &[r#"a: "x\n\n""#]);
    }

    #[test]
    fn long_keys_and_negative_zero_come_back() {
        let zero = Number::from_f64(-0.0).map_or(Value::Null, Value::Number);
        let value = Value::Map(vec![("k".repeat(2_000), zero)]);
        assert_eq!(parse(&emit(&value))[0].content, Content::Read(value));
    }
}
