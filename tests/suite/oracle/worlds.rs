//! Small clusters and policies, made at random, in which everything that matters happens often.
//!
//! Few names, labels, ports and blocks, so that they meet; for each some that nothing else has.

use std::net::IpAddr;
use std::rc::Rc;

use netpol_core::analysis::Settings;
use netpol_core::cluster::{Cluster, Labels, NAMESPACE_NAME_LABEL, NamedPort, Namespace, Pod};
use netpol_core::model::{
    IpBlock, Isolation, Namespaces, NonEmpty, Peer, Peers, Policy, Port, PortRule, Ports, Protocol,
    Requirement, Rule, Selector,
};
use netpol_tests::noise::Noise;

use super::naive::{End, Oracle};

/// By name; policies may also be in one that does not exist.
const NAMESPACES: [&str; 4] = ["default", "ops", "shop", "web"];
/// What labels are called, and the values that they have.
const KEYS: [&str; 3] = ["app", "env", "tier"];
const VALUES: [&str; 4] = ["a", "b", "c", ""];
const PORT_NAMES: [&str; 4] = ["http", "metrics", "dns", "nobody-has-it"];
const NUMBERS: [u16; 9] = [1, 2, 53, 79, 80, 81, 8080, 65534, 65535];
/// Nested, side by side, at both ends of all addresses, of one address, with and without host bits.
const BLOCKS: [&str; 16] = [
    "0.0.0.0/0",
    "0.0.0.0/8",
    "10.0.0.0/8",
    "10.0.0.0/30",
    "10.0.0.4/31",
    "10.1.2.3/16",
    "10.255.255.255/32",
    "11.0.0.0/8",
    "128.0.0.0/1",
    "255.255.255.0/24",
    "::/0",
    "::/127",
    "fd00::/8",
    "fd00::5/64",
    "fd00::1/128",
    "ff00::/8",
];

/// A cluster under policies.
#[derive(Clone, Debug)]
pub struct World {
    pub cluster: Cluster,
    pub policies: Vec<Rc<Policy>>,
    pub settings: Settings,
}

impl World {
    pub fn any(noise: &mut Noise) -> Self {
        let namespaces = NAMESPACES.map(|name| {
            let mut pairs = labels(noise);
            pairs.push((NAMESPACE_NAME_LABEL.to_owned(), name.to_owned()));
            Namespace { name: name.to_owned(), labels: Labels::new(pairs) }
        });
        let mut cluster = Cluster { namespaces: namespaces.into(), pods: Vec::new() };
        for number in 0..2 + noise.below(8) {
            let mut new = pod(number, noise);
            // Often like another one but for one thing, which must keep them apart.
            if number > 0 && noise.below(2) == 0 {
                let old = noise.pick(&cluster.pods).clone();
                new = match noise.below(5) {
                    0 => Pod { labels: new.labels, ..old },
                    1 => Pod { ports: new.ports, ..old },
                    2 => Pod { addresses: new.addresses, ..old },
                    3 => Pod { host_network: new.host_network, ..old },
                    _ => Pod { namespace: new.namespace, ..old },
                };
            }
            cluster.pods.push(new);
        }
        World {
            cluster,
            policies: (0..2 + noise.below(9)).map(|number| policy(number, noise).into()).collect(),
            settings: Settings {
                enforced: noise.below(20) > 0,
                ip_blocks_match_pods: noise.below(2) > 0,
                host_network_like_pods: noise.below(2) > 0,
                sctp: noise.below(3) > 0,
            },
        }
    }

