//! What is wrong with a text, in the words of someone who writes manifests.
//!
//! Parsers say what they expected ("did not find expected key"); people need to know what they did.
//! Every message about the text itself is made here.

use granit_parser::{ErrorKind, ScanError};

use super::resolve::Mismatch;
use super::source_map::SourceMap;
use super::tree::{Scalar, Style};
use super::{MAX_ALIASED_BYTES, MAX_BYTES, MAX_DEPTH};
use crate::diagnostic::{Code, Diagnostic, Related, Severity, Span, codes};
use crate::path::FieldPath;
use crate::text::{after, find, has, part, until};

/// Something that is wrong, before it is known which field it is in.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    code: Code,
    severity: Severity,
    span: Span,
    message: String,
    help: &'static str,
}

impl Problem {
    fn syntax(span: Span, message: impl Into<String>, help: &'static str) -> Self {
        let code = codes::YAML_SYNTAX;
        Problem { code, severity: Severity::Error, span, message: message.into(), help }
    }

    fn limit(span: Span, message: String, help: &'static str) -> Self {
        let code = codes::YAML_LIMIT;
        Problem { code, severity: Severity::Error, span, message, help }
    }

    /// The same problem in a text of which the first bytes are not counted.
    pub fn moved(mut self, base: usize) -> Self {
        self.span = base + self.span.start..base + self.span.end;
        self
    }

    pub fn into_diagnostic(self, source: &SourceMap) -> Diagnostic {
        let path = source.path_at(self.span.start);
        let diagnostic = match self.severity {
            Severity::Error => Diagnostic::error(self.code, path, self.message),
            Severity::Warning => Diagnostic::warning(self.code, path, self.message),
            Severity::Advice => Diagnostic::advice(self.code, path, self.message),
        };
        diagnostic.with_span(self.span).with_help(self.help)
    }
}

pub(super) fn too_large(bytes: usize) -> Problem {
    let message = format!("the text has {bytes} bytes, which is more than {MAX_BYTES}");
    Problem::limit(0..0, message, "split it into several files")
}

pub(super) fn too_deep(span: Span) -> Problem {
    let message = format!("lists and maps are nested more than {MAX_DEPTH} levels deep");
    Problem::limit(span, message, "no Kubernetes object needs this; remove the nesting")
}

pub(super) fn aliased_values(aliased: usize, decoded: usize, span: Span) -> Problem {
    let message = format!(
        "{aliased} of the first {decoded} values come from aliases, which kubectl refuses as \
         excessive"
    );
    Problem::limit(span, message, "write out the values instead of referring to them by `*`")
}

pub(super) fn aliased_bytes(span: Span) -> Problem {
    let message = format!("aliases repeat more than {MAX_ALIASED_BYTES} bytes of text");
    Problem::limit(span, message, "write out the values instead of referring to them by `*`")
}

pub(super) fn bad_separator(text: &str, line: Span) -> Problem {
    let message = format!("`{}` does not separate documents", excerpt(&text[line.clone()]));
    Problem::syntax(line, message, "write `---` alone on its line, and what follows on the next")
}

pub(super) fn not_json(rest: Span) -> Problem {
    let message = "after several JSON objects only another one can follow";
    Problem::syntax(rest, message, "put `---` between all objects, or move this to its own file")
}

pub(super) fn control_character(char: char, at: usize) -> Problem {
    let message = format!("the character U+{:04X} is not allowed in YAML", char as u32);
    let help = "remove it, or write it as an escape such as `\\u0007` in double quotes";
    Problem::syntax(at..at + char.len_utf8(), message, help)
}

pub(super) fn line_separator(char: char, at: usize) -> Problem {
    let message = format!("the invisible character U+{:04X} ends a line for kubectl", char as u32);
    Problem::syntax(at..at + char.len_utf8(), message, "remove it, or put the text in quotes")
}

pub(super) fn tab(span: Span) -> Problem {
    Problem::syntax(span, "a tab is used for indentation", "indent with spaces")
}

pub(super) fn key_on_two_lines(span: Span) -> Problem {
    let message = "a key has to be on one line, with its `:`";
    Problem::syntax(span, message, "close the brackets above, or add the missing `,`")
}

pub(super) fn colon_without_space(span: Span) -> Problem {
    let message = "without a space after it, the `:` belongs to the word before";
    Problem::syntax(span, message, "put a space after the `:`, or the word in quotes")
}

pub(super) fn bracket_start(span: Span) -> Problem {
    let message = "inside brackets a `?`, or a `:` at the start, is not read as text";
    Problem::syntax(span, message, "put the value in quotes")
}

pub(super) fn anchor_name(span: Span) -> Problem {
    let message = "the name of an anchor consists of letters, digits, `-` and `_`";
    Problem::syntax(span, message, "rename it, or put the text in quotes")
}

