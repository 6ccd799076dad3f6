//! What is read of a document, what the API server would say about it, and what it does.

use super::{JsonMap, diagnostics, list, sorted};
use crate::describe::{self, Level, Note};
use crate::diagnostic::Cause;
use crate::gather::File;
use crate::review::Review;
use crate::value::Value;
use crate::yaml::Document;

/// Whether findings are told; they are not of objects of other kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Findings {
    /// All of them, in our words.
    Told,
    /// None.
    Untold,
}

/// What is read of a document: its value, or why there is none.
pub fn reading(file: &File, document: usize, read: Document) -> Value {
    let mut map = JsonMap::at(file, document);
    let found = diagnostics(file, &read.diagnostics);
    if let Some(value) = read.content.into_value() {
        map.0.push(("value".to_owned(), value));
    }
    map.put("diagnostics", found);
    map.finish()
}

/// What kubectl would send of a document, as text: JSON on one line, keys sorted.
pub fn canonical(file: &File, document: usize, read: Document) -> Value {
    let mut map = JsonMap::at(file, document);
    match read.content.into_value() {
        Some(value) => map.put("json", sorted(value).to_json()),
        None => map.put("diagnostics", diagnostics(file, &read.diagnostics)),
    };
    map.finish()
}

/// The server's answer to a document, and our findings.
pub fn validation(file: &File, document: usize, review: &Review, findings: Findings) -> Value {
    let judgement = &review.judgement;
    let mut map = JsonMap::at(file, document);
    map.put("stage", judgement.stage.as_str());
    map.put("accepted", Value::Bool(judgement.is_accepted()));
    map.put("message", judgement.message.as_str());
    map.put("causes", list(judgement.causes(), cause));
    map.put("strict", list(&judgement.strict, |text| text.as_str().into()));
    map.put("warnings", list(&judgement.warnings, |text| text.as_str().into()));
    map.0.extend(judgement.stored().map(|stored| ("stored".to_owned(), stored)));
    if findings == Findings::Told {
        map.put("diagnostics", diagnostics(file, &review.diagnostics));
    }
    map.finish()
}

/// What a policy does, in words.
pub fn description(file: &File, document: usize, review: &Review) -> Value {
    let is_accepted = review.judgement.is_accepted();
    let mut map = JsonMap::at(file, document);
    map.put("name", told(review, "name"));
    map.put("namespace", told(review, "namespace"));
    map.put("accepted", Value::Bool(is_accepted));
    map.put("message", review.judgement.message.as_str());
    if !is_accepted {
        map.put("diagnostics", diagnostics(file, &review.diagnostics));
    }
    if let Some(policy) = &review.judgement.policy {
        map.put("summary", describe::summary(policy).to_string());
        let sentences = describe::policy(policy);
        map.put("sentences", list(sentences, |sentence| sentence.to_string().into()));
        map.put("notes", list(&describe::notes(policy), note));
    }
    map.finish()
}

/// The name or the namespace of an object, right or wrong; empty when it has none.
pub fn told<'a>(review: &'a Review, key: &str) -> &'a str {
    let metadata = review.value.as_ref().and_then(|value| value.get("metadata"));
    metadata.and_then(|metadata| metadata.get(key)?.as_str()).unwrap_or_default()
}

fn cause(cause: &Cause) -> Value {
    let mut map = JsonMap::default();
    map.put("type", cause.kind.as_str());
    map.put("field", cause.field.as_str());
    map.put("message", cause.message.as_str());
    map.finish()
}

fn note(note: &Note) -> Value {
    let mut map = JsonMap::default();
    let level = match note.level() {
        Level::Caution => "caution",
        Level::Fact => "fact",
    };
    map.put("level", level);
    map.put("field", note.path.to_string());
    map.put("text", note.text.to_string());
    map.finish()
}
