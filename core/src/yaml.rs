//! Text to values as kubectl reads it, values to text, and where each value is written.
//!
//! The only place that knows YAML. Reading agrees with kubectl to the scalar: the stream is split
//! as `kubectl apply` splits it, and each document is read by the rules of YAML 1.1 that
//! `sigs.k8s.io/yaml` follows, oddities included (`on` is a boolean, a later `<<` overrides, a key
//! that is written twice counts once). What reading has to say is a [`Diagnostic`]; it never fails.
//!
//! The way of a text: `stream` cuts it into documents; `json`, or `scan` and `parse`, make each one
//! a `tree` of nodes as they are written; `compose` and `resolve` make a [`Value`] of it, with
//! tags, aliases and merges resolved. The tree is kept in the [`SourceMap`]. Nothing here knows
//! what a policy is.

mod compose;
mod emit;
mod format;
mod json;
mod line_index;
mod parse;
mod problem;
mod reconcile;
mod resolve;
mod scan;
mod source_map;
mod steps;
mod stream;
mod tree;

pub use emit::{emit, join};
pub use format::{Formatted, KeyOrder, format};
pub use line_index::LineIndex;
pub use reconcile::{
    Origins, Reconciled, TextEdit, apply_edits, reconcile, reconcile_and_read, same,
};
pub use source_map::SourceMap;
pub use steps::Steps;

use std::rc::Rc;

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
/// Together with kubectl's own rule on the number of values (see `compose`) this bounds what a
/// small text can grow into.
pub const MAX_ALIASED_BYTES: usize = 10_000_000;

/// One document of a stream.
#[derive(Clone, Debug, PartialEq)]
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
    Read(Rc<Value>),
    /// Nothing that can be read; the diagnostics say why.
    Broken,
}

impl Content {
    /// The value, if there is one.
    pub fn into_value(self) -> Option<Value> {
        match self {
            Content::Read(value) => Some(Rc::unwrap_or_clone(value)),
            Content::Empty | Content::Broken => None,
        }
    }
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
    let mut documents = Vec::new();
    for chunk in stream::split(text) {
        documents.push(read(text, chunk));
    }
    documents
}

/// Cuts a stream into its documents without reading them; there is always at least one.
///
/// ```
/// let text = "a: 1\n---\nb: 2\n";
/// let pieces = netpol_core::yaml::cut(text);
/// assert_eq!(pieces[1].span(), 5..14);
/// let document = pieces[1].clone().read(&text[5..14]);
/// assert_eq!(document.span, 0..9, "places count from the start of the piece");
/// ```
pub fn cut(text: &str) -> Vec<Piece> {
    stream::split(text).into_iter().map(Piece).collect()
}

/// A document of a stream that can be read by itself, as what it is within its stream.
#[derive(Clone, Debug)]
pub struct Piece(Chunk);

/// How a document is read, which its stream decides: two pieces with the same bytes and the same
/// notation are the same document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// An object of a stream of JSON.
    Json,
    /// YAML, from a byte on.
    Yaml(usize),
    /// Nothing: its first line looks like a separator and is none.
    BadSeparator,
    /// Nothing: it comes after JSON objects and is no JSON.
    NotJson,
    /// Nothing: it is too large.
    TooLarge,
}

impl Piece {
    /// The bytes in the stream.
    pub fn span(&self) -> Span {
        self.0.span.clone()
    }

    /// How it is read.
    pub fn notation(&self) -> Notation {
        match &self.0.form {
            Form::Json(_) => Notation::Json,
            Form::Yaml(body) => Notation::Yaml(body.start - self.0.span.start),
            Form::BadSeparator(_) => Notation::BadSeparator,
            Form::NotJson(_) => Notation::NotJson,
            Form::TooLarge => Notation::TooLarge,
        }
    }

    /// Reads the piece, whose own text is given; all places count from its start.
    pub fn read(self, own_text: &str) -> Document {
        read(own_text, self.0.by_itself())
    }
}

