//! What policies are made of: all their selectors, blocks and names of ports, in order.
//!
//! That decides what they can tell apart: policies of the same parts have the same classes.

use std::rc::Rc;

use crate::model::{Direction, IpBlock, Namespaces, Peer, Peers, Policy, Port, Ports, Selector};

/// What all policies are made of.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    /// The selectors of pods.
    pub pods: Vec<&'a Selector>,
    /// The selectors of namespaces.
    pub namespaces: Vec<&'a Selector>,
    /// The blocks of addresses.
    pub blocks: Vec<&'a IpBlock>,
    /// The names of ports.
    pub port_names: Vec<&'a str>,
}

impl<'a> Parts<'a> {
    /// Those of some policies.
    pub fn of(policies: &'a [Rc<Policy>]) -> Self {
        let mut parts = Parts::default();
        for policy in policies {
            parts.pods.push(&policy.pod_selector);
            for direction in Direction::ALL {
                for rule in policy.isolation(direction).rules() {
                    parts.add_peers(&rule.peers);
                    parts.add_ports(&rule.ports);
                }
            }
        }
        parts
    }

    fn add_peers(&mut self, peers: &'a Peers) {
        let Peers::Only(peers) = peers else { return };
        for peer in peers.as_slice() {
            match peer {
                Peer::IpBlock(block) => self.blocks.push(block),
                Peer::Pods { namespaces, pods } => {
                    if let Some(pods) = pods {
                        self.pods.push(pods);
                    }
                    if let Namespaces::Matching(selector) = namespaces {
                        self.namespaces.push(selector);
                    }
                }
            }
        }
    }

    fn add_ports(&mut self, ports: &'a Ports) {
        let Ports::Only(ports) = ports else { return };
        for port in ports.as_slice() {
            if let Port::Named(name) = &port.port {
                self.port_names.push(name);
            }
        }
    }
}
