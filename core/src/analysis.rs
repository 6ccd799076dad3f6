//! Who may connect to whom, and why: exact, for every port and address at once.
//!
//! Pods that no policy can tell apart are one class, and so are addresses. Each rule is a set of
//! classes and a set of ports, so an answer is a few unions and one intersection, never a sample.
//! Reasons are data; `describe` has the words. The rules are those of the NetworkPolicy API
//! (<https://kubernetes.io/docs/concepts/services-networking/network-policies/>): a policy isolates
//! the pods that it selects, rules only ever add, and both sides of a connection have to allow it.

mod addresses;
mod bits;
mod build;
mod changes;
mod ends;
mod grid;
mod ground;
mod groups;
mod matrix;
mod named;
mod nearest;
mod parts;
mod ports;
mod reach;
mod selection;

use std::net::IpAddr;
use std::rc::Rc;
use std::slice;

use crate::model::{Direction, IpBlock, Protocol};
use addresses::Partition;
use bits::Bits;
use ground::Ground;

pub use addresses::AddressRange;
pub use changes::{Change, ChangeKind, Changes, Difference, DifferenceId};
pub use ends::{Grouping, Workload};
pub use grid::{Cell, Grid, GridEnd};
pub use matrix::{Matrix, SetId};
pub use named::{NamedEnd, Unnamed, pods_named};
pub use nearest::Step;
pub use ports::PortSet;
pub use reach::{Connection, End, IdleName, Reach};

/// What differs between the engines that enforce policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether anything enforces policies at all; without an engine they are stored and that is
    /// all. Default: yes.
    pub enforced: bool,
    /// Whether an `ipBlock` is about the addresses of pods too, as in Calico. Default: no, as in
    /// Cilium.
    pub ip_blocks_match_pods: bool,
    /// Whether pods on the network of their node are treated like other pods. Default: no; they are
    /// not restricted, and no selector of a peer finds them.
    pub host_network_like_pods: bool,
    /// Whether SCTP is carried at all. Default: yes.
    pub sctp: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            enforced: true,
            ip_blocks_match_pods: false,
            host_network_like_pods: false,
            sctp: true,
        }
    }
}

/// Pods, or addresses outside of the cluster, that no policy can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class(u32);

/// A cluster under its policies, ready to be asked.
#[derive(Clone, Debug)]
pub struct Analysis {
    settings: Settings,
    ground: Rc<Ground>,
    policies: Vec<Rc<CompiledPolicy>>,
    /// The rules of all policies.
    rules: Vec<Rc<CompiledRule>>,
    /// What the policies say that isolate a class in a direction; the first is about no policies.
    profiles: Vec<Profile>,
    /// By class and direction, the index of what restricts it.
    profile_of: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ClassKind {
    Pods,
    HostPods,
    Addresses,
}

/// The policies that isolate some pods in a direction.
#[derive(Clone, Debug, Default)]
struct Profile {
    policies: Vec<usize>,
    /// All of their rules for that direction, as indices of [`Analysis::rules`].
    rules: Vec<usize>,
}

/// What a policy is about.
#[derive(Clone, Debug)]
struct CompiledPolicy {
    /// The classes that it selects.
    selected: Vec<usize>,
    /// Whether it isolates them, by direction.
    isolates: [bool; 2],
    rules: Vec<Rc<CompiledRule>>,
}

#[derive(Clone, Debug)]
struct CompiledRule {
    place: RulePlace,
    /// The classes that its peers are about.
    peers: Bits,
    /// The ports that it has by number.
    ports: PortSet,
    /// The ports that it has by name, which each destination gives its own numbers.
    named: Vec<(Protocol, String)>,
}

/// Where a rule is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RulePlace {
    /// The policy, as an index of those that were given.
    pub policy: usize,
    /// `ingress` or `egress`.
    pub direction: Direction,
    /// The rule, counted from 0.
    pub rule: usize,
}

