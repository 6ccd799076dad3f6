//! Every preset: its files, its manifest, and what is said about that.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use netpol_core::describe::{self, Level};
use netpol_core::model::Policy;
use netpol_core::preset::{Arguments, Kind, PRESETS, Preset};
use netpol_core::sentence::Sentence;
use netpol_core::validate::{ServerVersion, validate};
use netpol_core::value::Value;
use netpol_core::yaml;
use netpol_tests::golden;

const FOLDER: &str = "core/src/preset/presets";

/// The name of a preset's files: `p01_default_deny_ingress`.
fn stem(preset: &Preset) -> String {
    format!("{}_{}", preset.id.to_lowercase(), preset.name.replace('-', "_"))
}

/// The manifests with the default answers.
fn example(preset: &Preset) -> Vec<Value> {
    preset.build(&Arguments::default()).expect("defaults that fit")
}

/// The manifests as one text.
fn text(manifests: &[Value]) -> String {
    manifests.iter().map(yaml::emit).collect::<Vec<String>>().join("---\n")
}

/// The policy that a manifest is; only an accepted one is a policy.
fn policy(manifest: &Value) -> Result<Rc<Policy>, String> {
    let judgement = validate(manifest, ServerVersion::default());
    let refusal =
        format!("{}\n{}{:?}", judgement.message, yaml::emit(manifest), judgement.warnings);
    let is_fine = judgement.is_accepted() && judgement.diagnostics.is_empty();
    judgement.policy.filter(|_| is_fine).ok_or(refusal)
}

/// Everything that is said about a policy: its line, its paragraph, its notes.
fn description(policy: &Policy) -> String {
    let mut text = format!("{}: {}\n\n", policy.name, describe::summary(policy));
    for sentence in describe::policy(policy) {
        text.push_str(&format!("{sentence}\n"));
    }
    for note in describe::notes(policy) {
        let mark = match note.level() {
            Level::Caution => '!',
            Level::Fact => '-',
        };
        text.push_str(&format!("\n{mark} {}\n  {}", note.path, note.text));
    }
    text.push('\n');
    text
}

