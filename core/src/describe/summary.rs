//! The one line that stands for a policy in a list.
//!
//! It is shorter than the sentences, never looser: a label is shortened to its value only where the
//! key says no more than "this is the name of the application", and what is left out is counted.

use super::rule::{Family, port};
use super::selector::{NAMESPACE_NAME, Objects, equal_value, selector};
use super::sentence::Sentence;
use super::{allows_everything, denies};
use crate::model::{
    Direction, IpBlock, Isolation, Namespaces, Peer, Peers, Policy, Ports, Rule, Selector,
};

/// Keys whose value is the name of an application, so that the value alone says it.
const NAME_KEYS: [&str; 4] = ["app", "app.kubernetes.io/name", "k8s-app", "name"];

/// Keys of namespaces whose value goes before the word: `prod namespaces`.
const STAGE_KEYS: [&str; 2] = ["env", "environment"];

/// How many rules, peers or ports of a list are said before the rest is counted.
const SHOWN: usize = 2;

/// Says in one line what a policy does: `api accepts TCP 8080–8090 from web in prod namespaces`.
pub fn summary(policy: &Policy) -> Sentence {
    if let Some(denial) = denial(policy) {
        return denial;
    }
    let accept = if names_one_thing(&policy.pod_selector) { " accepts " } else { " accept " };
    let own = policy.namespace.as_deref();
    let ingress = clause(Direction::Ingress, &policy.ingress, own);
    let egress = clause(Direction::Egress, &policy.egress, own);
    let subject = pods(&policy.pod_selector);
    match (ingress, egress) {
        (None, None) => Sentence::of("restricts nothing"),
        (Some(accepted), None) => subject.text(accept).then(accepted),
        (None, Some(opened)) => subject.text(" may connect ").then(opened),
        (Some(accepted), Some(opened)) => {
            let first = subject.text(accept).then(accepted);
            first.text("; may connect ").then(opened)
        }
    }
}

/// A policy that allows nothing where it restricts: `denies all traffic in and out`.
fn denial(policy: &Policy) -> Option<Sentence> {
    let untouched = |isolation: &Isolation| matches!(isolation, Isolation::NotIsolated);
    let (ingress, egress) = (&policy.ingress, &policy.egress);
    let (of_all, of_some) = match (denies(ingress), denies(egress)) {
        (true, true) => ("traffic in and out", "traffic to and from "),
        (true, false) if untouched(egress) => ("incoming traffic", "traffic to "),
        (false, true) if untouched(ingress) => ("outgoing traffic", "traffic from "),
        _ => return None,
    };
    let start = Sentence::of("denies all ");
    Some(if policy.pod_selector.is_everything() {
        start.text(of_all)
    } else {
        start.text(of_some).then(pods(&policy.pod_selector))
    })
}

/// What stands after `accepts` or `may connect`; nothing where the direction is left alone.
fn clause(direction: Direction, isolation: &Isolation, own: Option<&str>) -> Option<Sentence> {
    let Isolation::Isolated(rules) = isolation else { return None };
    let (nothing, everything) = match direction {
        Direction::Ingress => ("nothing", "everything"),
        Direction::Egress => ("to nothing", "to everything"),
    };
    if rules.is_empty() {
        return Some(Sentence::of(nothing));
    }
    if rules.iter().any(allows_everything) {
        return Some(Sentence::of(everything));
    }
    let mut said = Sentence::default();
    for (index, one) in rules.iter().take(SHOWN).enumerate() {
        said = if index > 0 { said.text(", and ") } else { said }.then(rule(direction, one, own));
    }
    Some(match rules.len().saturating_sub(SHOWN) {
        0 => said,
        1 => said.text(", and more by 1 other rule"),
        more => said.text(", and more by ").text(more.to_string()).text(" other rules"),
    })
}

