//! The shapes of what functions are given and give back, as data.
//!
//! The one place where they are written down: `core.d.ts` and the page of documentation are made of
//! them, and a test holds every answer to the corpora against them. Native only: the module needs no
//! types.

mod functions;
mod objects;

use std::collections::BTreeSet;

use netpol_core::value::Value;

pub use functions::FUNCTIONS;
pub use objects::OBJECTS;

/// What a value can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A text.
    Text,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Truth,
    /// Whatever JSON can say.
    Anything,
    /// One of some texts.
    Words(&'static [&'static str]),
    /// A list of one type.
    List(&'static Type),
    /// One of [`OBJECTS`], by its name.
    Object(&'static str),
    /// A text, `{name, text}`, or a list of those.
    Files,
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub of: Type,
    /// Whether it can be left out.
    pub is_optional: bool,
    /// What it means.
    pub about: &'static str,
}

/// An object.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// Its name in TypeScript.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Whose fields it has besides its own.
    pub extends: Option<&'static str>,
    /// Its own fields, in order.
    pub fields: &'static [Field],
}

/// A function.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Its parameters.
    pub parameters: &'static [Field],
    /// What it gives back.
    pub returns: Type,
}

const fn field(name: &'static str, of: Type, about: &'static str) -> Field {
    Field { name, of, is_optional: false, about }
}

const fn optional(name: &'static str, of: Type, about: &'static str) -> Field {
    Field { name, of, is_optional: true, about }
}

impl Object {
    /// The object with a name.
    pub fn named(name: &str) -> Option<&'static Object> {
        OBJECTS.iter().find(|object| object.name == name)
    }

    /// All fields, those of the object that it extends first.
    pub fn all_fields(&self) -> Vec<&'static Field> {
        let mut fields =
            self.extends.and_then(Object::named).map(Object::all_fields).unwrap_or_default();
        fields.extend(self.fields);
        fields
    }
}

/// Everything as TypeScript.
pub fn typescript() -> String {
    let mut text = String::from("// Made of js/src/shapes.rs by the tests of netpol-js.\n");
    text.push_str("\n/** A text with a name, which answers repeat as `file`. */\n");
    text.push_str("export interface TextFile {\n  name?: string;\n  text: string;\n}\n");
    text.push_str(
        "\n/** Manifests in YAML or JSON: one text, or several with or without names. */\n",
    );
    text.push_str("export type Files = string | TextFile | readonly (string | TextFile)[];\n");
    for object in OBJECTS {
        let extends = object.extends.map(|name| format!(" extends {name}")).unwrap_or_default();
        text.push_str(&format!("\n/** {} */\n", object.about));
        text.push_str(&format!("export interface {}{extends} {{\n", object.name));
        for field in object.fields {
            let mark = if field.is_optional { "?" } else { "" };
            text.push_str(&format!("  /** {} */\n", field.about));
            text.push_str(&format!("  {}{mark}: {};\n", field.name, field.of.typescript()));
        }
        text.push_str("}\n");
    }
    for function in FUNCTIONS {
        let parameters: Vec<String> = function
            .parameters
            .iter()
            .map(|Field { name, of, is_optional, .. }| {
                format!("{name}{}: {}", if *is_optional { "?" } else { "" }, of.typescript())
            })
            .collect();
        let (parameters, returns) = (parameters.join(", "), function.returns.typescript());
        text.push_str(&format!("\n/** {} */\n", function.about));
        text.push_str(&format!("export function {}({parameters}): {returns};\n", function.name));
    }
    text
}

impl Type {
    fn typescript(self) -> String {
        match self {
            Type::Text => "string".to_owned(),
            Type::Number => "number".to_owned(),
            Type::Truth => "boolean".to_owned(),
            Type::Anything => "unknown".to_owned(),
            Type::Words(words) => {
                words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" | ")
            }
            Type::List(of) => match of {
                Type::Words(_) => format!("({})[]", of.typescript()),
                _ => format!("{}[]", of.typescript()),
            },
            Type::Object(name) => name.to_owned(),
            Type::Files => "Files".to_owned(),
        }
    }
}

/// Holds answers against their types, and remembers which fields and words there were.
#[derive(Debug, Default)]
pub struct Checker {
    /// `Object.field`, and `Object.field=word`.
    pub seen: BTreeSet<String>,
    /// What is not as declared.
    pub wrong: Vec<String>,
}

impl Checker {
    /// Checks an answer; `place` is what a difference is told by.
    pub fn check(&mut self, of: Type, value: &Value, place: &str) {
        let is_right = match (of, value) {
            (Type::Anything, _) => true,
            (Type::Text | Type::Files, Value::String(_)) => true,
            (Type::Number, Value::Number(number)) => number.as_i64().is_some(),
            (Type::Truth, Value::Bool(_)) => true,
            (Type::Words(words), Value::String(text)) => {
                let name = place.rsplit('/').next().unwrap_or_default();
                self.seen.insert(format!("{name}={text}"));
                words.contains(&text.as_str())
            }
            (Type::List(of), Value::List(items)) => {
                for item in items {
                    self.check(*of, item, place);
                }
                true
            }
            (Type::Object(name), Value::Map(entries)) => {
                self.check_object(name, entries, place);
                true
            }
            _ => false,
        };
        if !is_right {
            self.wrong.push(format!("{place}: {} is not {of:?}", value.to_json()));
        }
    }

    fn check_object(&mut self, name: &'static str, entries: &[(String, Value)], place: &str) {
        let Some(object) = Object::named(name) else {
            return self.wrong.push(format!("{place}: there is no object {name}"));
        };
        let fields = object.all_fields();
        for (key, value) in entries {
            match fields.iter().find(|field| field.name == key) {
                Some(field) => {
                    self.seen.insert(format!("{name}.{key}"));
                    self.check(field.of, value, &format!("{place}/{name}.{key}"));
                }
                None => self.wrong.push(format!("{place}: {name}.{key} is not declared")),
            }
        }
        for field in fields.iter().filter(|field| !field.is_optional) {
            if !entries.iter().any(|(key, _)| key == field.name) {
                self.wrong.push(format!("{place}: {name}.{} is missing", field.name));
            }
        }
    }
}
