//! What functions really give back is what is declared, no more and no less.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use netpol_core::value::Value;
use netpol_js::arguments::{JUDGING, SETTINGS, value};
use netpol_js::functions::{ALL, DIFF, PROBE, REACH};
use netpol_js::shapes::{Checker, FUNCTIONS, OBJECTS, Object, Type, typescript};
use netpol_tests::golden;

/// Objects that are given and not given back.
const GIVEN: [&str; 5] = ["Judging", "Settings", "ReachOptions", "ProbeOptions", "DiffOptions"];

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![golden::workspace(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the corpus is there") {
            let path = entry.expect("the corpus can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn file(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("the corpus can be read");
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    map(&[("name", name.into()), ("text", text.into())])
}

fn map(entries: &[(&str, Value)]) -> Value {
    let entries = entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    Value::Map(entries.collect())
}

fn json(text: &str) -> Value {
    value(text).expect("JSON")
}

/// Calls a function and checks what it gives back.
fn call(checker: &mut Checker, name: &str, arguments: &[Value], place: &str) -> Value {
    let given = Value::List(arguments.to_vec()).to_json();
    let answer = netpol_js::call(name, &given);
    assert!(!answer.starts_with('!'), "{place}, {name}: {answer}");
    let answer = json(&answer);
    let declared = FUNCTIONS.iter().find(|function| function.name == name).expect("declared");
    checker.check(declared.returns, &answer, &format!("{place}, {name}"));
    answer
}

/// Asks for everything about manifests, of every manifest and text that was recorded.
fn about_manifests(checker: &mut Checker) {
    for path in files("tests/corpus/validation", "yaml") {
        let (place, text) = (path.to_string_lossy(), file(&path));
        for name in ["parse", "canonical", "validate", "describe"] {
            call(checker, name, std::slice::from_ref(&text), &place);
        }
        let old = json(r#"{"kubernetesVersion":"1.35"}"#);
        call(checker, "validate", &[text, old], &place);
    }
    for line in include_str!("../../../tests/corpus/yaml/readings.jsonl").lines() {
        let text = json(line).get("text").cloned().expect("each line has its text");
        for name in ["parse", "canonical", "validate"] {
            call(checker, name, std::slice::from_ref(&text), line);
        }
    }
}

/// Asks for everything about connections, of every cluster that was recorded, and from each to the
/// next with its policies.
fn about_connections(checker: &mut Checker) {
    let mut before: Option<[Value; 2]> = None;
    for path in files("tests/corpus/connectivity", "json") {
        let place = path.to_string_lossy().into_owned();
        let expected = fs::read_to_string(&path).expect("the corpus can be read");
        let expected = json(&expected);
        let within = |name: &str| file(&path.with_file_name(name));
        let (cluster, policies) = (within("cluster.yaml"), within("policies.yaml"));
        let both = Value::List(vec![cluster.clone(), policies.clone()]);
        call(checker, "reach", std::slice::from_ref(&both), &place);
        call(checker, "reach", &[both.clone(), json(r#"{"by":"pod"}"#)], &place);
        let probes = expected.get("probes").cloned().expect("probes");
        let options = map(&[("probes", probes.clone()), ("ips", json(r#"["1.1.1.1"]"#))]);
        call(checker, "probe", &[both.clone(), options], &place);
        if let Some([earlier, _]) = before.replace([policies.clone(), cluster.clone()]) {
            let options = map(&[("cluster", cluster)]);
            call(checker, "diff", &[earlier, policies, options], &place);
        }
    }
}

/// What no recorded cluster has.
const ODD: &str = "
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{ports: [{name: http, containerPort: 80}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: shop}
spec: {hostNetwork: true}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: none}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: web}}, ingress: [{ports: [{port: none}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: twice, name: twice, namespace: shop}
spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.1/8}}]}]}
";

fn about_odd_clusters(checker: &mut Checker) {
    let odd = map(&[("name", "odd.yaml".into()), ("text", ODD.into())]);
    for options in ["{}", r#"{"notEnforced":true}"#, r#"{"noSctp":true}"#] {
        call(checker, "reach", &[odd.clone(), json(options)], options);
    }
    call(checker, "emit", &[json(r#"{"a":[1,"on",null]}"#)], "emit");
    call(checker, "version", &[], "version");
    let other = Value::from(ODD.replace("web", "api"));
    call(checker, "diff", &[odd, other], "other pods");
}

#[test]
fn every_answer_is_as_declared_and_everything_that_is_declared_comes_up() {
    let mut checker = Checker::default();
    about_manifests(&mut checker);
    about_connections(&mut checker);
    about_odd_clusters(&mut checker);
    assert!(
        checker.wrong.is_empty(),
        "\n{}",
        checker.wrong[..checker.wrong.len().min(20)].join("\n")
    );
    let mut declared = BTreeSet::new();
    for given in GIVEN {
        assert!(OBJECTS.iter().any(|object| object.name == given), "{given} is none");
    }
    for object in OBJECTS.iter().filter(|object| !GIVEN.contains(&object.name)) {
        for field in object.fields {
            declared.insert(format!("{}.{}", object.name, field.name));
            if let Type::Words(words) = field.of {
                declared
                    .extend(words.iter().map(|it| format!("{}.{}={it}", object.name, field.name)));
            }
        }
    }
    let missing: Vec<&String> = declared.difference(&checker.seen).collect();
    assert!(missing.is_empty(), "declared, and in no answer: {missing:#?}");
}

#[test]
fn an_answer_that_is_not_as_declared_is_noticed() {
    let cases = [
        (r#"[{"from":"a","to":"b","connections":[]}]"#, None),
        (r#"[{"from":"a","to":"b"}]"#, Some("Connection.connections is missing")),
        (r#"[{"from":"a","to":1,"connections":[]}]"#, Some("1 is not Text")),
        (
            r#"[{"from":"a","to":"b","connections":[{"protocol":"ICMP","ports":"1"}]}]"#,
            Some("\"ICMP\" is not Words"),
        ),
        (
            r#"[{"from":"a","to":"b","connections":[],"more":true}]"#,
            Some("Connection.more is not declared"),
        ),
    ];
    for (answer, expected) in cases {
        let mut checker = Checker::default();
        checker.check(Type::List(&Type::Object("Connection")), &json(answer), "test");
        match expected {
            None => assert!(checker.wrong.is_empty(), "{:?}", checker.wrong),
            Some(text) => assert!(checker.wrong[0].contains(text), "{:?}", checker.wrong),
        }
    }
}

#[test]
fn functions_and_options_are_declared_as_they_are_read() {
    let declared: Vec<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
    let there: Vec<&str> = ALL.iter().map(|(name, _)| *name).collect();
    assert_eq!(declared, there);
    let options = [
        ("Judging", vec![JUDGING]),
        ("Settings", vec![SETTINGS]),
        ("ReachOptions", vec![SETTINGS, REACH]),
        ("ProbeOptions", vec![SETTINGS, PROBE]),
        ("DiffOptions", vec![SETTINGS, DIFF]),
    ];
    for (name, read) in options {
        let fields = Object::named(name).expect("declared").all_fields();
        let declared: Vec<&str> = fields.iter().map(|field| field.name).collect();
        assert_eq!(declared, read.concat(), "{name}");
    }
}

#[test]
fn the_types_of_the_package_are_those_of_the_table() {
    golden::compare(&golden::workspace("js/js/core.d.ts"), &typescript()).expect("the types");
}

#[test]
fn the_page_shows_the_types_of_the_table() {
    let path = golden::workspace("docs/javascript.md");
    let page = fs::read_to_string(&path).expect("the page");
    let (start, end) = ("<!-- types -->\n", "<!-- end of types -->");
    let (before, rest) = page.split_once(start).expect("a place for the types");
    let (_, after) = rest.split_once(end).expect("an end of that place");
    let types = typescript();
    let expected = format!("{before}{start}```ts\n{types}```\n{end}{after}");
    golden::compare(&path, &expected).expect("the page");
}

#[test]
fn a_value_crosses_as_it_is() {
    let text = r#"{"":[0,-1.5,1e+21,"\n---\n\u2028\"",true,null,{}],"__proto__":[]}"#;
    let value = json(text);
    assert_eq!(json(&value.to_json()), value);
}