fn read(text: &str, chunk: Chunk) -> Document {
    let tree = match chunk.form {
        Form::Json(tree) => Ok(tree),
        Form::Yaml(body) => parse::read(text, body),
        Form::BadSeparator(line) => Err(problem::bad_separator(text, line)),
        Form::NotJson(rest) => Err(problem::not_json(rest)),
        Form::TooLarge => Err(problem::too_large(text.len())),
    };
    match tree.and_then(|tree| compose(text, chunk.span.clone(), tree)) {
        Ok(document) => document,
        Err(problem) => Document::broken(chunk.span, SourceMap::default(), problem),
    }
}

/// Makes a document of a tree; its own problems are in the document, with the map of the tree.
fn compose(text: &str, span: Span, mut tree: Tree) -> Result<Document, Problem> {
    let nodes = 0..tree.nodes.len();
    compose::name_fields(text, &mut tree, nodes)?;
    let composed = compose::value(&tree);
    Ok(document(span, tree, composed))
}

/// Makes a document of a tree and its value.
fn document(span: Span, tree: Tree, composed: Result<Value, Problem>) -> Document {
    let ignored = tree.ignored.clone();
    let source = SourceMap::new(tree, span.start);
    let value = match composed {
        Ok(value) => value,
        Err(problem) => return Document::broken(span, source, problem),
    };
    let mut diagnostics = source.duplicate_keys();
    diagnostics.extend(ignored.map(|rest| problem::ignored(rest).into_diagnostic(&source)));
    crate::diagnostic::sort(&mut diagnostics);
    let content = if value.is_null() { Content::Empty } else { Content::Read(Rc::new(value)) };
    Document { span, content, source, diagnostics }
}

impl Document {
    fn broken(span: Span, source: SourceMap, problem: Problem) -> Self {
        let diagnostics = vec![problem.into_diagnostic(&source)];
        Document { span, content: Content::Broken, source, diagnostics }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Severity, codes};