/// Why a connection is allowed or not: both of its sides have to allow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Whether the protocol is carried at all; nothing else matters where it is not.
    pub is_carried: bool,
    /// What the source may open.
    pub egress: Side,
    /// What the destination may receive.
    pub ingress: Side,
}

/// One side of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// Nothing restricts it.
    Open(Openness),
    /// Policies isolate the pod, so it is allowed only what some rule of them allows.
    Isolated {
        /// The policies, as indices of those that were given.
        by: Vec<usize>,
        /// The rules that allow the connection; none if it is denied.
        allowing: Vec<RulePlace>,
    },
}

/// Why nothing restricts a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// No policy selects the pod and has the direction.
    NotIsolated,
    /// It is outside of the cluster, where policies do not act.
    Outside,
    /// The pod is on the network of its node.
    HostNetwork,
    /// Nothing enforces policies.
    NotEnforced,
}

impl Class {
    /// The number of the class; they count from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Side {
    /// Whether the side allows the connection.
    pub fn allows(&self) -> bool {
        match self {
            Side::Open(_) => true,
            Side::Isolated { allowing, .. } => !allowing.is_empty(),
        }
    }
}

impl Explanation {
    /// Whether the connection is allowed.
    pub fn is_allowed(&self) -> bool {
        self.is_carried && self.egress.allows() && self.ingress.allows()
    }
}

impl Analysis {
    /// The class of a pod, by its index in the cluster.
    pub fn pod(&self, pod: usize) -> Class {
        self.ground.of_pod[pod]
    }

    /// The class of an address outside of the cluster.
    pub fn address(&self, address: IpAddr) -> Class {
        self.ground.of_range[self.ground.partition.find(address)]
    }

