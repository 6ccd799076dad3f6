//! Files, directories, the standard input, and what cannot be read.

use std::process::Stdio;

use crate::support::{BAD, DEPLOYMENT, Directory, GOOD, Ran, netpol};

#[test]
fn directories_are_searched_in_the_order_of_names() {
    let directory = Directory::with(&[
        ("deep/b/two.yml", GOOD),
        ("deep/a.yaml", GOOD),
        ("deep/c.json", "{\"kind\": \"NetworkPolicy\"}"),
        ("deep/notes.txt", "kind: NetworkPolicy"),
        ("deep/values.yaml", "replicas: 3"),
        ("deep/chart.yaml", "name: {{ .Values.name }}"),
    ]);
    let ran = directory.netpol("validate --output json deep");
    let files: Vec<String> = ran.json().iter().map(|line| line["file"].to_string()).collect();
    let expected =
        ["deep/a.yaml", "deep/b/two.yml", "deep/c.json", "deep/chart.yaml", "deep/values.yaml"];
    assert_eq!(files, expected.map(|file| format!("\"{file}\"")));
    let ran = directory.netpol("validate deep");
    assert!(ran.out.ends_with(
        "2 policies accepted, 1 refused; 2 documents without a kind, or not readable, passed over\n"
    ));
    assert_eq!(ran.status, 1);
}

#[test]
fn what_is_no_object_is_a_mistake_only_in_a_file_that_was_named() {
    let directory = Directory::with(&[("d/values.yaml", "replicas: 3"), ("d/x.yaml", GOOD)]);
    assert_eq!(directory.netpol("validate d").status, 0);
    assert_eq!(directory.netpol("validate d/values.yaml").status, 1);
    assert_eq!(directory.netpol_reading("validate -", "replicas: 3").status, 1);
}

#[test]
fn the_standard_input_is_read() {
    let directory = Directory::new();
    let ran = directory.netpol_reading("validate -", BAD);
    assert!(ran.out.starts_with("<stdin>:12:15: error[NP004]"), "{}", ran.out);
    assert_eq!(ran.status, 1);
    let line = &directory.netpol_reading("validate --output json -", GOOD).json()[0];
    assert_eq!(line["file"], "-");
    assert_eq!(line["accepted"], true);
}

#[test]
fn what_cannot_be_read_does_not_stop_the_rest() {
    let directory = Directory::with(&[("good.yaml", GOOD), ("empty/notes.txt", "")]);
    directory.write("latin1.yaml", b"# ok\nname: f\xFCr\n");
    directory.write("utf16.yaml", b"\xFF\xFEk\0i\0");
    let ran = directory.netpol("validate missing.yaml latin1.yaml utf16.yaml empty good.yaml");
    ran.is_golden("unreadable.txt");
    let json = directory.netpol("validate --output json missing.yaml latin1.yaml good.yaml");
    assert_eq!((json.status, json.json().len()), (2, 1));
    for command in ["canonical", "describe"] {
        let ran = directory.netpol(&format!("{command} latin1.yaml good.yaml"));
        assert_eq!(ran.status, 2, "{command}");
        assert!(ran.err.starts_with("latin1.yaml:2:8: error: "), "{}", ran.err);
        assert!(ran.out.contains("web"), "{}", ran.out);
    }
}

#[cfg(unix)]
#[test]
fn links_to_directories_are_not_followed() {
    let directory = Directory::with(&[("d/good.yaml", GOOD)]);
    std::os::unix::fs::symlink(".", directory.path().join("d/again")).expect("a link");
    std::os::unix::fs::symlink("good.yaml", directory.path().join("d/link.yaml")).expect("a link");
    let ran = directory.netpol("validate d");
    assert_eq!(ran.out, "2 policies accepted\n");
}

#[test]
fn there_is_no_color_in_a_pipe() {
    let directory = Directory::with(&[("bad.yaml", BAD)]);
    assert!(!directory.netpol("validate bad.yaml").out.contains('\u{1b}'));
    assert!(!directory.netpol("--help").out.contains('\u{1b}'));
    assert!(directory.netpol("validate --color always bad.yaml").out.contains('\u{1b}'));
}

/// The status of `netpol … | head -1` is that of the whole text.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let many = format!("{BAD}---\n").repeat(400);
    let directory = Directory::with(&[("many.yaml", &many)]);
    for (line, status) in [("validate many.yaml", 1), ("canonical many.yaml", 0), ("new", 0)] {
        let mut command = netpol(directory.path());
        command.args(line.split(' ')).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        drop(child.stdout.take());
        let ran = child.wait_with_output().expect("it ends");
        assert_eq!(ran.status.code(), Some(status), "{line}");
        assert!(ran.stderr.is_empty(), "{}", String::from_utf8_lossy(&ran.stderr));
    }
}

#[test]
fn several_inputs_of_one_run_are_told_apart() {
    let directory = Directory::with(&[("a.yaml", BAD), ("d/b.yaml", DEPLOYMENT)]);
    let mut command = netpol(directory.path());
    let ran = Ran::of(command.args(["validate", "-o", "json", "a.yaml", "d", "-"]), GOOD);
    let files: Vec<String> = ran.json().iter().map(|line| line["file"].to_string()).collect();
    assert_eq!(files, ["\"a.yaml\"", "\"d/b.yaml\"", "\"-\""]);
}