pub(super) fn property(span: Span) -> Problem {
    let message = "a space is missing after this tag or anchor";
    Problem::syntax(span, message, "add the space, or put the text in quotes")
}

pub(super) fn nothing_to_end(span: Span) -> Problem {
    let message = "this ends a document, but none has begun";
    Problem::syntax(span, message, "remove the line, or write `---` to start a document")
}

pub(super) fn escape(span: Span) -> Problem {
    let message =
        "YAML has no escape `\\/`, and none for half a character (`\\ud800` to `\\udfff`)";
    Problem::syntax(span, message, "write the character itself")
}

pub(super) fn collection_as_key(text: &str, span: Span) -> Problem {
    if is_template(text, &span) {
        return template(span);
    }
    Problem::syntax(
        span,
        "a list or a map cannot be a key",
        "put the key in quotes if it is meant as text",
    )
}

pub(super) fn no_key(what: &str, span: Span) -> Problem {
    let message = format!("{what} cannot be a key");
    Problem::syntax(span, message, "put the key in quotes if it is meant as text")
}

pub(super) fn mismatch(scalar: &Scalar, mismatch: Mismatch, span: Span) -> Problem {
    let text = excerpt(&scalar.text);
    let tag = match &scalar.style {
        Style::Tagged(tag) => tag.rsplit(':').next().unwrap_or_default(),
        _ => "",
    };
    match mismatch {
        Mismatch::Tag => {
            let message = format!("`{text}` is no `!!{tag}`");
            Problem::syntax(span, message, "remove the tag, or write a value of its type")
        }
        Mismatch::Base64 => {
            let message = format!("`{text}` is no base64, which `!!binary` needs");
            Problem::syntax(span, message, "remove the tag, or encode the value")
        }
    }
}

pub(super) fn not_finite(text: &str, span: Span) -> Problem {
    let message = format!("`{}` is a number that cannot be sent to a server", excerpt(text));
    Problem::syntax(span, message, "put it in quotes if it is meant as text")
}

pub(super) fn merge(span: Span) -> Problem {
    let message = "`<<` can only merge a map, or a list of maps";
    Problem::syntax(span, message, "refer to a map by `<<: *name`, or put the key in quotes")
}

pub(super) fn cycle(span: Span) -> Problem {
    let message = "this alias stands for a value that holds the alias itself";
    Problem::syntax(span, message, "write out the value instead of referring to it by `*`")
}

pub(super) fn ignored(rest: Span) -> Problem {
    let message = "kubectl ignores everything from here to the next `---`";
    let help = "separate documents by `---`; `...` or a complete value ends one for good";
    Problem { severity: Severity::Warning, ..Problem::syntax(rest, message, help) }
}

pub(super) fn duplicate(name: &str, path: FieldPath, key: Span, later: Span) -> Diagnostic {
    let message =
        format!("`{}` is written again below, and only the last one counts", excerpt(name));
    let mut diagnostic = Diagnostic::warning(codes::DUPLICATE_KEY, path.clone(), message)
        .with_span(key)
        .with_help("merge the two, or remove the one that is not meant");
    let message = "this one counts".to_owned();
    diagnostic.related.push(Related { path, span: Some(later), message });
    diagnostic
}

/// What the parser refuses, `body` being what it was given, from byte `base` of the stream.
pub(super) fn refused(error: &ScanError, body: &str, base: usize) -> Problem {
    let at = error.marker().byte_offset().filter(|&at| body.is_char_boundary(at));
    let at = at.unwrap_or(body.len());
    let line = line_around(body, at);
    if let Some(conflict) = conflict(body) {
        return conflict.moved(base);
    }
    if is_template(body, &line) {
        return template(line).moved(base);
    }
    if indented_with_tab(&body[line.clone()]) {
        return tab(line).moved(base);
    }
    let here = marked(error.kind(), body, at);
    let (message, help) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => return too_deep(here).moved(base),
        ErrorKind::MappingValueNotAllowed if !part(body, line.start, at).contains(':') => (
            "this line continues the text above, so it cannot have a `: `",
            "end the line above with `:`, or align this line with its key",
        ),
        _ if body[here.clone()] == *"," => (
            "an item is missing before this `,`",
            "remove the `,`, or write `null` or `\"\"` as the item",
        ),
        kind => words(kind),
    };
    Problem::syntax(here, message, help).moved(base)
}

/// The bytes that an error is about, of which the parser names the first.
fn marked(kind: &ErrorKind, body: &str, at: usize) -> Span {
    let rest = after(body, at);
    if rest.is_empty() {
        // At the end there is nothing to mark but what is last.
        let last = body.trim_end().char_indices().next_back();
        return last.map_or(0..0, |(at, char)| at..at + char.len_utf8());
    }
    let length = match kind {
        ErrorKind::UnknownAnchor => rest.find([' ', ',', ']', '}', '\r', '\n']),
        _ => rest.chars().next().map(char::len_utf8),
    };
    match kind {
        // The parser names the text above the tab.
        ErrorKind::TabInPlainScalar => match rest.find('\t') {
            Some(tab) => at + tab..at + tab + 1,
            None => at..at + 1,
        },
        _ => at..at + length.unwrap_or(rest.len()),
    }
}

