//! A wrong argument is an error that says what would be right; a wrong manifest never is.

use netpol_js::arguments::value;
use netpol_js::functions::ALL;

fn call(name: &str, arguments: &[&str]) -> Result<String, String> {
    let (_, function) = ALL.iter().find(|(other, _)| *other == name).expect("a function");
    let arguments = arguments.iter().map(|json| value(json).ok());
    function(&arguments.collect::<Vec<_>>())
}

const POD: &str = r#""{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b}}""#;

#[test]
fn wrong_arguments_are_told() {
    let cases: &[(&str, &[&str], &str)] = &[
        ("parse", &[], "files has to be a text, {name, text}, or a list of those"),
        ("parse", &["1"], "files has to be a text, {name, text}, or a list of those"),
        ("parse", &["[\"a: 1\",null]"], "files has to be a text, {name, text}, or a list of those"),
        ("diff", &["\"\""], "after has to be a text, {name, text}, or a list of those"),
        ("validate", &["\"\"", "[]"], "options have to be an object"),
        (
            "validate",
            &["\"\"", r#"{"version":"1.35"}"#],
            "there is no option `version`; there are: kubernetesVersion",
        ),
        (
            "validate",
            &["\"\"", r#"{"kubernetesVersion":1.35}"#],
            "the option `kubernetesVersion` has to be a text like \"1.35\"",
        ),
        ("reach", &["\"\"", r#"{"noSctp":"yes"}"#], "the option `noSctp` has to be true or false"),
        (
            "reach",
            &["\"\"", r#"{"by":"node"}"#],
            "the option `by` has to be \"workload\" or \"pod\"",
        ),
        ("probe", &["\"\""], "the option `probes` has to be a list like [\"TCP 80\"]"),
        (
            "probe",
            &["\"\"", r#"{"probes":["80"]}"#],
            "the option `probes` has `80`: write it like `TCP 80`",
        ),
        (
            "probe",
            &["\"\"", r#"{"probes":["TCP 80"],"ips":["10.0.0"]}"#],
            "the option `ips` has `10.0.0`, no address",
        ),
        (
            "explain",
            &[POD, r#"{"to":"b/a","port":"TCP 80"}"#],
            "the option `from` has to be a text",
        ),
        (
            "explain",
            &[POD, r#"{"from":"b/c","to":"b/a","port":"TCP 80"}"#],
            "there is no pod or workload `b/c` in these files",
        ),
        ("emit", &[], "the value has to be plain data, not undefined"),
    ];
    for (name, arguments, expected) in cases {
        assert_eq!(call(name, arguments).as_ref().map_err(String::as_str), Err(*expected));
    }
}

#[test]
fn wrong_manifests_are_answers() {
    for text in [r#""a: b: c""#, r#""\u0000""#, r#""kind: NetworkPolicy""#, r#""""#, "[]"] {
        for name in ["parse", "validate", "describe", "canonical", "reach", "notices"] {
            assert!(call(name, &[text]).is_ok(), "{name} of {text}");
        }
    }
}
