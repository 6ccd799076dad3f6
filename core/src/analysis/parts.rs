//! What policies are made of: all rules, peers, selectors, blocks or names of one, in order.

use crate::model::{
    Direction, IpBlock, Namespaces, Peer, Peers, Policy, Port, Ports, Rule, Selector,
};

fn rules(policy: &Policy) -> impl Iterator<Item = &Rule> {
    Direction::ALL.into_iter().flat_map(|direction| policy.isolation(direction).rules())
}

pub(super) fn peers(policy: &Policy) -> impl Iterator<Item = &Peer> {
    rules(policy).flat_map(|rule| match &rule.peers {
        Peers::Any => &[],
        Peers::Only(only) => only.as_slice(),
    })
}

pub(super) fn pod_selectors(policy: &Policy) -> impl Iterator<Item = &Selector> {
    let of_peers = peers(policy).filter_map(|peer| match peer {
        Peer::Pods { pods, .. } => pods.as_ref(),
        Peer::IpBlock(_) => None,
    });
    std::iter::once(&policy.pod_selector).chain(of_peers)
}

pub(super) fn namespace_selectors(policy: &Policy) -> impl Iterator<Item = &Selector> {
    peers(policy).filter_map(|peer| match peer {
        Peer::Pods { namespaces: Namespaces::Matching(selector), .. } => Some(selector),
        _ => None,
    })
}

pub(super) fn blocks(policy: &Policy) -> impl Iterator<Item = &IpBlock> {
    peers(policy).filter_map(|peer| match peer {
        Peer::IpBlock(block) => Some(block),
        Peer::Pods { .. } => None,
    })
}

pub(super) fn port_names(policy: &Policy) -> impl Iterator<Item = &str> {
    let ports = rules(policy).flat_map(|rule| match &rule.ports {
        Ports::All => &[],
        Ports::Only(only) => only.as_slice(),
    });
    ports.filter_map(|port| match &port.port {
        Port::Named(name) => Some(name.as_str()),
        _ => None,
    })
}
