//! `netpol split`: one file an object.

use std::fs;

use crate::support::{BAD, DEPLOYMENT, Directory, GOOD};

#[test]
fn every_object_gets_a_file_with_its_bytes() {
    let stream = format!(
        "# All of it.\n--- # the first\n{GOOD}# end of it\n---\n{DEPLOYMENT}---\n---\n{BAD}# last\n"
    );
    let directory = Directory::with(&[("all.yaml", &stream)]);
    let ran = directory.netpol("split all.yaml --out deep/objects");
    let expected =
        "deep/objects/shop-web.yaml\ndeep/objects/deployment-web.yaml\ndeep/objects/shop-db.yaml\n";
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), (expected, "", 0));
    let first = format!("# All of it.\n# the first\n{GOOD}# end of it\n");
    assert_eq!(directory.read("deep/objects/shop-web.yaml"), first);
    assert_eq!(directory.read("deep/objects/deployment-web.yaml"), DEPLOYMENT);
    assert_eq!(directory.read("deep/objects/shop-db.yaml"), format!("{BAD}# last\n"));
}

#[test]
fn names_are_safe_and_apart() {
    let object = |name: &str| format!("kind: NetworkPolicy\nmetadata: {{name: {name:?}}}\n---\n");
    let names = ["../../etc", "a", "A", "a-2", ".hidden", "x:y"];
    let text: String = names.into_iter().map(object).collect();
    let directory = Directory::new();
    let ran = directory.netpol_reading("split - --out .", &format!("{text}b: 1\n"));
    let expected = "./etc.yaml\n./a.yaml\n./A-2.yaml\n./a-2-2.yaml\n./hidden.yaml\n./x-y.yaml\n\
        ./object-7.yaml\n";
    assert_eq!((ran.out.as_str(), ran.err.as_str()), (expected, ""));
}

#[test]
fn items_of_a_list_become_objects_of_their_own() {
    let list = "kind: List\napiVersion: v1\nitems:\n\
        - {kind: NetworkPolicy, metadata: {name: a, namespace: ns}, spec: {podSelector: {}}}\n\
        - kind: Service\n  metadata: {name: s}\n";
    let directory = Directory::new();
    let ran = directory.netpol_reading("split - --out .", list);
    assert_eq!((ran.out.as_str(), ran.status), ("./ns-a.yaml\n./service-s.yaml\n", 0));
    let expected =
        "kind: NetworkPolicy\nmetadata:\n  name: a\n  namespace: ns\nspec:\n  podSelector: {}\n";
    assert_eq!(directory.read("ns-a.yaml"), expected);
}

#[test]
fn nothing_is_overwritten_without_being_told() {
    let directory = Directory::with(&[("in.yaml", GOOD), ("d/shop-web.yaml", "mine")]);
    let ran = directory.netpol("split in.yaml --out d");
    assert_eq!((ran.out.as_str(), ran.status), ("", 2));
    assert!(ran.err.starts_with("d/shop-web.yaml: error: it is there already"), "{}", ran.err);
    assert_eq!(directory.read("d/shop-web.yaml"), "mine");
    assert_eq!(directory.netpol("split in.yaml --out d --force").status, 0);
    assert_eq!(directory.read("d/shop-web.yaml"), GOOD);
}

#[test]
fn what_cannot_be_read_is_not_split() {
    let directory =
        Directory::with(&[("in.yaml", &format!("{GOOD}---\na: [\n")), ("d/x.yaml", "")]);
    let ran = directory.netpol("split in.yaml --out objects");
    assert_eq!((ran.out.as_str(), ran.status), ("", 1));
    assert!(ran.err.contains("error[NP021]"), "{}", ran.err);
    assert!(fs::metadata(directory.path().join("objects")).is_err());
    for (line, status) in [
        ("split d --out o", 2),
        ("split no.yaml --out o", 2),
        ("split d/x.yaml --out o", 1),
        ("split in.yaml", 2),
    ] {
        assert_eq!(directory.netpol(line).status, status, "{line}");
    }
}
