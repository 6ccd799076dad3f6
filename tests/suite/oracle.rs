//! The engine beside the rules read aloud, on clusters made at random: what must be the same.
//!
//! - The set of a pair, its cell in the matrix and its explanation say of every port what `naive`
//!   says, and name the same policies and rules.
//! - What follows from rules only ever adding: see the properties below.

mod naive;
mod worlds;

use std::rc::Rc;

use netpol_core::analysis::{Analysis, Class, Explanation, Matrix, PortSet, Settings, Side};
use netpol_core::model::{
    Direction, Isolation, Namespaces, Peer, Peers, Policy, Port, Ports, Protocol, Requirement,
};
use netpol_tests::clusters::Size;
use netpol_tests::noise::{Noise, seed};
use netpol_tests::report_conformance;

use crate::connectivity::read;
use naive::{Answer, End, Oracle};
use worlds::World;

/// How many times a probe of a pair is compared; `NETPOL_PROBES` asks for more.
const PROBES: usize = 1_000_000;
/// How many pairs of a world are asked, and how many probes of each.
const PAIRS: usize = 30;
const PROBES_OF_PAIR: usize = 20;
/// How often as many of a large cluster are compared.
const LARGE_ROUNDS: usize = 40;
/// How many worlds each of the other properties is tried on.
const WORLDS: usize = 500;

#[test]
fn every_answer_is_that_of_the_rules_read_aloud() {
    let count = std::env::var("NETPOL_PROBES").ok().and_then(|text| text.parse().ok());
    let count: usize = count.unwrap_or(PROBES);
    let seed = seed(1);
    let mut noise = Noise::new(seed);
    let (mut compared, mut allowed, mut worlds) = (0, 0, 0);
    while compared < count {
        let world = World::any(&mut noise);
        worlds += 1;
        match compare(&world, &mut noise) {
            Ok(found) => {
                compared += PAIRS * PROBES_OF_PAIR;
                allowed += found;
            }
            Err(what) => panic!("{what}\nseed {seed}, world {worlds}: {world:#?}"),
        }
    }
    // Clusters where nearly everything has one answer would prove little.
    assert!((compared / 5..compared / 5 * 4).contains(&allowed), "{allowed} of {compared}");
    report_conformance(&format!(
        "{compared} probes of {worlds} clusters as the rules read aloud (seed {seed}), {allowed} allowed"
    ));
}

/// The small clusters above have few classes, the ones that are measured have many.
#[test]
fn large_clusters_are_answered_as_the_rules_read_aloud() {
    let (cluster, policies) = read(&[Size::SMALL.text()]);
    let found = (policies.len(), cluster.pods.len(), cluster.namespaces.len());
    assert_eq!(found, (Size::SMALL.policies, Size::SMALL.pods, Size::SMALL.namespaces));
    let world = World { cluster, policies, settings: Settings::default() };
    let mut noise = Noise::new(seed(1));
    let mut allowed = 0;
    for _ in 0..LARGE_ROUNDS {
        allowed += compare(&world, &mut noise).unwrap_or_else(|what| panic!("{what}"));
    }
    let compared = LARGE_ROUNDS * PAIRS * PROBES_OF_PAIR;
    assert!((compared / 50..compared / 2).contains(&allowed), "{allowed} of {compared}");
}

#[test]
fn more_pods_of_the_same_workloads_are_no_more_classes() {
    let classes = |pods: usize| {
        let (cluster, policies) = read(&[Size { pods, ..Size::SMALL }.text()]);
        Analysis::new(&cluster, &policies, Settings::default()).classes()
    };
    assert_eq!(classes(Size::SMALL.pods), classes(3 * Size::SMALL.pods));
}

