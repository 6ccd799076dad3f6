//! Everything that follows from a document and is shown: never stored, never edited by hand.
//!
//! What has not changed since the last time is taken over, so an edit costs what it touches; facts
//! about parts of a form are compared by value, so that a page draws only what looks different.

mod facts;
mod vocabulary;

use std::rc::Rc;

pub use facts::{DirectionFacts, Findings, PolicyFacts, RuleFacts};
use vocabulary::Mentions;
pub use vocabulary::{LabelChoices, Vocabulary};

use super::document::{Document, Manifest};
use crate::command::ManifestId;
use crate::describe::{self, Note, Sentence};
use crate::diagnostic::{self, Diagnostic, Severity, codes};
use crate::order;
use crate::path::FieldPath;
use crate::review::{Review, review};
use crate::validate::{Judgement, ServerVersion, Stage};
use crate::value::Value;
use crate::yaml::{LineIndex, SourceMap};

/// Everything that follows from a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Derived {
    /// The server that judges.
    pub server: ServerVersion,
    /// One for each manifest, in the order of the document.
    pub manifests: Vec<Rc<DerivedManifest>>,
    /// The labels and namespaces that are mentioned anywhere, as choices for the form.
    pub vocabulary: Rc<Vocabulary>,
}

/// Everything that follows from one manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedManifest {
    /// What it follows from.
    pub manifest: Rc<Manifest>,
    /// `metadata.name`, or a word for a manifest without one.
    pub title: String,
    /// `metadata.namespace`, empty when there is none.
    pub namespace: String,
    /// `kind`, empty when there is none.
    pub kind: String,
    /// The server's answer.
    pub judgement: Judgement,
    /// What is wrong or surprising, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// What the author should know at this moment; empty unless the policy is accepted.
    pub notes: Vec<Note>,
    /// The meaning in one line, if the policy is accepted.
    pub summary: Option<Sentence>,
    /// The meaning in full, if the policy is accepted.
    pub meaning: Vec<Sentence>,
    /// Facts for the parts of the form, if it is a policy.
    pub facts: Option<PolicyFacts>,
    /// Where in the text each field is.
    pub source: SourceMap,
    lines: LineIndex,
    mentions: Rc<Mentions>,
}

/// How a manifest is doing, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// The server accepts it, and nothing is surprising.
    Fine,
    /// The server accepts it, but something will surprise.
    Warned,
    /// The server refuses it.
    Refused,
    /// It is no NetworkPolicy, so nothing is said about it.
    NotJudged,
}

impl DerivedManifest {
    /// How the manifest is doing.
    pub fn health(&self) -> Health {
        let worst = self.diagnostics.iter().map(|found| found.severity).min();
        match (self.is_policy(), worst) {
            (_, Some(Severity::Error)) => Health::Refused,
            (true, Some(Severity::Warning)) => Health::Warned,
            (true, _) => Health::Fine,
            (false, _) => Health::NotJudged,
        }
    }

    /// The line, from 1, of a byte of the text.
    pub fn line_at(&self, offset: usize) -> usize {
        self.lines.position(self.manifest.text(), offset).0
    }

    /// Whether it is a NetworkPolicy, right or wrong.
    pub fn is_policy(&self) -> bool {
        self.facts.is_some()
    }

    /// How many diagnostics of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|found| found.severity == severity).count()
    }
}

/// Computes everything that follows from a document, taking over what still holds from `previous`.
pub fn derive(document: &Document, server: ServerVersion, previous: Option<&Derived>) -> Derived {
    let previous = previous.filter(|previous| previous.server == server);
    let known: Vec<&Rc<DerivedManifest>> =
        previous.into_iter().flat_map(|previous| &previous.manifests).collect();
    let known = order::sorted(known, |a, b| a.manifest.id().cmp(&b.manifest.id()));
    let known = |id: ManifestId| {
        let found = known.binary_search_by_key(&id, |derived| derived.manifest.id()).ok()?;
        known.get(found).copied()
    };
    let taken = taken_names(document);
    let manifests = document.manifests().iter().map(|manifest| {
        let before = known(manifest.id());
        let duplicate = is_duplicate(manifest, &taken);
        match before {
            Some(before)
                if Rc::ptr_eq(&before.manifest, manifest)
                    && before.is_marked_duplicate() == duplicate =>
            {
                Rc::clone(before)
            }
            _ => Rc::new(derive_manifest(manifest, server, duplicate, before)),
        }
    });
    let manifests: Vec<Rc<DerivedManifest>> = manifests.collect();
    let vocabulary = vocabulary(&manifests, previous);
    Derived { server, manifests, vocabulary }
}

