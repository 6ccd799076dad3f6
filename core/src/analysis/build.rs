//! From a cluster and its policies to classes, rules and what restricts each class.

use super::addresses::{Partition, is_in_block};
use super::bits::Bits;
use super::selection::{Shape, Terms};
use super::{
    Analysis, Class, ClassFacts, ClassKind, CompiledRule, PortSet, Profile, RulePlace, Settings,
};
use crate::cluster::{Cluster, DEFAULT_NAMESPACE, NamedPort, Pod};
use crate::model::{
    Direction, IpBlock, Isolation, Namespaces, Peer, Peers, Policy, Port, Ports, Rule, Selector,
};
use crate::order;

impl Analysis {
    /// Prepares the answers for a cluster under some policies.
    ///
    /// A policy without a namespace is in `default`, as for `kubectl` without a context.
    pub fn new(cluster: &Cluster, policies: &[Policy], settings: Settings) -> Self {
        let pod_terms = Terms::of(policies.iter().flat_map(pod_selectors));
        let namespace_terms = Terms::of(policies.iter().flat_map(namespace_selectors));
        let partition = Partition::of(policies.iter().flat_map(blocks));
        let mut builder = Builder {
            cluster,
            settings,
            namespaces: Vec::new(),
            shapes: Vec::new(),
            classes: Vec::new(),
            pod_terms,
            namespace_terms,
        };
        for namespace in &cluster.namespaces {
            builder.namespaces.push(builder.namespace_terms.shape(&namespace.labels));
        }
        let of_pod = builder.group_pods(policies);
        let of_range = builder.group_ranges(&partition, policies);
        let mut analysis = Analysis {
            settings,
            classes: Vec::new(),
            of_pod,
            of_range,
            partition,
            rules: Vec::new(),
            profiles: vec![Profile::default()],
        };
        builder.compile(policies, &mut analysis);
        analysis
    }
}

struct Builder<'a> {
    cluster: &'a Cluster,
    settings: Settings,
    pod_terms: Terms,
    namespace_terms: Terms,
    /// By namespace of the cluster.
    namespaces: Vec<Shape>,
    /// The labels that pods have, each once.
    shapes: Vec<Shape>,
    classes: Vec<Draft>,
}

/// A class that is being made: what its members have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Draft {
    /// The namespace; none for addresses outside.
    namespace: Option<usize>,
    shape: Shape,
    host_network: bool,
    ports: Vec<NamedPort>,
    /// The blocks that it is in, as indices of all blocks of all policies.
    blocks: Vec<usize>,
    /// The index of the shape among those that pods have.
    shape_number: usize,
}

