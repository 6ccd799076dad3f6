//! From an untyped manifest to the tree that the API server has after decoding, with strict field
//! validation, following the table in `schema`.
//!
//! The tree that comes out is right in type everywhere: nulls are gone, a null in a list is a zero
//! value, and what could not be read is left out and reported. Nothing is judged here beyond types
//! and field names.

use super::go::quote;
use super::report::tick;
use super::schema::{Kind, NETWORK_POLICY, Struct};
use super::time;
use super::unknown;
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::order;
use crate::path::{FieldPath, Step};
use crate::sentence::Sentence;
use crate::value::Value;

/// What decoding made of a manifest.
pub(super) struct Decoded {
    /// The manifest with right types only; maps hold known fields only.
    pub tree: Value,
    /// What was wrong, in our words.
    pub problems: Vec<Diagnostic>,
    /// The error that ends decoding, in Go's words.
    pub type_error: Option<String>,
    /// The complaints of strict field validation, in Go's words and order.
    pub strict: Vec<String>,
}

/// Go keeps no more complaints than this.
const MAX_STRICT: usize = 100;

/// Decodes a manifest, whatever it is.
pub(super) fn decode(manifest: &Value) -> Decoded {
    let mut decoder = Decoder::default();
    let tree = match manifest {
        Value::Map(entries) => decoder.fields(&NETWORK_POLICY, entries, &FieldPath::root()),
        _ => Value::EMPTY_MAP,
    };
    Decoded {
        tree,
        problems: decoder.problems,
        type_error: decoder.fatal.or(decoder.saved),
        strict: decoder.strict,
    }
}

#[derive(Default)]
struct Decoder {
    /// The structs on the way down, and the field taken in each.
    way: Vec<(&'static Struct, &'static str)>,
    problems: Vec<Diagnostic>,
    strict: Vec<String>,
    /// The first type error. Go goes on decoding after it.
    saved: Option<String>,
    /// An error of a type that decodes itself. Go stops there and forgets the saved one.
    fatal: Option<String>,
}

impl Decoder {
    /// Decodes a map into a struct, key by key in the order in which kubectl sends them.
    fn fields(
        &mut self,
        target: &'static Struct,
        entries: &[(String, Value)],
        path: &FieldPath,
    ) -> Value {
        let mut fields = Vec::new();
        for (key, value) in sorted(entries) {
            let path = path.key(key);
            let Some(field) = target.field(key) else {
                self.unknown(target, key, value, path);
                continue;
            };
            self.way.push((target, field.name));
            if let Some(value) = self.value(&field.kind, value, &path) {
                fields.push((key.clone(), value));
            }
            self.way.pop();
        }
        Value::Map(fields)
    }

    /// Decodes one value; `None` for null and for what does not fit.
    fn value(&mut self, kind: &'static Kind, value: &Value, path: &FieldPath) -> Option<Value> {
        match (kind, value) {
            (_, Value::Null) => None,
            (Kind::Raw, _)
            | (Kind::Bool, Value::Bool(_))
            | (Kind::Text(_) | Kind::IntOrString, Value::String(_)) => Some(value.clone()),
            (Kind::Int32 | Kind::IntOrString | Kind::Int64, Value::Number(number)) => {
                let fits =
                    |&number: &i64| matches!(kind, Kind::Int64) || i32::try_from(number).is_ok();
                let whole = number.as_i64().filter(fits);
                if whole.is_none() {
                    self.mismatch(kind, value, path);
                }
                whole.map(Value::from)
            }
            (Kind::Time, Value::String(text)) => self.time(text, path),
            (Kind::Labels, Value::Map(entries)) => Some(self.labels(entries, path)),
            (Kind::Struct(inner), Value::Map(entries)) => Some(self.fields(inner, entries, path)),
            (Kind::List(item), Value::List(items)) => {
                let mut decoded = Vec::with_capacity(items.len());
                for (index, value) in items.iter().enumerate() {
                    decoded.push(self.item(item, value, &path.index(index)));
                }
                Some(Value::List(decoded))
            }
            _ => {
                self.mismatch(kind, value, path);
                None
            }
        }
    }

    /// Decodes an entry of a list. What does not fit, and null, is the zero value there, so the
    /// others keep their positions.
    fn item(&mut self, kind: &'static Kind, value: &Value, path: &FieldPath) -> Value {
        self.value(kind, value, path).unwrap_or_else(|| match kind {
            Kind::Struct(_) => Value::EMPTY_MAP,
            _ => Value::from(""),
        })
    }

