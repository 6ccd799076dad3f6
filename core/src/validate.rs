//! What the API server says to a manifest, and the [`Policy`] that an accepted one is.
//!
//! The manifest is an untyped [`Value`] and is judged as Kubernetes 1.37 judges a create with strict
//! field validation: first the envelope (`apiVersion` and `kind`), then types and field names, then
//! the rules of the object. The server stops at the first of these steps that fails; so does the
//! verdict here, but everything that is wrong is reported at once.
//!
//! This is the only place that makes a [`Policy`]. It knows no YAML: whoever read the text attaches
//! the positions, by [`Diagnostic::path`].

mod build;
pub(crate) mod cidr;
mod decode;
mod envelope;
mod go;
mod metadata;
mod names;
mod ports;
mod report;
pub(crate) mod schema;
mod selector;
mod spec;
mod store;
mod time;
mod unknown;

pub(crate) use report::tick;
pub(crate) use selector::OPERATORS;
use std::fmt;
use std::rc::Rc;
use std::str::FromStr;

use crate::diagnostic::{Cause, Diagnostic, Severity};
use crate::model::{Direction, Policy, Rule, Selector};
use crate::path::FieldPath;
use crate::value::Value;

/// Judges a manifest as a server of this version judges its creation.
///
/// ```
/// use netpol_core::validate::{ServerVersion, Stage, validate};
/// use netpol_core::value::Value;
/// let manifest = Value::Map(vec![("kind".into(), "NetworkPolicy".into())]);
/// let judgement = validate(&manifest, ServerVersion::default());
/// assert_eq!(judgement.stage, Stage::Decode);
/// assert_eq!(judgement.message, "apiVersion not set");
/// ```
pub fn validate(manifest: &Value, server: ServerVersion) -> Judgement {
    let envelope = envelope::check(manifest);
    if envelope.is_foreign {
        return Judgement::refused_envelope(envelope.problems, envelope.error);
    }
    let decoded = decode::decode(manifest);
    let mut report = report::check(&decoded.tree, server);
    let (stage, message) = verdict(&envelope.error, &decoded, &report);
    let broken_rules = report.worth_telling(&decoded.problems);
    let mut diagnostics = envelope.problems;
    // What is wrong with `kind` is said once.
    let of_envelope = diagnostics.len();
    for problem in decoded.problems {
        if diagnostics[..of_envelope].iter().all(|said| said.path != problem.path) {
            diagnostics.push(problem);
        }
    }
    diagnostics.extend(broken_rules);
    let parts = build::parts(&decoded.tree, &diagnostics);
    let accepted = stage == Stage::Accepted;
    let answered = accepted || stage == Stage::Validate;
    Judgement {
        stage,
        message,
        strict: if envelope.error.is_empty() && decoded.type_error.is_none() {
            decoded.strict
        } else {
            Vec::new()
        },
        warnings: if answered { report.warnings } else { Vec::new() },
        policy: if accepted { build::policy(&decoded.tree, &parts) } else { None },
        taken: accepted.then_some(decoded.tree),
        parts,
        diagnostics,
    }
}

/// Which step refuses the manifest, and the server's message.
fn verdict(envelope: &str, decoded: &decode::Decoded, report: &report::Report) -> (Stage, String) {
    if !envelope.is_empty() {
        (Stage::Decode, envelope.to_owned())
    } else if let Some(error) = &decoded.type_error {
        (Stage::Decode, error.clone())
    } else if !decoded.strict.is_empty() {
        (Stage::Decode, ["strict decoding error: ", &decoded.strict.join(", ")].concat())
    } else if report.errors.is_empty() {
        (Stage::Accepted, String::new())
    } else {
        (Stage::Validate, report.message(&decoded.tree))
    }
}

/// How far a manifest comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The text is not YAML, or not one object. For callers that read text; [`validate`] never
    /// answers so.
    #[default]
    Parse,
    /// The object is not a NetworkPolicy, a value has the wrong type, or a field is unknown.
    Decode,
    /// The object breaks a rule.
    Validate,
    /// The server takes it.
    Accepted,
}

impl Stage {
    /// The name in machine-readable answers: `parse`, `decode`, `validate` or `accepted`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Stage::Parse => "parse",
            Stage::Decode => "decode",
            Stage::Validate => "validate",
            Stage::Accepted => "accepted",
        }
    }
}

/// The answer to a manifest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// How far the manifest comes.
    pub stage: Stage,
    /// The server's one-line message; empty for an accepted manifest.
    pub message: String,
    /// Everything that is wrong or that the server warns about, in our words, without positions.
    pub diagnostics: Vec<Diagnostic>,
    /// The complaints of strict field validation, word for word.
    pub strict: Vec<String>,
    /// The server's warnings, word for word.
    pub warnings: Vec<String>,
    /// What could be understood, even when something else is wrong.
    pub parts: Parts,
    /// The policy; there if and only if the manifest is accepted.
    pub policy: Option<Rc<Policy>>,
    /// The manifest as the server reads it, if it takes it.
    pub(crate) taken: Option<Value>,
}

