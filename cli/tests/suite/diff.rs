//! `netpol diff`: what has changed, in every form, and which pods are compared.

use serde_json::Value;

use crate::support::{BAD, Directory, EXPECTATIONS, SHOP};

/// [`SHOP`] with other rules: the web loses a port to the database and gets another, one range of
/// addresses is gone and one is wider.
fn other_shop() -> String {
    let rules = SHOP.split_once("  ingress:\n").expect("rules").0;
    let other = "  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 5433}]
  - from: [{ipBlock: {cidr: 10.0.0.0/9, except: [10.1.0.0/16]}}]
    ports: [{port: 22}, {port: 23}, {port: 8000, endPort: 8010}, {port: 53, protocol: UDP}]
  - from: [{ipBlock: {cidr: 10.1.0.0/17}}]
---
kind: Job
metadata: {name: backup, namespace: shop}
";
    [rules, other].concat()
}

/// The policies of a text alone.
fn policies(text: &str) -> String {
    let is_policy = |document: &&str| document.contains("kind: NetworkPolicy");
    text.split("---\n").filter(is_policy).collect::<Vec<_>>().join("---\n")
}

#[test]
fn every_form_says_the_same() {
    let directory = Directory::with(&[("a.yaml", SHOP), ("b.yaml", &other_shop())]);
    for (form, file) in [("text", "diff.txt"), ("json", "diff.json"), ("markdown", "diff.md")] {
        directory.netpol(&format!("diff --output {form} a.yaml b.yaml")).is_golden(file);
    }
}

#[test]
fn what_is_the_same_is_no_difference() {
    let directory = Directory::with(&[("a.yaml", SHOP), ("dir/shop.yaml", SHOP)]);
    directory.write("dir/expectations.yaml", EXPECTATIONS.as_bytes());
    directory.write("empty.yaml", b"");
    for (line, expected) in [
        ("diff a.yaml a.yaml", "no difference\n"),
        ("diff a.yaml dir", "no difference\n"),
        ("diff -o markdown a.yaml dir", "No difference.\n"),
        ("diff -o json a.yaml dir", "{\"onlyBefore\":[],\"onlyAfter\":[],\"changes\":[\n]}\n"),
    ] {
        let ran = directory.netpol(line);
        assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), (expected, "", 0), "{line}");
    }
    let ran = directory.netpol_reading("diff - a.yaml", SHOP);
    assert_eq!((ran.out.as_str(), ran.status), ("no difference\n", 0));
    let ran = directory.netpol("diff empty.yaml empty.yaml");
    let expected = "warning: no pod and no workload is in these files\n";
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), ("no difference\n", expected, 0));
}

/// The lines about connections.
fn changes(directory: &Directory, line: &str) -> Vec<String> {
    let ran = directory.netpol(&format!("diff {line}"));
    assert_eq!((ran.err.as_str(), ran.status), ("", 1), "{line}\n{}", ran.out);
    ran.out.lines().filter(|line| line.contains(" -> ")).map(str::to_owned).collect()
}

#[test]
fn policies_alone_are_compared_over_the_pods_of_the_other_or_of_a_cluster() {
    let other = other_shop().split("---\nkind: Job").next().expect("policies").to_owned();
    let pods = SHOP.replace("NetworkPolicy", "Other");
    let directory = Directory::with(&[
        ("a.yaml", SHOP),
        ("b.yaml", &other),
        ("a-policies.yaml", &policies(SHOP)),
        ("b-policies.yaml", &policies(&other)),
        ("pods.yaml", &pods),
    ]);
    let expected = changes(&directory, "a.yaml b.yaml");
    assert_eq!(expected.len(), 5);
    for line in [
        "a.yaml b-policies.yaml",
        "a-policies.yaml b.yaml",
        "--cluster pods.yaml a-policies.yaml b-policies.yaml",
        // Of the policies there nothing is taken, and pods of a version take the place of others.
        "--cluster a.yaml a-policies.yaml b-policies.yaml",
        "--cluster a.yaml a.yaml b.yaml",
    ] {
        assert_eq!(changes(&directory, line), expected, "{line}");
    }
    // Other labels in one version: a policy does not select the pod any more.
    directory.write("c.yaml", SHOP.replace("labels: {app: db}", "labels: {app: sql}").as_bytes());
    let relabeled = changes(&directory, "--cluster pods.yaml a.yaml c.yaml");
    assert_eq!(
        relabeled[0], "added: shop/db[StatefulSet] -> shop/web[Deployment]: all",
        "{relabeled:?}"
    );
}

