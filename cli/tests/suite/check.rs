//! `netpol check`: what is met, what is not and why, in every form.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::support::{BAD, Directory, EXPECTATIONS, SHOP};

/// Met, not met in both ways, without ends, and not readable.
const ALL_KINDS: &str = "\
expectations:
- {from: shop/web, to: shop/db, ports: [TCP sql], expect: allowed}
- name: nothing but <the web> reaches the database
  from: 10.0.0.0/8
  to: shop/db
  expect: denied
- {from: shop/db, to: {podSelector: {}}, ports: [TCP 80, UDP 53], expect: allowed}
- {from: shop/gone, to: shop/db, expect: denied}
- {from: shop/web, to: shop/db, ports: [TCP 70000], expect: maybe}
";

#[test]
fn every_form_says_the_same() {
    let directory = Directory::with(&[("shop.yaml", SHOP), ("all.yaml", ALL_KINDS)]);
    for (form, file) in [
        ("text", "check.txt"),
        ("json", "check.json"),
        ("junit", "check.xml"),
        ("sarif", "check.sarif"),
    ] {
        directory.netpol(&format!("check --output {form} shop.yaml all.yaml")).is_golden(file);
    }
}

/// The exit status, and each name with whether it is met.
#[track_caller]
fn check(directory: &Directory, line: &str, status: i32, expected: &[(&str, bool)]) {
    let ran = directory.netpol(&format!("check --output json {line}"));
    let told = ran.json();
    let text = |value: &Value| value["name"].as_str().expect("a name").to_owned();
    let told: Vec<(String, bool)> =
        told.iter().map(|it| (text(it), it["met"] == Value::Bool(true))).collect();
    let expected: Vec<(String, bool)> =
        expected.iter().map(|(name, met)| ((*name).to_owned(), *met)).collect();
    assert_eq!((told, ran.status), (expected, status), "{line}: {}", ran.err);
}

const WEB: &str = "shop/web connects to shop/db";
const NOBODY: &str = "1.1.1.1 does not connect to shop/db";

#[test]
fn expectations_are_found_beside_policies_and_where_they_are_named() {
    let with_policy = format!("{SHOP}---\n{EXPECTATIONS}");
    let list =
        "{kind: List, items: [{expectations: [{from: 1.1.1.1, to: shop/db, expect: denied}]}]}";
    let directory = Directory::with(&[
        ("shop.yaml", SHOP),
        ("both.yaml", &with_policy),
        ("list.yaml", list),
        ("dir/shop.yaml", SHOP),
        ("dir/tests/expectations.yaml", EXPECTATIONS),
    ]);
    let both = [(WEB, true), (NOBODY, true)];
    for line in [
        "both.yaml",
        "dir",
        "shop.yaml dir/tests/expectations.yaml",
        "shop.yaml --expect dir/tests",
        "shop.yaml --expect dir/tests/expectations.yaml",
        // Known already, whatever it is called.
        "dir --expect dir/../dir/tests/expectations.yaml",
        // Of the policies and pods there nothing is taken.
        "shop.yaml --expect both.yaml",
    ] {
        check(&directory, line, 0, &both);
    }
    check(&directory, "shop.yaml list.yaml", 0, &[(NOBODY, true)]);
    let nothing_is_there = [(WEB, false), (NOBODY, false)];
    check(
        &directory,
        "list.yaml -e both.yaml",
        1,
        &[(NOBODY, false), nothing_is_there[0], (NOBODY, false)],
    );
}

#[test]
fn the_exit_status_says_whether_all_is_met() {
    let directory = Directory::with(&[
        ("shop.yaml", SHOP),
        ("bad.yaml", BAD),
        ("met.yaml", EXPECTATIONS),
        ("not.yaml", "expectations: [{name: not, from: shop/db, to: shop/web, expect: allowed}]"),
        ("no-list.yaml", "expectations: {from: shop/db}"),
        ("wrong.yaml", "expectations: [{from: shop, to: shop/web, expect: denied}]"),
        ("empty.yaml", "expectations: []"),
        ("broken.yaml", "expectations: ["),
    ]);
    let met = [(WEB, true), (NOBODY, true)];
    check(&directory, "shop.yaml met.yaml", 0, &met);
    check(&directory, "shop.yaml not.yaml met.yaml", 1, &[("not", false), met[0], met[1]]);
    check(&directory, "shop.yaml bad.yaml met.yaml", 1, &met);
    check(&directory, "shop.yaml no-list.yaml", 1, &[("expectations", false)]);
    check(&directory, "shop.yaml wrong.yaml", 1, &[("expectations[0].from", false)]);
    check(&directory, "shop.yaml met.yaml -e broken.yaml", 1, &met);
    check(&directory, "shop.yaml met.yaml missing.yaml", 2, &met);
    check(&directory, "shop.yaml met.yaml -e shop.yaml", 0, &met);
    check(&directory, "met.yaml shop.yaml -e bad.yaml", 2, &met);
    for line in ["shop.yaml", "shop.yaml empty.yaml", "shop.yaml -e empty.yaml"] {
        let ran = directory.netpol(&format!("check {line}"));
        let expected = "check: error: there is no expectation in these files\n";
        assert_eq!((ran.err.as_str(), ran.out.as_str(), ran.status), (expected, "", 2), "{line}");
    }
    let ran = directory.netpol("check met.yaml -e bad.yaml");
    assert!(
        ran.err.starts_with("bad.yaml: error: there is no list of `expectations`"),
        "{}",
        ran.err
    );
    let ran = directory.netpol("check shop.yaml wrong.yaml");
    assert!(ran.err.starts_with("wrong.yaml:1:23: error[NP032]"), "{}", ran.err);
    assert!(ran.err.contains("= help: write `namespace/name`"), "{}", ran.err);
}

