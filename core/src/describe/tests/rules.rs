//! Rules and ports.

use super::*;
use crate::sentence::Phrase;

#[track_caller]
fn check(direction: Direction, one: &Rule, expected: &str) {
    assert_eq!(rule(direction, one, Some("shop")).to_string(), expected);
}

#[test]
fn ports_are_listed() {
    let check = |texts: &[&str], expected| {
        assert_eq!(ports(&allow(vec![], texts).ports).to_string(), expected);
    };
    check(&[], "every port");
    check(&["TCP 80"], "TCP 80");
    check(&["TCP 80", "TCP 443", "UDP 53"], "TCP 80, TCP 443 and UDP 53");
    check(&["TCP 8080-8090"], "TCP 8080–8090");
    check(&["TCP 8080-8080"], "TCP 8080");
    check(&["SCTP"], "every SCTP port");
    check(&["TCP http", "UDP"], "the TCP port named http and every UDP port");
}

#[test]
fn sources_may_connect() {
    let ingress = Direction::Ingress;
    check(
        ingress,
        &allow(vec![pods_of(&["env=prod"], Some(&["app=web"]))], &["TCP 443"]),
        "pods with app=web that are in namespaces with env=prod may connect on TCP 443",
    );
    check(
        ingress,
        &allow(vec![pods(&["app=web"])], &[]),
        "pods with app=web that are in namespace shop may connect on every port",
    );
    check(
        ingress,
        &allow(vec![], &["TCP 80"]),
        "anyone, inside the cluster or outside, may connect on TCP 80",
    );
    check(
        ingress,
        &allow(vec![], &[]),
        "anyone, inside the cluster or outside, may connect on every port",
    );
}

#[test]
fn two_peers_are_joined_by_or() {
    let peers = || vec![pods_of(&["env=prod"], None), pods(&["app in (a, b)"])];
    check(
        Direction::Ingress,
        &allow(peers(), &["TCP 443"]),
        "all pods in namespaces with env=prod, or pods whose label app is a or b and that are \
         in namespace shop, may connect on TCP 443",
    );
    check(
        Direction::Egress,
        &allow(peers(), &["TCP 443"]),
        "the selected pods may connect to all pods in namespaces with env=prod, or to pods \
         whose label app is a or b and that are in namespace shop, on TCP 443",
    );
}

#[test]
fn selected_pods_may_connect_to_destinations() {
    let egress = Direction::Egress;
    check(
        egress,
        &allow(vec![pods(&["app=db"])], &["TCP 5432"]),
        "the selected pods may connect to pods with app=db that are in namespace shop on TCP \
         5432",
    );
    check(
        egress,
        &allow(vec![], &["UDP 53", "TCP 53"]),
        "the selected pods may connect to any destination, inside the cluster or outside, on \
         UDP 53 and TCP 53",
    );
}

#[test]
fn all_addresses_of_both_families_are_said_once() {
    check(
        Direction::Ingress,
        &allow(vec![block("0.0.0.0/0", &[]), pods(&[]), block("::/0", &[])], &["TCP 80"]),
        "all addresses (0.0.0.0/0 and ::/0), or all pods in namespace shop, may connect on \
         TCP 80",
    );
    check(
        Direction::Ingress,
        &allow(vec![block("0.0.0.0/0", &["10.0.0.0/8"]), block("::/0", &[])], &["TCP 80"]),
        "all IPv4 addresses (0.0.0.0/0) except addresses in 10.0.0.0/8, or all IPv6 addresses \
         (::/0), may connect on TCP 80",
    );
}

#[test]
fn the_authors_data_are_terms() {
    let one = allow(vec![pods_of(&["env=prod"], Some(&["app=web"]))], &["TCP 443"]);
    let sentence = rule(Direction::Ingress, &one, None);
    let mut phrases = sentence.phrases();
    phrases.retain(|phrase| matches!(phrase, Phrase::Term(_)));
    assert_eq!(phrases, ["app=web", "env=prod", "TCP 443"].map(Phrase::Term));
}
