//! The notes.

use super::*;

/// The notes of a policy as `path: text`, without those that a test of another fact is about.
#[track_caller]
fn check(kind: NoteKind, one: &Policy, expected: &[(&str, &str)]) {
    let notes = notes(one);
    let said: Vec<(String, String)> = notes
        .iter()
        .filter(|note| note.kind == kind)
        .map(|note| (note.path.to_string(), note.text.to_string()))
        .collect();
    let said: Vec<(&str, &str)> = said.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(said, expected);
}

fn ingress(peers: Vec<Peer>, ports: &[&str]) -> Policy {
    of_shop(&["app=api"], only(vec![allow(peers, ports)]), OPEN)
}

fn egress(rules: Vec<Rule>) -> Policy {
    of_shop(&["app=api"], OPEN, only(rules))
}

#[test]
fn no_rules_deny() {
    let deny = of_shop(&["app=api"], only(vec![]), only(vec![]));
    check(
        NoteKind::NoIngressRules,
        &deny,
        &[(
            "spec.ingress",
            "There is no ingress rule, so all ingress of the selected pods is denied, unless \
             another policy allows it.",
        )],
    );
    check(
        NoteKind::NoEgressRules,
        &deny,
        &[(
            "spec.egress",
            "There is no egress rule, so all egress of the selected pods is denied, unless \
             another policy allows it. That includes looking up names (DNS), the API server \
             and, in a cloud, the metadata service.",
        )],
    );
    for kind in [NoteKind::NoIngressRules, NoteKind::NoEgressRules] {
        check(kind, &of_shop(&[], OPEN, OPEN), &[]);
    }
}

#[test]
fn blank_selectors_select_everything() {
    let text = "The pod selector is blank, which selects all pods in namespace shop.";
    let mut all = of_shop(&[], OPEN, OPEN);
    check(NoteKind::AllPodsSelected, &all, &[("spec.podSelector", text)]);
    all.namespace = None;
    let text = "The pod selector is blank, which selects all pods in the policy's own \
                namespace.";
    check(NoteKind::AllPodsSelected, &all, &[("spec.podSelector", text)]);
    let text = "A blank namespace selector selects all namespaces, the policy's own included.";
    check(
        NoteKind::OwnNamespaceIncluded,
        &ingress(vec![pods(&[]), pods_of(&[], None)], &[]),
        &[("spec.ingress[0].from[1].namespaceSelector", text)],
    );
    check(NoteKind::OwnNamespaceIncluded, &ingress(vec![pods_of(&["a=b"], None)], &[]), &[]);
}

#[test]
fn without_a_namespace_kubectl_decides() {
    let mut one = of_shop(&[], OPEN, OPEN);
    check(NoteKind::NoNamespace, &one, &[]);
    one.namespace = None;
    let text = "The manifest names no namespace: kubectl puts the policy into that of its \
                current context, or the one given with --namespace.";
    check(NoteKind::NoNamespace, &one, &[("metadata.namespace", text)]);
}

#[test]
fn not_in_selects_objects_without_the_label() {
    let end = ". Add a row that the label exists to leave them out.";
    check(
        NoteKind::AbsentLabelSelected,
        &of_shop(&["app=api", "a in (b, c)", "env notin (prod)"], OPEN, OPEN),
        &[(
            "spec.podSelector.matchExpressions[1].operator",
            &format!("This also selects pods without the label env{end}"),
        )],
    );
    let peers = vec![
        pods_of(&["team notin (a)"], Some(&["env notin (prod)", "env"])),
        pods_of(&["kubernetes.io/metadata.name notin (a)"], None),
    ];
    check(
        NoteKind::AbsentLabelSelected,
        &ingress(peers, &[]),
        &[(
            "spec.ingress[0].from[0].namespaceSelector.matchExpressions[0].operator",
            &format!("This also selects namespaces without the label team{end}"),
        )],
    );
}

