//! From the nearest change to commands that make it.

use super::Survey;
use super::answer::{Found, Remedy};
use crate::analysis::{Explanation, Step};
use crate::cluster::{DEFAULT_NAMESPACE, NAMESPACE_NAME_LABEL, Pod};
use crate::command::{Command, Edit};
use crate::describe::verdict::{self, Question};
use crate::draft::{API_VERSION, KIND};
use crate::model::{Direction, Namespaces, Policy};
use crate::validate::cidr;
use crate::value::Value;
use crate::yaml;

/// The keys of labels that controllers give to pods, which say nothing that lasts.
const PASSING_LABELS: [&str; 9] = [
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/job-name",
    "controller-revision-hash",
    "controller-uid",
    "pod-template-generation",
    "pod-template-hash",
    "statefulset.kubernetes.io/pod-name",
];

impl Survey {
    /// What would turn an answer around; `None` if policies cannot.
    pub(super) fn remedy(
        &self,
        question: &Question,
        explanation: &Explanation,
        (source, destination): (Found, Found),
    ) -> Option<Remedy> {
        let mut remedy = Remedy { steps: Vec::new(), commands: Vec::new() };
        for mut step in explanation.nearest_change()? {
            self.narrow(&mut step);
            let direction = match &step {
                Step::AddRule { direction, .. } | Step::Isolate(direction) => *direction,
                Step::RemoveRule(place) => place.direction,
            };
            let (subject, other) = match direction {
                Direction::Ingress => (destination, source),
                Direction::Egress => (source, destination),
            };
            remedy.steps.push(verdict::step(question, &step, &self.policies));
            remedy.commands.push(match &step {
                Step::AddRule { policies, .. } => {
                    let policy = *policies.first()?;
                    let peer = self.peer(&self.policies[policy], question, direction, other)?;
                    let rule = rule(peer, question, direction);
                    let manifest = self.manifest(policy)?.manifest.id();
                    Command::Edit { manifest, edit: Edit::AddGivenRule(direction, rule) }
                }
                Step::RemoveRule(place) => {
                    let manifest = self.manifest(place.policy)?;
                    let rule = manifest.facts.as_ref()?.rule_at(&verdict::path(*place))?;
                    let manifest = manifest.manifest.id();
                    Command::Edit { manifest, edit: Edit::RemoveRule(rule) }
                }
                Step::Isolate(_) => Command::AddText(self.denial(subject, direction)?),
            });
        }
        Some(remedy)
    }

    /// Leaves of several policies that could get a rule the one that selects the fewest pods, so
    /// that the rule opens as little else as it can.
    fn narrow(&self, step: &mut Step) {
        let Step::AddRule { policies, .. } = step else { return };
        let cluster = self.cluster();
        let selected = |policy: usize| {
            let Policy { namespace, pod_selector, .. } = &self.policies[policy];
            let own = namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
            cluster.select(own, &Namespaces::Own, pod_selector).len()
        };
        let mut fewest = usize::MAX;
        for policy in std::mem::take(policies) {
            let count = selected(policy);
            if count < fewest {
                fewest = count;
                *policies = vec![policy];
            }
        }
    }

    /// The peer that an end is in a rule of a policy.
    fn peer(
        &self,
        policy: &Policy,
        question: &Question,
        direction: Direction,
        end: Found,
    ) -> Option<Value> {
        let Some(pod) = end.pod else {
            let address = match direction {
                Direction::Ingress => question.from,
                Direction::Egress => question.to,
            };
            let address = cidr::address(address.trim())?;
            let length = if address.is_ipv4() { "/32" } else { "/128" };
            let cidr = Value::from([&address.to_string(), length].concat());
            return Some(Value::map(vec![("ipBlock", Value::map(vec![("cidr", cidr)]))]));
        };
        // No selector finds pods on the network of their node.
        if self.analysis.is_on_node(end.class) {
            return None;
        }
        let pod = &self.cluster().pods[pod];
        let namespace = self.cluster().namespaces[pod.namespace].name.as_str();
        let own = policy.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
        let mut entries = Vec::new();
        if namespace != own {
            let labels = Value::map(vec![(NAMESPACE_NAME_LABEL, Value::from(namespace))]);
            entries.push(("namespaceSelector", Value::map(vec![("matchLabels", labels)])));
        }
        entries.push(("podSelector", selector(pod)));
        Some(Value::map(entries))
    }

    /// A policy that isolates a pod and allows nothing.
    fn denial(&self, subject: Found, direction: Direction) -> Option<String> {
        let pod = &self.cluster().pods[subject.pod?];
        let namespace = self.cluster().namespaces[pod.namespace].name.as_str();
        let (_, name) = pod.shown_as();
        let name = ["deny-", direction.rules_key(), "-", name].concat();
        let metadata = Value::map(vec![("name", name.into()), ("namespace", namespace.into())]);
        let types = Value::List(vec![direction.policy_type().into()]);
        let spec = Value::map(vec![("podSelector", selector(pod)), ("policyTypes", types)]);
        Some(yaml::emit(&Value::map(vec![
            ("apiVersion", API_VERSION.into()),
            ("kind", KIND.into()),
            ("metadata", metadata),
            ("spec", spec),
        ])))
    }
}

fn rule(peer: Value, question: &Question, direction: Direction) -> Value {
    let mut entries = vec![(direction.peers_key(), Value::List(vec![peer]))];
    if let Some((protocol, port)) = question.port {
        let number = Value::from(i64::from(port));
        let port = Value::map(vec![("protocol", protocol.as_str().into()), ("port", number)]);
        entries.push(("ports", Value::List(vec![port])));
    }
    Value::map(entries)
}

/// A selector of a pod by its labels, of all pods of the namespace if it has none that last.
fn selector(pod: &Pod) -> Value {
    let mut labels = Vec::new();
    for (key, value) in pod.labels.pairs() {
        if !PASSING_LABELS.contains(&key.as_str()) {
            labels.push((key.as_str(), Value::from(value.as_str())));
        }
    }
    match labels.is_empty() {
        true => Value::EMPTY_MAP,
        false => Value::map(vec![("matchLabels", Value::map(labels))]),
    }
}
