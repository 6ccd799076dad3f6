//! All ends of a cluster against all: a row for each source, a column for each destination.
//!
//! For what is looked at in part. A row is worked out when one of its cells is asked for, and kept;
//! addresses outside of the cluster are ends too, one for all that no policy can tell apart.

use std::mem;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;

use super::ends::{Ends, Grouping, Workload};
use super::{AddressRange, Analysis, Class, Matrix, PortSet, SetId};
use crate::cluster::Cluster;

/// How many rows are kept; more are looked at one after the other, not at once.
const KEPT: usize = 500;

/// An address that everyone knows to be outside of their cluster.
const KNOWN_ADDRESS: Ipv4Addr = Ipv4Addr::new(1, 1, 1, 1);

/// The connections between all ends of a cluster, the addresses outside included.
#[derive(Clone, Debug)]
pub struct Grid {
    analysis: Rc<Analysis>,
    matrix: Matrix,
    ends: Ends,
    outside: Vec<(Class, Vec<AddressRange>)>,
    /// By group of the source: what it may open, by group of the destination; nothing as long as
    /// that is not known.
    rows: Vec<Vec<SetId>>,
    /// How many rows are known.
    known: usize,
}

/// One end of a [`Grid`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridEnd<'a> {
    /// Pods of the cluster.
    Pods(&'a Workload),
    /// Addresses outside of the cluster, in order.
    Addresses(&'a [AddressRange]),
    /// All addresses outside of the cluster that no policy names.
    Elsewhere,
}

/// What may be opened from one end to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// These ports, for at least one pod of the one end and one of the other.
    Ports(SetId),
    /// The pod itself, which it always reaches.
    Itself,
    /// Both ends are outside of the cluster, so policies have no say.
    Outside,
}

impl Grid {
    /// Prepares the grid of a cluster, whose analysis it has to be.
    pub fn new(cluster: &Cluster, analysis: &Rc<Analysis>, grouping: Grouping) -> Self {
        Grid::of(Ends::of(cluster, analysis, grouping), analysis)
    }

    /// Takes another analysis of the very same pods: the ends stay.
    pub fn renew(&mut self, analysis: &Rc<Analysis>) {
        if Rc::ptr_eq(&self.analysis.ground, &analysis.ground) {
            // So do the classes that they are made of.
            self.analysis = Rc::clone(analysis);
            self.matrix = Matrix::new(analysis);
            self.rows.fill(Vec::new());
            self.known = 0;
            return;
        }
        *self = Grid::of(Ends::among(mem::take(&mut self.ends.workloads), analysis), analysis);
    }

    fn of(mut ends: Ends, analysis: &Rc<Analysis>) -> Self {
        let outside = analysis.outside();
        for (class, _) in &outside {
            ends.group_of.push(ends.groups.len());
            ends.groups.push(vec![*class]);
        }
        let matrix = Matrix::new(analysis);
        let rows = vec![Vec::new(); ends.groups.len()];
        Grid { analysis: Rc::clone(analysis), matrix, ends, outside, rows, known: 0 }
    }

    /// How many ends there are: those with pods by namespace, name and kind, then the addresses.
    pub fn ends(&self) -> usize {
        self.ends.group_of.len()
    }

    /// An end by its number, which must be one of them.
    pub fn end(&self, number: usize) -> GridEnd<'_> {
        let pods = &self.ends.workloads;
        match pods.get(number) {
            Some(workload) => GridEnd::Pods(workload),
            None => match &self.outside[number - pods.len()] {
                (class, _) if self.analysis.is_elsewhere(*class) => GridEnd::Elsewhere,
                (_, ranges) => GridEnd::Addresses(ranges),
            },
        }
    }

    /// What may be opened from one end to another.
    pub fn cell(&mut self, from: usize, to: usize) -> Cell {
        let pods = self.ends.workloads.len();
        if from >= pods && to >= pods {
            return Cell::Outside;
        }
        if from == to && self.ends.workloads[from].is_one_pod() {
            return Cell::Itself;
        }
        let group = self.ends.group_of[from];
        if self.rows[group].is_empty() {
            if self.known == KEPT {
                self.rows.fill(Vec::new());
                self.known = 0;
            }
            self.known += 1;
            let by_class = self.ends.row(group, &self.analysis, &mut self.matrix);
            self.rows[group] = self.ends.by_group(&by_class, &mut self.matrix);
        }
        Cell::Ports(self.rows[group][self.ends.group_of[to]])
    }

    /// One of the addresses of an end: a well-known one if it has that.
    pub fn address(&self, end: usize) -> Option<IpAddr> {
        let (_, ranges) = self.outside.get(end.checked_sub(self.ends.workloads.len())?)?;
        let known = KNOWN_ADDRESS.into();
        let has_known = ranges.iter().any(|range| range.contains(known));
        if has_known { Some(known) } else { ranges.first().map(|range| range.first) }
    }

    /// The set that a number stands for.
    pub fn set(&self, id: SetId) -> &PortSet {
        self.matrix.set(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Settings, tests::read};
    use crate::model::{Isolation, Ports, Protocol};

    const CLUSTER: &str = "
kind: Pod
metadata: {name: a, namespace: x, labels: {app: a}}
---
kind: Deployment
metadata: {name: b, namespace: x}
spec: {template: {metadata: {labels: {app: b}}}}
---
kind: Pod
metadata: {name: c, namespace: z}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p, namespace: x}
spec:
  podSelector: {matchLabels: {app: b}}
  ingress:
  - from: [{podSelector: {matchLabels: {app: a}}}, {ipBlock: {cidr: 10.0.0.0/8}}]
    ports: [{port: 80}]