fn rule(direction: Direction, rule: &Rule, own: Option<&str>) -> Sentence {
    let who = peers(direction, &rule.peers, own);
    let ports = match &rule.ports {
        Ports::All => None,
        Ports::Only(list) => Some(shortened(list.iter().map(port).collect(), " and ")),
    };
    match (direction, ports) {
        (Direction::Ingress, None) => Sentence::of("everything").then(who),
        (Direction::Ingress, Some(ports)) => ports.then(who),
        (Direction::Egress, None) => who,
        (Direction::Egress, Some(ports)) => who.text(" on ").then(ports),
    }
}

/// The sources or destinations of a rule, each with its preposition: what is said twice cannot be
/// taken for the second half of one condition.
fn peers(direction: Direction, peers: &Peers, own: Option<&str>) -> Sentence {
    let (start, before, any) = match direction {
        Direction::Ingress => (" ", "from ", "anyone"),
        Direction::Egress => ("", "to ", "anything"),
    };
    let mut each = Vec::new();
    match peers {
        Peers::Any => each.push(Sentence::of(before).text(any)),
        Peers::Only(list) => {
            for one in list.iter() {
                each.push(Sentence::of(before).then(peer(one, own)));
            }
        }
    }
    Sentence::of(start).then(shortened(each, " or "))
}

/// A list with its rest counted: `TCP 80, TCP 443 and 3 more`. A rest of one is said instead.
fn shortened(mut items: Vec<Sentence>, last: &'static str) -> Sentence {
    if items.len() > SHOWN + 1 {
        let more = items.split_off(SHOWN).len();
        items.push(Sentence::of(more.to_string()).text(" more"));
    }
    Sentence::list(items, last)
}

fn peer(peer: &Peer, own: Option<&str>) -> Sentence {
    match peer {
        Peer::IpBlock(block) => ip_block(block),
        Peer::Pods { namespaces, pods: Some(some) } if !some.is_everything() => {
            let of_own = matches!(namespaces, Namespaces::Own);
            let said = pods(some);
            if of_own {
                said
            } else {
                said.text(" in ").then(place(namespaces, own, "any namespace"))
            }
        }
        Peer::Pods { namespaces, .. } => {
            Sentence::of("all pods in ").then(place(namespaces, own, "all namespaces"))
        }
    }
}

fn place(namespaces: &Namespaces, own: Option<&str>, all: &'static str) -> Sentence {
    let by_label = match namespaces {
        Namespaces::Own => {
            return own
                .map_or_else(|| Sentence::of("the policy's own namespace"), Sentence::of_term);
        }
        Namespaces::Matching(by_label) if !by_label.is_everything() => by_label,
        Namespaces::All | Namespaces::Matching(_) => return Sentence::of(all),
    };
    match only_value(by_label, &[NAMESPACE_NAME]) {
        Some(name) => Sentence::of_term(name),
        None => match only_value(by_label, &STAGE_KEYS) {
            Some(stage) => Sentence::of_term(stage).text(" namespaces"),
            None => selector(by_label, Objects::Namespaces),
        },
    }
}

fn ip_block(block: &IpBlock) -> Sentence {
    let said = if block.cidr.prefix_len() == 0 {
        let family = Family::of(&block.cidr).name();
        Sentence::of("all ").text(family).text(" addresses")
    } else {
        Sentence::of_term(block.cidr.to_string())
    };
    match block.except.as_slice() {
        [] => said,
        [one] => said.text(" except ").term(one.to_string()),
        many => said.text(" except ").text(many.len().to_string()).text(" ranges"),
    }
}

fn pods(pods: &Selector) -> Sentence {
    match only_value(pods, &NAME_KEYS) {
        Some(name) => Sentence::of_term(name),
        None => selector(pods, Objects::Pods),
    }
}

/// Whether the short form of a selector is a name and takes a verb in the singular.
fn names_one_thing(pods: &Selector) -> bool {
    only_value(pods, &NAME_KEYS).is_some()
}

/// The value that a selector demands, when that is all it demands and the key is one of these.
fn only_value<'a>(selector: &'a Selector, keys: &[&str]) -> Option<&'a str> {
    let [requirement] = selector.requirements() else { return None };
    let (key, value) = equal_value(requirement)?;
    (keys.contains(&key) && !value.is_empty()).then_some(value)
}