impl Builder<'_> {
    /// Makes the classes of pods; returns that of each pod.
    fn group_pods(&mut self, policies: &[Policy]) -> Vec<Class> {
        let names = order::sorted(policies.iter().flat_map(port_names).collect(), Ord::cmp);
        let blocks: Vec<&IpBlock> = match self.settings.ip_blocks_match_pods {
            true => policies.iter().flat_map(blocks).collect(),
            false => Vec::new(),
        };
        let drafts: Vec<Draft> =
            self.cluster.pods.iter().map(|pod| self.draft(pod, &names, &blocks)).collect();
        let of_pod = self.group(drafts);
        let mut shapes: Vec<&Shape> = self.classes.iter().map(|class| &class.shape).collect();
        shapes = order::sorted(shapes, |a, b| a.cmp(b));
        shapes.dedup();
        self.shapes = shapes.into_iter().cloned().collect();
        for class in &mut self.classes {
            class.shape_number = self.shapes.binary_search(&class.shape).unwrap_or_default();
        }
        of_pod
    }

    fn draft(&self, pod: &Pod, names: &[&str], blocks: &[&IpBlock]) -> Draft {
        let is_used = |port: &&NamedPort| names.binary_search(&port.name.as_str()).is_ok();
        let is_in =
            |&at: &usize| pod.addresses.iter().any(|&address| is_in_block(address, blocks[at]));
        Draft {
            namespace: Some(pod.namespace),
            shape: self.pod_terms.shape(&pod.labels),
            host_network: pod.host_network && !self.settings.host_network_like_pods,
            ports: pod.ports.iter().filter(is_used).cloned().collect(),
            blocks: (0..blocks.len()).filter(is_in).collect(),
            shape_number: 0,
        }
    }

    /// Makes the classes of addresses outside; returns that of each range.
    fn group_ranges(&mut self, partition: &Partition, policies: &[Policy]) -> Vec<Class> {
        let mut drafts = vec![Draft::outside(); partition.ranges.len()];
        for (number, block) in policies.iter().flat_map(blocks).enumerate() {
            let cidr = block.cidr;
            let (first, last) = (partition.find(cidr.network()), partition.find(cidr.broadcast()));
            let inside = drafts.iter_mut().zip(&partition.ranges).take(last + 1).skip(first);
            for (draft, range) in inside {
                if is_in_block(range.first, block) {
                    draft.blocks.push(number);
                }
            }
        }
        self.group(drafts)
    }

    /// Makes one class of all drafts that are equal, behind those that are there.
    fn group(&mut self, drafts: Vec<Draft>) -> Vec<Class> {
        let mut positions: Vec<u32> = (0..drafts.len() as u32).collect();
        let at = |position: u32| &drafts[position as usize];
        order::sort_positions(&mut positions, &|a, b| at(a).cmp(at(b)));
        let mut of = vec![Class(0); drafts.len()];
        let before = self.classes.len();
        for position in positions {
            if self.classes.len() == before || self.classes.last() != Some(at(position)) {
                self.classes.push(at(position).clone());
            }
            of[position as usize] = Class(self.classes.len() as u32 - 1);
        }
        of
    }

    fn compile(&self, policies: &[Policy], analysis: &mut Analysis) {
        let mut isolating = vec![[Vec::new(), Vec::new()]; self.classes.len()];
        let mut rules_of = Vec::with_capacity(policies.len());
        let mut block = 0;
        for (number, policy) in policies.iter().enumerate() {
            let namespace = policy.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
            let namespace = self.cluster.namespace(namespace);
            let selected = self.selected(policy, namespace);
            let mut rules: [Vec<usize>; 2] = Default::default();
            for direction in Direction::ALL {
                let Isolation::Isolated(list) = policy.isolation(direction) else { continue };
                if self.settings.enforced {
                    for &class in &selected {
                        isolating[class][direction as usize].push(number);
                    }
                }
                for (at, rule) in list.iter().enumerate() {
                    let place = RulePlace { policy: number, direction, rule: at };
                    rules[direction as usize].push(analysis.rules.len());
                    analysis.rules.push(self.rule(rule, place, namespace, &mut block));
                }
            }
            rules_of.push(rules);
        }
        let isolating: Vec<Vec<usize>> = isolating.into_iter().flatten().collect();
        let profiles = profiles(&isolating, &rules_of, &mut analysis.profiles);
        for (number, draft) in self.classes.iter().enumerate() {
            analysis.classes.push(ClassFacts {
                ports: draft.ports.clone(),
                profiles: [profiles[2 * number], profiles[2 * number + 1]],
                kind: match draft.namespace {
                    None => ClassKind::Addresses,
                    Some(_) if draft.host_network => ClassKind::HostPods,
                    Some(_) => ClassKind::Pods,
                },
            });
        }
    }

    /// The classes that a policy selects.
    fn selected(&self, policy: &Policy, namespace: Option<usize>) -> Vec<usize> {
        let mut selected = Bits::none(self.classes.len());
        if namespace.is_some() {
            let of_namespace = |other: usize| Some(other) == namespace;
            self.add_pods(Some(&policy.pod_selector), &of_namespace, &mut selected);
        }
        selected.iter().collect()
    }

    /// `block` is the number of blocks in the policies so far, and counts on.
    fn rule(
        &self,
        rule: &Rule,
        place: RulePlace,
        namespace: Option<usize>,
        block: &mut usize,
    ) -> CompiledRule {
        let mut peers = Bits::none(self.classes.len());
        match &rule.peers {
            Peers::Any => (0..self.classes.len()).for_each(|class| peers.add(class)),
            Peers::Only(only) => {
                for peer in only.iter() {
                    self.add_peer(peer, namespace, block, &mut peers);
                }
            }
        }
        let mut compiled =
            CompiledRule { place, peers, ports: PortSet::default(), named: Vec::new() };
        match &rule.ports {
            Ports::All => compiled.ports = PortSet::all(),
            Ports::Only(only) => {
                for port in only.iter() {
                    match &port.port {
                        Port::Named(name) => compiled.named.push((port.protocol, name.clone())),
                        _ => compiled.ports.add_rule(port),
                    }
                }
            }
        }
        compiled
    }

    fn add_peer(
        &self,
        peer: &Peer,
        namespace: Option<usize>,
        block: &mut usize,
        classes: &mut Bits,
    ) {
        let (namespaces, pods) = match peer {
            Peer::Pods { namespaces, pods } => (namespaces, pods.as_ref()),
            Peer::IpBlock(_) => {
                for (number, class) in self.classes.iter().enumerate() {
                    if class.blocks.binary_search(block).is_ok() {
                        classes.add(number);
                    }
                }
                *block += 1;
                return;
            }
        };
        match namespaces {
            Namespaces::Own => {
                self.add_pods(pods, &|other| Some(other) == namespace, classes);
            }
            Namespaces::All => self.add_pods(pods, &|_| true, classes),
            Namespaces::Matching(selector) => {
                let test = self.namespace_terms.test(selector);
                let holds: Vec<bool> =
                    self.namespaces.iter().map(|shape| test.holds(shape)).collect();
                self.add_pods(pods, &|other| holds[other], classes);
            }
        }
    }

    /// Adds the classes of pods with some labels in some namespaces.
    fn add_pods(
        &self,
        selector: Option<&Selector>,
        in_namespace: &dyn Fn(usize) -> bool,
        classes: &mut Bits,
    ) {
        let test = self.pod_terms.test(selector.unwrap_or(&Selector::EVERYTHING));
        let holds: Vec<bool> = self.shapes.iter().map(|shape| test.holds(shape)).collect();
        for (number, class) in self.classes.iter().enumerate() {
            let Some(namespace) = class.namespace else { break };
            if !class.host_network && holds[class.shape_number] && in_namespace(namespace) {
                classes.add(number);
            }
        }
    }
}

