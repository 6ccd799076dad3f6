//! What is wrong with a text, in the words of someone who writes manifests.
//!
//! Parsers say what they expected ("did not find expected key"); people need to know what they did.
//! Every message about the text itself is made here.

use super::resolve::Mismatch;
use super::source_map::SourceMap;
use super::tree::{Scalar, Style};
use super::{MAX_ALIASED_BYTES, MAX_BYTES, MAX_DEPTH};
use crate::diagnostic::{Code, Diagnostic, Related, Severity, Span, codes};
use crate::path::FieldPath;
use crate::sentence::Sentence;
use crate::text::{after, find, has, part, until};

/// Something that is wrong, before it is known which field it is in.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    code: Code,
    severity: Severity,
    span: Span,
    message: Sentence,
    help: &'static str,
}

impl Problem {
    fn syntax(span: Span, message: impl Into<Sentence>, help: &'static str) -> Self {
        let code = codes::YAML_SYNTAX;
        Problem { code, severity: Severity::Error, span, message: message.into(), help }
    }

    fn limit(span: Span, message: Sentence, help: &'static str) -> Self {
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
    let message = Sentence::of("the text has {0} bytes, which is more than {1}");
    let message = message.as_is(bytes.to_string()).as_is(MAX_BYTES.to_string());
    Problem::limit(0..0, message, "split it into several files")
}

pub(super) fn too_deep(span: Span) -> Problem {
    let message = Sentence::of("lists and maps are nested more than {0} levels deep");
    let message = message.as_is(MAX_DEPTH.to_string());
    Problem::limit(span, message, "no Kubernetes object needs this; remove the nesting")
}

pub(super) fn aliased_values(aliased: usize, decoded: usize, span: Span) -> Problem {
    let message = Sentence::of(
        "{0} of the first {1} values come from aliases, which kubectl refuses as excessive",
    );
    let message = message.as_is(aliased.to_string()).as_is(decoded.to_string());
    Problem::limit(span, message, "write out the values instead of referring to them by `*`")
}

pub(super) fn aliased_bytes(span: Span) -> Problem {
    let message = Sentence::of("aliases repeat more than {0} bytes of text");
    let message = message.as_is(MAX_ALIASED_BYTES.to_string());
    Problem::limit(span, message, "write out the values instead of referring to them by `*`")
}

pub(super) fn bad_separator(text: &str, line: Span) -> Problem {
    let message = Sentence::of("`{0}` does not separate documents");
    let message = message.as_is(excerpt(&text[line.clone()]));
    Problem::syntax(line, message, "write `---` alone on its line, and what follows on the next")
}

pub(super) fn not_json(rest: Span) -> Problem {
    let message = "after several JSON objects only another one can follow";
    Problem::syntax(rest, message, "put `---` between all objects, or move this to its own file")
}

pub(super) fn control_character(char: char, at: usize) -> Problem {
    let message = Sentence::of("the character {0} is not allowed in YAML");
    let message = message.as_is(format!("U+{:04X}", char as u32));
    let help = "remove it, or write it as an escape such as `\\u0007` in double quotes";
    Problem::syntax(at..at + char.len_utf8(), message, help)
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

pub(super) fn no_key(what: &'static str, span: Span) -> Problem {
    let message = Sentence::of("{0} cannot be a key").with(Sentence::of(what));
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
            let message = Sentence::of("`{0}` is no `!!{1}`").as_is(text).as_is(tag.to_owned());
            Problem::syntax(span, message, "remove the tag, or write a value of its type")
        }
        Mismatch::Base64 => {
            let message = Sentence::of("`{0}` is no base64, which `!!binary` needs").as_is(text);
            Problem::syntax(span, message, "remove the tag, or encode the value")
        }
    }
}

pub(super) fn not_finite(text: &str, span: Span) -> Problem {
    let message = Sentence::of("`{0}` is a number that cannot be sent to a server");
    let message = message.as_is(excerpt(text));
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
    let message = Sentence::of("`{0}` is written again below, and only the last one counts");
    let message = message.as_is(excerpt(name));
    let mut diagnostic = Diagnostic::warning(codes::DUPLICATE_KEY, path.clone(), message)
        .with_span(key)
        .with_help("merge the two, or remove the one that is not meant");
    let message = Sentence::of("this one counts");
    diagnostic.related.push(Related { path, span: Some(later), message });
    diagnostic
}

/// A place that a text is refused for, counted from the start of the body.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub fault: Fault,
    pub span: Span,
}

/// What is wrong with the punctuation of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Alias,
    BlockHeader,
    BracketStart,
    Colon,
    Content,
    DashPlace,
    Depth,
    Directive,
    Escape,
    FirstCharacter,
    ItemExpected,
    ItemMissing,
    KeyExpected,
    KeyPlace,
    Name,
    NameMissing,
    NothingToClose,
    NothingToEnd,
    OtherBracket,
    Quote,
    Separator,
    Tab,
    Tag,
    Unclosed,
    ValuePlace,
}

