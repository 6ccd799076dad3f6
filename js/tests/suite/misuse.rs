//! A wrong argument is an error that says what would be right; a wrong manifest never is.

/// What is wrong with some arguments, if anything is.
fn complaint(name: &str, arguments: &[&str]) -> Option<String> {
    let answer = netpol_js::call(name, &format!("[{}]", arguments.join(",")));
    answer.strip_prefix('!').map(str::to_owned)
}

#[test]
fn wrong_arguments_are_told() {
    let cases: &[(&str, &[&str], &str)] = &[
        ("parse", &[], "files has to be a text, {name, text}, or a list of those"),
        ("parse", &["1"], "files has to be a text, {name, text}, or a list of those"),
        ("parse", &["[\"a: 1\",null]"], "files has to be a text, {name, text}, or a list of those"),
        ("diff", &["\"\""], "after has to be a text, {name, text}, or a list of those"),
        ("validate", &["\"\"", "[]"], "options have to be an object"),
        ("validate", &["\"\"", r#"{"version":"1.35"}"#], "there is no option `version`"),
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
        ("draw", &[], "there is no function `draw`"),
        ("emit", &[], "the value has to be plain data, not undefined"),
    ];
    for (name, arguments, expected) in cases {
        assert_eq!(complaint(name, arguments).as_deref(), Some(*expected));
    }
}

#[test]
fn wrong_manifests_are_answers() {
    for text in [r#""a: b: c""#, r#""\u0000""#, r#""kind: NetworkPolicy""#, r#""""#, "[]"] {
        for name in ["parse", "validate", "describe", "canonical", "reach"] {
            assert_eq!(complaint(name, &[text]), None, "{name} of {text}");
        }
    }
}