/// Edits one after the other: each revision is what a new analysis would be, to the last number.
#[test]
fn a_revised_analysis_is_a_new_one() {
    let mut noise = Noise::new(seed(7));
    for _ in 0..WORLDS {
        let mut world = World::any(&mut noise);
        let others = World::any(&mut noise).policies;
        let mut revised = analysis(&world);
        for _ in 0..10 {
            let before = world.policies.clone();
            edit(&mut world.policies, &others, &mut noise);
            revised = revised.revised(&world.cluster, &before, &world.policies);
            let (found, expected) = (format!("{revised:?}"), format!("{:?}", analysis(&world)));
            assert!(found == expected, "after {before:#?} came {:#?}", world.policies);
        }
    }
}

/// Changes, adds, removes or moves a policy.
fn edit(policies: &mut Vec<Rc<Policy>>, others: &[Rc<Policy>], noise: &mut Noise) {
    if policies.is_empty() || noise.below(6) == 0 {
        return policies.insert(noise.below(policies.len() + 1), noise.pick(others).clone());
    }
    let at = noise.below(policies.len());
    match noise.below(6) {
        0 => drop(policies.remove(at)),
        1 => policies[at] = noise.pick(others).clone(),
        2 => policies.swap(at, 0),
        3 => Rc::make_mut(&mut policies[at]).namespace = noise.pick(others).namespace.clone(),
        4 => Rc::make_mut(&mut policies[at]).ingress = noise.pick(others).ingress.clone(),
        _ => {
            if let Isolation::Isolated(rules) = &mut Rc::make_mut(&mut policies[at]).egress
                && let Some(rule) = rules.first_mut()
            {
                rule.ports = Ports::All;
            }
        }
    }
}

/// Compares some probes of some pairs; returns how many of them are allowed.
fn compare(world: &World, noise: &mut Noise) -> Result<usize, String> {
    let analysis = Rc::new(Analysis::new(&world.cluster, &world.policies, world.settings));
    let mut matrix = Matrix::new(&analysis);
    let (oracle, ends, ports) = (world.oracle(), world.ends(), world.ports());
    let pods = world.cluster.pods.len();
    let mut count = 0;
    for _ in 0..PAIRS {
        // At least one of the two is a pod, and a pod is not asked about itself.
        let pod = noise.below(pods);
        let other = (pod + 1 + noise.below(ends.len() - 1)) % ends.len();
        let (mut from, mut to) = (ends[pod], ends[other]);
        if noise.below(2) == 0 {
            (from, to) = (to, from);
        }
        let (source, destination) = (class(&analysis, from), class(&analysis, to));
        let set = analysis.allowed(source, destination);
        let cell = matrix.row(source)[destination.index()];
        if *matrix.set(cell) != set {
            return Err(format!("{from:?} to {to:?}: {set:?} but {:?}", matrix.set(cell)));
        }
        for _ in 0..PROBES_OF_PAIR {
            let (protocol, port) = (*noise.pick(&Protocol::ALL), *noise.pick(&ports));
            let expected = oracle.allows(from, to, protocol, port);
            let found = set.contains(protocol, port);
            let why = analysis.explain(source, destination, protocol, port);
            let is_explained = explains(&why, &oracle, from, to, protocol, port);
            if found != expected || why.is_allowed() != expected || !is_explained {
                return Err(format!(
                    "{from:?} to {to:?}, {protocol} {port}: {found}, not {expected}, by {why:#?}"
                ));
            }
            count += usize::from(found);
        }
    }
    Ok(count)
}

/// Whether the reasons are the right ones.
fn explains(
    why: &Explanation,
    oracle: &Oracle,
    from: End,
    to: End,
    protocol: Protocol,
    port: u16,
) -> bool {
    let is_same = |direction: Direction, side: &Side| match (
        oracle.side(direction, from, to, protocol, port),
        side,
    ) {
        (Answer::Open(expected), Side::Open(found)) => expected == *found,
        (Answer::Isolated { by, allowing }, Side::Isolated { by: all, allowing: rules }) => {
            let is_there = rules.iter().all(|place| place.direction == direction);
            let rules = rules.iter().map(|place| (place.policy, place.rule));
            is_there && by == *all && rules.eq(allowing)
        }
        _ => false,
    };
    is_same(Direction::Egress, &why.egress) && is_same(Direction::Ingress, &why.ingress)
}

