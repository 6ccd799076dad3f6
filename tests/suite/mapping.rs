//! How the words of the form map to the manifest: every option, and exactly what it writes.
//!
//! Each case fills in a form and compares the text with `tests/corpus/forms/<case>.yaml`. One word
//! does not map as one might expect: a blank range is refused until it is typed, and *all addresses*
//! is an option of its own. A form that takes a blank box for "everyone" opens a cluster by a slip.

use std::collections::BTreeSet;
use std::fs;

use netpol_core::command::{
    Command, DirectionState, Edit, LabelsEdit, MetadataMap, NewPeer, Operator, RulePreset, Scope,
    SelectorEdit, SelectorPlace, Shift,
};
use netpol_core::model::Direction::{Egress, Ingress};
use netpol_core::value::Value;
use netpol_tests::golden;

use crate::form::Form;
use crate::variants;

/// What the API server says to the manifest.
#[derive(Clone, Copy)]
enum Verdict {
    Accepted,
    /// Refused, with these fields as causes.
    Refused(&'static [&'static str]),
}

use Verdict::{Accepted, Refused};

struct Case {
    /// The name of the case and of its file.
    name: &'static str,
    verdict: Verdict,
    fill_in: fn(&mut Form),
}

const fn case(name: &'static str, verdict: Verdict, fill_in: fn(&mut Form)) -> Case {
    Case { name, verdict, fill_in }
}

const PODS: SelectorPlace = SelectorPlace::SelectedPods;