impl Draft {
    fn outside() -> Self {
        Draft {
            namespace: None,
            shape: Shape::new(),
            host_network: false,
            ports: Vec::new(),
            blocks: Vec::new(),
            shape_number: 0,
        }
    }
}

/// Gives each list of policies, by class and direction, the profile of its rules.
fn profiles(
    isolating: &[Vec<usize>],
    rules_of: &[[Vec<usize>; 2]],
    profiles: &mut Vec<Profile>,
) -> Vec<usize> {
    let direction = |position: u32| position as usize % 2;
    let key = |position: u32| (direction(position), &isolating[position as usize]);
    let mut positions: Vec<u32> = (0..isolating.len() as u32).collect();
    order::sort_positions(&mut positions, &|a, b| key(a).cmp(&key(b)));
    let mut of = vec![0; isolating.len()];
    let mut last = None;
    for position in positions {
        let policies = &isolating[position as usize];
        if policies.is_empty() {
            continue;
        }
        if last != Some(key(position)) {
            last = Some(key(position));
            let rules = policies.iter().flat_map(|&it| &rules_of[it][direction(position)]);
            let rules = rules.copied().collect();
            profiles.push(Profile { policies: policies.clone(), rules });
        }
        of[position as usize] = profiles.len() - 1;
    }
    of
}

fn rules(policy: &Policy) -> impl Iterator<Item = &Rule> {
    Direction::ALL.into_iter().flat_map(|direction| policy.isolation(direction).rules())
}

fn peers(policy: &Policy) -> impl Iterator<Item = &Peer> {
    rules(policy).flat_map(|rule| match &rule.peers {
        Peers::Any => &[],
        Peers::Only(only) => only.as_slice(),
    })
}

fn pod_selectors(policy: &Policy) -> impl Iterator<Item = &Selector> {
    let of_peers = peers(policy).filter_map(|peer| match peer {
        Peer::Pods { pods, .. } => pods.as_ref(),
        Peer::IpBlock(_) => None,
    });
    std::iter::once(&policy.pod_selector).chain(of_peers)
}

fn namespace_selectors(policy: &Policy) -> impl Iterator<Item = &Selector> {
    peers(policy).filter_map(|peer| match peer {
        Peer::Pods { namespaces: Namespaces::Matching(selector), .. } => Some(selector),
        _ => None,
    })
}

fn blocks(policy: &Policy) -> impl Iterator<Item = &IpBlock> {
    peers(policy).filter_map(|peer| match peer {
        Peer::IpBlock(block) => Some(block),
        Peer::Pods { .. } => None,
    })
}

fn port_names(policy: &Policy) -> impl Iterator<Item = &str> {
    let ports = rules(policy).flat_map(|rule| match &rule.ports {
        Ports::All => &[],
        Ports::Only(only) => only.as_slice(),
    });
    ports.filter_map(|port| match &port.port {
        Port::Named(name) => Some(name.as_str()),
        _ => None,
    })
}