/// What all manifests mention; gathered anew only if one of them mentions something else.
fn vocabulary(manifests: &[Rc<DerivedManifest>], previous: Option<&Derived>) -> Rc<Vocabulary> {
    let mentions = |all: &[Rc<DerivedManifest>]| -> Vec<*const Mentions> {
        all.iter().map(|one| Rc::as_ptr(&one.mentions)).collect()
    };
    match previous {
        Some(previous) if mentions(&previous.manifests) == mentions(manifests) => {
            Rc::clone(&previous.vocabulary)
        }
        _ => {
            let all = manifests.iter().map(|one| one.mentions.as_ref());
            facts::keep(
                Rc::new(Vocabulary::gather(all)),
                previous.map(|previous| &previous.vocabulary),
            )
        }
    }
}

impl DerivedManifest {
    fn is_marked_duplicate(&self) -> bool {
        self.diagnostics.iter().any(|found| found.code == codes::DUPLICATE_OBJECT)
    }
}

fn derive_manifest(
    manifest: &Rc<Manifest>,
    server: ServerVersion,
    duplicate: bool,
    before: Option<&Rc<DerivedManifest>>,
) -> DerivedManifest {
    // A manifest is one document; one that is only comments has no answer.
    let review = review(manifest.text(), server).into_iter().next();
    let Review { value, source, judgement, mut diagnostics, .. } = review.unwrap_or_default();
    if duplicate {
        let path = FieldPath::root().key("metadata").key("name");
        let span = source.nearest(&path);
        diagnostics.push(duplicate_object(path).with_span(span));
        diagnostic::sort(&mut diagnostics);
    }
    let is_policy = manifest.policy().is_some();
    if !is_policy && judgement.stage != Stage::Parse {
        diagnostics.clear();
    }
    let policy = judgement.policy.as_ref();
    let facts = manifest.policy().map(|draft| {
        PolicyFacts::of(draft, &judgement, &diagnostics, before.and_then(|b| b.facts.as_ref()))
    });
    let field = |path: [&str; 2]| text_at(value.as_ref(), path);
    DerivedManifest {
        manifest: Rc::clone(manifest),
        title: field(["metadata", "name"]),
        namespace: field(["metadata", "namespace"]),
        kind: value.as_ref().and_then(|v| v.get("kind")?.as_str()).unwrap_or("").to_owned(),
        notes: policy.map(describe::notes).unwrap_or_default(),
        summary: policy.map(describe::summary),
        meaning: policy.map(describe::policy).unwrap_or_default(),
        lines: LineIndex::new(manifest.text()),
        mentions: facts::keep(
            Rc::new(Mentions::of(manifest.content())),
            before.map(|before| &before.mentions),
        ),
        facts,
        source,
        judgement,
        diagnostics,
    }
}

fn text_at(value: Option<&Value>, [parent, key]: [&str; 2]) -> String {
    let text = value.and_then(|value| value.get(parent)?.get(key)?.as_str());
    text.unwrap_or_default().to_owned()
}

/// The namespaces and names of all policies, sorted; what is there twice stands side by side.
fn taken_names(document: &Document) -> Vec<(String, String)> {
    let policies = document.manifests().iter().filter_map(|manifest| manifest.policy());
    order::sorted(policies.map(|policy| (policy.namespace(), policy.name())).collect(), Ord::cmp)
}

fn is_duplicate(manifest: &Manifest, taken: &[(String, String)]) -> bool {
    let Some(policy) = manifest.policy() else { return false };
    let own = (policy.namespace(), policy.name());
    let first = taken.partition_point(|other| *other < own);
    !own.1.is_empty() && taken.get(first + 1) == Some(&own)
}

fn duplicate_object(path: FieldPath) -> Diagnostic {
    Diagnostic::error(
        codes::DUPLICATE_OBJECT,
        path,
        "another policy of the workspace has this namespace and name",
    )
    .with_help("rename one of them; when both are applied, the later one replaces the earlier one")
}