#[test]
fn pods_of_one_owner_are_one_end_unless_they_are_asked_for() {
    let pods = "\
kind: Pod
metadata: {name: a-1, namespace: shop, labels: {v: one}, ownerReferences: [{kind: Job, name: a}]}
---
kind: Pod
metadata: {name: a-2, namespace: shop, ownerReferences: [{kind: Job, name: a}]}
---
kind: Pod
metadata: {name: b, namespace: shop}
---
";
    let closed = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, \
                  namespace: shop}\nspec: {podSelector: {matchLabels: {v: one}}}\n";
    let directory = Directory::with(&[("a.yaml", pods), ("b.yaml", &[pods, closed].concat())]);
    let outside = |name: &str| {
        let range = |range: &str| format!("removed: {range} -> shop/{name}: all");
        [range("0.0.0.0-255.255.255.255"), range("::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    };
    let mut apart = vec![
        "removed: shop/a-2[Pod] -> shop/a-1[Pod]: all".to_owned(),
        "removed: shop/b[Pod] -> shop/a-1[Pod]: all".to_owned(),
    ];
    apart.extend(outside("a-1[Pod]"));
    assert_eq!(changes(&directory, "--by pod a.yaml b.yaml"), apart);
    // The other pod of the owner may still be reached.
    assert_eq!(directory.netpol("diff a.yaml b.yaml").out, "no difference\n");
    assert_eq!(directory.netpol("diff --by pod --not-enforced a.yaml b.yaml").status, 0);
}

#[test]
fn what_cannot_be_compared_is_told() {
    let directory = Directory::with(&[("a.yaml", SHOP), ("bad.yaml", BAD), ("dir/x.txt", "")]);
    for (line, reason) in [
        ("diff a.yaml missing.yaml", "missing.yaml: error: there is no such file or directory\n"),
        ("diff missing.yaml a.yaml", "missing.yaml: error: there is no such file or directory\n"),
        ("diff --cluster missing.yaml a.yaml a.yaml", "missing.yaml: error: there is no such"),
        ("diff a.yaml dir", "dir: error: there is no .yaml, .yml or .json file"),
        ("diff - -", "diff: error: the standard input can be read only once\n"),
        ("diff --cluster - - a.yaml", "diff: error: the standard input can be read only once\n"),
    ] {
        let ran = directory.netpol(line);
        assert_eq!((ran.out.as_str(), ran.status), ("", 2), "{line}");
        assert!(ran.err.starts_with(reason), "{line}: {}", ran.err);
    }
    let ran = directory.netpol("diff a.yaml bad.yaml");
    assert!(ran.err.starts_with("bad.yaml:12:15: error[NP004]"), "{}", ran.err);
    assert_eq!(ran.status, 1);
    let both = [SHOP, "---\n", BAD.replace("name: db", "name: bad").as_str()].concat();
    directory.write("both.yaml", both.as_bytes());
    let ran = directory.netpol("diff a.yaml both.yaml");
    assert_eq!((ran.out.as_str(), ran.status), ("no difference\n", 1));
}

#[test]
fn warnings_are_told_once() {
    let host =
        "---\nkind: Pod\nmetadata: {name: host, namespace: shop}\nspec: {hostNetwork: true}\n";
    let names = SHOP.replace("port: sql", "port: sqk");
    let directory = Directory::with(&[
        ("a.yaml", &[SHOP, host].concat()),
        ("b.yaml", &[&names, host].concat()),
    ]);
    for line in ["diff a.yaml b.yaml", "diff b.yaml a.yaml"] {
        let ran = directory.netpol(line);
        assert_eq!(ran.err.matches("on the network of their node").count(), 1, "{}", ran.err);
        assert_eq!(ran.err.matches("b.yaml:27:7: warning").count(), 1, "{}", ran.err);
    }
}

/// Names of pods and files are nowhere checked, so a form must not be broken by them.
#[test]
fn no_name_breaks_a_form() {
    let pod = "kind: Pod\nmetadata: {name: \"a\\\"|`,\\\\\\n\\e\"}\n";
    let directory =
        Directory::with(&[("a.yaml", pod), ("b.yaml", "kind: Pod\nmetadata: {name: b}\n")]);
    let run = |form: &str| directory.netpol(&format!("diff -o {form} a.yaml b.yaml")).out;
    let json: Value = serde_json::from_str(&run("json")).expect("JSON");
    assert_eq!(json["onlyBefore"][0], "default/a\"|`,\\\n\u{1b}[Pod]");
    assert_eq!(json["onlyAfter"][0], "default/b[Pod]");
    let expected = "Only in `a.yaml`: `default/a\"\\|',\\\\u{a}\\u{1b}[Pod]`\n\nOnly in `b.yaml`: \
                    `default/b[Pod]`\n";
    assert_eq!(run("markdown"), expected);
    assert!(run("text").starts_with("only in a.yaml: default/a\"|`,\\\\u{a}\\u{1b}[Pod]\n"));
}