    pub fn oracle(&self) -> Oracle<'_> {
        let World { cluster, policies, settings } = self;
        Oracle { cluster, policies, settings: *settings }
    }

    /// All pods, and the addresses on both sides of every edge of a block.
    pub fn ends(&self) -> Vec<End> {
        let mut addresses: Vec<IpAddr> = ["0.0.0.0", "255.255.255.255", "::"].map(address).into();
        addresses.push(address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
        for block in self.peers().filter_map(|peer| match peer {
            Peer::IpBlock(block) => Some(block),
            Peer::Pods { .. } => None,
        }) {
            for net in std::iter::once(&block.cidr).chain(&block.except) {
                addresses.extend(around(net.network()));
                addresses.extend(around(net.broadcast()));
            }
        }
        addresses.sort();
        addresses.dedup();
        let pods = (0..self.cluster.pods.len()).map(End::Pod);
        pods.chain(addresses.into_iter().map(End::Address)).collect()
    }

    /// The ports on both sides of every edge of an interval.
    pub fn ports(&self) -> Vec<u16> {
        let mut edges = vec![1, 2, u16::MAX];
        for port in self.port_rules().map(|rule| &rule.port) {
            match port {
                Port::Number(number) => edges.push(*number),
                Port::Range(first, last) => edges.extend([*first, *last]),
                Port::Any | Port::Named(_) => {}
            }
        }
        edges.extend(self.cluster.pods.iter().flat_map(|pod| &pod.ports).map(|port| port.number));
        let mut ports: Vec<u16> = edges
            .into_iter()
            .flat_map(|edge| [edge - 1, edge, edge.saturating_add(1)])
            .filter(|&port| port > 0)
            .collect();
        ports.sort_unstable();
        ports.dedup();
        ports
    }

    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.policies.iter().flat_map(|it| it.ingress.rules().iter().chain(it.egress.rules()))
    }

    pub fn peers(&self) -> impl Iterator<Item = &Peer> {
        self.rules().flat_map(|rule| match &rule.peers {
            Peers::Any => &[],
            Peers::Only(only) => only.as_slice(),
        })
    }

    pub fn port_rules(&self) -> impl Iterator<Item = &PortRule> {
        self.rules().flat_map(|rule| match &rule.ports {
            Ports::All => &[],
            Ports::Only(only) => only.as_slice(),
        })
    }
}

fn pod(number: usize, noise: &mut Noise) -> Pod {
    let mut pod = Pod {
        namespace: noise.below(NAMESPACES.len()),
        name: format!("pod-{number}"),
        kind: "Pod".to_owned(),
        owner: None,
        labels: Labels::new(labels(noise)),
        ports: Vec::new(),
        addresses: Vec::new(),
        host_network: noise.below(6) == 0,
    };
    // Several containers may use one name, for other numbers and protocols.
    for _ in 0..noise.below(5) {
        pod.ports.push(NamedPort {
            name: (*noise.pick(&PORT_NAMES[..3])).to_owned(),
            protocol: protocol(noise),
            number: *noise.pick(&NUMBERS),
        });
    }
    pod.ports.sort();
    pod.ports.dedup();
    for _ in 0..noise.below(3) {
        let block = block(noise);
        let net = *noise.pick(&[vec![block.cidr], block.except].concat());
        let near = around(*noise.pick(&[net.network(), net.broadcast()]));
        pod.addresses.push(*noise.pick(&near));
    }
    pod
}

/// Some of the keys that selectors name, with values that they name or not.
fn labels(noise: &mut Noise) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for key in KEYS {
        match noise.below(4) {
            0 => {}
            1 => pairs.push((key.to_owned(), "of-its-own".to_owned())),
            _ => pairs.push((key.to_owned(), (*noise.pick(&VALUES)).to_owned())),
        }
    }
    pairs
}

pub fn policy(number: usize, noise: &mut Noise) -> Policy {
    let namespace = match noise.below(8) {
        0 => None,
        1 => Some("nowhere".to_owned()),
        _ => Some((*noise.pick(&NAMESPACES)).to_owned()),
    };
    let (ingress, egress) = match noise.below(4) {
        0 => (isolated(noise), Isolation::NotIsolated),
        1 => (Isolation::NotIsolated, isolated(noise)),
        _ => (isolated(noise), isolated(noise)),
    };
    let name = format!("policy-{number}");
    Policy { name, namespace, pod_selector: selector(noise, 2), ingress, egress }
}

fn isolated(noise: &mut Noise) -> Isolation {
    Isolation::Isolated((0..noise.below(4)).map(|_| rule(noise)).collect())
}

