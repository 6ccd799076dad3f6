//! The ground state: the manifests of a workspace, each with its text and what was read from it.

use std::rc::Rc;

use crate::command::ManifestId;
use crate::draft::{API_VERSION, Ids, ItemId, KIND, PolicyDraft};
use crate::value::Value;
use crate::yaml;

/// The manifests that are being worked on; immutable, cheap to clone and to keep for undo.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    manifests: Vec<Rc<Manifest>>,
    pub(super) ids: Ids,
    next_manifest: u32,
}

impl Document {
    /// Reads a workspace from the text of its manifests, one or many documents.
    pub fn from_text(text: &str) -> Self {
        let mut document = Document::default();
        document.push_text(text);
        document
    }

    /// The manifests in the order of the workspace.
    pub fn manifests(&self) -> &[Rc<Manifest>] {
        &self.manifests
    }

    /// The manifest with an id.
    pub fn manifest(&self, id: ManifestId) -> Option<&Rc<Manifest>> {
        self.manifests.iter().find(|manifest| manifest.id == id)
    }

    /// The id that the next rule, peer, port or row will get.
    pub fn next_item(&self) -> ItemId {
        self.ids.clone().fresh()
    }

    /// The id that the next manifest will get.
    pub fn next_manifest(&self) -> ManifestId {
        ManifestId(self.next_manifest)
    }

    /// All manifests as one multi-document text.
    pub fn to_text(&self) -> String {
        yaml::join(self.manifests.iter().map(|manifest| manifest.text.as_ref()))
    }

    /// Adds the documents of a text at the end.
    pub(super) fn push_text(&mut self, text: &str) {
        for (text, content) in read_documents(text, &mut self.ids) {
            let id = self.fresh_id();
            self.manifests.push(Rc::new(Manifest { id, text: text.into(), content }));
        }
    }

    /// Adds one manifest with exactly this text, which was one manifest before; `form` is the draft
    /// that goes with it, if it holds more than the text does.
    pub(super) fn push_saved(&mut self, text: &str, form: Option<PolicyDraft>) {
        let content = match form {
            Some(draft) => Content::Policy(Rc::new(draft)),
            None => {
                let mut read = read_documents(text, &mut self.ids);
                if read.len() == 1 { read.remove(0).1 } else { Content::Broken }
            }
        };
        let id = self.fresh_id();
        self.manifests.push(Rc::new(Manifest { id, text: text.into(), content }));
    }

    pub(super) fn push_policy(&mut self, draft: PolicyDraft, after: Option<ManifestId>) {
        let manifest = Manifest::of_draft(self.fresh_id(), draft);
        let place = self.position(after).map_or(self.manifests.len(), |position| position + 1);
        self.manifests.insert(place, Rc::new(manifest));
    }

    /// Replaces the text of a manifest; a text of several documents becomes several manifests.
    pub(super) fn replace_text(&mut self, id: ManifestId, text: &str) {
        let Some(position) = self.position(Some(id)) else { return };
        let mut read = read_documents(text, &mut self.ids);
        if read.is_empty() {
            read.push((text.to_owned(), Content::Broken));
        }
        self.manifests.remove(position);
        for (offset, (text, content)) in read.into_iter().enumerate() {
            let id = if offset == 0 { id } else { self.fresh_id() };
            let manifest = Manifest { id, text: text.into(), content };
            self.manifests.insert(position + offset, Rc::new(manifest));
        }
    }

    pub(super) fn replace_draft(&mut self, id: ManifestId, draft: PolicyDraft) {
        let Some(position) = self.position(Some(id)) else { return };
        let before = &self.manifests[position];
        // A rule that is not written yet changes the form only; the text keeps its comments.
        let says_the_same = before.policy().is_some_and(|old| old.to_value() == draft.to_value());
        let next = if says_the_same {
            let text = Rc::clone(&before.text);
            Manifest { id, text, content: Content::Policy(Rc::new(draft)) }
        } else {
            Manifest::of_draft(id, draft)
        };
        self.manifests[position] = Rc::new(next);
    }

