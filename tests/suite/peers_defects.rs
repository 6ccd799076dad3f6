//! Mistakes that forms, viewers and generators of policies are known to make; ours must not.
//!
//! Each test is named after what must not go wrong. They go through the form, the text, the presets
//! and the sentences, as a user does.

use std::collections::BTreeSet;

use netpol_core::command::{DirectionState, Edit, NewPeer, RulePreset, SelectorPlace};
use netpol_core::describe::NoteKind;
use netpol_core::edit::direction_state;
use netpol_core::model::Direction::{Egress, Ingress};
use netpol_core::model::{Namespaces, Peer, Peers, Policy, Port, Ports, Protocol};
use netpol_core::preset::{Arguments, PRESETS, Preset};
use netpol_core::validate::{ServerVersion, validate};
use netpol_core::value::Value;

use crate::form::Form;

/// A policy of the namespace `shop` with this `spec`, indented by two spaces.
fn manifest(spec: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n\
         metadata:\n  name: web\n  namespace: shop\nspec:\n{spec}"
    )
}

/// Everything that is said about a manifest.
#[track_caller]
fn told(spec: &str) -> String {
    let form = Form::open(&manifest(spec));
    form.accepted();
    let sentences: Vec<String> = form.derived().meaning.iter().map(ToString::to_string).collect();
    sentences.join(" ")
}

#[track_caller]
fn check_told(spec: &str, expected: &[&str]) {
    let told = told(spec);
    for part in expected {
        assert!(told.contains(part), "`{part}` is not in: {told}");
    }
}

/// The fields that the server complains about.
#[track_caller]
fn check_refused(form: &Form, field: &str) {
    assert!(form.policy().is_none(), "accepted:\n{}", form.text());
    assert!(form.errors().contains(field), "{:?}", form.errors());
}

fn peers_of(policy: &Policy, direction: netpol_core::model::Direction) -> Vec<&Peer> {
    let rules = policy.isolation(direction).rules().iter();
    rules
        .flat_map(|rule| match &rule.peers {
            Peers::Any => panic!("a rule is open to everyone"),
            Peers::Only(peers) => peers.as_slice().iter(),
        })
        .collect()
}

/// A form that writes the peers of one direction only leaves the other one open to everyone.
#[test]
fn peers_of_egress_rules_are_not_dropped() {
    for direction in [Ingress, Egress] {
        for kind in [NewPeer::SameNamespace, NewPeer::OtherNamespaces, NewPeer::AllAddresses] {
            let mut form = Form::blank();
            let (rule, _) = form.rule_with(direction, kind);
            form.port(rule, "443");
            let expected = if kind == NewPeer::AllAddresses { 2 } else { 1 };
            assert_eq!(peers_of(&form.accepted(), direction).len(), expected);
            assert!(form.text().contains(&format!("  - {}:\n", direction.peers_key())));
        }
    }
}

/// A form that does not know a field loses it when anything else is changed.
#[test]
fn the_end_of_a_port_range_survives_a_visit_to_the_form() {
    let rules = "  podSelector: {}\n  ingress:\n  - ports:\n    - {port: 9000, endPort: 9100}\n";
    let mut form = Form::open(&manifest(rules));
    form.edit(Edit::SetName("other".to_owned()));
    let policy = form.accepted();
    let Ports::Only(ports) = &policy.ingress.rules()[0].ports else { panic!("{}", form.text()) };
    assert_eq!(ports.as_slice()[0].port, Port::Range(9000, 9100));
}

/// An empty list of egress rules restricts egress only if `policyTypes` says so.
#[test]
fn an_empty_egress_list_without_policy_types_is_not_shown_as_denied() {
    let spec = "  podSelector: {}\n  egress: []\n";
    let form = Form::open(&manifest(spec));
    let draft = form.draft();
    let spec_draft = draft.spec.written().expect("a spec");
    assert_eq!(direction_state(spec_draft, Egress), DirectionState::NotRestricted);
    assert_eq!(direction_state(spec_draft, Ingress), DirectionState::DenyAll);
    check_told(spec, &["It does not restrict connections from them."]);
}

