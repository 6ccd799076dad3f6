//! Exact sets of ports, by protocol.

use crate::model::{Port, PortRule, Protocol};

/// The lowest and the highest port.
const ALL: (u16, u16) = (1, u16::MAX);

/// A set of (protocol, port) pairs.
///
/// ```
/// use netpol_core::analysis::PortSet;
/// use netpol_core::model::Protocol;
/// let mut web = PortSet::default();
/// web.add(Protocol::Tcp, 80, 80);
/// web.add(Protocol::Tcp, 81, 90);
/// assert_eq!(web.intervals(Protocol::Tcp), [(80, 90)]);
/// assert_eq!(PortSet::all().minus(&web).intervals(Protocol::Tcp), [(1, 79), (91, 65535)]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortSet {
    /// For each protocol its intervals, both ends included, in order and with gaps between them.
    intervals: [Vec<(u16, u16)>; Protocol::ALL.len()],
}

impl PortSet {
    /// Every port of every protocol.
    pub fn all() -> Self {
        PortSet { intervals: [vec![ALL], vec![ALL], vec![ALL]] }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.intervals.iter().all(Vec::is_empty)
    }

    /// Whether every port of every protocol is in it.
    pub fn is_all(&self) -> bool {
        self.intervals.iter().all(|intervals| intervals == &[ALL])
    }

    /// Whether every port of a protocol is in it.
    pub fn has_all_of(&self, protocol: Protocol) -> bool {
        self.intervals(protocol) == [ALL]
    }

    /// The intervals of a protocol, both ends included, in order and with gaps between them.
    pub fn intervals(&self, protocol: Protocol) -> &[(u16, u16)] {
        &self.intervals[protocol as usize]
    }

    /// What is in it of a single port.
    #[must_use]
    pub fn at(&self, protocol: Protocol, port: u16) -> PortSet {
        let mut only = PortSet::default();
        if self.contains(protocol, port) {
            only.add(protocol, port, port);
        }
        only
    }

    /// Each protocol that has ports, with them: `53,80-90`, or `all`.
    pub fn written(&self) -> Vec<(Protocol, String)> {
        let mut written = Vec::new();
        for protocol in Protocol::ALL {
            let intervals = self.intervals(protocol);
            if intervals.is_empty() {
                continue;
            }
            let mut text = String::new();
            for (first, last) in intervals {
                let comma = if text.is_empty() { "" } else { "," };
                text.push_str(comma);
                text.push_str(&first.to_string());
                if first != last {
                    text.push('-');
                    text.push_str(&last.to_string());
                }
            }
            if self.has_all_of(protocol) {
                text = "all".to_owned();
            }
            written.push((protocol, text));
        }
        written
    }

    /// Whether a port of a protocol is in it.
    pub fn contains(&self, protocol: Protocol, port: u16) -> bool {
        let intervals = self.intervals(protocol);
        let at = intervals.partition_point(|&(_, last)| last < port);
        intervals.get(at).is_some_and(|&(first, _)| first <= port)
    }

    /// Adds ports, both ends included.
    pub fn add(&mut self, protocol: Protocol, first: u16, last: u16) {
        if first > last {
            return;
        }
        let intervals = &mut self.intervals[protocol as usize];
        // All that overlap the new one or touch it become one.
        let start = intervals.partition_point(|&(_, end)| end < first.saturating_sub(1));
        let end = intervals.partition_point(|&(start, _)| start <= last.saturating_add(1));
        let merged = match intervals.get(start..end) {
            Some([old, .., older]) => (first.min(old.0), last.max(older.1)),
            Some([old]) => (first.min(old.0), last.max(old.1)),
            _ => (first, last),
        };
        intervals.splice(start..end.max(start), [merged]);
    }

    /// Adds what one entry of `ports` stands for; a name stands for nothing here.
    pub fn add_rule(&mut self, rule: &PortRule) {
        let (first, last) = match rule.port {
            Port::Any => ALL,
            Port::Number(number) => (number, number),
            Port::Range(first, last) => (first, last),
            Port::Named(_) => return,
        };
        self.add(rule.protocol, first, last);
    }

