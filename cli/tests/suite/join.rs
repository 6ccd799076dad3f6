//! `netpol join`: several files as one stream.

use crate::support::{BAD, DEPLOYMENT, Directory, GOOD};

#[test]
fn separators_are_added_where_they_are_missing() {
    let directory = Directory::with(&[
        ("a.yaml", "# c\na: 1"),
        ("b.yaml", "---\nb: 2\n---\n"),
        ("c.yaml", "\u{feff}c: 3\n"),
        ("d.yaml", ""),
        ("e.yaml", "e: |\n  x\n"),
        ("f.json", "{\"f\": 6}\n"),
    ]);
    let ran = directory.netpol("join a.yaml b.yaml c.yaml d.yaml e.yaml f.json");
    let expected = "# c\na: 1\n---\nb: 2\n---\nc: 3\n---\ne: |\n  x\n---\n{\"f\": 6}\n";
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), (expected, "", 0));
}

#[test]
fn what_was_split_can_be_joined() {
    let stream = format!("{GOOD}---\n{DEPLOYMENT}---\n{BAD}");
    let directory = Directory::with(&[("all.yaml", &stream)]);
    let names = directory.netpol("split all.yaml --out d").out.replace('\n', " ");
    assert_eq!(directory.netpol(&format!("join {names}")).out, stream);
}

#[test]
fn what_would_be_read_otherwise_is_not_joined() {
    let directory = Directory::with(&[("a.json", "{\"a\":1}{\"b\":2}"), ("b.yaml", "c: 3\n")]);
    let ran = directory.netpol("join a.json b.yaml");
    assert_eq!((ran.out.as_str(), ran.status), ("", 2));
    assert!(ran.err.contains("netpol split"), "{}", ran.err);
}

#[test]
fn what_cannot_be_read_is_said_and_printed() {
    let directory = Directory::with(&[("a.yaml", "a: [\n"), ("b.yaml", "b: 1\n")]);
    let ran = directory.netpol("join a.yaml b.yaml");
    assert_eq!((ran.out.as_str(), ran.status), ("a: [\n---\nb: 1\n", 1));
    assert!(ran.err.starts_with("a.yaml:1:4: error[NP021]"), "{}", ran.err);
    let ran = directory.netpol("join none.yaml b.yaml");
    assert_eq!((ran.out.as_str(), ran.status), ("b: 1\n", 2));
}
