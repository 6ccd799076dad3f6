//! Values in brackets: on one line, or with a line for each entry as JSON is laid out.

use super::{Layout, is_plain_in_brackets, new_line, other_scalar, quoted};
use crate::value::Value;

/// How values in brackets look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Flow {
    /// Whether every text has quotes, keys included, as JSON wants it.
    pub json: bool,
    /// Whether there is a space inside of braces: `{ a: 1 }`.
    pub padded: bool,
    /// Whether each entry has a line of its own, at a column that grows by the layout's indent.
    pub lines: bool,
}

/// Writes a value where the text stands; its closing bracket stands at `column`, if it is on a line
/// of its own.
pub(in super::super) fn flow(
    value: &Value,
    column: usize,
    style: Flow,
    layout: Layout,
    out: &mut String,
) {
    match value {
        Value::Map(entries) if !entries.is_empty() => {
            let keys = entries.iter().map(|(key, value)| (Some(key.as_str()), value));
            brackets(['{', '}'], keys, column, style, layout, out);
        }
        Value::List(items) if !items.is_empty() => {
            let items = items.iter().map(|item| (None, item));
            brackets(['[', ']'], items, column, style, layout, out);
        }
        Value::Map(_) => out.push_str("{}"),
        Value::List(_) => out.push_str("[]"),
        Value::String(text) => flow_text(text, style, out),
        other => other_scalar(other, out),
    }
}

/// Writes text as it stands in brackets.
pub(in super::super) fn flow_text(text: &str, style: Flow, out: &mut String) {
    match style.json {
        // The escapes of YAML are not all known to JSON.
        true => out.push_str(&Value::from(text).to_json()),
        false if is_plain_in_brackets(text) => out.push_str(text),
        false => quoted(text, out),
    }
}

fn brackets<'a>(
    [open, close]: [char; 2],
    entries: impl Iterator<Item = (Option<&'a str>, &'a Value)>,
    column: usize,
    style: Flow,
    layout: Layout,
    out: &mut String,
) {
    let inner = column + layout.indent;
    let padded = style.padded && open == '{' && !style.lines;
    out.push(open);
    out.push_str(if padded { " " } else { "" });
    for (position, (key, value)) in entries.enumerate() {
        if position > 0 {
            out.push_str(if style.lines { "," } else { ", " });
        }
        if style.lines {
            new_line(inner, layout, out);
        }
        if let Some(key) = key {
            flow_text(key, style, out);
            out.push_str(": ");
        }
        flow(value, inner, style, layout, out);
    }
    if style.lines {
        new_line(column, layout, out);
    }
    out.push_str(if padded { " " } else { "" });
    out.push(close);
}
