//! What a valid NetworkPolicy *is*: valid by construction, with every emptiness named.
//!
//! A [`Policy`] exists only for a manifest that the API server accepts; `validate` is the only
//! place that makes one. Everything that says what traffic flows starts from here and therefore
//! has no error paths. The model knows neither YAML nor any client library.

mod nonempty;
mod selector;

use std::fmt;

use ipnet::IpNet;

/// The namespace of objects that name none, as `kubectl` without a context has it.
pub const DEFAULT_NAMESPACE: &str = "default";

pub use nonempty::NonEmpty;
pub use selector::{Requirement, Selector};

/// A NetworkPolicy that the API server accepts, after defaulting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// `metadata.name`
    pub name: String,
    /// `metadata.namespace`; `None` leaves it to the client that applies the manifest.
    pub namespace: Option<String>,
    /// `spec.podSelector`: the pods of the policy's namespace that it selects.
    pub pod_selector: Selector,
    /// What the policy does to connections towards the selected pods.
    pub ingress: Isolation,
    /// What the policy does to connections that the selected pods open.
    pub egress: Isolation,
}

impl Policy {
    /// The namespace that it is in: the default one, where it is left to a client without a context.
    pub fn namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE)
    }

    /// What the policy does in a direction.
    pub fn isolation(&self, direction: Direction) -> &Isolation {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }
}

/// The side of a connection that a rule is about, seen from the selected pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Connections towards the selected pods.
    Ingress,
    /// Connections opened by the selected pods.
    Egress,
}

impl Direction {
    /// Both directions, in the order of the manifest.
    pub const ALL: [Direction; 2] = [Direction::Ingress, Direction::Egress];

    /// Those of the two that fit, in their order.
    pub(crate) fn those(fits: &dyn Fn(Direction) -> bool) -> Vec<Direction> {
        let mut those = Vec::new();
        for direction in Direction::ALL {
            if fits(direction) {
                those.push(direction);
            }
        }
        those
    }

    /// The entry of `policyTypes`: `Ingress` or `Egress`.
    pub const fn policy_type(self) -> &'static str {
        match self {
            Direction::Ingress => "Ingress",
            Direction::Egress => "Egress",
        }
    }

    /// The key of the rules in `spec`: `ingress` or `egress`.
    pub const fn rules_key(self) -> &'static str {
        match self {
            Direction::Ingress => "ingress",
            Direction::Egress => "egress",
        }
    }

    /// The key of the peers in a rule: `from` or `to`.
    pub const fn peers_key(self) -> &'static str {
        match self {
            Direction::Ingress => "from",
            Direction::Egress => "to",
        }
    }

    /// The other direction.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Direction::Ingress => Direction::Egress,
            Direction::Egress => Direction::Ingress,
        }
    }
}

/// Whether the selected pods are restricted in a direction, and what is still allowed then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// The policy leaves the direction alone.
    NotIsolated,
    /// Only what some rule (of this or another policy) allows; no rules allow nothing.
    Isolated(Vec<Rule>),
}

impl Isolation {
    /// The rules; none where the direction is left alone.
    pub fn rules(&self) -> &[Rule] {
        match self {
            Isolation::NotIsolated => &[],
            Isolation::Isolated(rules) => rules,
        }
    }
}

/// One entry of `ingress` or `egress`: these peers, on these ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Who.
    pub peers: Peers,
    /// On what.
    pub ports: Ports,
}

/// The peers of a rule. A rule without peers is about everyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peers {
    /// Everyone, in the cluster and outside.
    Any,
    /// Any of these.
    Only(NonEmpty<Peer>),
}

/// One entry of `from` or `to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Peer {
    /// Pods that match `pods` in namespaces that match `namespaces`: both must hold.
    Pods {
        /// Where the pods are.
        namespaces: Namespaces,
        /// Which pods there; `None` where the manifest has no `podSelector`, which means all.
        pods: Option<Selector>,
    },
    /// Addresses.
    IpBlock(IpBlock),
}

/// The namespaces of a peer. An absent selector is not an empty one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Namespaces {
    /// No `namespaceSelector`: the policy's own namespace.
    Own,
    /// An empty `namespaceSelector`: every namespace, the policy's own included.
    All,
    /// The namespaces with these labels.
    Matching(Selector),
}

/// An `ipBlock`: the addresses of a range without some ranges inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IpBlock {
    /// The range.
    pub cidr: IpNet,
    /// What is left out; each strictly inside the range.
    pub except: Vec<IpNet>,
}

/// The ports of a rule. A rule without ports is about every port of every protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ports {
    /// Every port and protocol.
    All,
    /// Any of these.
    Only(NonEmpty<PortRule>),
}

/// One entry of `ports`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortRule {
    /// The protocol; TCP where the manifest names none.
    pub protocol: Protocol,
    /// Which ports of it.
    pub port: Port,
}

/// The ports of one entry of `ports`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Port {
    /// No `port`: every port of the protocol.
    Any,
    /// One port, 1 to 65535.
    Number(u16),
    /// `port` to `endPort`, both included.
    Range(u16, u16),
    /// The number that the destination's containers give this name.
    Named(String),
}

/// A transport protocol that a NetworkPolicy can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// TCP
    Tcp,
    /// UDP
    Udp,
    /// SCTP
    Sctp,
}

impl Protocol {
    /// All protocols, in the order in which the API server lists them.
    pub const ALL: [Protocol; 3] = [Protocol::Tcp, Protocol::Udp, Protocol::Sctp];

    /// The spelling of the API; case matters there.
    pub const fn as_str(self) -> &'static str {
        match self {
            Protocol::Tcp => "TCP",
            Protocol::Udp => "UDP",
            Protocol::Sctp => "SCTP",
        }
    }

    /// Reads the exact spelling of the API.
    pub fn parse(text: &str) -> Option<Protocol> {
        Protocol::ALL.into_iter().find(|protocol| protocol.as_str() == text)
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
