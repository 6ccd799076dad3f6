//! Text in, everything that can be known about each of its documents out.
//!
//! Reading and judging joined: the parser's findings and the server's answer in one list, with
//! their places in the text. The page and the command line both start here.

use crate::diagnostic::{self, Diagnostic, Span};
use crate::draft::KIND;
use crate::expect::EXPECTATIONS;
use crate::text::has;
use crate::validate::{Judgement, ServerVersion, Stage, validate};
use crate::value::Value;
use crate::yaml::{self, SourceMap};

/// What is known about one document of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// The bytes of the document in the text.
    pub span: Span,
    /// What the author meant it as.
    pub subject: Subject,
    /// What was read; `None` when the text could not be.
    pub value: Option<Value>,
    /// Where in the text each field is.
    pub source: SourceMap,
    /// What the server would answer to a create.
    pub judgement: Judgement,
    /// Everything to be said about it, in the order of the text, with places in the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a document is meant as, as far as that can be told.
///
/// The server judges a Deployment as a NetworkPolicy too and refuses it; whoever reads whole
/// repositories needs to know that nobody asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// A NetworkPolicy, right or wrong, its `kind` and `apiVersion` included.
    Policy,
    /// An object of another kind.
    OtherKind,
    /// Perhaps no object at all: it names no kind, or cannot be read.
    #[default]
    Unknown,
}

/// Reads and judges every document of a text; documents without content are left out.
///
/// ```
/// use netpol_core::review::review;
/// use netpol_core::validate::ServerVersion;
///
/// let text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: Web}\n";
/// let reviews = review(text, ServerVersion::default());
/// assert_eq!(reviews[0].diagnostics[0].path.to_string(), "metadata.name");
/// assert_eq!(reviews[0].diagnostics[0].span, Some(70..73));
/// ```
pub fn review(text: &str, server: ServerVersion) -> Vec<Review> {
    let mut reviews = Vec::new();
    for document in yaml::parse(text) {
        reviews.extend(review_document(text, document, server));
    }
    reviews
}

fn review_document(text: &str, document: yaml::Document, server: ServerVersion) -> Option<Review> {
    if document.content == yaml::Content::Empty {
        return None;
    }
    let value = document.content.into_value();
    let (judgement, diagnostics) =
        judge(value.as_ref(), &document.source, document.diagnostics, server);
    let span = document.span;
    let subject = subject_of(value.as_ref(), text.get(span.clone()).unwrap_or_default());
    Some(Review { span, subject, value, source: document.source, judgement, diagnostics })
}

/// Judges an object that was read, or could not be, and joins what reading it has found with what
/// the server finds.
///
/// `source` is the map of the object, at which the paths of all findings start.
pub fn judge(
    object: Option<&Value>,
    source: &SourceMap,
    mut diagnostics: Vec<Diagnostic>,
    server: ServerVersion,
) -> (Judgement, Vec<Diagnostic>) {
    let judgement = match object {
        Some(object) => validate(object, server),
        None => unread(&diagnostics),
    };
    for mut found in judgement.diagnostics.iter().cloned() {
        found.span.get_or_insert_with(|| source.nearest(&found.path));
        for related in &mut found.related {
            related.span.get_or_insert_with(|| source.nearest(&related.path));
        }
        diagnostics.push(found);
    }
    diagnostic::sort(&mut diagnostics);
    (judgement, diagnostics)
}

/// What an object was meant as, or a text that could not be read.
pub fn subject_of(object: Option<&Value>, text: &str) -> Subject {
    match object {
        Some(object) => subject(object),
        None => subject_of_broken(text),
    }
}

fn subject(value: &Value) -> Subject {
    let text = |key| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let group = text("apiVersion").split('/').next().unwrap_or_default();
    let kind: String = text("kind").chars().filter(char::is_ascii_alphanumeric).collect();
    let spec = value.get("spec");
    let has = |key| spec.is_some_and(|spec| spec.get(key).is_some());
    let is_shaped_like_ours = has("podSelector") || has("policyTypes");
    let is_ours = group.starts_with("networking.k8s.");
    match kind.as_str() {
        "" if is_ours || is_shaped_like_ours => Subject::Policy,
        "" if value.get(EXPECTATIONS).is_some() => Subject::OtherKind,
        "" => Subject::Unknown,
        kind if kind.eq_ignore_ascii_case(KIND) && !is_of_a_plugin(group) => Subject::Policy,
        _ if is_ours && is_shaped_like_ours => Subject::Policy,
        _ => Subject::OtherKind,
    }
}

/// Network plugins have kinds of the same name (Calico, Antrea), in groups that are domains of
/// theirs; a group that looks like the right one is a slip.
fn is_of_a_plugin(group: &str) -> bool {
    group.contains('.') && !has(group, "k8s") && !group.starts_with("networking.")
}

/// Text that nobody can read, a template for example, is about a policy if it says so.
fn subject_of_broken(text: &str) -> Subject {
    let mut windows = text.as_bytes().windows(KIND.len());
    match windows.any(|window| window.eq_ignore_ascii_case(KIND.as_bytes())) {
        true => Subject::Policy,
        false => Subject::Unknown,
    }
}

/// The answer for text that is no YAML: no server is asked, the client refuses it.
fn unread(diagnostics: &[Diagnostic]) -> Judgement {
    let reason = diagnostics.first().map_or("not readable".into(), |found| found.message.clone());
    Judgement {
        stage: Stage::Parse,
        message: format!("error converting YAML to JSON: {reason}"),
        ..Judgement::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_taken_for_a_policy_when_it_was_meant_as_one() {
        let cases = [
            ("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy", Subject::Policy),
            ("apiVersion: networking.k8s.io/v1\nkind: networkpolicy", Subject::Policy),
            ("apiVersion: networking.k8s.io/v1", Subject::Policy),
            ("apiVersion: extensions/v1beta1\nkind: NetworkPolicy", Subject::Policy),
            ("kind: NetworkPolicy", Subject::Policy),
            ("spec: {podSelector: {}}", Subject::Policy),
            (
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolise, spec: {podSelector: {}}}",
                Subject::Policy,
            ),
            ("apiVersion: networking.k8s.io/v1\nkind: Ingress", Subject::OtherKind),
            ("apiVersion: apps/v1\nkind: Deployment", Subject::OtherKind),
            ("apiVersion: projectcalico.org/v3\nkind: NetworkPolicy", Subject::OtherKind),
            ("apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy", Subject::OtherKind),
            ("expectations: []", Subject::OtherKind),
            ("replicas: 3", Subject::Unknown),
            ("- a", Subject::Unknown),
            ("kind: {{ .Values.kind }}", Subject::Unknown),
            ("kind: NetworkPolicy\nname: {{ .Values.name }}", Subject::Policy),
        ];
        for (text, expected) in cases {
            let found = review(text, ServerVersion::default());
            assert_eq!(found.first().map(|review| review.subject), Some(expected), "{text}");
        }
    }
}
