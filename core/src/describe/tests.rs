//! Every sentence at least once, to be read aloud. The helpers build the model by hand.

mod distinct;
mod facts;
mod paragraphs;
mod peers;
mod rules;
mod selectors;
mod summaries;

use super::*;
use crate::model::{IpBlock, NonEmpty, Peer, Port, PortRule, Protocol, Requirement, Selector};

fn list<T>(items: Vec<T>) -> NonEmpty<T> {
    NonEmpty::new(items).expect("a test names at least one")
}

/// `app=web`, `env in (a, b)`, `env notin (a)`, `team`, `!team`: as kubectl writes requirements.
fn requirement(text: &str) -> Requirement {
    let values =
        |text: &str| list(text.trim_matches(['(', ')']).split(", ").map(str::to_owned).collect());
    if let Some((key, rest)) = text.split_once(" in ") {
        return Requirement::In { key: key.to_owned(), values: values(rest) };
    }
    if let Some((key, rest)) = text.split_once(" notin ") {
        return Requirement::NotIn { key: key.to_owned(), values: values(rest) };
    }
    if let Some((key, value)) = text.split_once('=') {
        return Requirement::Equals { key: key.to_owned(), value: value.to_owned() };
    }
    match text.strip_prefix('!') {
        Some(key) => Requirement::DoesNotExist { key: key.to_owned() },
        None => Requirement::Exists { key: text.to_owned() },
    }
}

fn select(requirements: &[&str]) -> Selector {
    Selector::new(requirements.iter().map(|text| requirement(text)).collect())
}

fn pods(requirements: &[&str]) -> Peer {
    Peer::Pods { namespaces: Namespaces::Own, pods: Some(select(requirements)) }
}

fn pods_of(namespaces: &[&str], requirements: Option<&[&str]>) -> Peer {
    let namespaces = match namespaces {
        [] => Namespaces::All,
        some => Namespaces::Matching(select(some)),
    };
    Peer::Pods { namespaces, pods: requirements.map(select) }
}

fn block(cidr: &str, except: &[&str]) -> Peer {
    let range = |text: &&str| text.parse().expect("a range");
    Peer::IpBlock(IpBlock { cidr: range(&cidr), except: except.iter().map(range).collect() })
}

/// `80`, `80-90`, `http`, or nothing for every port of the protocol; the protocol goes first.
fn port_of(text: &str) -> PortRule {
    let (protocol, port) = text.split_once(' ').unwrap_or((text, ""));
    let number = |text: &str| text.parse::<u16>().ok();
    let range = port.split_once('-').and_then(|(a, b)| Some((number(a)?, number(b)?)));
    PortRule {
        protocol: Protocol::parse(protocol).expect("a protocol"),
        port: match (port, number(port), range) {
            ("", ..) => Port::Any,
            (_, Some(number), _) => Port::Number(number),
            (_, _, Some((first, last))) => Port::Range(first, last),
            _ => Port::Named(port.to_owned()),
        },
    }
}

fn allow(peers: Vec<Peer>, ports: &[&str]) -> Rule {
    let ports: Vec<PortRule> = ports.iter().map(|text| port_of(text)).collect();
    Rule {
        peers: NonEmpty::new(peers).map_or(Peers::Any, Peers::Only),
        ports: NonEmpty::new(ports).map_or(Ports::All, Ports::Only),
    }
}

fn only(rules: Vec<Rule>) -> Isolation {
    Isolation::Isolated(rules)
}

const OPEN: Isolation = Isolation::NotIsolated;

/// A policy `p` in namespace `shop`.
fn of_shop(requirements: &[&str], ingress: Isolation, egress: Isolation) -> Policy {
    let pod_selector = select(requirements);
    let namespace = Some("shop".to_owned());
    Policy { name: "p".to_owned(), namespace, pod_selector, ingress, egress }
}
