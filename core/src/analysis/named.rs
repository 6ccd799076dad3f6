//! Ends of connections as people write them.

use std::net::IpAddr;

use super::{Analysis, Class};
use crate::cluster::{Cluster, Pod};
use crate::validate::cidr;

/// An end that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEnd {
    /// As it is shown: what was written, with the name of the pod if it was its address.
    pub name: String,
    /// The pods of the end, as indices of [`Cluster::pods`]; none for an address outside.
    pub pods: Vec<usize>,
    /// How it is treated.
    pub class: Class,
    /// Whether the text names what its pods belong to, which may have more of them tomorrow.
    pub is_workload: bool,
}

/// Why a text names no end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unnamed {
    /// It is neither `namespace/name` nor an address.
    Unreadable,
    /// There is no such pod or workload.
    Missing,
    /// Its pods, as indices of [`Cluster::pods`], are treated differently.
    Several(Vec<usize>),
}

impl NamedEnd {
    /// Whether this and another end are the same single pod, which policies cannot part.
    pub fn is_same_pod(&self, other: &NamedEnd, cluster: &Cluster) -> bool {
        match &self.pods[..] {
            [pod] => {
                let is_workload = self.is_workload || other.is_workload;
                self.pods == other.pods && !is_workload && cluster.pods[*pod].is_one()
            }
            _ => false,
        }
    }
}

impl Analysis {
    /// The end that a text names: `namespace/name`, with the kind behind it in brackets where two
    /// are called alike, or an address. The address of a pod is that pod.
    ///
    /// # Errors
    ///
    /// If it names none, or several that policies tell apart.
    pub fn find(&self, text: &str, cluster: &Cluster) -> Result<NamedEnd, Unnamed> {
        if let Some(address) = cidr::address(text) {
            return Ok(self.find_address(address, cluster));
        }
        let (namespace, name) = text.split_once('/').ok_or(Unnamed::Unreadable)?;
        let (pods, is_workload) = pods_named(namespace, name, cluster);
        let class = self.pod(*pods.first().ok_or(Unnamed::Missing)?);
        if pods.iter().any(|&pod| self.pod(pod) != class) {
            return Err(Unnamed::Several(pods));
        }
        Ok(NamedEnd { name: text.to_owned(), pods, class, is_workload })
    }

    fn find_address(&self, address: IpAddr, cluster: &Cluster) -> NamedEnd {
        let text = address.to_string();
        let (name, pods, class) = match self.pod_at(address, cluster) {
            Some(pod) => {
                let name = [&cluster.pod_name(pod), " (", &text, ")"].concat();
                (name, vec![pod], self.pod(pod))
            }
            None => (text, Vec::new(), self.address(address)),
        };
        NamedEnd { name, pods, class, is_workload: false }
    }

    /// The pod that has an address for itself.
    pub fn pod_at(&self, address: IpAddr, cluster: &Cluster) -> Option<usize> {
        let has = |&pod: &usize| {
            cluster.pods[pod].addresses.contains(&address) && !self.is_on_node(self.pod(pod))
        };
        (0..cluster.pods.len()).find(has)
    }
}

/// The pods with a name, or else those that are shown under it, and whether they are the latter; the
/// kind may stand in brackets behind the name.
pub fn pods_named(namespace: &str, name: &str, cluster: &Cluster) -> (Vec<usize>, bool) {
    let Some(namespace) = cluster.namespace(namespace) else { return Default::default() };
    let (name, kind) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        Some((name, kind)) => (name, Some(kind)),
        None => (name, None),
    };
    let those = |of: fn(&Pod) -> (&str, &str)| -> Vec<usize> {
        let is_it = |pod: &Pod| {
            let (its_kind, its_name) = of(pod);
            pod.namespace == namespace && its_name == name && kind.is_none_or(|it| it == its_kind)
        };
        (0..cluster.pods.len()).filter(|&pod| is_it(&cluster.pods[pod])).collect()
    };
    let by_name = those(|pod| (&pod.kind, &pod.name));
    match by_name.is_empty() {
        true => (those(Pod::shown_as), true),
        false => (by_name, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Settings, tests::read};

    const CLUSTER: &str = "
kind: Pod
metadata: {name: a-1, namespace: x, labels: {v: one}, ownerReferences: [{kind: ReplicaSet, name: a}]}
status: {podIP: 10.0.0.1}
---
kind: Pod
metadata: {name: a-2, namespace: x, labels: {v: two}, ownerReferences: [{kind: ReplicaSet, name: a}]}
---
kind: Deployment
metadata: {name: b, namespace: x}
---
kind: StatefulSet
metadata: {name: b, namespace: x}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: x}
spec: {podSelector: {matchLabels: {v: one}}}
";

    fn check(text: &str, expected: Result<(&str, usize), Unnamed>) {
        let (cluster, policies) = read(CLUSTER);
        let analysis = Analysis::new(&cluster, &policies, Settings::default());
        let found = analysis.find(text, &cluster).map(|end| (end.name, end.pods.len()));
        assert_eq!(found, expected.map(|(name, pods)| (name.to_owned(), pods)), "{text}");
    }

    #[test]
    fn ends_are_named_by_namespace_and_name_or_by_address() {
        check("x/a-1", Ok(("x/a-1", 1)));
        check("x/b", Ok(("x/b", 2)));
        check("x/b[StatefulSet]", Ok(("x/b[StatefulSet]", 1)));
        check("10.0.0.1", Ok(("x/a-1 (10.0.0.1)", 1)));
        check("10.0.0.2", Ok(("10.0.0.2", 0)));
        check("2001:db8::1", Ok(("2001:db8::1", 0)));
    }

    #[test]
    fn what_names_no_end_says_why() {
        check("a-1", Err(Unnamed::Unreadable));
        check("x/c", Err(Unnamed::Missing));
        check("other/a-1", Err(Unnamed::Missing));
        check("x/a", Err(Unnamed::Several(vec![0, 1])));
    }
}
