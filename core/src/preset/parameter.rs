//! What presets ask for, and the answers.
//!
//! Answers are text, as a form or a command line has them; each is read by the kind of its
//! parameter, and everything wrong is reported at once, before anything is built.

mod parse;

use std::cell::OnceCell;
use std::fmt;

pub(super) use parse::{Labels, Namespaces, Pods, PortEntry, PortNumbers, Ports};

use crate::order;
use crate::sentence::Sentence;

/// One question of a preset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The key of the answer: `callers`.
    pub name: &'static str,
    /// What stands before the input box.
    pub label: &'static str,
    /// One sentence about it.
    pub help: &'static str,
    /// The answer that makes the example; it always fits the kind.
    pub default: &'static str,
    /// How the answer is read.
    pub kind: Kind,
}

impl Parameter {
    /// Writes the item of a page's list: name, help, choices and default.
    pub(super) fn write_item(&self, page: &mut String) {
        page.push_str(&["- `", self.name, "` – ", self.help, " Default: `"].concat());
        page.push_str(&[self.default, "`.\n"].concat());
        if let Kind::Choice(choices) = self.kind {
            for choice in choices {
                page.push_str(&["  - `", choice.value, "` – ", choice.label, "\n"].concat());
            }
        }
    }
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The name of a namespace; blank leaves `metadata.namespace` out of the manifest.
    Namespace,
    /// Labels, all of which must be there: `app=web,tier=db`.
    Labels,
    /// Several sets of [`Kind::Labels`], of which any may be: `app=web; app=mobile`.
    LabelSets,
    /// [`Kind::Labels`], or `*` for all pods.
    Pods,
    /// Other namespaces, by name or by labels: `monitoring`, `team=a`.
    Namespaces,
    /// Ports: `TCP 80, UDP 53, 8000-8080, http`, or `*` for every port.
    Ports,
    /// One range of ports: `TCP 8000-8080`.
    PortRange,
    /// One of these.
    Choice(&'static [Choice]),
}

/// One answer of a [`Kind::Choice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The answer.
    pub value: &'static str,
    /// What it means.
    pub label: &'static str,
}

/// Something wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentError {
    /// The name of the parameter.
    pub parameter: String,
    /// One fact: lower-case start, no full stop, user input in backticks.
    pub message: Sentence,
    /// What to do, in the imperative.
    pub help: Sentence,
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.parameter, self.message, self.help)
    }
}

impl std::error::Error for ArgumentError {}

/// The answers to the questions of a preset, by name; what is not answered has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arguments(Vec<(String, String)>);

impl Arguments {
    /// Answers a question, by the name of the parameter.
    #[must_use]
    pub fn with(mut self, parameter: &str, answer: &str) -> Self {
        let answer = (parameter.to_owned(), answer.to_owned());
        order::insert(&mut self.0, answer, |a, b| a.0.cmp(&b.0));
        self
    }

    /// The answer to a question as it was given, or its default.
    pub fn text(&self, parameter: &Parameter) -> &str {
        let given = self.0.iter().find(|(name, _)| name == parameter.name);
        given.map_or(parameter.default, |(_, answer)| answer).trim()
    }

    /// Reads every answer and reports everything that is wrong.
    pub(super) fn check(&self, parameters: &[Parameter]) -> Vec<ArgumentError> {
        let mut errors = Vec::new();
        let mut names = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            if let Some(error) = self.read(parameter) {
                errors.push(*error);
            }
            names.push(parameter.name);
        }
        for (name, _) in &self.0 {
            if !names.contains(&name.as_str()) {
                errors.push(ArgumentError {
                    parameter: name.clone(),
                    message: Sentence::of("this preset does not ask for `{0}`").as_is(name.clone()),
                    help: Sentence::of("use {0}").as_is(names.join(", ")),
                });
            }
        }
        errors
    }

    /// What is wrong with an answer, if it is.
    fn read(&self, parameter: &Parameter) -> Option<Box<ArgumentError>> {
        let answers = Answers::of(self);
        match parameter.kind {
            Kind::Namespace => drop(answers.namespace(parameter)),
            Kind::Labels => drop(answers.labels(parameter)),
            Kind::LabelSets => drop(answers.label_sets(parameter)),
            Kind::Pods => drop(answers.pods(parameter)),
            Kind::Namespaces => drop(answers.namespaces(parameter)),
            Kind::Ports => drop(answers.ports(parameter)),
            Kind::PortRange => drop(answers.port_range(parameter)),
            Kind::Choice(choices) => drop(answers.choice(parameter, choices)),
        }
        answers.wrong.into_inner()
    }
}

