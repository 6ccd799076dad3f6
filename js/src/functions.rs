//! The functions: data in, JSON text out.
//!
//! What they answer is made by the core; here it is only asked for. An error is a wrong argument.

use netpol_core::analysis::{Changes, Reach};
use netpol_core::answers::{self, Findings};
use netpol_core::gather::{Choice, File, Gathered, Gathering};
use netpol_core::review::{Subject, review};
use netpol_core::validate::{ServerVersion, Stage};
use netpol_core::value::Value;
use netpol_core::yaml::{self, Content};

use crate::arguments::{JUDGING, Misuse, Options, SETTINGS, files};

/// What every function here is: arguments in, JSON out.
pub type Function = fn(&[Value]) -> Result<String, Misuse>;

type Answer = Result<String, Misuse>;

/// The options of `reach`, besides the settings.
pub const REACH: &[&str] = &["by"];
/// The options of `probe`, besides the settings.
pub const PROBE: &[&str] = &["probes", "ips"];
/// The options of `diff`, besides the settings.
pub const DIFF: &[&str] = &["by", "cluster"];

/// All functions with their names.
pub const ALL: &[(&str, Function)] = &[
    ("parse", parse),
    ("validate", validate),
    ("describe", describe),
    ("emit", emit),
    ("canonical", canonical),
    ("reach", reach),
    ("probe", probe),
    ("diff", diff),
    ("version", version),
];

/// The function with a name.
pub fn named(name: &str) -> Option<Function> {
    ALL.iter().find(|(other, _)| *other == name).map(|(_, function)| *function)
}

/// An argument; one that is left out is nothing, and so is `null`.
fn argument(given: &[Value], at: usize) -> Option<&Value> {
    given.get(at).filter(|given| !given.is_null())
}

/// `parse(files)`
pub fn parse(given: &[Value]) -> Answer {
    each_document(given, answers::reading, false)
}

/// `canonical(files)`; kubectl stops at a document that it cannot read.
pub fn canonical(given: &[Value]) -> Answer {
    each_document(given, answers::canonical, true)
}

fn each_document(
    given: &[Value],
    answer: fn(&File, usize, yaml::Document) -> Value,
    stops: bool,
) -> Answer {
    let mut all = Vec::new();
    for file in files("files", argument(given, 0))? {
        let mut number = 0;
        for document in yaml::parse(file.text()) {
            if matches!(document.content, Content::Empty) {
                continue;
            }
            let is_last = stops && matches!(document.content, Content::Broken);
            all.push(answer(&file, number, document));
            number += 1;
            if is_last {
                break;
            }
        }
    }
    Ok(Value::List(all).to_json())
}

/// `validate(files, options)`
pub fn validate(given: &[Value]) -> Answer {
    let server = Options::new(argument(given, 1), &[JUDGING])?.server()?;
    let mut all = Vec::new();
    for file in files("files", argument(given, 0))? {
        for (document, review) in review(file.text(), server).iter().enumerate() {
            let is_ours = review.subject != Subject::OtherKind;
            let findings = if is_ours { Findings::Told } else { Findings::Untold };
            all.push(answers::validation(&file, document, review, findings));
            // kubectl stops here: there is no answer to what follows in this text.
            if review.judgement.stage == Stage::Parse {
                break;
            }
        }
    }
    Ok(Value::List(all).to_json())
}

/// `describe(files, options)`
pub fn describe(given: &[Value]) -> Answer {
    let server = Options::new(argument(given, 1), &[JUDGING])?.server()?;
    let mut all = Vec::new();
    for file in files("files", argument(given, 0))? {
        for (document, review) in review(file.text(), server).iter().enumerate() {
            if review.subject != Subject::OtherKind {
                all.push(answers::description(&file, document, review));
            }
        }
    }
    Ok(Value::List(all).to_json())
}

/// `emit(value)`
pub fn emit(given: &[Value]) -> Answer {
    let value = given.first().ok_or("the value has to be plain data, not undefined")?;
    Ok(Value::from(yaml::emit(value)).to_json())
}

/// `reach(files, options)`
pub fn reach(given: &[Value]) -> Answer {
    let options = Options::new(argument(given, 1), &[SETTINGS, REACH])?;
    let grouping = options.grouping()?;
    let snapshot = snapshot(given, &options)?;
    let analysis = snapshot.analysis();
    let mut reach = Reach::new(&snapshot.cluster, &analysis, grouping);
    written(&mut |write| answers::reach(&mut reach, write))
}

/// `probe(files, options)`
pub fn probe(given: &[Value]) -> Answer {
    let options = Options::new(argument(given, 1), &[SETTINGS, PROBE])?;
    let (probes, addresses) = (options.probes("probes")?, options.addresses("ips")?);
    let snapshot = snapshot(given, &options)?;
    let analysis = snapshot.analysis();
    written(&mut |write| answers::probes(&snapshot, &analysis, &probes, &addresses, write))
}

/// `diff(before, after, options)`
pub fn diff(given: &[Value]) -> Answer {
    let options = Options::new(argument(given, 2), &[SETTINGS, DIFF])?;
    let (grouping, settings) = (options.grouping()?, options.settings()?);
    let server = options.server()?;
    let version = |what: &str, at: usize| -> Result<Gathered, Misuse> {
        let mut gathering = Gathering::new(server);
        if let Some(cluster) = options.get("cluster") {
            for file in files("cluster", Some(cluster))? {
                gathering.add_pods(&file, Choice::Named);
            }
        }
        for file in files(what, argument(given, at))? {
            gathering.add(&file, Choice::Named);
        }
        Ok(gathering.finish(settings))
    };
    let (mut before, mut after) = (version("before", 0)?, version("after", 1)?);
    Gathered::share_pods(&mut before, &mut after);
    let analyses = [before.analysis(), after.analysis()];
    let changes = Changes::between(
        &mut Reach::new(&before.cluster, &analyses[0], grouping),
        &mut Reach::new(&after.cluster, &analyses[1], grouping),
    );
    written(&mut |write| answers::differences(&changes, write))
}

/// `version()`
pub fn version(_: &[Value]) -> Answer {
    let latest = ServerVersion::LATEST.to_string();
    let text = |key: &str, text: &str| (key.to_owned(), Value::from(text));
    let version = text("version", env!("CARGO_PKG_VERSION"));
    Ok(Value::Map(vec![version, text("kubernetesVersion", &latest)]).to_json())
}

/// The cluster and the policies of the first argument.
fn snapshot(given: &[Value], options: &Options) -> Result<Gathered, Misuse> {
    let mut gathering = Gathering::new(options.server()?);
    for file in files("files", argument(given, 0))? {
        gathering.add(&file, Choice::Named);
    }
    Ok(gathering.finish(options.settings()?))
}

/// How long an answer may be: engines have no longer texts than about half a gigabyte, and a module
/// that runs out of memory is of no use any more.
const LONGEST: usize = 400_000_000;

/// Everything that is written, as one text.
fn written(work: &mut dyn FnMut(&mut answers::Write<'_, Misuse>) -> Result<(), Misuse>) -> Answer {
    let mut text = String::new();
    work(&mut |piece| {
        if text.len() + piece.len() > LONGEST {
            return Err("the answer has more than 400 MB; ask about fewer ends".to_owned());
        }
        text.push_str(piece);
        Ok(())
    })?;
    Ok(text)
}
