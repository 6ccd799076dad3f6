//! `netpol explain`: the verdict, its reasons and their places.

use crate::support::{BAD, Directory, Ran, SHOP, netpol};

fn explain(directory: &Directory, from: &str, to: &str, port: &str, more: &[&str]) -> Ran {
    let mut command = netpol(directory.path());
    let asked = ["explain", "--from", from, "--to", to, "--port", port];
    Ran::of(command.args(asked).args(more), "")
}

#[test]
fn both_sides_are_told_with_the_places_of_rules() {
    let directory = Directory::with(&[("shop.yaml", SHOP)]);
    let file = "shop.yaml";
    explain(&directory, "shop/web", "shop/db", "TCP 5432", &[file])
        .is_golden("explain-allowed.txt");
    explain(&directory, "10.1.0.1", "shop/db", "TCP 22", &[file]).is_golden("explain-denied.txt");
    let json = ["--output", "json", file];
    explain(&directory, "10.2.0.1", "shop/db", "UDP 53", &json).is_golden("explain.json");
    explain(&directory, "shop/db", "shop/web", "TCP 80", &json).is_golden("explain-denied.json");
    let no_sctp = ["--no-sctp", file];
    explain(&directory, "shop/web", "10.0.0.1", "SCTP 1", &no_sctp).is_golden("explain-sctp.txt");
}

const PODS: &str = "\
kind: Pod
metadata: {name: a-1, namespace: shop, labels: {v: one}, ownerReferences: [{kind: Job, name: a}]}
status: {podIP: 10.0.0.1}
---
kind: Pod
metadata: {name: a-2, namespace: shop, labels: {v: two}, ownerReferences: [{kind: Job, name: a}]}
---
kind: Pod
metadata: {name: b, namespace: shop, ownerReferences: [{kind: Job, name: b}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: shop}
spec: {podSelector: {matchLabels: {v: one}}}
";

#[test]
fn an_end_is_a_pod_a_workload_or_an_address() {
    let directory = Directory::with(&[("pods.yaml", PODS)]);
    let cases = [
        ("shop/b", "shop/a-1", "shop/b cannot connect to shop/a-1 on TCP 80."),
        ("shop/b[Job]", "shop/a-2", "shop/b[Job] may connect to shop/a-2 on TCP 80."),
        ("shop/b", "10.0.0.1", "shop/b cannot connect to shop/a-1 (10.0.0.1) on TCP 80."),
        ("shop/b", "10.0.0.2", "shop/b may connect to 10.0.0.2 on TCP 80."),
        ("shop/b", "shop/b", "shop/b always reaches itself; policies have no say in that."),
    ];
    for (from, to, expected) in cases {
        let ran = explain(&directory, from, to, "TCP 80", &["pods.yaml"]);
        assert_eq!((ran.out.lines().next(), ran.status), (Some(expected), 0), "{}", ran.err);
    }
}

#[test]
fn an_end_that_is_not_there_or_is_several_is_an_error() {
    let directory = Directory::with(&[("pods.yaml", PODS)]);
    let cases = [
        ("shop/x", "there is no pod or workload `shop/x` in these files"),
        ("x/b", "there is no pod or workload `x/b` in these files"),
        ("shop/b[Pod]x", "there is no pod or workload `shop/b[Pod]x` in these files"),
        ("b", "`b` is neither NAMESPACE/NAME nor an address; write shop/web, or 10.0.0.1"),
        (
            "shop/a",
            "`shop/a` is several that policies tell apart; name one: shop/a-1[Pod], shop/a-2[Pod]",
        ),
        ("1.1.1.1", "both ends are addresses outside of the cluster; policies are about pods"),
    ];
    for (from, reason) in cases {
        let to = if from == "1.1.1.1" { "1.1.1.2" } else { "shop/b" };
        let ran = explain(&directory, from, to, "TCP 80", &["pods.yaml"]);
        assert_eq!((ran.out.as_str(), ran.status), ("", 2), "{from}");
        assert_eq!(ran.err, format!("explain: error: {reason}\n"));
    }
}

#[test]
fn a_refused_policy_decides_nothing() {
    let directory = Directory::with(&[("shop.yaml", SHOP), ("bad.yaml", BAD)]);
    let files = ["bad.yaml", "shop.yaml"];
    let ran = explain(&directory, "shop/db", "shop/web", "TCP 80", &files);
    assert!(ran.err.starts_with("bad.yaml:12:15: error[NP004]"), "{}", ran.err);
    assert_eq!(ran.status, 1);
    let alone = explain(&directory, "shop/db", "shop/web", "TCP 80", &["shop.yaml"]);
    assert_eq!(ran.out, alone.out);
}
