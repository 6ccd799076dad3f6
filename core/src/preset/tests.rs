//! What holds for every preset, and what a few of them must get right.

use super::*;
use crate::draft::{Ids, PolicyDraft};

fn built(id: &str, answers: &[(&str, &str)]) -> Result<Vec<Value>, Vec<ArgumentError>> {
    let given = |all: Arguments, (name, answer): &(&str, &str)| all.with(name, answer);
    let arguments = answers.iter().fold(Arguments::default(), given);
    Preset::find(id).expect("a preset").build(&arguments)
}

/// The specs of a preset's policies, as JSON.
fn specs(id: &str, answers: &[(&str, &str)]) -> Vec<String> {
    let manifests = built(id, answers).expect("fitting answers");
    manifests.iter().filter_map(|manifest| Some(manifest.get("spec")?.to_json())).collect()
}

/// The rules of a manifest, each with the key of its peers.
fn rules(manifest: &Value) -> Vec<(&'static str, &Value)> {
    let spec = manifest.get("spec").expect("a spec");
    let of = |key: &str, peers| {
        let rules = spec.get(key).and_then(Value::as_list).unwrap_or_default();
        rules.iter().map(move |rule| (peers, rule))
    };
    of("ingress", "from").chain(of("egress", "to")).collect()
}

#[test]
fn the_registry_is_sorted_and_nothing_stands_in_it_twice() {
    for pair in PRESETS.windows(2) {
        assert!(pair[0].id < pair[1].id, "{} goes before {}", pair[1].id, pair[0].id);
        assert!(pair[0].group <= pair[1].group, "{} is in another group", pair[1].id);
    }
    for preset in PRESETS {
        let same = PRESETS.iter().filter(|other| other.name == preset.name);
        assert_eq!(same.count(), 1, "{}", preset.name);
        assert_eq!(Preset::find(preset.name).map(|found| found.id), Some(preset.id));
        assert_eq!(Preset::find(preset.id).map(|found| found.id), Some(preset.id));
    }
    assert!(Preset::find("p01").is_none());
}

#[test]
fn every_page_has_the_same_headings() {
    let headings = [
        "## What it does",
        "## When to use it",
        "## Parameters",
        "## Manifest",
        "## Watch out",
        "## References",
    ];
    for preset in PRESETS {
        let page = preset.page("a: b\n");
        let found: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(found, headings, "{}", preset.id);
        assert!(page.contains("```yaml\na: b\n```\n"), "{}", preset.id);
        assert!(!preset.caveats.is_empty(), "{}", preset.id);
        for caveat in preset.caveats {
            assert!(page.contains(&format!("\n- {caveat}\n")), "{}", preset.id);
            assert!(caveat.ends_with('.') && !caveat.contains("  "), "{caveat}");
        }
        for parameter in preset.parameters {
            assert!(page.contains(&format!("- `{}` – ", parameter.name)), "{}", preset.id);
        }
        assert!(preset.summary.ends_with('.') && parameter_texts_are_sentences(preset));
    }
}

fn parameter_texts_are_sentences(preset: &Preset) -> bool {
    preset.parameters.iter().all(|parameter| parameter.help.ends_with('.'))
}

#[test]
fn every_preset_writes_what_a_draft_writes() {
    for preset in PRESETS {
        let manifests = preset.build(&Arguments::default()).expect("fitting defaults");
        assert!(!manifests.is_empty(), "{}", preset.id);
        for manifest in manifests {
            let draft = PolicyDraft::from_value(manifest.clone(), &mut Ids::default());
            assert_eq!(draft.map(|draft| draft.to_value()), Ok(manifest), "{}", preset.id);
        }
    }
}

#[test]
fn policy_types_and_protocols_are_always_written() {
    for preset in PRESETS {
        for manifest in preset.build(&Arguments::default()).expect("fitting defaults") {
            let types = manifest.get("spec").and_then(|spec| spec.get("policyTypes"));
            assert!(types.and_then(Value::as_list).is_some_and(|types| !types.is_empty()));
            for (_, rule) in rules(&manifest) {
                let ports = rule.get("ports").and_then(Value::as_list).unwrap_or_default();
                assert!(ports.iter().all(|port| port.get("protocol").is_some()), "{}", preset.id);
            }
        }
    }
}

#[test]
fn only_presets_that_mean_everyone_are_open_to_everyone() {
    let open = ["P08", "P09", "P19", "P20"];
    for preset in PRESETS {
        let manifests = preset.build(&Arguments::default()).expect("fitting defaults");
        let is_open = |(peers, rule): &(&str, &Value)| rule.get(peers).is_none();
        let any = manifests.iter().any(|manifest| rules(manifest).iter().any(is_open));
        assert_eq!(any, open.contains(&preset.id), "{}", preset.id);
    }
}

