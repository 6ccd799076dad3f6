//! From a cluster and its policies to rules, and to what restricts each class.

use super::bits::Bits;
use super::classes::Classes;
use super::parts::Parts;
use super::selection::Terms;
use super::{Analysis, ClassFacts, ClassKind, CompiledRule, PortSet, Profile, RulePlace, Settings};
use crate::cluster::{Cluster, DEFAULT_NAMESPACE};
use crate::model::{
    Direction, Isolation, Namespaces, Peer, Peers, Policy, Port, Ports, Rule, Selector,
};
use crate::order;

impl Analysis {
    /// Prepares the answers for a cluster under some policies.
    ///
    /// A policy without a namespace is in `default`, as for `kubectl` without a context.
    pub fn new(cluster: &Cluster, policies: &[Policy], settings: Settings) -> Self {
        let parts = Parts::of(policies);
        let (pod_terms, namespace_terms) = (Terms::of(&parts.pods), Terms::of(&parts.namespaces));
        let mut namespaces = Vec::with_capacity(cluster.namespaces.len());
        for namespace in &cluster.namespaces {
            let mut shape = Vec::new();
            namespace_terms.add_shape(&namespace.labels, &mut Vec::new(), &mut shape);
            namespaces.push(shape);
        }
        let classes = Classes::of(cluster, parts, &pod_terms, settings);
        let builder = Builder {
            cluster,
            settings,
            pod_terms,
            namespace_terms,
            namespaces,
            classes: &classes,
        };
        let (rules, isolating, rules_of) = builder.compile(policies);
        let mut profiles = vec![Profile::default()];
        let profile_of = number_profiles(&isolating, &rules_of, &mut profiles);
        let mut facts = Vec::with_capacity(classes.all.len());
        for (number, draft) in classes.all.into_iter().enumerate() {
            facts.push(ClassFacts {
                ports: draft.ports,
                ports_number: draft.ports_number,
                profiles: [profile_of[2 * number], profile_of[2 * number + 1]],
                kind: draft.kind,
            });
        }
        Analysis {
            settings,
            classes: facts,
            of_pod: classes.of_pod,
            of_range: classes.of_range,
            elsewhere: classes.elsewhere,
            partition: classes.partition,
            rules,
            profiles,
        }
    }
}

struct Builder<'a> {
    cluster: &'a Cluster,
    settings: Settings,
    pod_terms: Terms,
    namespace_terms: Terms,
    /// The labels of each namespace.
    namespaces: Vec<Vec<u32>>,
    classes: &'a Classes<'a>,
}

/// By class and direction, the policies that isolate it.
type Isolating = Vec<Vec<usize>>;
/// By policy and direction, its rules.
type RulesOf = Vec<[Vec<usize>; 2]>;

impl Builder<'_> {
    fn compile(&self, policies: &[Policy]) -> (Vec<CompiledRule>, Isolating, RulesOf) {
        let mut compiled = Vec::new();
        let mut isolating = vec![Vec::new(); 2 * self.classes.all.len()];
        let mut rules_of = Vec::with_capacity(policies.len());
        for (number, policy) in policies.iter().enumerate() {
            let namespace = policy.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
            let namespace = self.cluster.namespace(namespace);
            let mut selected = Vec::new();
            if let Some(namespace) = namespace.filter(|_| self.settings.enforced) {
                let selector = &policy.pod_selector;
                self.of_namespace(namespace, selector, &mut |class| selected.push(class));
            }
            let mut rules: [Vec<usize>; 2] = Default::default();
            for direction in Direction::ALL {
                let Isolation::Isolated(list) = policy.isolation(direction) else { continue };
                for &class in &selected {
                    isolating[2 * class + direction as usize].push(number);
                }
                for (at, rule) in list.iter().enumerate() {
                    let place = RulePlace { policy: number, direction, rule: at };
                    rules[direction as usize].push(compiled.len());
                    compiled.push(self.rule(rule, place, namespace));
                }
            }
            rules_of.push(rules);
        }
        (compiled, isolating, rules_of)
    }

    fn rule(&self, rule: &Rule, place: RulePlace, namespace: Option<usize>) -> CompiledRule {
        let peers = match &rule.peers {
            Peers::Any => Bits::all(self.classes.all.len()),
            Peers::Only(only) => {
                let mut peers = Bits::none(self.classes.all.len());
                for peer in only.iter() {
                    self.add_peer(peer, namespace, &mut peers);
                }
                peers
            }
        };
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

    fn add_peer(&self, peer: &Peer, namespace: Option<usize>, peers: &mut Bits) {
        let (namespaces, pods) = match peer {
            Peer::Pods { namespaces, pods } => (namespaces, pods),
            Peer::IpBlock(block) => {
                if let Some(classes) = self.classes.in_block(block) {
                    peers.add_all(classes);
                }
                return;
            }
        };
        let everything = Selector::EVERYTHING;
        let pods = pods.as_ref().unwrap_or(&everything);
        let test = match namespaces {
            Namespaces::Own => {
                if let Some(namespace) = namespace {
                    self.of_namespace(namespace, pods, &mut |class| peers.add(class));
                }
                return;
            }
            Namespaces::All => self.namespace_terms.test(&everything),
            Namespaces::Matching(selector) => self.namespace_terms.test(selector),
        };
        let holds = self.shapes(pods);
        for (shape, classes) in self.namespaces.iter().zip(&self.classes.of_namespace) {
            if !test.holds(shape) {
                continue;
            }
            for class in classes.clone() {
                let draft = &self.classes.all[class];
                if draft.kind == ClassKind::Pods && holds[draft.shape as usize] {
                    peers.add(class);
                }
            }
        }
    }

    /// Which of the labels that pods have match.
    fn shapes(&self, selector: &Selector) -> Vec<bool> {
        let test = self.pod_terms.test(selector);
        let shapes = &self.classes.shapes;
        (0..shapes.len() as u32).map(|shape| test.holds(shapes.list(shape))).collect()
    }

    /// Hands over the classes of a namespace that match; few, so that each is looked at.
    fn of_namespace(&self, namespace: usize, selector: &Selector, take: &mut dyn FnMut(usize)) {
        let test = self.pod_terms.test(selector);
        for class in self.classes.of_namespace[namespace].clone() {
            let draft = &self.classes.all[class];
            let is_found =
                draft.kind == ClassKind::Pods && test.holds(self.classes.shapes.list(draft.shape));
            if is_found {
                take(class);
            }
        }
    }
}

/// Gives each list of policies, by class and direction, the profile of its rules.
fn number_profiles(
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
            let mut rules = Vec::new();
            for &policy in policies {
                rules.extend_from_slice(&rules_of[policy][direction(position)]);
            }
            profiles.push(Profile { policies: policies.clone(), rules });
        }
        of[position as usize] = profiles.len() - 1;
    }
    of
}
