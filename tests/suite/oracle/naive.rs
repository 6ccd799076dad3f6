//! The rules of the NetworkPolicy API, read aloud: slow, short, and sharing nothing with the engine.
//!
//! Written from <https://kubernetes.io/docs/concepts/services-networking/network-policies/> and the
//! reference of the API. It asks one question at a time, of every policy and rule there is.

use std::net::IpAddr;
use std::rc::Rc;

use netpol_core::analysis::{Openness, Settings};
use netpol_core::cluster::{Cluster, Labels, Pod};
use netpol_core::model::{
    Direction, IpBlock, Isolation, Namespaces, Peer, Peers, Policy, Port, Ports, Protocol,
    Requirement, Selector,
};

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By its index in the cluster.
    Pod(usize),
    /// An address outside of the cluster.
    Address(IpAddr),
}

/// What there is to ask.
#[derive(Clone, Copy, Debug)]
pub struct Oracle<'a> {
    pub cluster: &'a Cluster,
    pub policies: &'a [Rc<Policy>],
    pub settings: Settings,
}

/// What one side of a connection says to it.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Open(Openness),
    Isolated {
        by: Vec<usize>,
        /// Policy and rule.
        allowing: Vec<(usize, usize)>,
    },
}

impl Answer {
    pub fn allows(&self) -> bool {
        !matches!(self, Answer::Isolated { allowing, .. } if allowing.is_empty())
    }
}

impl Oracle<'_> {
    /// Both sides have to allow a connection, and something has to carry its protocol.
    pub fn allows(&self, from: End, to: End, protocol: Protocol, port: u16) -> bool {
        (self.settings.sctp || protocol != Protocol::Sctp)
            && self.side(Direction::Egress, from, to, protocol, port).allows()
            && self.side(Direction::Ingress, from, to, protocol, port).allows()
    }

    /// Egress is what the source says, ingress what the destination says.
    pub fn side(
        &self,
        direction: Direction,
        from: End,
        to: End,
        protocol: Protocol,
        port: u16,
    ) -> Answer {
        let (subject, other) = match direction {
            Direction::Egress => (from, to),
            Direction::Ingress => (to, from),
        };
        if !self.settings.enforced {
            return Answer::Open(Openness::NotEnforced);
        }
        let End::Pod(subject) = subject else { return Answer::Open(Openness::Outside) };
        let subject = &self.cluster.pods[subject];
        if self.is_of_node(subject) {
            return Answer::Open(Openness::HostNetwork);
        }
        let (mut by, mut allowing) = (Vec::new(), Vec::new());
        for (number, policy) in self.policies.iter().enumerate() {
            let Isolation::Isolated(rules) = policy.isolation(direction) else { continue };
            if !self.selects(policy, subject) {
                continue;
            }
            by.push(number);
            for (at, rule) in rules.iter().enumerate() {
                let peers = match &rule.peers {
                    Peers::Any => true,
                    Peers::Only(only) => only.iter().any(|peer| self.is_peer(peer, policy, other)),
                };
                let ports = match &rule.ports {
                    Ports::All => true,
                    Ports::Only(only) => only.iter().any(|rule| {
                        rule.protocol == protocol && self.is_port(&rule.port, to, protocol, port)
                    }),
                };
                if peers && ports {
                    allowing.push((number, at));
                }
            }
        }
        match by.is_empty() {
            true => Answer::Open(Openness::NotIsolated),
            false => Answer::Isolated { by, allowing },
        }
    }

    pub fn selects(&self, policy: &Policy, pod: &Pod) -> bool {
        self.is_in(pod, home(policy)) && matches(&policy.pod_selector, &pod.labels)
    }

    fn is_peer(&self, peer: &Peer, policy: &Policy, end: End) -> bool {
        match (peer, end) {
            (Peer::Pods { .. }, End::Address(_)) => false,
            (Peer::Pods { namespaces, pods }, End::Pod(pod)) => {
                let pod = &self.cluster.pods[pod];
                let namespace = match namespaces {
                    Namespaces::Own => self.is_in(pod, home(policy)),
                    Namespaces::All => true,
                    Namespaces::Matching(selector) => {
                        matches(selector, &self.cluster.namespaces[pod.namespace].labels)
                    }
                };
                let pods = pods.as_ref().is_none_or(|selector| matches(selector, &pod.labels));
                namespace && pods && !self.is_of_node(pod)
            }
            (Peer::IpBlock(block), End::Address(address)) => is_in_block(address, block),
            (Peer::IpBlock(block), End::Pod(pod)) => {
                let addresses = &self.cluster.pods[pod].addresses;
                self.settings.ip_blocks_match_pods
                    && addresses.iter().any(|&address| is_in_block(address, block))
            }
        }
    }

    /// A name stands for what the containers of the destination call so.
    fn is_port(&self, rule: &Port, to: End, protocol: Protocol, port: u16) -> bool {
        match (rule, to) {
            (Port::Any, _) => true,
            (Port::Number(number), _) => *number == port,
            (Port::Range(first, last), _) => (*first..=*last).contains(&port),
            (Port::Named(_), End::Address(_)) => false,
            (Port::Named(name), End::Pod(pod)) => {
                self.cluster.pods[pod].ports.iter().any(|known| {
                    known.name == *name && known.protocol == protocol && known.number == port
                })
            }
        }
    }

    fn is_in(&self, pod: &Pod, namespace: &str) -> bool {
        self.cluster.namespaces[pod.namespace].name == namespace
    }

    fn is_of_node(&self, pod: &Pod) -> bool {
        pod.host_network && !self.settings.host_network_like_pods
    }
}

fn home(policy: &Policy) -> &str {
    policy.namespace.as_deref().unwrap_or("default")
}

fn matches(selector: &Selector, labels: &Labels) -> bool {
    selector.requirements().iter().all(|requirement| {
        let label = labels.pairs().iter().find(|(key, _)| key == requirement.key());
        let value = label.map(|(_, value)| value);
        match requirement {
            Requirement::Equals { value: only, .. } => value == Some(only),
            Requirement::In { values, .. } => values.iter().any(|it| value == Some(it)),
            Requirement::NotIn { values, .. } => values.iter().all(|it| value != Some(it)),
            Requirement::Exists { .. } => value.is_some(),
            Requirement::DoesNotExist { .. } => value.is_none(),
        }
    })
}

fn is_in_block(address: IpAddr, block: &IpBlock) -> bool {
    let begins = |network: IpAddr, length: u8| match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            (a.to_bits() ^ b.to_bits()).leading_zeros() >= length.into()
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            (a.to_bits() ^ b.to_bits()).leading_zeros() >= length.into()
        }
        _ => false,
    };
    begins(block.cidr.addr(), block.cidr.prefix_len())
        && !block.except.iter().any(|net| begins(net.addr(), net.prefix_len()))
}
