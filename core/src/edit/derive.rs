//! Everything that follows from a document and is shown: never stored, never edited by hand.
//!
//! What has not changed since the last time is taken over, so an edit costs what it touches; facts
//! about parts of a form are compared by value, so that a page draws only what looks different.

mod facts;
mod matched;
mod twins;
mod vocabulary;

use std::rc::Rc;

pub use facts::{DirectionFacts, Findings, PolicyFacts, RuleFacts};
pub use matched::Matched;
pub(super) use matched::Population;
use vocabulary::Mentions;
pub use vocabulary::{LabelChoices, Vocabulary};

use super::document::Document;
use super::file::{Content, File, Manifest, Part, metadata};
use super::live::has_live_fields;
use super::objects;
use crate::analysis::Settings;
use crate::cluster::Cluster;
use crate::command::{FileId, ManifestId};
use crate::describe::{self, Note};
use crate::diagnostic::{self, Diagnostic, Severity, codes};
use crate::order;
use crate::path::FieldPath;
use crate::review::judge;
use crate::sentence::Sentence;
use crate::validate::{Judgement, ServerVersion, Stage, validate};
use crate::value::Value;
use crate::yaml::{self, LineIndex, SourceMap};

/// What policies meet in the cluster that they are for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// The server that judges them.
    pub server: ServerVersion,
    /// What enforces them.
    pub engine: Settings,
}

/// Everything that follows from a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Derived {
    /// What was assumed of the cluster.
    pub environment: Environment,
    /// The manifest whose form is open: what the selectors of others match is not counted.
    pub form: Option<ManifestId>,
    /// One for each file, in the order of the document.
    pub files: Vec<Rc<DerivedFile>>,
    /// One for each manifest, in the order of the document.
    pub manifests: Vec<Rc<DerivedManifest>>,
    /// The labels and namespaces that are mentioned anywhere, as choices for the form.
    pub vocabulary: Rc<Vocabulary>,
    population: Rc<Population>,
}

/// Everything that follows from one file as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedFile {
    /// What it follows from.
    pub file: Rc<File>,
    /// Its text.
    pub text: Rc<str>,
    /// Where the lines of the text are.
    pub lines: LineIndex,
    /// Whether it was opened and has another text now.
    pub changed: bool,
}

/// Everything that follows from one manifest.
///
/// Places count from the start of its part, so that they stay when something above is edited; see
/// [`File::offset_of`].
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedManifest {
    /// What it follows from.
    pub manifest: Rc<Manifest>,
    /// The part of its file that it is in.
    pub part: Rc<Part>,
    /// The file that it is in.
    pub file: FileId,
    /// Whether the text cannot be read any more, so that facts, title and namespace are those of
    /// the policy that it was.
    pub stale: bool,
    /// Whether it has fields that a cluster has added; see [`Command::Strip`](crate::command::Command::Strip).
    pub live: bool,
    /// `metadata.name`, empty when there is none.
    pub title: String,
    /// `metadata.namespace`, empty when there is none.
    pub namespace: String,
    /// `kind`, empty when there is none.
    pub kind: String,
    /// How many objects are in it, if it is a list of others than policies.
    pub objects: Option<usize>,
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
    /// Facts for the parts of the form, if it is a policy, or was one.
    pub facts: Option<PolicyFacts>,
    /// Where in the text of its part each field is.
    pub source: SourceMap,
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

    /// The text of its part.
    pub fn text(&self) -> &Rc<str> {
        self.part.text()
    }

    /// Whether it is a NetworkPolicy, right or wrong.
    pub fn is_policy(&self) -> bool {
        self.manifest.policy().is_some()
    }

    /// How many diagnostics of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|found| found.severity == severity).count()
    }
}

impl Derived {
    /// The line of its file, from 1, that a byte of a manifest's text is in.
    pub fn line_of(&self, manifest: &DerivedManifest, offset: usize) -> usize {
        let Some(file) = self.file(manifest.file) else { return 1 };
        let start = file.file.offset_of(manifest.manifest.id()).unwrap_or_default();
        file.lines.position(&file.text, start + offset).0
    }

