//! What two versions of a cluster and its policies have in common, and what not: the connections
//! that are added, removed, widened or narrowed.
//!
//! Ends are matched by name. There are few different pairs of sets of ports, so each is compared once
//! and has a number, as sets in a [`Matrix`](super::Matrix) do.

use std::cmp::Ordering;

use super::addresses::Partition;
use super::{AddressRange, Connection, End, PortSet, Reach, SetId};
use crate::order;

/// All that differs between the connections of two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The names of the ends that both versions have, in the order of the first.
    pub workloads: Vec<String>,
    /// The names of the ends that only the first version has; their connections are not compared.
    pub only_before: Vec<String>,
    /// The names of the ends that only the second version has.
    pub only_after: Vec<String>,
    /// What differs, by source and then destination; sources outside of the cluster come last.
    pub changes: Vec<Change>,
    differences: Vec<Difference>,
}

/// A connection that is not the same in both versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The source; a workload is an index of [`Changes::workloads`].
    pub from: End,
    /// The destination.
    pub to: End,
    /// What differs, as a number for [`Changes::difference`].
    pub difference: DifferenceId,
}

/// The number of a [`Difference`]: equal ones have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DifferenceId(u32);

/// The ports of a connection in both versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The ports in the first version.
    pub before: PortSet,
    /// The ports in the second version, which are others.
    pub after: PortSet,
    /// What has become of the connection.
    pub kind: ChangeKind,
}

/// What has become of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// There was none.
    Added,
    /// There is none any more.
    Removed,
    /// It has all ports that it had, and more.
    Widened,
    /// It has lost ports, and got none.
    Narrowed,
    /// It has lost ports, and got others.
    Altered,
}

impl ChangeKind {
    /// All kinds.
    pub const ALL: [ChangeKind; 5] = [
        ChangeKind::Added,
        ChangeKind::Removed,
        ChangeKind::Widened,
        ChangeKind::Narrowed,
        ChangeKind::Altered,
    ];

    fn of(before: &PortSet, after: &PortSet) -> Self {
        match (before.is_empty(), after.is_empty()) {
            (true, _) => ChangeKind::Added,
            (false, true) => ChangeKind::Removed,
            _ if before.minus(after).is_empty() => ChangeKind::Widened,
            _ if after.minus(before).is_empty() => ChangeKind::Narrowed,
            _ => ChangeKind::Altered,
        }
    }
}

impl DifferenceId {
    /// The number as an index: they count from 0.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Changes {
    /// Compares two versions.
    pub fn between(before: &mut Reach, after: &mut Reach) -> Self {
        let matched = Matched::of(before, after);
        let mut comparison = Comparison { known: Vec::new(), changes: Changes::default() };
        for (number, &(earlier, later)) in matched.pairs.iter().enumerate() {
            let old = matched.split(&before.leaving(earlier), &matched.before);
            let new = matched.split(&after.leaving(later), &matched.after);
            let from = End::Workload(number);
            for (to, (&old, &new)) in old.pods.iter().zip(&new.pods).enumerate() {
                if let Some(difference) = comparison.compare(old, new, before, after) {
                    let to = End::Workload(to);
                    comparison.changes.changes.push(Change { from, to, difference });
                }
            }
            let ranges = comparison.ranges(&old.addresses, &new.addresses, before, after);
            for (range, difference) in ranges {
                let to = End::Addresses(range);
                comparison.changes.changes.push(Change { from, to, difference });
            }
        }
        for (number, &(earlier, later)) in matched.pairs.iter().enumerate() {
            let old = matched.split(before.from_outside(earlier), &matched.before);
            let new = matched.split(after.from_outside(later), &matched.after);
            let to = End::Workload(number);
            let ranges = comparison.ranges(&old.addresses, &new.addresses, before, after);
            for (range, difference) in ranges {
                let from = End::Addresses(range);
                comparison.changes.changes.push(Change { from, to, difference });
            }
        }
        let name = |reach: &Reach, number: usize| reach.workloads()[number].name.clone();
        let mut changes = comparison.changes;
        for &(number, _) in &matched.pairs {
            changes.workloads.push(name(before, number));
        }
        let only = |reach: &Reach, numbers: &[Option<usize>]| {
            let mut names = Vec::new();
            for (at, number) in numbers.iter().enumerate() {
                if number.is_none() {
                    names.push(name(reach, at));
                }
            }
            names
        };
        changes.only_before = only(before, &matched.before);
        changes.only_after = only(after, &matched.after);
        changes
    }

