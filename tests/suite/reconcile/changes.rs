//! Changes of a value at random.

use netpol_core::path::FieldPath;
use netpol_core::value::{Number, Value};
use netpol_tests::noise::Noise;

/// Words that are hard to write.
const WORDS: [&str; 24] = [
    "web",
    "yes",
    "on",
    "0x10",
    "1_000",
    "",
    " ",
    "a: b",
    "- a",
    "# no comment",
    "a #b",
    "it's",
    "say \"hi\"",
    "x,y",
    "[a]",
    "{a}",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "two\nlines\n",
    "ünï",
    "10.0.0.0/8",
];

/// What a change does to the node at its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Becomes another value.
    Set,
    /// Gets an entry or item.
    Add,
    /// Loses an entry or item.
    Remove,
    /// Has an item elsewhere.
    Move,
    /// Has an entry under another key.
    Rename,
}

/// A change of one node.
#[derive(Clone, Debug)]
pub struct Change {
    pub path: FieldPath,
    pub kind: Kind,
    after: Value,
}

impl Change {
    /// A change of something in a value; none if what was chosen cannot be changed so.
    pub fn any(value: &Value, noise: &mut Noise) -> Option<Self> {
        let mut places = Vec::new();
        collect(value, &FieldPath::root(), &mut places);
        let (path, old) = noise.pick(&places).clone();
        let (kind, after) = match old {
            Value::Map(entries) if noise.below(4) > 0 => change_map(entries, noise)?,
            Value::List(items) if noise.below(4) > 0 => change_list(items, noise)?,
            _ if path == FieldPath::root() => return None,
            _ => (Kind::Set, any_value(noise, 2)),
        };
        Some(Change { path, kind, after })
    }

    /// The whole value after it.
    pub fn apply(&self, value: &Value) -> Value {
        value.with(&self.path, &self.after)
    }
}

fn collect(value: &Value, path: &FieldPath, places: &mut Vec<(FieldPath, Value)>) {
    places.push((path.clone(), value.clone()));
    match value {
        Value::Map(entries) => {
            for (key, value) in entries {
                collect(value, &path.key(key), places);
            }
        }
        Value::List(items) => {
            for (at, item) in items.iter().enumerate() {
                collect(item, &path.index(at), places);
            }
        }
        _ => {}
    }
}

fn change_map(mut entries: Vec<(String, Value)>, noise: &mut Noise) -> Option<(Kind, Value)> {
    let key = noise.pick(&WORDS).to_string();
    let is_new = entries.iter().all(|(name, _)| *name != key);
    let kind = *noise.pick(&[Kind::Add, Kind::Remove, Kind::Rename]);
    let at = noise.below(entries.len() + usize::from(kind == Kind::Add));
    match kind {
        Kind::Add if is_new => entries.insert(at, (key, any_value(noise, 2))),
        Kind::Remove if !entries.is_empty() => drop(entries.remove(at)),
        Kind::Rename if is_new && !entries.is_empty() => entries[at].0 = key,
        _ => return None,
    }
    Some((kind, Value::Map(entries)))
}

fn change_list(mut items: Vec<Value>, noise: &mut Noise) -> Option<(Kind, Value)> {
    let kind = *noise.pick(&[Kind::Add, Kind::Remove, Kind::Move]);
    let at = noise.below(items.len() + usize::from(kind == Kind::Add));
    match kind {
        Kind::Add => items.insert(at, any_value(noise, 3)),
        Kind::Remove if !items.is_empty() => drop(items.remove(at)),
        Kind::Move if items.len() > 1 => {
            let item = items.remove(at);
            let to = noise.below(items.len() + 1);
            items.insert(to, item);
        }
        _ => return None,
    }
    Some((kind, Value::List(items)))
}

fn any_value(noise: &mut Noise, depth: usize) -> Value {
    match noise.below(if depth > 0 { 8 } else { 5 }) {
        0 => Value::Null,
        1 => Value::Bool(noise.below(2) == 0),
        2 => Value::Number(Number::from(noise.below(70_000) as i64)),
        3 | 4 => Value::from(*noise.pick(&WORDS)),
        5 => Value::List((0..noise.below(3)).map(|_| any_value(noise, depth - 1)).collect()),
        _ => {
            let mut entries: Vec<(String, Value)> = Vec::new();
            for _ in 0..noise.below(3) {
                let key = noise.pick(&WORDS).to_string();
                if entries.iter().all(|(name, _)| *name != key) {
                    entries.push((key, any_value(noise, depth - 1)));
                }
            }
            Value::Map(entries)
        }
    }
}