#[test]
fn a_blank_answer_is_refused_and_never_an_open_rule() {
    for preset in PRESETS {
        for parameter in preset.parameters {
            for blank in ["", " ", ",", ";"] {
                let result = preset.build(&Arguments::default().with(parameter.name, blank));
                let Ok(manifests) = result else { continue };
                assert_eq!(parameter.kind, Kind::Namespace, "{} {}", preset.id, parameter.name);
                for manifest in manifests {
                    assert_eq!(manifest.get("metadata").and_then(|m| m.get("namespace")), None);
                }
            }
        }
    }
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let answers = [("ports", "0"), ("pods", ""), ("prots", "80")];
    let errors = built("P14", &answers).expect_err("errors");
    let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "pods: no pods are named (write labels such as `app=web`, or `*` for all pods of the \
             namespace)",
            "ports: there is no port `0` (write a number from 1 to 65535)",
            "prots: this preset does not ask for `prots` (use namespace, pods, callers, ports)",
        ]
    );
    let errors = built("P04", &[("dns", "coredns")]).expect_err("errors");
    assert_eq!(errors[0].message.to_string(), "`coredns` is none of the choices");
    assert_eq!(
        errors[0].help.to_string(),
        "choose one of upstream, openshift, node-local, kubespray, aks-local-dns, any"
    );
}

#[test]
fn egress_inside_the_cluster_reaches_every_namespace() {
    assert_eq!(
        specs("P25", &[]),
        [
            r#"{"podSelector":{},"policyTypes":["Egress"],"egress":[{"to":[{"namespaceSelector":{}}]}]}"#
        ]
    );
    assert_eq!(
        specs("P25", &[("dns-cache", "node-local")]),
        [concat!(
            r#"{"podSelector":{},"policyTypes":["Egress"],"egress":[{"to":[{"namespaceSelector":{}}]},"#,
            r#"{"to":[{"ipBlock":{"cidr":"169.254.20.10/32"}}],"#,
            r#""ports":[{"protocol":"UDP","port":53},{"protocol":"TCP","port":53}]}]}"#
        )]
    );
}

#[test]
fn both_selectors_of_a_caller_elsewhere_are_one_peer() {
    assert_eq!(
        specs("P17", &[("sources", "team=a"), ("ports", "9090-9100, metrics")]),
        [concat!(
            r#"{"podSelector":{"matchLabels":{"app":"api"}},"policyTypes":["Ingress"],"ingress":["#,
            r#"{"from":[{"namespaceSelector":{"matchLabels":{"team":"a"}},"#,
            r#""podSelector":{"matchLabels":{"app":"prometheus"}}}],"#,
            r#""ports":[{"protocol":"TCP","port":9090,"endPort":9100},"#,
            r#"{"protocol":"TCP","port":"metrics"}]}]}"#
        )]
    );
}

#[test]
fn several_callers_are_several_peers() {
    assert_eq!(
        specs("P15", &[("callers", "app=a,b=c; app=d"), ("pods", "*"), ("ports", "*")]),
        [concat!(
            r#"{"podSelector":{},"policyTypes":["Ingress"],"ingress":[{"from":["#,
            r#"{"podSelector":{"matchLabels":{"app":"a","b":"c"}}},"#,
            r#"{"podSelector":{"matchLabels":{"app":"d"}}}]}]}"#
        )]
    );
}

#[test]
fn dns_is_allowed_where_the_cluster_has_it() {
    let check = |answer: &str, to: &str, ports: &[u16]| {
        let port = |number: &u16| {
            format!(r#"{{"protocol":"UDP","port":{number}}},{{"protocol":"TCP","port":{number}}}"#)
        };
        let ports: Vec<String> = ports.iter().map(port).collect();
        let start = r#"{"podSelector":{},"policyTypes":["Egress"],"egress":[{"#;
        let expected = format!(r#"{start}{to}"ports":[{}]}}]}}"#, ports.join(","));
        assert_eq!(specs("P04", &[("dns", answer)])[1], expected);
    };
    let pods = |namespace: &str, key: &str, value: &str, cache: &str| {
        format!(
            r#""to":[{{"namespaceSelector":{{"matchLabels":{{"kubernetes.io/metadata.name":"{namespace}"}}}},"podSelector":{{"matchLabels":{{"{key}":"{value}"}}}}}}{cache}],"#
        )
    };
    let upstream = |cache: &str| pods("kube-system", "k8s-app", "kube-dns", cache);
    let cache = |cidr: &str| upstream(&format!(r#",{{"ipBlock":{{"cidr":"{cidr}"}}}}"#));
    let openshift = pods("openshift-dns", "dns.operator.openshift.io/daemonset-dns", "default", "");
    check("upstream", &upstream(""), &[53]);
    check("openshift", &openshift, &[53, 5353]);
    check("node-local", &cache("169.254.20.10/32"), &[53]);
    check("kubespray", &cache("169.254.25.10/32"), &[53]);
    check("aks-local-dns", &cache("169.254.10.0/24"), &[53]);
    check("any", "", &[53]);
}

#[test]
fn the_policies_of_a_preset_have_names_of_their_own() {
    let answers = [("source", "app=db"), ("destination", "app=db")];
    let manifests = built("P21", &answers).expect("fitting answers");
    let metadata = |manifest: &Value| manifest.get("metadata")?.get("name").cloned();
    let names: Vec<Value> = manifests.iter().filter_map(metadata).collect();
    assert_eq!(names, [Value::from("db-to-db-egress"), Value::from("db-to-db-ingress")]);
}
