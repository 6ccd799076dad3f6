//! `netpol explain`: why one connection is allowed or not.

use std::io::{self, Write};

use netpol_core::analysis::{Analysis, Explanation, NamedEnd, Openness, Side};
use netpol_core::describe::Sentence;
use netpol_core::describe::verdict::{self, Question};
use netpol_core::model::Direction;
use netpol_core::path::FieldPath;
use netpol_core::value::Value;

use crate::Outcome;
use crate::input::complain;
use crate::json::{JsonMap, list};
use crate::output::{Output, Role};
use crate::probe::Probe;
use crate::snapshot::{self, Place, Snapshot};
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
    let (snapshot, outcome) = Snapshot::read(&args.snapshot, err)?;
    let analysis = snapshot.analysis();
    let ends = find(&args.from, &snapshot, &analysis)
        .and_then(|from| Ok((from, find(&args.to, &snapshot, &analysis)?)));
    let (from, to) = match ends {
        Ok((from, to)) if from.pods.is_empty() && to.pods.is_empty() => {
            complain("explain", verdict::BOTH_OUTSIDE, err)?;
            return Ok(Outcome::CannotRun);
        }
        Ok(ends) => ends,
        Err(message) => {
            complain("explain", &message, err)?;
            return Ok(Outcome::CannotRun);
        }
    };
    let Probe { protocol, port } = args.port;
    let port = Some((protocol, port));
    let question = Question { from: &from.name, to: &to.name, port };
    let told = match from.is_same_pod(&to, &snapshot.cluster) {
        true => Told { answer: verdict::itself(&from.name), is_allowed: true, explanation: None },
        false => {
            let explanation =
                analysis.explain(from.class, to.class, args.port.protocol, args.port.port);
            let answer = verdict::answer(&question, &explanation);
            let is_allowed = explanation.is_allowed();
            Told { answer, is_allowed, explanation: Some(explanation) }
        }
    };
    match args.output {
        Form::Text => show(&question, &told, &snapshot, out)?,
        Form::Json => writeln!(out, "{}", to_json(&question, &told, &snapshot).to_json())?,
    }
    Ok(outcome)
}

/// What is to be said.
struct Told {
    answer: Sentence,
    is_allowed: bool,
    /// The reasons; none for a pod and itself.
    explanation: Option<Explanation>,
}

/// The end that a text names, or what is wrong with it.
fn find(text: &str, snapshot: &Snapshot, analysis: &Analysis) -> Result<NamedEnd, String> {
    let cluster = &snapshot.cluster;
    analysis.find(text, cluster).map_err(|unnamed| verdict::unnamed(text, &unnamed, cluster))
}

fn show(question: &Question, told: &Told, snapshot: &Snapshot, out: &mut Output) -> io::Result<()> {
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
        let sentence = verdict::side(question, direction, side, &snapshot.policies);
        paragraph("  ", &[sentence], out)?;
        for place in places(side, snapshot) {
            paragraph("  - ", &place, out)?;
        }
    }
    Ok(())
}

/// The policies and rules that decide a side, each after its place.
pub fn places(side: &Side, snapshot: &Snapshot) -> Vec<[Sentence; 2]> {
    let Side::Isolated { by, allowing } = side else { return Vec::new() };
    let at = |place: Place| Sentence::of_term(place.to_string()).text(":");
    let mut places = Vec::new();
    for &policy in by {
        let name = verdict::policy_name(&snapshot.policies[policy]);
        places.push([at(snapshot.place(policy, &FieldPath::root())), name]);
    }
    for place in allowing {
        let Some(said) = verdict::allowing(*place, &snapshot.policies) else { continue };
        places.push([at(snapshot.place(place.policy, &verdict::path(*place))), said]);
    }
    places
}

/// Both sides of a connection.
pub fn sides(explanation: &Explanation) -> [(Direction, &Side); 2] {
    [(Direction::Egress, &explanation.egress), (Direction::Ingress, &explanation.ingress)]
}

fn to_json(question: &Question, told: &Told, snapshot: &Snapshot) -> Value {
    let mut map = JsonMap::default();
    map.put("from", question.from);
    map.put("to", question.to);
    if let Some((protocol, port)) = question.port {
        map.put("protocol", protocol.as_str());
        map.put("port", i64::from(port));
    }
    map.put("allowed", Value::Bool(told.is_allowed));
    map.put("text", told.answer.to_string());
    let Some(explanation) = &told.explanation else { return map.finish() };
    if let Some(reason) = verdict::beyond_policies(explanation) {
        map.put("reason", reason.to_string());
    }
    for (direction, side) in sides(explanation) {
        let text = verdict::side(question, direction, side, &snapshot.policies);
        let mut said = JsonMap::default();
        said.put("allowed", Value::Bool(side.allows()));
        said.put("text", text.to_string());
        put_side(&mut said, side, snapshot);
        map.put(direction.rules_key(), said.finish());
    }
    map.finish()
}

fn put_side(map: &mut JsonMap, side: &Side, snapshot: &Snapshot) {
    let policy = |policy: usize| {
        let mut map = JsonMap::default();
        map.put("policy", verdict::policy_name(&snapshot.policies[policy]).to_string());
        map
    };
    match side {
        Side::Open(openness) => map.put(
            "open",
            match openness {
                Openness::NotIsolated => "not-isolated",
                Openness::Outside => "outside",
                Openness::HostNetwork => "host-network",
                Openness::NotEnforced => "not-enforced",
            },
        ),
        Side::Isolated { by, allowing } => {
            let isolating = list(by, |&number| {
                let mut map = policy(number);
                put_place(&mut map, &snapshot.place(number, &FieldPath::root()));
                map.finish()
            });
            map.put("isolatedBy", isolating);
            let allowing = list(allowing, |&place| {
                let mut map = policy(place.policy);
                let path = verdict::path(place);
                map.put("rule", path.to_string());
                put_place(&mut map, &snapshot.place(place.policy, &path));
                let text = verdict::allowing(place, &snapshot.policies);
                map.put("text", text.map(|text| text.to_string()).unwrap_or_default());
                map.finish()
            });
            map.put("allowedBy", allowing);
        }
    }
}

fn put_place(map: &mut JsonMap, place: &Place) {
    let number = |number| i64::try_from(number).unwrap_or(i64::MAX);
    map.put("file", place.file);
    map.put("line", number(place.line));
    map.put("column", number(place.column));
}
