//! From pods and addresses to classes: what no policy can tell apart.
//!
//! Policies tell apart by what they are made of, not by where it stands in them. So the classes, which
//! are dear because every pod is looked at, stay as long as the parts do: an edit of a port or of a
//! peer that is in use elsewhere leaves them as they are.

use std::cmp::Ordering;
use std::ops::Range;
use std::rc::Rc;

use super::addresses::{Partition, is_in_block};
use super::bits::Bits;
use super::groups::Groups;
use super::parts::Parts;
use super::selection::Terms;
use super::{Class, ClassKind, Settings};
use crate::cluster::{Cluster, NamedPort, Pod};
use crate::model::{IpBlock, Policy};
use crate::order;

/// All that policies can tell pods and addresses apart by.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Marks {
    pub pods: Terms,
    pub namespaces: Terms,
    /// The blocks in order, each once.
    blocks: Vec<IpBlock>,
    /// The names of ports in order, each once.
    names: Vec<String>,
}

impl Marks {
    /// What some policies can tell apart by.
    pub fn of(policies: &[Rc<Policy>]) -> Self {
        let parts = Parts::of(policies);
        let (pods, namespaces) = (Terms::of(&parts.pods), Terms::of(&parts.namespaces));
        let mut blocks = order::sorted(parts.blocks, |a, b| by_content(a, b));
        blocks.dedup();
        let mut names = order::sorted(parts.port_names, Ord::cmp);
        names.dedup();
        Marks {
            pods,
            namespaces,
            blocks: blocks.into_iter().cloned().collect(),
            names: names.into_iter().map(str::to_owned).collect(),
        }
    }

    /// The ports of a pod that have a name that some rule uses.
    fn ports(&self, pod: &Pod) -> Vec<NamedPort> {
        let mut ports = Vec::new();
        for port in &pod.ports {
            if self.name(port).is_ok() {
                ports.push(port.clone());
            }
        }
        ports
    }

    /// The number of the name of a port, if some rule uses it.
    fn name(&self, port: &NamedPort) -> Result<usize, usize> {
        self.names.binary_search(&port.name)
    }

    /// Adds the ports of a pod that have a name that some rule uses.
    fn add_ports(&self, pod: &Pod, key: &mut Vec<u32>) {
        for port in &pod.ports {
            if let Ok(name) = self.name(port) {
                key.push(name as u32);
                key.push(port.protocol as u32);
                key.push(u32::from(port.number));
            }
        }
    }
}

/// The classes of a cluster under policies with some marks.
#[derive(Debug)]
pub(super) struct Ground {
    pub marks: Marks,
    /// By namespace; those of addresses last.
    pub classes: Vec<ClassFacts>,
    /// Which of them each namespace has.
    pub of_namespace: Vec<Range<usize>>,
    pub of_pod: Vec<Class>,
    pub of_range: Vec<Class>,
    /// The class of the addresses that are in no block, if there are such.
    pub elsewhere: Option<Class>,
    pub partition: Partition,
    /// The labels that pods have, each once.
    pub shapes: Groups,
    /// The labels of each namespace.
    pub namespaces: Vec<Vec<u32>>,
    /// The classes in each block.
    in_block: Vec<Bits>,
}

/// What is known of a class, whatever policies do with it.
#[derive(Clone, Debug)]
pub(super) struct ClassFacts {
    pub kind: ClassKind,
    /// The number of its shape, if it has pods.
    pub shape: u32,
    /// The ports that have a name that some rule uses.
    pub ports: Vec<NamedPort>,
    /// A number that classes with the same such ports share.
    pub ports_number: u32,
}

impl Ground {
    /// Makes the classes of a cluster.
    pub fn of(cluster: &Cluster, marks: Marks, settings: Settings) -> Self {
        let mut namespaces = Vec::with_capacity(cluster.namespaces.len());
        for namespace in &cluster.namespaces {
            let mut shape = Vec::new();
            marks.namespaces.add_shape(&namespace.labels, &mut Vec::new(), &mut shape);
            namespaces.push(shape);
        }
        let partition = Partition::of(&marks.blocks);
        let mut ground = Ground {
            marks,
            classes: Vec::new(),
            of_namespace: vec![0..0; cluster.namespaces.len()],
            of_pod: Vec::new(),
            of_range: Vec::new(),
            elsewhere: None,
            partition,
            shapes: Groups::default(),
            namespaces,
            in_block: Vec::new(),
        };
        let (sets, set_of_range) = ground.group_ranges();
        let mut ports = Groups::default();
        let ports_number = ports.add(&[]);
        let keys = PodKeys { settings, set_of_range: &set_of_range };
        let examples = ground.group_pods(cluster, &keys, &mut ports);
        let first = ground.classes.len() as u32;
        let outside =
            ClassFacts { kind: ClassKind::Addresses, shape: 0, ports: Vec::new(), ports_number };
        ground.classes.resize(ground.classes.len() + sets.len(), outside);
        ground.of_range = set_of_range.iter().map(|&set| Class(first + set)).collect();
        let is_in_none = |&set: &u32| sets.list(set).is_empty();
        ground.elsewhere = (0..sets.len() as u32).find(is_in_none).map(|set| Class(first + set));

        let mut in_block = vec![Bits::none(ground.classes.len()); ground.marks.blocks.len()];
        let mut put = |class: usize, set: u32| {
            for &block in sets.list(set) {
                in_block[block as usize].add(class);
            }
        };
        let mut of_pod = Vec::new();
        for (class, &pod) in examples.iter().enumerate() {
            of_pod.clear();
            keys.add_sets(&ground.partition, &cluster.pods[pod], &mut of_pod);
            for &set in &of_pod {
                put(class, set);
            }
        }
        for set in 0..sets.len() as u32 {
            put((first + set) as usize, set);
        }
        ground.in_block = in_block;
        ground
    }

