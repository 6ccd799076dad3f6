//! `netpol check`: whether what is expected of connections holds.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use netpol_core::analysis::Analysis;
use netpol_core::answers::{JsonMap, list, port_list, port_words, sides};
use netpol_core::describe::verdict::{self, Question};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::expect::{self, End, Expectation, Failure};
use netpol_core::gather::{Expected, Gathered};
use netpol_core::model::Protocol;
use netpol_core::sentence::Sentence;
use netpol_core::value::Value;

use crate::input::{complain, display_name};
use crate::output::{Output, Role, plain};
use crate::snapshot;
use crate::wrap::paragraph;
use crate::{Outcome, explain, junit, sarif};

/// Check what shall be able to connect to what, and say what does not hold
///
/// Expectations are documents with a list of `expectations`. They are found beside the policies, in
/// the same files and directories, or named by --expect. Each is checked for every pair of its ends
/// and every port.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// A file or directory of which only the expectations count; can be given several times
    #[arg(short, long = "expect", value_name = "FILE")]
    expectations: Vec<PathBuf>,
    /// text for people, json (one object a line), or junit or sarif for what reads tests and findings
    #[arg(short, long, value_name = "FORM", default_value = "text", hide_possible_values = true)]
    output: Form,
    #[command(flatten)]
    snapshot: snapshot::Args,
}

const AFTER_HELP: &str = "\
An expectation:
  expectations:
  - name: the web reaches the database  # made of the rest where it is left out
    from: shop/web                      # a pod or workload, an address such as 10.0.0.0/8,
    to: {podSelector: {}}               # or a peer as in a policy; in all namespaces by itself
    ports: [TCP 5432, UDP 53-60]        # all where it is left out
    expect: allowed                     # or denied

One that finds no pair of ends says nothing, and is not met; nor is one with a name of a port that
no destination has.

Exit status:
  0  every expectation is met
  1  one is not met or says nothing that can be checked, a policy is refused, or text is no YAML
  2  there is no expectation, a file cannot be read, or the arguments are wrong

Examples:
  netpol check --expect expectations.yaml shop.yaml policies/
  netpol check --output junit shop.yaml expectations.yaml > report.xml
  netpol check --output sarif shop.yaml expectations.yaml > report.sarif";

/// How the answers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A line for each expectation, and more for those that are not met.
    Text,
    /// One object a line.
    Json,
    /// XML in the form of JUnit.
    Junit,
    /// SARIF 2.1.0.
    Sarif,
}

/// How many pairs are shown to people before the rest is counted.
const SHOWN: usize = 5;

/// An expectation and what came of it.
pub struct Checked {
    /// The name of the file, as it was given.
    pub file: String,
    /// The line and the column, from 1.
    pub position: (usize, usize),
    /// What people call it.
    pub name: String,
    /// What came of it.
    pub told: Told,
}

/// What came of an expectation.
pub enum Told {
    /// It holds.
    Met,
    /// It does not hold.
    Otherwise(Otherwise),
    /// There is no pair of ends, or no port of some name; in words.
    Nothing(String),
    /// It says nothing that can be checked.
    Unreadable(Diagnostic),
}

/// What is otherwise than expected.
pub struct Otherwise {
    /// What was expected and what is, in one line.
    message: String,
    /// The first pairs with their ports, and how many there are besides.
    pairs: Vec<String>,
    /// The reason for the first port of the first pair.
    reason: Vec<Sentence>,
    /// The policies and rules that decide it.
    places: Vec<[Sentence; 2]>,
}

/// Checks all expectations.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let (snapshot, expected, mut worst) =
        snapshot::read_with_expectations(&args.snapshot, &args.expectations, err)?;
    if expected.is_empty() {
        complain("check", "there is no expectation in these files", err)?;
        return Ok(Outcome::CannotRun);
    }
    let analysis = snapshot.analysis();
    snapshot::warn(&snapshot, &analysis, err)?;
    let mut all = Vec::with_capacity(expected.len());
    for expected in expected {
        let (checked, failures) = check(expected, &snapshot, &analysis);
        match args.output {
            Form::Text => show(&checked, out)?,
            Form::Json => writeln!(out, "{}", to_json(&checked, &failures, &snapshot).to_json())?,
            Form::Junit | Form::Sarif => {}
        }
        all.push(checked);
    }
    match args.output {
        Form::Text => tally(&all, out)?,
        Form::Json => {}
        Form::Junit => junit::write(&all, out)?,
        Form::Sarif => sarif::write(&all, out)?,
    }
    if !all.iter().all(Checked::is_met) {
        worst = worst.max(Outcome::Findings);
    }
    Ok(worst)
}

