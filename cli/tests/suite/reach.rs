//! `netpol reach`: its forms, and what is said beside the answer.

use serde_json::{Value, json};

use crate::support::{BAD, DEPLOYMENT, Directory, SHOP};

#[test]
fn every_form_says_the_same() {
    let directory = Directory::with(&[("shop.yaml", SHOP)]);
    for (form, file) in [
        ("text", "reach.txt"),
        ("json", "reach.json"),
        ("csv", "reach.csv"),
        ("markdown", "reach.md"),
        ("dot", "reach.dot"),
    ] {
        directory.netpol(&format!("reach --output {form} shop.yaml")).is_golden(file);
    }
}

/// A pod, by its name and what else is in its metadata and spec.
fn pod(name: &str, metadata: &str, spec: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: shop{metadata}}}\nspec: \
         {{{spec}}}\n---\n"
    )
}

fn policy(name: &str, spec: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, \
         namespace: shop}}\nspec: {spec}\n---\n"
    )
}

/// The lines between pods that `reach` prints.
fn pairs(text: &str, options: &str) -> Vec<String> {
    let ran = Directory::new().netpol_reading(&format!("reach {options} -"), text);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let is_pair = |line: &&str| line.matches('/').count() == 2;
    ran.out.lines().filter(is_pair).map(str::to_owned).collect()
}

#[test]
fn pods_of_one_owner_are_one_end_unless_they_are_asked_for() {
    let owner = ", ownerReferences: [{kind: ReplicaSet, name: web}], labels: {v: ";
    let text = [
        pod("web-1", &format!("{owner}one}}"), ""),
        pod("web-2", &format!("{owner}two}}"), ""),
        pod("db", "", ""),
        policy("p", "{podSelector: {matchLabels: {v: one}}, policyTypes: [Ingress, Egress]}"),
    ]
    .concat();
    let expected =
        ["shop/db[Pod] -> shop/web[ReplicaSet]: all", "shop/web[ReplicaSet] -> shop/db[Pod]: all"];
    assert_eq!(pairs(&text, ""), expected);
    let expected = ["shop/db[Pod] -> shop/web-2[Pod]: all", "shop/web-2[Pod] -> shop/db[Pod]: all"];
    assert_eq!(pairs(&text, "--by pod"), expected);
}

#[test]
fn the_settings_of_the_engine_have_their_effect() {
    let address = "status: {podIP: 10.0.0.1}\n---\n";
    let text = [
        pod("a", "", "").trim_end_matches("---\n"),
        address,
        &pod("b", ", labels: {app: b}", ""),
        &pod("c", "", "hostNetwork: true"),
        &policy(
            "p",
            "{podSelector: {matchLabels: {app: b}}, ingress: [{from: [{ipBlock: {cidr: \
             10.0.0.0/8}}], ports: [{protocol: SCTP}, {port: 80}]}]}",
        ),
        &policy("q", "{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 80}]}]}"),
    ]
    .concat();
    let cases: [(&str, &[&str]); 4] = [
        (
            "",
            &[
                "shop/a[Pod] -> shop/c[Pod]: TCP 80",
                "shop/b[Pod] -> shop/a[Pod]: TCP 80",
                "shop/b[Pod] -> shop/c[Pod]: TCP 80",
                "shop/c[Pod] -> shop/a[Pod]: all",
            ],
        ),
        (
            "--ip-blocks-match-pods",
            &[
                "shop/a[Pod] -> shop/b[Pod]: TCP 80",
                "shop/a[Pod] -> shop/c[Pod]: TCP 80",
                "shop/b[Pod] -> shop/a[Pod]: TCP 80",
                "shop/b[Pod] -> shop/c[Pod]: TCP 80",
                "shop/c[Pod] -> shop/a[Pod]: all",
            ],
        ),
        (
            "--host-network-like-pods --no-sctp",
            &[
                "shop/a[Pod] -> shop/c[Pod]: TCP 80",
                "shop/b[Pod] -> shop/a[Pod]: TCP 80",
                "shop/b[Pod] -> shop/c[Pod]: TCP 80",
                "shop/c[Pod] -> shop/a[Pod]: TCP 80",
            ],
        ),
        (
            "--not-enforced --no-sctp",
            &[
                "shop/a[Pod] -> shop/b[Pod]: TCP all; UDP all",
                "shop/a[Pod] -> shop/c[Pod]: TCP all; UDP all",
                "shop/b[Pod] -> shop/a[Pod]: TCP all; UDP all",
                "shop/b[Pod] -> shop/c[Pod]: TCP all; UDP all",
                "shop/c[Pod] -> shop/a[Pod]: TCP all; UDP all",
                "shop/c[Pod] -> shop/b[Pod]: TCP all; UDP all",
            ],
        ),
    ];
    for (options, expected) in cases {
        assert_eq!(pairs(&text, options), expected, "{options}");
    }
}

