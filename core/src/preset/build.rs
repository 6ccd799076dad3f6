//! The words in which presets write manifests.
//!
//! Everything is written out: policy types, protocols, and `podSelector: {}` where all pods are
//! meant. A rule can be open to everyone only by saying [`Who::Anyone`]; a list without entries
//! closes the rule, which is then not written at all.

use super::parameter::{Labels, Namespaces, Pods, PortEntry, PortNumbers, Ports};
use crate::draft::{API_VERSION, KIND};
use crate::value::Value;

/// A policy being written.
pub(super) struct PolicyBuilder {
    name: String,
    namespace: String,
    pods: Value,
    ingress: Restricted,
    egress: Restricted,
}

/// What a policy does in one direction.
enum Restricted {
    /// Nothing: the direction is not in `policyTypes`.
    No,
    /// Only what these rules allow.
    To(Vec<Value>),
}

/// The sources or destinations of a rule.
pub(super) enum Who {
    /// Everyone, in the cluster and outside: no `from` or `to`.
    Anyone,
    /// These; none at all close the rule.
    These(Vec<Value>),
}

/// Starts a policy for some pods of a namespace; a blank namespace is left out.
pub(super) fn policy(name: &str, namespace: &str, pods: &Pods) -> PolicyBuilder {
    PolicyBuilder {
        name: name.to_owned(),
        namespace: namespace.to_owned(),
        pods: pod_selector(pods),
        ingress: Restricted::No,
        egress: Restricted::No,
    }
}

impl PolicyBuilder {
    /// Restricts ingress, to nothing until a rule follows.
    pub(super) fn restrict_ingress(mut self) -> Self {
        self.ingress = restrict(self.ingress);
        self
    }

    /// Restricts egress, to nothing until a rule follows.
    pub(super) fn restrict_egress(mut self) -> Self {
        self.egress = restrict(self.egress);
        self
    }

    /// Restricts ingress and allows some of it.
    pub(super) fn allow_from(mut self, who: Who, ports: &Ports) -> Self {
        self.ingress = allow(self.ingress, rule("from", who, ports));
        self
    }

    /// Restricts egress and allows some of it.
    pub(super) fn allow_to(mut self, who: Who, ports: &Ports) -> Self {
        self.egress = allow(self.egress, rule("to", who, ports));
        self
    }

    /// The manifest.
    pub(super) fn finish(self) -> Value {
        let mut metadata = vec![entry("name", self.name)];
        if !self.namespace.is_empty() {
            metadata.push(entry("namespace", self.namespace));
        }
        let mut types = Vec::new();
        let mut directions = Vec::new();
        for (policy_type, key, restricted) in
            [("Ingress", "ingress", self.ingress), ("Egress", "egress", self.egress)]
        {
            let Restricted::To(rules) = restricted else { continue };
            types.push(Value::from(policy_type));
            if !rules.is_empty() {
                directions.push(entry(key, Value::List(rules)));
            }
        }
        let mut spec = vec![entry("podSelector", self.pods)];
        spec.push(entry("policyTypes", Value::List(types)));
        spec.extend(directions);
        Value::Map(vec![
            entry("apiVersion", API_VERSION),
            entry("kind", KIND),
            entry("metadata", Value::Map(metadata)),
            entry("spec", Value::Map(spec)),
        ])
    }
}

fn restrict(before: Restricted) -> Restricted {
    match before {
        Restricted::No => Restricted::To(Vec::new()),
        rules => rules,
    }
}

fn allow(before: Restricted, rule: Option<Value>) -> Restricted {
    let mut rules = match before {
        Restricted::No => Vec::new(),
        Restricted::To(rules) => rules,
    };
    rules.extend(rule);
    Restricted::To(rules)
}

/// A rule; `None` when it allows nothing.
fn rule(peers_key: &str, who: Who, ports: &Ports) -> Option<Value> {
    let mut fields = Vec::new();
    match who {
        Who::Anyone => {}
        Who::These(peers) if peers.is_empty() => return None,
        Who::These(peers) => fields.push(entry(peers_key, Value::List(peers))),
    }
    match ports {
        Ports::All => {}
        Ports::Only(entries) if entries.is_empty() => return None,
        Ports::Only(entries) => {
            let mut ports = Vec::with_capacity(entries.len());
            for entry in entries {
                ports.push(port(entry));
            }
            fields.push(entry("ports", Value::List(ports)));
        }
    }
    Some(Value::Map(fields))
}

fn port(port: &PortEntry) -> Value {
    let mut fields = vec![entry("protocol", port.protocol)];
    match &port.numbers {
        PortNumbers::Every => {}
        PortNumbers::One(number) => fields.push(entry("port", i64::from(*number))),
        PortNumbers::Range(first, last) => {
            fields.push(entry("port", i64::from(*first)));
            fields.push(entry("endPort", i64::from(*last)));
        }
        PortNumbers::Named(name) => fields.push(entry("port", name.as_str())),
    }
    Value::Map(fields)
}

/// The same port over UDP and TCP, as DNS wants it.
pub(super) fn udp_and_tcp(port: u16) -> [PortEntry; 2] {
    ["UDP", "TCP"].map(|protocol| PortEntry { protocol, numbers: PortNumbers::One(port) })
}

