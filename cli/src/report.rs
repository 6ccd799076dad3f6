//! Findings for people: where, how bad, what, the lines of the file, and what helps.
//!
//! ```text
//! web.yaml:12:15: error[NP004]: `10.0.0.5/24` has bits set after the prefix
//!   12 |         cidr: 10.0.0.5/24
//!      |               ^^^^^^^^^^^
//!      = field: spec.ingress[0].from[0].ipBlock.cidr
//!      = help: write `10.0.0.0/24`, or `10.0.0.5/32` for one address
//! ```

use std::io::{self, Write};
use std::ops::Range;

use netpol_core::diagnostic::{Diagnostic, Severity, Span};
use netpol_core::gather::File;

use crate::input::{Input, display_name};
use crate::output::{Output, Role, is_harmful, plain};

/// How many characters of a line are shown around a finding; JSON can be one line of megabytes.
const WIDEST_EXCERPT: usize = 100;

/// A text with what is needed to show places in it.
pub struct Source<'a>(File<'a>);

/// Whether the server's own words are shown with ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerWords {
    /// Ours alone.
    Hidden,
    /// Both.
    Shown,
}

impl<'a> Source<'a> {
    /// Prepares a text to be shown.
    pub fn new(input: &'a Input) -> Self {
        Source(File::new(&input.name, &input.text))
    }

    /// The same for the core.
    pub fn file(&self) -> &File<'a> {
        &self.0
    }

    /// `web.yaml:12:15`, for the start of a span.
    pub fn place(&self, span: &Span) -> String {
        let (line, column) = self.0.position(span.start);
        format!("{}:{line}:{column}", display_name(self.0.name()))
    }

    /// Shows a finding, with an empty line after it.
    pub fn show(&self, found: &Diagnostic, words: ServerWords, out: &mut Output) -> io::Result<()> {
        let (style, role) = (out.style(), role(found.severity));
        let span = found.span.clone().unwrap_or(0..0);
        let place = self.place(&span);
        let word = format!("{}[{}]", found.severity.word(), found.code);
        let message = found.message.to_string();
        let message = style.paint(Role::Strong, &message);
        writeln!(out, "{}: {}: {message}", plain(&place), style.paint(role, &word))?;
        let margin = self.excerpt(&span, role, out)?;
        if !found.path.steps().is_empty() {
            extra(margin, "field", &found.path.to_string(), out)?;
        }
        if let Some(help) = &found.help {
            extra(margin, "help", &help.to_string(), out)?;
        }
        if let (ServerWords::Shown, Some(cause)) = (words, &found.cause) {
            extra(margin, "server", &format!("{}: {}", cause.field, cause.message), out)?;
        }
        for related in &found.related {
            let span = related.span.clone().unwrap_or_else(|| span.clone());
            let place = self.place(&span);
            writeln!(out, "{}: {}", plain(&place), plain(&related.message.to_string()))?;
            self.excerpt(&span, Role::Advice, out)?;
        }
        writeln!(out)
    }

    /// Shows the first line of a span, underlined; returns the width of the margin.
    fn excerpt(&self, span: &Span, role: Role, out: &mut Output) -> io::Result<usize> {
        let style = out.style();
        let (number, column) = self.0.position(span.start);
        let line = self.0.line(number).unwrap_or_default();
        let length = self.0.text().get(span.clone()).map_or(0, |marked| {
            marked.lines().next().map_or(0, |first| first.trim_end().chars().count())
        });
        let Shown { text, before, marked } = shown(line, column - 1..column - 1 + length);
        let label = number.to_string();
        let margin = label.len() + 3;
        let bar = style.paint(Role::Margin, "|");
        writeln!(out, "  {} {bar} {text}", style.paint(Role::Margin, &label))?;
        let carets = "^".repeat(marked);
        let carets = style.paint(role, &carets);
        writeln!(out, "{:margin$}{bar} {:before$}{carets}", "", "")?;
        Ok(margin)
    }
}

fn extra(margin: usize, word: &str, text: &str, out: &mut Output) -> io::Result<()> {
    let word = format!("= {word}:");
    let word = out.style().paint(Role::Margin, &word);
    writeln!(out, "{:margin$}{word} {}", "", plain(text))
}

fn role(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::Error,
        Severity::Warning => Role::Warning,
        Severity::Advice => Role::Advice,
    }
}

/// A line as it is printed, and the columns of it that are marked.
struct Shown {
    text: String,
    before: usize,
    marked: usize,
}

/// Makes a line printable without losing the place of what is marked in it.
///
/// A tab is four blanks wide, a character that does something else than be seen is a replacement
/// character, and of a long line only the surroundings are shown.
fn shown(line: &str, marked: Range<usize>) -> Shown {
    let length = line.chars().count();
    let start = match length > WIDEST_EXCERPT {
        true => marked.start.saturating_sub(WIDEST_EXCERPT / 3),
        false => 0,
    };
    let end = length.min(start + WIDEST_EXCERPT);
    let mut shown = Shown { text: String::new(), before: 0, marked: 0 };
    let mut columns = 0;
    let mut push = |piece: &str, columns: &mut usize| {
        shown.text.push_str(piece);
        *columns += piece.chars().count();
    };
    if start > 0 {
        push("…", &mut columns);
    }
    let (mut from, mut to) = (None, None);
    for (index, char) in line.chars().enumerate().take(end).skip(start) {
        if index == marked.start {
            from = Some(columns);
        }
        if index == marked.end {
            to = Some(columns);
        }
        match char {
            '\t' => push("    ", &mut columns),
            harmful if is_harmful(harmful) => push("\u{fffd}", &mut columns),
            other => push(other.encode_utf8(&mut [0; 4]), &mut columns),
        }
    }
    let from = from.unwrap_or(columns);
    let to = to.unwrap_or(columns);
    if end < length {
        push("…", &mut columns);
    }
    // What has no length, such as a value that is missing, is marked by one caret.
    Shown { before: from, marked: to.saturating_sub(from).max(1), ..shown }
}
