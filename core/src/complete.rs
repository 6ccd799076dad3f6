//! What could be written at a place of a NetworkPolicy's text.
//!
//! While somebody types, the text is hardly ever one that can be read. So the place is found by
//! indentation and dashes alone, in block style, within the lines of one document; the answer comes
//! from the table of the API. Where it is not clear what belongs there, nothing is offered.

mod place;

use crate::diagnostic::Span;
use crate::draft::{API_VERSION, KIND};
use crate::edit::{LabelChoices, Vocabulary};
use crate::model::{Direction, Protocol};
use crate::text::after;
use crate::validate::OPERATORS;
use crate::validate::schema::{Kind, NETWORK_POLICY, Stored, Struct};
use crate::value::Value;
use crate::yaml;
use place::{Place, Step, document_around};

/// What could be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// The bytes that an item replaces.
    pub span: Span,
    /// The items, at least one, in the order of the API or of the alphabet.
    pub items: Vec<Completion>,
}

/// One thing that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What is written.
    pub insert: String,
    /// What it is, in one line; may be empty.
    pub detail: &'static str,
}

/// Finds what could be written at a byte of a text: keys that are not there yet, the values of a
/// field that has only some, and labels and namespaces of the vocabulary.
///
/// ```
/// use netpol_core::complete::complete;
/// use netpol_core::edit::Vocabulary;
/// let text = "kind: NetworkPolicy\nspec:\n  pol";
/// let found = complete(text, text.len(), &Vocabulary::default()).expect("a key starts here");
/// assert_eq!((found.span, found.items[0].insert.as_str()), (28..31, "policyTypes:"));
/// ```
pub fn complete(text: &str, offset: usize, vocabulary: &Vocabulary) -> Option<Completions> {
    let offset = (0..=offset.min(text.len())).rfind(|&at| text.is_char_boundary(at))?;
    let document = document_around(text, offset);
    let place = Place::find(&text[document.clone()], offset - document.start)?;
    let end = offset + word_length(after(text, offset));
    let rest = after(text, end).lines().next().unwrap_or_default();
    let has_colon = rest.starts_with(':');
    if !(has_colon || rest.trim().is_empty() || rest.trim_start().starts_with('#')) {
        return None;
    }
    let mut offers = Offers { place: &place, has_colon, items: Vec::new() };
    offers.gather(vocabulary);
    let span = offset - place.typed.len()..end;
    (!offers.items.is_empty()).then_some(Completions { span, items: offers.items })
}

/// What is offered at a place.
struct Offers<'a> {
    place: &'a Place<'a>,
    has_colon: bool,
    items: Vec<Completion>,
}