/// Pods of the policy's own namespace.
pub(super) fn own_pods(pods: &Pods) -> Value {
    Value::Map(vec![entry("podSelector", pod_selector(pods))])
}

/// Pods with these labels in the policy's own namespace.
pub(super) fn own_pods_with(labels: &Labels) -> Value {
    Value::Map(vec![entry("podSelector", match_labels(labels))])
}

/// Pods with any of these sets of labels in the policy's own namespace.
pub(super) fn own_pods_with_any(sets: &[Labels]) -> Who {
    let mut peers = Vec::with_capacity(sets.len());
    for labels in sets {
        peers.push(own_pods_with(labels));
    }
    Who::These(peers)
}

/// All pods of every namespace.
pub(super) fn pods_of_any_namespace() -> Value {
    Value::Map(vec![entry("namespaceSelector", Value::EMPTY_MAP)])
}

/// All pods of some namespaces.
pub(super) fn pods_of(namespaces: &Namespaces) -> Value {
    Value::Map(vec![entry("namespaceSelector", namespace_selector(namespaces))])
}

/// Pods with these labels in some namespaces: both must hold, so both stand in one peer.
pub(super) fn pods_with_of(labels: &Labels, namespaces: &Namespaces) -> Value {
    Value::Map(vec![
        entry("namespaceSelector", namespace_selector(namespaces)),
        entry("podSelector", match_labels(labels)),
    ])
}

/// A range of addresses.
pub(super) fn addresses(cidr: &str) -> Value {
    Value::Map(vec![entry("ipBlock", Value::Map(vec![entry("cidr", cidr)]))])
}

fn pod_selector(pods: &Pods) -> Value {
    match pods {
        Pods::All => Value::EMPTY_MAP,
        Pods::With(labels) => match_labels(labels),
    }
}

fn namespace_selector(namespaces: &Namespaces) -> Value {
    match namespaces {
        Namespaces::Named(name) => match_labels(&Labels::one("kubernetes.io/metadata.name", name)),
        Namespaces::With(labels) => match_labels(labels),
    }
}

fn match_labels(labels: &Labels) -> Value {
    let mut pairs = Vec::new();
    for (key, value) in labels.pairs() {
        pairs.push(entry(key, value.as_str()));
    }
    Value::Map(vec![entry("matchLabels", Value::Map(pairs))])
}

fn entry(key: &str, value: impl Into<Value>) -> (String, Value) {
    (key.to_owned(), value.into())
}

/// The short name of pods for the name of a policy: `web` for `app=web`.
pub(super) fn pods_name(pods: &Pods) -> String {
    match pods {
        Pods::All => "all-pods".to_owned(),
        Pods::With(labels) => labels_name(labels),
    }
}

/// The short name of labels: the value of the first that has one, else the key.
pub(super) fn labels_name(labels: &Labels) -> String {
    let valued = labels.pairs().iter().find(|(_, value)| !value.is_empty());
    let text = match (valued, labels.pairs()) {
        (Some((_, value)), _) => value,
        (None, [(key, _), ..]) => key,
        (None, []) => "",
    };
    name_part(text)
}

/// The short name of namespaces.
pub(super) fn namespaces_name(namespaces: &Namespaces) -> String {
    match namespaces {
        Namespaces::Named(name) => name_part(name),
        Namespaces::With(labels) => labels_name(labels),
    }
}

/// Text as part of an object's name: lower case, everything else than letters and digits a hyphen.
fn name_part(text: &str) -> String {
    let mut part = String::new();
    for char in text.chars().take(40) {
        if char.is_ascii_alphanumeric() {
            part.push(char.to_ascii_lowercase());
        } else if !part.is_empty() && !part.ends_with('-') {
            part.push('-');
        }
    }
    let part = part.trim_end_matches('-');
    if part.is_empty() { "pods".to_owned() } else { part.to_owned() }
}

/// The name of a policy from its parts, joined by hyphens.
pub(super) fn name(parts: &[&str]) -> String {
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(rule: Option<Value>) -> Option<String> {
        rule.map(|rule| rule.to_json())
    }

    #[test]
    fn a_rule_without_peers_or_ports_is_closed_and_not_open() {
        assert_eq!(rules(rule("from", Who::These(Vec::new()), &Ports::All)), None);
        assert_eq!(rules(rule("from", Who::Anyone, &Ports::Only(Vec::new()))), None);
        assert_eq!(rules(rule("from", Who::Anyone, &Ports::All)).as_deref(), Some("{}"));
    }

    #[test]
    fn what_was_restricted_stays_restricted() {
        let closed = policy("p", "", &Pods::All).allow_from(Who::These(Vec::new()), &Ports::All);
        assert_eq!(
            closed.finish().to_json(),
            r#"{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"p"},"spec":{"podSelector":{},"policyTypes":["Ingress"]}}"#
        );
    }

    #[test]
    fn names_are_made_from_labels() {
        let check = |key: &str, value: &str, expected: &str| {
            assert_eq!(labels_name(&Labels::one(key, value)), expected);
        };
        check("app", "web", "web");
        check("app", "My_App.v2", "my-app-v2");
        check("example.com/db", "", "example-com-db");
        check("a", "__", "pods");
        check("a", &"x".repeat(63), &"x".repeat(40));
        assert_eq!(pods_name(&Pods::All), "all-pods");
    }
}