/// The mark that a version control system leaves where two changes meet.
fn conflict(body: &str) -> Option<Problem> {
    let start = match body.starts_with("<<<<<<< ") {
        true => 0,
        false => find(body, "\n<<<<<<< ")? + 1,
    };
    let message = "this is an unresolved merge conflict";
    let help = "keep one of the two versions, and remove the lines with `<`, `=` and `>`";
    Some(Problem::syntax(line_around(body, start), message, help))
}

fn words(kind: &ErrorKind) -> (&'static str, &'static str) {
    use ErrorKind as E;
    match kind {
        E::UnknownAnchor => (
            "this alias refers to a name that is not defined above",
            "define the name by `&name` before its use, or put the text in quotes",
        ),
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => {
            ("the quote that starts here is not closed", "close it")
        }
        E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::UnclosedFlowCollection { .. } => {
            ("a list or map in brackets is not closed", "add the missing `]` or `}`")
        }
        E::MisplacedFlowCollectionEnd => {
            ("this bracket closes nothing", "match each `[` with `]` and each `{` with `}`")
        }
        E::MismatchedFlowCollectionEnd { .. } => (
            "this bracket is closed by one of the other kind",
            "match each `[` with `]` and each `{` with `}`",
        ),
        E::MissingAnchorOrAliasName => (
            "`*` and `&` refer to a name, which is missing",
            "put the value in quotes if it is meant as text",
        ),
        E::InvalidBlockScalarHeader => (
            "the text of a block starts on the line below its `|` or `>`",
            "move the text to the next line, indented",
        ),
        E::ExpectedFlowMappingSeparator | E::ExpectedFlowSequenceSeparator => (
            "something is missing between two items in brackets",
            "separate items by `,` and close the list with `]` or the map with `}`",
        ),
        E::TabNotAllowed | E::TabInBlockIndentation | E::TabInIndentation | E::TabInPlainScalar => {
            ("a tab is used for indentation", "indent with spaces")
        }
        E::ExpectedBlockMappingKey | E::InvalidIndentation => (
            "this line fits no list or map above it",
            "align it with the lines that it belongs to, in spaces",
        ),
        E::ExpectedBlockSequenceEntry => (
            "this line is no item of the list above it",
            "start it with `- `, or indent it differently",
        ),
        E::MappingValueNotAllowed | E::MappingKeyNotAllowed => (
            "a second `: ` stands where a value was expected",
            "put the value in quotes, or start a new line for a nested map",
        ),
        E::SimpleKeyExpected | E::InvalidSimpleKey => (
            "this line is no `key: value`",
            "add `: ` after the key, or indent the line to continue the one above",
        ),
        E::BlockEntryInFlowCollection | E::BlockSequenceEntryNotAllowed => {
            ("a list cannot start here", "start the list on a new line below its key")
        }
        E::UnexpectedCharacter { .. } => {
            ("a value cannot start with this character", "put the value in quotes")
        }
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidUnicodeEscape => (
            "a backslash in double quotes starts an escape, and this is none",
            "double the backslash, or use single quotes",
        ),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => (
            "something follows the closing quote",
            "put the whole value in quotes, and escape the quotes inside",
        ),
        E::CommentInterceptedScalar => {
            ("text cannot go on after a comment", "remove the `#`, or put the whole text in quotes")
        }
        E::ExpectedDocumentStart | E::MissingDocumentEndBeforeDirective => (
            "kubectl reads no directives and nothing after the end of a value",
            "remove lines such as `%YAML`, and separate documents by `---`",
        ),
        E::UndeclaredTagHandle => {
            ("this tag is not defined", "remove it, or put the text in quotes")
        }
        _ => ("this is no YAML", "compare the punctuation and indentation of this line"),
    }
}

fn template(span: Span) -> Problem {
    let help = "render it first, for example with `helm template`, and use the result";
    Problem::syntax(span, "this is a template, which becomes YAML only when it is rendered", help)
}

/// Whether a line looks like one of a Helm chart.
fn is_template(text: &str, near: &Span) -> bool {
    has(&text[line_around(text, near.start)], "{{")
}

fn indented_with_tab(line: &str) -> bool {
    until(line, line.len() - line.trim_start().len()).contains('\t')
}

/// The line with a byte, without its line break.
fn line_around(text: &str, at: usize) -> Span {
    let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let start = until(text, at).rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let end = after(text, at).find(['\n', '\r']).map_or(text.len(), |length| at + length);
    start..end
}

/// A text that is short enough for a message, on one line.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut out = String::new();
    for (count, char) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        out.push(if char.is_control() || char == '`' { ' ' } else { char });
    }
    out
}
