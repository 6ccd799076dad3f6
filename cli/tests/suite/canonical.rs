//! `netpol canonical`: what kubectl reads.

use crate::support::Directory;

#[test]
fn scalars_are_what_kubectl_reads() {
    let text =
        "b: on\na: [010, 1_000, \"on\", 1.10, ~, 2001-01-01]\n--- # next\n# nothing\n---\n5\n";
    let ran = Directory::new().netpol_reading("canonical -", text);
    assert_eq!(ran.out, "{\"a\":[8,1000,\"on\",1.1,null,\"2001-01-01\"],\"b\":true}\n5\n");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
}

#[test]
fn nothing_is_sent_after_what_cannot_be_read() {
    let directory =
        Directory::with(&[("a.yaml", "a: 1\n---\nb: [\n---\nc: 1\n"), ("z.yaml", "z: 1")]);
    let ran = directory.netpol("canonical a.yaml z.yaml");
    assert_eq!(ran.out, "{\"a\":1}\n{\"z\":1}\n");
    assert!(ran.err.starts_with("a.yaml:3:4: error[NP021]"), "{}", ran.err);
    assert_eq!(ran.status, 1);
}

#[test]
fn two_spellings_of_an_object_give_one_line() {
    let directory = Directory::with(&[
        ("a.yaml", "kind: X\nlabels: {b: \"1\", a: yes}\n"),
        ("b.json", "{\"labels\": {\"a\": true, \"b\": \"1\"}, \"kind\": \"X\"}"),
    ]);
    let ran = directory.netpol("canonical a.yaml b.json");
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines[0], lines[1]);
}