    /// The pods and namespaces among the manifests.
    pub fn cluster(&self) -> &Cluster {
        self.population.cluster()
    }

    /// The same, to be compared by pointer.
    pub(super) fn population(&self) -> &Rc<Population> {
        &self.population
    }

    /// What follows from a file.
    pub fn file(&self, id: FileId) -> Option<&Rc<DerivedFile>> {
        self.files.iter().find(|derived| derived.file.id() == id)
    }
}

/// Computes everything that follows from a document, taking over what still holds from `previous`.
///
/// What selectors match is counted for one manifest only, the one whose form is open: with a whole
/// cluster beside a thousand policies, counting for all of them would take longer than all else.
pub fn derive(
    document: &Document,
    environment: Environment,
    form: Option<ManifestId>,
    previous: Option<&Derived>,
) -> Derived {
    let Environment { server, engine } = environment;
    let known = previous.map_or(&[][..], |previous| &previous.files);
    let mut files = Vec::with_capacity(document.files().len());
    for file in document.files() {
        let known = known.iter().find(|known| Rc::ptr_eq(&known.file, file));
        files.push(known.cloned().unwrap_or_else(|| Rc::new(derive_file(file))));
    }
    let previous = previous.filter(|previous| previous.environment.server == server);
    let known = previous.map_or(Vec::new(), |previous| previous.manifests.clone());
    let known = order::sorted(known, |a, b| a.manifest.id().cmp(&b.manifest.id()));
    let known = |id: ManifestId| {
        let found = known.binary_search_by_key(&id, |derived| derived.manifest.id()).ok()?;
        known.get(found)
    };
    let taken = taken_names(document);
    let before = previous.map(|previous| &previous.population);
    let population = Population::of(document, engine, before);
    let is_same_population = before.is_some_and(|before| Rc::ptr_eq(before, &population));
    let known_form = previous.and_then(|previous| previous.form);
    let is_counted_alike = |id: ManifestId| match form == Some(id) {
        true => known_form == form && is_same_population,
        false => known_form != Some(id),
    };
    let mut manifests = Vec::new();
    for file in document.files() {
        for part in file.parts() {
            for manifest in part.manifests() {
                let before = known(manifest.id());
                let duplicate = is_duplicate(manifest, &taken);
                let place = Place { file: file.id(), part, manifest };
                let kept = before.filter(|before| {
                    place.is_that_of(before)
                        && before.is_marked_duplicate() == duplicate
                        && is_counted_alike(manifest.id())
                });
                manifests.push(match kept {
                    Some(before) => Rc::clone(before),
                    None => {
                        let counted = (form == Some(manifest.id())).then_some(&*population);
                        let now = derive_manifest(place, server, duplicate, counted, before);
                        // Other pods are often no others to its selectors.
                        let same = before.filter(|before| place.is_that_of(before));
                        facts::keep(Rc::new(now), same)
                    }
                });
            }
        }
    }
    let vocabulary = vocabulary(&manifests, previous);
    Derived { environment, form, files, manifests, vocabulary, population }
}

fn derive_file(file: &Rc<File>) -> DerivedFile {
    let (text, lines) = match file.parts() {
        [only] => (Rc::clone(only.text()), only.lines().clone()),
        _ => {
            let text: Rc<str> = file.text().into();
            let lines = LineIndex::new(&text);
            (text, lines)
        }
    };
    DerivedFile { file: Rc::clone(file), text, lines, changed: file.is_changed() }
}

/// A manifest with what it is in.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: FileId,
    part: &'a Rc<Part>,
    manifest: &'a Rc<Manifest>,
}

