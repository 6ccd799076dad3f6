//! `netpol split`: one file for each object.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use netpol_core::draft::KIND;
use netpol_core::value::Value;
use netpol_core::yaml::{self, Content, parse};

use crate::Outcome;
use crate::files;
use crate::input::{self, Input, complain};
use crate::output::{Output, plain};
use crate::report::{ServerWords, Source};

/// Write each object of a file into a file of its own
///
/// A policy goes to NAMESPACE-NAME.yaml, an object of another kind to KIND-NAMESPACE-NAME.yaml. The
/// bytes of each document stay as they are, with its comments; a document with nothing but comments
/// goes with the one after it. The items of a List become documents of their own.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// A file, or - for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The directory to write to; it is made if it is not there
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
    /// Write over files that are there
    #[arg(long)]
    force: bool,
}

const AFTER_HELP: &str = "\
Exit status:
  0  the files are written, and their names printed
  1  some text is no YAML; nothing is written
  2  a file is there already, a file cannot be read or written, or the arguments are wrong

Examples:
  netpol split web.yaml --out objects
  netpol split web.yaml --out objects --force";

/// A file to be written.
struct Piece {
    name: String,
    text: String,
}

/// Writes the objects of a text.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    if args.file.is_dir() {
        complain(&args.file.to_string_lossy(), "this is a directory; name one file", err)?;
        return Ok(Outcome::CannotRun);
    }
    input::for_each(std::slice::from_ref(&args.file), err, |input, err| {
        let Some(pieces) = pieces(&input, err)? else { return Ok(Outcome::Findings) };
        if pieces.is_empty() {
            complain(&input.name, "there is no object in it", err)?;
            return Ok(Outcome::Findings);
        }
        write_all(args, &pieces, out, err)
    })
}

/// The objects of a text; says what cannot be read.
fn pieces(input: &Input, err: &mut Output) -> io::Result<Option<Vec<Piece>>> {
    let source = Source::new(input);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut names = BTreeSet::new();
    let mut comments = String::new();
    let mut is_broken = false;
    for document in parse(&input.text) {
        let text = without_separator(&input.text[document.span.clone()]);
        let mut add = |value: &Value, text: String| {
            let name = file_name(value, pieces.len() + 1, &mut names);
            pieces.push(Piece { name, text });
        };
        match &document.content {
            Content::Empty if text.contains('#') => comments.push_str(&text),
            Content::Empty => {}
            Content::Read(value) => {
                let mut above = std::mem::take(&mut comments);
                match items(value) {
                    Some(items) => {
                        for item in items {
                            add(item, std::mem::take(&mut above) + &yaml::emit(item));
                        }
                    }
                    None => add(value, above + &text),
                }
            }
            Content::Broken => {
                is_broken = true;
                for found in &document.diagnostics {
                    source.show(found, ServerWords::Hidden, err)?;
                }
            }
        }
    }
    if let Some(last) = pieces.last_mut() {
        last.text.push_str(&comments);
    }
    Ok((!is_broken).then_some(pieces))
}

/// The items of a `List`.
fn items(value: &Value) -> Option<&[Value]> {
    let is_list = value.get("kind").and_then(Value::as_str) == Some("List");
    value.get("items").filter(|_| is_list)?.as_list()
}

/// A document without the line that separates it from the one before; a comment on it stays.
fn without_separator(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    if !text.starts_with("---") {
        return text.to_owned();
    }
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    match line.find('#') {
        Some(at) => format!("{}\n{rest}", &line[at..]),
        None => rest.to_owned(),
    }
}

/// A name that no other object has, made of what the object is.
fn file_name(value: &Value, number: usize, taken: &mut BTreeSet<String>) -> String {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let metadata = value.get("metadata");
    let of_metadata = |key| text(metadata.and_then(|metadata| metadata.get(key)));
    let kind = text(value.get("kind"));
    let kind = if kind == KIND { String::new() } else { kind.to_lowercase() };
    let parts = [kind, of_metadata("namespace"), of_metadata("name")];
    let parts: Vec<String> =
        parts.iter().map(|part| safe(part)).filter(|part| !part.is_empty()).collect();
    let stem = match parts.is_empty() {
        true => format!("object-{number}"),
        false => parts.join("-"),
    };
    let mut unique = stem.clone();
    let mut again = 1;
    // Some systems take two names for the same that differ in case.
    while !taken.insert(unique.to_lowercase()) {
        again += 1;
        unique = format!("{stem}-{again}");
    }
    format!("{unique}.yaml")
}

/// The characters of a text that every system has in file names, and no dot at the start.
fn safe(text: &str) -> String {
    let fits = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.');
    let safe: String = text.chars().map(|char| if fits(char) { char } else { '-' }).collect();
    safe.trim_matches(['.', '-']).chars().take(200).collect()
}

/// Writes all files, or none if one of them must not be written.
fn write_all(
    args: &Args,
    pieces: &[Piece],
    out: &mut Output,
    err: &mut Output,
) -> io::Result<Outcome> {
    let path = |piece: &Piece| args.out.join(&piece.name);
    let there = |path: &Path| path.symlink_metadata().is_ok();
    let mut is_refused = false;
    for path in pieces.iter().map(path).filter(|path| !args.force && there(path)) {
        is_refused = true;
        complain(&path.to_string_lossy(), "it is there already; use --force to replace it", err)?;
    }
    if is_refused {
        return Ok(Outcome::CannotRun);
    }
    if let Err(error) = fs::create_dir_all(&args.out) {
        complain(&args.out.to_string_lossy(), &format!("it cannot be made: {error}"), err)?;
        return Ok(Outcome::CannotRun);
    }
    for piece in pieces {
        let path = path(piece);
        let written = match there(&path) {
            true => files::replace(&path, &piece.text),
            false => files::create(&path, &piece.text),
        };
        let name = path.to_string_lossy();
        if let Err(error) = written {
            complain(&name, &format!("it cannot be written: {error}"), err)?;
            return Ok(Outcome::CannotRun);
        }
        writeln!(out, "{}", plain(&name))?;
    }
    Ok(Outcome::Fine)
}
