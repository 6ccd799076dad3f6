//! The model and the types of the `k8s-openapi` crate, converted both ways.
//!
//! For Rust programs that hold typed objects of a cluster. The way in goes through
//! [`validate`](crate::validate), so that a [`Policy`] stays what the API server accepts; the way
//! out writes what a policy *means*, with every default spelled out. Labels and annotations of the
//! object are not part of the model and are lost on the way in. Native only: in a wasm module these
//! types cost more than all the rest of the core.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer,
    NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    LabelSelector, LabelSelectorRequirement, ObjectMeta,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use k8s_openapi::serde_json;

use crate::model::{
    Direction, IpBlock, Isolation, Namespaces, NonEmpty, Peer, Peers, Policy, Port, PortRule,
    Ports, Requirement, Selector,
};
use crate::validate::{Judgement, ServerVersion, validate};
use crate::value::{Number, Value};

/// Why an object is no [`Policy`].
#[derive(Clone, Debug, PartialEq)]
pub enum Rejected {
    /// The object cannot be written as JSON.
    Unwritable,
    /// The API server refuses it, for the reasons in the judgement.
    Refused(Box<Judgement>),
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rejected::Unwritable => f.write_str("the object cannot be written as JSON"),
            Rejected::Refused(judgement) => f.write_str(&judgement.message),
        }
    }
}

impl std::error::Error for Rejected {}

impl TryFrom<&NetworkPolicy> for Policy {
    type Error = Rejected;

    /// Makes the policy that the newest API server would make of the object.
    ///
    /// ```
    /// use k8s_openapi::api::networking::v1::NetworkPolicy;
    /// use netpol_core::model::Policy;
    /// let nameless = NetworkPolicy::default();
    /// assert!(Policy::try_from(&nameless).is_err());
    /// ```
    fn try_from(object: &NetworkPolicy) -> Result<Self, Rejected> {
        let json = serde_json::to_value(object).map_err(|_| Rejected::Unwritable)?;
        let manifest = value(json).ok_or(Rejected::Unwritable)?;
        let mut judgement = validate(&manifest, ServerVersion::LATEST);
        match judgement.policy.take() {
            Some(policy) => Ok(Rc::unwrap_or_clone(policy)),
            None => Err(Rejected::Refused(Box::new(judgement))),
        }
    }
}

impl From<&Policy> for NetworkPolicy {
    /// Makes an object that the API server reads as this policy.
    fn from(policy: &Policy) -> Self {
        let isolated =
            |direction: &Direction| policy.isolation(*direction) != &Isolation::NotIsolated;
        let types = Direction::ALL.into_iter().filter(isolated);
        let ingress = policy.ingress.rules().iter().map(|rule| NetworkPolicyIngressRule {
            from: peers(&rule.peers),
            ports: ports(&rule.ports),
        });
        let egress = policy.egress.rules().iter().map(|rule| NetworkPolicyEgressRule {
            to: peers(&rule.peers),
            ports: ports(&rule.ports),
        });
        NetworkPolicy {
            metadata: ObjectMeta {
                name: Some(policy.name.clone()),
                namespace: policy.namespace.clone(),
                ..ObjectMeta::default()
            },
            spec: Some(NetworkPolicySpec {
                pod_selector: Some(selector(&policy.pod_selector)),
                policy_types: Some(
                    types.map(|direction| direction.policy_type().to_owned()).collect(),
                ),
                ingress: some(ingress.collect()),
                egress: some(egress.collect()),
            }),
        }
    }
}

fn peers(peers: &Peers) -> Option<Vec<NetworkPolicyPeer>> {
    match peers {
        Peers::Any => None,
        Peers::Only(peers) => Some(peers.iter().map(peer).collect()),
    }
}

fn peer(peer: &Peer) -> NetworkPolicyPeer {
    match peer {
        Peer::Pods { namespaces, pods } => NetworkPolicyPeer {
            namespace_selector: match namespaces {
                Namespaces::Own => None,
                Namespaces::All => Some(LabelSelector::default()),
                Namespaces::Matching(namespaces) => Some(selector(namespaces)),
            },
            pod_selector: pods.as_ref().map(selector),
            ip_block: None,
        },
        Peer::IpBlock(IpBlock { cidr, except }) => NetworkPolicyPeer {
            ip_block: Some(IPBlock {
                cidr: cidr.to_string(),
                except: some(except.iter().map(ToString::to_string).collect()),
            }),
            ..NetworkPolicyPeer::default()
        },
    }
}

fn ports(ports: &Ports) -> Option<Vec<NetworkPolicyPort>> {
    match ports {
        Ports::All => None,
        Ports::Only(ports) => Some(ports.iter().map(port).collect()),
    }
}

fn port(rule: &PortRule) -> NetworkPolicyPort {
    let number = |port: u16| IntOrString::Int(port.into());
    let (port, end_port) = match &rule.port {
        Port::Any => (None, None),
        Port::Number(port) => (Some(number(*port)), None),
        Port::Range(first, last) => (Some(number(*first)), Some((*last).into())),
        Port::Named(name) => (Some(IntOrString::String(name.clone())), None),
    };
    NetworkPolicyPort { protocol: Some(rule.protocol.as_str().to_owned()), port, end_port }
}

/// Writes a selector; a key that is required twice to be equal goes to `matchExpressions`, because
/// a map has room for one value only.
fn selector(selector: &Selector) -> LabelSelector {
    let mut labels = BTreeMap::new();
    let mut expressions = Vec::new();
    for requirement in selector.requirements() {
        let (operator, values) = match requirement {
            Requirement::Equals { key, value } if !labels.contains_key(key) => {
                labels.insert(key.clone(), value.clone());
                continue;
            }
            Requirement::Equals { value, .. } => ("In", vec![value.clone()]),
            Requirement::In { values, .. } => ("In", list(values)),
            Requirement::NotIn { values, .. } => ("NotIn", list(values)),
            Requirement::Exists { .. } => ("Exists", Vec::new()),
            Requirement::DoesNotExist { .. } => ("DoesNotExist", Vec::new()),
        };
        expressions.push(LabelSelectorRequirement {
            key: requirement.key().to_owned(),
            operator: operator.to_owned(),
            values: some(values),
        });
    }
    LabelSelector {
        match_labels: (!labels.is_empty()).then_some(labels),
        match_expressions: some(expressions),
    }
}

fn list(values: &NonEmpty<String>) -> Vec<String> {
    values.as_slice().to_vec()
}

/// A list that is left out when it is empty.
fn some<T>(items: Vec<T>) -> Option<Vec<T>> {
    if items.is_empty() { None } else { Some(items) }
}

/// Makes a [`Value`] of JSON; `None` for numbers that JSON cannot write.
fn value(json: serde_json::Value) -> Option<Value> {
    Some(match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(yes) => Value::Bool(yes),
        serde_json::Value::Number(number) => Value::Number(match number.as_i64() {
            Some(whole) => Number::from(whole),
            None => Number::from_f64(number.as_f64()?)?,
        }),
        serde_json::Value::String(text) => Value::String(text),
        serde_json::Value::Array(items) => {
            Value::List(items.into_iter().map(value).collect::<Option<_>>()?)
        }
        serde_json::Value::Object(entries) => {
            let entry = |(key, item)| Some((key, value(item)?));
            Value::Map(entries.into_iter().map(entry).collect::<Option<_>>()?)
        }
    })
}

#[cfg(test)]
mod tests;
