//! `netpol canonical`: what kubectl makes of a text, before anybody judges it.

use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;

use netpol_core::answers::sorted;
use netpol_core::yaml::{Content, parse};

use crate::Outcome;
use crate::input;
use crate::output::Output;
use crate::report::{ServerWords, Source};

/// Print each object as kubectl would send it: as JSON, one a line
///
/// Every scalar is what kubectl reads: `on` is true, `010` is 8, and of a key that is written
/// twice the last value counts. Nothing is checked, defaulted or left out. Keys are sorted, so that
/// two spellings of one object give the same line.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, directories (every .yaml, .yml and .json below them), or - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

const AFTER_HELP: &str = "\
Exit status:
  0  every text is YAML
  1  some text is no YAML; what follows in that file is left out, because kubectl stops there
  2  a file cannot be read, or the arguments are wrong

Examples:
  netpol canonical web.yaml
  netpol canonical - < web.yaml";

/// Prints every object of every file.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    input::for_each(&args.files, err, |input, err| {
        for document in parse(&input.text) {
            match document.content {
                Content::Empty => {}
                Content::Read(value) => {
                    writeln!(out, "{}", sorted(Rc::unwrap_or_clone(value)).to_json())?
                }
                Content::Broken => {
                    let source = Source::new(&input);
                    for found in &document.diagnostics {
                        source.show(found, ServerWords::Hidden, err)?;
                    }
                    return Ok(Outcome::Findings);
                }
            }
        }
        Ok(Outcome::Fine)
    })
}
