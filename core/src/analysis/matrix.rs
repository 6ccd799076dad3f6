//! All pairs of classes, a row at a time.

use std::cmp::Ordering;
use std::rc::Rc;

use super::groups::Groups;
use super::{Analysis, Class, Direction, PortSet, Protocol};

/// The number of a [`PortSet`] in a [`Matrix`]: equal sets have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SetId(u32);

impl SetId {
    /// The set without ports.
    pub const NONE: SetId = SetId(0);
    /// The set of all ports.
    pub const ALL: SetId = SetId(1);

    /// The number as an index: those of a matrix count from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The answers for all pairs of classes.
///
/// There are few different sets of ports in a cluster, so each is kept once, and what came of two
/// of them is known when they meet again.
#[derive(Clone, Debug)]
pub struct Matrix {
    analysis: Rc<Analysis>,
    sets: Vec<PortSet>,
    /// The numbers of the sets, in the order of the sets.
    sorted: Vec<u32>,
    unions: Table,
    intersections: Table,
    /// The set of each rule, as long as names stand for nothing.
    rules: Vec<SetId>,
    /// The set of each rule towards some ports with names.
    named: Table,
    /// For each class a number that those share which receive alike.
    receivers: Vec<u32>,
    /// Of the row that is being made: what is let out, and what is let in by number.
    egress: Vec<SetId>,
    ingress: Vec<Option<SetId>>,
    row: Vec<SetId>,
}

/// What came of two things, by the number of the first and then the second.
#[derive(Clone, Debug, Default)]
struct Table(Vec<Vec<Option<SetId>>>);

impl Matrix {
    /// Prepares the rows of an analysis.
    pub fn new(analysis: &Rc<Analysis>) -> Self {
        let mut matrix = Matrix {
            analysis: Rc::clone(analysis),
            sets: Vec::new(),
            sorted: Vec::new(),
            unions: Table::default(),
            intersections: Table::default(),
            rules: Vec::new(),
            named: Table::default(),
            receivers: Vec::new(),
            egress: Vec::new(),
            ingress: Vec::new(),
            row: Vec::new(),
        };
        matrix.intern(PortSet::default());
        matrix.intern(PortSet::all());
        for rule in &analysis.rules {
            let id = matrix.intern(rule.ports.clone());
            matrix.rules.push(id);
        }
        let mut receivers = Groups::default();
        for (number, class) in analysis.ground.classes.iter().enumerate() {
            let profile = analysis.profile_of[2 * number + Direction::Ingress as usize] as u32;
            matrix.receivers.push(receivers.add(&[profile, class.ports_number]));
        }
        matrix.ingress = vec![None; receivers.len()];
        matrix
    }

    /// The set that a number stands for.
    pub fn set(&self, id: SetId) -> &PortSet {
        &self.sets[id.index()]
    }

    /// How many different sets have come up.
    pub fn sets(&self) -> usize {
        self.sets.len()
    }

    /// What may be connected to from a class, by the index of the destination's class.
    pub fn row(&mut self, from: Class) -> &[SetId] {
        let analysis = Rc::clone(&self.analysis);
        let classes = analysis.classes();
        let profile = analysis.profile(from.index(), Direction::Egress);
        self.egress.clear();
        let start = if profile.policies.is_empty() { SetId::ALL } else { SetId::NONE };
        self.egress.resize(classes, start);
        for &rule in &profile.rules {
            for to in analysis.rules[rule].peers.numbers() {
                self.egress[to] = self.add_rule(self.egress[to], rule, to);
            }
        }
        self.row.clear();
        self.ingress.fill(None);
        for to in 0..classes {
            if self.egress[to] == SetId::NONE {
                self.row.push(SetId::NONE);
                continue;
            }
            let receiver = self.receivers[to] as usize;
            let ingress = match self.ingress[receiver] {
                Some(known) => known,
                None => self.ingress(from, to),
            };
            self.ingress[receiver] = Some(ingress);
            let both = self.intersection(self.egress[to], ingress);
            self.row.push(both);
        }
        &self.row
    }

    /// What a restricted class may receive.
    fn ingress(&mut self, from: Class, to: usize) -> SetId {
        let analysis = Rc::clone(&self.analysis);
        let profile = analysis.profile(to, Direction::Ingress);
        if profile.policies.is_empty() {
            return SetId::ALL;
        }
        let mut allowed = SetId::NONE;
        for &rule in &profile.rules {
            if allowed != SetId::ALL && analysis.rules[rule].peers.has(from.index()) {
                allowed = self.add_rule(allowed, rule, to);
            }
        }
        allowed
    }

    fn add_rule(&mut self, allowed: SetId, rule: usize, to: usize) -> SetId {
        let compiled = &self.analysis.rules[rule];
        let class = &self.analysis.ground.classes[to];
        if compiled.named.is_empty() || class.ports.is_empty() {
            return self.union(allowed, self.rules[rule]);
        }
        let names = class.ports_number as usize;
        let ports = match self.named.get(rule, names) {
            Some(known) => known,
            None => {
                let ports = self.analysis.ports(compiled, Class(to as u32));
                let ports = self.intern(ports);
                self.named.put(rule, names, ports);
                ports
            }
        };
        self.union(allowed, ports)
    }

    /// What is in one or the other.
    pub fn union(&mut self, a: SetId, b: SetId) -> SetId {
        match (a, b) {
            (SetId::NONE, other) | (other, SetId::NONE) => other,
            (SetId::ALL, _) | (_, SetId::ALL) => SetId::ALL,
            _ if a == b => a,
            _ => match self.unions.get(a.index(), b.index()) {
                Some(known) => known,
                None => {
                    let union = self.intern(self.set(a).union(self.set(b)));
                    self.unions.put(a.index(), b.index(), union);
                    union
                }
            },
        }
    }

    fn intersection(&mut self, a: SetId, b: SetId) -> SetId {
        let sctp = self.analysis.settings.sctp;
        match (a, b) {
            (SetId::NONE, _) | (_, SetId::NONE) => SetId::NONE,
            (SetId::ALL, other) | (other, SetId::ALL) if sctp => other,
            _ if a == b && sctp => a,
            _ => match self.intersections.get(a.index(), b.index()) {
                Some(known) => known,
                None => {
                    let mut both = self.set(a).intersection(self.set(b));
                    if !sctp {
                        both.remove_protocol(Protocol::Sctp);
                    }
                    let both = self.intern(both);
                    self.intersections.put(a.index(), b.index(), both);
                    both
                }
            },
        }
    }

    /// The number of a set.
    fn intern(&mut self, set: PortSet) -> SetId {
        let compare = |&id: &u32| -> Ordering { self.sets[id as usize].cmp(&set) };
        match self.sorted.binary_search_by(compare) {
            Ok(at) => SetId(self.sorted[at]),
            Err(at) => {
                let id = self.sets.len() as u32;
                self.sorted.insert(at, id);
                self.sets.push(set);
                SetId(id)
            }
        }
    }
}

impl Table {
    fn get(&self, a: usize, b: usize) -> Option<SetId> {
        *self.0.get(a)?.get(b)?
    }

    fn put(&mut self, a: usize, b: usize, result: SetId) {
        if self.0.len() <= a {
            self.0.resize(a + 1, Vec::new());
        }
        let row = &mut self.0[a];
        if row.len() <= b {
            row.resize(b + 1, None);
        }
        row[b] = Some(result);
    }
}