    fn labels(&mut self, entries: &[(String, Value)], path: &FieldPath) -> Value {
        for (key, value) in sorted(entries) {
            if !matches!(value, Value::String(_) | Value::Null) {
                self.mismatch(&Kind::Text("string"), value, &path.key(key));
            }
        }
        let mut labels = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            match value {
                Value::String(text) => labels.push((key.clone(), Value::from(text.as_str()))),
                Value::Null => labels.push((key.clone(), Value::from(""))),
                _ => {}
            }
        }
        Value::Map(labels)
    }

    fn time(&mut self, text: &str, path: &FieldPath) -> Option<Value> {
        match time::to_utc(text) {
            Ok(utc) => Some(Value::from(utc)),
            Err(message) => {
                self.fatal.get_or_insert(message);
                let ours = Sentence::of("{0} is not a time").as_is(tick(text));
                let help = "write it like `2026-01-31T09:30:00Z`, or leave the field out";
                let problem = Diagnostic::error(codes::WRONG_TYPE, path.clone(), ours);
                self.problems.push(problem.with_help(help));
                None
            }
        }
    }

    fn unknown(&mut self, target: &'static Struct, key: &str, value: &Value, path: FieldPath) {
        let complaint = ["unknown field ", &quote(&path.to_string())].concat();
        if self.strict.len() < MAX_STRICT && !self.strict.contains(&complaint) {
            self.strict.push(complaint);
        }
        let (message, help) = unknown::explain(target, &self.way, key, value);
        let problem = Diagnostic::error(codes::UNKNOWN_FIELD, path, message);
        self.problems.push(match help {
            Some(help) => problem.with_help(help),
            None => problem,
        });
    }

    fn mismatch(&mut self, kind: &Kind, value: &Value, path: &FieldPath) {
        let mut fields = ".".to_owned();
        for (_, field) in &self.way {
            if fields.len() > 1 {
                fields.push('.');
            }
            fields.push_str(field);
        }
        let target = self.way.last().map_or("", |(target, _)| target.name);
        let found = match (kind, value) {
            (Kind::Int32 | Kind::Int64 | Kind::IntOrString, Value::Number(number)) => {
                ["number ", number.as_str()].concat()
            }
            _ => json_word(value).to_owned(),
        };
        let go = ["json: cannot unmarshal ", &found, " into Go struct field ", target];
        let go = [&go.concat(), &*fields, " of type ", &kind.go_type()].concat();
        // A port and a time decode themselves, and their failure ends the decoding.
        let error = match kind {
            Kind::IntOrString | Kind::Time => &mut self.fatal,
            _ => &mut self.saved,
        };
        error.get_or_insert(go);
        self.problems.push(explain_mismatch(kind, value, path));
    }
}

/// The entries by key, as Go's encoder sends them.
fn sorted(entries: &[(String, Value)]) -> Vec<(&String, &Value)> {
    let mut by_key = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        by_key.push((key, value));
    }
    order::sorted(by_key, |a, b| a.0.cmp(b.0))
}

/// Go's word for a JSON value.
pub(super) fn json_word(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::List(_) => "array",
        Value::Map(_) => "object",
    }
}

/// A value that has the wrong type, in our words.
fn explain_mismatch(kind: &Kind, value: &Value, path: &FieldPath) -> Diagnostic {
    let code = mismatch_code(kind, value, path);
    let message = match code {
        codes::LABEL_VALUE_TYPE => {
            Sentence::of("the label value is {0}, not text").with(found_words(value))
        }
        _ => {
            let message = Sentence::of("{0} is {1}, but must be {2}").with(place(path));
            message.with(found_words(value)).with(Sentence::of(wanted(kind)))
        }
    };
    let problem = Diagnostic::error(code, path.clone(), message);
    match mismatch_help(kind, value, path) {
        Some(help) => problem.with_help(help),
        None => problem,
    }
}

fn mismatch_code(kind: &Kind, value: &Value, path: &FieldPath) -> Code {
    let below = |key: &str| {
        let steps = path.steps().iter().rev().skip(1);
        steps.take(1).any(|step| matches!(step, Step::Key(name) if name == key))
    };
    let scalar = matches!(value, Value::Bool(_) | Value::Number(_));
    let label = below("matchLabels") || below("labels") || below("values");
    match kind {
        Kind::Text(_) if label && scalar => codes::LABEL_VALUE_TYPE,
        _ => codes::WRONG_TYPE,
    }
}

fn mismatch_help(kind: &Kind, value: &Value, path: &FieldPath) -> Option<Sentence> {
    let in_metadata = matches!(path.steps().first(), Some(Step::Key(key)) if key == "metadata");
    let label = mismatch_code(kind, value, path) == codes::LABEL_VALUE_TYPE;
    match (kind, value) {
        (Kind::Text(_), Value::Bool(_) | Value::Number(_)) if label || in_metadata => {
            Some(Sentence::of("put the value in quotes"))
        }
        (Kind::Int32 | Kind::Int64, Value::String(text)) if text.parse::<i64>().is_ok() => {
            Some(Sentence::of("write {0} without quotes").as_is(tick(text)))
        }
        (Kind::List(_), Value::Map(_)) => Some(Sentence::of("begin each entry with `- `")),
        (Kind::List(_), Value::String(_)) => Some(Sentence::of("write it as a list, `[…]`")),
        (Kind::Struct(_) | Kind::Labels, Value::List(_)) => {
            Some(Sentence::of("write `key: value`, without `- `"))
        }
        (Kind::Labels, Value::String(text)) if text.contains(':') => {
            Some(Sentence::of("put a space behind the colon"))
        }
        _ => None,
    }
}

/// What a path is about: its last key, or an entry of the list under that key.
fn place(path: &FieldPath) -> Sentence {
    match path.steps() {
        [.., Step::Key(key)] => Sentence::of_verbatim(tick(key)),
        [.., Step::Key(key), Step::Index(_)] => Sentence::of("this entry of {0}").as_is(tick(key)),
        _ => Sentence::of("this"),
    }
}

fn found_words(value: &Value) -> Sentence {
    Sentence::of(match value {
        Value::Null => "nothing",
        Value::Bool(true) => "the boolean `true`",
        Value::Bool(false) => "the boolean `false`",
        Value::Number(number) => {
            return Sentence::of("the number `{0}`").as_is(number.as_str().to_owned());
        }
        Value::String(_) => "text",
        Value::List(_) => "a list",
        Value::Map(_) => "a map",
    })
}

fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text(_) | Kind::Raw => "text",
        Kind::Int32 | Kind::Int64 => "a whole number in range",
        Kind::Bool => "`true` or `false`",
        Kind::IntOrString => "a port number or the name of a port",
        Kind::Time => "a time",
        Kind::Labels => "a map of text",
        Kind::Struct(_) => "a map",
        Kind::List(_) => "a list",
    }
}
