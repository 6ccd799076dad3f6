//! Text to values as kubectl reads it, values to text, and where each value is written.
//!
//! The only place that knows YAML. Reading agrees with kubectl to the scalar: the stream is split
//! as `kubectl apply` splits it, and each document is read by the rules of YAML 1.1 that
//! `sigs.k8s.io/yaml` follows, oddities included (`on` is a boolean, a later `<<` overrides, a key
//! that is written twice counts once). What reading has to say is a [`Diagnostic`]; it never fails.
//!
//! The way of a text: [`stream`] cuts it into documents, [`json`] or [`events`] make each one a
//! [`tree`] of nodes as they are written, [`compose`] resolves tags, aliases and merges into a
//! [`Value`]. The tree is kept in the [`SourceMap`]. Nothing here knows what a policy is.

mod compose;
mod emit;
mod events;
mod json;
mod line_index;
mod problem;
mod resolve;
mod source_map;
mod stream;
mod strict;
mod tree;

pub use emit::emit;
pub use line_index::LineIndex;
pub use source_map::SourceMap;

use crate::diagnostic::{Diagnostic, Span};
use crate::value::Value;
use problem::Problem;
use stream::{Chunk, Form};
use tree::Tree;

/// How many bytes a text may have: 50 MB, the size of a large cluster's snapshot.
pub const MAX_BYTES: usize = 50_000_000;

/// How deep lists and maps may be nested, aliases followed.
///
/// kubectl stops at 10,000. Values are walked recursively (dropped, cloned, compared, written), and
/// in a browser the stack is about 1 MB: 1,000 leaves each such walk a kilobyte a level. No field
/// of Kubernetes comes near.
pub const MAX_DEPTH: usize = 1_000;

/// How many bytes of text aliases may repeat, as the values they stand for are copied.
///
/// Together with kubectl's own rule on the number of values (see [`compose`]) this bounds what a
/// small text can grow into.
pub const MAX_ALIASED_BYTES: usize = 10_000_000;

/// One document of a stream.
#[derive(Clone, Debug)]
pub struct Document {
    /// The bytes of this document: the spans of all documents together are the whole text.
    pub span: Span,
    /// What kubectl gets from it.
    pub content: Content,
    /// Where each value is written.
    pub source: SourceMap,
    /// What there is to say about the reading, in the order in which it is shown.
    pub diagnostics: Vec<Diagnostic>,
}

/// What kubectl gets from a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing, only comments, or `null`: kubectl goes on to the next document.
    Empty,
    /// A value.
    Read(Value),
    /// Nothing that can be read; the diagnostics say why.
    Broken,
}

/// Reads a stream of YAML or JSON documents; there is always at least one.
///
/// ```
/// use netpol_core::yaml::{Content, parse};
/// let documents = parse("a: on\n---\n# nothing\n");
/// let Content::Read(value) = &documents[0].content else { unreachable!() };
/// assert_eq!(value.to_json(), r#"{"a":true}"#);
/// assert_eq!(documents[1].content, Content::Empty);
/// ```
pub fn parse(text: &str) -> Vec<Document> {
    if text.len() > MAX_BYTES {
        let problem = problem::too_large(text.len());
        return vec![Document::broken(0..text.len(), SourceMap::default(), problem)];
    }
    stream::split(text).into_iter().map(|chunk| read(text, chunk)).collect()
}

fn read(text: &str, chunk: Chunk) -> Document {
    let tree = match chunk.form {
        Form::Json(tree) => Ok(tree),
        Form::Yaml(body) => events::read(text, body),
        Form::BadSeparator(line) => Err(problem::bad_separator(text, line)),
        Form::NotJson(rest) => Err(problem::not_json(rest)),
    };
    match tree.and_then(|tree| compose(text, chunk.span.clone(), tree)) {
        Ok(document) => document,
        Err(problem) => Document::broken(chunk.span, SourceMap::default(), problem),
    }
}

/// Makes a document of a tree; its own problems are in the document, with the map of the tree.
fn compose(text: &str, span: Span, mut tree: Tree) -> Result<Document, Problem> {
    compose::name_fields(text, &mut tree)?;
    let composed = compose::value(&tree);
    let ignored = tree.ignored.clone();
    let source = SourceMap::new(tree, span.start);
    let value = match composed {
        Ok(value) => value,
        Err(problem) => return Ok(Document::broken(span, source, problem)),
    };
    let mut diagnostics = source.duplicate_keys();
    diagnostics.extend(ignored.map(|rest| problem::ignored(rest).into_diagnostic(&source)));
    crate::diagnostic::sort(&mut diagnostics);
    let content = if value.is_null() { Content::Empty } else { Content::Read(value) };
    Ok(Document { span, content, source, diagnostics })
}

impl Document {
    fn broken(span: Span, source: SourceMap, problem: Problem) -> Self {
        let diagnostics = vec![problem.into_diagnostic(&source)];
        Document { span, content: Content::Broken, source, diagnostics }
    }
}