pub fn rule(noise: &mut Noise) -> Rule {
    let peers: Vec<Peer> = (0..noise.below(4)).map(|_| peer(noise)).collect();
    let ports: Vec<PortRule> = (0..noise.below(4)).map(|_| port_rule(noise)).collect();
    Rule {
        peers: NonEmpty::new(peers).map_or(Peers::Any, Peers::Only),
        ports: NonEmpty::new(ports).map_or(Ports::All, Ports::Only),
    }
}

fn peer(noise: &mut Noise) -> Peer {
    let pods = match noise.below(4) {
        0 => return Peer::IpBlock(block(noise)),
        1 => None,
        _ => Some(selector(noise, 3)),
    };
    let namespaces = match noise.below(4) {
        0 => Namespaces::All,
        1 => Namespaces::Own,
        _ => Namespaces::Matching(selector(noise, 2)),
    };
    Peer::Pods { namespaces, pods }
}

fn selector(noise: &mut Noise, most: usize) -> Selector {
    Selector::new((0..noise.below(most + 1)).map(|_| requirement(noise)).collect())
}

fn requirement(noise: &mut Noise) -> Requirement {
    let (key, names) = match noise.below(10) {
        0 => ("nobody-has-it", VALUES),
        1 => (NAMESPACE_NAME_LABEL, NAMESPACES),
        _ => (*noise.pick(&KEYS), VALUES),
    };
    let key = key.to_owned();
    let value = (*noise.pick(&names)).to_owned();
    let mut values = vec![value.clone()];
    for _ in 0..noise.below(3) {
        values.push((*noise.pick(&names)).to_owned());
    }
    let values = NonEmpty::new(values).unwrap_or_else(|| NonEmpty::one(value.clone()));
    match noise.below(6) {
        0 => Requirement::Exists { key },
        1 => Requirement::DoesNotExist { key },
        2 => Requirement::NotIn { key, values },
        3 => Requirement::In { key, values },
        _ => Requirement::Equals { key, value },
    }
}

/// A block; what it leaves out is within it, and may overlap.
fn block(noise: &mut Noise) -> IpBlock {
    let mut block = of_text(noise.pick::<&str>(&BLOCKS));
    let longest = block.cidr.max_prefix_len();
    for _ in 0..noise.below(4) {
        let shortest = block.cidr.prefix_len() + 1;
        if shortest > longest {
            break;
        }
        let length = match noise.below(3) {
            0 => longest,
            _ => shortest + noise.below((longest - shortest).min(9).into()) as u8,
        };
        let edge = *noise.pick(&[block.cidr.network(), block.cidr.broadcast()]);
        let within: Vec<IpAddr> =
            around(edge).into_iter().filter(|address| block.cidr.contains(address)).collect();
        let part = of_text(&format!("{}/{length}", noise.pick(&within)));
        block.except.push(part.cidr);
    }
    block
}

fn of_text(cidr: &str) -> IpBlock {
    IpBlock { cidr: cidr.parse().expect("a range of addresses"), except: Vec::new() }
}

fn port_rule(noise: &mut Noise) -> PortRule {
    let (a, b) = (*noise.pick(&NUMBERS), *noise.pick(&NUMBERS));
    let port = match noise.below(8) {
        0 => Port::Any,
        1..=3 => Port::Named((*noise.pick(&PORT_NAMES)).to_owned()),
        4 | 5 => Port::Range(a.min(b), a.max(b)),
        _ => Port::Number(a),
    };
    PortRule { protocol: protocol(noise), port }
}

fn protocol(noise: &mut Noise) -> Protocol {
    match noise.below(4) {
        0 => Protocol::Udp,
        1 => Protocol::Sctp,
        _ => Protocol::Tcp,
    }
}

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

/// An address and its neighbors.
fn around(address: IpAddr) -> Vec<IpAddr> {
    let shifted = |by: i32| match address {
        IpAddr::V4(v4) => Some(IpAddr::V4(v4.to_bits().checked_add_signed(by)?.into())),
        IpAddr::V6(v6) => Some(IpAddr::V6(v6.to_bits().checked_add_signed(by.into())?.into())),
    };
    [-1, 0, 1].into_iter().filter_map(shifted).collect()
}
