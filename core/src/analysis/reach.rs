//! All connections of a cluster, between ends as people know them: workloads and ranges of addresses.
//!
//! An end stands for several classes where the pods of one workload differ, so what it may do is all
//! that one of its pods may. Nothing is kept of a row but the row itself: there may be a hundred
//! million pairs.

use std::rc::Rc;

use super::ends::{Ends, Grouping, Workload};
use super::{
    AddressRange, Analysis, Class, ClassKind, Direction, Matrix, PortSet, Protocol, RulePlace,
    SetId,
};
use crate::cluster::Cluster;

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Pods, as an index of [`Reach::workloads`].
    Workload(usize),
    /// Addresses outside of the cluster.
    Addresses(AddressRange),
}

/// What an end may be connected to on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The other end.
    pub other: End,
    /// The ports, of which there are some.
    pub ports: SetId,
}

/// The connections between all ends of a cluster, asked for one end after the other.
///
/// Ranges of addresses are as wide as they can be: neighbors with the same answer are one. An end is
/// not connected with itself, and addresses outside are not connected with each other.
#[derive(Clone, Debug)]
pub struct Reach {
    analysis: Rc<Analysis>,
    matrix: Matrix,
    ends: Ends,
    /// The group that was asked for last, and what it may open.
    row: Option<(usize, Row)>,
    /// For each group what may be opened from outside, once that was asked for.
    outside: Option<Vec<Vec<Connection>>>,
}

/// What a group may open.
#[derive(Clone, Debug)]
struct Row {
    /// By group.
    pods: Vec<SetId>,
    addresses: Vec<Connection>,
}

/// A name of a port that stands for nothing, because no container of any destination has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdleName {
    /// The rule that it is in.
    pub place: RulePlace,
    /// The protocol that it is for.
    pub protocol: Protocol,
    /// The name.
    pub name: String,
}

impl Reach {
    /// Prepares the connections of a cluster, whose analysis it has to be.
    pub fn new(cluster: &Cluster, analysis: &Rc<Analysis>, grouping: Grouping) -> Self {
        let ends = Ends::of(cluster, analysis, grouping);
        let matrix = Matrix::new(analysis);
        Reach { analysis: Rc::clone(analysis), matrix, ends, row: None, outside: None }
    }

    /// The ends inside of the cluster, by namespace, name and kind.
    pub fn workloads(&self) -> &[Workload] {
        &self.ends.workloads
    }

    /// The set that a number stands for.
    pub fn set(&self, id: SetId) -> &PortSet {
        self.matrix.set(id)
    }

    /// What a workload may open: to the other workloads in their order, then to addresses.
    pub fn leaving(&mut self, from: usize) -> Vec<Connection> {
        let group = self.ends.group_of[from];
        let row = match self.row.take() {
            Some((of, row)) if of == group => row,
            _ => self.row(group),
        };
        let mut connections = Vec::new();
        for (to, &group) in self.ends.group_of.iter().enumerate() {
            let ports = row.pods[group];
            if to != from && ports != SetId::NONE {
                connections.push(Connection { other: End::Workload(to), ports });
            }
        }
        connections.extend_from_slice(&row.addresses);
        self.row = Some((group, row));
        connections
    }

    /// What may be opened to a workload from outside of the cluster, in the order of the addresses.
    pub fn from_outside(&mut self, to: usize) -> &[Connection] {
        let outside = match self.outside.take() {
            Some(known) => known,
            None => self.all_from_outside(),
        };
        let group = self.ends.group_of[to];
        self.outside.insert(outside).get(group).map_or(&[], Vec::as_slice)
    }

    fn row(&mut self, group: usize) -> Row {
        let by_class = self.ends.row(group, &self.analysis, &mut self.matrix);
        let mut addresses = Vec::new();
        for (range, class) in self.analysis.ranges() {
            add_range(&mut addresses, range, by_class[class.index()]);
        }
        Row { pods: self.ends.by_group(&by_class, &mut self.matrix), addresses }
    }

