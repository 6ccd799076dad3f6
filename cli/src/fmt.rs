//! `netpol fmt`: manifests in one layout.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use netpol_core::diagnostic::Span;
use netpol_core::diff;
use netpol_core::format::format;
use netpol_core::yaml::{Content, parse};

use crate::Outcome;
use crate::files;
use crate::input::{self, Input, complain};
use crate::output::{Output, Role, Style, plain};
use crate::report::{ServerWords, Source};

/// Print manifests in one layout, with every comment kept
///
/// Two blanks a level, dashes at the indent of their key, quotes only where they are needed, and
/// the keys of a NetworkPolicy in one order. What kubectl reads stays the same. JSON stays JSON. A
/// document that cannot be read is left as it is.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, directories (every .yaml, .yml and .json below them), or - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write the files, and print the names of those that changed
    #[arg(short, long, conflicts_with = "check")]
    write: bool,
    /// Print the names of the files that would change, and exit with 1 if there are any
    #[arg(long)]
    check: bool,
    /// Print what changes as a patch, for patch -p0 or git apply -p0
    #[arg(long)]
    diff: bool,
}

const AFTER_HELP: &str = "\
Without --write, --check or --diff, one file or the standard input is printed.

Exit status:
  0  everything is formatted
  1  some text is no YAML, and left as it is; with --check, a file would change
  2  a file cannot be read or written, or the arguments are wrong

Examples:
  netpol fmt web.yaml
  netpol fmt - < web.yaml
  netpol fmt --write policies/
  netpol fmt --check --diff policies/";

/// How many common lines a patch has around each change.
const CONTEXT: usize = 3;

/// Why a document that can be read is left as it is.
const KEPT: &str = "this document has a notation without another layout, and is left as it is";

/// Formats every text.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let prints = !args.write && !args.check && !args.diff;
    let is_one = matches!(args.files.as_slice(), [file] if !file.is_dir());
    if prints && !is_one {
        let message = "these are several files; use --write, --check or --diff";
        complain("fmt", message, err)?;
        return Ok(Outcome::CannotRun);
    }
    if args.write && args.files.iter().any(|file| file == Path::new("-")) {
        complain("-", "there is no file to be written; leave --write out", err)?;
        return Ok(Outcome::CannotRun);
    }
    input::for_each(&args.files, err, |input, err| {
        let formatted = format(&input.text);
        let found = tell_kept(&input, &formatted.kept, err)?;
        if prints {
            write!(out, "{}", formatted.text)?;
            return Ok(found);
        }
        if formatted.text == input.text {
            return Ok(found);
        }
        let changed = change(args, &input, &formatted.text, out, err)?;
        Ok(found.max(changed))
    })
}

/// Does what was asked for with a file that is formatted in another way.
fn change(
    args: &Args,
    input: &Input,
    text: &str,
    out: &mut Output,
    err: &mut Output,
) -> io::Result<Outcome> {
    if args.write
        && let Err(error) = files::replace(&input.path, text)
    {
        complain(&input.name, &format!("it cannot be written: {error}"), err)?;
        return Ok(Outcome::CannotRun);
    }
    if args.diff {
        let name = if input.name == "-" { "stdin" } else { &input.name };
        patch(&diff::unified(name, name, &input.text, text, CONTEXT), out)?;
    } else {
        writeln!(out, "{}", plain(input::display_name(&input.name)))?;
    }
    Ok(if args.check { Outcome::Findings } else { Outcome::Fine })
}

/// Prints a patch as it is, or for a terminal in colors.
fn patch(patch: &str, out: &mut Output) -> io::Result<()> {
    let style = out.style();
    if style == Style::Plain {
        return write!(out, "{patch}");
    }
    for line in patch.lines() {
        let role = match line.as_bytes() {
            [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => Role::Strong,
            [b'-', ..] => Role::Error,
            [b'+', ..] => Role::Advice,
            _ => Role::Margin,
        };
        writeln!(out, "{}", style.paint(role, line))?;
    }
    Ok(())
}

/// Says which documents are left as they are, and why.
fn tell_kept(input: &Input, kept: &[Span], err: &mut Output) -> io::Result<Outcome> {
    if kept.is_empty() {
        return Ok(Outcome::Fine);
    }
    let source = Source::new(input);
    let mut outcome = Outcome::Fine;
    for document in parse(&input.text).iter().filter(|document| kept.contains(&document.span)) {
        if document.content == Content::Broken {
            outcome = Outcome::Findings;
            for found in &document.diagnostics {
                source.show(found, ServerWords::Hidden, err)?;
            }
        } else {
            let word = err.style().paint(Role::Warning, "warning");
            let place = source.place(&document.span);
            writeln!(err, "{}: {word}: {KEPT}", plain(&place))?;
        }
    }
    Ok(outcome)
}
