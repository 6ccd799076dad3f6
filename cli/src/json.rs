//! Answers for machines, of the forms in [`netpol_core::json`].

use netpol_core::value::Value;

pub use netpol_core::json::{Description, Findings, JsonMap, Place, description, list, validation};

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