/// What is wrong where a text is refused, `body` being what was read.
pub(super) fn refused(refusal: &Refusal, body: &str) -> Problem {
    let Refusal { fault, mut span } = refusal.clone();
    let line = line_around(body, span.start);
    let before = part(body, line.start, span.start).trim_start();
    if let Some(conflict) = conflict(body) {
        return conflict;
    }
    if is_template(body, &line) {
        return template(line);
    }
    if let Some(at) = part(body, line.start, line.end).find(['\u{2028}', '\u{2029}']) {
        return line_separator(line.start + at);
    }
    if indented_with_tab(&body[line.clone()]) {
        span = line;
        let (message, help) = words(Fault::Tab);
        return Problem::syntax(span, message, help);
    }
    let (message, help) = match fault {
        Fault::Depth => return too_deep(span),
        Fault::ValuePlace if !before.contains(':') => (
            "this line continues the text above, so it cannot have a `: `",
            "end the line above with `:`, or align this line with its key",
        ),
        Fault::KeyExpected | Fault::ItemExpected if !before.is_empty() => (
            "something follows a value that is complete",
            "put the whole value in quotes, and escape the quotes inside",
        ),
        fault => words(fault),
    };
    Problem::syntax(span, message, help)
}

fn line_separator(at: usize) -> Problem {
    let message = "an invisible character of Unicode ends a line here for kubectl";
    Problem::syntax(at..at + 3, message, "remove it, or put the text in double quotes as `\\u2028`")
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

fn words(fault: Fault) -> (&'static str, &'static str) {
    match fault {
        Fault::Alias => (
            "this alias refers to a name that is not defined above",
            "define the name by `&name` before its use, or put the text in quotes",
        ),
        Fault::BlockHeader => (
            "the text of a block starts on the line below its `|` or `>`",
            "move the text to the next line, indented",
        ),
        Fault::BracketStart => (
            "inside brackets a `?`, or a `:` at the start, is not read as text",
            "put the value in quotes",
        ),
        Fault::Colon => (
            "this line is no `key: value`",
            "add `: ` after the key, or indent the line to continue the one above",
        ),
        Fault::Content => ("a value is missing here", "write it, or `null` if there is none"),
        Fault::DashPlace => {
            ("a list cannot start here", "start the list on a new line below its key")
        }
        Fault::Directive => (
            "kubectl reads no directives and nothing after the end of a value",
            "remove lines such as `%YAML`, and separate documents by `---`",
        ),
        Fault::Escape => (
            "a backslash in double quotes starts an escape, and this is none",
            "double the backslash, use single quotes, or write the character itself",
        ),
        Fault::FirstCharacter => {
            ("a value cannot start with this character", "put the value in quotes")
        }
        Fault::ItemExpected => (
            "this line is no item of the list above it",
            "start it with `- `, or indent it differently",
        ),
        Fault::ItemMissing => (
            "an item is missing before this `,`",
            "remove the `,`, or write `null` or `\"\"` as the item",
        ),
        Fault::KeyExpected | Fault::Depth => (
            "this line fits no list or map above it",
            "align it with the lines that it belongs to, in spaces",
        ),
        Fault::KeyPlace | Fault::ValuePlace => (
            "a second `: ` stands where a value was expected",
            "put the value in quotes, or start a new line for a nested map",
        ),
        Fault::Name => (
            "the name of an anchor consists of letters, digits, `-` and `_`",
            "rename it, or put the text in quotes",
        ),
        Fault::NameMissing => (
            "`*` and `&` refer to a name, which is missing",
            "put the value in quotes if it is meant as text",
        ),
        Fault::NothingToClose => {
            ("this bracket closes nothing", "match each `[` with `]` and each `{` with `}`")
        }
        Fault::NothingToEnd => (
            "this ends a document, but none has begun",
            "remove the line, or write `---` to start a document",
        ),
        Fault::OtherBracket => (
            "this bracket is closed by one of the other kind",
            "match each `[` with `]` and each `{` with `}`",
        ),
        Fault::Quote => ("the quote that starts here is not closed", "close it"),
        Fault::Separator => (
            "something is missing between two items in brackets",
            "separate items by `,`, write a key and its `:` on one line, and close each bracket",
        ),
        Fault::Tab => ("a tab is used for indentation", "indent with spaces"),
        Fault::Tag => (
            "this is no tag that is defined, with a space after it",
            "remove it, or put the text in quotes",
        ),
        Fault::Unclosed => {
            ("a list or map in brackets is not closed", "add the missing `]` or `}`")
        }
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