/// Checks one, with all pairs for which it does not hold.
fn check(expected: Expected, snapshot: &Gathered, analysis: &Analysis) -> (Checked, Vec<Failure>) {
    let Expected { file, position, content } = expected;
    let (name, told, failures) = match content {
        Ok(expectation) => {
            let outcome = expectation.check(&snapshot.cluster, analysis);
            let told = match outcome.failures.first() {
                Some(first) => {
                    Told::Otherwise(otherwise(&expectation, &outcome, first, snapshot, analysis))
                }
                None => match verdict::unchecked(&outcome) {
                    None => Told::Met,
                    Some(text) => Told::Nothing(text.to_string()),
                },
            };
            (expectation.name, told, outcome.failures)
        }
        Err(found) => (found.path.to_string(), Told::Unreadable(found), Vec::new()),
    };
    (Checked { file, position, name, told }, failures)
}

fn otherwise(
    expectation: &Expectation,
    outcome: &expect::Outcome,
    first: &Failure,
    snapshot: &Gathered,
    analysis: &Analysis,
) -> Otherwise {
    let (failed, pairs) = (outcome.failures.len(), outcome.pairs);
    let mut message = match expectation.allowed {
        true => "expected to be allowed, but denied".to_owned(),
        false => "expected to be denied, but allowed".to_owned(),
    };
    if pairs > 1 {
        message.push_str(&format!(" for {failed} of {pairs} pairs"));
    }
    let mut shown = Vec::new();
    for Failure { from, to, ports } in outcome.failures.iter().take(SHOWN) {
        let (from, to) = (end(from.0, snapshot), end(to.0, snapshot));
        shown.push(format!("{from} -> {to}: {}", port_words(ports)));
    }
    if failed > SHOWN {
        shown.push(format!("and {} more", failed - SHOWN));
    }
    let (reason, places) = reason(first, snapshot, analysis);
    Otherwise { message, pairs: shown, reason, places }
}

/// Why the first port of a pair is answered as it is.
fn reason(
    failure: &Failure,
    snapshot: &Gathered,
    analysis: &Analysis,
) -> (Vec<Sentence>, Vec<[Sentence; 2]>) {
    let Failure { from, to, ports } = failure;
    let first = |protocol: Protocol| Some((protocol, ports.intervals(protocol).first()?.0));
    let Some((protocol, port)) = Protocol::ALL.into_iter().find_map(first) else {
        return (Vec::new(), Vec::new());
    };
    let explanation = analysis.explain(from.1, to.1, protocol, port);
    let (from, to) = (end(from.0, snapshot), end(to.0, snapshot));
    let question = Question { from: &from, to: &to, port: Some((protocol, port)) };
    let mut said = vec![verdict::answer(&question, &explanation)];
    if let Some(beyond) = verdict::beyond_policies(&explanation) {
        said.push(beyond);
        return (said, Vec::new());
    }
    let mut places = Vec::new();
    for (direction, side) in sides(&explanation) {
        // One side that denies it is enough, whatever the other one says.
        if side.allows() == explanation.is_allowed() {
            said.push(verdict::side(&question, direction, side, &snapshot.policies));
            places.extend(explain::places(side, snapshot));
        }
    }
    (said, places)
}

fn end(end: End, snapshot: &Gathered) -> String {
    end.name(&snapshot.cluster)
}

impl Checked {
    /// Whether the expectation holds.
    pub fn is_met(&self) -> bool {
        matches!(self.told, Told::Met)
    }
}