#[test]
fn private_addresses_may_be_pods() {
    let text = ". To name pods, use selectors: the addresses of pods change when they are \
                replaced, and not every network plugin matches pods by address.";
    let check = |cidr: &str, what: &str| {
        check(
            NoteKind::PrivateAddresses,
            &ingress(vec![block(cidr, &[])], &[]),
            &[(
                "spec.ingress[0].from[0].ipBlock.cidr",
                &format!("{cidr} is a private {what}{text}"),
            )],
        );
    };
    for cidr in ["10.1.0.0/16", "172.31.0.0/16", "100.64.0.0/10", "fd00::/8"] {
        check(cidr, "range");
    }
    for cidr in ["192.168.1.1/32", "fd00::1/128"] {
        check(cidr, "address");
    }
}

#[test]
fn public_addresses_have_no_note_about_pods() {
    for cidr in ["8.8.8.8/32", "172.32.0.0/16", "100.128.0.0/16", "2001:db8::/32", "0.0.0.0/0"] {
        check(NoteKind::PrivateAddresses, &ingress(vec![block(cidr, &[])], &[]), &[]);
    }
}

#[test]
fn all_addresses_may_cover_pods() {
    let text = "0.0.0.0/0 can cover pods and nodes as well: some network plugins match them by \
                address, others never do.";
    check(
        NoteKind::PodsInRange,
        &ingress(vec![block("0.0.0.0/0", &["10.0.0.0/8"])], &[]),
        &[("spec.ingress[0].from[0].ipBlock.cidr", text)],
    );
    let private = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];
    check(NoteKind::PodsInRange, &ingress(vec![block("0.0.0.0/0", &private)], &[]), &[]);
    check(NoteKind::PodsInRange, &ingress(vec![block("8.0.0.0/8", &[])], &[]), &[]);
}

#[test]
fn all_of_ipv4_is_nothing_of_ipv6() {
    let path = "spec.ingress[0].from[0].ipBlock.cidr";
    check(
        NoteKind::OneFamily,
        &ingress(vec![block("0.0.0.0/0", &[])], &[]),
        &[(path, "This is about IPv4 only. For IPv6 addresses add ::/0.")],
    );
    check(
        NoteKind::OneFamily,
        &ingress(vec![block("::/0", &[])], &[]),
        &[(path, "This is about IPv6 only. For IPv4 addresses add 0.0.0.0/0.")],
    );
    let both = vec![block("0.0.0.0/0", &[]), block("::/0", &["fc00::/7"])];
    check(NoteKind::OneFamily, &ingress(both, &[]), &[]);
    check(NoteKind::OneFamily, &ingress(vec![block("8.0.0.0/8", &[])], &[]), &[]);
}

#[test]
fn next_to_an_open_rule_the_others_add_nothing() {
    let (open, other) = (allow(vec![], &[]), allow(vec![], &["TCP 80"]));
    let with = |rules: &[&Rule]| egress(rules.iter().map(|rule| (*rule).clone()).collect());
    check(NoteKind::OtherRulesIdle, &with(&[&open]), &[]);
    check(
        NoteKind::OtherRulesIdle,
        &with(&[&other, &open]),
        &[(
            "spec.egress[1]",
            "This rule allows everything in its direction, so the other rule adds nothing.",
        )],
    );
    check(
        NoteKind::OtherRulesIdle,
        &with(&[&open, &other, &other]),
        &[(
            "spec.egress[0]",
            "This rule allows everything in its direction, so the other rules add nothing.",
        )],
    );
}

#[test]
fn a_port_name_is_looked_up_at_the_destination() {
    check(
        NoteKind::NamedPort,
        &ingress(vec![], &["TCP 80", "TCP http"]),
        &[(
            "spec.ingress[0].ports[1].port",
            "The name http stands for the port that the containers of the selected pods give \
             this name; where none does, it matches nothing.",
        )],
    );
    check(
        NoteKind::NamedPort,
        &egress(vec![allow(vec![], &["TCP http"])]),
        &[(
            "spec.egress[0].ports[0].port",
            "The name http stands for the port that the containers of the destination pod \
             give this name; where none does, it matches nothing. An address outside has no \
             named ports.",
        )],
    );
}

