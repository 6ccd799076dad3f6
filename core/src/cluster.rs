//! What a cluster is made of, as far as policies can tell: namespaces, pods, their labels and ports.
//!
//! Read from the objects of a snapshot or of a repository, of which everything else is dropped at
//! once. Pods and the workloads that make pods are the same here: a Deployment is one pod that
//! stands for all that it makes, unless the snapshot has those pods themselves.

mod read;

use std::net::IpAddr;

use crate::model::{Namespaces, Protocol, Selector};

pub use crate::model::DEFAULT_NAMESPACE;
pub use read::{Reader, has_ended};

/// The label that every namespace has, with its name as value.
pub const NAMESPACE_NAME_LABEL: &str = "kubernetes.io/metadata.name";

/// The namespaces and pods of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// By name. One without an object of its own exists if something is in it.
    pub namespaces: Vec<Namespace>,
    /// In the order of the text.
    pub pods: Vec<Pod>,
}

/// A namespace and its labels, the one with its name included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namespace {
    /// `metadata.name`
    pub name: String,
    /// `metadata.labels`
    pub labels: Labels,
}

/// A pod, or all pods that a workload makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pod {
    /// Its namespace, as an index of [`Cluster::namespaces`].
    pub namespace: usize,
    /// `metadata.name`
    pub name: String,
    /// `kind`: `Pod`, or that of the workload.
    pub kind: String,
    /// The kind and name of what made it, by `metadata.ownerReferences`.
    pub owner: Option<(String, String)>,
    /// Its labels, or those of the template.
    pub labels: Labels,
    /// The ports of its containers that have a name.
    pub ports: Vec<NamedPort>,
    /// `status.podIPs`
    pub addresses: Vec<IpAddr>,
    /// Whether it is on the network of its node, which few engines restrict.
    pub host_network: bool,
}

/// A port of a container that has a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedPort {
    /// `name`
    pub name: String,
    /// `protocol`; TCP where there is none.
    pub protocol: Protocol,
    /// `containerPort`
    pub number: u16,
}

/// The labels of an object, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(Vec<(String, String)>);

impl Labels {
    /// Makes labels of pairs; of two with the same key the later one counts.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        let sorted = crate::order::sorted(pairs, |a, b| a.0.cmp(&b.0));
        let mut labels: Vec<(String, String)> = Vec::with_capacity(sorted.len());
        for pair in sorted {
            match labels.last_mut() {
                Some(last) if last.0 == pair.0 => *last = pair,
                _ => labels.push(pair),
            }
        }
        Labels(labels)
    }

    /// The value of a label.
    pub fn get(&self, key: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(other, _)| other.as_str().cmp(key)).ok()?;
        Some(&self.0[at].1)
    }

    /// Whether a selector selects what has these labels.
    pub fn match_by(&self, selector: &Selector) -> bool {
        selector.selects(&|key| self.get(key))
    }

    /// Keys and values, by key.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

impl Cluster {
    /// The pods that match in the namespaces that match, as indices, in order; those on the network
    /// of their node too.
    ///
    /// `own` is the namespace of the policy that asks.
    pub fn select(&self, own: &str, namespaces: &Namespaces, pods: &Selector) -> Vec<usize> {
        let mut in_namespace = vec![false; self.namespaces.len()];
        for namespace in self.select_namespaces(own, namespaces) {
            in_namespace[namespace] = true;
        }
        let mut selected = Vec::new();
        for (number, pod) in self.pods.iter().enumerate() {
            if in_namespace[pod.namespace] && pod.labels.match_by(pods) {
                selected.push(number);
            }
        }
        selected
    }

    /// The namespaces that match, as indices, in order.
    pub fn select_namespaces(&self, own: &str, namespaces: &Namespaces) -> Vec<usize> {
        let mut selected = Vec::new();
        for (number, namespace) in self.namespaces.iter().enumerate() {
            let matches = match namespaces {
                Namespaces::Own => namespace.name == own,
                Namespaces::All => true,
                Namespaces::Matching(selector) => namespace.labels.match_by(selector),
            };
            if matches {
                selected.push(number);
            }
        }
        selected
    }

    /// The namespace and the name of a pod: `shop/web`.
    pub fn pod_name(&self, pod: usize) -> String {
        let pod = &self.pods[pod];
        let namespace = self.namespaces.get(pod.namespace);
        [namespace.map_or("", |namespace| &namespace.name), "/", &pod.name].concat()
    }

    /// The index of a namespace.
    pub fn namespace(&self, name: &str) -> Option<usize> {
        self.namespaces.binary_search_by(|other| other.name.as_str().cmp(name)).ok()
    }
}

impl Pod {
    /// Whether it is a single pod, and none that stands for all that a workload makes.
    pub fn is_one(&self) -> bool {
        self.kind == "Pod"
    }

    /// The kind and name under which it is shown: those of its owner, so that all pods of one
    /// workload are one.
    pub fn shown_as(&self) -> (&str, &str) {
        match &self.owner {
            Some((kind, name)) => (kind, name),
            None => (&self.kind, &self.name),
        }
    }
}