/// In the order of the form: scope, directions, rules, peers, ports.
const CASES: &[Case] = &[
    case("no-rules-at-all", Accepted, |_| {}),
    case("no-namespace", Accepted, |form| form.edit(Edit::SetNamespace(String::new()))),
    case("no-name", Refused(&["metadata.name"]), |form| form.edit(Edit::SetName(String::new()))),
    case("name-and-namespace", Accepted, |form| {
        form.edit(Edit::SetName("api".to_owned()));
        form.edit(Edit::SetNamespace("prod".to_owned()));
    }),
    case("labels-and-annotations", Accepted, |form| {
        for (map, key, value) in
            [(MetadataMap::Labels, "team", "on"), (MetadataMap::Annotations, "why", "Ticket: 7")]
        {
            let row = form.add(Edit::Metadata(map, LabelsEdit::Add));
            form.edit(Edit::Metadata(map, LabelsEdit::SetKey(row, key.to_owned())));
            form.edit(Edit::Metadata(map, LabelsEdit::SetValue(row, value.to_owned())));
            let other = form.add(Edit::Metadata(map, LabelsEdit::Add));
            form.edit(Edit::Metadata(map, LabelsEdit::Remove(other)));
        }
    }),
    case("selected-pods-by-label", Accepted, |form| {
        form.label(PODS, "app", "web");
        form.label(PODS, "tier", "1.0");
    }),
    case("selected-pods-by-every-operator", Accepted, |form| {
        for operator in Operator::ALL {
            let key = operator.api_name().unwrap_or("Equals");
            let row = form.label(PODS, key, "a");
            form.edit(Edit::Selector(PODS, SelectorEdit::SetOperator(row, operator)));
            if matches!(operator, Operator::In | Operator::NotIn) {
                form.edit(Edit::Selector(PODS, SelectorEdit::AddValue(row, "b".to_owned())));
                let extra = form.add(Edit::Selector(PODS, SelectorEdit::AddValue(row, "c".into())));
                form.edit(Edit::Selector(PODS, SelectorEdit::RemoveValue(row, extra)));
            }
        }
    }),
    case("a-condition-without-a-key", Refused(&["spec.podSelector.matchLabels"]), |form| {
        form.edit(Edit::Selector(PODS, SelectorEdit::Add));
    }),
    case("a-condition-without-values", Refused(VALUES), |form| {
        let row = form.label(PODS, "app", "");
        form.edit(Edit::Selector(PODS, SelectorEdit::SetOperator(row, Operator::In)));
    }),
    case("a-condition-taken-away", Accepted, |form| {
        let row = form.label(PODS, "app", "web");
        form.edit(Edit::Selector(PODS, SelectorEdit::Remove(row)));
    }),
    case("ingress-deny-all", Accepted, |form| {
        form.edit(Edit::SetDirection(Ingress, DirectionState::DenyAll));
    }),
    case("ingress-allow-all", Accepted, |form| {
        form.edit(Edit::SetDirection(Ingress, DirectionState::AllowAll));
    }),
    case("ingress-listed-without-a-source", Accepted, |form| {
        form.edit(Edit::SetDirection(Ingress, DirectionState::Listed));
    }),
    case("egress-deny-all", Accepted, |form| {
        form.edit(Edit::SetDirection(Egress, DirectionState::DenyAll));
    }),
    case("egress-allow-all", Accepted, |form| {
        form.edit(Edit::SetDirection(Egress, DirectionState::AllowAll));
    }),
    case("egress-only", Accepted, |form| {
        form.edit(Edit::SetDirection(Egress, DirectionState::Listed));
        form.edit(Edit::SetDirection(Ingress, DirectionState::NotRestricted));
    }),
    case("both-deny-all", Accepted, |form| {
        form.edit(Edit::SetDirection(Ingress, DirectionState::DenyAll));
        form.edit(Edit::SetDirection(Egress, DirectionState::DenyAll));
    }),
    case("a-custom-rule-without-a-destination", Accepted, |form| {
        form.rule(Egress);
    }),
    case("a-rule-that-denies-all-next-to-one-that-allows-all", Accepted, |form| {
        form.edit(Edit::AddRule(Ingress, RulePreset::DenyAll));
        form.edit(Edit::AddRule(Ingress, RulePreset::AllowAll));
    }),
    case("a-rule-that-is-filled-in-already", Accepted, |form| {
        let peer = Value::Map(vec![("podSelector".to_owned(), Value::EMPTY_MAP)]);
        let rule = Value::Map(vec![("from".to_owned(), Value::List(vec![peer]))]);
        form.edit(Edit::AddGivenRule(Ingress, rule));
    }),
    case("a-rule-made-one-that-allows-all", Accepted, |form| {
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.edit(Edit::SetRulePreset(rule, RulePreset::AllowAll));
    }),
    case("a-rule-made-one-that-denies-all", Accepted, |form| {
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.edit(Edit::SetRulePreset(rule, RulePreset::DenyAll));
    }),
    case("an-open-rule-made-a-custom-one", Accepted, |form| {
        let rule = form.add(Edit::AddRule(Ingress, RulePreset::AllowAll));
        form.edit(Edit::SetRulePreset(rule, RulePreset::Custom));
    }),
    case("rules-copied-moved-and-removed", Accepted, |form| {
        let (first, _) = form.rule_with(Egress, NewPeer::SameNamespace);
        form.port(first, "80");
        let copy = form.add(Edit::DuplicateRule(first));
        let (last, _) = form.rule_with(Egress, NewPeer::OtherNamespaces);
        form.edit(Edit::MoveRule(last, Shift::Up));
        form.edit(Edit::MoveRule(first, Shift::Down));
        form.edit(Edit::RemoveRule(copy));
    }),
    case("same-namespace", Accepted, |form| {
        form.rule_with(Ingress, NewPeer::SameNamespace);
    }),
    case("same-namespace-with-a-pod-selector", Accepted, |form| {
        let (_, peer) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.label(SelectorPlace::PeerPods(peer), "app", "web");
    }),
    case("all-pods-of-all-namespaces", Accepted, |form| {
        form.rule_with(Ingress, NewPeer::OtherNamespaces);
    }),
    case("namespace-and-pod-selector-of-one-source", Accepted, |form| {
        let (_, peer) = form.rule_with(Ingress, NewPeer::OtherNamespaces);
        form.label(SelectorPlace::PeerPods(peer), "app", "web");
        form.label(SelectorPlace::PeerNamespaces(peer), "env", "prod");
    }),
    case("two-sources", Accepted, |form| {
        let (rule, pods) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.label(SelectorPlace::PeerPods(pods), "app", "web");
        let namespaces = form.add(Edit::AddPeer(rule, NewPeer::OtherNamespaces));
        form.label(SelectorPlace::PeerNamespaces(namespaces), "env", "prod");
    }),
    case("a-source-taken-away", Accepted, |form| {
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        let other = form.add(Edit::AddPeer(rule, NewPeer::OtherNamespaces));
        form.edit(Edit::RemovePeer(other));
    }),
    case("the-last-source-taken-away", Accepted, |form| {
        let (rule, peer) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.port(rule, "80");
        form.edit(Edit::RemovePeer(peer));
    }),
    case("a-source-made-one-of-other-namespaces", Accepted, |form| {
        let (_, peer) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.label(SelectorPlace::PeerPods(peer), "app", "web");
        form.edit(Edit::SetPeerKind(peer, NewPeer::OtherNamespaces));
    }),
    case("a-blank-ip-block", Refused(&["spec.ingress[0].from[0].ipBlock.cidr"]), |form| {
        form.rule_with(Ingress, NewPeer::IpBlock);
    }),
    case("an-ip-block", Accepted, |form| {
        let (_, peer) = form.rule_with(Egress, NewPeer::IpBlock);
        form.edit(Edit::SetCidr(peer, "203.0.113.0/24".to_owned()));
    }),
    case("an-ip-block-with-excluded-ranges", Accepted, |form| {
        let (_, peer) = form.rule_with(Ingress, NewPeer::IpBlock);
        form.edit(Edit::SetCidr(peer, "10.0.0.0/8".to_owned()));
        for range in ["10.1.0.0/16", "10.2.3.4/32", "10.9.0.0/16"] {
            let row = form.add(Edit::AddExcept(peer));
            form.edit(Edit::SetExcept(row, range.to_owned()));
            if range == "10.9.0.0/16" {
                form.edit(Edit::RemoveExcept(row));
            }
        }
    }),
    case("an-excluded-range-as-wide-as-the-block", Refused(EXCEPT), |form| {
        let (_, peer) = form.rule_with(Ingress, NewPeer::IpBlock);
        form.edit(Edit::SetCidr(peer, "10.2.0.0/16".to_owned()));
        let row = form.add(Edit::AddExcept(peer));
        form.edit(Edit::SetExcept(row, "10.2.0.0/16".to_owned()));
    }),
    case("all-addresses", Accepted, |form| {
        form.rule_with(Ingress, NewPeer::AllAddresses);
    }),
    case("everyone-on-one-port", Accepted, |form| {
        let rule = form.rule(Ingress);
        form.edit(Edit::SetPeerScope(rule, Scope::All));
        form.port(rule, "443");
    }),
    case("sources-and-every-port", Accepted, |form| {
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.port(rule, "443");
        form.edit(Edit::SetPortScope(rule, Scope::All));
    }),
    case("a-port-that-is-still-blank", Refused(&["spec.ingress[0].ports[0].port"]), |form| {
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.edit(Edit::SetPortScope(rule, Scope::Listed));
    }),
    case("a-protocol-without-a-port", Accepted, |form| {
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        let port = form.add(Edit::AddPort(rule));
        form.edit(Edit::SetProtocol(port, "UDP".to_owned()));
        form.edit(Edit::SetEveryPort(port, Scope::All));
    }),
    case("a-number-a-name-and-another-protocol", Accepted, |form| {
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.port(rule, "8080");
        form.port(rule, "http");
        let sctp = form.port(rule, "7777");
        form.edit(Edit::SetProtocol(sctp, "SCTP".to_owned()));
    }),
    case("a-port-range", Accepted, |form| {
        let (rule, _) = form.rule_with(Egress, NewPeer::SameNamespace);
        let port = form.port(rule, "8080");
        form.edit(Edit::SetEndPort(port, "8090".to_owned()));
    }),
    case("a-port-range-that-ends-before-it-starts", Refused(END_PORT), |form| {
        let (rule, _) = form.rule_with(Egress, NewPeer::SameNamespace);
        let port = form.port(rule, "8090");
        form.edit(Edit::SetEndPort(port, "8080".to_owned()));
    }),
    case("the-last-port-taken-away", Accepted, |form| {
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        let port = form.port(rule, "80");
        form.edit(Edit::RemovePort(port));
    }),
];

