//! Untyped data, as a Kubernetes client sends it.
//!
//! A manifest is first read into a [`Value`], with every scalar as kubectl reads it, and only then
//! judged or shown. Typed reading would hide just the mistakes that have to be explained: a label
//! `on` that became `true`, a port `"80"` that is a name.
//!
//! Nothing here knows YAML; positions live beside the value, in `yaml::SourceMap`.

pub(crate) mod float;

use std::fmt;

use crate::path::{FieldPath, Step};
use crate::text::{after, part};
use float::Layout;

/// One piece of data: what JSON can say, with the order of the keys kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`, which the API treats like an absent field.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, see [`Number`].
    Number(Number),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Value>),
    /// Keys and values in the order in which they were written.
    ///
    /// A key that was written twice is here once, with the last value, because that is what the
    /// server gets.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// An empty map, `{}`.
    pub const EMPTY_MAP: Value = Value::Map(Vec::new());

    /// A map with these keys and values.
    pub fn map(entries: Vec<(&str, Value)>) -> Value {
        let mut owned = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            owned.push((key.to_owned(), value));
        }
        Value::Map(owned)
    }

    /// Returns the text of a string value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the items of a list.
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the entries of a map, in the order in which they were written.
    pub fn as_map(&self) -> Option<&[(String, Value)]> {
        match self {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// Returns the value under a key of a map; `None` for other values and absent keys.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let entries = self.as_map()?;
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Returns what is one step down.
    pub fn child(&self, step: &Step) -> Option<&Value> {
        match step {
            Step::Key(key) => self.get(key),
            Step::Index(at) => self.as_list()?.get(*at),
        }
    }

    /// Returns what a path leads to.
    pub fn at(&self, path: &FieldPath) -> Option<&Value> {
        self.at_steps(path.steps())
    }

    /// Returns what some steps lead to.
    pub(crate) fn at_steps(&self, steps: &[Step]) -> Option<&Value> {
        let mut value = self;
        for step in steps {
            value = value.child(step)?;
        }
        Some(value)
    }

    /// Returns a copy with another value where a path leads to; the same, if it leads to nothing.
    #[must_use]
    pub fn with(&self, path: &FieldPath, value: &Value) -> Value {
        self.with_steps(path.steps(), value)
    }

    fn with_steps(&self, steps: &[Step], value: &Value) -> Value {
        let Some((step, below)) = steps.split_first() else { return value.clone() };
        let replaced = |is_it: bool, old: &Value| match is_it {
            true => old.with_steps(below, value),
            false => old.clone(),
        };
        match (self, step) {
            (Value::Map(entries), Step::Key(key)) => {
                let mut all = Vec::with_capacity(entries.len());
                for (name, old) in entries {
                    all.push((name.clone(), replaced(name == key, old)));
                }
                Value::Map(all)
            }
            (Value::List(items), Step::Index(index)) => {
                let mut all = Vec::with_capacity(items.len());
                for (at, old) in items.iter().enumerate() {
                    all.push(replaced(at == *index, old));
                }
                Value::List(all)
            }
            _ => self.clone(),
        }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Writes the value as JSON on one line, keys in the order of the map.
    ///
    /// ```
    /// use netpol_core::value::Value;
    /// let value = Value::Map(vec![("a".to_owned(), Value::List(vec![Value::Null]))]);
    /// assert_eq!(value.to_json(), r#"{"a":[null]}"#);
    /// ```
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        write_json(self, &mut out);
        out
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::String(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Number(Number::from(number))
    }
}

fn write_json(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
        Value::Number(number) => out.push_str(number.as_str()),
        Value::String(text) => write_json_string(text, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (index, (key, item)) in entries.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json_string(key, out);
                out.push(':');
                write_json(item, out);
            }
            out.push('}');
        }
    }
}

/// Appends a JSON string literal, quotes included.
pub fn write_json_string(text: &str, out: &mut String) {
    // The two separators end a line in older JavaScript; escaped they are safe anywhere. They begin
    // with this byte.
    const MAY_SEPARATE: u8 = 0xE2;
    out.push('"');
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let (escape, length) = match byte {
            b'"' => ("\\\"", 1),
            b'\\' => ("\\\\", 1),
            b'\n' => ("\\n", 1),
            b'\r' => ("\\r", 1),
            b'\t' => ("\\t", 1),
            MAY_SEPARATE if after(text, at).starts_with('\u{2028}') => ("\\u2028", 3),
            MAY_SEPARATE if after(text, at).starts_with('\u{2029}') => ("\\u2029", 3),
            ..b' ' => ("", 1),
            _ => continue,
        };
        out.push_str(part(text, done, at));
        out.push_str(escape);
        if escape.is_empty() {
            out.push_str(&format!("\\u{byte:04x}"));
        }
        done = at + length;
    }
    out.push_str(after(text, done));
    out.push('"');
}

/// A number by its JSON text, as Go's encoder writes it: `80`, `0.5`, `1e+21`.
///
/// Kept as text because that is what is sent, compared and shown; the API decides later whether it
/// fits an `int32`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// Makes the number that Go's encoder writes for a 64-bit float; `None` for infinities and NaN.
    ///
    /// Plain notation from 1e-6 up to 1e21 and exponents outside, which are the rules of Go's
    /// `encoding/json`.
    pub fn from_f64(float: f64) -> Option<Number> {
        let layout = Layout { plain: -6..21, exponent_width: 1 };
        float.is_finite().then(|| Number(float::format_f64(float, &layout)))
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as an `i64`, when it is written as a whole number in that range.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Number(number.to_string())
    }
}

impl From<u64> for Number {
    fn from(number: u64) -> Self {
        Number(number.to_string())
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_go_writes_them() {
        let cases = [
            (5.0, "5"),
            (0.5, "0.5"),
            (-0.0, "-0"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (1.5e-7, "1.5e-7"),
            (1e-6, "0.000001"),
        ];
        for (float, text) in cases {
            assert_eq!(Number::from_f64(float).map(|n| n.to_string()).as_deref(), Some(text));
        }
        assert_eq!(Number::from_f64(f64::INFINITY), None);
    }

    #[test]
    fn json_escapes_what_would_break_a_string() {
        let value = Value::from("a\"b\\\n\u{1}\u{2028}ü");
        assert_eq!(value.to_json(), "\"a\\\"b\\\\\\n\\u0001\\u2028ü\"");
    }
}