    /// What the numbers of differences stand for, in their order.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// What a number stands for.
    pub fn difference(&self, id: DifferenceId) -> &Difference {
        &self.differences[id.index()]
    }

    /// Whether both versions have the same ends and connections.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.only_before.is_empty() && self.only_after.is_empty()
    }
}

/// The workloads that both versions have.
struct Matched {
    /// Their indices in both versions.
    pairs: Vec<(usize, usize)>,
    /// For each workload of the first version the pair that it is in.
    before: Vec<Option<usize>>,
    /// The same for the second version.
    after: Vec<Option<usize>>,
}

/// What a workload may open, or receive from outside.
struct Row {
    /// By pair of workloads.
    pods: Vec<SetId>,
    addresses: Vec<(AddressRange, SetId)>,
}

impl Matched {
    fn of(before: &Reach, after: &Reach) -> Self {
        let by_name = |reach: &Reach| {
            let name = |number: &usize| &reach.workloads()[*number].name;
            let numbers = (0..reach.workloads().len()).collect();
            order::sorted(numbers, |a, b| name(a).cmp(name(b)))
        };
        let (earlier, later) = (by_name(before), by_name(after));
        let mut pairs = Vec::new();
        let (mut a, mut b) = (&earlier[..], &later[..]);
        while let ([old, olds @ ..], [new, news @ ..]) = (a, b) {
            let names = (&before.workloads()[*old].name, &after.workloads()[*new].name);
            match names.0.cmp(names.1) {
                Ordering::Less => a = olds,
                Ordering::Greater => b = news,
                Ordering::Equal => {
                    pairs.push((*old, *new));
                    (a, b) = (olds, news);
                }
            }
        }
        let pairs = order::sorted(pairs, Ord::cmp);
        let mut matched = Matched {
            before: vec![None; earlier.len()],
            after: vec![None; later.len()],
            pairs: Vec::new(),
        };
        for (number, &(old, new)) in pairs.iter().enumerate() {
            matched.before[old] = Some(number);
            matched.after[new] = Some(number);
        }
        Matched { pairs, ..matched }
    }

    /// The connections with the workloads of both versions, and those with addresses.
    fn split(&self, connections: &[Connection], numbers: &[Option<usize>]) -> Row {
        let mut row = Row { pods: vec![SetId::NONE; self.pairs.len()], addresses: Vec::new() };
        for Connection { other, ports } in connections {
            match other {
                End::Workload(other) => {
                    if let Some(pair) = numbers[*other] {
                        row.pods[pair] = *ports;
                    }
                }
                End::Addresses(range) => row.addresses.push((*range, *ports)),
            }
        }
        row
    }
}

struct Comparison {
    /// What is known of two sets, by the number of the first and then the second.
    known: Vec<Vec<Option<Option<DifferenceId>>>>,
    changes: Changes,
}

impl Comparison {
    /// How two sets differ, if they do.
    fn compare(
        &mut self,
        old: SetId,
        new: SetId,
        before: &Reach,
        after: &Reach,
    ) -> Option<DifferenceId> {
        if self.known.len() <= old.index() {
            self.known.resize(old.index() + 1, Vec::new());
        }
        let row = &mut self.known[old.index()];
        if row.len() <= new.index() {
            row.resize(new.index() + 1, None);
        }
        if let Some(known) = row[new.index()] {
            return known;
        }
        let (before, after) = (before.set(old), after.set(new));
        let differences = &mut self.changes.differences;
        let found = (before != after).then(|| {
            let kind = ChangeKind::of(before, after);
            let (before, after) = (before.clone(), after.clone());
            differences.push(Difference { before, after, kind });
            DifferenceId(differences.len() as u32 - 1)
        });
        row[new.index()] = Some(found);
        found
    }

    /// The addresses that are answered otherwise, in ranges as wide as they can be.
    fn ranges(
        &mut self,
        old: &[(AddressRange, SetId)],
        new: &[(AddressRange, SetId)],
        before: &Reach,
        after: &Reach,
    ) -> Vec<(AddressRange, DifferenceId)> {
        if old.is_empty() && new.is_empty() {
            return Vec::new();
        }
        let mut borders = Vec::with_capacity(old.len() + new.len());
        for (range, _) in old.iter().chain(new) {
            borders.push(*range);
        }
        let (mut old, mut new) = (old, new);
        let mut found = Vec::new();
        // INVARIANT: Ranges of each version are as wide as they can be, so that at every border one
        // of the answers changes. So neighbors differ, and there are none to join.
        for part in Partition::between(&borders).ranges {
            let sets = (set_at(&mut old, &part), set_at(&mut new, &part));
            let difference = self.compare(sets.0, sets.1, before, after);
            if let Some(difference) = difference {
                found.push((part, difference));
            }
        }
        found
    }
}

