//! What is kept of a snapshot while it is read, and what comes of it.

use super::{SECRET, Surprise, cluster_text};
use crate::cluster::{Reader, has_ended};
use crate::edit::{objects, without_live_fields};
use crate::expect::EXPECTATIONS;
use crate::order;
use crate::review::{Subject, subject_of};
use crate::sentence::Sentence;
use crate::text::{has, part, until};
use crate::value::Value;
use crate::yaml::{self, Content, Piece};

/// What pods are called, among the kinds that are left out, that have run to their end.
pub const ENDED: &str = "Pod that has ended";

/// What of a snapshot counts for policies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// The policies and expectations, as a stream of documents: those of the stream as they were
    /// written, those of lists without what the cluster has added.
    pub policies: String,
    /// Namespaces, pods and workloads as one list in JSON, with no more than policies can tell.
    pub cluster: String,
    /// How many policies there are.
    pub policy_count: usize,
    /// How many namespaces there are.
    pub namespaces: usize,
    /// How many pods there are, and workloads without pods of their own.
    pub pods: usize,
    /// What is left out: kinds, and how many objects of each.
    pub left_out: Vec<(String, usize)>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Whether a secret is left out, or may be in what could not be read.
    pub has_secrets: bool,
}

impl Snapshot {
    /// The files that are opened in place of a file: one of policies, and one of the cluster.
    ///
    /// Their names say that they are not the file itself, so that they are not saved over it.
    pub fn into_files(self, name: &str) -> Vec<(String, String)> {
        let mut stem = name;
        for ending in [".yaml", ".yml", ".json"] {
            stem = stem.strip_suffix(ending).unwrap_or(stem);
        }
        let mut files = Vec::new();
        if !self.policies.is_empty() {
            files.push(([stem, ".policies.yaml"].concat(), self.policies));
        }
        if self.namespaces > 0 {
            files.push(([stem, ".cluster.json"].concat(), self.cluster));
        }
        files
    }
}

/// A piece of a text that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line that it begins in, from 1.
    pub line: usize,
    /// Why.
    pub message: Sentence,
}

/// What is kept while reading.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    reader: Reader,
    policies: String,
    policy_count: usize,
    /// The kinds of what is left out, one for each object.
    left_out: Vec<String>,
    unreadable: Vec<Unreadable>,
    has_secrets: bool,
}

impl Kept {
    /// Keeps what counts of a document, whose piece was cut from the text at `from`; returns where
    /// it ends.
    pub fn document(&mut self, text: &str, from: usize, piece: Piece) -> usize {
        let (start, end) = (from + piece.span().start, from + piece.span().end);
        let own = part(text, start, end);
        let document = piece.read(own);
        let value = match &document.content {
            Content::Empty => return end,
            Content::Read(value) => value,
            Content::Broken => {
                let found = document.diagnostics.first();
                let offset = found.and_then(|found| found.span.as_ref()).map_or(0, |it| it.start);
                let message = found.map_or("".into(), |found| found.message.clone());
                self.has_secrets |= has(own, SECRET);
                self.unreadable(text, start + offset, message);
                return end;
            }
        };
        // The kind of a list stands behind its items.
        if value.get("kind").is_none() && value.get("items").is_some() {
            self.has_secrets |= has(own, SECRET);
            let message = "there is no `kind` after these `items`, so the file may break off here";
            self.unreadable(text, start + own.trim_end().len(), message.into());
            return end;
        }
        self.object(value, Some(own));
        end
    }

    /// Keeps what counts of an item, if that says what kind it is of.
    pub fn item(&mut self, item: &Value) -> Result<(), Surprise> {
        item.get("kind").ok_or(Surprise)?;
        self.object(item, None);
        Ok(())
    }

    /// Keeps what counts of an object; `own` is its text, if that has nothing else in it.
    fn object(&mut self, object: &Value, own: Option<&str>) {
        objects::for_each(object, &mut |item, place| {
            self.lone(item, own.filter(|_| place.steps().is_empty()));
        });
    }

    fn lone(&mut self, object: &Value, own: Option<&str>) {
        let is_policy = subject_of(Some(object), "") == Subject::Policy;
        let kind = object.get("kind").and_then(Value::as_str).unwrap_or("other");
        if self.reader.add(object) {
            if kind == "Pod" && has_ended(object) {
                self.left_out.push(ENDED.to_owned());
            }
            return;
        }
        if !is_policy && object.get(EXPECTATIONS).is_none() {
            self.has_secrets |= kind == SECRET;
            self.left_out.push(kind.to_owned());
            return;
        }
        self.policy_count += usize::from(is_policy);
        let text = match own {
            Some(own) => own.trim_start_matches('-').trim_start_matches(['\r', '\n']).to_owned(),
            None => match without_live_fields(object) {
                Some(stripped) => yaml::emit(&stripped),
                None => yaml::emit(object),
            },
        };
        if !self.policies.is_empty() {
            self.policies.push_str("---\n");
        }
        self.policies.push_str(&text);
        if !self.policies.ends_with('\n') {
            self.policies.push('\n');
        }
    }

    fn unreadable(&mut self, text: &str, at: usize, message: Sentence) {
        let line = until(text, at).matches('\n').count() + 1;
        self.unreadable.push(Unreadable { line, message });
    }

    pub fn finish(self) -> Snapshot {
        let Kept { reader, policies, policy_count, left_out: kinds, unreadable, has_secrets } =
            self;
        let mut left_out: Vec<(String, usize)> = Vec::new();
        for kind in order::sorted(kinds, Ord::cmp) {
            match left_out.last_mut() {
                Some((last, count)) if *last == kind => *count += 1,
                _ => left_out.push((kind, 1)),
            }
        }
        let cluster = reader.finish();
        Snapshot {
            policies,
            cluster: cluster_text(&cluster),
            policy_count,
            namespaces: cluster.namespaces.len(),
            pods: cluster.pods.len(),
            left_out,
            unreadable,
            has_secrets,
        }
    }
}
