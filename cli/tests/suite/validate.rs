//! `netpol validate` for people and for machines.

use crate::support::{BAD, DEPLOYMENT, Directory, GOOD};

#[test]
fn findings_show_the_place_and_what_helps() {
    let directory = Directory::with(&[("bad.yaml", BAD), ("good.yaml", GOOD)]);
    directory.netpol("validate bad.yaml good.yaml").is_golden("validate.txt");
    directory.netpol("validate --server-words bad.yaml").is_golden("validate-server-words.txt");
    directory.netpol("validate --color always bad.yaml").is_golden("validate-color.txt");
    directory.netpol("validate --output json bad.yaml good.yaml").is_golden("validate.json");
}

#[test]
fn the_exit_status_tells_errors_from_warnings() {
    let warned = GOOD.replace("port: 8080", "port: 8080\n      port: 8081");
    let directory =
        Directory::with(&[("good.yaml", GOOD), ("warned.yaml", &warned), ("bad.yaml", BAD)]);
    let cases = [
        ("validate good.yaml", 0),
        ("validate --deny-warnings good.yaml", 0),
        ("validate warned.yaml", 0),
        ("validate --deny-warnings warned.yaml", 1),
        ("validate bad.yaml", 1),
        ("validate good.yaml bad.yaml", 1),
        ("validate missing.yaml", 2),
        ("validate bad.yaml missing.yaml good.yaml", 2),
        ("validate", 2),
        ("validate --kubernetes-version new good.yaml", 2),
    ];
    for (line, status) in cases {
        assert_eq!(directory.netpol(line).status, status, "{line}");
        if !line.ends_with("validate") && !line.contains("new") {
            let json = directory.netpol(&format!("{line} --output json"));
            assert_eq!(json.status, status, "{line} --output json");
        }
    }
}

#[test]
fn the_server_version_decides_about_sloppy_ranges() {
    let sloppy = GOOD.replace(
        "podSelector:\n        matchLabels:\n          app: api",
        "ipBlock: {cidr: 10.0.0.1/8}",
    );
    let directory = Directory::with(&[("sloppy.yaml", &sloppy)]);
    assert_eq!(directory.netpol("validate sloppy.yaml").status, 1);
    let older = directory.netpol("validate --kubernetes-version v1.35.2 sloppy.yaml");
    assert_eq!(older.status, 0);
    assert!(older.out.ends_with("1 policy accepted, 1 warning\n"), "{}", older.out);
}

#[test]
fn objects_of_other_kinds_are_counted_and_not_judged() {
    let stream = format!("{DEPLOYMENT}---\n{GOOD}---\n{DEPLOYMENT}");
    let directory = Directory::with(&[("all.yaml", &stream)]);
    let ran = directory.netpol("validate all.yaml");
    assert_eq!(ran.out, "1 policy accepted; 2 objects of other kinds not judged\n");
    assert_eq!(ran.status, 0);
    let lines = directory.netpol("validate --output json all.yaml").json();
    let told = |line: &serde_json::Value| (line["document"].clone(), line["stage"].clone());
    assert_eq!(
        lines.iter().map(told).collect::<Vec<_>>(),
        [(0.into(), "decode".into()), (1.into(), "accepted".into()), (2.into(), "decode".into())]
    );
    assert!(lines.iter().all(|line| line.get("diagnostics").is_none()));
}

#[test]
fn a_policy_of_a_removed_version_is_an_error() {
    let directory = Directory::with(&[
        ("old.yaml", &GOOD.replace("networking.k8s.io/v1", "extensions/v1beta1")),
        ("case.yaml", &GOOD.replace("NetworkPolicy", "networkpolicy")),
        ("calico.yaml", &GOOD.replace("networking.k8s.io/v1", "projectcalico.org/v3")),
    ]);
    let ran = directory.netpol("validate .");
    assert_eq!(ran.status, 1);
    assert_eq!(ran.out.matches("error[NP019]").count(), 2, "{}", ran.out);
    assert!(ran.out.ends_with("2 documents refused; 1 object of another kind not judged\n"));
}

#[test]
fn documents_are_numbered_without_the_empty_ones() {
    let stream = format!("# only words\n---\n{GOOD}---\n---\n{BAD}---\n");
    let directory = Directory::with(&[("a.yaml", &stream), ("empty.yaml", "# nothing\n")]);
    let lines = directory.netpol("validate --output json a.yaml empty.yaml").json();
    let numbers: Vec<_> = lines.iter().map(|line| line["document"].as_i64()).collect();
    assert_eq!(numbers, [Some(0), Some(1)]);
    let empty = directory.netpol("validate empty.yaml");
    assert_eq!((empty.status, empty.out.as_str()), (0, "no NetworkPolicy found\n"));
}

#[test]
fn after_what_cannot_be_read_there_are_findings_but_no_answers() {
    let stream = format!("{GOOD}---\na: [\n---\n{BAD}");
    let directory = Directory::with(&[("a.yaml", &stream)]);
    let stages: Vec<_> = directory.netpol("validate --output json a.yaml").json();
    let stages: Vec<_> = stages.iter().map(|line| line["stage"].as_str()).collect();
    assert_eq!(stages, [Some("accepted"), Some("parse")]);
    let ran = directory.netpol("validate a.yaml");
    assert!(ran.out.contains("error[NP021]") && ran.out.contains("error[NP004]"), "{}", ran.out);
}

#[test]
fn text_from_a_file_cannot_command_the_terminal() {
    let evil = GOOD.replace("port: 8080", "port: \"\\e[2J\" # \u{202e}");
    let directory = Directory::with(&[("evil.yaml", &evil)]);
    let ran = directory.netpol("validate --server-words --color never evil.yaml");
    assert_eq!(ran.status, 1);
    assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{}", ran.out);
}

#[test]
fn a_long_line_is_shown_around_the_finding() {
    let long = format!(
        "{}{}",
        "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":\"web\",\"namespace\":\"shop\",\"annotations\":{\"a\":\"",
        "x".repeat(100_000)
    );
    let text = format!(
        "{long}\"}}}},\"spec\":{{\"podSelector\":{{}},\"ingress\":[{{\"ports\":[{{\"port\":0}}]}}]}}}}"
    );
    let directory = Directory::with(&[("long.json", &text)]);
    let ran = directory.netpol("validate long.json");
    assert_eq!(ran.status, 1);
    assert!(ran.out.lines().all(|line| line.chars().count() < 150), "{}", ran.out.len());
    let marked: Vec<&str> = ran.out.lines().skip(1).take(2).collect();
    let at = marked[1].find('^').expect("carets");
    let below = |line: &str| line.chars().nth(at);
    assert_eq!(below(marked[0]), Some('0'), "{}", ran.out);
}