const VALUES: &[&str] = &["spec.podSelector.matchExpressions[0].values"];
const EXCEPT: &[&str] = &["spec.ingress[0].from[0].ipBlock.except[0]"];
const END_PORT: &[&str] = &["spec.egress[0].ports[0].endPort"];

#[test]
fn every_option_writes_its_manifest() {
    let folder = golden::workspace("tests/corpus/forms");
    let mut differences = Vec::new();
    for case in CASES {
        let mut form = Form::blank();
        (case.fill_in)(&mut form);
        let path = folder.join(case.name).with_extension("yaml");
        differences.extend(golden::compare(&path, &form.text()).err());
        let (accepted, causes): (bool, &[&str]) = match case.verdict {
            Accepted => (true, &[]),
            Refused(causes) => (false, causes),
        };
        let causes = causes.iter().map(|cause| (*cause).to_owned()).collect();
        if form.policy().is_some() != accepted || form.errors() != causes {
            let message = form.judgement().message;
            differences.push(format!("{}: {message}\n{}", case.name, form.text()));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    println!("{} options of the form", CASES.len());
}

#[test]
fn every_file_of_the_corpus_belongs_to_an_option() {
    let files = fs::read_dir(golden::workspace("tests/corpus/forms")).expect("the corpus");
    let files: BTreeSet<String> = files
        .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    let cases = CASES.iter().map(|case| format!("{}.yaml", case.name)).collect();
    assert_eq!(files, cases);
}

#[test]
fn every_manifest_of_the_form_writes_its_policy_types() {
    for case in CASES {
        let mut form = Form::blank();
        (case.fill_in)(&mut form);
        assert!(form.text().contains("\n  policyTypes:\n  - "), "{}", case.name);
    }
}

#[test]
fn every_command_and_edit_is_tried() {
    let mut used = BTreeSet::new();
    for case in CASES {
        let mut form = Form::blank();
        (case.fill_in)(&mut form);
        used.append(&mut form.used);
    }
    // Those about files and whole manifests have no line in the table; `workspace` tests them.
    let elsewhere = [
        "AddFile",
        "AddText",
        "SetText",
        "RenameFile",
        "RevertFile",
        "RemoveFile",
        "Duplicate",
        "Remove",
        "Strip",
        "Follow",
    ];
    let untried: Vec<&str> = variants::all()
        .difference(&used)
        .copied()
        .filter(|name| !elsewhere.iter().any(|command| *name == format!("Command::{command}")))
        .collect();
    assert!(untried.is_empty(), "no case of the table uses {untried:?}");
}

#[test]
fn a_new_policy_gets_a_name_that_is_free() {
    let mut form = Form::blank();
    for expected in ["web-2", "web-3"] {
        let new = Command::NewPolicy { name: "web".to_owned(), namespace: "shop".to_owned() };
        form.run(new).expect("a new policy");
        let manifests = form.document().manifests();
        let last = manifests.last().expect("a manifest");
        assert_eq!(last.policy().expect("a policy").name(), expected);
    }
}
