//! `netpol join`: several files as one stream.

use std::io::{self, Write};
use std::path::PathBuf;

use netpol_core::yaml::{Content, parse};

use crate::Outcome;
use crate::input::{self, complain};
use crate::output::Output;
use crate::report::{ServerWords, Source};

/// Print several files as one stream of documents
///
/// The bytes of each file stay as they are; `---` is added between two files where it is missing.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, directories (every .yaml, .yml and .json below them), or - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

const AFTER_HELP: &str = "\
Exit status:
  0  the stream is printed
  1  the stream is printed, and some of it is no YAML
  2  a file cannot be read, the files cannot be joined, or the arguments are wrong

Examples:
  netpol join policies/
  netpol join web.yaml policies/web.yaml | netpol validate -";

const BOM: char = '\u{feff}';

/// Prints all documents of all files.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let mut stream = String::new();
    let mut expected = Vec::new();
    let read = input::for_each(&args.files, err, |input, err| {
        let documents = parse(&input.text);
        let source = Source::new(&input);
        let mut outcome = Outcome::Fine;
        for document in documents {
            if document.content == Content::Broken {
                outcome = Outcome::Findings;
                for found in &document.diagnostics {
                    source.show(found, ServerWords::Hidden, err)?;
                }
            }
            expected.push(document.content);
        }
        append(&mut stream, &input.text);
        Ok(outcome)
    })?;
    // Objects of JSON need no separator between them, and bear none after the second.
    let joined = parse(&stream).into_iter().map(|document| document.content);
    let is_read = |content: &Content| *content != Content::Empty;
    if !joined.filter(is_read).eq(expected.into_iter().filter(is_read)) {
        let message = "these texts are not the same one after the other; a file with several \
            objects of JSON can only be joined after `netpol split`";
        complain("join", message, err)?;
        return Ok(Outcome::CannotRun);
    }
    write!(out, "{stream}")?;
    Ok(read)
}

/// Adds a text, with a separator if there is none where the two meet.
fn append(stream: &mut String, text: &str) {
    if stream.is_empty() {
        stream.push_str(text);
        return;
    }
    let text = text.trim_start_matches(BOM);
    if !stream.ends_with('\n') {
        stream.push('\n');
    }
    let ends_with_separator =
        stream.lines().next_back().is_some_and(|line| line.trim_end() == "---");
    if !text.starts_with("---") && !ends_with_separator && !text.trim().is_empty() {
        stream.push_str("---\n");
    }
    stream.push_str(text);
}
