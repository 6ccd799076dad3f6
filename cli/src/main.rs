//! `netpol`: the core on the command line.
//!
//! Arguments in, core out: what is said about a policy comes from `netpol-core`, and only how it is
//! printed is decided here. Each command is a module; they share the reading of files (`input`), the
//! way findings look to people (`report`), and where it all goes (`output`, `files`). Those about
//! connections read pods and policies by `snapshot`. What machines get is `netpol_core::answers`.

mod canonical;
mod check;
mod describe;
mod diff;
mod explain;
mod files;
mod fmt;
mod input;
mod join;
mod junit;
mod new;
mod output;
mod probe;
mod reach;
mod render;
mod report;
mod sarif;
mod set;
mod snapshot;
mod split;
mod summary;
mod validate;
mod wrap;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

use output::{Color, Output};

/// A manifest becomes millions of small values; with the system's allocator half of the time is its.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Design Kubernetes NetworkPolicies that the API server accepts, and know what they do.
///
/// Works offline: no cluster is asked. Manifests are read as kubectl reads them and judged as the
/// API server judges them.
#[derive(Parser)]
#[command(name = "netpol", version, max_term_width = 100, after_help = AFTER_HELP)]
struct Cli {
    /// Use color: auto (on a terminal, unless NO_COLOR is set), always, or never
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    #[arg(hide_possible_values = true, display_order = 100)]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Validate(validate::Args),
    Describe(describe::Args),
    Render(render::Args),
    Reach(reach::Args),
    Explain(explain::Args),
    Check(check::Args),
    Diff(diff::Args),
    Probe(probe::Args),
    New(new::Args),
    Fmt(fmt::Args),
    Set(set::Args),
    Split(split::Args),
    Join(join::Args),
    Canonical(canonical::Args),
}

const AFTER_HELP: &str = "\
Exit status:
  0  nothing to complain about
  1  something was found: a policy that the API server refuses, text that is no YAML, an
     expectation that is not met, a difference
  2  could not run: wrong arguments, a file that cannot be read

Examples:
  netpol validate policies/
  netpol describe web.yaml
  netpol render policies/ > policies.html
  netpol reach shop.yaml policies/
  netpol check --expect expectations.yaml shop.yaml policies/
  netpol diff --cluster shop.yaml policies/ web.yaml
  netpol new allow-from-app --set namespace=shop --set callers=app=web
  netpol new P01 | netpol validate -
  netpol fmt --check policies/";

/// How a command ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// There is nothing to complain about.
    #[default]
    Fine,
    /// Something is wrong with the manifests.
    Findings,
    /// Something could not be done at all.
    CannotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        ExitCode::from(outcome as u8)
    }
}

fn main() -> ExitCode {
    let command = Cli::command().color(ColorChoice::Auto);
    let cli = match command.try_get_matches().and_then(|found| Cli::from_arg_matches(&found)) {
        Ok(cli) => cli,
        Err(usage) => {
            // Help asked for is no error; clap knows which stream it belongs to. When nobody reads
            // it, there is nobody to tell.
            let _ = usage.print();
            let outcome = if usage.use_stderr() { Outcome::CannotRun } else { Outcome::Fine };
            return outcome.into();
        }
    };
    let mut out = Output::stdout(cli.color);
    let mut err = Output::stderr(cli.color);
    let ran = run(&cli.command, &mut out, &mut err);
    let ended = ran.and_then(|outcome| out.flush().map(|()| outcome));
    let outcome = ended.unwrap_or_else(|error: io::Error| {
        let _ = writeln!(err, "netpol: the output cannot be written: {error}");
        Outcome::CannotRun
    });
    let _ = err.flush();
    outcome.into()
}

fn run(command: &Command, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    match command {
        Command::Validate(args) => validate::run(args, out, err),
        Command::Describe(args) => describe::run(args, out, err),
        Command::Render(args) => render::run(args, out, err),
        Command::Reach(args) => reach::run(args, out, err),
        Command::Explain(args) => explain::run(args, out, err),
        Command::Check(args) => check::run(args, out, err),
        Command::Diff(args) => diff::run(args, out, err),
        Command::Probe(args) => probe::run(args, out, err),
        Command::New(args) => new::run(args, out, err),
        Command::Fmt(args) => fmt::run(args, out, err),
        Command::Set(args) => set::run(args, out, err),
        Command::Split(args) => split::run(args, out, err),
        Command::Join(args) => join::run(args, out, err),
        Command::Canonical(args) => canonical::run(args, out, err),
    }
}
