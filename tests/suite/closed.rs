//! Closed by construction: what taking away, emptying and misreading must not open.
//!
//! `edits` looks for such openings at random; here are those that are easily made, by name.

use netpol_core::command::{
    DirectionState, Edit, NewPeer, Operator, RulePreset, Scope, SelectorEdit, SelectorPlace,
};
use netpol_core::draft::ItemId;
use netpol_core::edit::{direction_state, rule_preset};
use netpol_core::model::Direction::{self, Egress, Ingress};
use netpol_core::model::{Isolation, Peers, Ports};

use crate::form::Form;

/// A policy with this `spec`, as YAML in flow style.
fn open(spec: &str) -> Form {
    Form::open(&format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: web}}\n\
         spec: {{{spec}}}\n"
    ))
}

/// The only rule of a direction.
#[track_caller]
fn rule(form: &Form, direction: Direction) -> ItemId {
    let [rule] = form.rules(direction)[..] else { panic!("{}", form.text()) };
    rule
}

/// The first peer and the first port of the only rule of a direction.
fn entries(form: &Form, direction: Direction) -> (Option<ItemId>, Option<ItemId>) {
    let draft = form.draft();
    let spec = draft.spec.written().expect("a spec");
    let rule = spec.rules(direction)[0].field.written().expect("a rule");
    let peer = rule.peers.items().first().map(|item| item.id);
    (peer, rule.ports.items().first().map(|item| item.id))
}

fn state(form: &Form, direction: Direction) -> DirectionState {
    direction_state(form.draft().spec.written().expect("a spec"), direction)
}

/// Checks that the server accepts the policy and that it allows nothing in a direction.
#[track_caller]
fn check_denied(form: &Form, direction: Direction) {
    let isolation = form.accepted().isolation(direction).clone();
    assert_eq!(isolation, Isolation::Isolated(Vec::new()), "{}", form.text());
}

/// Checks that no rule is open to everyone or on every port, whether the server accepts it or not.
#[track_caller]
fn check_not_open(form: &Form) {
    let Some(policy) = form.policy() else { return };
    for direction in Direction::ALL {
        for rule in policy.isolation(direction).rules() {
            assert_ne!(rule.peers, Peers::Any, "{}", form.text());
            assert_ne!(rule.ports, Ports::All, "{}", form.text());
        }
    }
}

const EGRESS_RULE: &str = "egress: [{to: [{podSelector: {}}], ports: [{port: 80}]}]";

#[test]
fn taking_the_last_egress_rule_away_keeps_egress_restricted() {
    type Step = fn(&mut Form, ItemId);
    let steps: [Step; 4] = [
        |form, rule| form.edit(Edit::RemoveRule(rule)),
        |form, rule| form.edit(Edit::SetRulePreset(rule, RulePreset::DenyAll)),
        |form, _| {
            let (peer, _) = entries(form, Egress);
            form.edit(Edit::RemovePeer(peer.expect("a peer")));
        },
        |form, _| {
            let (_, port) = entries(form, Egress);
            form.edit(Edit::RemovePort(port.expect("a port")));
        },
    ];
    for step in steps {
        // `policyTypes` is left to the server, which looks for egress rules.
        let mut form = open(EGRESS_RULE);
        let rule = rule(&form, Egress);
        step(&mut form, rule);
        check_denied(&form, Egress);
        check_denied(&form, Ingress);
    }
}

#[test]
fn an_edit_elsewhere_does_not_write_policy_types() {
    let mut form = open(EGRESS_RULE);
    let (_, port) = entries(&form, Egress);
    form.edit(Edit::SetPort(port.expect("a port"), "81".to_owned()));
    assert!(!form.text().contains("policyTypes"), "{}", form.text());
}

#[test]
fn asking_for_a_custom_rule_twice_does_not_open_its_ports() {
    let mut form = Form::blank();
    let (rule, _) = form.rule_with(Ingress, NewPeer::SameNamespace);
    let port = form.port(rule, "80");
    form.edit(Edit::RemovePort(port));
    check_denied(&form, Ingress);
    form.edit(Edit::SetRulePreset(rule, RulePreset::Custom));
    check_denied(&form, Ingress);
}