/// Help that shows ranges which the server refuses, and a blank range taken for all addresses.
#[test]
fn a_blank_range_is_refused_and_so_is_an_exclusion_as_wide_as_its_range() {
    let mut form = Form::blank();
    let (_, peer) = form.rule_with(Ingress, NewPeer::IpBlock);
    check_refused(&form, "spec.ingress[0].from[0].ipBlock.cidr");
    form.edit(Edit::SetCidr(peer, "10.2.1.0/16".to_owned()));
    check_refused(&form, "spec.ingress[0].from[0].ipBlock.cidr");
    form.edit(Edit::SetCidr(peer, "10.2.0.0/16".to_owned()));
    form.accepted();
    let row = form.add(Edit::AddExcept(peer));
    form.edit(Edit::SetExcept(row, "10.0.0.0/12".to_owned()));
    check_refused(&form, "spec.ingress[0].from[0].ipBlock.except[0]");
}

/// Examples that the server refuses.
#[test]
fn every_default_of_a_preset_is_accepted() {
    for preset in PRESETS {
        for manifest in preset.build(&Arguments::default()).expect("defaults that fit") {
            let judgement = validate(&manifest, ServerVersion::default());
            assert!(judgement.policy.is_some(), "{}: {}", preset.id, judgement.message);
        }
    }
}

/// Choosing a kind of peer leaves a key behind that the API does not have.
#[test]
fn a_change_of_kind_leaves_no_key_behind() {
    let kinds = [NewPeer::SameNamespace, NewPeer::OtherNamespaces, NewPeer::IpBlock];
    for first in kinds {
        for second in kinds {
            let mut changed = Form::blank();
            let (_, peer) = changed.rule_with(Egress, first);
            changed.edit(Edit::SetPeerKind(peer, second));
            let mut made = Form::blank();
            made.rule_with(Egress, second);
            assert_eq!(changed.text(), made.text(), "{first:?} made {second:?}");
        }
    }
}

/// What is new and blank must not be valid and open at the same time.
#[test]
fn what_is_new_allows_nothing_until_it_is_filled_in() {
    for direction in [Ingress, Egress] {
        let mut form = Form::blank();
        let rule = form.rule(direction);
        assert_eq!(form.accepted().isolation(direction).rules(), []);
        form.port(rule, "443");
        assert_eq!(form.accepted().isolation(direction).rules(), [], "a port is no peer");
        form.edit(Edit::AddPeer(rule, NewPeer::IpBlock));
        assert!(form.policy().is_none(), "a block without a range");
    }
}

/// Protocols, names and ranges that a form cannot write.
#[test]
fn every_protocol_name_and_range_of_ports_can_be_written() {
    for protocol in Protocol::ALL {
        for (port, end, expected) in [
            ("80", "", Port::Number(80)),
            ("http", "", Port::Named("http".to_owned())),
            ("80", "90", Port::Range(80, 90)),
        ] {
            let mut form = Form::blank();
            let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
            let id = form.port(rule, port);
            form.edit(Edit::SetProtocol(id, protocol.as_str().to_owned()));
            form.edit(Edit::SetEndPort(id, end.to_owned()));
            let policy = form.accepted();
            let Ports::Only(ports) = &policy.ingress.rules()[0].ports else { panic!() };
            let found = &ports.as_slice()[0];
            assert_eq!((found.protocol, &found.port), (protocol, &expected));
        }
    }
}

/// Saying how many pods are selected without knowing the pods.
#[test]
fn pods_are_not_counted_without_a_cluster() {
    let mut form = Form::blank();
    form.label(SelectorPlace::SelectedPods, "app", "web");
    let derived = form.derived();
    let notes = derived.notes.iter().map(|note| note.text.to_string());
    let said: Vec<String> = derived.meaning.iter().map(ToString::to_string).chain(notes).collect();
    assert!(!said.is_empty());
    for sentence in said {
        assert!(!sentence.contains(|char: char| char.is_ascii_digit()), "{sentence}");
    }
}

/// A view with a row for each kind of selector cannot show which of them belong together.
#[test]
fn one_peer_with_two_conditions_reads_differently_than_two_peers() {
    let one = "  podSelector: {}\n  ingress:\n  - from:\n    - namespaceSelector: {matchLabels: \
               {env: prod}}\n      podSelector: {matchLabels: {app: web}}\n";
    let two = one.replace("      podSelector", "    - podSelector");
    check_told(one, &["Pods with app=web that are in namespaces with env=prod may"]);
    let said = told(&two);
    assert_ne!(said, told(one));
    assert!(said.contains(", or pods with app=web that are in namespace shop,"), "{said}");
}

