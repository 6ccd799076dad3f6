//! Reading files into a snapshot, object by object.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use netpol_core::analysis::Settings;
use netpol_core::cluster::{DEFAULT_NAMESPACE, Reader};
use netpol_core::diagnostic::{Diagnostic, Severity};
use netpol_core::edit::objects;
use netpol_core::expect;
use netpol_core::model::Policy;
use netpol_core::path::FieldPath;
use netpol_core::review::{Subject, judge, subject_of};
use netpol_core::validate::ServerVersion;
use netpol_core::value::Value;
use netpol_core::yaml::{Content, Document, SourceMap, parse};

use super::{Expected, Judging, Places, Snapshot, warning};
use crate::Outcome;
use crate::input::{self, Choice, Input, complain};
use crate::output::Output;
use crate::report::{ServerWords, Source};

/// What was read so far.
pub struct Gathered {
    server: ServerVersion,
    pods: Reader,
    policies: Vec<(Policy, Places)>,
    /// The policies that have a name, by namespace and name.
    by_name: BTreeMap<(String, String), usize>,
    /// The expectations; none where nobody asks for them, so that they are passed over.
    pub expected: Option<Vec<Expected>>,
    /// The files that were read, by their real paths.
    files: BTreeSet<PathBuf>,
}

impl Gathered {
    /// Starts with nothing.
    pub fn new(judging: &Judging) -> Self {
        Gathered {
            server: judging.kubernetes_version,
            pods: Reader::default(),
            policies: Vec::new(),
            by_name: BTreeMap::new(),
            expected: None,
            files: BTreeSet::new(),
        }
    }

    /// Ends the reading.
    pub fn finish(self, judging: &Judging) -> Snapshot {
        let (policies, places) = self.policies.into_iter().unzip();
        let settings = Settings {
            enforced: !judging.not_enforced,
            ip_blocks_match_pods: judging.ip_blocks_match_pods,
            host_network_like_pods: judging.host_network_like_pods,
            sctp: !judging.no_sctp,
        };
        Snapshot { cluster: self.pods.finish(), policies, places, settings }
    }

    /// Reads files; says on `err` what is refused or cannot be read.
    pub fn read(&mut self, files: &[PathBuf], err: &mut Output) -> io::Result<Outcome> {
        input::for_each(files, err, |input, err| {
            self.files.insert(real(&input.path));
            for_each_document(&input, err, |value, document, source, err| {
                self.add_objects(value, document, input.choice, source, err)
            })
        })
    }

    /// Another one that starts with the pods of this one.
    pub fn with_the_same_pods(&self, judging: &Judging) -> Self {
        Gathered { pods: self.pods.clone(), ..Gathered::new(judging) }
    }

    /// Reads files of which only pods and namespaces count.
    pub fn read_pods(&mut self, files: &[PathBuf], err: &mut Output) -> io::Result<Outcome> {
        input::for_each(files, err, |input, err| {
            for_each_document(&input, err, |value, _, _, _| {
                for at in objects::places(value) {
                    if let Some(object) = objects::object_at(value, &at) {
                        self.pods.add(&object);
                    }
                }
                Ok(Outcome::Fine)
            })
        })
    }

    /// Reads files of which only the expectations count; one that was read before is known.
    pub fn read_expectations(
        &mut self,
        files: &[PathBuf],
        err: &mut Output,
    ) -> io::Result<Outcome> {
        input::for_each(files, err, |input, err| {
            let is_known = !self.files.insert(real(&input.path));
            let mut has_some = is_known || input.choice == Choice::Found;
            let outcome = for_each_document(&input, err, |value, document, source, err| {
                let added = match is_known {
                    true => None,
                    false => self.add_expectations(value, &document.source, source, err)?,
                };
                has_some |= added.is_some();
                Ok(added.unwrap_or_default())
            })?;
            if !has_some && outcome == Outcome::Fine {
                complain(&input.name, "there is no list of `expectations` in this file", err)?;
                return Ok(Outcome::CannotRun);
            }
            Ok(outcome)
        })
    }

