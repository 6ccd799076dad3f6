//! Sources and destinations.

use super::*;

#[track_caller]
fn check(one: &Peer, expected: &str) {
    assert_eq!(peer(one, Some("shop")).to_string(), expected);
}

#[test]
fn the_policys_own_namespace_is_said_by_name_if_it_has_one() {
    check(&pods(&[]), "all pods in namespace shop");
    check(&pods(&["app=web"]), "pods with app=web that are in namespace shop");
    let unnamed = |one: &Peer| peer(one, None).to_string();
    assert_eq!(unnamed(&pods(&[])), "all pods in the policy's own namespace");
    assert_eq!(
        unnamed(&pods(&["app=web"])),
        "pods with app=web that are in the policy's own namespace"
    );
}

#[test]
fn both_selectors_of_a_peer_must_hold() {
    check(
        &pods_of(&["env=prod"], Some(&["app=web"])),
        "pods with app=web that are in namespaces with env=prod",
    );
    check(
        &pods_of(&["env=prod"], Some(&["team"])),
        "pods that have the label team and that are in namespaces with env=prod",
    );
    check(
        &pods_of(&["kubernetes.io/metadata.name=monitoring"], Some(&["app=web"])),
        "pods with app=web that are in namespace monitoring",
    );
    check(
        &pods_of(&["kubernetes.io/metadata.name notin (kube-system)"], Some(&["app=web"])),
        "pods with app=web that are in any namespace except kube-system",
    );
    check(&pods_of(&[], Some(&["app=web"])), "pods with app=web that are in any namespace");
}

#[test]
fn an_absent_and_an_empty_pod_selector_both_mean_all_pods() {
    for pods in [None, Some([].as_slice())] {
        check(&pods_of(&[], pods), "all pods in all namespaces");
        check(&pods_of(&["env=prod"], pods), "all pods in namespaces with env=prod");
        check(
            &pods_of(&["kubernetes.io/metadata.name notin (a)"], pods),
            "all pods in all namespaces except a",
        );
    }
    let blank = Namespaces::Matching(Selector::EVERYTHING);
    check(&Peer::Pods { namespaces: blank, pods: None }, "all pods in all namespaces");
}

#[test]
fn addresses_are_said_with_their_exceptions() {
    check(&block("10.0.0.0/8", &[]), "addresses in 10.0.0.0/8");
    check(&block("10.1.2.3/32", &[]), "the address 10.1.2.3");
    check(&block("2001:db8::1/128", &[]), "the address 2001:db8::1");
    check(&block("0.0.0.0/0", &[]), "all IPv4 addresses (0.0.0.0/0)");
    check(&block("::/0", &[]), "all IPv6 addresses (::/0)");
    check(
        &block("0.0.0.0/0", &["10.0.0.0/8", "169.254.169.254/32"]),
        "all IPv4 addresses (0.0.0.0/0) except addresses in 10.0.0.0/8 and the address \
         169.254.169.254",
    );
    check(
        &block("10.0.0.0/8", &["10.9.0.0/16"]),
        "addresses in 10.0.0.0/8 except addresses in 10.9.0.0/16",
    );
}