impl Offers<'_> {
    fn gather(&mut self, vocabulary: &Vocabulary) {
        let Some(container) = kind_at(&self.place.path) else { return };
        match (container, self.place.value_of) {
            (Kind::Struct(fields), Some(key)) => {
                if let Some(field) = fields.field(key) {
                    self.values(&field.kind, key, vocabulary);
                }
            }
            (Kind::Struct(fields), None) => self.keys(fields, ""),
            (Kind::Labels, Some(key)) => self.label_values(key, vocabulary),
            (Kind::Labels, None) => {
                for (key, _) in self.labels(vocabulary) {
                    self.label_key(key);
                }
            }
            // The entries of a list, without their dash.
            (Kind::List(Kind::Struct(fields)), None) => self.keys(fields, "- "),
            (kind, None) => self.values(kind, "", vocabulary),
            _ => {}
        }
    }

    /// The keys of a struct that are not there yet.
    fn keys(&mut self, fields: &'static Struct, before: &str) {
        for field in fields.fields {
            let is_there = before.is_empty() && self.place.siblings.contains(&field.name);
            if is_there || field.stored == Stored::Never {
                continue;
            }
            let after = match field.kind {
                _ if self.has_colon => "",
                Kind::Struct(_) | Kind::List(_) | Kind::Labels => ":",
                _ => ": ",
            };
            self.push(field.name, [before, field.name, after].concat(), detail(&field.kind));
        }
    }

    /// The values of a field, if it has only some or they are known.
    fn values(&mut self, kind: &Kind, key: &str, vocabulary: &Vocabulary) {
        match (kind, key) {
            (Kind::Text(_), "apiVersion") => self.words(&[API_VERSION]),
            (Kind::Text(_), "kind") => self.words(&[KIND]),
            (Kind::Text(_), "namespace") => {
                vocabulary.namespaces.iter().for_each(|name| self.value(name));
            }
            (Kind::Text(_), "key") => {
                for (key, _) in self.labels(vocabulary) {
                    self.value(key);
                }
            }
            (Kind::Text("v1.PolicyType"), _) => {
                self.words(&Direction::ALL.map(Direction::policy_type))
            }
            (Kind::Text("v1.Protocol"), _) => self.words(&Protocol::ALL.map(Protocol::as_str)),
            (Kind::Text("v1.LabelSelectorOperator"), _) => self.words(&OPERATORS),
            (Kind::Bool, _) => self.words(&["true", "false"]),
            (Kind::Text(_), "") => {
                // Only a place in a list of values has a label beside it.
                if let Some(key) = self.place.label {
                    self.label_values(key, vocabulary);
                }
            }
            (Kind::List(item), "") => {
                self.values(item, "", vocabulary);
                for item in &mut self.items {
                    item.insert.insert_str(0, "- ");
                }
            }
            _ => {}
        }
    }

    fn label_values(&mut self, key: &str, vocabulary: &Vocabulary) {
        let known = self.labels(vocabulary).iter().find(|(known, _)| known == key);
        for value in known.into_iter().flat_map(|(_, values)| values) {
            self.value(value);
        }
    }

    fn label_key(&mut self, key: &str) {
        if !self.place.siblings.contains(&key) {
            let after = if self.has_colon { "" } else { ": " };
            self.push(key, [&scalar(key), after].concat(), "a label");
        }
    }

    /// The labels of those that the selector around the place is about.
    fn labels<'v>(&self, vocabulary: &'v Vocabulary) -> &'v LabelChoices {
        static NONE: LabelChoices = LabelChoices::new();
        let around = self.place.path.iter().rev().find_map(|step| match step {
            Step::Key("podSelector") => Some(&vocabulary.pod_labels),
            Step::Key("namespaceSelector") => Some(&vocabulary.namespace_labels),
            _ => None,
        });
        around.unwrap_or(&NONE)
    }

    fn words(&mut self, words: &[&str]) {
        for word in words {
            self.push(word, [self.place.gap, word].concat(), "");
        }
    }

    fn value(&mut self, value: &str) {
        self.push(value, [self.place.gap, &scalar(value)].concat(), "");
    }

    fn push(&mut self, label: &str, insert: String, detail: &'static str) {
        let typed = self.place.typed.as_bytes();
        let fits = label.as_bytes().get(..typed.len());
        // A text of many lines is no value for one.
        if fits.is_some_and(|start| start.eq_ignore_ascii_case(typed)) && !insert.contains('\n') {
            self.items.push(Completion { label: label.to_owned(), insert, detail });
        }
    }
}

/// What the table of the API has at a path.
fn kind_at(path: &[Step<'_>]) -> Option<&'static Kind> {
    static ROOT: Kind = Kind::Struct(&NETWORK_POLICY);
    let mut kind = &ROOT;
    for step in path {
        kind = match (kind, step) {
            (Kind::Struct(fields), Step::Key(key)) => &fields.field(key)?.kind,
            (Kind::List(item), Step::Entry) => item,
            _ => return None,
        };
    }
    Some(kind)
}

/// What a field holds, in one line.
fn detail(kind: &'static Kind) -> &'static str {
    match kind {
        Kind::Struct(fields) => fields.words,
        Kind::List(_) => "a list",
        Kind::Labels => "keys and values",
        Kind::Text(_) => "text",
        Kind::Int32 | Kind::Int64 => "a number",
        Kind::IntOrString => "a number or a name",
        Kind::Bool => "true or false",
        Kind::Time => "a time",
        Kind::Raw => "anything",
    }
}

/// A text as it is written, in quotes where it needs them.
fn scalar(text: &str) -> String {
    let mut written = yaml::emit(&Value::from(text));
    written.truncate(written.trim_end().len());
    written
}

fn word_length(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(byte)).count()
}

#[cfg(test)]
mod tests;
