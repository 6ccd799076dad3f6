//! `netpol describe`: what policies do, in plain English.

use std::io::{self, Write};
use std::path::PathBuf;

use netpol_core::answers::{self, told};
use netpol_core::describe::{self, Level, Note};
use netpol_core::diagnostic::Severity;
use netpol_core::path::FieldPath;
use netpol_core::review::{Review, review};
use netpol_core::sentence::Sentence;
use netpol_core::validate::ServerVersion;

use crate::Outcome;
use crate::input;
use crate::output::{Output, Role};
use crate::report::{ServerWords, Source};
use crate::summary::Tally;
use crate::validate::Form;
use crate::wrap::paragraph;

/// Say in plain English what each policy does
///
/// Only of a policy that the API server accepts can anything be said; for the others you are told
/// why it refuses them. Objects of other kinds are left out.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, directories (every .yaml, .yml and .json below them), or - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// text for people, or json: one object a line for each policy
    #[arg(short, long, value_name = "FORM", default_value = "text", hide_possible_values = true)]
    output: Form,
    /// The version of the API server
    #[arg(long, value_name = "VERSION", default_value_t = ServerVersion::LATEST)]
    kubernetes_version: ServerVersion,
}

const AFTER_HELP: &str = "\
Exit status:
  0  every policy is described
  1  a policy is refused, or text is no YAML
  2  a file cannot be read, or the arguments are wrong

Examples:
  netpol describe web.yaml
  netpol describe --output json policies/
  netpol new quarantine | netpol describe -";

/// Describes every policy of every file.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let mut tally = Tally::default();
    let read = input::for_each(&args.files, err, |input, _| {
        let source = Source::new(&input);
        let reviews = review(&input.text, args.kubernetes_version);
        for (document, review) in reviews.iter().enumerate() {
            if !tally.judges(review, input.choice) {
                continue;
            }
            match args.output {
                Form::Json => {
                    let answer = answers::description(source.file(), document, review);
                    writeln!(out, "{}", answer.to_json())?;
                }
                Form::Text => show(&source, review, out)?,
            }
        }
        Ok(Outcome::Fine)
    })?;
    if args.output == Form::Text {
        if tally.has_accepted() {
            writeln!(out, "{}", out.style().paint(Role::Strong, "About every policy"))?;
            for note in describe::general_notes() {
                paragraph("  - ", &[note.text], out)?;
            }
            writeln!(out)?;
        }
        tally.write(out)?;
    }
    Ok(read.max(if tally.has_refused() { Outcome::Findings } else { Outcome::Fine }))
}

fn show(source: &Source, review: &Review, out: &mut Output) -> io::Result<()> {
    if review.value.is_some() {
        heading(source, review, out)?;
    }
    let Some(policy) = &review.judgement.policy else {
        let errors = review.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        for found in errors {
            source.show(found, ServerWords::Hidden, out)?;
        }
        return Ok(());
    };
    paragraph("  ", &describe::policy(policy), out)?;
    for note in &describe::notes(policy) {
        show_note(note, out)?;
    }
    writeln!(out)
}

fn heading(source: &Source, review: &Review, out: &mut Output) -> io::Result<()> {
    let style = out.style();
    let name = match (told(review, "namespace"), told(review, "name")) {
        (_, "") => "a policy without a name".to_owned(),
        ("", name) => name.to_owned(),
        (namespace, name) => format!("{namespace}/{name}"),
    };
    let place = source.place(&review.source.nearest(&FieldPath::root()));
    let place = format!("({place})");
    writeln!(out, "{} {}", style.paint(Role::Strong, &name), style.paint(Role::Margin, &place))?;
    if !review.judgement.is_accepted() {
        let refused = "The API server refuses it, so there is nothing that it does:";
        paragraph("  ", &[Sentence::of(refused)], out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn show_note(note: &Note, out: &mut Output) -> io::Result<()> {
    let bullet = match note.level() {
        Level::Caution => "  ! ",
        Level::Fact => "  - ",
    };
    let place = Sentence::of("{0}:").term(note.path.to_string());
    paragraph(bullet, &[place, note.text.clone()], out)
}