";

    /// Names of the ends, and the rows with a letter a cell.
    fn check(grouping: Grouping, expected: &[&str]) {
        let (cluster, policies) = read(CLUSTER);
        let analysis = Rc::new(Analysis::new(&cluster, &policies, Settings::default()));
        let mut grid = Grid::new(&cluster, &analysis, grouping);
        let mut rows = Vec::new();
        for from in 0..grid.ends() {
            let mut row = match grid.end(from) {
                GridEnd::Pods(workload) => workload.name.clone(),
                GridEnd::Addresses(ranges) => ranges[0].to_string(),
                GridEnd::Elsewhere => "elsewhere".to_owned(),
            };
            row.push(' ');
            for to in 0..grid.ends() {
                row.push(match grid.cell(from, to) {
                    Cell::Itself => '=',
                    Cell::Outside => '-',
                    Cell::Ports(SetId::NONE) => '.',
                    Cell::Ports(SetId::ALL) => '#',
                    Cell::Ports(set) => {
                        assert_eq!(grid.set(set).intervals(Protocol::Tcp), [(80, 80)]);
                        '8'
                    }
                });
            }
            rows.push(row);
        }
        assert_eq!(rows, expected);
    }

    #[test]
    fn each_end_is_a_row_and_a_column_and_so_are_addresses() {
        check(
            Grouping::Workload,
            &[
                "x/a[Pod] =8###",
                "x/b[Deployment] #.###",
                "z/c[Pod] #.=##",
                "elsewhere #.#--",
                "10.0.0.0-10.255.255.255 #8#--",
            ],
        );
    }

    #[test]
    fn a_namespace_may_what_one_of_its_pods_may() {
        check(
            Grouping::Namespace,
            &["x ####", "z ####", "elsewhere ##--", "10.0.0.0-10.255.255.255 ##--"],
        );
    }

    #[test]
    fn a_renewed_grid_is_a_new_one() {
        let (cluster, policies) = read(CLUSTER);
        let analysis = |count: usize| {
            Rc::new(Analysis::new(&cluster, &policies[..count], Settings::default()))
        };
        for grouping in [Grouping::Workload, Grouping::Pod, Grouping::Namespace] {
            let mut renewed = Grid::new(&cluster, &analysis(policies.len()), grouping);
            for count in 0..=policies.len() {
                renewed.renew(&analysis(count));
                let mut new = Grid::new(&cluster, &analysis(count), grouping);
                assert_eq!(renewed.ends(), new.ends());
                for at in 0..new.ends() * new.ends() {
                    let (from, to) = (at / new.ends(), at % new.ends());
                    assert_eq!(renewed.end(from), new.end(from));
                    let (cell, expected) = (renewed.cell(from, to), new.cell(from, to));
                    assert_eq!(cell, expected, "{from} to {to} under {count} policies");
                }
            }
        }
    }

    #[test]
    fn a_grid_is_renewed_for_the_same_classes_too() {
        let (cluster, mut policies) = read(CLUSTER);
        let before = Rc::new(Analysis::new(&cluster, &policies, Settings::default()));
        let mut renewed = Grid::new(&cluster, &before, Grouping::Pod);
        let cells = |grid: &mut Grid| -> Vec<String> {
            let all = 0..grid.ends() * grid.ends();
            all.map(|at| match grid.cell(at / grid.ends(), at % grid.ends()) {
                Cell::Ports(set) => format!("{:?}", grid.set(set)),
                other => format!("{other:?}"),
            })
            .collect()
        };
        let old = cells(&mut renewed);
        let earlier = policies.clone();
        for policy in &mut policies {
            if let Isolation::Isolated(rules) = &mut Rc::make_mut(policy).ingress {
                rules.iter_mut().for_each(|rule| rule.ports = Ports::All);
            }
        }
        let after = Rc::new(before.revised(&cluster, &earlier, &policies));
        assert!(Rc::ptr_eq(&before.ground, &after.ground), "the classes are the same");
        renewed.renew(&after);
        let mut new = Grid::new(&cluster, &after, Grouping::Pod);
        assert_eq!(cells(&mut renewed), cells(&mut new));
        assert_ne!(cells(&mut renewed), old);
    }
}
