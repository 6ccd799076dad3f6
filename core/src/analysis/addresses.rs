//! The addresses outside of the cluster, in as many parts as policies can tell apart.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::model::IpBlock;
use crate::order;

/// Addresses from one to another, both included and of one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AddressRange {
    /// The first address.
    pub first: IpAddr,
    /// The last address.
    pub last: IpAddr,
}

impl AddressRange {
    /// Whether an address is in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.first <= address && address <= self.last && self.first.is_ipv4() == address.is_ipv4()
    }

    /// The range as people write it: `10.0.0.0/8`, one address, or else from the first to the last.
    pub fn short(&self) -> String {
        let (first, last) = (number(self.first), number(self.last));
        let bits = if self.first.is_ipv4() { 32 } else { 128 };
        // A block is as long as a power of two, and starts at a multiple of that.
        let free = (first ^ last).count_ones();
        let host = 1_u128.checked_shl(free).map_or(u128::MAX, |length| length - 1);
        if free == 0 {
            self.first.to_string()
        } else if first & host == 0 && last == first | host {
            [&self.first.to_string(), "/", &(bits - free).to_string()].concat()
        } else {
            self.to_string()
        }
    }

    /// Whether another range goes on where this one ends.
    pub fn continues_with(&self, next: &AddressRange) -> bool {
        self.first.is_ipv4() == next.first.is_ipv4()
            && number(self.last).checked_add(1) == Some(number(next.first))
    }
}

impl std::fmt::Display for AddressRange {
    /// `10.0.0.0-10.0.0.255`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

/// The addresses of both families, cut wherever a block of a policy starts or ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Partition {
    /// By address; together they are all addresses, and no two are of different meaning.
    pub ranges: Vec<AddressRange>,
}

impl Partition {
    /// Cuts all addresses so that each part is within or outside of each block as a whole.
    pub fn of(blocks: &[IpBlock]) -> Self {
        let mut ranges = Vec::new();
        let mut add = |net: &IpNet| {
            ranges.push(AddressRange { first: net.network(), last: net.broadcast() });
        };
        for block in blocks {
            add(&block.cidr);
            block.except.iter().for_each(&mut add);
        }
        Partition::between(&ranges)
    }

    /// Cuts all addresses so that each part is within or outside of each range as a whole.
    pub fn between(ranges: &[AddressRange]) -> Self {
        let mut cuts: [Vec<u128>; 2] = [vec![0], vec![0]];
        for range in ranges {
            let cuts = &mut cuts[family(range.first)];
            cuts.push(number(range.first));
            if let Some(next) = number(range.last).checked_add(1) {
                cuts.push(next);
            }
        }
        Partition::cut(cuts)
    }

    /// Cuts the addresses of each family at these ones.
    fn cut(cuts: [Vec<u128>; 2]) -> Self {
        let mut ranges = Vec::new();
        for (family, cuts) in cuts.into_iter().enumerate() {
            let end = if family == 0 { u128::from(u32::MAX) } else { u128::MAX };
            let mut cuts = order::sorted(cuts, Ord::cmp);
            cuts.dedup();
            cuts.retain(|&cut| cut <= end);
            for (at, &first) in cuts.iter().enumerate() {
                let last = cuts.get(at + 1).map_or(end, |next| next - 1);
                let (first, last) = (address(family, first), address(family, last));
                ranges.push(AddressRange { first, last });
            }
        }
        Partition { ranges }
    }

    /// The range that an address is in.
    pub fn find(&self, address: IpAddr) -> usize {
        self.ranges.partition_point(|range| range.last < address)
    }
}

/// Whether an address is in a block and in none of what it leaves out.
pub(super) fn is_in_block(address: IpAddr, block: &IpBlock) -> bool {
    let has = |net: &IpNet| {
        AddressRange { first: net.network(), last: net.broadcast() }.contains(address)
    };
    has(&block.cidr) && !block.except.iter().any(has)
}

fn family(address: IpAddr) -> usize {
    usize::from(address.is_ipv6())
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

fn address(family: usize, number: u128) -> IpAddr {
    match family {
        0 => IpAddr::V4(Ipv4Addr::from(number as u32)),
        _ => IpAddr::V6(Ipv6Addr::from(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_short_where_it_is_a_block() {
        let cases = [
            ("10.0.0.0", "10.255.255.255", "10.0.0.0/8"),
            ("10.0.0.7", "10.0.0.7", "10.0.0.7"),
            ("10.0.0.1", "10.0.0.2", "10.0.0.1-10.0.0.2"),
            ("10.0.0.4", "10.0.0.11", "10.0.0.4-10.0.0.11"),
            ("0.0.0.0", "255.255.255.255", "0.0.0.0/0"),
            ("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0"),
            ("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::/32"),
        ];
        for (first, last, expected) in cases {
            let parse = |text: &str| text.parse().expect("an address");
            let range = AddressRange { first: parse(first), last: parse(last) };
            assert_eq!(range.short(), expected);
        }
    }

    fn block(cidr: &str, except: &[&str]) -> IpBlock {
        let net = |text: &str| text.parse().expect("an address range");
        IpBlock { cidr: net(cidr), except: except.iter().map(|text| net(text)).collect() }
    }

    #[test]
    fn every_part_is_within_or_outside_of_each_block() {
        let blocks = [
            block("10.0.0.0/8", &["10.1.0.0/16"]),
            block("0.0.0.0/0", &[]),
            block("fd00::/8", &[]),
        ];
        let partition = Partition::of(&blocks);
        let shown: Vec<String> = partition.ranges.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "0.0.0.0-9.255.255.255",
                "10.0.0.0-10.0.255.255",
                "10.1.0.0-10.1.255.255",
                "10.2.0.0-10.255.255.255",
                "11.0.0.0-255.255.255.255",
                "::-fcff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fd00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                "fe00::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            ]
        );
        for pair in partition.ranges.windows(2) {
            let same_family = pair[0].first.is_ipv4() == pair[1].first.is_ipv4();
            assert_eq!(pair[0].continues_with(&pair[1]), same_family);
        }
        for (text, expected) in [("10.1.2.3", 2), ("255.255.255.255", 4), ("::", 5), ("fe00::", 7)]
        {
            let address = text.parse().expect("an address");
            assert_eq!(partition.find(address), expected, "{text}");
            assert!(partition.ranges[expected].contains(address));
        }
        assert!(!is_in_block("10.1.0.0".parse().expect("an address"), &blocks[0]));
    }
}
