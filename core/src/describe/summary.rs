//! The one line that stands for a policy in a list.
//!
//! It is shorter than the sentences, never looser: a label is shortened to its value only where the
//! key says no more than "this is the name of the application", and what is left out is counted.

use super::rule::{Family, port};
use super::selector::{NAMESPACE_NAME, Objects, equal_value, selector};
use super::{allows_everything, denies};
use crate::model::{
    Direction, IpBlock, Isolation, Namespaces, Peer, Peers, Policy, Ports, Rule, Selector,
};
use crate::sentence::Sentence;

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
    let accept = match names_one_thing(&policy.pod_selector) {
        true => ["{0} accepts {1}", "{0} accepts {1}; may connect {2}"],
        false => ["{0} accept {1}", "{0} accept {1}; may connect {2}"],
    };
    let own = policy.namespace.as_deref();
    let ingress = clause(Direction::Ingress, &policy.ingress, own);
    let egress = clause(Direction::Egress, &policy.egress, own);
    let subject = pods(&policy.pod_selector);
    match (ingress, egress) {
        (None, None) => Sentence::of("restricts nothing"),
        (Some(accepted), None) => Sentence::of(accept[0]).with(subject).with(accepted),
        (None, Some(opened)) => Sentence::of("{0} may connect {1}").with(subject).with(opened),
        (Some(accepted), Some(opened)) => {
            Sentence::of(accept[1]).with(subject).with(accepted).with(opened)
        }
    }
}

/// A policy that allows nothing where it restricts: `denies all traffic in and out`.
fn denial(policy: &Policy) -> Option<Sentence> {
    let untouched = |isolation: &Isolation| matches!(isolation, Isolation::NotIsolated);
    let (ingress, egress) = (&policy.ingress, &policy.egress);
    let (of_all, of_some) = match (denies(ingress), denies(egress)) {
        (true, true) => ("denies all traffic in and out", "denies all traffic to and from {0}"),
        (true, false) if untouched(egress) => {
            ("denies all incoming traffic", "denies all traffic to {0}")
        }
        (false, true) if untouched(ingress) => {
            ("denies all outgoing traffic", "denies all traffic from {0}")
        }
        _ => return None,
    };
    Some(match policy.pod_selector.is_everything() {
        true => Sentence::of(of_all),
        false => Sentence::of(of_some).with(pods(&policy.pod_selector)),
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
    let shown = rules.iter().take(SHOWN).map(|one| rule(direction, one, own)).collect();
    let said = Sentence::joined(shown, ", and ", ", and ");
    let more = rules.len().saturating_sub(SHOWN);
    let forms = "{1}, and more by {0} other rule|{1}, and more by {0} other rules";
    Some(if more == 0 { said } else { Sentence::count(more, forms).with(said) })
}

fn rule(direction: Direction, rule: &Rule, own: Option<&str>) -> Sentence {
    let who = peers(direction, &rule.peers, own);
    let ports = match &rule.ports {
        Ports::All => None,
        Ports::Only(list) => Some(shortened(list.iter().map(port).collect(), " and ")),
    };
    match (direction, ports) {
        (Direction::Ingress, None) => Sentence::of("everything {0}").with(who),
        (Direction::Ingress, Some(ports)) => Sentence::of("{1} {0}").with(who).with(ports),
        (Direction::Egress, None) => who,
        (Direction::Egress, Some(ports)) => Sentence::of("{0} on {1}").with(who).with(ports),
    }
}

/// The sources or destinations of a rule, each with its preposition: what is said twice cannot be
/// taken for the second half of one condition.
fn peers(direction: Direction, peers: &Peers, own: Option<&str>) -> Sentence {
    match peers {
        Peers::Any => Sentence::of(direction_of(direction, "from anyone", "to anything")),
        Peers::Only(list) => {
            shortened(list.iter().map(|one| peer(direction, one, own)).collect(), " or ")
        }
    }
}

/// The one template for sources, or the other for destinations.
const fn direction_of(direction: Direction, from: &'static str, to: &'static str) -> &'static str {
    match direction {
        Direction::Ingress => from,
        Direction::Egress => to,
    }
}

/// A list with its rest counted: `TCP 80, TCP 443 and 3 more`. A rest of one is said instead.
fn shortened(mut items: Vec<Sentence>, last: &'static str) -> Sentence {
    if items.len() > SHOWN + 1 {
        let more = items.split_off(SHOWN).len();
        items.push(Sentence::count(more, "{0} more"));
    }
    Sentence::list(items, last)
}

fn peer(direction: Direction, peer: &Peer, own: Option<&str>) -> Sentence {
    let (template, part) = match peer {
        Peer::IpBlock(block) => return ip_block(direction, block),
        Peer::Pods { namespaces, pods: Some(some) } if !some.is_everything() => {
            let said = pods(some);
            let said = match namespaces {
                Namespaces::Own => said,
                _ => {
                    let place = place(namespaces, own, "in any namespace");
                    Sentence::of("{0} {1}").with(said).with(place)
                }
            };
            (direction_of(direction, "from {0}", "to {0}"), said)
        }
        Peer::Pods { namespaces, .. } => (
            direction_of(direction, "from all pods {0}", "to all pods {0}"),
            place(namespaces, own, "in all namespaces"),
        ),
    };
    Sentence::of(template).with(part)
}

fn place(namespaces: &Namespaces, own: Option<&str>, all: &'static str) -> Sentence {
    let by_label = match namespaces {
        Namespaces::Own => {
            return own.map_or(Sentence::of("in the policy's own namespace"), |name| {
                Sentence::of("in {0}").term(name)
            });
        }
        Namespaces::Matching(by_label) if !by_label.is_everything() => by_label,
        Namespaces::All | Namespaces::Matching(_) => return Sentence::of(all),
    };
    let (template, part) = match only_value(by_label, &[NAMESPACE_NAME]) {
        Some(name) => ("in {0}", Sentence::of_term(name)),
        None => match only_value(by_label, &STAGE_KEYS) {
            Some(stage) => ("in {0} namespaces", Sentence::of_term(stage)),
            None => ("in {0}", selector(by_label, Objects::Namespaces)),
        },
    };
    Sentence::of(template).with(part)
}

fn ip_block(direction: Direction, block: &IpBlock) -> Sentence {
    let (template, part) = if block.cidr.prefix_len() == 0 {
        let family = Sentence::of_verbatim(Family::of(&block.cidr).name());
        (direction_of(direction, "from all {0} addresses", "to all {0} addresses"), family)
    } else {
        let cidr = Sentence::of_term(block.cidr.to_string());
        (direction_of(direction, "from {0}", "to {0}"), cidr)
    };
    let said = Sentence::of(template).with(part);
    match block.except.as_slice() {
        [] => said,
        [one] => Sentence::of("{0} except {1}").with(said).term(one.to_string()),
        many => {
            let forms = "{1} except {0} range|{1} except {0} ranges";
            Sentence::count(many.len(), forms).with(said)
        }
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