/// What is allowed with a part that no range goes across, of ranges in order; those before it are
/// not needed any more.
fn set_at(ranges: &mut &[(AddressRange, SetId)], part: &AddressRange) -> SetId {
    while let [(range, _), later @ ..] = ranges
        && range.last < part.first
    {
        *ranges = later;
    }
    match ranges.first() {
        Some((range, set)) if range.contains(part.first) => *set,
        _ => SetId::NONE,
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::analysis::tests::read;
    use crate::analysis::{Analysis, Class, Grouping, Settings};
    use crate::cluster::Cluster;
    use crate::model::Protocol;

    fn changes(before: &str, after: &str) -> Changes {
        let ((before, old), (after, new)) = (read(before), read(after));
        let old = Rc::new(Analysis::new(&before, &old, Settings::default()));
        let new = Rc::new(Analysis::new(&after, &new, Settings::default()));
        Changes::between(
            &mut Reach::new(&before, &old, Grouping::Workload),
            &mut Reach::new(&after, &new, Grouping::Workload),
        )
    }

    fn pods(names: &[&str]) -> String {
        let pod = |name: &&str| {
            let meta = ["{name: ", name, ", namespace: x, labels: {is: ", name, "}}"].concat();
            ["kind: Pod\nmetadata: ", &meta, "\n---\n"].concat()
        };
        names.iter().map(pod).collect()
    }

    fn policy(spec: &str) -> String {
        let head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, \
                    namespace: x}\nspec: ";
        [head, spec, "\n---\n"].concat()
    }

    /// A line for each change, as `Widened a > b: [(1, 2)] [(1, 3)]`, with the ports of TCP, and for
    /// each end on one side only.
    fn lines(changes: &Changes) -> Vec<String> {
        let name = |end: End| match end {
            End::Workload(number) => changes.workloads[number].clone(),
            End::Addresses(range) => range.to_string(),
        };
        let mut lines: Vec<String> = Vec::new();
        for change in &changes.changes {
            let Difference { before, after, kind } = changes.difference(change.difference);
            let (from, to) = (name(change.from), name(change.to));
            let ports = |set: &PortSet| format!("{:?}", set.intervals(Protocol::Tcp));
            lines.push(format!("{kind:?} {from} > {to}: {} {}", ports(before), ports(after)));
        }
        lines.extend(changes.only_before.iter().map(|name| format!("before: {name}")));
        lines.extend(changes.only_after.iter().map(|name| format!("after: {name}")));
        lines
    }

    /// Compares two policies over two pods.
    fn check(before: &str, after: &str, expected: &[&str]) {
        let pods = pods(&["a", "b"]);
        let text = |spec: &str| [&pods, &policy(spec)].map(String::as_str).concat();
        let found = changes(&text(before), &text(after));
        assert_eq!(lines(&found), expected, "{before}\n{after}");
        assert_eq!(found.is_empty(), expected.is_empty());
    }

    /// A policy that lets TCP ports of `b` be reached from `a`.
    fn to_b(ports: &str) -> String {
        let rule = "{podSelector: {matchLabels: {is: b}}, ingress: [{from: [{podSelector: {}}], ports: \
                    [";
        [rule, ports, "]}]}"].concat()
    }

    #[test]
    fn a_change_is_named_by_what_is_lost_and_what_is_won() {
        let nobody = "{podSelector: {matchLabels: {is: b}}}";
        let ([few, more], others) =
            (["{port: 5}", "{port: 5}, {port: 6}"].map(to_b), to_b("{port: 6}, {port: 7}"));
        let pair = "x/a[Pod] > x/b[Pod]:";
        for (before, after, expected) in [
            (nobody, few.as_str(), format!("Added {pair} [] [(5, 5)]")),
            (&few, nobody, format!("Removed {pair} [(5, 5)] []")),
            (&few, &more, format!("Widened {pair} [(5, 5)] [(5, 6)]")),
            (&more, &few, format!("Narrowed {pair} [(5, 6)] [(5, 5)]")),
            (&more, &others, format!("Altered {pair} [(5, 6)] [(6, 7)]")),
        ] {
            check(before, after, &[&expected]);
        }
        check(&few, &to_b("{port: 5, endPort: 5}"), &[]);
    }

    #[test]
    fn addresses_are_cut_at_the_borders_of_both_and_are_as_wide_as_they_can_be() {
        let from = |block: &str| {
            let start = "{podSelector: {matchLabels: {is: b}}, ingress: [{from: [";
            [start, block, "], ports: [{port: 5}]}]}"].concat()
        };
        check(
            &from("{ipBlock: {cidr: 10.0.0.0/8}}"),
            &from("{ipBlock: {cidr: 10.128.0.0/9}}, {ipBlock: {cidr: 11.0.0.0/8}}"),
            &[
                "Removed 10.0.0.0-10.127.255.255 > x/b[Pod]: [(5, 5)] []",
                "Added 11.0.0.0-11.255.255.255 > x/b[Pod]: [] [(5, 5)]",
            ],
        );
        check(
            &from("{ipBlock: {cidr: 10.0.0.0/8}}"),
            &from("{ipBlock: {cidr: 10.128.0.0/9}}, {ipBlock: {cidr: 10.0.0.0/9}}"),
            &[],
        );
        check(
            &from("{ipBlock: {cidr: 10.0.0.0/8}}, {ipBlock: {cidr: '::/0'}}"),
            &from("{ipBlock: {cidr: 0.0.0.0/0, except: [10.1.0.0/16]}}"),
            &[
                "Added 0.0.0.0-9.255.255.255 > x/b[Pod]: [] [(5, 5)]",
                "Removed 10.1.0.0-10.1.255.255 > x/b[Pod]: [(5, 5)] []",
                "Added 11.0.0.0-255.255.255.255 > x/b[Pod]: [] [(5, 5)]",
                "Removed ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff > x/b[Pod]: [(5, 5)] []",
            ],
        );
        check(
            "{podSelector: {matchLabels: {is: a}}, policyTypes: [Egress]}",
            "{podSelector: {matchLabels: {is: a}}, policyTypes: [Egress], egress: [{to: [{ipBlock: \
             {cidr: 255.255.255.255/32}}, {ipBlock: {cidr: '::/128'}}], ports: [{port: 1}]}]}",
            &[
                "Added x/a[Pod] > 255.255.255.255-255.255.255.255: [] [(1, 1)]",
                "Added x/a[Pod] > ::-::: [] [(1, 1)]",
            ],
        );
    }

    #[test]
    fn ends_of_one_version_are_listed_and_not_compared() {
        let (before, after) = (pods(&["c", "a", "gone"]), pods(&["a", "b", "c", "z"]));
        let expected = ["before: x/gone[Pod]", "after: x/b[Pod]", "after: x/z[Pod]"];
        assert_eq!(lines(&changes(&before, &after)), expected);
        let closed = [after, policy("{podSelector: {matchLabels: {is: c}}}")].concat();
        let found = lines(&changes(&before, &closed));
        assert_eq!(found[0], "Removed x/a[Pod] > x/c[Pod]: [(1, 65535)] []");
        assert_eq!(found[3..], expected);
        let renamed = before.replace("namespace: x", "namespace: y");
        assert_eq!(lines(&changes(&before, &renamed)).len(), 6);
    }

    /// Pods and policies of all features that matter here, other ones for each number.
    fn version(noise: &mut u32) -> String {
        let mut next = |below: u32| {
            *noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (*noise >> 16) % below
        };
        let all = ["a", "b", "c", "d", "e"];
        let mut text = pods(all.map(|name| if next(5) == 0 { "e" } else { name }).as_slice());
        for number in 0..next(4) {
            let mut peer = || match next(4) {
                0 => format!("{{podSelector: {{matchLabels: {{is: {}}}}}}}", all[next(5) as usize]),
                1 => "{podSelector: {}}".to_owned(),
                2 => format!("{{ipBlock: {{cidr: 10.{}.0.0/16}}}}", next(4)),
                _ => format!("{{ipBlock: {{cidr: 10.0.0.0/8, except: [10.{}.0.0/16]}}}}", next(4)),
            };
            let peers = [peer(), peer()].join(", ");
            let (first, last) = (next(4) + 1, next(4) + 4);
            let ports = format!("[{{port: {first}, endPort: {last}}}]");
            let selector = match next(3) {
                0 => "{}".to_owned(),
                _ => format!("{{matchLabels: {{is: {}}}}}", all[next(5) as usize]),
            };
            let (types, rules, peers_key) = match next(2) {
                0 => ("Ingress", "ingress", "from"),
                _ => ("Egress", "egress", "to"),
            };
            let spec = format!(
                "{{podSelector: {selector}, policyTypes: [{types}], {rules}: [{{{peers_key}: [{peers}], \
                 ports: {ports}}}]}}"
            );
            text.push_str(&policy(&spec).replace("name: p,", &format!("name: p{number},")));
        }
        text
    }

    fn reversed(changes: &Changes) -> Changes {
        let mut reversed = changes.clone();
        std::mem::swap(&mut reversed.only_before, &mut reversed.only_after);
        for Difference { before, after, kind } in &mut reversed.differences {
            std::mem::swap(before, after);
            *kind = match kind {
                ChangeKind::Added => ChangeKind::Removed,
                ChangeKind::Removed => ChangeKind::Added,
                ChangeKind::Widened => ChangeKind::Narrowed,
                ChangeKind::Narrowed => ChangeKind::Widened,
                ChangeKind::Altered => ChangeKind::Altered,
            };
        }
        reversed
    }

    /// Whatever two versions are: the changes back are the changes turned around, nothing has changed
    /// from a version to itself, and what is told is what the engine answers for each pair.
    #[test]
    fn changes_are_what_the_answers_for_each_pair_are() {
        let mut noise = 7;
        let mut told = 0;
        for _ in 0..120 {
            let (old, new) = (version(&mut noise), version(&mut noise));
            let found = changes(&old, &new);
            assert_eq!(changes(&new, &old), reversed(&found), "{old}\n{new}");
            assert_eq!(lines(&changes(&old, &old)), Vec::<String>::new(), "{old}");
            assert!(changes(&old, &old).is_empty(), "{old}");
            for pair in found.changes.windows(2) {
                let ranges = match (pair[0].from, pair[0].to, pair[1].from, pair[1].to) {
                    (End::Addresses(a), to, End::Addresses(b), other) if to == other => {
                        Some((a, b))
                    }
                    (from, End::Addresses(a), other, End::Addresses(b)) if from == other => {
                        Some((a, b))
                    }
                    _ => None,
                };
                let is_alike = pair[0].difference == pair[1].difference;
                let could_be_one = ranges.is_some_and(|(a, b)| is_alike && a.continues_with(&b));
                assert!(!could_be_one, "{pair:?}");
            }
            told += found.changes.len();
            is_what_is_answered(&old, &new, &found);
        }
        assert!(told > 1000, "{told} changes");
    }

    /// Asks for every pair of pods, and of pods and addresses on both sides of each border.
    fn is_what_is_answered(old: &str, new: &str, found: &Changes) {
        let ((before, old), (after, new)) = (read(old), read(new));
        let old = Rc::new(Analysis::new(&before, &old, Settings::default()));
        let new = Rc::new(Analysis::new(&after, &new, Settings::default()));
        let class = |cluster: &Cluster, analysis: &Analysis, name: &str| -> Class {
            let is_it = |pod: &crate::cluster::Pod| name == ["x/", &pod.name, "[Pod]"].concat();
            analysis.pod(cluster.pods.iter().position(is_it).expect("a pod of both"))
        };
        let mut ends: Vec<(End, Class, Class)> = Vec::new();
        for (number, name) in found.workloads.iter().enumerate() {
            let classes = (class(&before, &old, name), class(&after, &new, name));
            ends.push((End::Workload(number), classes.0, classes.1));
        }
        let ranges = old.ranges().chain(new.ranges());
        for address in ranges.flat_map(|(range, _)| [range.first, range.last]) {
            let range = AddressRange { first: address, last: address };
            ends.push((End::Addresses(range), old.address(address), new.address(address)));
        }
        let has = |known: End, end: End| match (known, end) {
            (End::Addresses(known), End::Addresses(end)) => known.contains(end.first),
            _ => known == end,
        };
        let is_outside = |end: End| matches!(end, End::Addresses(_));
        for from in &ends {
            for to in &ends {
                if from.0 == to.0 || is_outside(from.0) && is_outside(to.0) {
                    continue;
                }
                let answers = (old.allowed(from.1, to.1), new.allowed(from.2, to.2));
                let mut told =
                    found.changes.iter().filter(|it| has(it.from, from.0) && has(it.to, to.0));
                let told = (told.next(), told.next());
                assert_eq!(told.1, None, "told twice");
                match told.0 {
                    Some(change) => {
                        let told = found.difference(change.difference);
                        assert_eq!((&told.before, &told.after), (&answers.0, &answers.1));
                        assert_ne!(told.before, told.after);
                    }
                    None => assert_eq!(answers.0, answers.1, "{from:?} {to:?}"),
                }
            }
        }
    }
}