    fn all_from_outside(&mut self) -> Vec<Vec<Connection>> {
        let analysis = Rc::clone(&self.analysis);
        let mut outside = vec![Vec::new(); self.ends.groups.len()];
        let mut last: Option<(Class, Vec<SetId>)> = None;
        for (range, class) in analysis.ranges() {
            let row = match last.take() {
                Some((of, row)) if of == class => row,
                _ => {
                    let by_class = self.matrix.row(class).to_vec();
                    self.ends.by_group(&by_class, &mut self.matrix)
                }
            };
            for (connections, &set) in outside.iter_mut().zip(&row) {
                add_range(connections, range, set);
            }
            last = Some((class, row));
        }
        outside
    }
}

/// Adds what is allowed with some addresses, behind those that come before them.
fn add_range(connections: &mut Vec<Connection>, range: AddressRange, ports: SetId) {
    if ports == SetId::NONE {
        return;
    }
    if let Some(Connection { other: End::Addresses(before), ports: known }) = connections.last_mut()
        && *known == ports
        && before.continues_with(&range)
    {
        before.last = range.last;
        return;
    }
    connections.push(Connection { other: End::Addresses(range), ports });
}

impl Analysis {
    /// The names of ports that no container of any destination of their rule has.
    ///
    /// A rule without any destination is not blamed for its names.
    pub fn idle_names(&self) -> Vec<IdleName> {
        let mut idle = Vec::new();
        for rule in &self.rules {
            if rule.named.is_empty() {
                continue;
            }
            let destinations = match rule.place.direction {
                Direction::Ingress => self.policies[rule.place.policy].selected.clone(),
                Direction::Egress => rule.peers.numbers(),
            };
            for (protocol, name) in &rule.named {
                let has = |class: &usize| {
                    let mut ports = self.ground.classes[*class].ports.iter();
                    ports.any(|port| port.name == *name && port.protocol == *protocol)
                };
                if !destinations.is_empty() && !destinations.iter().any(has) {
                    let (place, protocol, name) = (rule.place, *protocol, name.clone());
                    idle.push(IdleName { place, protocol, name });
                }
            }
        }
        idle
    }

    /// Whether a class is of pods that nothing restricts, because they are on the network of their
    /// node.
    pub fn is_on_node(&self, class: Class) -> bool {
        self.ground.classes[class.index()].kind == ClassKind::HostPods
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Settings;
    use crate::analysis::tests::read;

    const CLUSTER: &str = "
kind: Pod
metadata: {name: a-1, namespace: x, labels: {v: one}, ownerReferences: [{kind: ReplicaSet, name: a}]}
---
kind: Pod
metadata: {name: a-2, namespace: x, labels: {v: two}, ownerReferences: [{kind: ReplicaSet, name: a}]}
---
kind: Deployment
metadata: {name: b, namespace: x}
spec: {template: {metadata: {labels: {app: b}}, spec: {containers: [{ports: [{name: web, containerPort: 80}]}]}}}
---
kind: Pod
metadata: {name: a, namespace: w}
spec: {hostNetwork: true}
---
";

    fn policy(spec: &str) -> String {
        let head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, \
                    namespace: x}\nspec: ";
        [head, spec, "\n---\n"].concat()
    }

    /// The connections of all ends, as `from > to: ports`, with those of TCP alone.
    fn lines(policies: &str, grouping: Grouping) -> Vec<String> {
        let (cluster, policies) = read(&[CLUSTER, policies].concat());
        let analysis = Rc::new(Analysis::new(&cluster, &policies, Settings::default()));
        let mut reach = Reach::new(&cluster, &analysis, grouping);
        let mut lines = Vec::new();
        let name = |reach: &Reach, end: End| match end {
            End::Workload(number) => reach.workloads()[number].name.clone(),
            End::Addresses(range) => range.to_string(),
        };
        for number in 0..reach.workloads().len() {
            let this = End::Workload(number);
            let leaving = reach.leaving(number).into_iter().map(|it| (this, it.other, it.ports));
            let mut all: Vec<(End, End, SetId)> = leaving.collect();
            let entering = reach.from_outside(number).iter();
            all.extend(entering.map(|it| (it.other, this, it.ports)));
            for (from, to, ports) in all {
                let ports = reach.set(ports).intervals(Protocol::Tcp);
                lines.push(format!("{} > {}: {ports:?}", name(&reach, from), name(&reach, to)));
            }
        }
        lines
    }