/// A view of a policy that denies everything must not be blank.
#[test]
fn a_policy_that_denies_everything_says_so() {
    let spec = "  podSelector: {}\n  policyTypes: [Ingress, Egress]\n  ingress: []\n";
    check_told(spec, &["It allows no connection to or from them; only another policy can."]);
}

/// A selector of expressions alone must not be shown as one that is empty.
#[test]
fn expressions_are_told_as_conditions() {
    for (operator, told) in [
        ("In, values: [a, b]", "selects pods whose label app is a or b and"),
        ("NotIn, values: [a]", "pods whose label app is not a (or is missing)"),
        ("Exists", "pods that have the label app"),
        ("DoesNotExist", "pods that do not have the label app"),
    ] {
        let row = format!("{{key: app, operator: {operator}}}");
        let spec = format!("  podSelector: {{matchExpressions: [{row}]}}\n");
        check_told(&spec, &[told]);
        let form = Form::open(&manifest(&spec));
        let about_all =
            form.derived().notes.iter().any(|note| note.kind == NoteKind::AllPodsSelected);
        assert!(!about_all, "{operator}");
    }
}

/// A rule without any key allows everything; a view that shows nothing for it says the opposite.
#[test]
fn an_empty_rule_is_told_as_everyone_inside_and_outside() {
    let form = Form::open(&manifest("  podSelector: {}\n  ingress:\n  - {}\n"));
    let [rule] = form.rules(Ingress)[..] else { panic!() };
    let sentence = form.facts(rule).sentence.clone().expect("a sentence").to_string();
    assert_eq!(sentence, "anyone, inside the cluster or outside, may connect on every port");
}

/// Which directions a policy restricts has to be told for both.
#[test]
fn both_directions_are_told() {
    check_told(
        "  podSelector: {}\n  policyTypes: [Egress]\n",
        &["It does not restrict connections to them.", "It allows no connection from them"],
    );
}

