//! Answers for machines: JSON with the keys in a fixed order, and what says nothing left out.
//!
//! The command line prints them and the JavaScript library returns them, so one page of
//! documentation serves both. The fields about a manifest are those of the project's validation
//! corpus, those about connections of its connectivity corpus, so that anyone can check a build
//! against them. Core types have no serialization of their own and may change; these may not.

mod explanation;
mod manifest;
mod pairs;
mod ports;

use crate::diagnostic::{Diagnostic, Related, Span};
use crate::gather::{File, Place};
use crate::order;
use crate::sentence::Sentence;
use crate::value::Value;

pub use explanation::{Told, explain, explanation, places, sides};
pub use manifest::{Findings, canonical, description, reading, told, validation};
pub use pairs::{Probe, Write, address, differences, probes, reach};
pub use ports::{port_list, port_words};

/// A map that leaves out what says nothing.
#[derive(Clone, Debug, Default)]
pub struct JsonMap(Vec<(String, Value)>);

impl JsonMap {
    /// Starts with where a document stands: its file, and its number among the objects of the file,
    /// from 0.
    pub fn at(file: &File, document: usize) -> Self {
        let mut map = JsonMap::default();
        map.put("file", file.name());
        map.put("document", number(document));
        map
    }

    /// Appends a field, unless it is an empty text or list.
    pub fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.put_value(key, value.into());
    }

    fn put_value(&mut self, key: &str, value: Value) {
        let is_empty = match &value {
            Value::String(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.0.push((key.to_owned(), value));
        }
    }

    /// Appends where something is written.
    pub fn put_place(&mut self, place: &Place) {
        self.put("file", place.file.as_str());
        self.put("line", number(place.line));
        self.put("column", number(place.column));
    }

    /// Appends where the bytes of a text begin and end.
    pub fn put_span(&mut self, file: &File, span: Option<&Span>) {
        let Some(span) = span else { return };
        let (line, column) = file.position(span.start);
        let (end_line, end_column) = file.position(span.end);
        self.put("line", number(line));
        self.put("column", number(column));
        self.put("endLine", number(end_line));
        self.put("endColumn", number(end_column));
    }

    /// The map as a value.
    pub fn finish(self) -> Value {
        Value::Map(self.0)
    }
}

/// A list of what each item is as a value.
pub fn list<T>(items: impl IntoIterator<Item = T>, value: impl Fn(T) -> Value) -> Value {
    Value::List(items.into_iter().map(value).collect())
}

/// A count as a value.
pub fn number(count: usize) -> Value {
    Value::from(i64::try_from(count).unwrap_or(i64::MAX))
}

/// A value with the keys of every map in the order of their bytes, as kubectl sends them.
pub fn sorted(value: Value) -> Value {
    match value {
        Value::List(items) => list(items, sorted),
        Value::Map(entries) => {
            let mut all = Vec::with_capacity(entries.len());
            for (key, value) in order::sorted(entries, |(a, _), (b, _)| a.cmp(b)) {
                all.push((key, sorted(value)));
            }
            Value::Map(all)
        }
        scalar => scalar,
    }
}

/// Findings with their places.
pub fn diagnostics(file: &File, found: &[Diagnostic]) -> Value {
    list(found, |found| diagnostic(file, found))
}

fn diagnostic(file: &File, found: &Diagnostic) -> Value {
    let mut map = JsonMap::default();
    map.put("severity", found.severity.word());
    map.put("code", found.code.id);
    map.put("name", found.code.name);
    map.put_span(file, found.span.as_ref());
    map.put("field", found.path.to_string());
    map.put("message", found.message.to_string());
    map.put("help", found.help.as_ref().map(Sentence::to_string).unwrap_or_default());
    map.put("related", list(&found.related, |related| other_place(file, related)));
    map.finish()
}

fn other_place(file: &File, related: &Related) -> Value {
    let mut map = JsonMap::default();
    map.put_span(file, related.span.as_ref());
    map.put("field", related.path.to_string());
    map.put("message", related.message.to_string());
    map.finish()
}
