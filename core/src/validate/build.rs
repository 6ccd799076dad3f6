//! From the decoded tree to the model: the whole policy of an accepted manifest, and whatever could
//! be understood of another.

use std::rc::Rc;

use super::cidr::Cidr;
use super::{Parts, items, map, text, texts};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{
    Direction, IpBlock, Isolation, Namespaces, NonEmpty, Peer, Peers, Policy, Port, PortRule,
    Ports, Protocol, Requirement, Rule, Selector,
};
use crate::path::FieldPath;
use crate::value::Value;

/// Makes the policy of an accepted manifest from its parts.
pub(super) fn policy(tree: &Value, parts: &Parts) -> Option<Rc<Policy>> {
    let metadata = tree.get("metadata")?;
    let name = match text(metadata, "name") {
        "" => text(metadata, "generateName"),
        name => name,
    };
    let types = parts.policy_types.as_ref()?;
    let isolation = |direction| {
        let rules = all(parts.rules(direction), Option::clone);
        Some(match types.contains(&direction) {
            true => Isolation::Isolated(rules?),
            false => Isolation::NotIsolated,
        })
    };
    Some(Rc::new(Policy {
        name: name.to_owned(),
        namespace: parts.namespace.clone(),
        pod_selector: parts.pod_selector.clone()?,
        ingress: isolation(Direction::Ingress)?,
        egress: isolation(Direction::Egress)?,
    }))
}

/// Makes what can be made of a manifest with these diagnostics.
pub(super) fn parts(tree: &Value, diagnostics: &[Diagnostic]) -> Parts {
    let spec_path = FieldPath::root().key("spec");
    let is_right = |path: &FieldPath| {
        for found in diagnostics {
            let concerns = path.contains(&found.path) || found.path == spec_path;
            if found.severity == Severity::Error && concerns {
                return false;
            }
        }
        true
    };
    let namespace_path = FieldPath::root().key("metadata").key("namespace");
    let namespace = tree.get("metadata").map_or("", |metadata| text(metadata, "namespace"));
    let spec = map(tree, "spec");
    let rules = |direction: Direction| {
        let path = spec_path.key(direction.rules_key());
        let mut made = Vec::new();
        for (index, rule) in items(spec, direction.rules_key()).iter().enumerate() {
            let is_right = is_right(&path.index(index));
            made.push(if is_right { self::rule(rule, direction) } else { None });
        }
        made
    };
    Parts {
        namespace: (!namespace.is_empty() && is_right(&namespace_path))
            .then(|| namespace.to_owned()),
        pod_selector: is_right(&spec_path.key("podSelector"))
            .then(|| spec.get("podSelector").map_or(Some(Selector::EVERYTHING), selector))
            .flatten(),
        policy_types: is_right(&spec_path.key("policyTypes")).then(|| {
            let types = policy_types(tree);
            Direction::those(&|direction| types.contains(&direction.policy_type()))
        }),
        ingress: rules(Direction::Ingress),
        egress: rules(Direction::Egress),
    }
}

/// `policyTypes` after defaulting: ingress, and egress if there are egress rules.
pub(super) fn policy_types(tree: &Value) -> Vec<&str> {
    let spec = map(tree, "spec");
    let given = items(spec, "policyTypes");
    if !given.is_empty() {
        return texts(given);
    }
    let mut types = vec![Direction::Ingress.policy_type()];
    if !items(spec, "egress").is_empty() {
        types.push(Direction::Egress.policy_type());
    }
    types
}

fn rule(rule: &Value, direction: Direction) -> Option<Rule> {
    let peers = all(items(rule, direction.peers_key()), peer)?;
    let ports = all(items(rule, "ports"), port)?;
    Some(Rule {
        peers: NonEmpty::new(peers).map_or(Peers::Any, Peers::Only),
        ports: NonEmpty::new(ports).map_or(Ports::All, Ports::Only),
    })
}

/// What can be made of all of them, or nothing.
// A loop: collecting options is several functions for each type.
fn all<T, U>(items: &[T], make: impl Fn(&T) -> Option<U>) -> Option<Vec<U>> {
    let mut made = Vec::with_capacity(items.len());
    for item in items {
        made.push(make(item)?);
    }
    Some(made)
}

fn peer(peer: &Value) -> Option<Peer> {
    if let Some(block) = peer.get("ipBlock") {
        let network = |text: &str| Cidr::parse(text).map(|range| range.network);
        let mut except = Vec::new();
        for excluded in texts(items(block, "except")) {
            except.push(network(excluded)?);
        }
        return Some(Peer::IpBlock(IpBlock { cidr: network(text(block, "cidr"))?, except }));
    }
    let namespaces = match peer.get("namespaceSelector") {
        None => Namespaces::Own,
        Some(given) => match selector(given)? {
            everything if everything.is_everything() => Namespaces::All,
            some => Namespaces::Matching(some),
        },
    };
    let pods = match peer.get("podSelector") {
        None => None,
        Some(given) => Some(selector(given)?),
    };
    Some(Peer::Pods { namespaces, pods })
}

fn port(entry: &Value) -> Option<PortRule> {
    let number = |key| match entry.get(key) {
        Some(Value::Number(number)) => u16::try_from(number.as_i64()?).ok(),
        _ => None,
    };
    let port = match entry.get("port") {
        None => Port::Any,
        Some(Value::String(name)) => Port::Named(name.clone()),
        Some(_) => match number("endPort") {
            Some(end) => Port::Range(number("port")?, end),
            None => Port::Number(number("port")?),
        },
    };
    let protocol = match entry.get("protocol").and_then(Value::as_str) {
        Some(name) => Protocol::parse(name)?,
        None => Protocol::Tcp,
    };
    Some(PortRule { protocol, port })
}

fn selector(given: &Value) -> Option<Selector> {
    let labels = given.get("matchLabels").and_then(Value::as_map).unwrap_or_default();
    let mut requirements = all(labels, |(key, value)| {
        Some(Requirement::Equals { key: key.clone(), value: value.as_str()?.to_owned() })
    })?;
    requirements.extend(all(items(given, "matchExpressions"), requirement)?);
    Some(Selector::new(requirements))
}

fn requirement(given: &Value) -> Option<Requirement> {
    let key = text(given, "key").to_owned();
    let values = || {
        let mut values = Vec::new();
        for value in texts(items(given, "values")) {
            values.push(value.to_owned());
        }
        NonEmpty::new(values)
    };
    Some(match text(given, "operator") {
        "In" => Requirement::In { key, values: values()? },
        "NotIn" => Requirement::NotIn { key, values: values()? },
        "Exists" => Requirement::Exists { key },
        "DoesNotExist" => Requirement::DoesNotExist { key },
        _ => return None,
    })
}