impl Place<'_> {
    fn is_that_of(&self, before: &DerivedManifest) -> bool {
        Rc::ptr_eq(&before.manifest, self.manifest)
            && Rc::ptr_eq(&before.part, self.part)
            && before.file == self.file
    }

    /// What reading the text has found about this manifest, as it sees it.
    ///
    /// What is about an item of a list is found there, what is about the list at its first item,
    /// and text that cannot be read concerns all that is in it.
    fn found(&self) -> Vec<Diagnostic> {
        let read = self.part.read();
        let place = self.manifest.place();
        let first =
            self.part.manifests().first().is_some_and(|first| Rc::ptr_eq(first, self.manifest));
        let mut found = Vec::new();
        for one in &read.diagnostics {
            let mut one = one.clone();
            match place.rest_of(&one.path) {
                Some(rest) => one.path = rest,
                None if read.content == yaml::Content::Broken
                    || first && !self.is_in_other_item(&one.path) =>
                {
                    one.path = FieldPath::root()
                }
                None => continue,
            }
            for related in &mut one.related {
                related.path = place.rest_of(&related.path).unwrap_or_default();
            }
            found.push(one);
        }
        found
    }

    fn is_in_other_item(&self, path: &FieldPath) -> bool {
        self.part.manifests().iter().any(|other| other.place().contains(path))
    }
}

/// What all manifests mention; gathered anew only if one of them mentions something else.
fn vocabulary(manifests: &[Rc<DerivedManifest>], previous: Option<&Derived>) -> Rc<Vocabulary> {
    let is_same = |known: &[Rc<DerivedManifest>]| {
        let mut pairs = known.iter().zip(manifests);
        known.len() == manifests.len()
            && pairs.all(|(known, one)| Rc::ptr_eq(&known.mentions, &one.mentions))
    };
    match previous {
        Some(previous) if is_same(&previous.manifests) => Rc::clone(&previous.vocabulary),
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
    place: Place<'_>,
    server: ServerVersion,
    duplicate: bool,
    population: Option<&Population>,
    before: Option<&Rc<DerivedManifest>>,
) -> DerivedManifest {
    let Place { file, part, manifest } = place;
    let read = part.read();
    let object = part.value().and_then(|value| objects::object_at(value, manifest.place()));
    let source = read.source.within(manifest.place());
    let (judgement, mut diagnostics) = match &read.content {
        // One that is only comments has no answer.
        yaml::Content::Empty => Default::default(),
        _ => judge(object.as_deref(), &source, place.found(), server),
    };
    let mut own = manifest.policy().map_or(Vec::new(), |draft| twins::twins(draft));
    if duplicate {
        own.push(duplicate_object(FieldPath::root().key("metadata").key("name")));
    }
    if !own.is_empty() {
        for found in own {
            let span = source.nearest(&found.path);
            diagnostics.push(found.with_span(span));
        }
        diagnostic::sort(&mut diagnostics);
    }
    if manifest.policy().is_none() && judgement.stage != Stage::Parse {
        diagnostics.clear();
    }
    let policy = judgement.policy.as_deref();
    let last = match manifest.content() {
        Content::Broken { last } => last.as_ref().map(|last| last.to_value()),
        Content::Policy(_) | Content::Other(_) => None,
    };
    let last_judgement = last.as_ref().map(|last| validate(last, server));
    let facts = manifest.last_policy().map(|draft| {
        let (judgement, diagnostics) = match &last_judgement {
            Some(last) => (last, &last.diagnostics),
            None => (&judgement, &diagnostics),
        };
        let before = before.and_then(|before| before.facts.as_ref());
        PolicyFacts::of(draft, judgement, diagnostics, population, before)
    });
    let shown = object.as_deref().or(last.as_ref()).unwrap_or(&Value::Null);
    DerivedManifest {
        manifest: Rc::clone(manifest),
        part: Rc::clone(part),
        file,
        stale: last.is_some(),
        live: object.as_deref().is_some_and(has_live_fields),
        title: metadata(shown, "name").to_owned(),
        namespace: metadata(shown, "namespace").to_owned(),
        kind: shown.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned(),
        objects: object.as_deref().and_then(objects::count),
        notes: policy.map(describe::notes).unwrap_or_default(),
        summary: policy.map(describe::summary),
        meaning: policy.map(describe::policy).unwrap_or_default(),
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

/// The namespaces and names of all policies, sorted; what is there twice stands side by side.
fn taken_names(document: &Document) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for manifest in document.manifests() {
        if let Some(policy) = manifest.policy() {
            names.push((policy.namespace(), policy.name()));
        }
    }
    order::sorted(names, Ord::cmp)
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