#[test]
fn a_condition_that_is_gone_leaves_no_blank_selector_behind() {
    let mut form = Form::blank();
    let (_, peer) = form.rule_with(Ingress, NewPeer::SameNamespace);
    let before = form.text();
    let gone = form.document().next_item();
    for edit in [
        SelectorEdit::Remove(gone),
        SelectorEdit::SetKey(gone, "a".to_owned()),
        SelectorEdit::SetValue(gone, "a".to_owned()),
        SelectorEdit::SetOperator(gone, Operator::Exists),
        SelectorEdit::AddValue(gone, "a".to_owned()),
        SelectorEdit::RemoveValue(gone, gone),
    ] {
        // A namespace selector that is made on the way would select all namespaces.
        let place = SelectorPlace::PeerNamespaces(peer);
        assert!(form.try_edit(Edit::Selector(place, edit.clone())).is_err(), "{edit:?}");
        assert_eq!(form.text(), before);
    }
}

#[test]
fn a_policy_type_that_the_api_does_not_know_may_have_meant_either_direction() {
    let mut form = open("policyTypes: [ingress], ingress: [{from: [{podSelector: {}}]}]");
    assert_eq!(state(&form, Ingress), DirectionState::Listed);
    assert_eq!(state(&form, Egress), DirectionState::DenyAll);
    form.edit(Edit::SetDirection(Egress, DirectionState::AllowAll));
    assert_ne!(form.accepted().ingress, Isolation::NotIsolated);

    // Saying once more what is shown settles it too.
    let mut form = open("policyTypes: [Egres], ingress: []");
    assert!(form.policy().is_none());
    form.edit(Edit::SetDirection(Ingress, DirectionState::DenyAll));
    check_denied(&form, Ingress);
    check_denied(&form, Egress);
}

#[test]
fn a_rule_that_cannot_be_read_becomes_one_that_allows_nothing() {
    let mut form = open("ingress: [all]");
    let rule = rule(&form, Ingress);
    let port = form.add(Edit::AddPort(rule));
    form.edit(Edit::SetPort(port, "80".to_owned()));
    check_denied(&form, Ingress);
}

#[test]
fn a_rule_that_is_null_is_shown_as_the_server_reads_it() {
    let form = open("ingress: [null]");
    let draft = form.draft();
    let rules = draft.spec.written().expect("a spec").rules(Ingress);
    assert_eq!(rule_preset(&rules[0]), RulePreset::AllowAll);
    assert_eq!(state(&form, Ingress), DirectionState::AllowAll);
    let policy = form.accepted();
    let allowed = &policy.ingress.rules()[0];
    assert_eq!((&allowed.peers, &allowed.ports), (&Peers::Any, &Ports::All));
}

#[test]
fn a_port_that_cannot_be_read_is_to_be_named_and_not_every_port() {
    let mut form = open("ingress: [{from: [{podSelector: {}}], ports: [80]}]");
    let (_, port) = entries(&form, Ingress);
    form.edit(Edit::SetProtocol(port.expect("a port"), "UDP".to_owned()));
    assert!(form.policy().is_none(), "{}", form.text());
    assert!(form.errors().contains("spec.ingress[0].ports[0].port"));
}

#[test]
fn an_end_without_a_start_is_not_every_port_when_it_is_emptied() {
    let mut form = open("ingress: [{from: [{podSelector: {}}], ports: [{endPort: 90}]}]");
    let (_, port) = entries(&form, Ingress);
    form.edit(Edit::SetEndPort(port.expect("a port"), String::new()));
    assert!(form.policy().is_none(), "{}", form.text());
}

#[test]
fn what_is_listed_in_a_way_that_cannot_be_read_stays_when_it_is_to_be_listed() {
    let mut form = open("ingress: [{from: {podSelector: {}}, ports: 80}]");
    let rule = rule(&form, Ingress);
    let before = form.text();
    form.edit(Edit::SetPeerScope(rule, Scope::Listed));
    form.edit(Edit::SetPortScope(rule, Scope::Listed));
    form.edit(Edit::SetRulePreset(rule, RulePreset::Custom));
    assert_eq!(form.text(), before);
}

#[test]
fn a_lone_range_or_value_becomes_the_first_of_a_list() {
    let mut form = open("ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8, except: 10.1.0.0/16}}]}]");
    let (peer, _) = entries(&form, Ingress);
    form.edit(Edit::AddExcept(peer.expect("a peer")));
    assert!(
        form.text().contains("except:\n        - 10.1.0.0/16\n        - \"\"\n"),
        "{}",
        form.text()
    );

    let mut form = open("podSelector: {matchExpressions: [{key: a, operator: NotIn, values: x}]}");
    let draft = form.draft();
    let row = draft.spec.written().expect("a spec").pod_selector.written().expect("a selector");
    let add = SelectorEdit::AddValue(row.expressions()[0].id, "y".to_owned());
    form.edit(Edit::Selector(SelectorPlace::SelectedPods, add));
    assert!(form.text().contains("values:\n      - x\n      - \"y\"\n"), "{}", form.text());
}