impl Told {
    /// What is wrong, in one line; nothing if it is met.
    pub fn message(&self) -> String {
        match self {
            Told::Met => String::new(),
            Told::Otherwise(otherwise) => otherwise.message.clone(),
            Told::Nothing(text) => text.clone(),
            Told::Unreadable(found) => found.message.to_string(),
        }
    }

    /// What there is to know besides, a line each.
    pub fn details(&self) -> Vec<String> {
        match self {
            Told::Met | Told::Nothing(_) => Vec::new(),
            Told::Otherwise(otherwise) => {
                let mut lines = otherwise.pairs.clone();
                lines.push(joined(&otherwise.reason));
                lines.extend(otherwise.places.iter().map(|place| joined(place)));
                lines
            }
            Told::Unreadable(found) => found.help.iter().map(Sentence::to_string).collect(),
        }
    }
}

fn joined(sentences: &[Sentence]) -> String {
    let each: Vec<String> = sentences.iter().map(Sentence::to_string).collect();
    each.join(" ")
}

fn show(checked: &Checked, out: &mut Output) -> io::Result<()> {
    let style = out.style();
    let (word, role) = match checked.told {
        Told::Met => ("met", Role::Advice),
        Told::Otherwise(_) | Told::Nothing(_) => ("not met", Role::Error),
        // What is wrong with the text was said when it was read.
        Told::Unreadable(_) => return Ok(()),
    };
    let (line, column) = checked.position;
    let place = format!("{}:{line}:{column}", display_name(&checked.file));
    let name = style.paint(Role::Strong, &checked.name);
    writeln!(out, "{}: {}: {name}", plain(&place), style.paint(role, word))?;
    if checked.is_met() {
        return Ok(());
    }
    writeln!(out, "  {}", checked.told.message())?;
    let Told::Otherwise(otherwise) = &checked.told else { return Ok(()) };
    for pair in &otherwise.pairs {
        writeln!(out, "    {}", plain(pair))?;
    }
    paragraph("  ", &otherwise.reason, out)?;
    for place in &otherwise.places {
        paragraph("  - ", place, out)?;
    }
    Ok(())
}

/// Writes the last line: `3 expectations: 1 met, 1 not met, 1 not readable`.
fn tally(all: &[Checked], out: &mut Output) -> io::Result<()> {
    let met = all.iter().filter(|checked| checked.is_met()).count();
    let is_unreadable = |checked: &&Checked| matches!(checked.told, Told::Unreadable(_));
    let unreadable = all.iter().filter(is_unreadable).count();
    let one_or_many = if all.len() == 1 { "expectation" } else { "expectations" };
    write!(out, "\n{} {one_or_many}: {met} met", all.len())?;
    for (count, word) in [(all.len() - met - unreadable, "not met"), (unreadable, "not readable")] {
        if count > 0 {
            let text = format!("{count} {word}");
            write!(out, ", {}", out.style().paint(Role::Error, &text))?;
        }
    }
    writeln!(out)
}

fn to_json(checked: &Checked, failures: &[Failure], snapshot: &Gathered) -> Value {
    let number = |number| Value::from(i64::try_from(number).unwrap_or(i64::MAX));
    let mut map = JsonMap::default();
    map.put("file", checked.file.as_str());
    map.put("line", number(checked.position.0));
    map.put("column", number(checked.position.1));
    map.put("name", checked.name.as_str());
    map.put("met", Value::Bool(checked.is_met()));
    map.put("message", checked.told.message());
    let failures = list(failures, |failure| {
        let mut map = JsonMap::default();
        map.put("from", end(failure.from.0, snapshot));
        map.put("to", end(failure.to.0, snapshot));
        map.put("connections", port_list(&failure.ports));
        map.finish()
    });
    map.put("failures", failures);
    match &checked.told {
        Told::Met | Told::Nothing(_) => {}
        Told::Otherwise(otherwise) => map.put("reason", joined(&otherwise.reason)),
        Told::Unreadable(found) => {
            map.put("code", found.code.id);
            map.put("help", found.help.as_ref().map(Sentence::to_string).unwrap_or_default());
        }
    }
    map.finish()
}
