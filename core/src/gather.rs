//! What answers about connections are made of: pods, namespaces and policies, of any mix of texts.
//!
//! Objects of other kinds are passed over. A policy that the API server refuses does nothing in a
//! cluster, so it is left out, and a [`Notice`] says so. Where each policy and rule is written is
//! kept, so that reasons have places. Must not read files: texts come in with their names.

mod gathering;

use std::rc::Rc;

use crate::analysis::{Analysis, Settings};
use crate::cluster::Cluster;
use crate::describe::verdict;
use crate::diagnostic::Diagnostic;
use crate::expect::Expectation;
use crate::model::{Direction, Policy, Port, Ports};
use crate::path::FieldPath;
use crate::yaml::{LineIndex, SourceMap};

pub use gathering::Gathering;

/// A text with its name, and what finds lines in it.
#[derive(Clone, Debug)]
pub struct File<'a> {
    name: &'a str,
    text: &'a str,
    lines: LineIndex,
}

/// Who chose a text to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Somebody named it, so everything in it should be a manifest.
    Named,
    /// It was found in a directory, where anything can lie.
    Found,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name of the file, as it was given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

/// What there is to say about a text that was read.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Something is wrong, and what it is wrong with does not count.
    Refused(Diagnostic),
    /// A policy takes the place of an earlier one with its name.
    Replaced {
        /// The namespace and the name.
        policy: String,
        /// Where the one that counts is.
        place: Place,
        /// Where the earlier one is.
        before: Place,
    },
}

/// What will surprise in the answers, and where it is written if it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The rule that it is about.
    pub place: Option<Place>,
    /// One fact.
    pub message: String,
}

/// A cluster, and the policies in it that the API server accepts.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// Namespaces and pods; two versions can have the same.
    pub cluster: Rc<Cluster>,
    /// The policies.
    pub policies: Vec<Rc<Policy>>,
    /// Where each policy and its parts are written.
    places: Vec<Places>,
    settings: Settings,
}

/// An expectation, and where it is written.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The name of the file, as it was given.
    pub file: String,
    /// The line and the column, from 1.
    pub position: (usize, usize),
    /// The expectation, or what is wrong with its text.
    pub content: Result<Expectation, Diagnostic>,
}

/// Where a policy is written.
#[derive(Clone, Debug)]
struct Places {
    file: String,
    /// The line and column of the policy, its rules and its ports with names.
    positions: Vec<(FieldPath, (usize, usize))>,
}

impl<'a> File<'a> {
    /// Notes where the lines of a text start.
    pub fn new(name: &'a str, text: &'a str) -> Self {
        File { name, text, lines: LineIndex::new(text) }
    }

    /// The name, as it was given.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The text itself.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The line and column of a byte, both from 1.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        self.lines.position(self.text, offset)
    }

    /// A line, counted from 1, without its line break.
    pub fn line(&self, number: usize) -> Option<&'a str> {
        self.lines.line(self.text, number)
    }
}

impl Notice {
    /// What a policy that replaces another one is told by, `before` being the place of that one as
    /// it is shown.
    pub fn replaced(policy: &str, before: &str) -> String {
        let start = ["there is another policy ", policy, " at ", before].concat();
        start + "; this one counts, because it comes later"
    }
}

impl Gathered {
    /// The answers for all of it.
    pub fn analysis(&self) -> Rc<Analysis> {
        Rc::new(Analysis::new(&self.cluster, &self.policies, self.settings))
    }

    /// Where something of a policy is written, or what is around it.
    pub fn place(&self, policy: usize, path: &FieldPath) -> Place {
        self.places[policy].place(path)
    }

    /// What surprises about the pods.
    pub fn warnings_of_pods(&self, analysis: &Analysis) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.cluster.pods.is_empty() {
            let message = "no pod and no workload is in these files".to_owned();
            warnings.push(Warning { place: None, message });
        }
        let on_nodes = verdict::on_nodes(&self.cluster, analysis);
        warnings.extend(on_nodes.map(|text| Warning { place: None, message: text.to_string() }));
        warnings
    }

    /// The names of ports that stand for nothing.
    pub fn warnings_of_names(&self, analysis: &Analysis) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for idle in analysis.idle_names() {
            let path = verdict::named_port(&idle, &self.policies[idle.place.policy]);
            let place = Some(self.place(idle.place.policy, &path));
            warnings.push(Warning { place, message: verdict::idle_name(&idle).to_string() });
        }
        warnings
    }

    /// Lets the pods of one of two versions stand for both where the other one has none.
    pub fn share_pods(before: &mut Self, after: &mut Self) {
        if before.cluster.pods.is_empty() {
            before.cluster = Rc::clone(&after.cluster);
        } else if after.cluster.pods.is_empty() {
            after.cluster = Rc::clone(&before.cluster);
        }
    }
}

impl Places {
    /// The policy comes first, and each part after what it is in.
    fn of(policy: &Policy, map: &SourceMap, file: &File) -> Self {
        let mut paths = vec![FieldPath::root()];
        for direction in Direction::ALL {
            let rules = FieldPath::root().key("spec").key(direction.rules_key());
            for (number, rule) in policy.isolation(direction).rules().iter().enumerate() {
                let path = rules.index(number);
                paths.push(path.clone());
                let Ports::Only(ports) = &rule.ports else { continue };
                for (number, port) in ports.iter().enumerate() {
                    if matches!(port.port, Port::Named(_)) {
                        paths.push(path.key("ports").index(number));
                    }
                }
            }
        }
        let position = |path: FieldPath| {
            let start = map.nearest(&path).start;
            (path, file.position(start))
        };
        let positions = paths.into_iter().map(position).collect();
        Places { file: file.name().to_owned(), positions }
    }

    fn place(&self, path: &FieldPath) -> Place {
        let found = self.positions.iter().rfind(|(known, _)| known.contains(path));
        let (line, column) = found.map_or((1, 1), |(_, position)| *position);
        Place { file: self.file.clone(), line, column }
    }
}
