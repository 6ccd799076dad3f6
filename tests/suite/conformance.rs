//! Promise one: what the API server was recorded to answer, we answer.
//!
//! `tests/corpus/validation` holds manifests with the answers of Kubernetes 1.37, and of servers
//! before 1.36 where those differ. The corpus is never edited to make this pass.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use netpol_core::validate::{Judgement, ServerVersion, Stage, validate};
use netpol_core::yaml::{Content, parse};
use serde_json::Value as Json;

/// How many cases the corpus has.
const CASES: usize = 562;
/// How many of them have another answer for servers before 1.36.
const OLD_CASES: usize = 39;

#[test]
fn every_recorded_answer_of_the_api_server_is_given() {
    let mut cases = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/validation"), &mut cases);
    let (old, new): (Vec<_>, Vec<_>) =
        cases.into_iter().partition(|path| path.to_string_lossy().ends_with(".v1.35.json"));
    let mut differences = Vec::new();
    let new_right = run(&new, ServerVersion::LATEST, &mut differences);
    let old_right = run(&old, ServerVersion { major: 1, minor: 35 }, &mut differences);
    netpol_tests::report_conformance(&format!(
        "{new_right} of {} validation cases, {old_right} of {} for servers before 1.36",
        new.len(),
        old.len()
    ));
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    assert_eq!((new.len(), old.len()), (CASES, OLD_CASES), "cases found");
}

/// Runs the cases; adds what differs and returns how many are right.
fn run(answers: &[PathBuf], server: ServerVersion, differences: &mut Vec<String>) -> usize {
    let mut right = 0;
    for path in answers {
        let before = differences.len();
        let name = path.to_string_lossy();
        let base = name.strip_suffix(".v1.35.json").or_else(|| name.strip_suffix(".json"));
        let text = fs::read_to_string(format!("{}.yaml", base.expect("the corpus is complete")))
            .expect("the corpus is complete");
        let expected: Json =
            serde_json::from_str(&fs::read_to_string(path).expect("the corpus is complete"))
                .expect("the corpus is complete");
        for difference in compare(&text, &expected, server) {
            differences.push(format!("{name}: {difference}"));
        }
        right += usize::from(differences.len() == before);
    }
    right
}

fn compare(text: &str, expected: &Json, server: ServerVersion) -> Vec<String> {
    let mut differences = Vec::new();
    let mut check = |what: &str, found: Json, expected: Json| {
        if found != expected {
            differences.push(format!("{what}\n  found    {found}\n  expected {expected}"));
        }
    };
    let stage = expected["stage"].as_str().expect("the corpus is complete");
    let judgement = match answer(text, server) {
        Answer::Judged(judgement) => *judgement,
        Answer::NoObject => {
            check(
                "a file without objects",
                "0 objects in the file".into(),
                expected["message"].clone(),
            );
            return differences;
        }
        Answer::Unreadable => {
            check("stage", Stage::Parse.as_str().into(), stage.into());
            return differences;
        }
    };
    check("stage", judgement.stage.as_str().into(), stage.into());
    check("accepted", judgement.is_accepted().into(), expected["accepted"].clone());
    check("policy", judgement.policy.is_some().into(), expected["accepted"].clone());
    check("causes", causes(&judgement), set(&expected["causes"]));
    check("strict", judgement.strict.clone().into(), list(&expected["strict"]));
    check("warnings", judgement.warnings.clone().into(), list(&expected["warnings"]));
    let stored = judgement.stored().map_or(Json::Null, |stored| {
        serde_json::from_str(&stored.to_json()).expect("the corpus is complete")
    });
    check("stored", stored, expected["stored"].clone());
    if !same_message(&judgement.message, expected) {
        check("message", judgement.message.as_str().into(), expected["message"].clone());
    }
    differences
}

enum Answer {
    NoObject,
    Unreadable,
    Judged(Box<Judgement>),
}

/// Reads the one object of a file and judges it.
fn answer(text: &str, server: ServerVersion) -> Answer {
    let mut judgements = Vec::new();
    for document in parse(text) {
        match document.content {
            Content::Empty => {}
            Content::Broken => return Answer::Unreadable,
            Content::Read(value) => judgements.push(validate(&value, server)),
        }
    }
    match judgements.pop() {
        None => Answer::NoObject,
        Some(judgement) if judgements.is_empty() => Answer::Judged(Box::new(judgement)),
        Some(_) => Answer::Unreadable,
    }
}

fn causes(judgement: &Judgement) -> Json {
    let cause = |cause: &netpol_core::diagnostic::Cause| serde_json::json!({ "type": cause.kind.as_str(), "field": cause.field, "message": cause.message });
    set(&judgement.causes().into_iter().map(cause).collect())
}

/// A list without its order and repetitions: Go's maps have no order.
fn set(list: &Json) -> Json {
    let items = list.as_array().into_iter().flatten();
    items.map(Json::to_string).collect::<BTreeSet<_>>().into_iter().collect()
}

fn list(value: &Json) -> Json {
    if value.is_null() { Json::Array(Vec::new()) } else { value.clone() }
}

/// Whether the messages agree: to the letter, but for the order of several complaints about one
/// map, which Go leaves to chance.
fn same_message(found: &str, expected: &Json) -> bool {
    let wanted = expected["message"].as_str().unwrap_or_default();
    let fields: Vec<&str> =
        causes_of(expected).filter_map(|cause| cause["field"].as_str()).collect();
    let is_map = |field: &str| field.ends_with("abels") || field.ends_with("annotations");
    let mut maps: Vec<&str> = fields.into_iter().filter(|field| is_map(field)).collect();
    let several = maps.len();
    maps.dedup();
    let by_chance = maps.len() < several;
    let letters = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    found == wanted || (by_chance && letters(found) == letters(wanted))
}

fn causes_of(expected: &Json) -> impl Iterator<Item = &Json> {
    expected["causes"].as_array().into_iter().flatten()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the corpus is complete")
        .map(|entry| entry.expect("the corpus is complete").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
}
