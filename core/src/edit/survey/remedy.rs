//! From the nearest change to commands that make it.

use super::Survey;
use super::answer::{Remedy, Scope};
use crate::analysis::{Explanation, Step};
use crate::cluster::NAMESPACE_NAME_LABEL;
use crate::command::{Command, Edit};
use crate::describe::verdict::{self, Question};
use crate::draft::{API_VERSION, KIND};
use crate::model::{Direction, Namespaces, Policy};
use crate::sentence::Sentence;
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
        source: &Scope,
        destination: &Scope,
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
            let mut said = verdict::step(question, &step, &self.policies);
            remedy.commands.push(match &step {
                Step::AddRule { policies, .. } => {
                    let policy = *policies.first()?;
                    let name = question.other(direction);
                    let peer = self.peer(&self.policies[policy], name, other)?;
                    said = self.with_company(said, name, other);
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
                Step::Isolate(_) => {
                    said = self.with_company(said, question.subject(direction), subject);
                    Command::AddText(self.denial(subject, direction)?)
                }
            });
            remedy.steps.push(said);
        }
        Some(remedy)
    }

    /// Leaves of several policies that could get a rule the one that selects the fewest pods, so
    /// that the rule opens as little else as it can.
    fn narrow(&self, step: &mut Step) {
        let Step::AddRule { policies, .. } = step else { return };
        let cluster = self.cluster();
        let selected = |policy: usize| {
            let policy = &self.policies[policy];
            let selected =
                cluster.select(policy.namespace(), &Namespaces::Own, &policy.pod_selector);
            selected.into_iter().filter(|&pod| !self.is_on_node(pod)).count()
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

    /// The peer that an end with a name is in a rule of a policy.
    fn peer(&self, policy: &Policy, name: &str, end: &Scope) -> Option<Value> {
        let Some(&pod) = end.pods.first() else {
            let address = cidr::address(name.trim())?;
            let length = if address.is_ipv4() { "/32" } else { "/128" };
            let cidr = Value::from([&address.to_string(), length].concat());
            return Some(Value::map(vec![("ipBlock", Value::map(vec![("cidr", cidr)]))]));
        };
        // No selector finds pods on the network of their node.
        if self.is_on_node(pod) {
            return None;
        }
        let pod = &self.cluster().pods[pod];
        let namespace = self.cluster().namespaces[pod.namespace].name.as_str();
        let mut entries = Vec::new();
        if namespace != policy.namespace() {
            let labels = Value::map(vec![(NAMESPACE_NAME_LABEL, Value::from(namespace))]);
            entries.push(("namespaceSelector", Value::map(vec![("matchLabels", labels)])));
        }
        entries.push(("podSelector", selector(&self.lasting_labels(end))));
        Some(Value::map(entries))
    }

    fn is_on_node(&self, pod: usize) -> bool {
        self.analysis.is_on_node(self.analysis.pod(pod))
    }

    /// The labels that all pods of an end have, and their controllers do not change; none for all of
    /// a namespace, whatever its pods have in common today.
    fn lasting_labels(&self, end: &Scope) -> Vec<(&str, &str)> {
        let pods = &self.cluster().pods;
        let mut labels = Vec::new();
        let Some((&first, others)) = end.pods.split_first() else { return labels };
        for (key, value) in pods[first].labels.pairs() {
            let is_common = others.iter().all(|&pod| pods[pod].labels.get(key) == Some(value));
            if is_common && !end.is_namespace && !PASSING_LABELS.contains(&key.as_str()) {
                labels.push((key.as_str(), value.as_str()));
            }
        }
        labels
    }

    /// Says of a step which pods it is for besides those that were asked for.
    fn with_company(&self, said: Sentence, name: &str, end: &Scope) -> Sentence {
        let pods = &self.cluster().pods;
        let Some(&first) = end.pods.first().filter(|_| !end.is_namespace) else { return said };
        let labels = self.lasting_labels(end);
        let namespace = pods[first].namespace;
        if labels.is_empty() {
            let namespace = self.cluster().namespaces[namespace].name.as_str();
            return verdict::for_whole_namespace(said, name, namespace);
        }
        let is_alike = |&pod: &usize| {
            let has = |(key, value): &(&str, &str)| pods[pod].labels.get(key) == Some(value);
            pods[pod].namespace == namespace && labels.iter().all(has) && !self.is_on_node(pod)
        };
        let alike = (0..pods.len()).filter(is_alike).count();
        verdict::for_others(said, alike.saturating_sub(end.pods.len()))
    }

    /// A policy that isolates a pod and allows nothing.
    fn denial(&self, subject: &Scope, direction: Direction) -> Option<String> {
        let pod = &self.cluster().pods[*subject.pods.first()?];
        let namespace = self.cluster().namespaces[pod.namespace].name.as_str();
        let name = if subject.is_namespace { "all" } else { pod.shown_as().1 };
        let name = ["deny-", direction.rules_key(), "-", name].concat();
        let metadata = Value::map(vec![("name", name.into()), ("namespace", namespace.into())]);
        let types = Value::List(vec![direction.policy_type().into()]);
        let spec = Value::map(vec![
            ("podSelector", selector(&self.lasting_labels(subject))),
            ("policyTypes", types),
        ]);
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

/// A selector by labels, of all pods if there are none.
fn selector(labels: &[(&str, &str)]) -> Value {
    if labels.is_empty() {
        return Value::EMPTY_MAP;
    }
    let labels = labels.iter().map(|&(key, value)| (key, Value::from(value))).collect();
    Value::map(vec![("matchLabels", Value::map(labels))])
}