    /// Adds an object, or the items of a list.
    fn add_objects(
        &mut self,
        value: &Value,
        document: &Document,
        choice: Choice,
        source: &Source,
        err: &mut Output,
    ) -> io::Result<Outcome> {
        let mut worst = Outcome::Fine;
        for at in objects::places(value) {
            let Some(object) = objects::object_at(value, &at) else { continue };
            if self.pods.add(&object) {
                continue;
            }
            let subject = subject_of(Some(&object), "");
            if subject != Subject::Policy && object.get("expectations").is_some() {
                let within = document.source.within(&at);
                let added = self.add_expectations(&object, &within, source, err)?;
                worst = worst.max(added.unwrap_or_default());
                continue;
            }
            match (subject, choice) {
                (Subject::Policy, _) | (Subject::Unknown, Choice::Named) => {
                    let within = document.source.within(&at);
                    worst = worst.max(self.add_policy(&object, &within, source, err)?);
                }
                (Subject::OtherKind, _) | (Subject::Unknown, Choice::Found) => {}
            }
        }
        Ok(worst)
    }

    /// Adds the expectations of a document; `None` is one that has no list of them.
    fn add_expectations(
        &mut self,
        value: &Value,
        map: &SourceMap,
        source: &Source,
        err: &mut Output,
    ) -> io::Result<Option<Outcome>> {
        let Some((read, found)) = expect::read(value) else { return Ok(None) };
        let Some(expected) = &mut self.expected else { return Ok(Some(Outcome::Fine)) };
        let before = expected.len();
        let outcome = if found.is_empty() { Outcome::Fine } else { Outcome::Findings };
        let mut add = |path: &FieldPath, content| {
            let position = source.position(map.nearest(path).start);
            expected.push(Expected { file: source.name().to_owned(), position, content });
        };
        for expectation in read {
            add(&expectation.path.clone(), Ok(expectation));
        }
        for mut found in found {
            found.span = Some(map.nearest(&found.path));
            source.show(&found, ServerWords::Hidden, err)?;
            add(&found.path.clone(), Err(found));
        }
        expected[before..].sort_by_key(|expected| expected.position);
        Ok(Some(outcome))
    }

    fn add_policy(
        &mut self,
        object: &Value,
        map: &SourceMap,
        source: &Source,
        err: &mut Output,
    ) -> io::Result<Outcome> {
        let (judgement, found) = judge(Some(object), map, Vec::new(), self.server);
        let Some(policy) = judgement.policy else {
            show_errors(source, &found, err)?;
            return Ok(Outcome::Findings);
        };
        let places = Places::of(&policy, map, source);
        let namespace = policy.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
        let name = (namespace.to_owned(), policy.name.clone());
        let known = self.by_name.get(&name).copied().filter(|_| !policy.name.is_empty());
        match known {
            // A cluster has one policy of a name: what is applied later takes its place.
            Some(earlier) => {
                let (namespace, name) = &name;
                let before = self.policies[earlier].1.place(&FieldPath::root()).to_string();
                let message = format!(
                    "there is another policy {namespace}/{name} at {before}; this one counts, \
                     because it comes later"
                );
                warning(Some(&places.place(&FieldPath::root())), &message, err)?;
                self.policies[earlier] = (policy, places);
            }
            None => {
                self.by_name.insert(name, self.policies.len());
                self.policies.push((policy, places));
            }
        }
        Ok(Outcome::Fine)
    }
}

/// Gives each document of a text that could be read to `read`.
fn for_each_document(
    input: &Input,
    err: &mut Output,
    mut read: impl FnMut(&Value, &Document, &Source, &mut Output) -> io::Result<Outcome>,
) -> io::Result<Outcome> {
    let source = Source::new(input);
    let mut worst = Outcome::Fine;
    for document in parse(&input.text) {
        let outcome = match &document.content {
            Content::Empty => Outcome::Fine,
            Content::Broken => broken(input, &source, &document, err)?,
            Content::Read(value) => read(value, &document, &source, err)?,
        };
        worst = worst.max(outcome);
    }
    Ok(worst)
}

/// The path of a file without links and detours, to know it again.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Text that is no YAML is a mistake in a file that was named, or if it mentions a policy.
fn broken(
    input: &Input,
    source: &Source,
    document: &Document,
    err: &mut Output,
) -> io::Result<Outcome> {
    let text = input.text.get(document.span.clone()).unwrap_or_default();
    if input.choice == Choice::Found && subject_of(None, text) != Subject::Policy {
        return Ok(Outcome::Fine);
    }
    show_errors(source, &document.diagnostics, err)?;
    Ok(Outcome::Findings)
}

fn show_errors(source: &Source, found: &[Diagnostic], err: &mut Output) -> io::Result<()> {
    for found in found.iter().filter(|found| found.severity == Severity::Error) {
        source.show(found, ServerWords::Hidden, err)?;
    }
    Ok(())
}
