//! Files, their parts, and the manifests in them: text, and what was read from it.
//!
//! A file is cut into parts as kubectl cuts it, one for each document, so that an edit reads anew
//! what it touches and nothing else. INVARIANT: the texts of the parts, one after the other, are
//! the text of the file, byte for byte.

use std::rc::Rc;

use crate::command::{FileId, ManifestId};
use crate::draft::PolicyDraft;
use crate::path::FieldPath;
use crate::value::Value;
use crate::yaml::{self, LineIndex, Notation};

/// A file of the workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    pub(super) id: FileId,
    pub(super) name: String,
    pub(super) opened: Option<Rc<str>>,
    pub(super) parts: Vec<Rc<Part>>,
}

impl File {
    /// Who it is.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Its name, which no other file of the workspace has.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its text as it was opened; `None` for a file that was made here.
    pub fn opened(&self) -> Option<&Rc<str>> {
        self.opened.as_ref()
    }

    /// Its documents in their order.
    pub fn parts(&self) -> &[Rc<Part>] {
        &self.parts
    }

    /// The objects in it, in the order of the text.
    pub fn manifests(&self) -> impl Iterator<Item = &Rc<Manifest>> {
        self.parts.iter().flat_map(|part| &part.manifests)
    }

    /// Its text, byte for byte.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            text.push_str(part.text());
        }
        text
    }

    /// Whether it was opened and has another text now.
    pub fn is_changed(&self) -> bool {
        let Some(opened) = &self.opened else { return false };
        let mut rest = &**opened;
        let is_same = self.parts.iter().all(|part| {
            let after = rest.strip_prefix(&**part.text());
            rest = after.unwrap_or_default();
            after.is_some()
        });
        !is_same || !rest.is_empty()
    }

    /// Where in the text the part of a manifest starts.
    pub fn offset_of(&self, manifest: ManifestId) -> Option<usize> {
        let number = self.part_number(manifest)?;
        Some(self.parts[..number].iter().map(|part| part.text().len()).sum())
    }

    /// The number of the part that a manifest is in.
    pub(super) fn part_number(&self, manifest: ManifestId) -> Option<usize> {
        self.parts.iter().position(|part| part.manifest(manifest).is_some())
    }

    /// The text with another one in place of a part.
    pub(super) fn text_with(&self, number: usize, part: &str) -> String {
        let mut text = String::new();
        for (position, other) in self.parts.iter().enumerate() {
            text.push_str(if position == number { part } else { other.text() });
        }
        text
    }
}

/// One document of a file: its text, with the line that separates it from the one before, its
/// comments and blanks, and the objects in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub(super) reading: Rc<Reading>,
    pub(super) manifests: Vec<Rc<Manifest>>,
}

/// The text of a part and what was read from it.
#[derive(Debug, PartialEq)]
pub(super) struct Reading {
    pub text: Rc<str>,
    pub notation: Notation,
    pub document: yaml::Document,
    pub lines: LineIndex,
}

impl Part {
    /// Its text.
    pub fn text(&self) -> &Rc<str> {
        &self.reading.text
    }

    /// What was read from the text; places count from its start.
    pub fn read(&self) -> &yaml::Document {
        &self.reading.document
    }

    /// Where the lines of the text are.
    pub fn lines(&self) -> &LineIndex {
        &self.reading.lines
    }

    /// Whether it is an object of a stream of JSON.
    pub fn is_json(&self) -> bool {
        self.reading.notation == Notation::Json
    }

    /// The objects in it: none (there are only comments), one, or the items of a list.
    pub fn manifests(&self) -> &[Rc<Manifest>] {
        &self.manifests
    }

    /// The object with an id.
    pub fn manifest(&self, id: ManifestId) -> Option<&Rc<Manifest>> {
        self.manifests.iter().find(|manifest| manifest.id == id)
    }

    /// Whether there is nothing in it but comments.
    pub(super) fn is_blank(&self) -> bool {
        self.read().content == yaml::Content::Empty
    }

    /// The value of the whole document, if there is one that can be read.
    pub(super) fn value(&self) -> Option<&Value> {
        match &self.reading.document.content {
            yaml::Content::Read(value) => Some(value),
            yaml::Content::Empty | yaml::Content::Broken => None,
        }
    }
}

/// One object: the root of its document, or an item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    pub(super) id: ManifestId,
    pub(super) place: FieldPath,
    pub(super) content: Content,
}

impl Manifest {
    /// Who it is.
    pub fn id(&self) -> ManifestId {
        self.id
    }

    /// Where in its document it is: at the root, or at `items[0]` of a list.
    pub fn place(&self) -> &FieldPath {
        &self.place
    }

    /// What was read from the text.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The policy, if it is one.
    pub fn policy(&self) -> Option<&Rc<PolicyDraft>> {
        match &self.content {
            Content::Policy(draft) => Some(draft),
            Content::Other(_) | Content::Broken { .. } => None,
        }
    }

    /// The policy as it is, or as it was before its text could not be read any more.
    pub fn last_policy(&self) -> Option<&Rc<PolicyDraft>> {
        match &self.content {
            Content::Policy(draft) => Some(draft),
            Content::Broken { last } => last.as_ref(),
            Content::Other(_) => None,
        }
    }

    /// `kind`, namespace and name, by which people know an object; `None` without a name.
    pub(super) fn identity(&self) -> Option<[String; 3]> {
        match (&self.content, self.last_policy()) {
            (_, Some(draft)) => {
                let kind = draft.kind.text().into_owned();
                named([kind, draft.namespace(), draft.name()])
            }
            (Content::Other(value), None) => identity(value),
            _ => None,
        }
    }
}

/// `kind`, namespace and name of an object; `None` without a name.
pub(super) fn identity(value: &Value) -> Option<[String; 3]> {
    let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default();
    let (namespace, name) = (metadata(value, "namespace"), metadata(value, "name"));
    named([kind.to_owned(), namespace.to_owned(), name.to_owned()])
}

fn named(identity: [String; 3]) -> Option<[String; 3]> {
    (!identity[2].is_empty()).then_some(identity)
}

/// The text of a key of `metadata`; empty when there is none.
pub(super) fn metadata<'a>(value: &'a Value, key: &str) -> &'a str {
    let text = value.get("metadata").and_then(|metadata| metadata.get(key)?.as_str());
    text.unwrap_or_default()
}

/// What a manifest is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A NetworkPolicy, right or wrong.
    Policy(Rc<PolicyDraft>),
    /// Another object, kept as it is.
    Other(Rc<Value>),
    /// Text that could not be read, kept as it is.
    Broken {
        /// The policy that it was when it could be read the last time.
        last: Option<Rc<PolicyDraft>>,
    },
}

impl Content {
    /// `metadata.name`, empty when there is none.
    pub fn name(&self) -> String {
        match self {
            Content::Policy(draft) => draft.name(),
            Content::Other(value) => metadata(value, "name").to_owned(),
            Content::Broken { last } => last.as_ref().map(|draft| draft.name()).unwrap_or_default(),
        }
    }
}
