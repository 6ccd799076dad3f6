//! Rules, peers and ports in words.
//!
//! Peers of one rule are alternatives and joined by `or`, each with its own comma, so that the `or`
//! between values inside a peer cannot be mistaken for it.

use ipnet::IpNet;

use super::selector::pods_in;
use crate::model::{Direction, IpBlock, Peer, Peers, Port, PortRule, Ports, Rule};
use crate::sentence::Sentence;

/// The headline of a rule: `pods with app=web that are in namespaces with env=prod may connect on
/// TCP 443`.
///
/// `namespace` is the policy's own, if the manifest has one.
///
/// ```
/// use netpol_core::describe;
/// use netpol_core::model::{Direction, Namespaces, NonEmpty, Peer, Peers, Ports, Rule};
/// let peer = Peer::Pods { namespaces: Namespaces::Own, pods: None };
/// let rule = Rule { peers: Peers::Only(NonEmpty::one(peer)), ports: Ports::All };
/// let sentence = describe::rule(Direction::Ingress, &rule, Some("shop"));
/// assert_eq!(sentence.to_string(), "all pods in namespace shop may connect on every port");
/// ```
pub fn rule(direction: Direction, rule: &Rule, namespace: Option<&str>) -> Sentence {
    let ports = ports(&rule.ports);
    let Peers::Only(peers) = &rule.peers else {
        let template = match direction {
            Direction::Ingress => "anyone, inside the cluster or outside, may connect on {0}",
            Direction::Egress => {
                "the selected pods may connect to any destination, inside the cluster or outside, \
                 on {0}"
            }
        };
        return Sentence::of(template).with(ports);
    };
    let said = peer_phrases(peers.as_slice(), namespace);
    // A list of several ends in a comma too.
    let (template, joint) = match (direction, said.len()) {
        (Direction::Ingress, 1) => ("{0} may connect on {1}", ""),
        (Direction::Ingress, _) => ("{0}, may connect on {1}", ", or "),
        (Direction::Egress, 1) => ("the selected pods may connect to {0} on {1}", ""),
        (Direction::Egress, _) => ("the selected pods may connect to {0}, on {1}", ", or to "),
    };
    Sentence::of(template).with(Sentence::joined(said, joint, joint)).with(ports)
}

/// Every peer in words; the two halves of "all addresses" are said as one.
fn peer_phrases(peers: &[Peer], namespace: Option<&str>) -> Vec<Sentence> {
    let mut said = Vec::new();
    let whole =
        |family| peers.iter().filter_map(whole_family).find(|net| Family::of(net) == family);
    let (Some(v4), Some(v6)) = (whole(Family::V4), whole(Family::V6)) else {
        for one in peers {
            said.push(peer(one, namespace));
        }
        return said;
    };
    let mut all_said = false;
    for one in peers {
        if whole_family(one).is_none() {
            said.push(peer(one, namespace));
        } else if !all_said {
            all_said = true;
            let both = Sentence::of("all addresses ({0} and {1})");
            said.push(both.term(v4.to_string()).term(v6.to_string()));
        }
    }
    said
}

/// One source or destination: `all pods in namespace shop`, `addresses in 10.0.0.0/8`.
pub fn peer(peer: &Peer, namespace: Option<&str>) -> Sentence {
    match peer {
        Peer::Pods { namespaces, pods } => pods_in(pods.as_ref(), namespaces, namespace),
        Peer::IpBlock(block) => ip_block(block),
    }
}

/// The version of the Internet Protocol that a range belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    V4,
    V6,
}

impl Family {
    pub(super) const fn of(cidr: &IpNet) -> Family {
        match cidr {
            IpNet::V4(_) => Family::V4,
            IpNet::V6(_) => Family::V6,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Family::V4 => "IPv4",
            Family::V6 => "IPv6",
        }
    }
}

/// The range of a peer that is all addresses of a family, without exception.
fn whole_family(peer: &Peer) -> Option<&IpNet> {
    match peer {
        Peer::IpBlock(block) if block.cidr.prefix_len() == 0 && block.except.is_empty() => {
            Some(&block.cidr)
        }
        _ => None,
    }
}

fn ip_block(block: &IpBlock) -> Sentence {
    let said = range(&block.cidr);
    if block.except.is_empty() {
        return said;
    }
    let except = Sentence::list(block.except.iter().map(range), " and ");
    Sentence::of("{0} except {1}").with(said).with(except)
}

/// A range: `all IPv4 addresses (0.0.0.0/0)`, `the address 10.1.2.3`, `addresses in 10.0.0.0/8`.
fn range(cidr: &IpNet) -> Sentence {
    if cidr.prefix_len() == 0 {
        let family = Family::of(cidr).name();
        Sentence::of("all {0} addresses ({1})").as_is(family).term(cidr.to_string())
    } else if cidr.prefix_len() == cidr.max_prefix_len() {
        Sentence::of("the address {0}").term(cidr.addr().to_string())
    } else {
        Sentence::of("addresses in {0}").term(cidr.to_string())
    }
}

/// The ports of a rule: `every port`, `TCP 80, TCP 443 and UDP 53`.
pub fn ports(ports: &Ports) -> Sentence {
    match ports {
        Ports::All => Sentence::of("every port"),
        Ports::Only(list) => Sentence::list(list.iter().map(port), " and "),
    }
}

/// One entry of `ports`: `TCP 80`, `TCP 8080–8090`, `every UDP port`, `the TCP port named http`.
pub fn port(port: &PortRule) -> Sentence {
    let protocol = port.protocol.as_str();
    match &port.port {
        Port::Any => Sentence::of("every {0} port").as_is(protocol),
        Port::Number(number) => Sentence::of_term(numbered(protocol, *number, *number)),
        Port::Range(first, last) => Sentence::of_term(numbered(protocol, *first, *last)),
        Port::Named(name) => {
            Sentence::of("the {0} port named {1}").as_is(protocol).term(name.as_str())
        }
    }
}

fn numbered(protocol: &str, first: u16, last: u16) -> String {
    let mut text = [protocol, " ", &first.to_string()].concat();
    if last != first {
        text.push('–');
        text.push_str(&last.to_string());
    }
    text
}
