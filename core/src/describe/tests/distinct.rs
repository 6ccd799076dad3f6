//! Rules that mean different things never read the same.

use super::*;
use std::collections::BTreeMap;

/// No two of these select the same objects.
const SELECTORS: &[&[&str]] = &[
    &[],
    &["a=b"],
    &["a="],
    &["c=b"],
    &["a=b", "c=d"],
    &["a in (b, c)"],
    &["a in (b, c, d)"],
    &["a notin (b)"],
    &["a notin (b, c)"],
    &["a notin (b)", "a"],
    &["a"],
    &["!a"],
    &["c", "!a"],
    &["a=b", "c in (d, e)"],
    &["a=b", "c notin (d, e)"],
    &["a=b", "c"],
    &["a=b", "!c"],
    &["kubernetes.io/metadata.name=a"],
    &["kubernetes.io/metadata.name in (a, b)"],
    &["kubernetes.io/metadata.name notin (a)"],
    &["kubernetes.io/metadata.name notin (a, b)"],
    &["kubernetes.io/metadata.name=a", "a=b"],
];

/// Every way to say who, each meaning something else.
fn every_peer() -> Vec<Peer> {
    let mut namespaces = vec![Namespaces::Own, Namespaces::All];
    let matching = SELECTORS.iter().filter(|selector| !selector.is_empty());
    namespaces.extend(matching.map(|selector| Namespaces::Matching(select(selector))));
    let mut peers = vec![
        block("0.0.0.0/0", &[]),
        block("::/0", &[]),
        block("0.0.0.0/0", &["10.0.0.0/8"]),
        block("10.0.0.0/8", &[]),
        block("10.0.0.0/8", &["10.1.0.0/16"]),
        block("10.0.0.0/8", &["10.1.0.0/16", "10.2.0.0/16"]),
        block("10.0.0.0/32", &[]),
    ];
    for place in &namespaces {
        peers.extend(SELECTORS.iter().map(|selector| Peer::Pods {
            namespaces: place.clone(),
            pods: Some(select(selector)),
        }));
    }
    peers
}

/// Says every rule and fails for two that read the same.
#[track_caller]
fn check(rules: impl IntoIterator<Item = Rule>) -> usize {
    let mut said = BTreeMap::new();
    for one in rules {
        for direction in Direction::ALL {
            for namespace in [Some("shop"), None] {
                let text = rule(direction, &one, namespace).to_string();
                if let Some(other) = said.insert((direction, namespace, text.clone()), one.clone())
                {
                    panic!("{text}\n  {one:?}\n  {other:?}");
                }
            }
        }
    }
    said.len()
}

#[test]
fn different_peers_never_read_the_same() {
    let all = every_peer();
    let mut rules = vec![allow(vec![], &[])];
    rules.extend(all.iter().map(|one| allow(vec![one.clone()], &[])));
    for pair in all.windows(2) {
        rules.push(allow(pair.to_vec(), &[]));
    }
    assert!(check(rules) > 4_000);
}

#[test]
fn and_never_reads_like_or() {
    // The classic: both selectors in one peer, against one selector in each of two.
    for by_namespace in SELECTORS.iter().filter(|selector| !selector.is_empty()) {
        for by_label in SELECTORS {
            let both = allow(vec![pods_of(by_namespace, Some(by_label))], &[]);
            let either = allow(vec![pods_of(by_namespace, None), pods(by_label)], &[]);
            check([both, either]);
        }
    }
}

#[test]
fn different_ports_never_read_the_same() {
    let ports: &[&[&str]] = &[
        &[],
        &["TCP"],
        &["UDP"],
        &["TCP", "UDP", "SCTP"],
        &["TCP 80"],
        &["UDP 80"],
        &["TCP 80", "UDP 80"],
        &["TCP 80-90"],
        &["TCP 80", "TCP 90"],
        &["TCP 1-65535"],
        &["TCP http"],
        &["UDP http"],
        &["TCP http", "TCP 80"],
    ];
    check(ports.iter().map(|ports| allow(vec![], ports)));
}