#[test]
fn what_surprises_is_told_once_and_stops_nothing() {
    let names = "{podSelector: {}, ingress: [{ports: [{port: web}]}, {ports: [{port: 80}, {port: \
                 dns, protocol: UDP}]}]}";
    let mut text = policy("p", names);
    for number in 0..7 {
        text.push_str(&pod(&format!("node-{number}"), "", "hostNetwork: true"));
    }
    let containers = "containers: [{ports: [{name: web, containerPort: 80}]}]";
    text.push_str(&pod("web", "", containers));
    text.push_str(&policy("p", names));
    let ran = Directory::new().netpol_reading("reach -", &text);
    let expected = "\
<stdin>:46:1: warning: there is another policy shop/p at <stdin>:1:1; this one counts, because it \
                    comes later
warning: on the network of their node, so taken as not restricted: shop/node-0, shop/node-1, \
                    shop/node-2, shop/node-3, shop/node-4 and 2 more
<stdin>:49:80: warning: no container that this rule allows connections to has a UDP port named \
                    `dns`, so the name allows nothing
";
    assert_eq!((ran.err.as_str(), ran.status), (expected, 0));
    assert!(ran.out.contains("shop/node-1[Pod] -> shop/web[Pod]: TCP 80\n"), "{}", ran.out);
    let ran =
        Directory::new().netpol_reading("reach -", DEPLOYMENT.replace("Deploy", "X").as_str());
    let expected = "warning: no pod and no workload is in these files\n";
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), ("", expected, 0));
}

#[test]
fn refused_policies_are_told_and_left_out() {
    let text = format!("{BAD}---\n{SHOP}---\nkind: Ingress\n");
    let directory = Directory::with(&[("all.yaml", &text), ("shop.yaml", SHOP)]);
    let ran = directory.netpol("reach all.yaml");
    assert_eq!((ran.out, ran.status), (directory.netpol("reach shop.yaml").out, 1));
    assert!(ran.err.starts_with("all.yaml:12:15: error[NP004]"), "{}", ran.err);
    let ran = directory.netpol_reading("reach - shop.yaml missing.yaml", "kind: {{ x }}\n");
    assert!(ran.err.starts_with("<stdin>:1:"), "{}", ran.err);
    assert_eq!((ran.out, ran.status), (directory.netpol("reach shop.yaml").out, 2));
    // In a directory anything can lie.
    directory.write("chart/pod.yaml", b"kind: {{ x }}\n");
    directory.write("chart/values.yaml", b"replicas: 3\n");
    directory.write("chart/shop.yaml", SHOP.as_bytes());
    let ran = directory.netpol("reach chart");
    assert_eq!((ran.err.as_str(), ran.status), ("", 0));
    directory.write("chart/np.yaml", b"kind: NetworkPolicy\nname: {{ x }}\n");
    assert_eq!(directory.netpol("reach chart").status, 1);
}

#[test]
fn a_snapshot_is_one_list() {
    let directory = Directory::with(&[("shop.yaml", SHOP)]);
    let objects: Vec<Value> = directory.netpol("canonical shop.yaml").json();
    let list = json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string();
    let mut policies = objects.clone();
    policies.retain(|object| object["kind"] == "NetworkPolicy");
    for policy in &mut policies {
        let policy = policy.as_object_mut().expect("an object");
        policy.retain(|key, _| key != "kind" && key != "apiVersion");
    }
    let (version, kind) = ("networking.k8s.io/v1", "NetworkPolicyList");
    let typed = json!({"apiVersion": version, "kind": kind, "items": policies}).to_string();
    let pods = json!({"apiVersion": "v1", "kind": "List", "items": objects[..2]}).to_string();
    let expected = directory.netpol("reach shop.yaml").out;
    directory.write("list.json", list.as_bytes());
    directory.write("typed.json", typed.as_bytes());
    directory.write("pods.json", pods.as_bytes());
    for files in ["list.json", "pods.json typed.json"] {
        let ran = directory.netpol(&format!("reach {files}"));
        assert_eq!((ran.out.as_str(), ran.err.as_str()), (expected.as_str(), ""), "{files}");
    }
}

/// Names of pods are nowhere checked, so a form must not be broken by them.
#[test]
fn no_name_breaks_a_form() {
    let text = "kind: Pod\nmetadata: {name: \"a\\\"|`,\\\\\\n\\e\"}\n---\nkind: Pod\nmetadata: \
                {name: b}\n---\n";
    let directory = Directory::new();
    let first = |form: &str| {
        let ran = directory.netpol_reading(&format!("reach --output {form} -"), text);
        let lines = ran.out.lines().filter(|line| line.contains("b[Pod]") && line.len() > 40);
        lines.map(str::to_owned).next().expect("a line")
    };
    let json: Value = serde_json::from_str(first("json").trim_end_matches(',')).expect("JSON");
    assert_eq!(json["from"], "default/a\"|`,\\\n\u{1b}[Pod]");
    let expected = r#""default/a""|`,\\u{a}\u{1b}[Pod]",default/b[Pod],TCP,all"#;
    assert_eq!(first("csv"), expected);
    let expected = r#"| `default/a"\|',\\u{a}\u{1b}[Pod]` | `default/b[Pod]` | all |"#;
    assert_eq!(first("markdown"), expected);
    let expected = r#"  "default/a\"|`,\\\\u{a}\\u{1b}[Pod]" -> "default/b[Pod]" [label="all"];"#;
    assert_eq!(first("dot"), expected);
}