const NO_DNS: (&str, &str) = (
    "spec.egress",
    "No egress rule seems to allow DNS. Unless another policy does, the selected pods cannot look \
     up names: allow UDP 53 and TCP 53 to the DNS servers (5353 on OpenShift).",
);

#[test]
fn egress_without_port_53_cuts_dns() {
    let system = |pods| pods_of(&["kubernetes.io/metadata.name=kube-system"], pods);
    let cut = [
        allow(vec![pods(&["app=db"])], &["TCP 5432"]),
        allow(vec![pods(&[])], &[]),
        allow(vec![pods(&[])], &["UDP 1-65535", "TCP"]),
        allow(vec![pods_of(&["kubernetes.io/metadata.name=a"], None)], &[]),
    ];
    for rule in cut {
        check(NoteKind::NoDns, &egress(vec![rule]), &[NO_DNS]);
    }
    let fine = [
        allow(vec![], &[]),
        allow(vec![], &["UDP 53", "TCP 53"]),
        allow(vec![], &["UDP 1-100", "TCP"]),
        allow(vec![system(None)], &["UDP 5353", "TCP 5353"]),
        allow(vec![system(Some(&["k8s-app=kube-dns"]))], &[]),
        allow(vec![pods_of(&[], None)], &[]),
        allow(vec![pods_of(&["team=a"], None)], &[]),
        allow(vec![pods(&["app=dns"])], &["UDP dns", "TCP dns-tcp"]),
        allow(vec![block("169.254.20.10/32", &[])], &[]),
    ];
    for rule in fine {
        for kind in [NoteKind::NoDns, NoteKind::HalfOfDns] {
            check(kind, &egress(vec![rule.clone()]), &[]);
        }
    }
}

#[test]
fn dns_needs_both_protocols() {
    let check = |port: &str, text: &str| {
        let one = egress(vec![allow(vec![], &[port])]);
        check(NoteKind::HalfOfDns, &one, &[("spec.egress", text)]);
        check(NoteKind::NoDns, &one, &[]);
    };
    check(
        "UDP 53",
        "DNS is allowed over UDP only. Long answers and retries use TCP: allow TCP 53 too.",
    );
    check(
        "TCP 53",
        "DNS is allowed over TCP only. Names are looked up over UDP first: allow UDP 53 too.",
    );
}

#[test]
fn selectors_do_not_reach_the_platform() {
    let text = "No egress rule is about addresses outside the cluster. If the selected pods \
                need the API server, the cloud's metadata service or anything else that is no \
                pod, allow it too.";
    let to_pods = allow(vec![pods_of(&[], None)], &[]);
    let kind = NoteKind::PlatformUnreachable;
    check(kind, &egress(vec![to_pods.clone()]), &[("spec.egress", text)]);
    check(kind, &egress(vec![to_pods, allow(vec![block("1.1.1.1/32", &[])], &[])]), &[]);
    check(kind, &egress(vec![allow(vec![], &["TCP 80"])]), &[]);
}

#[test]
fn what_holds_for_every_policy_is_said_once() {
    let notes = general_notes();
    let said: Vec<String> = notes.iter().map(|note| note.text.to_string()).collect();
    assert_eq!(
        said,
        [
            "A policy does nothing by itself: the cluster needs a network plugin that enforces \
             policies. Without one the API server still accepts them.",
            "Policies add up: what one of them allows, no other can deny. The order of policies \
             and rules has no meaning.",
            "A connection between two pods has to be allowed at both ends: as egress of its \
             source and as ingress of its destination.",
            "Policies are about who opens a connection. Replies to an allowed one need no rule.",
        ]
    );
    assert_eq!(notes[0].level(), Level::Caution);
    assert_eq!(notes[1].level(), Level::Fact);
}
