//! Answers for machines: one JSON object a line, keys in a fixed order, empty ones left out.
//!
//! The fields of a validation answer are those of the project's validation corpus, so that anyone
//! can check a build against it.

use netpol_core::describe::{Level, Note, Sentence};
use netpol_core::diagnostic::{Cause, Diagnostic, Related, Span};
use netpol_core::review::Review;
use netpol_core::value::Value;

use crate::report::Source;

/// Where a document stands: its file, and its number among the objects of the file, from 0.
pub struct Place<'a> {
    /// The file it is in.
    pub source: &'a Source<'a>,
    /// Its number.
    pub document: usize,
}

/// Whether findings are told; they are not of objects of other kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Findings {
    /// All of them, in our words.
    Told,
    /// None.
    Untold,
}

/// The answer of `netpol validate` to a document.
pub fn validation(place: &Place, review: &Review, findings: Findings) -> Value {
    let judgement = &review.judgement;
    let mut map = JsonMap::at(place);
    map.put("stage", judgement.stage.as_str());
    map.put("accepted", Value::Bool(judgement.is_accepted()));
    map.put("message", judgement.message.as_str());
    map.put("causes", list(judgement.causes(), cause));
    map.put("strict", list(&judgement.strict, |text| text.as_str().into()));
    map.put("warnings", list(&judgement.warnings, |text| text.as_str().into()));
    map.0.extend(judgement.stored().map(|stored| ("stored".to_owned(), stored)));
    if findings == Findings::Told {
        map.put("diagnostics", diagnostics(place.source, review));
    }
    Value::Map(map.0)
}

/// What `netpol describe` says about a document.
pub fn description(place: &Place, review: &Review, told: &Description) -> Value {
    let mut map = JsonMap::at(place);
    map.put("name", told.name);
    map.put("namespace", told.namespace);
    map.put("accepted", Value::Bool(review.judgement.is_accepted()));
    map.put("message", review.judgement.message.as_str());
    if !review.judgement.is_accepted() {
        map.put("diagnostics", diagnostics(place.source, review));
    }
    if let Some(summary) = &told.summary {
        map.put("summary", summary.to_string());
    }
    map.put("sentences", list(&told.sentences, |sentence| sentence.to_string().into()));
    map.put("notes", list(&told.notes, note));
    Value::Map(map.0)
}

/// A policy in words.
pub struct Description<'a> {
    /// `metadata.name`
    pub name: &'a str,
    /// `metadata.namespace`, empty when there is none.
    pub namespace: &'a str,
    /// Its line in a list; none for a refused one.
    pub summary: Option<Sentence>,
    /// The paragraph.
    pub sentences: Vec<Sentence>,
    /// What its author should know.
    pub notes: Vec<Note>,
}

/// A value with the keys of every map in the order of their bytes, as kubectl sends them.
pub fn sorted(value: Value) -> Value {
    match value {
        Value::List(items) => Value::List(items.into_iter().map(sorted).collect()),
        Value::Map(mut entries) => {
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Map(entries.into_iter().map(|(key, value)| (key, sorted(value))).collect())
        }
        scalar => scalar,
    }
}

/// The word for a level of attention.
pub const fn level(level: Level) -> &'static str {
    match level {
        Level::Caution => "caution",
        Level::Fact => "fact",
    }
}

/// A map that leaves out what says nothing.
#[derive(Default)]
pub struct JsonMap(Vec<(String, Value)>);

impl JsonMap {
    fn at(place: &Place) -> Self {
        let document = i64::try_from(place.document).unwrap_or(i64::MAX);
        JsonMap(vec![
            ("file".to_owned(), place.source.name().into()),
            ("document".to_owned(), document.into()),
        ])
    }

    /// Appends a field, unless it is an empty text or list.
    pub fn put(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        let is_empty = match &value {
            Value::String(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            _ => false,
        };
        if !is_empty {
            self.0.push((key.to_owned(), value));
        }
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

fn cause(cause: &Cause) -> Value {
    let mut map = JsonMap(Vec::new());
    map.put("type", cause.kind.as_str());
    map.put("field", cause.field.as_str());
    map.put("message", cause.message.as_str());
    Value::Map(map.0)
}

fn note(note: &Note) -> Value {
    let mut map = JsonMap(Vec::new());
    map.put("level", level(note.level()));
    map.put("field", note.path.to_string());
    map.put("text", note.text.to_string());
    Value::Map(map.0)
}

fn diagnostics(source: &Source, review: &Review) -> Value {
    list(&review.diagnostics, |found| diagnostic(source, found))
}

fn diagnostic(source: &Source, found: &Diagnostic) -> Value {
    let mut map = JsonMap(Vec::new());
    map.put("severity", found.severity.word());
    map.put("code", found.code.id);
    map.put("name", found.code.name);
    put_span(&mut map, source, found.span.as_ref());
    map.put("field", found.path.to_string());
    map.put("message", found.message.as_str());
    map.put("help", found.help.as_deref().unwrap_or_default());
    map.put("related", list(&found.related, |related| other_place(source, related)));
    Value::Map(map.0)
}

fn other_place(source: &Source, related: &Related) -> Value {
    let mut map = JsonMap(Vec::new());
    put_span(&mut map, source, related.span.as_ref());
    map.put("field", related.path.to_string());
    map.put("message", related.message.as_str());
    Value::Map(map.0)
}

fn put_span(map: &mut JsonMap, source: &Source, span: Option<&Span>) {
    let Some(span) = span else { return };
    let number = |number| Value::from(i64::try_from(number).unwrap_or(i64::MAX));
    let (line, column) = source.position(span.start);
    let (end_line, end_column) = source.position(span.end);
    map.put("line", number(line));
    map.put("column", number(column));
    map.put("endLine", number(end_line));
    map.put("endColumn", number(end_column));
}
