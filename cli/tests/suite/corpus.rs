//! The answers to the whole corpus, as machines get them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use netpol_tests::golden;
use serde_json::Value;

use crate::support::{Directory, Ran, netpol};

fn manifests() -> Vec<PathBuf> {
    let root = golden::workspace("tests/corpus/validation");
    let mut found = Vec::new();
    for area in fs::read_dir(root).expect("the corpus") {
        for file in fs::read_dir(area.expect("an area").path()).expect("an area") {
            let path = file.expect("a file").path();
            if path.extension().is_some_and(|extension| extension == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn expected(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).expect("JSON"))
}

/// A field as it is compared: causes as a set, because the server has them in no fixed order.
fn compared(answer: &Value, key: &str) -> Value {
    match (&answer[key], key) {
        (Value::Array(causes), "causes") => {
            let set: BTreeSet<String> = causes.iter().map(Value::to_string).collect();
            set.into_iter().map(Value::String).collect()
        }
        (value, _) => value.clone(),
    }
}

/// Compares the answers to some manifests, given in one run; returns how many are the same.
fn check(options: &[&str], cases: &[(PathBuf, Value)]) -> usize {
    let files = cases.iter().map(|(path, _)| path);
    let directory = Directory::new();
    let mut command = netpol(directory.path());
    let ran = Ran::of(command.args(["validate", "--output", "json"]).args(options).args(files), "");
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let mut answers: BTreeMap<PathBuf, Vec<Value>> = BTreeMap::new();
    for line in ran.json() {
        let file = PathBuf::from(line["file"].as_str().expect("a path"));
        answers.entry(file).or_default().push(line);
    }
    let mut wrong = Vec::new();
    for (path, expected) in cases {
        let answers = answers.remove(path).unwrap_or_default();
        let (stage, message) = (expected["stage"].as_str(), expected["message"].as_str());
        if message == Some("0 objects in the file") {
            if !answers.is_empty() {
                wrong.push(format!("{}: {answers:?}", path.display()));
            }
            continue;
        }
        assert_eq!(answers.len(), 1, "{}", path.display());
        assert_eq!(answers[0]["document"], 0, "{}", path.display());
        let keys: &[&str] = match stage {
            // Where text is no YAML, our own words matter more than those of a parser.
            Some("parse") => &["stage", "accepted", "causes", "strict", "stored"],
            Some("accepted") => &["stage", "accepted", "message", "warnings", "stored"],
            // With several causes the message has them in no fixed order.
            Some("validate") => &["stage", "accepted", "causes", "warnings", "stored"],
            _ => &["stage", "accepted", "message", "causes", "strict", "warnings", "stored"],
        };
        for key in keys {
            let (wanted, got) = (compared(expected, key), compared(&answers[0], key));
            if wanted != got {
                wrong.push(format!("{} {key}: wanted {wanted}, got {got}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(answers.is_empty(), "answers that nobody asked for");
    cases.len()
}

#[test]
fn the_answers_are_those_of_the_corpus() {
    let cases: Vec<(PathBuf, Value)> = manifests()
        .into_iter()
        .filter_map(|path| Some((path.clone(), expected(&path.with_extension("json"))?)))
        .collect();
    let latest = check(&[], &cases);
    let cases: Vec<(PathBuf, Value)> = manifests()
        .into_iter()
        .filter_map(|path| Some((path.clone(), expected(&path.with_extension("v1.35.json"))?)))
        .collect();
    let older = check(&["--kubernetes-version", "1.35"], &cases);
    println!("netpol validate: {latest} answers, and {older} of version 1.35, as recorded");
    assert_eq!((latest, older), (562, 39));
}

/// What kubectl sends is judged like the text that it was read from, and read as itself again.
#[test]
fn what_is_sent_is_judged_like_the_text() {
    let directory = Directory::new();
    let accepted = |answer: &Value| answer["accepted"] == true;
    let mut count = 0;
    for path in manifests() {
        let Some(expected) = expected(&path.with_extension("json")) else { continue };
        let sent = Ran::of(netpol(directory.path()).arg("canonical").arg(&path), "");
        let is_yaml =
            expected["stage"] != "parse" || expected["message"] == "0 objects in the file";
        assert_eq!(sent.status, i32::from(!is_yaml), "{}", path.display());
        if sent.out.is_empty() {
            continue;
        }
        assert_eq!(directory.netpol_reading("canonical -", &sent.out).out, sent.out);
        if accepted(&expected) {
            let answer = &directory.netpol_reading("validate -o json -", &sent.out).json()[0];
            assert_eq!(answer["stored"], expected["stored"], "{}", path.display());
            count += 1;
        }
    }
    assert_eq!(count, 182);
}

/// One run for each case, so that the exit status can be held against the answer.
#[test]
fn the_exit_status_says_whether_a_case_is_accepted() {
    let directory = Directory::new();
    for path in manifests() {
        let Some(expected) = expected(&path.with_extension("json")) else { continue };
        let is_fine =
            expected["accepted"] == true || expected["message"] == "0 objects in the file";
        let ran = Ran::of(netpol(directory.path()).arg("validate").arg(&path), "");
        assert_eq!(ran.status, i32::from(!is_fine), "{}", path.display());
        assert_eq!(ran.out.contains("error["), !is_fine, "{}\n{}", path.display(), ran.out);
    }
}
