//! Answers for machines: objects of JSON with their keys in a fixed order, empty ones left out.
//!
//! The command line prints them and JavaScript gets them, so that what one documents holds for the
//! other. The fields of a validation answer are those of the project's validation corpus, so that
//! anyone can check a build against it.

use crate::analysis::PortSet;
use crate::describe::{self, Level, Note, Sentence};
use crate::diagnostic::{Cause, Diagnostic, Related, Span};
use crate::model::Protocol;
use crate::review::Review;
use crate::value::Value;
use crate::yaml::LineIndex;

/// Where a document stands: its file, and its number among the objects of the file, from 0.
pub struct Place<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// Its text.
    pub text: &'a str,
    /// Where the lines of the text are.
    pub lines: &'a LineIndex,
    /// The number of the document.
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

/// What the API server answers to a document.
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
        map.put("diagnostics", diagnostics(place, review));
    }
    Value::Map(map.0)
}

/// What a document means.
pub fn description(place: &Place, review: &Review, told: &Description) -> Value {
    let mut map = JsonMap::at(place);
    map.put("name", told.name);
    map.put("namespace", told.namespace);
    map.put("accepted", Value::Bool(review.judgement.is_accepted()));
    map.put("message", review.judgement.message.as_str());
    if !review.judgement.is_accepted() {
        map.put("diagnostics", diagnostics(place, review));
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

/// The word for a level of attention.
pub const fn level(level: Level) -> &'static str {
    match level {
        Level::Caution => "caution",
        Level::Fact => "fact",
    }
}

impl<'a> Description<'a> {
    /// What is said about a document.
    pub fn of(review: &'a Review) -> Self {
        let text = |key| {
            let metadata = review.value.as_ref().and_then(|value| value.get("metadata"));
            metadata.and_then(|metadata| metadata.get(key)?.as_str()).unwrap_or_default()
        };
        let policy = review.judgement.policy.as_ref();
        Description {
            name: text("name"),
            namespace: text("namespace"),
            summary: policy.map(describe::summary),
            sentences: policy.map(describe::policy).unwrap_or_default(),
            notes: policy.map(describe::notes).unwrap_or_default(),
        }
    }
}

/// The ports of a set, by protocol: `[{"protocol":"TCP","ports":"53,80-90"}]`.
pub fn ports(set: &PortSet) -> Value {
    list(set.written(), |(protocol, ports): (Protocol, String)| {
        let mut map = JsonMap::default();
        map.put("protocol", protocol.as_str());
        map.put("ports", ports);
        map.finish()
    })
}

/// A map that leaves out what says nothing.
#[derive(Default)]
pub struct JsonMap(Vec<(String, Value)>);

impl JsonMap {
    fn at(place: &Place) -> Self {
        let document = i64::try_from(place.document).unwrap_or(i64::MAX);
        JsonMap(vec![
            ("file".to_owned(), place.file.into()),
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

fn diagnostics(place: &Place, review: &Review) -> Value {
    list(&review.diagnostics, |found| diagnostic(place, found))
}

fn diagnostic(place: &Place, found: &Diagnostic) -> Value {
    let mut map = JsonMap(Vec::new());
    map.put("severity", found.severity.word());
    map.put("code", found.code.id);
    map.put("name", found.code.name);
    put_span(&mut map, place, found.span.as_ref());
    map.put("field", found.path.to_string());
    map.put("message", found.message.as_str());
    map.put("help", found.help.as_deref().unwrap_or_default());
    map.put("related", list(&found.related, |related| other_place(place, related)));
    Value::Map(map.0)
}

fn other_place(place: &Place, related: &Related) -> Value {
    let mut map = JsonMap(Vec::new());
    put_span(&mut map, place, related.span.as_ref());
    map.put("field", related.path.to_string());
    map.put("message", related.message.as_str());
    Value::Map(map.0)
}

fn put_span(map: &mut JsonMap, place: &Place, span: Option<&Span>) {
    let Some(span) = span else { return };
    let number = |number| Value::from(i64::try_from(number).unwrap_or(i64::MAX));
    let (line, column) = place.lines.position(place.text, span.start);
    let (end_line, end_column) = place.lines.position(place.text, span.end);
    map.put("line", number(line));
    map.put("column", number(column));
    map.put("endLine", number(end_line));
    map.put("endColumn", number(end_column));
}