#[test]
fn a_policy_that_isolates_no_further_pod_takes_nothing_away() {
    check("added something", |before, noise| {
        let old = before.policies.get(noise.below(before.policies.len()))?;
        let given = worlds::policy(99, noise);
        let rules = |old: &Isolation, new: &Isolation| match old {
            Isolation::NotIsolated => Isolation::NotIsolated,
            Isolation::Isolated(_) => Isolation::Isolated(new.rules().to_vec()),
        };
        let new = Policy {
            ingress: rules(&old.ingress, &given.ingress),
            egress: rules(&old.egress, &given.egress),
            ..Policy::clone(old)
        };
        let mut after = before.clone();
        after.policies.insert(noise.below(before.policies.len() + 1), new.into());
        let lost: Comparison = |before, after| before.minus(after).is_empty();
        Some((after, lost))
    });
}

#[test]
fn a_rule_that_is_gone_allows_nothing_new() {
    check("took something away", |before, noise| {
        let mut after = before.clone();
        let policy = noise.below(after.policies.len());
        let policy = after.policies.get_mut(policy)?;
        let isolation = match noise.below(2) {
            0 => &mut Rc::make_mut(policy).ingress,
            _ => &mut Rc::make_mut(policy).egress,
        };
        match isolation {
            Isolation::Isolated(rules) if !rules.is_empty() => {
                rules.remove(noise.below(rules.len()));
            }
            _ => return None,
        }
        let gained: Comparison = |before, after| after.minus(before).is_empty();
        Some((after, gained))
    });
}

#[test]
fn the_order_of_policies_and_pods_does_not_matter() {
    let mut noise = Noise::new(seed(1));
    for number in 0..WORLDS {
        let before = World::any(&mut noise);
        let mut after = before.clone();
        shuffle(&mut after.policies, &mut noise);
        let mut order: Vec<usize> = (0..before.cluster.pods.len()).collect();
        shuffle(&mut order, &mut noise);
        after.cluster.pods = order.iter().map(|&pod| before.cluster.pods[pod].clone()).collect();
        let moved = |end: End| match end {
            End::Pod(pod) => End::Pod(order.iter().position(|&it| it == pod).expect("a pod")),
            End::Address(_) => end,
        };
        let (old, new) = (analysis(&before), analysis(&after));
        for (from, to) in pairs(&before) {
            let expected = allowed(&old, from, to);
            let found = allowed(&new, moved(from), moved(to));
            assert_eq!(found, expected, "{from:?} to {to:?} in world {number}: {before:#?}");
        }
    }
}

type Comparison = fn(&PortSet, &PortSet) -> bool;

/// Changes many worlds, and compares what is allowed between all pairs before and after.
fn check(effect: &str, change: impl Fn(&World, &mut Noise) -> Option<(World, Comparison)>) {
    let mut noise = Noise::new(seed(1));
    let (mut tried, mut effective) = (0, 0);
    while tried < WORLDS {
        let before = World::any(&mut noise);
        let Some((after, holds)) = change(&before, &mut noise) else { continue };
        tried += 1;
        let (old, new) = (analysis(&before), analysis(&after));
        let mut is_effective = false;
        for (from, to) in pairs(&after) {
            let (old, new) = (allowed(&old, from, to), allowed(&new, from, to));
            is_effective |= old != new;
            assert!(holds(&old, &new), "{from:?} to {to:?}: {old:?}, then {new:?} in {after:#?}");
        }
        effective += usize::from(is_effective);
    }
    assert!(effective * 10 > tried, "only {effective} of {tried} changes {effect}");
}

fn analysis(world: &World) -> Analysis {
    Analysis::new(&world.cluster, &world.policies, world.settings)
}