impl Judgement {
    /// The object as the API stores it, after defaulting. Only for an accepted manifest whose name
    /// is given and not left to the server.
    pub fn stored(&self) -> Option<Value> {
        self.taken.as_ref().and_then(store::stored)
    }

    /// Whether the server takes the manifest.
    pub fn is_accepted(&self) -> bool {
        self.stage == Stage::Accepted
    }

    /// The causes in the server's answer, in our order. Only [`Stage::Validate`] has any.
    pub fn causes(&self) -> Vec<&Cause> {
        let errors = self.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        match self.stage {
            Stage::Validate => errors.filter_map(|found| found.cause.as_ref()).collect(),
            _ => Vec::new(),
        }
    }

    fn refused_envelope(diagnostics: Vec<Diagnostic>, message: String) -> Judgement {
        Judgement { stage: Stage::Decode, message, diagnostics, ..Judgement::default() }
    }
}

/// What could be understood of a manifest, place by place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// `metadata.namespace`, when it is given and right.
    pub namespace: Option<String>,
    /// `spec.podSelector`, when it is right; an absent one selects everything.
    pub pod_selector: Option<Selector>,
    /// The directions in which the policy isolates, after defaulting, when they are right.
    pub policy_types: Option<Vec<Direction>>,
    /// The ingress rules by their position in the manifest; `None` for one with errors.
    pub ingress: Vec<Option<Rule>>,
    /// The egress rules by their position in the manifest; `None` for one with errors.
    pub egress: Vec<Option<Rule>>,
}

impl Parts {
    /// The rules of a direction, by their position in the manifest; `None` for one with errors.
    pub fn rules(&self, direction: Direction) -> &[Option<Rule>] {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }
}

/// The version of an API server. Answers follow 1.37, but for the rules that changed recently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerVersion {
    /// The 1 of 1.37.
    pub major: u16,
    /// The 37 of 1.37.
    pub minor: u16,
}

impl ServerVersion {
    /// The newest version whose rules are known here.
    pub const LATEST: ServerVersion = ServerVersion { major: 1, minor: 37 };

    /// The newest version that only warns about sloppy address ranges.
    pub const BEFORE_STRICT_CIDRS: ServerVersion = ServerVersion { major: 1, minor: 35 };

    /// Whether ranges with host bits, leading zeros or IPv4-mapped addresses are refused; before
    /// 1.36 the server only warns.
    pub fn refuses_sloppy_cidrs(self) -> bool {
        self >= ServerVersion { major: 1, minor: 36 }
    }
}

impl Default for ServerVersion {
    fn default() -> Self {
        ServerVersion::LATEST
    }
}

impl fmt::Display for ServerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// A text that is no version, such as `1` or `new`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAVersion;

impl fmt::Display for NotAVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Kubernetes version is written like 1.37")
    }
}

impl std::error::Error for NotAVersion {}

impl FromStr for ServerVersion {
    type Err = NotAVersion;

    /// Reads `1.35`, `v1.35` or `v1.35.2-gke.1`; what follows the minor version is skipped.
    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let (major, rest) = text.trim_start_matches('v').split_once('.').ok_or(NotAVersion)?;
        let minor = rest.split(['.', '-', '+']).next().unwrap_or(rest);
        match (major.parse(), minor.parse()) {
            (Ok(major), Ok(minor)) => Ok(ServerVersion { major, minor }),
            _ => Err(NotAVersion),
        }
    }
}

/// The path of a map's entry when it is there, and of the map itself when it is not.
fn nearest(map: &Value, path: &FieldPath, key: &str) -> FieldPath {
    if map.get(key).is_some() { path.key(key) } else { path.clone() }
}

/// The map under a key of a decoded map; an absent one is empty, as it is in Go.
fn map<'a>(map: &'a Value, key: &str) -> &'a Value {
    static EMPTY: Value = Value::EMPTY_MAP;
    map.get(key).unwrap_or(&EMPTY)
}

/// The text under a key of a decoded map; an absent one is empty, as it is in Go.
fn text<'a>(map: &'a Value, key: &str) -> &'a str {
    map.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The items under a key of a decoded map; an absent list is empty, as it is in Go.
fn items<'a>(map: &'a Value, key: &str) -> &'a [Value] {
    map.get(key).and_then(Value::as_list).unwrap_or_default()
}

/// The items that are text.
fn texts(items: &[Value]) -> Vec<&str> {
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        texts.extend(item.as_str());
    }
    texts
}

#[cfg(test)]
mod tests;
