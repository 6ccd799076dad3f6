//! Every preset: its files, its manifest, and what is said about that.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use netpol_core::preset::{Arguments, PRESETS, Preset};
use netpol_core::value::Value;
use netpol_core::yaml::{self, Content};
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
            .map(|document| match document.content {
                Content::Read(value) => value,
                other => panic!("{}: {other:?}", preset.id),
            })
            .collect();
        assert_eq!(read, manifests, "{}", preset.id);
    }
}
