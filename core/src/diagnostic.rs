//! One type for everything that is wrong or surprising, from the parser to the screen.
//!
//! A [`Diagnostic`] is data: our words, where, how bad, what helps, and, where it stands for an
//! answer of the API server, that answer word for word. It is made into text only at the very end,
//! by the page or the command line.

pub mod codes;

use std::fmt;
use std::ops::Range;

use crate::order;
use crate::path::FieldPath;
use crate::sentence::Sentence;

/// A range of bytes of a text, start inclusive, end exclusive.
pub type Span = Range<usize>;

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Cannot be applied.
    Error,
    /// Will surprise the author.
    Warning,
    /// Could be better.
    Advice,
}

impl Severity {
    /// The word shown to users: `error`, `warning` or `advice`.
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

/// The stable name of a kind of diagnostic: `NP` with three digits, and a name in kebab case.
///
/// `NP0xx` is refused, `NP1xx` legal but hardly meant, `NP2xx` about availability, `NP3xx` about
/// security, `NP4xx` dependent on the network plugin or the platform. Numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// For example `NP005`.
    pub id: &'static str,
    /// For example `except-not-inside`.
    pub name: &'static str,
}

impl Code {
    /// Names a kind of diagnostic.
    pub const fn new(id: &'static str, name: &'static str) -> Self {
        Code { id, name }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// The kind of an API server's complaint, as its `Status` object spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseType {
    /// `FieldValueInvalid`
    Invalid,
    /// `FieldValueRequired`
    Required,
    /// `FieldValueNotSupported`
    NotSupported,
    /// `FieldValueForbidden`
    Forbidden,
    /// `FieldValueTooLong`
    TooLong,
    /// `FieldValueTooMany`
    TooMany,
    /// `FieldValueDuplicate`
    Duplicate,
    /// `FieldValueTypeInvalid`
    TypeInvalid,
}

impl CauseType {
    /// The spelling of the API: `FieldValueInvalid`.
    pub const fn as_str(self) -> &'static str {
        match self {
            CauseType::Invalid => "FieldValueInvalid",
            CauseType::Required => "FieldValueRequired",
            CauseType::NotSupported => "FieldValueNotSupported",
            CauseType::Forbidden => "FieldValueForbidden",
            CauseType::TooLong => "FieldValueTooLong",
            CauseType::TooMany => "FieldValueTooMany",
            CauseType::Duplicate => "FieldValueDuplicate",
            CauseType::TypeInvalid => "FieldValueTypeInvalid",
        }
    }
}

/// One cause of a refusal, word for word as the API server gives it in `status.details.causes`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cause {
    /// What kind of complaint it is.
    pub kind: CauseType,
    /// The field as the server names it; it may be less precise than [`Diagnostic::path`].
    pub field: String,
    /// For example ``Invalid value: 70000: must be between 1 and 65535, inclusive``.
    pub message: String,
}

/// Another place that has to do with a [`Diagnostic`].
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// Where, in the same manifest.
    pub path: FieldPath,
    /// Where in the text, if that is known.
    pub span: Option<Span>,
    /// What is to be seen there.
    pub message: Sentence,
}

/// One fact about a manifest that its author should know.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// What kind of fact.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// The field it is about; that of the nearest parent when the field is missing.
    pub path: FieldPath,
    /// The bytes it is about, in the text that the manifest was read from.
    pub span: Option<Span>,
    /// One fact: lower-case start, no full stop, no line break, user input in backticks.
    pub message: Sentence,
    /// What to do, in the imperative.
    pub help: Option<Sentence>,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
    /// The API server's own words, when it would refuse the manifest for this.
    pub cause: Option<Cause>,
}

impl Diagnostic {
    /// Makes an error with nothing but a message; the rest is added by the `with_` methods.
    pub fn error(code: Code, path: FieldPath, message: impl Into<Sentence>) -> Self {
        Diagnostic::new(Severity::Error, code, path, message.into())
    }

    /// Makes a warning with nothing but a message.
    pub fn warning(code: Code, path: FieldPath, message: impl Into<Sentence>) -> Self {
        Diagnostic::new(Severity::Warning, code, path, message.into())
    }

    /// Makes a piece of advice with nothing but a message.
    pub fn advice(code: Code, path: FieldPath, message: impl Into<Sentence>) -> Self {
        Diagnostic::new(Severity::Advice, code, path, message.into())
    }

    /// Adds what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Sentence>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds where in the text it is.
    #[must_use]
    pub fn with_span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Adds the API server's own words.
    #[must_use]
    pub fn with_cause(mut self, cause: Cause) -> Self {
        self.cause = Some(cause);
        self
    }

    fn new(severity: Severity, code: Code, path: FieldPath, message: Sentence) -> Self {
        Diagnostic {
            code,
            severity,
            path,
            span: None,
            message,
            help: None,
            related: Vec::new(),
            cause: None,
        }
    }
}

/// Puts diagnostics into the order in which they are always shown: position, severity, code.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    *diagnostics = order::sorted(std::mem::take(diagnostics), |a, b| {
        let position = |d: &Diagnostic| d.span.as_ref().map_or(usize::MAX, |span| span.start);
        (position(a), a.severity, a.code)
            .cmp(&(position(b), b.severity, b.code))
            .then_with(|| a.path.cmp(&b.path))
    });
}