/// The answers as a preset reads them. What cannot be read is kept as an error, and whatever was
/// built from what stands in for it must not be used.
///
/// So a preset has no error paths: everything was checked before it is asked to build.
pub(super) struct Answers<'a> {
    arguments: &'a Arguments,
    wrong: OnceCell<Box<ArgumentError>>,
}

impl<'a> Answers<'a> {
    /// Nothing is read yet.
    pub(super) fn of(arguments: &'a Arguments) -> Self {
        Answers { arguments, wrong: OnceCell::new() }
    }

    /// What was wrong first with what was read.
    pub(super) fn into_error(self) -> Option<ArgumentError> {
        self.wrong.into_inner().map(|error| *error)
    }

    /// The answer to a [`Kind::Namespace`]; blank when the manifest is to name none.
    pub(super) fn namespace(&self, parameter: &Parameter) -> &'a str {
        self.parsed(parameter, parse::namespace).unwrap_or_default()
    }

    /// The answer to a [`Kind::Labels`].
    pub(super) fn labels(&self, parameter: &Parameter) -> Labels {
        self.parsed(parameter, parse::labels).unwrap_or_else(Labels::stand_in)
    }

    /// The answer to a [`Kind::LabelSets`]: at least one set.
    pub(super) fn label_sets(&self, parameter: &Parameter) -> Vec<Labels> {
        self.parsed(parameter, parse::label_sets).unwrap_or_default()
    }

    /// The answer to a [`Kind::Pods`].
    pub(super) fn pods(&self, parameter: &Parameter) -> Pods {
        let pods = self.parsed(parameter, parse::pods);
        pods.unwrap_or_else(|| Pods::With(Labels::stand_in()))
    }

    /// The answer to a [`Kind::Namespaces`].
    pub(super) fn namespaces(&self, parameter: &Parameter) -> Namespaces {
        let namespaces = self.parsed(parameter, parse::namespaces);
        namespaces.unwrap_or_else(|| Namespaces::With(Labels::stand_in()))
    }

    /// The answer to a [`Kind::Ports`].
    pub(super) fn ports(&self, parameter: &Parameter) -> Ports {
        self.parsed(parameter, parse::ports).unwrap_or(Ports::Only(Vec::new()))
    }

    /// The answer to a [`Kind::PortRange`].
    pub(super) fn port_range(&self, parameter: &Parameter) -> Ports {
        self.parsed(parameter, parse::port_range).unwrap_or(Ports::Only(Vec::new()))
    }

    /// The answer to a [`Kind::Choice`].
    pub(super) fn choice(&self, parameter: &Parameter, choices: &'static [Choice]) -> &'static str {
        let text = self.arguments.text(parameter);
        let mut values = Vec::with_capacity(choices.len());
        for choice in choices {
            if choice.value == text {
                return choice.value;
            }
            values.push(choice.value);
        }
        let message = Sentence::of("`{0}` is none of the choices").as_is(text.to_owned());
        let help = Sentence::of("choose one of {0}").as_is(values.join(", "));
        self.note(parameter, parse::Wrong { message, help });
        ""
    }

    fn parsed<T>(
        &self,
        parameter: &Parameter,
        parse: impl FnOnce(&'a str) -> Result<T, parse::Wrong>,
    ) -> Option<T> {
        let arguments: &'a Arguments = self.arguments;
        match parse(arguments.text(parameter)) {
            Ok(answer) => Some(answer),
            Err(wrong) => {
                self.note(parameter, wrong);
                None
            }
        }
    }

    fn note(&self, parameter: &Parameter, parse::Wrong { message, help }: parse::Wrong) {
        let error = ArgumentError { parameter: parameter.name.to_owned(), message, help };
        // The first one is kept.
        self.wrong.get_or_init(|| Box::new(error));
    }
}