/// Ports of one rule shown with the peers of another.
#[test]
fn ports_are_told_with_their_own_rule() {
    let mut form = Form::blank();
    let (web, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
    form.port(web, "8080");
    let (other, _) = form.rule_with(Ingress, NewPeer::OtherNamespaces);
    form.port(other, "9090");
    for (rule, mine, theirs) in [(web, "8080", "9090"), (other, "9090", "8080")] {
        let sentence = form.facts(rule).sentence.clone().expect("a sentence").to_string();
        assert!(sentence.contains(mine) && !sentence.contains(theirs), "{sentence}");
    }
}

/// A viewer that stumbles over a rule of ports alone, or stops at the first open one.
#[test]
fn rules_of_ports_alone_and_open_rules_are_told_with_the_others() {
    let ports = "  podSelector: {}\n  ingress:\n  - ports: [{port: 80}]\n";
    check_told(ports, &["Anyone, inside the cluster or outside, may connect on TCP 80."]);
    let form = Form::open(&manifest(
        "  podSelector: {}\n  ingress:\n  - {}\n  - from: [{podSelector: {}}]\n",
    ));
    let [open, other] = form.rules(Ingress)[..] else { panic!() };
    assert!(!form.facts(open).void);
    assert!(form.facts(other).void, "the first one allows everything already");
    assert!(form.facts(other).sentence.is_some());
}

/// Without `policyTypes` an egress rule isolates for egress as well as for ingress.
#[test]
fn missing_policy_types_do_not_hide_egress() {
    check_told(
        "  podSelector: {}\n  egress:\n  - to: [{podSelector: {}}]\n    ports: [{port: 80}]\n",
        &["It allows no connection to them", "on TCP 80"],
    );
}

/// A range in the box of a number, a protocol that is none, a key with a prefix.
#[test]
fn what_a_box_cannot_take_is_refused_and_never_dropped() {
    for text in ["80-90", "80,90", "ANY", "*", "8 0", "0", "70000"] {
        let mut form = Form::blank();
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        form.port(rule, text);
        check_refused(&form, "spec.ingress[0].ports[0].port");
    }
    for protocol in ["ANY", "ICMP", "tcp", ""] {
        let mut form = Form::blank();
        let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
        let port = form.port(rule, "80");
        form.edit(Edit::SetProtocol(port, protocol.to_owned()));
        assert!(form.policy().is_none(), "{protocol}\n{}", form.text());
    }
    let mut form = Form::blank();
    form.label(SelectorPlace::SelectedPods, "app.kubernetes.io/name", "web");
    assert_eq!(form.accepted().pod_selector.requirements()[0].key(), "app.kubernetes.io/name");
}

/// An external source without a range that becomes `0.0.0.0/0`, ports without a number that vanish.
#[test]
fn what_is_blank_is_neither_everyone_nor_the_own_namespace() {
    let mut form = Form::blank();
    let (rule, peer) = form.rule_with(Egress, NewPeer::IpBlock);
    form.edit(Edit::SetCidr(peer, String::new()));
    assert!(form.policy().is_none());
    form.edit(Edit::SetCidr(peer, "203.0.113.7/32".to_owned()));
    form.accepted();
    let port = form.port(rule, "443");
    form.edit(Edit::SetPort(port, String::new()));
    check_refused(&form, "spec.egress[0].ports[0].port");
    assert!(!form.text().contains("ports: []"));
}

/// Swapping the ends of a range hides a mistake.
#[test]
fn a_range_written_backwards_is_refused_and_not_swapped() {
    let mut form = Form::blank();
    let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
    let port = form.port(rule, "9100");
    form.edit(Edit::SetEndPort(port, "9000".to_owned()));
    check_refused(&form, "spec.ingress[0].ports[0].endPort");
    assert!(form.text().contains("port: 9100\n      endPort: 9000\n"));
}

/// The name of a namespace is a label that every namespace has.
#[test]
fn a_namespace_is_selected_by_its_name() {
    let preset = Preset::find("allow-from-namespace").expect("the preset");
    let manifests = preset.build(&Arguments::default()).expect("defaults that fit");
    let text = manifests[0].to_json();
    assert!(text.contains("kubernetes.io/metadata.name"), "{text}");
}

/// Long answers of a name server come over TCP.
#[test]
fn dns_is_allowed_on_both_protocols_and_towards_the_name_server_only() {
    let mut found = 0;
    for preset in PRESETS {
        for manifest in preset.build(&Arguments::default()).expect("defaults that fit") {
            let policy = validate(&manifest, ServerVersion::default()).policy.expect("accepted");
            for rule in policy.egress.rules() {
                let Ports::Only(ports) = &rule.ports else { continue };
                let of = |port: &&netpol_core::model::PortRule| port.port == Port::Number(53);
                let dns: BTreeSet<Protocol> =
                    ports.iter().filter(of).map(|port| port.protocol).collect();
                if dns.is_empty() {
                    continue;
                }
                found += 1;
                assert_eq!(dns, BTreeSet::from([Protocol::Tcp, Protocol::Udp]), "{}", preset.id);
                let Peers::Only(peers) = &rule.peers else { panic!("{}", preset.id) };
                let named = |peer: &Peer| {
                    matches!(
                        peer,
                        Peer::Pods { namespaces: Namespaces::Matching(_), pods: Some(_) }
                    )
                };
                assert!(peers.iter().all(named), "{}", preset.id);
            }
        }
    }
    assert!(found > 3, "{found} rules for DNS");
}

/// A template that denies all ingress of a namespace, without a word.
#[test]
fn a_policy_without_rules_says_that_it_denies_all_ingress() {
    for spec in ["  podSelector: {}\n", "  podSelector: {}\n  policyTypes: [Ingress]\n"] {
        let form = Form::open(&manifest(spec));
        let derived = form.derived();
        let summary = derived.summary.as_ref().expect("a summary").to_string();
        assert_eq!(summary, "denies all incoming traffic");
        assert!(derived.notes.iter().any(|note| note.kind == NoteKind::NoIngressRules));
        assert!(derived.notes.iter().any(|note| note.kind == NoteKind::AllPodsSelected));
    }
}

/// A recipe that no longer does what its title says.
#[test]
fn egress_within_the_cluster_reaches_the_pods_of_every_namespace() {
    let preset = Preset::find("egress-within-cluster").expect("the preset");
    let manifests = preset.build(&Arguments::default()).expect("defaults that fit");
    let policy = validate(&manifests[0], ServerVersion::default()).policy.expect("accepted");
    let reaches = policy.egress.rules().iter().any(|rule| {
        let all =
            |peer: &Peer| matches!(peer, Peer::Pods { namespaces: Namespaces::All, pods: None });
        rule.ports == Ports::All
            && matches!(&rule.peers, Peers::Only(peers) if peers.iter().any(all))
    });
    assert!(reaches, "{policy:?}");
    assert!(peers_of(&policy, Egress).iter().all(|peer| !matches!(peer, Peer::IpBlock(_))));
}

/// An address with a prefix of nothing is all of IPv4, whatever its digits say.
#[test]
fn a_range_with_bits_after_its_prefix_is_refused_with_what_was_meant() {
    let mut form = Form::blank();
    let (_, peer) = form.rule_with(Egress, NewPeer::IpBlock);
    form.edit(Edit::SetCidr(peer, "10.10.0.0/0".to_owned()));
    check_refused(&form, "spec.egress[0].to[0].ipBlock.cidr");
    let derived = form.derived();
    let help =
        derived.diagnostics[0].help.as_ref().map(|help| help.to_string()).unwrap_or_default();
    assert!(help.contains("0.0.0.0/0"), "{help}");
}

/// A range that is shown by its first port alone.
#[test]
fn the_end_of_a_port_range_is_told() {
    let spec = "  podSelector: {}\n  ingress:\n  - ports: [{port: 9000, endPort: 9100}]\n";
    check_told(spec, &["TCP 9000–9100"]);
    let form = Form::open(&manifest(spec));
    let summary = form.derived().summary.as_ref().expect("a summary").to_string();
    assert!(summary.contains("9000–9100"), "{summary}");
}

/// A dash too many turns AND into OR, which tends to work, so that nobody notices.
#[test]
fn two_conditions_of_one_peer_stay_one_peer() {
    let mut form = Form::blank();
    let (rule, peer) = form.rule_with(Ingress, NewPeer::OtherNamespaces);
    form.label(SelectorPlace::PeerNamespaces(peer), "env", "prod");
    form.label(SelectorPlace::PeerPods(peer), "app", "web");
    form.port(rule, "80");
    let check = |form: &Form| {
        let policy = form.accepted();
        let [Peer::Pods { namespaces: Namespaces::Matching(_), pods: Some(pods) }] =
            peers_of(&policy, Ingress)[..]
        else {
            panic!("{}", form.text());
        };
        assert_eq!(pods.requirements().len(), 1);
    };
    check(&form);
    let again = Form::open(&form.text());
    check(&again);
}

/// The way out of a rule that denies next to one that allows has to be shown.
#[test]
fn a_rule_that_denies_next_to_one_that_allows_is_shown_to_have_no_effect() {
    let mut form = Form::blank();
    let denies = form.add(Edit::AddRule(Ingress, RulePreset::DenyAll));
    assert!(!form.facts(denies).void);
    let allows = form.add(Edit::AddRule(Ingress, RulePreset::AllowAll));
    assert!(form.facts(denies).void);
    assert!(!form.facts(allows).void);
    form.edit(Edit::RemoveRule(allows));
    assert!(!form.facts(denies).void);
    assert_eq!(form.accepted().ingress.rules(), []);
}

/// A new rule or a preset that allows everything without having been asked to.
#[test]
fn no_rule_of_a_preset_is_open_unless_its_name_says_so() {
    for preset in PRESETS {
        for manifest in preset.build(&Arguments::default()).expect("defaults that fit") {
            check_not_open(preset, &manifest);
        }
    }
}

#[track_caller]
fn check_not_open(preset: &Preset, manifest: &Value) {
    let policy = validate(manifest, ServerVersion::default()).policy.expect("accepted");
    for direction in [Ingress, Egress] {
        let rules = policy.isolation(direction).rules();
        let open =
            rules.iter().any(|rule| (&rule.peers, &rule.ports) == (&Peers::Any, &Ports::All));
        assert_eq!(
            open,
            preset.name.starts_with("allow-all-") && !rules.is_empty(),
            "{}",
            preset.id
        );
    }
}
