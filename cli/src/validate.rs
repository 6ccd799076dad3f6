//! `netpol validate`: what the API server would say.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use netpol_core::answers::{self, Findings};
use netpol_core::review::{Review, review};
use netpol_core::validate::{ServerVersion, Stage};

use crate::Outcome;
use crate::input;
use crate::output::{Output, Role, plain};
use crate::report::{ServerWords, Source};
use crate::summary::Tally;

/// Say what the API server would refuse, and what will surprise
///
/// Every NetworkPolicy is judged as a create with strict field validation, as `kubectl apply` asks
/// for it. Objects of other kinds, `List` among them, are counted and not judged.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, directories (every .yaml, .yml and .json below them), or - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// text for people, or json: one object a line for each document
    #[arg(short, long, value_name = "FORM", default_value = "text", hide_possible_values = true)]
    output: Form,
    /// The version of the API server
    #[arg(long, value_name = "VERSION", default_value_t = ServerVersion::LATEST)]
    kubernetes_version: ServerVersion,
    /// Show the server's own words below ours
    #[arg(long)]
    server_words: bool,
    /// Exit with 1 for warnings too
    #[arg(long)]
    deny_warnings: bool,
}

const AFTER_HELP: &str = "\
Exit status:
  0  every policy is accepted
  1  a policy is refused, or text is no YAML; with --deny-warnings, a warning
  2  a file cannot be read (the others are still judged), or the arguments are wrong

The fields of --output json are those of the server's answer (stage, accepted, message, causes,
strict, warnings, stored; empty ones are left out), and ours under diagnostics. After a document
that is no YAML there are no more answers for its file: kubectl stops there.

Examples:
  netpol validate web.yaml
  netpol validate --kubernetes-version 1.35 policies/
  netpol validate --output json - < web.yaml";

/// Whom the output is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// People.
    Text,
    /// Machines: one object a line.
    Json,
}

/// Judges every document of every file.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let mut tally = Tally::default();
    let read = input::for_each(&args.files, err, |input, _| {
        let source = Source::new(&input);
        let reviews = review(&input.text, args.kubernetes_version);
        for (document, review) in reviews.iter().enumerate() {
            let is_ours = tally.judges(review, input.choice);
            match args.output {
                Form::Json => {
                    let findings = if is_ours { Findings::Told } else { Findings::Untold };
                    let answer = answers::validation(source.file(), document, review, findings);
                    writeln!(out, "{}", answer.to_json())?;
                    // kubectl stops here: there is no answer to what follows in this file.
                    if review.judgement.stage == Stage::Parse {
                        break;
                    }
                }
                Form::Text if is_ours => show(&source, review, words(args), out)?,
                Form::Text => {}
            }
        }
        Ok(Outcome::Fine)
    })?;
    if args.output == Form::Text {
        tally.write(out)?;
    }
    let has_findings = tally.has_refused() || args.deny_warnings && tally.has_warned();
    Ok(read.max(if has_findings { Outcome::Findings } else { Outcome::Fine }))
}

fn words(args: &Args) -> ServerWords {
    if args.server_words { ServerWords::Shown } else { ServerWords::Hidden }
}

fn show(source: &Source, review: &Review, words: ServerWords, out: &mut Output) -> io::Result<()> {
    for found in &review.diagnostics {
        source.show(found, words, out)?;
    }
    let judgement = &review.judgement;
    // The rules of the object have words of their own, shown with each finding.
    let of_all = (judgement.stage == Stage::Decode).then_some(&judgement.message);
    if words == ServerWords::Shown {
        for text in of_all.into_iter().chain(&judgement.warnings) {
            let word = out.style().paint(Role::Margin, "server:");
            writeln!(out, "{word} {}\n", plain(text))?;
        }
    }
    Ok(())
}
