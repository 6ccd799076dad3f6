//! Text in, everything that can be known about each of its documents out.
//!
//! Reading and judging joined: the parser's findings and the server's answer in one list, with
//! their places in the text. The page and the command line both start here.

use crate::diagnostic::{self, Diagnostic, Span};
use crate::validate::{Judgement, ServerVersion, Stage, validate};
use crate::value::Value;
use crate::yaml::{self, SourceMap};

/// What is known about one document of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// The bytes of the document in the text.
    pub span: Span,
    /// What was read; `None` when the text could not be.
    pub value: Option<Value>,
    /// Where in the text each field is.
    pub source: SourceMap,
    /// What the server would answer to a create.
    pub judgement: Judgement,
    /// Everything to be said about it, in the order of the text, with places in the text.
    pub diagnostics: Vec<Diagnostic>,
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
    let documents = yaml::parse(text).into_iter();
    documents.filter_map(|document| review_document(document, server)).collect()
}

fn review_document(document: yaml::Document, server: ServerVersion) -> Option<Review> {
    let mut diagnostics = document.diagnostics;
    let (value, judgement) = match document.content {
        yaml::Content::Empty => return None,
        yaml::Content::Broken => (None, unread(&diagnostics)),
        yaml::Content::Read(value) => {
            let judgement = validate(&value, server);
            (Some(value), judgement)
        }
    };
    for mut found in judgement.diagnostics.iter().cloned() {
        found.span.get_or_insert_with(|| document.source.nearest(&found.path));
        for related in &mut found.related {
            related.span.get_or_insert_with(|| document.source.nearest(&related.path));
        }
        diagnostics.push(found);
    }
    diagnostic::sort(&mut diagnostics);
    Some(Review { span: document.span, value, source: document.source, judgement, diagnostics })
}

/// The answer for text that is no YAML: no server is asked, the client refuses it.
fn unread(diagnostics: &[Diagnostic]) -> Judgement {
    let reason = diagnostics.first().map_or("not readable", |found| found.message.as_str());
    Judgement {
        stage: Stage::Parse,
        message: format!("error converting YAML to JSON: {reason}"),
        ..Judgement::default()
    }
}
