//! From a cluster and its policies to rules, and to what restricts each class.

use std::rc::Rc;

use super::bits::Bits;
use super::ground::{Ground, Marks};
use super::{
    Analysis, ClassKind, CompiledPolicy, CompiledRule, PortSet, Profile, RulePlace, Settings,
};
use crate::cluster::Cluster;
use crate::model::{
    Direction, Isolation, Namespaces, Peer, Peers, Policy, Port, Ports, Rule, Selector,
};
use crate::order;

impl Analysis {
    /// Prepares the answers for a cluster under some policies.
    ///
    /// A policy without a namespace is in `default`, as for `kubectl` without a context.
    pub fn new(cluster: &Cluster, policies: &[Rc<Policy>], settings: Settings) -> Self {
        Analysis::over(None, cluster, policies, settings)
    }

    /// Prepares the answers for the same cluster under other policies; `before` are those that this
    /// one is about.
    ///
    /// What the edit of one policy does not touch is taken over: the classes, unless the policies are
    /// made of other selectors, blocks or names of ports now, and with them the rules of all policies
    /// that are the same at the same place.
    #[must_use]
    pub fn revised(
        &self,
        cluster: &Cluster,
        before: &[Rc<Policy>],
        policies: &[Rc<Policy>],
    ) -> Self {
        Analysis::over(Some((self, before)), cluster, policies, self.settings)
    }

    fn over(
        known: Option<(&Analysis, &[Rc<Policy>])>,
        cluster: &Cluster,
        policies: &[Rc<Policy>],
        settings: Settings,
    ) -> Self {
        let mut marks = None;
        let known = known.filter(|(known, before)| {
            are_marked_alike(before, policies)
                || known.ground.marks == *marks.insert(Marks::of(policies))
        });
        let ground = match known {
            Some((known, _)) => Rc::clone(&known.ground),
            None => {
                let marks = marks.unwrap_or_else(|| Marks::of(policies));
                Rc::new(Ground::of(cluster, marks, settings))
            }
        };
        let builder = Builder { cluster, settings, ground: &ground };
        let mut compiled = Vec::with_capacity(policies.len());
        for (number, policy) in policies.iter().enumerate() {
            let same = known.and_then(|(known, before)| {
                known.policies.get(number).filter(|_| before.get(number) == Some(policy))
            });
            compiled.push(match same {
                Some(same) => Rc::clone(same),
                None => Rc::new(builder.policy(number, policy)),
            });
        }
        let mut isolating = vec![Vec::new(); 2 * ground.classes.len()];
        let (mut rules, mut rules_of) = (Vec::new(), Vec::with_capacity(compiled.len()));
        for (number, policy) in compiled.iter().enumerate() {
            let mut numbers: [Vec<usize>; 2] = Default::default();
            for direction in Direction::ALL {
                for &class in &policy.selected {
                    if policy.isolates[direction as usize] {
                        isolating[2 * class + direction as usize].push(number);
                    }
                }
            }
            for rule in &policy.rules {
                numbers[rule.place.direction as usize].push(rules.len());
                rules.push(Rc::clone(rule));
            }
            rules_of.push(numbers);
        }
        let mut profiles = vec![Profile::default()];
        let profile_of = number_profiles(&isolating, &rules_of, &mut profiles);
        Analysis { settings, ground, policies: compiled, rules, profiles, profile_of }
    }
}

/// Whether policies are the same, or tell apart the same, one by one.
fn are_marked_alike(before: &[Rc<Policy>], policies: &[Rc<Policy>]) -> bool {
    let alone = std::slice::from_ref;
    before.len() == policies.len()
        && before
            .iter()
            .zip(policies)
            .all(|(one, other)| one == other || Marks::of(alone(one)) == Marks::of(alone(other)))
}

struct Builder<'a> {
    cluster: &'a Cluster,
    settings: Settings,
    ground: &'a Ground,
}

