//! Reading texts, object by object.

use std::rc::Rc;

use super::{Choice, Expected, File, Gathered, Notice, Places};
use crate::analysis::Settings;
use crate::cluster::Reader;
use crate::diagnostic::{Diagnostic, Severity};
use crate::edit::objects;
use crate::expect::{self, EXPECTATIONS, Expectation};
use crate::model::Policy;
use crate::order;
use crate::path::FieldPath;
use crate::review::{Subject, judge, subject_of};
use crate::validate::ServerVersion;
use crate::value::Value;
use crate::yaml::{Content, Document, SourceMap, parse};

/// What was read so far.
#[derive(Clone, Debug, Default)]
pub struct Gathering {
    server: ServerVersion,
    pods: Reader,
    policies: Vec<(Rc<Policy>, Places)>,
    /// The policies that have a name, in the order of `namespace/name`.
    by_name: Vec<(String, usize)>,
    expected: Vec<Expected>,
    /// What reads expectations; nothing where nobody asks for them, so that a program that never
    /// does has none of its code.
    read: Option<ReadExpectations>,
}

/// What [`expect::read`] is.
type ReadExpectations = fn(&Value) -> Option<(Vec<Expectation>, Vec<Diagnostic>)>;

impl Gathering {
    /// Starts with nothing.
    pub fn new(server: ServerVersion) -> Self {
        Gathering { server, ..Gathering::default() }
    }

    /// Starts with nothing, and gathers expectations too.
    pub fn with_expectations(server: ServerVersion) -> Self {
        Gathering { server, read: Some(expect::read), ..Gathering::default() }
    }

    /// Another one that starts with the pods of this one.
    pub fn with_the_same_pods(&self) -> Self {
        Gathering { server: self.server, pods: self.pods.clone(), ..Gathering::default() }
    }

    /// Ends the reading.
    pub fn finish(self, settings: Settings) -> Gathered {
        let (mut policies, mut places) = (Vec::new(), Vec::new());
        for (policy, place) in self.policies {
            policies.push(policy);
            places.push(place);
        }
        Gathered { cluster: Rc::new(self.pods.finish()), policies, places, settings }
    }

    /// Takes the expectations out of it.
    pub fn take_expectations(&mut self) -> Vec<Expected> {
        std::mem::take(&mut self.expected)
    }

    /// Adds everything in a text; gives what there is to say about it.
    pub fn add(&mut self, file: &File, choice: Choice) -> Vec<Notice> {
        let mut notices = Vec::new();
        for_each_document(file, choice, &mut notices, &mut |value, document, notices| {
            objects::for_each(value, &mut |object, at| {
                self.add_object(object, &document.source.within(at), file, choice, notices);
            });
        });
        notices
    }

    /// Adds the pods and namespaces of a text, and nothing else of it.
    pub fn add_pods(&mut self, file: &File, choice: Choice) -> Vec<Notice> {
        let mut notices = Vec::new();
        for_each_document(file, choice, &mut notices, &mut |value, _, _| {
            objects::for_each(value, &mut |object, _| {
                self.pods.add(object);
            });
        });
        notices
    }

    /// Adds the expectations of a text, and nothing else of it; says whether it has a list of them.
    pub fn add_expectations(&mut self, file: &File, choice: Choice) -> (bool, Vec<Notice>) {
        let (mut notices, mut has_some) = (Vec::new(), false);
        for_each_document(file, choice, &mut notices, &mut |value, document, notices| {
            objects::for_each(value, &mut |object, at| {
                has_some |= self.add_list(object, &document.source.within(at), file, notices);
            });
        });
        (has_some, notices)
    }

    fn add_object(
        &mut self,
        object: &Value,
        map: &SourceMap,
        file: &File,
        choice: Choice,
        notices: &mut Vec<Notice>,
    ) {
        if self.pods.add(object) {
            return;
        }
        let subject = subject_of(Some(object), "");
        if subject != Subject::Policy && object.get(EXPECTATIONS).is_some() {
            self.add_list(object, map, file, notices);
            return;
        }
        match (subject, choice) {
            (Subject::Policy, _) | (Subject::Unknown, Choice::Named) => {
                self.add_policy(object, map, file, notices);
            }
            (Subject::OtherKind, _) | (Subject::Unknown, Choice::Found) => {}
        }
    }

    /// Adds the expectations of an object; says whether it has a list of them.
    fn add_list(
        &mut self,
        value: &Value,
        map: &SourceMap,
        file: &File,
        notices: &mut Vec<Notice>,
    ) -> bool {
        let Some(read) = self.read else { return value.get(EXPECTATIONS).is_some() };
        let Some((read, found)) = read(value) else { return false };
        let mut added = Vec::new();
        let mut add = |path: &FieldPath, content| {
            let position = file.position(map.nearest(path).start);
            added.push(Expected { file: file.name().to_owned(), position, content });
        };
        for expectation in read {
            add(&expectation.path.clone(), Ok(expectation));
        }
        for mut found in found {
            found.span = Some(map.nearest(&found.path));
            notices.push(Notice::Refused(found.clone()));
            add(&found.path.clone(), Err(found));
        }
        self.expected.extend(order::sorted(added, |a, b| a.position.cmp(&b.position)));
        true
    }

    fn add_policy(
        &mut self,
        object: &Value,
        map: &SourceMap,
        file: &File,
        notices: &mut Vec<Notice>,
    ) {
        let (judgement, found) = judge(Some(object), map, Vec::new(), self.server);
        let Some(policy) = judgement.policy else { return refuse(found, notices) };
        let places = Places::of(&policy, map, file);
        let name = [policy.namespace(), "/", &policy.name].concat();
        let known = self.by_name.binary_search_by(|(other, _)| other.cmp(&name));
        match known {
            // A cluster has one policy of a name: what is applied later takes its place.
            Ok(at) if !policy.name.is_empty() => {
                let earlier = self.by_name[at].1;
                notices.push(Notice::Replaced {
                    policy: name,
                    place: places.place(&FieldPath::root()),
                    before: self.policies[earlier].1.place(&FieldPath::root()),
                });
                self.policies[earlier] = (policy, places);
            }
            Ok(at) | Err(at) => {
                self.by_name.insert(at, (name, self.policies.len()));
                self.policies.push((policy, places));
            }
        }
    }
}

/// What is done with each document that could be read.
type Take<'a> = dyn FnMut(&Value, &Document, &mut Vec<Notice>) + 'a;

fn for_each_document(file: &File, choice: Choice, notices: &mut Vec<Notice>, take: &mut Take<'_>) {
    for document in parse(file.text()) {
        match &document.content {
            Content::Empty => {}
            Content::Broken => broken(file, choice, document, notices),
            Content::Read(value) => take(value, &document, notices),
        }
    }
}

/// Text that is no YAML is a mistake in a file that was named, or if it mentions a policy.
fn broken(file: &File, choice: Choice, document: Document, notices: &mut Vec<Notice>) {
    let text = file.text().get(document.span).unwrap_or_default();
    if choice == Choice::Named || subject_of(None, text) == Subject::Policy {
        refuse(document.diagnostics, notices);
    }
}

fn refuse(found: Vec<Diagnostic>, notices: &mut Vec<Notice>) {
    for found in found {
        if found.severity == Severity::Error {
            notices.push(Notice::Refused(found));
        }
    }
}