#[test]
fn a_condition_that_cannot_be_read_is_not_replaced() {
    let mut form = open("podSelector: {matchLabels: {app: web}, matchExpressions: {key: a}}");
    let draft = form.draft();
    let selector = draft.spec.written().expect("a spec").pod_selector.written();
    let row = selector.expect("a selector").labels()[0].id;
    let to_in = SelectorEdit::SetOperator(row, Operator::In);
    let rejected = form.try_edit(Edit::Selector(SelectorPlace::SelectedPods, to_in));
    let message = rejected.expect_err("the expressions would be lost").message;
    assert_eq!(message, "`matchExpressions` holds something that the form cannot show");

    let mut form = open("podSelector: web");
    let add = Edit::Selector(SelectorPlace::SelectedPods, SelectorEdit::Add);
    assert!(form.try_edit(add).is_err());
}

#[test]
fn a_condition_with_fields_of_its_own_is_not_made_a_label() {
    let mut form = open("podSelector: {matchExpressions: [{key: a, operator: In, value: x}]}");
    let draft = form.draft();
    let selector = draft.spec.written().expect("a spec").pod_selector.written();
    let row = selector.expect("a selector").expressions()[0].id;
    let to_label = SelectorEdit::SetOperator(row, Operator::Equals);
    assert!(form.try_edit(Edit::Selector(SelectorPlace::SelectedPods, to_label)).is_err());
    assert!(form.text().contains("value: x"));
}

#[test]
fn a_label_that_is_no_text_keeps_its_value_as_a_condition() {
    let mut form = open("podSelector: {matchLabels: {version: 1}}");
    let draft = form.draft();
    let selector = draft.spec.written().expect("a spec").pod_selector.written();
    let row = selector.expect("a selector").labels()[0].id;
    let to_in = SelectorEdit::SetOperator(row, Operator::In);
    form.edit(Edit::Selector(SelectorPlace::SelectedPods, to_in));
    assert!(form.text().contains("values:\n      - 1\n"), "{}", form.text());
}

#[test]
fn a_copied_rule_is_no_more_open_than_its_original() {
    // An unknown field must not be taken for the peers of the copy, nor get lost.
    let mut form = open("ingress: [{peers: [{podSelector: {}}], ports: [{port: 80}]}]");
    let first = rule(&form, Ingress);
    form.edit(Edit::DuplicateRule(first));
    let peers = "  - ports:\n    - port: 80\n    peers:\n    - podSelector: {}\n";
    assert!(form.text().contains(&[peers, peers].concat()), "{}", form.text());

    let mut form = Form::blank();
    let rule = form.rule(Ingress);
    form.port(rule, "80");
    form.edit(Edit::DuplicateRule(rule));
    check_denied(&form, Ingress);
    assert_eq!(form.rules(Ingress).len(), 2);
}

#[test]
fn emptying_any_box_of_a_full_form_opens_nothing() {
    let full = || {
        let mut form = Form::blank();
        let (rule, peer) = form.rule_with(Ingress, NewPeer::IpBlock);
        form.edit(Edit::SetCidr(peer, "10.0.0.0/8".to_owned()));
        let except = form.add(Edit::AddExcept(peer));
        form.edit(Edit::SetExcept(except, "10.1.0.0/16".to_owned()));
        let port = form.port(rule, "80");
        form.edit(Edit::SetEndPort(port, "90".to_owned()));
        form.accepted();
        (form, rule, peer, except, port)
    };
    let empty = String::new;
    let (_, rule, peer, except, port) = full();
    for edit in [
        Edit::SetCidr(peer, empty()),
        Edit::SetExcept(except, empty()),
        Edit::SetPort(port, empty()),
        Edit::SetEndPort(port, empty()),
        Edit::SetProtocol(port, empty()),
        Edit::RemovePeer(peer),
        Edit::RemovePort(port),
        Edit::RemoveRule(rule),
        Edit::SetPeerScope(rule, Scope::Listed),
        Edit::SetPortScope(rule, Scope::Listed),
        Edit::SetEveryPort(port, Scope::Listed),
    ] {
        let (mut form, ..) = full();
        form.edit(edit);
        check_not_open(&form);
        assert_ne!(state(&form, Ingress), DirectionState::NotRestricted);
    }
}