impl Builder<'_> {
    fn policy(&self, number: usize, policy: &Policy) -> CompiledPolicy {
        let namespace = policy.namespace();
        let namespace = self.cluster.namespace(namespace);
        let mut selected = Vec::new();
        if let Some(namespace) = namespace.filter(|_| self.settings.enforced) {
            self.of_namespace(namespace, &policy.pod_selector, &mut |class| selected.push(class));
        }
        let (mut isolates, mut rules) = ([false; 2], Vec::new());
        for direction in Direction::ALL {
            let Isolation::Isolated(list) = policy.isolation(direction) else { continue };
            isolates[direction as usize] = true;
            for (at, rule) in list.iter().enumerate() {
                let place = RulePlace { policy: number, direction, rule: at };
                rules.push(Rc::new(self.rule(rule, place, namespace)));
            }
        }
        CompiledPolicy { selected, isolates, rules }
    }

    fn rule(&self, rule: &Rule, place: RulePlace, namespace: Option<usize>) -> CompiledRule {
        let classes = self.ground.classes.len();
        let peers = match &rule.peers {
            Peers::Any => Bits::all(classes),
            Peers::Only(only) => {
                let mut peers = Bits::none(classes);
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
                if let Some(classes) = self.ground.in_block(block) {
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
            Namespaces::All => self.ground.marks.namespaces.test(&everything),
            Namespaces::Matching(selector) => self.ground.marks.namespaces.test(selector),
        };
        let holds = self.shapes(pods);
        for (shape, classes) in self.ground.namespaces.iter().zip(&self.ground.of_namespace) {
            if !test.holds(shape) {
                continue;
            }
            for class in classes.clone() {
                let facts = &self.ground.classes[class];
                if facts.kind == ClassKind::Pods && holds[facts.shape as usize] {
                    peers.add(class);
                }
            }
        }
    }

    /// Which of the labels that pods have match.
    fn shapes(&self, selector: &Selector) -> Vec<bool> {
        let test = self.ground.marks.pods.test(selector);
        let shapes = &self.ground.shapes;
        (0..shapes.len() as u32).map(|shape| test.holds(shapes.list(shape))).collect()
    }

    /// Hands over the classes of a namespace that match; few, so that each is looked at.
    fn of_namespace(&self, namespace: usize, selector: &Selector, take: &mut dyn FnMut(usize)) {
        let test = self.ground.marks.pods.test(selector);
        for class in self.ground.of_namespace[namespace].clone() {
            let facts = &self.ground.classes[class];
            let is_found =
                facts.kind == ClassKind::Pods && test.holds(self.ground.shapes.list(facts.shape));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::read;

    const CLUSTER: &str = "
kind: Pod
metadata: {name: a, labels: {app: a}}
---
kind: Pod
metadata: {name: b, labels: {app: b}}
";

    fn policy(name: &str, app: &str, port: u16) -> String {
        format!(
            "---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}}}\n\
             spec: {{podSelector: {{matchLabels: {{app: {app}}}}}, ingress: [{{ports: [{{port: {port}}}]}}]}}\n"
        )
    }

    /// Whether the classes stay, and which policies do, after another version of the second.
    fn check(app: &str, port: u16, expected: (bool, [bool; 2])) {
        let first = [CLUSTER, &policy("p", "a", 80)].concat();
        let (cluster, before) = read(&[&first, &policy("q", "b", 80)[..]].concat());
        let (_, after) = read(&[&first, &policy("q", app, port)[..]].concat());
        let known = Analysis::new(&cluster, &before, Settings::default());
        let revised = known.revised(&cluster, &before, &after);
        let stays = [0, 1].map(|it| Rc::ptr_eq(&known.policies[it], &revised.policies[it]));
        let ground = Rc::ptr_eq(&known.ground, &revised.ground);
        assert_eq!((ground, stays), expected, "{app} {port}");
    }

    #[test]
    fn an_edit_costs_what_it_touches() {
        check("b", 80, (true, [true, true]));
        check("b", 81, (true, [true, false]));
        check("c", 80, (false, [false, false]));
    }
}