    /// What kubectl gets from each document, as JSON; `-` for nothing, `!` for what is refused.
    fn read(text: &str) -> String {
        let contents = parse(text).into_iter().map(|document| match document.content {
            Content::Empty => "-".to_owned(),
            Content::Read(value) => value.to_json(),
            Content::Broken => "!".to_owned(),
        });
        contents.collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(read(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn streams_are_read_document_by_document() {
        check(&[
            ("", "-"),
            ("# only a comment\n", "-"),
            ("null", "-"),
            ("---\na: 1\n---\n# nothing\n---\nb: 2\n---\n", r#"{"a":1} - {"b":2} -"#),
            ("a: 1\n--- b: 2\n---\nc: 3", r#"{"a":1} ! {"c":3}"#),
            ("\u{feff}a: 1\r\nb: |\r\n  x\r\n  y", r#"{"a":1,"b":"x\ny\n"}"#),
            ("\u{feff}", "-"),
            ("a: 1\rb: 2\r", r#"{"a":1,"b":2}"#),
            ("%YAML 1.1\n---\na: 1\n", r#"! {"a":1}"#),
            (r#"{"a":"\/\ud83d\ude00"}{"b":1e2}"#, r#"{"a":"/😀"} {"b":100}"#),
        ]);
    }

    #[test]
    fn aliases_and_merges_are_followed_as_kubectl_does() {
        check(&[
            ("a: &x {b: 1}\nc: *x", r#"{"a":{"b":1},"c":{"b":1}}"#),
            ("a: &x 1\nb: &x 2\nc: *x", r#"{"a":1,"b":2,"c":2}"#),
            ("a: &x k\n*x : v", r#"{"a":"k","k":"v"}"#),
            // The one that comes later wins, be it written or merged.
            ("m: &m {k: 1}\na: {k: 2, <<: *m}", r#"{"m":{"k":1},"a":{"k":1}}"#),
            ("m: &m {k: 1}\na: {<<: *m, k: 2}", r#"{"m":{"k":1},"a":{"k":2}}"#),
            ("a: {<<: [{k: 1}, {k: 2, l: 3}]}", r#"{"a":{"k":1,"l":3}}"#),
            ("a: {\"<<\": 1}", r#"{"a":{"<<":1}}"#),
            ("a: {<<: 1}", "!"),
            ("a: {<<: [[{k: 1}]]}", "!"),
            ("a: &x [*x]", "!"),
            ("a: *x\nb: &x 1", "!"),
        ]);
    }

    #[test]
    fn keys_become_strings_and_the_last_of_two_counts() {
        check(&[
            ("on: 1\n0x10: 2\n1.50: 3", r#"{"true":1,"16":2,"1.5":3}"#),
            ("1e6: 1\n.inf: 2", r#"{"1e+06":1,".inf":2}"#),
            ("a: 1\nb: 2\na: 3", r#"{"a":3,"b":2}"#),
            ("? a\n: 1", r#"{"a":1}"#),
            ("null: 1", "!"),
            ("[a]: 1", "!"),
            ("18446744073709551615: 1", "!"),
        ]);
    }

    #[test]
    fn tags_decide_as_kubectl_takes_them() {
        check(&[
            ("a: !!str 80", r#"{"a":"80"}"#),
            ("a: !!int '0x10'", r#"{"a":16}"#),
            ("a: !!float 3", r#"{"a":3}"#),
            ("a: !!int 3.5", "!"),
            ("a: !!bool 'on'", r#"{"a":true}"#),
            ("a: !!null ''", r#"{"a":null}"#),
            ("a: !!binary aGk=", r#"{"a":"hi"}"#),
            ("a: !!binary '?'", "!"),
            ("a: !!binary gA==", "{\"a\":\"\u{fffd}\"}"),
            ("a: !!timestamp 2001-02-28", r#"{"a":"2001-02-28"}"#),
            ("a: !!timestamp 2001-02-28t1:02:03.4+01:00", r#"{"a":"2001-02-28t1:02:03.4+01:00"}"#),
            ("a: !!timestamp 2001-02-29", "!"),
            ("a: !mine 80", r#"{"a":"80"}"#),
            ("a: ! 80", r#"{"a":"80"}"#),
            ("a: !!map [x]", r#"{"a":["x"]}"#),
        ]);
    }

    #[test]
    fn oddities_are_read_or_refused_as_kubectl_does() {
        check(&[
            ("a: b\n\t\n", "!"),
            ("a: 'b'\n\t# c\n", "!"),
            ("a:\tb\t# c\n", r#"{"a":"b"}"#),
            ("a: {b\n  c: d}", "!"),
            ("a: {b:}", r#"{"a":{"b:":null}}"#),
            ("a: {\"b\":c}", r#"{"a":{"b":"c"}}"#),
            ("a: [b?c]", "!"),
            ("&a.b c: d", "!"),
            ("a: [!b]", "!"),
            ("a: \"\\/\"", "!"),
            ("a: \"\\ud83d\\ude00\"", "!"),
            ("a: b\u{2028}c", "!"),
            ("a: b # \u{7}", "!"),
            ("a: 'b\u{85}c'", r#"{"a":"b c"}"#),
            ("...\na: b", "!"),
        ]);
    }

    /// Checks the one diagnostic of a text: what it marks, and some words of the message.
    #[track_caller]
    fn check_problem(text: &str, marked: &str, words: &str) {
        let documents = parse(text);
        let all: Vec<_> = documents.iter().flat_map(|document| &document.diagnostics).collect();
        let [diagnostic] = all.as_slice() else { unreachable!("{text:?}: {all:?}") };
        let span = diagnostic.span.clone().unwrap_or_default();
        assert_eq!(&text[span], marked, "{text:?}: {}", diagnostic.message);
        assert!(diagnostic.message.to_string().contains(words), "{text:?}: {}", diagnostic.message);
        assert!(diagnostic.help.is_some(), "{text:?}");
    }

    #[test]
    fn problems_say_what_to_do_and_where() {
        check_problem("a:\n\tb: 1\n", "\tb: 1", "tab");
        check_problem("a: {{ .Values.a }}\n", "{ .Values.a }", "template");
        check_problem("a: 1\n{{- if .b }}\n", "{{- if .b }}", "template");
        check_problem("a: \"b\nc: d\n", "\"", "not closed");
        check_problem("a: *b\n", "*b", "not defined");
        check_problem("a: b: c\n", ":", "second");
        check_problem("a\nb: c\n", ":", "continues");
        check_problem("a: [b,,c]\n", ",", "missing");
        check_problem("a: *\n", "*", "name");
        check_problem("a: [b\n", "[", "not closed");
        check_problem("<<<<<<< x\na: b\n=======\nc: d\n", "<<<<<<< x", "conflict");
        check_problem("a: @b\n", "@", "start");
        check_problem("a: .inf\n", ".inf", "`.inf`");
        check_problem("a: 1\n--- b\n", "--- b", "`--- b`");
        check_problem("a: 1\n...\nb: 2\n", "b: 2", "ignores");
        check_problem("a: 1\nb: 2\na: 3\n", "a", "`a` is written again");
    }

    #[test]
    fn a_key_written_twice_is_a_warning_with_both_places() {
        let text = "x:\n- k: 1\n  k: 2\n";
        let documents = parse(text);
        let diagnostic = &documents[0].diagnostics[0];
        assert_eq!(
            (diagnostic.code, diagnostic.severity),
            (codes::DUPLICATE_KEY, Severity::Warning)
        );
        assert_eq!(diagnostic.path.to_string(), "x[0].k");
        assert_eq!(diagnostic.span, Some(5..6));
        assert_eq!(diagnostic.related[0].span, Some(12..13));
    }

    /// Checks that a text is refused for a limit, whose number the message names.
    #[track_caller]
    fn check_limit(text: &str, number: &str) {
        let documents = parse(text);
        let diagnostic = &documents[0].diagnostics[0];
        assert_eq!(diagnostic.code, codes::YAML_LIMIT, "{}", diagnostic.message);
        assert!(diagnostic.message.to_string().contains(number), "{}", diagnostic.message);
    }

    #[test]
    fn limits_are_named() {
        check_limit(&"x".repeat(MAX_BYTES + 1), "50000000");
        check_limit(&"[".repeat(200_000), "1000");
        check_limit(&"{\"a\":".repeat(200_000), "1000");
        check_limit(&"- ".repeat(200_000), "1000");
        let nine = |name: &str| format!("*{name},").repeat(9);
        let levels =
            (1..9).map(|level| format!("- &a{level} [{}]\n", nine(&format!("a{}", level - 1))));
        check_limit(&format!("- &a0 [x]\n{}", levels.collect::<String>()), "aliases");
        let long = "x".repeat(100_000);
        check_limit(&format!("- &a {long}\n{}", "- *a\n".repeat(101)), "10000000");
    }

    #[test]
    fn aliases_cannot_nest_deeper_than_text() {
        let level = |level: usize| {
            let (open, close) = ("[".repeat(50), "]".repeat(50));
            format!("- &a{} {open}*a{level}{close}\n", level + 1)
        };
        let text = format!("- &a0 []\n{}", (0..30).map(level).collect::<String>());
        check_limit(&text, "1000");
    }

    #[test]
    fn the_deepest_values_that_are_read_can_be_used() {
        let deep = MAX_DEPTH - 1;
        let json = format!("{}1{}", "{\"a\":".repeat(deep), "}".repeat(deep));
        let flow = format!("x: {}{}", "[".repeat(deep), "]".repeat(deep));
        let block: String = (0..deep).map(|at| format!("{}a:\n", " ".repeat(at))).collect();
        for text in [json, flow, block] {
            let documents = parse(&text);
            let Content::Read(value) = &documents[0].content else { unreachable!("refused") };
            assert_eq!(value, &value.clone());
            assert!(value.to_json().len() > deep);
            assert_eq!(parse(&emit(value))[0].content, documents[0].content);
        }
    }

    /// Texts that make careless readers slow; each must be done long before anyone notices.
    #[test]
    fn hostile_texts_are_read_in_linear_time() {
        let many = 20_000;
        let texts = [
            "- &a x\n".repeat(many),
            format!("- &a x\n{}", "- *a\n".repeat(many)),
            format!("[{}]", "a, ".repeat(many)),
            format!("{{{}}}", (0..many).map(|at| format!("k{at}: v, ")).collect::<String>()),
            format!("{{\"a\": [{}1]}}", "1,".repeat(many)),
            "a ".repeat(many),
            "a\n".repeat(many),
            "k: v\n".repeat(many),
            "---\n".repeat(many),
            "#\n".repeat(many),
            ": ".repeat(many),
            "{}".repeat(many),
            "'".repeat(many),
            format!("a:{}b", "\n".repeat(many)),
        ];
        for text in texts {
            let documents = parse(&text);
            let end = documents.last().map(|document| document.span.end);
            assert_eq!(end, Some(text.len()));
        }
    }
}
