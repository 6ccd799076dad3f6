//! `netpol set`: one field of a manifest, by its path.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use netpol_core::assign::{Assignment, assign, parse_path};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::path::FieldPath;
use netpol_core::review::review;
use netpol_core::validate::ServerVersion;
use netpol_core::value::Value;
use netpol_core::yaml::{Content, Document, Origins, parse, reconcile};

use crate::Outcome;
use crate::files;
use crate::input::{self, Input, complain};
use crate::output::Output;
use crate::report::{ServerWords, Source};
use crate::summary::Tally;

/// Set fields of a manifest, and say what the API server would answer
///
/// A value is read as in a manifest: 80 is a number, '"80"' is text, and brackets make a list.
/// `PATH-` takes a field away. What a path goes through has to be there; the number behind that of the
/// last item of a list adds one.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// A file, or - for the standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to set.
    // The brackets would be links in the documentation.
    #[arg(
        value_name = "PATH=VALUE",
        required_unless_present = "unset",
        help = "What to set: spec.ingress[0].ports[0].port=8443, \
                'metadata.labels[example.com/tier]=web'"
    )]
    assignments: Vec<String>,
    /// Take a field away; can be given several times
    #[arg(long, value_name = "PATH")]
    unset: Vec<String>,
    /// The document to change, by its number among the objects of the file, from 0
    #[arg(long, value_name = "NUMBER", conflicts_with = "name")]
    document: Option<usize>,
    /// The document to change, by its metadata.name, or NAMESPACE/NAME
    #[arg(long)]
    name: Option<String>,
    /// Write the file instead of printing it
    #[arg(short, long)]
    write: bool,
}

const AFTER_HELP: &str = "\
The changed text is printed, or with --write written, whether or not the API server would accept it;
what it would refuse is said on the standard error.

Exit status:
  0  the field is set, and the policy is accepted
  1  the field is set, and the policy would be refused; or the text is no YAML
  2  the field cannot be set, a file cannot be read or written, or the arguments are wrong

Examples:
  netpol set web.yaml 'spec.ingress[0].ports[0].port=8443'
  netpol set web.yaml 'spec.ingress[0].ports[1]={protocol: UDP, port: 53}'
  netpol set web.yaml --name shop/web spec.policyTypes- --write";

/// Sets what was asked for in one document.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    if args.file.is_dir() {
        complain(&args.file.to_string_lossy(), "this is a directory; name one file", err)?;
        return Ok(Outcome::CannotRun);
    }
    if args.write && args.file == Path::new("-") {
        complain("-", "there is no file to be written; leave --write out", err)?;
        return Ok(Outcome::CannotRun);
    }
    let assignments = match assignments(args) {
        Ok(assignments) => assignments,
        Err(message) => {
            complain("set", &message, err)?;
            return Ok(Outcome::CannotRun);
        }
    };
    input::for_each(std::slice::from_ref(&args.file), err, |input, err| {
        let (number, text) = match changed(args, &input, &assignments) {
            Ok(changed) => changed,
            Err(Refusal::Message(message)) => {
                complain(&input.name, &message, err)?;
                return Ok(Outcome::CannotRun);
            }
            Err(Refusal::NoYaml(diagnostics)) => {
                for found in &diagnostics {
                    Source::new(&input).show(found, ServerWords::Hidden, err)?;
                }
                return Ok(Outcome::Findings);
            }
        };
        if !args.write {
            write!(out, "{text}")?;
        } else if let Err(error) = files::replace(&input.path, &text) {
            complain(&input.name, &format!("it cannot be written: {error}"), err)?;
            return Ok(Outcome::CannotRun);
        }
        judge(Input { text, ..input }, number, err)
    })
}

/// Why nothing is changed.
enum Refusal {
    /// What was asked for does not fit.
    Message(String),
    /// The document cannot be read, for these reasons.
    NoYaml(Vec<Diagnostic>),
}

/// The number of the document that is changed, and the text with the change.
fn changed(
    args: &Args,
    input: &Input,
    assignments: &[Assignment],
) -> Result<(usize, String), Refusal> {
    let (number, document) = chosen(args, input).map_err(Refusal::Message)?;
    let Content::Read(before) = &document.content else {
        return Err(Refusal::NoYaml(document.diagnostics));
    };
    let mut after = Value::clone(before);
    for assignment in assignments {
        after = assign(&after, &assignment.path, assignment.new.clone())
            .map_err(|error| Refusal::Message(error.to_string()))?;
    }
    let root = FieldPath::root();
    let done = reconcile(&input.text, &document, &root, &after, &Origins::default());
    Ok((number, done.text))
}

/// Reads what is to be set, in the order of the arguments, and then what is to be taken away.
fn assignments(args: &Args) -> Result<Vec<Assignment>, String> {
    let set = args.assignments.iter().map(|text| Assignment::parse(text));
    let unset =
        args.unset.iter().map(|text| parse_path(text).map(|path| Assignment { path, new: None }));
    set.chain(unset).collect::<Result<_, _>>().map_err(|error| error.to_string())
}

/// The document to be changed, and its number among those that are not empty.
fn chosen(args: &Args, input: &Input) -> Result<(usize, Document), String> {
    let documents = parse(&input.text).into_iter();
    let mut documents: Vec<(usize, Document)> =
        documents.filter(|document| document.content != Content::Empty).enumerate().collect();
    let names: Vec<String> = documents.iter().map(|(_, document)| name(document)).collect();
    let listed: Vec<String> =
        names.iter().enumerate().map(|(number, name)| format!("{number} {name}")).collect();
    let (count, listed) = (documents.len(), listed.join(", "));
    match (args.document, &args.name) {
        (Some(number), _) => documents.retain(|(at, _)| *at == number),
        (None, Some(wanted)) => documents.retain(|(at, _)| {
            let name = &names[*at];
            name == wanted || name.split_once('/').is_some_and(|(_, name)| name == wanted)
        }),
        (None, None) => {}
    }
    match documents.pop() {
        _ if count == 0 => Err("there is no object in it".to_owned()),
        Some(found) if documents.is_empty() => Ok(found),
        Some(_) => Err(format!(
            "there are {count} documents; choose one by --document or --name: {listed}"
        )),
        None => Err(format!("there is no such document; there is {listed}")),
    }
}

/// `namespace/name`, as far as there is one.
fn name(document: &Document) -> String {
    let Content::Read(value) = &document.content else { return "(no YAML)".to_owned() };
    let metadata = value.get("metadata");
    let text = |key| metadata.and_then(|metadata| metadata.get(key)).and_then(Value::as_str);
    match (text("namespace"), text("name")) {
        (Some(namespace), Some(name)) => format!("{namespace}/{name}"),
        (None, Some(name)) => name.to_owned(),
        (_, None) => "(no name)".to_owned(),
    }
}

/// Says what there is to say about the document that was changed.
fn judge(input: Input, number: usize, err: &mut Output) -> io::Result<Outcome> {
    let source = Source::new(&input);
    let reviews = review(&input.text, ServerVersion::LATEST);
    let Some(review) = reviews.get(number) else { return Ok(Outcome::Fine) };
    let mut tally = Tally::default();
    if tally.judges(review, input.choice) {
        for found in &review.diagnostics {
            source.show(found, ServerWords::Hidden, err)?;
        }
    }
    Ok(if tally.has_refused() { Outcome::Findings } else { Outcome::Fine })
}