    /// Removes a protocol.
    pub fn remove_protocol(&mut self, protocol: Protocol) {
        self.intervals[protocol as usize].clear();
    }

    /// What is in one or the other.
    #[must_use]
    pub fn union(&self, other: &PortSet) -> PortSet {
        let mut union = self.clone();
        for protocol in Protocol::ALL {
            for &(first, last) in other.intervals(protocol) {
                union.add(protocol, first, last);
            }
        }
        union
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &PortSet) -> PortSet {
        let mut both = PortSet::default();
        for protocol in Protocol::ALL {
            let (mut a, mut b) = (self.intervals(protocol), other.intervals(protocol));
            let both = &mut both.intervals[protocol as usize];
            while let ([(first, last), after @ ..], [(other_first, other_last), others @ ..]) =
                (a, b)
            {
                let (start, end) = (*first.max(other_first), *last.min(other_last));
                if start <= end {
                    both.push((start, end));
                }
                (a, b) = if last < other_last { (after, b) } else { (a, others) };
            }
        }
        both
    }

    /// What is in this one and not in the other.
    #[must_use]
    pub fn minus(&self, other: &PortSet) -> PortSet {
        self.intersection(&other.complement())
    }

    fn complement(&self) -> PortSet {
        let mut rest = PortSet::default();
        for protocol in Protocol::ALL {
            let mut next = Some(ALL.0);
            for &(first, last) in self.intervals(protocol) {
                if let Some(next) = next.filter(|&next| next < first) {
                    rest.add(protocol, next, first - 1);
                }
                next = last.checked_add(1);
            }
            if let Some(next) = next {
                rest.add(protocol, next, ALL.1);
            }
        }
        rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Intervals = [(u16, u16)];

    fn set(intervals: &Intervals) -> PortSet {
        let mut set = PortSet::default();
        for &(first, last) in intervals {
            set.add(Protocol::Udp, first, last);
        }
        set
    }

    #[test]
    fn intervals_that_touch_are_one() {
        let cases: [(&Intervals, &Intervals); 6] = [
            (&[(5, 9), (1, 3)], &[(1, 3), (5, 9)]),
            (&[(5, 9), (1, 4)], &[(1, 9)]),
            (&[(1, 3), (5, 6), (9, 9), (4, 8)], &[(1, 9)]),
            (&[(7, 7), (65535, 65535), (8, 65534)], &[(7, 65535)]),
            (&[(3, 5), (4, 4)], &[(3, 5)]),
            (&[(5, 3)], &[]),
        ];
        for (added, expected) in cases {
            assert_eq!(set(added).intervals(Protocol::Udp), expected, "{added:?}");
        }
    }

    /// Compares the algebra with that of one port after the other, over all sets of a few ports.
    #[test]
    fn sets_are_what_their_ports_are() {
        let ports = [1, 2, 3, 65534, 65535];
        let made = |bits: u32| {
            let mut set = PortSet::default();
            for (at, &port) in ports.iter().enumerate() {
                if bits & 1 << at > 0 {
                    set.add(Protocol::Tcp, port, port);
                }
            }
            set
        };
        for a in 0..32 {
            for b in 0..32 {
                let (left, right) = (made(a), made(b));
                assert_eq!(left.union(&right), made(a | b));
                assert_eq!(left.intersection(&right), made(a & b));
                assert_eq!(left.minus(&right), made(a & !b), "{a} {b}");
                for (at, &port) in ports.iter().enumerate() {
                    assert_eq!(left.contains(Protocol::Tcp, port), a & 1 << at > 0);
                }
            }
        }
        assert!(PortSet::all().minus(&PortSet::all()).is_empty());
        assert!(PortSet::all().minus(&PortSet::default()).is_all());
    }
}