    /// The lines that say something of an end.
    fn check(policies: &str, grouping: Grouping, end: &str, expected: &[&str]) {
        let mut found = lines(policies, grouping);
        found.retain(|line| line.starts_with(end));
        assert_eq!(found, expected, "{policies}");
    }

    #[test]
    fn a_workload_may_what_one_of_its_pods_may() {
        let only_web = policy(
            "{podSelector: {matchLabels: {v: one}}, policyTypes: [Egress], egress: [{to: \
             [{podSelector: {}}], ports: [{port: 80}]}]}",
        );
        let neither = policy(
            "{podSelector: {matchLabels: {v: two}}, policyTypes: [Egress], egress: [{to: \
             [{podSelector: {}}], ports: [{port: 81, endPort: 90}]}]}",
        );
        let both = [only_web, neither].concat();
        let expected = ["x/a[ReplicaSet] > x/b[Deployment]: [(80, 90)]"];
        check(&both, Grouping::Workload, "x/a", &expected);
        let apart = [
            "x/a-1[Pod] > x/a-2[Pod]: [(80, 80)]",
            "x/a-1[Pod] > x/b[Deployment]: [(80, 80)]",
            "x/a-2[Pod] > x/a-1[Pod]: [(81, 90)]",
            "x/a-2[Pod] > x/b[Deployment]: [(81, 90)]",
        ];
        check(&both, Grouping::Pod, "x/a", &apart);
    }

    #[test]
    fn neighboring_ranges_with_the_same_answer_are_one() {
        let blocks = policy(
            "{podSelector: {matchLabels: {app: b}}, policyTypes: [Ingress, Egress], egress: [{to: \
             [{ipBlock: {cidr: 10.0.0.0/9}}, {ipBlock: {cidr: 10.128.0.0/9}}]}], ingress: [{from: \
             [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 5}]}]}",
        );
        let leaving = ["x/b[Deployment] > 10.0.0.0-10.255.255.255: [(1, 65535)]"];
        check(&blocks, Grouping::Workload, "x/b", &leaving);
        let entering = [
            "10.0.0.0-10.0.255.255 > x/b[Deployment]: [(5, 5)]",
            "10.2.0.0-10.255.255.255 > x/b[Deployment]: [(5, 5)]",
        ];
        check(&blocks, Grouping::Workload, "10.", &entering);
        let open = [
            "0.0.0.0-255.255.255.255 > w/a[Pod]: [(1, 65535)]",
            "0.0.0.0-255.255.255.255 > x/a[ReplicaSet]: [(1, 65535)]",
        ];
        check(&blocks, Grouping::Workload, "0.", &open);
    }

    #[test]
    fn a_name_is_idle_if_no_destination_has_it() {
        let cases = [
            ("{podSelector: {}, ingress: [{ports: [{port: web}, {port: weg}]}]}", vec!["weg"]),
            ("{podSelector: {}, ingress: [{ports: [{port: web, protocol: UDP}]}]}", vec!["web"]),
            (
                "{podSelector: {matchLabels: {v: one}}, ingress: [{ports: [{port: web}]}]}",
                vec!["web"],
            ),
            ("{podSelector: {matchLabels: {v: other}}, ingress: [{ports: [{port: web}]}]}", vec![]),
            (
                "{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: \
                 10.0.0.0/8}}], ports: [{port: web}]}]}",
                vec!["web"],
            ),
            (
                "{podSelector: {matchLabels: {v: one}}, policyTypes: [Egress], egress: [{ports: \
                 [{port: web}]}]}",
                vec![],
            ),
        ];
        for (spec, expected) in cases {
            let (cluster, policies) = read(&[CLUSTER, &policy(spec)].concat());
            let analysis = Analysis::new(&cluster, &policies, Settings::default());
            let idle = analysis.idle_names();
            let names: Vec<&str> = idle.iter().map(|it| it.name.as_str()).collect();
            assert_eq!(names, expected, "{spec}");
        }
    }
}
