//! `netpol set`: one field by its path.

use std::process::Command;

use crate::support::{BAD, DEPLOYMENT, Directory, GOOD, Ran, netpol};

/// Runs `netpol set` with arguments that may have blanks.
fn set(directory: &Directory, arguments: &[&str]) -> Ran {
    let mut command: Command = netpol(directory.path());
    Ran::of(command.arg("set").args(arguments), "")
}

#[test]
fn fields_are_set_added_and_taken_away() {
    let directory = Directory::with(&[("web.yaml", GOOD)]);
    let cases = [
        ("spec.ingress[0].ports[0].port=8443", "port: 8080", "port: 8443"),
        ("spec.ingress[0].ports[0].port=http", "port: 8080", "port: http"),
        (
            "spec.ingress[0].ports[0].endPort=8090",
            "port: 8080\n",
            "port: 8080\n      endPort: 8090\n",
        ),
        ("spec.ingress[0].ports[0].protocol-", "- protocol: TCP\n      port", "- port"),
        ("spec.ingress[0].ports[1]={port: 9090}", "port: 8080\n", "port: 8080\n    - port: 9090\n"),
        (
            "metadata.labels={example.com/tier: \"1\"}",
            "  namespace: shop\n",
            "  namespace: shop\n  labels:\n    example.com/tier: \"1\"\n",
        ),
    ];
    for (assignment, old, new) in cases {
        let ran = set(&directory, &["web.yaml", assignment]);
        assert_eq!((ran.err.as_str(), ran.status), ("", 0), "{assignment}");
        assert_eq!(ran.out, GOOD.replacen(old, new, 1), "{assignment}");
    }
    let ran = set(&directory, &["web.yaml", "--unset", "spec.policyTypes", "metadata.name=x"]);
    assert!(ran.out.contains("name: x\n") && !ran.out.contains("policyTypes"), "{}", ran.out);
    assert_eq!(directory.read("web.yaml"), GOOD);
}

#[test]
fn a_file_is_written_when_asked() {
    let directory = Directory::with(&[("web.yaml", GOOD)]);
    let ran = set(&directory, &["web.yaml", "--write", "metadata.name=web2"]);
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), ("", "", 0));
    assert_eq!(directory.read("web.yaml"), GOOD.replace("name: web\n", "name: web2\n"));
}

#[test]
fn what_the_server_would_refuse_is_said_and_still_done() {
    let directory = Directory::with(&[("web.yaml", GOOD)]);
    let ran = set(&directory, &["web.yaml", "-w", "spec.ingress[0].ports[0].port=70000"]);
    ran.is_golden("set-refused.txt");
    assert!(directory.read("web.yaml").contains("port: 70000"));
}

#[test]
fn the_document_is_chosen() {
    let stream = format!("# first\n{DEPLOYMENT}--- # policies\n{GOOD}---\n# none\n---\n{BAD}");
    let directory = Directory::with(&[("all.yaml", &stream)]);
    let expected = stream.replace("name: web\n", "name: new\n");
    for choice in [["--document", "1"], ["--name", "shop/web"]] {
        let ran = set(&directory, &["all.yaml", "metadata.name=new", choice[0], choice[1]]);
        assert_eq!((ran.out.as_str(), ran.status), (expected.as_str(), 0), "{}", ran.err);
    }
    let ran = set(&directory, &["all.yaml", "metadata.name=new"]);
    assert!(ran.err.contains("--name: 0 web, 1 shop/web, 2 shop/db"), "{}", ran.err);
    for choice in [["--document", "3"], ["--name", "none"], ["--name", "web"]] {
        let ran = set(&directory, &["all.yaml", "metadata.name=new", choice[0], choice[1]]);
        assert_eq!((ran.out.as_str(), ran.status), ("", 2), "{choice:?}");
    }
}

#[test]
fn what_cannot_be_set_is_said_with_place_and_remedy() {
    let directory = Directory::with(&[("web.yaml", GOOD), ("bad.yaml", "a: [\n"), ("e.yaml", "")]);
    let cases = [
        (
            "spec.egress[0].to=[]",
            "web.yaml: error: spec.egress: there is no such field (there is podSelector, \
                 policyTypes, ingress; or set this field first)\n",
        ),
        (
            "spec.ingress[2]={}",
            "web.yaml: error: spec.ingress: the list has one item, [0] (use one of them, or set \
                 [1] to add one)\n",
        ),
        (
            "spec",
            "set: error: spec: this says no value (write the path, `=`, and the value, or the \
                 path and `-`)\n",
        ),
    ];
    for (assignment, expected) in cases {
        let ran = set(&directory, &["web.yaml", assignment]);
        assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), ("", expected, 2));
    }
    let ran = set(&directory, &["bad.yaml", "a=1"]);
    assert!(ran.err.starts_with("bad.yaml:1:4: error[NP021]") && ran.status == 1, "{}", ran.err);
    for line in ["set e.yaml a=1", "set . a=1", "set - a=1 -w", "set web.yaml", "set no.yaml a=1"] {
        let ran = directory.netpol(line);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}");
    }
}
