//! `netpol explain`: why one connection is allowed or not.

use std::io::{self, Write};

use netpol_core::analysis::Side;
use netpol_core::answers::{self, Probe, Told, sides};
use netpol_core::describe::verdict;
use netpol_core::gather::{Gathered, Place};
use netpol_core::model::Direction;
use netpol_core::sentence::Sentence;

use crate::Outcome;
use crate::input::{complain, display_place};
use crate::output::{Output, Role};
use crate::snapshot;
use crate::validate::Form;
use crate::wrap::paragraph;

/// Say whether a connection is allowed, and which rules of which policies decide it
///
/// An end is a pod or a workload, or an address. The address of a pod in the files is that pod. Both
/// ends are looked at: egress of the source and ingress of the destination.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The source: NAMESPACE/NAME, or an address
    #[arg(long, value_name = "END")]
    from: String,
    /// The destination: NAMESPACE/NAME, or an address
    #[arg(long, value_name = "END")]
    to: String,
    /// The protocol and the port of the destination: "TCP 80"
    #[arg(long, value_name = "PORT")]
    port: Probe,
    /// text for people, or json: one object
    #[arg(short, long, value_name = "FORM", default_value = "text", hide_possible_values = true)]
    output: Form,
    #[command(flatten)]
    snapshot: snapshot::Args,
}

const AFTER_HELP: &str = "\
NAMESPACE/NAME[KIND], as netpol reach prints it, tells apart what has the same name.

Exit status:
  0  there is an answer, whichever
  1  a policy is refused and left out, or text is no YAML
  2  there is no such end, a file cannot be read, or the arguments are wrong

Examples:
  netpol explain --from shop/web --to shop/db --port \"TCP 5432\" shop.yaml
  netpol explain --from 1.1.1.1 --to shop/web --port \"TCP 80\" --output json shop.yaml";

/// Explains one connection.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let (snapshot, outcome) = snapshot::read(&args.snapshot, err)?;
    let analysis = snapshot.analysis();
    let told = match answers::explain(&args.from, &args.to, args.port, &snapshot, &analysis) {
        Ok(told) => told,
        Err(message) => {
            complain("explain", &message, err)?;
            return Ok(Outcome::CannotRun);
        }
    };
    match args.output {
        Form::Text => show(&told, &snapshot, out)?,
        Form::Json => writeln!(out, "{}", answers::explanation(&told, &snapshot).to_json())?,
    }
    Ok(outcome)
}

fn show(told: &Told, snapshot: &Gathered, out: &mut Output) -> io::Result<()> {
    paragraph("", std::slice::from_ref(&told.answer), out)?;
    let Some(explanation) = &told.explanation else { return Ok(()) };
    if let Some(reason) = verdict::beyond_policies(explanation) {
        paragraph("", &[reason], out)?;
    }
    let style = out.style();
    for (direction, side) in sides(explanation) {
        let heading = match direction {
            Direction::Egress => "Egress of the source",
            Direction::Ingress => "Ingress of the destination",
        };
        let (word, role) = match side.allows() {
            true => ("allowed", Role::Strong),
            false => ("denied", Role::Error),
        };
        writeln!(out, "\n{heading}: {}", style.paint(role, word))?;
        let sentence = verdict::side(&told.question(), direction, side, &snapshot.policies);
        paragraph("  ", &[sentence], out)?;
        for place in places(side, snapshot) {
            paragraph("  - ", &place, out)?;
        }
    }
    Ok(())
}

/// The policies and rules that decide a side, each after its place.
pub fn places(side: &Side, snapshot: &Gathered) -> Vec<[Sentence; 2]> {
    let at = |place: &Place| Sentence::of("{0}:").term(display_place(place));
    let places = answers::places(side, snapshot).into_iter();
    places.map(|(place, said)| [at(&place), said]).collect()
}