/// All pairs of different ends of which one is a pod.
fn pairs(world: &World) -> Vec<(End, End)> {
    let ends = world.ends();
    let pods = &ends[..world.cluster.pods.len()];
    let of = |&pod: &End| {
        let others = ends.iter().filter(move |&&other| other != pod);
        others.flat_map(move |&other| [(pod, other), (other, pod)])
    };
    pods.iter().flat_map(of).collect()
}

fn allowed(analysis: &Analysis, from: End, to: End) -> PortSet {
    analysis.allowed(class(analysis, from), class(analysis, to))
}

fn class(analysis: &Analysis, end: End) -> Class {
    match end {
        End::Pod(pod) => analysis.pod(pod),
        End::Address(address) => analysis.address(address),
    }
}

fn shuffle<T>(items: &mut [T], noise: &mut Noise) {
    for last in (1..items.len()).rev() {
        items.swap(last, noise.below(last + 1));
    }
}

#[test]
fn the_worlds_have_every_feature() {
    let mut noise = Noise::new(1);
    let worlds: Vec<World> = (0..100).map(|_| World::any(&mut noise)).collect();
    let peer = |fits: fn(&Peer) -> bool| worlds.iter().flat_map(World::peers).any(fits);
    let port = |fits: fn(&Port) -> bool| {
        worlds.iter().flat_map(World::port_rules).any(|rule| fits(&rule.port))
    };
    let rule = |fits: fn(&Peers, &Ports) -> bool| {
        worlds.iter().flat_map(World::rules).any(|rule| fits(&rule.peers, &rule.ports))
    };
    let policies = || worlds.iter().flat_map(|world| &world.policies);
    let requirement = |fits: fn(&Requirement) -> bool| {
        policies().flat_map(|policy| policy.pod_selector.requirements()).any(fits)
    };
    let isolation = |fits: fn(&Isolation, &Isolation) -> bool| {
        policies().any(|policy| fits(&policy.ingress, &policy.egress))
    };
    let found = [
        peer(|it| matches!(it, Peer::Pods { namespaces: Namespaces::Own, pods: Some(_) })),
        peer(|it| matches!(it, Peer::Pods { namespaces: Namespaces::Matching(_), pods: None })),
        peer(|it| matches!(it, Peer::Pods { namespaces: Namespaces::All, pods: Some(_) })),
        peer(
            |it| matches!(it, Peer::IpBlock(it) if it.cidr.addr().is_ipv4() && it.except.len() > 1),
        ),
        peer(
            |it| matches!(it, Peer::IpBlock(it) if it.cidr.addr().is_ipv6() && it.except.len() > 1),
        ),
        port(|it| matches!(it, Port::Any)),
        port(|it| matches!(it, Port::Number(_))),
        port(|it| matches!(it, Port::Range(..))),
        port(|it| matches!(it, Port::Named(_))),
        rule(|peers, ports| matches!((peers, ports), (Peers::Any, Ports::Only(_)))),
        rule(|peers, ports| matches!((peers, ports), (Peers::Only(_), Ports::All))),
        requirement(|it| matches!(it, Requirement::Equals { .. })),
        requirement(|it| matches!(it, Requirement::In { .. })),
        requirement(|it| matches!(it, Requirement::NotIn { .. })),
        requirement(|it| matches!(it, Requirement::Exists { .. })),
        requirement(|it| matches!(it, Requirement::DoesNotExist { .. })),
        isolation(|ingress, egress| {
            ingress.rules().is_empty() && *egress == Isolation::NotIsolated
        }),
        isolation(|ingress, egress| !ingress.rules().is_empty() && !egress.rules().is_empty()),
        policies().any(|policy| policy.namespace.is_none()),
        policies().any(|policy| policy.pod_selector.is_everything()),
        worlds.iter().any(|world| world.cluster.pods.iter().any(|pod| pod.host_network)),
    ];
    assert!(found.iter().all(|&found| found), "{found:?}");
}