#[test]
fn the_settings_of_the_engine_have_their_effect() {
    let sctp = "expectations: [{name: sctp, from: shop/web, to: 1.1.1.1, ports: [SCTP 1], expect: \
                allowed}]";
    let directory = Directory::with(&[("shop.yaml", SHOP), ("sctp.yaml", sctp)]);
    check(&directory, "shop.yaml sctp.yaml", 0, &[("sctp", true)]);
    check(&directory, "--no-sctp shop.yaml sctp.yaml", 1, &[("sctp", false)]);
    let ran = directory.netpol("check --no-sctp shop.yaml sctp.yaml");
    assert!(ran.out.contains("Nothing carries SCTP in this"), "{}", ran.out);
}

#[test]
fn many_pairs_are_counted_for_people_and_listed_for_machines() {
    let mut text =
        "expectations: [{from: {podSelector: {}}, to: a/p-0, expect: denied}]\n".to_owned();
    for number in 0..9 {
        text.push_str(&format!("---\nkind: Pod\nmetadata: {{name: p-{number}, namespace: a}}\n"));
    }
    let directory = Directory::with(&[("pods.yaml", &text)]);
    let ran = directory.netpol("check pods.yaml");
    assert_eq!(ran.out.matches(" -> ").count(), 5, "{}", ran.out);
    assert!(ran.out.contains("but allowed for 8 of 8 pairs\n"), "{}", ran.out);
    assert!(ran.out.contains("\n    and 3 more\n"), "{}", ran.out);
    let ran = directory.netpol("check -o json pods.yaml");
    assert_eq!(ran.json()[0]["failures"].as_array().map(Vec::len), Some(8));
}

/// Names are the author's, and any character can be in them.
const ODD: &str = "expectations: [{name: \"a<b>&\\\"'\\u0001\\uffff\\u202e]]>\\n\", from: x/y, to: x/z, \
                   expect: denied}]";

#[test]
fn no_name_breaks_a_form() {
    let directory = Directory::with(&[("shop.yaml", SHOP), ("o d&d.yaml", ODD)]);
    let run = |form: &str| {
        let mut command = crate::support::netpol(directory.path());
        let arguments = ["check", "-o", form, "shop.yaml", "o d&d.yaml"];
        crate::support::Ran::of(command.args(arguments), "").out
    };
    let xml = run("junit");
    let name = "name=\"a&lt;b&gt;&amp;&quot;'\\u{1}\u{fffd}\\u{202e}]]&gt;\\u{a}\"";
    assert!(xml.contains(name), "{xml}");
    assert!(xml.contains("classname=\"o d&amp;d.yaml\""), "{xml}");
    let sarif: Value = serde_json::from_str(&run("sarif")).expect("JSON");
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "o%20d%26d.yaml");
    assert!(run("text").contains("not met: a<b>&\"'\\u{1}"));
}

/// What a reader of SARIF relies on: every result has a rule of the list, a message and a place.
#[test]
fn every_finding_has_its_rule_and_its_place() {
    let directory = Directory::with(&[("shop.yaml", SHOP), ("all.yaml", ALL_KINDS)]);
    let log = &directory.netpol("check -o sarif shop.yaml all.yaml").json()[0];
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let ids: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids.len(), rules.len(), "no rule is there twice");
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 5);
    for result in results {
        let index = result["ruleIndex"].as_u64().expect("a number") as usize;
        assert_eq!(result["ruleId"], rules[index]["id"]);
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["region"]["startLine"].as_u64().is_some_and(|line| line > 1));
    }
    let ran = directory.netpol_reading("check -o sarif shop.yaml -", EXPECTATIONS);
    assert_eq!(ran.json()[0]["runs"][0]["results"], Value::Array(Vec::new()));
}

/// The report is XML for other programs; one of them is on most machines.
#[test]
fn python_reads_the_report() {
    let directory =
        Directory::with(&[("shop.yaml", SHOP), ("all.yaml", ALL_KINDS), ("odd.yaml", ODD)]);
    let report = directory.netpol("check -o junit shop.yaml all.yaml odd.yaml").out;
    fs::write(directory.path().join("report.xml"), report).expect("a file");
    let program = "import xml.etree.ElementTree as e; r = e.parse('report.xml').getroot(); \
                   print(len(r.findall('.//testcase')), len(r.findall('.//failure')), \
                   r.get('errors'))";
    let mut python = Command::new("python3");
    let Ok(ran) = python.current_dir(directory.path()).args(["-c", program]).output() else {
        println!("there is no Python to read the report");
        return;
    };
    let error = String::from_utf8_lossy(&ran.stderr);
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "7 4 2\n", "{error}");
}

#[test]
fn a_name_that_no_port_has_and_policies_in_nested_lists_count() {
    let nested = String::from(
        "kind: List\nitems:\n- kind: List\n  items:\n  - apiVersion: networking.k8s.io/v1\n    \
         kind: NetworkPolicy\n    metadata: {name: shut, namespace: shop}\n    spec: {podSelector: {}}\n",
    );
    let expect = "expectations:\n- {name: typo, from: shop/web, to: shop/db, ports: [TCP htpp], \
                  expect: denied}\n- {name: shut, from: shop/db, to: shop/web, expect: denied}\n";
    let directory =
        Directory::with(&[("shop.yaml", SHOP), ("nested.yaml", &nested), ("e.yaml", expect)]);
    check(&directory, "shop.yaml nested.yaml e.yaml", 1, &[("typo", false), ("shut", true)]);
}