/// Compares one golden file for each preset, and reports all that differ.
#[track_caller]
fn check_files(path: impl Fn(&str) -> PathBuf, actual: impl Fn(&Preset) -> String) {
    let compare = |preset: &&Preset| golden::compare(&path(&stem(preset)), &actual(preset)).err();
    let differences: Vec<String> = PRESETS.iter().filter_map(compare).collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_file_belongs_to_a_registered_preset() {
    let stems = PRESETS.iter().map(|preset| stem(preset));
    let expected: BTreeSet<String> =
        stems.flat_map(|stem| ["md", "rs", "yaml"].map(|kind| format!("{stem}.{kind}"))).collect();
    let entries = fs::read_dir(golden::workspace(FOLDER)).expect("the folder of the presets");
    let names = entries.map(|entry| entry.expect("a file").file_name());
    let found: BTreeSet<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_example_is_the_reviewed_manifest() {
    let path = |stem: &str| golden::workspace(FOLDER).join(stem).with_extension("yaml");
    check_files(path, |preset| text(&example(preset)));
}

#[test]
fn every_example_is_read_back_as_it_was_built() {
    for preset in PRESETS {
        let manifests = example(preset);
        let read: Vec<Value> = yaml::parse(&text(&manifests))
            .into_iter()
            .map(|document| document.content.into_value().expect(preset.id))
            .collect();
        assert_eq!(read, manifests, "{}", preset.id);
    }
}

#[test]
fn every_example_is_accepted_by_the_api_server() {
    for preset in PRESETS {
        for manifest in example(preset) {
            assert_eq!(policy(&manifest).err(), None, "{}", preset.id);
        }
    }
}

#[test]
fn every_example_is_described_as_reviewed() {
    let path =
        |stem: &str| golden::workspace("tests/corpus/describe").join(stem).with_extension("txt");
    check_files(path, |preset| {
        let said = |manifest: &Value| description(&policy(manifest).expect("an accepted example"));
        example(preset).iter().map(said).collect::<Vec<String>>().join("\n---\n")
    });
}

#[test]
fn sentences_begin_with_a_capital_or_the_authors_data_and_end_with_a_full_stop() {
    let check = |sentence: &Sentence| {
        let text = sentence.to_string();
        let starts = text.starts_with(|first: char| !first.is_lowercase())
            || matches!(sentence.phrases().first(), Some(netpol_core::sentence::Phrase::Term(_)));
        assert!(starts && text.ends_with('.') && !text.contains("  "), "{text}");
    };
    for manifest in PRESETS.iter().flat_map(|preset| example(preset)) {
        let policy = policy(&manifest).expect("an accepted example");
        describe::policy(&policy).iter().for_each(check);
        describe::notes(&policy).iter().for_each(|note| check(&note.text));
    }
    describe::general_notes().iter().for_each(|note| check(&note.text));
}

/// Answers that a hurried or a wicked author could give.
const ODD_ANSWERS: &[&str] = &[
    "",
    "*",
    "**",
    ",",
    ";",
    "=",
    "a",
    "a=b",
    "a=",
    "=b",
    "a=b=c",
    "A=B",
    "a.b/c=d",
    "a/b/c=d",
    "a/=b",
    "a=b,c=d",
    "a=b,a=b",
    "a=b;c=d",
    "a b=c",
    "a=b c",
    "-a=b",
    "a=-b",
    "a=\"b\"",
    "a=true",
    "a=1.0",
    "a_=b",
    "é=b",
    "a=é",
    "a\n=b",
    "a: b=c",
    "{a=b}",
    "shop",
    "Shop",
    "shop-",
    "-shop",
    "1",
    "01",
    "0",
    "65535",
    "65536",
    "-1",
    "1-2",
    "2-1",
    "0-1",
    "1-65536",
    "1-1",
    "1–2",
    "http",
    "HTTP",
    "h--p",
    "-http",
    "http-",
    "80http",
    "1234567890abcde",
    "1234567890abcdef",
    "TCP",
    "tcp 80",
    "UDP 53, TCP 53",
    "SCTP 1-2",
    "ICMP",
    "ICMP 8",
    "any",
    "all 80",
    "TCP80",
    "80/TCP",
    "TCP:80",
    "80 443",
    "TCP 80 443",
    "80,",
    "80;443",
    "upstream",
    "none",
    "openshift",
    "null",
    "~",
    "[]",
    "{}",
    "#",
    "a=b # c",
    "\t",
    "kubernetes.io/metadata.name=a",
];

#[test]
fn whatever_is_answered_the_manifest_is_accepted_or_the_answer_refused() {
    let long = ["a".repeat(63), "a".repeat(64), format!("{}=b", "a".repeat(64))];
    let long = long.iter().cloned().chain([format!("a={}", "b".repeat(63))]);
    let answers: Vec<String> =
        ODD_ANSWERS.iter().map(|text| text.to_string()).chain(long).collect();
    let (mut built, mut refused) = (0, 0);
    for preset in PRESETS {
        for parameter in preset.parameters {
            for answer in &answers {
                match preset.build(&Arguments::default().with(parameter.name, answer)) {
                    Err(errors) => {
                        refused += 1;
                        assert!(errors.iter().all(|error| error.parameter == parameter.name));
                    }
                    Ok(manifests) => {
                        built += 1;
                        for manifest in manifests {
                            let label = format!("{} {}={answer}", preset.id, parameter.name);
                            let policy = policy(&manifest).err().filter(|_| {
                                !(parameter.kind == Kind::Namespace && answer.trim().is_empty())
                            });
                            assert_eq!(policy, None, "{label}");
                        }
                    }
                }
            }
        }
    }
    assert!(built > 500 && refused > 5_000, "{built} built, {refused} refused");
}