    /// The classes in a block of one of the policies.
    pub fn in_block(&self, block: &IpBlock) -> Option<&Bits> {
        let at = self.marks.blocks.binary_search_by(|other| by_content(other, block)).ok()?;
        self.in_block.get(at)
    }

    /// The sets of blocks that ranges are in, each once, and which of them each range is in.
    fn group_ranges(&self) -> (Groups, Vec<u32>) {
        let ranges = &self.partition.ranges;
        let mut in_blocks = vec![Vec::new(); ranges.len()];
        for (number, block) in self.marks.blocks.iter().enumerate() {
            let first = self.partition.find(block.cidr.network());
            let last = self.partition.find(block.cidr.broadcast());
            for at in first..=last {
                if is_in_block(ranges[at].first, block) {
                    in_blocks[at].push(number as u32);
                }
            }
        }
        let mut sets = Groups::default();
        let set_of_range = in_blocks.iter().map(|in_blocks| sets.add(in_blocks)).collect();
        (sets, set_of_range)
    }

    /// Makes the classes of pods; returns a pod of each.
    fn group_pods(&mut self, cluster: &Cluster, keys: &PodKeys, ports: &mut Groups) -> Vec<usize> {
        let mut groups = Groups::default();
        // One pod of each group, and the group of each pod.
        let (mut examples, mut group_of_pod) = (Vec::new(), Vec::with_capacity(cluster.pods.len()));
        let (mut words, mut shape, mut key) = (Vec::new(), Vec::new(), Vec::new());
        for (number, pod) in cluster.pods.iter().enumerate() {
            shape.clear();
            self.marks.pods.add_shape(&pod.labels, &mut words, &mut shape);
            key.clear();
            key.extend([pod.namespace as u32, keys.kind(pod) as u32, self.shapes.add(&shape)]);
            self.marks.add_ports(pod, &mut key);
            // No name has this number, so what follows cannot be taken for one more port.
            key.push(u32::MAX);
            keys.add_sets(&self.partition, pod, &mut key);
            let group = groups.add(&key);
            if group as usize == examples.len() {
                examples.push(number);
            }
            group_of_pod.push(group);
        }
        let mut class_of_group = vec![Class(0); groups.len()];
        let mut example_of_class = Vec::with_capacity(groups.len());
        for group in groups.in_order() {
            let example = examples[group as usize];
            let pod = &cluster.pods[example];
            let number = self.classes.len();
            class_of_group[group as usize] = Class(number as u32);
            let of_namespace = &mut self.of_namespace[pod.namespace];
            if of_namespace.end == 0 {
                of_namespace.start = number;
            }
            of_namespace.end = number + 1;
            key.clear();
            self.marks.add_ports(pod, &mut key);
            self.classes.push(ClassFacts {
                ports_number: ports.add(&key),
                kind: keys.kind(pod),
                shape: groups.list(group)[SHAPE_IN_KEY],
                ports: self.marks.ports(pod),
            });
            example_of_class.push(example);
        }
        self.of_pod = group_of_pod.iter().map(|&it| class_of_group[it as usize]).collect();
        example_of_class
    }
}

/// Where the number of the shape is in the key of a pod.
const SHAPE_IN_KEY: usize = 2;

/// What policies can tell of pods, as numbers.
struct PodKeys<'a> {
    settings: Settings,
    /// Which blocks each range is in, as a number.
    set_of_range: &'a [u32],
}

impl PodKeys<'_> {
    fn kind(&self, pod: &Pod) -> ClassKind {
        match pod.host_network && !self.settings.host_network_like_pods {
            true => ClassKind::HostPods,
            false => ClassKind::Pods,
        }
    }

    /// Adds for each address of a pod the blocks that it is in, as a number.
    fn add_sets(&self, partition: &Partition, pod: &Pod, sets: &mut Vec<u32>) {
        if self.settings.ip_blocks_match_pods {
            for &address in &pod.addresses {
                sets.push(self.set_of_range[partition.find(address)]);
            }
        }
    }
}

fn by_content(a: &IpBlock, b: &IpBlock) -> Ordering {
    (a.cidr, &a.except).cmp(&(b.cidr, &b.except))
}