    pub(super) fn remove(&mut self, id: ManifestId) {
        self.manifests.retain(|manifest| manifest.id != id);
    }

    fn position(&self, id: Option<ManifestId>) -> Option<usize> {
        let id = id?;
        self.manifests.iter().position(|manifest| manifest.id == id)
    }

    fn fresh_id(&mut self) -> ManifestId {
        let id = ManifestId(self.next_manifest);
        self.next_manifest = self.next_manifest.wrapping_add(1);
        id
    }
}

/// One manifest: its text, and what was read from it; never one without the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    id: ManifestId,
    text: Rc<str>,
    content: Content,
}

/// What a manifest is.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A NetworkPolicy, right or wrong.
    Policy(Rc<PolicyDraft>),
    /// Another object, kept as it is.
    Other(Value),
    /// Text that could not be read, kept as it is.
    Broken,
}

impl Content {
    /// `metadata.name`, empty when there is none.
    pub fn name(&self) -> String {
        match self {
            Content::Policy(draft) => draft.name(),
            Content::Other(value) => {
                let name = value.get("metadata").and_then(|metadata| metadata.get("name"));
                name.and_then(Value::as_str).unwrap_or_default().to_owned()
            }
            Content::Broken => String::new(),
        }
    }
}

impl Manifest {
    /// Who it is.
    pub fn id(&self) -> ManifestId {
        self.id
    }

    /// The text, which is the truth.
    pub fn text(&self) -> &Rc<str> {
        &self.text
    }

    /// What was read from the text.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The policy, if it is one.
    pub fn policy(&self) -> Option<&Rc<PolicyDraft>> {
        match &self.content {
            Content::Policy(draft) => Some(draft),
            Content::Other(_) | Content::Broken => None,
        }
    }

    fn of_draft(id: ManifestId, draft: PolicyDraft) -> Self {
        let text = yaml::emit(&draft.to_value()).into();
        Manifest { id, text, content: Content::Policy(Rc::new(draft)) }
    }
}

/// Reads the documents of a text. One without content is no manifest; if it says something all the
/// same, such as the license above many files, its text stays with the manifest that follows.
pub(super) fn read_documents(text: &str, ids: &mut Ids) -> Vec<(String, Content)> {
    let mut read: Vec<(String, Content)> = Vec::new();
    let mut remarks = String::new();
    for document in yaml::parse(text) {
        let own_text = text.get(document.span).unwrap_or_default();
        let content = match document.content {
            yaml::Content::Empty => {
                if !own_text.lines().all(|line| matches!(line.trim_end(), "" | "---")) {
                    remarks.push_str(own_text);
                }
                continue;
            }
            yaml::Content::Broken => Content::Broken,
            yaml::Content::Read(value) => content_of(value, ids),
        };
        let own_text = if remarks.is_empty() { without_separator(own_text) } else { own_text };
        read.push((std::mem::take(&mut remarks) + own_text, content));
    }
    if let Some((last, _)) = read.last_mut() {
        last.push_str(&remarks);
    }
    read
}

/// A document's own lines, without the `---` that only parts it from the one before.
fn without_separator(text: &str) -> &str {
    match text.strip_prefix("---") {
        Some(rest) => rest.strip_prefix("\r\n").or(rest.strip_prefix('\n')).unwrap_or(text),
        None => text,
    }
}

/// A value without `kind` is taken for a policy too: the form is there to complete it.
fn content_of(value: Value, ids: &mut Ids) -> Content {
    let is = |key: &str, expected: &str| match value.get(key) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty() || text == expected,
        Some(_) => false,
    };
    if !is("kind", KIND) || !(is("apiVersion", API_VERSION) || value.get("kind").is_some()) {
        return Content::Other(value);
    }
    match PolicyDraft::from_value(value, ids) {
        Ok(draft) => Content::Policy(Rc::new(draft)),
        Err(other) => Content::Other(other),
    }
}