    /// All addresses, in as many ranges as policies can tell apart, each with its class.
    pub fn ranges(&self) -> impl Iterator<Item = (AddressRange, Class)> + '_ {
        self.ground.partition.ranges.iter().copied().zip(self.ground.of_range.iter().copied())
    }

    /// The addresses outside of the cluster that no policy can tell apart, each class once with its
    /// ranges; neighbors are one range.
    pub fn outside(&self) -> Vec<(Class, Vec<AddressRange>)> {
        let mut all: Vec<(Class, Vec<AddressRange>)> = Vec::new();
        for (range, class) in self.ranges() {
            // There are no more classes of addresses than sets of blocks around one.
            let known = match all.iter().position(|(known, _)| *known == class) {
                Some(known) => known,
                None => {
                    all.push((class, Vec::new()));
                    all.len() - 1
                }
            };
            let ranges = &mut all[known].1;
            match ranges.last_mut() {
                Some(last) if last.continues_with(&range) => last.last = range.last,
                _ => ranges.push(range),
            }
        }
        all
    }

    /// Whether a class is of addresses that no block of a policy has.
    pub fn is_elsewhere(&self, class: Class) -> bool {
        self.ground.elsewhere == Some(class)
    }

    /// The addresses of a block, in as many ranges as policies can tell apart.
    pub fn ranges_in(&self, block: &IpBlock) -> Vec<(AddressRange, Class)> {
        let mut found = Vec::new();
        for part in Partition::of(slice::from_ref(block)).ranges {
            if !addresses::is_in_block(part.first, block) {
                continue;
            }
            let (first, last) =
                (self.ground.partition.find(part.first), self.ground.partition.find(part.last));
            for at in first..=last {
                let range = self.ground.partition.ranges[at];
                let range = AddressRange {
                    first: range.first.max(part.first),
                    last: range.last.min(part.last),
                };
                found.push((range, self.ground.of_range[at]));
            }
        }
        found
    }

    /// How many classes there are: those of pods first, then those of addresses.
    pub fn classes(&self) -> usize {
        self.ground.classes.len()
    }

    /// What restricts a class, by its number, in a direction.
    fn profile(&self, class: usize, direction: Direction) -> &Profile {
        &self.profiles[self.profile_of[2 * class + direction as usize]]
    }

    /// What may be connected to from one class to another, between two different ends.
    pub fn allowed(&self, from: Class, to: Class) -> PortSet {
        let egress = self.side(Direction::Egress, from, to);
        let ingress = self.side(Direction::Ingress, to, from);
        let mut allowed = egress.intersection(&ingress);
        if !self.settings.sctp {
            allowed.remove_protocol(Protocol::Sctp);
        }
        allowed
    }

    /// Why a connection between two different ends is allowed or not.
    pub fn explain(&self, from: Class, to: Class, protocol: Protocol, port: u16) -> Explanation {
        let is_carried = self.settings.sctp || protocol != Protocol::Sctp;
        self.reasons(from, to, is_carried, &|ports| ports.contains(protocol, port))
    }

    /// Which policies isolate two different ends from each other, and which rules let something
    /// through that is carried; both sides may allow something and still no port in common.
    pub fn explain_all(&self, from: Class, to: Class) -> Explanation {
        self.reasons(from, to, true, &|ports| {
            let mut ports = ports.clone();
            if !self.settings.sctp {
                ports.remove_protocol(Protocol::Sctp);
            }
            !ports.is_empty()
        })
    }

    /// Both sides of a connection, with the rules about the ports that are asked for.
    fn reasons(
        &self,
        from: Class,
        to: Class,
        is_carried: bool,
        is_asked: &dyn Fn(&PortSet) -> bool,
    ) -> Explanation {
        let side = |direction: Direction, subject: Class, other: Class| {
            let facts = &self.ground.classes[subject.index()];
            let profile = self.profile(subject.index(), direction);
            if profile.policies.is_empty() {
                return Side::Open(match facts.kind {
                    _ if !self.settings.enforced => Openness::NotEnforced,
                    ClassKind::Addresses => Openness::Outside,
                    ClassKind::HostPods => Openness::HostNetwork,
                    ClassKind::Pods => Openness::NotIsolated,
                });
            }
            let mut allowing = Vec::new();
            for &rule in &profile.rules {
                let rule = &self.rules[rule];
                if rule.peers.has(other.index()) && is_asked(&self.ports(rule, to)) {
                    allowing.push(rule.place);
                }
            }
            Side::Isolated { by: profile.policies.clone(), allowing }
        };
        Explanation {
            is_carried,
            egress: side(Direction::Egress, from, to),
            ingress: side(Direction::Ingress, to, from),
        }
    }

    /// What a class may open to another, or receive from it, as far as its own policies go.
    fn side(&self, direction: Direction, subject: Class, other: Class) -> PortSet {
        let profile = self.profile(subject.index(), direction);
        if profile.policies.is_empty() {
            return PortSet::all();
        }
        let destination = if direction == Direction::Egress { other } else { subject };
        let mut allowed = PortSet::default();
        for &rule in &profile.rules {
            let rule = &self.rules[rule];
            if rule.peers.has(other.index()) {
                allowed = allowed.union(&self.ports(rule, destination));
            }
        }
        allowed
    }

    /// The ports of a rule towards a destination, whose containers decide what a name stands for.
    fn ports(&self, rule: &CompiledRule, destination: Class) -> PortSet {
        let mut ports = rule.ports.clone();
        let known = &self.ground.classes[destination.index()].ports;
        for (protocol, name) in &rule.named {
            for port in known {
                if port.name == *name && port.protocol == *protocol {
                    ports.add(*protocol, port.number, port.number);
                }
            }
        }
        ports
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use crate::cluster::{Cluster, Reader};
    use crate::model::Policy;
    use crate::validate::{ServerVersion, validate};
    use crate::yaml::{Content, parse};

    /// The cluster and the policies of a text, all of which the server has to accept.
    pub fn read(text: &str) -> (Cluster, Vec<Rc<Policy>>) {
        let (mut reader, mut found) = (Reader::default(), Vec::new());
        for document in parse(text) {
            let Content::Read(object) = document.content else { continue };
            if !reader.add(&object) {
                let judgement = validate(&object, ServerVersion::LATEST);
                assert!(judgement.is_accepted(), "{}", judgement.message);
                found.extend(judgement.policy);
            }
        }
        (reader.finish(), found)
    }
}
