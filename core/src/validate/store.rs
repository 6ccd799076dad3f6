//! The object as the API stores it: defaults filled in, empty fields left out, in the order of the
//! table in `schema`.

use super::schema::{Field, Kind, NETWORK_POLICY, Stored, Struct};
use super::{build, text};
use crate::value::Value;

/// The stored form of an accepted manifest; `None` when the server makes up its name.
pub(super) fn stored(tree: &Value) -> Option<Value> {
    let metadata = tree.get("metadata")?;
    if text(metadata, "name").is_empty() {
        return None;
    }
    let Value::Map(mut fields) = object(&NETWORK_POLICY, tree) else { return None };
    for (name, value) in &mut fields {
        match (name.as_str(), value) {
            // The server takes an empty one for its own.
            ("apiVersion", value) => *value = Value::from("networking.k8s.io/v1"),
            ("spec", Value::Map(spec)) => {
                let directions = build::policy_types(tree);
                let types = directions.iter().map(|direction| Value::from(*direction)).collect();
                spec.retain(|(name, _)| name != "policyTypes");
                spec.push(("policyTypes".to_owned(), Value::List(types)));
            }
            _ => {}
        }
    }
    Some(Value::Map(fields))
}

/// Writes a decoded map as Go's JSON encoder writes the struct.
pub(super) fn object(target: &Struct, map: &Value) -> Value {
    let mut fields = Vec::new();
    for field in target.fields {
        if let Some(value) = self::field(field, map.get(field.name)) {
            fields.push((field.name.to_owned(), value));
        }
    }
    Value::Map(fields)
}

fn field(field: &Field, given: Option<&Value>) -> Option<Value> {
    match field.stored {
        Stored::Never => None,
        Stored::Given => given.map(|value| self::value(&field.kind, value)),
        Stored::NonZero => {
            given.filter(|value| !is_zero(value)).map(|value| self::value(&field.kind, value))
        }
        Stored::Always => Some(match (&field.kind, given) {
            (kind, Some(value)) => self::value(kind, value),
            (Kind::Struct(inner), None) => object(inner, &Value::EMPTY_MAP),
            (_, None) => Value::from(""),
        }),
        Stored::Or(default) => Some(match given {
            Some(Value::String(text)) if !text.is_empty() => Value::from(text.as_str()),
            _ => Value::from(default),
        }),
    }
}

fn value(kind: &Kind, value: &Value) -> Value {
    match (kind, value) {
        (Kind::Struct(inner), map) => object(inner, map),
        (Kind::List(item), Value::List(items)) => {
            let mut values = Vec::with_capacity(items.len());
            for value in items {
                values.push(self::value(item, value));
            }
            Value::List(values)
        }
        (_, other) => other.clone(),
    }
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        _ => false,
    }
}
