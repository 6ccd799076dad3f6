//! Values as YAML text, in block style, the way kubectl prints it.
//!
//! Lists have their dashes at the indent of their key. Text is written without quotes exactly
//! where `resolve` reads the same text back and the syntax allows it, so that what we write and
//! how we read can never drift apart. `reconcile` writes with the layout of the text around it.

mod flow;
mod scalar;

pub(super) use flow::{Flow, flow, flow_text};
pub(super) use scalar::{is_plain, is_plain_in_brackets, quoted};

use crate::value::Value;

/// Longer keys need the `? ` notation: kubectl looks no further than 1,024 characters for the `:`.
const LONGEST_PLAIN_KEY: usize = 1_000;

/// How nested lines are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// How many columns the entries of a map stand right of the key that holds the map.
    pub indent: usize,
    /// How many columns a dash stands right of the key that holds the list.
    pub dash: usize,
    /// What ends a line.
    pub line_break: &'static str,
    /// Whether text of several lines may be a block of them.
    pub blocks: bool,
}

impl Layout {
    /// The layout of what we write by ourselves.
    pub const OWN: Layout = Layout { indent: 2, dash: 0, line_break: "\n", blocks: true };
}

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
    node(value, 0, Layout::OWN, &mut out);
    out.push('\n');
    out
}

/// Writes a value where the text stands, its further lines from a column on; no line break at its
/// end.
pub(super) fn node(value: &Value, column: usize, layout: Layout, out: &mut String) {
    match value {
        Value::Map(entries) if !entries.is_empty() => map(entries, column, layout, out),
        Value::List(items) if !items.is_empty() => list(items, column, layout, out),
        scalar => inline(scalar, out),
    }
}

/// Whether a value takes lines of its own: a list or map that is not empty.
pub(super) fn has_lines(value: &Value) -> bool {
    match value {
        Value::Map(entries) => !entries.is_empty(),
        Value::List(items) => !items.is_empty(),
        _ => false,
    }
}

/// Writes one entry of a map where the text stands.
pub(super) fn entry(key: &str, value: &Value, column: usize, layout: Layout, out: &mut String) {
    let start = out.len();
    string(key, out);
    if out.len() - start > LONGEST_PLAIN_KEY {
        out.insert_str(start, "? ");
        new_line(column, layout, out);
    }
    out.push(':');
    let inner = match value {
        Value::List(_) => column + layout.dash,
        _ => column + layout.indent,
    };
    if has_lines(value) {
        new_line(inner, layout, out);
        node(value, inner, layout, out);
        return;
    }
    out.push(' ');
    match scalar::block(value).filter(|_| layout.blocks) {
        Some(text) => literal(text, inner, layout, out),
        None => inline(value, out),
    }
}

/// Writes entries, the first where the text stands and the others on lines of their own.
fn map(entries: &[(String, Value)], column: usize, layout: Layout, out: &mut String) {
    for (position, (key, value)) in entries.iter().enumerate() {
        if position > 0 {
            new_line(column, layout, out);
        }
        entry(key, value, column, layout, out);
    }
}

/// Writes items, the first where the text stands and the others on lines of their own.
fn list(items: &[Value], column: usize, layout: Layout, out: &mut String) {
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            new_line(column, layout, out);
        }
        out.push_str("- ");
        node(item, column + 2, layout, out);
    }
}

/// Writes what needs no line of its own.
pub(super) fn inline(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => string(text, out),
        Value::List(_) => out.push_str("[]"),
        Value::Map(_) => out.push_str("{}"),
        other => other_scalar(other, out),
    }
}

/// Writes a scalar that is no text.
fn other_scalar(value: &Value, out: &mut String) {
    match value {
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        // Without a fraction the sign of a negative zero is lost.
        Value::Number(number) if number.as_str() == "-0" => out.push_str("-0.0"),
        Value::Number(number) => out.push_str(number.as_str()),
        _ => out.push_str("null"),
    }
}

/// Writes text, in quotes where it needs them outside of brackets.
pub(super) fn string(text: &str, out: &mut String) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        quoted(text, out);
    }
}

fn literal(text: &str, column: usize, layout: Layout, out: &mut String) {
    let (header, lines) = match text.strip_suffix('\n') {
        Some(lines) => ("|", lines),
        None => ("|-", text),
    };
    out.push_str(header);
    for line in lines.split('\n') {
        out.push_str(layout.line_break);
        if !line.is_empty() {
            spaces(column, out);
            out.push_str(line);
        }
    }
}

/// Ends the line, and begins another at a column.
pub(super) fn new_line(column: usize, layout: Layout, out: &mut String) {
    out.push_str(layout.line_break);
    spaces(column, out);
}

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
        let read = parse(&emit(&value)).remove(0).content.into_value();
        assert_eq!(read, Some(value));
    }
}
