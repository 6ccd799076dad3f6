//! `netpol render`: policies for pages, as pictures, diagrams, Markdown or HTML.

use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;

use clap::ValueEnum;
use netpol_core::describe::verdict;
use netpol_core::diagnostic::Severity;
use netpol_core::model::Policy;
use netpol_core::render;
use netpol_core::review::review;
use netpol_core::validate::ServerVersion;

use crate::Outcome;
use crate::input::{self, complain};
use crate::output::Output;
use crate::report::{ServerWords, Source};
use crate::summary::Tally;

/// Write policies for READMEs, documentation and print, without a program in them
///
/// The sentences of `describe` and the picture of the designer, in the notation of the page. Only of a
/// policy that the API server accepts can anything be said; the others are left out, and you are told
/// why it refuses them.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// Files, directories (every .yaml, .yml and .json below them), or - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// html: a whole page; markdown: headings, tables and lists; mermaid: a flowchart; svg: a picture of
    /// one policy
    #[arg(short, long, value_name = "FORM", default_value = "html", hide_possible_values = true)]
    output: Form,
    /// Only this policy; can be given several times
    #[arg(long, value_name = "NAMESPACE/NAME")]
    policy: Vec<String>,
    /// The title of an HTML page
    #[arg(long, value_name = "TEXT", default_value = "Network policies")]
    title: String,
    /// How deep headings in Markdown begin, from 1 to 6
    #[arg(long, value_name = "LEVEL", default_value_t = 2)]
    #[arg(value_parser = clap::value_parser!(u8).range(1..=6))]
    heading: u8,
    /// The version of the API server
    #[arg(long, value_name = "VERSION", default_value_t = ServerVersion::LATEST)]
    kubernetes_version: ServerVersion,
}

const AFTER_HELP: &str = "\
Exit status:
  0  every policy is written
  1  a policy is refused, or text is no YAML
  2  a file cannot be read, there is no such policy, or the arguments are wrong

Examples:
  netpol render policies/ > policies.html
  netpol render --output markdown --heading 3 policies/ >> README.md
  netpol render --output svg --policy shop/web policies/ > web.svg
  netpol new default-deny-egress | netpol render --output mermaid -";

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Html,
    Markdown,
    Mermaid,
    Svg,
}

/// Writes every policy of every file.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let mut tally = Tally::default();
    let mut policies: Vec<Rc<Policy>> = Vec::new();
    let read = input::for_each(&args.files, err, |input, err| {
        let source = Source::new(&input);
        for review in review(&input.text, args.kubernetes_version) {
            if !tally.judges(&review, input.choice) {
                continue;
            }
            let errors = review.diagnostics.iter();
            for found in errors.filter(|found| found.severity == Severity::Error) {
                source.show(found, ServerWords::Hidden, err)?;
            }
            policies.extend(review.judgement.policy);
        }
        Ok(Outcome::Fine)
    })?;
    let mut outcome = read.max(if tally.has_refused() { Outcome::Findings } else { Outcome::Fine });
    let name = |policy: &Policy| verdict::policy_name(policy).to_string();
    for wanted in &args.policy {
        if !policies.iter().any(|policy| name(policy) == *wanted) {
            complain(wanted, "there is no such policy in these files", err)?;
            outcome = Outcome::CannotRun;
        }
    }
    let is_wanted =
        |policy: &&Policy| args.policy.is_empty() || args.policy.contains(&name(policy));
    let chosen: Vec<&Policy> = policies.iter().map(Rc::as_ref).filter(is_wanted).collect();
    if chosen.is_empty() {
        if outcome == Outcome::Fine {
            complain("netpol render", "there is no NetworkPolicy in these files", err)?;
            outcome = Outcome::CannotRun;
        }
        return Ok(outcome);
    }
    match (args.output, &chosen[..]) {
        (Form::Html, _) => write!(out, "{}", render::html(&chosen, &args.title))?,
        (Form::Markdown, _) => {
            write!(out, "{}", render::markdown(&chosen, args.heading.into()))?;
        }
        (Form::Mermaid, _) => write!(out, "{}", render::mermaid(&chosen))?,
        (Form::Svg, [policy]) => write!(out, "{}", render::svg(policy))?,
        (Form::Svg, _) => {
            let names: Vec<String> = chosen.iter().map(|policy| name(policy)).collect();
            let what = "a picture is of one policy, and these are several";
            complain("netpol render", &format!("{what}: choose one by --policy"), err)?;
            for name in names {
                writeln!(err, "  --policy {name}")?;
            }
            return Ok(Outcome::CannotRun);
        }
    }
    Ok(outcome)
}
