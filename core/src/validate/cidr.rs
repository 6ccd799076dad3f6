//! Address ranges as the API server reads, refuses and warns about them.
//!
//! The server reads with a parser that forgives leading zeros and treats IPv4-mapped IPv6
//! addresses as IPv4, and since 1.36 refuses afterwards what that parser forgave. The facts are
//! those of `apimachinery/pkg/util/validation/ip.go` and `k8s.io/utils/net`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::text::split;

/// A range that could be read, with how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cidr {
    /// The range that the server means by it: in its shortest family, without host bits.
    pub network: IpNet,
    /// The address before the `/`, in its shortest family.
    pub address: IpAddr,
    /// The prefix length as written; up to 128 for an IPv4-mapped range.
    prefix: u8,
    /// The number of bits of the family that it was written in.
    width: u8,
    /// How it was written.
    pub spelling: Spelling,
}

/// What is unusual about the way in which a range is written; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Zeros before a number, which some software reads as octal.
    LeadingZeros,
    /// An IPv4 address inside an IPv6 one.
    Mapped,
    /// Fine.
    Usual,
}

impl Cidr {
    /// Reads a range as leniently as the server does.
    pub fn parse(text: &str) -> Option<Cidr> {
        let (address, prefix) = text.split_once('/')?;
        let (bits, width) = parse_address(address)?;
        let (length, rest) = decimal(prefix)?;
        let length = u8::try_from(length).ok().filter(|length| *length <= width)?;
        if !rest.is_empty() {
            return None;
        }
        let host_bits = u128::from(width - length);
        let mask = u128::MAX.checked_shl(host_bits as u32).unwrap_or(0);
        let mapped = width == 128 && is_mapped(bits);
        let zeros = has_leading_zeros(address, prefix);
        Some(Cidr {
            network: network(bits & mask, 128 - (width - length))?,
            address: shortest(bits),
            prefix: length,
            width,
            spelling: match (zeros, mapped) {
                (true, _) => Spelling::LeadingZeros,
                (_, true) => Spelling::Mapped,
                _ => Spelling::Usual,
            },
        })
    }

    /// Whether bits are set behind the prefix.
    pub fn has_host_bits(&self) -> bool {
        self.address != self.network.addr()
    }

    /// Whether the server takes `inner` for a strict subset of this range.
    ///
    /// Prefix lengths are compared as written, so an IPv4-mapped range counts as longer than an
    /// IPv4 one whatever it covers.
    pub fn strictly_contains(&self, inner: &Cidr) -> bool {
        self.network.contains(&inner.network.addr()) && self.prefix < inner.prefix
    }

    /// The one address as a range, as the server suggests it.
    pub fn single_address(&self) -> String {
        [&self.address.to_string(), "/", &self.width.to_string()].concat()
    }

    /// The spelling of RFC 5952, where another one was used for an IPv6 range.
    pub fn canonical(&self, text: &str) -> Option<String> {
        let canonical = [&self.address.to_string(), "/", &self.prefix.to_string()].concat();
        (self.address.is_ipv6() && canonical != text).then_some(canonical)
    }
}

/// Whether the address is in `::ffff:0:0/96`.
fn is_mapped(bits: u128) -> bool {
    bits >> 32 == 0xffff
}

fn shortest(bits: u128) -> IpAddr {
    if is_mapped(bits) {
        IpAddr::V4(Ipv4Addr::from_bits(bits as u32))
    } else {
        IpAddr::V6(Ipv6Addr::from_bits(bits))
    }
}

/// The range of 128-bit addresses, in its shortest family.
fn network(bits: u128, prefix: u8) -> Option<IpNet> {
    match shortest(bits) {
        IpAddr::V4(v4) => Ipv4Net::new(v4, prefix.checked_sub(96)?).ok().map(IpNet::V4),
        IpAddr::V6(v6) => Ipv6Net::new(v6, prefix).ok().map(IpNet::V6),
    }
}

/// Whether the strict parser of newer servers stumbles over zeros that the lenient one skips.
fn has_leading_zeros(address: &str, prefix: &str) -> bool {
    let decimal = |group: &str| group.len() > 1 && group.starts_with('0');
    let group = |group: &str| match group.split_once('.') {
        Some(_) => group.split('.').any(decimal),
        None => group.len() > 4,
    };
    decimal(prefix) || address.split(':').any(group)
}

/// Reads an address as leniently as the server does, in its shortest family.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    parse_address(text).map(|(bits, _)| shortest(bits))
}

/// The bits of an address, and how many the family has in which it is written.
fn parse_address(text: &str) -> Option<(u128, u8)> {
    match parse_v4(text) {
        Some(v4) => Some((v4.to_ipv6_mapped().to_bits(), 32)),
        None => Some((parse_v6(text)?, 128)),
    }
}

/// Four decimal groups, zeros before them forgiven.
fn parse_v4(text: &str) -> Option<Ipv4Addr> {
    let mut octets = [0; 4];
    let mut groups = text.split('.');
    for octet in &mut octets {
        let (number, rest) = decimal(groups.next()?)?;
        *octet = u8::try_from(number).ok()?;
        if !rest.is_empty() {
            return None;
        }
    }
    groups.next().is_none().then(|| Ipv4Addr::from(octets))
}

/// Hexadecimal groups with at most one gap, zeros before them forgiven.
fn parse_v6(text: &str) -> Option<u128> {
    let (head, tail) = match split(text, "::") {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    };
    let mut groups = Vec::with_capacity(8);
    push_groups(head, tail.is_none(), &mut groups)?;
    if let Some(tail) = tail {
        let mut behind = Vec::new();
        push_groups(tail, true, &mut behind)?;
        let start = 8usize.checked_sub(behind.len())?;
        // The gap stands for one group at least.
        if start <= groups.len() {
            return None;
        }
        groups.resize(start, 0);
        groups.append(&mut behind);
    }
    let bits = groups.iter().fold(0, |bits, group| bits << 16 | u128::from(*group));
    (groups.len() == 8).then_some(bits)
}

/// Reads the groups between colons; the last one may be an IPv4 address where the text ends.
fn push_groups(text: &str, at_end: bool, groups: &mut Vec<u16>) -> Option<()> {
    if text.is_empty() {
        return Some(());
    }
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next() {
        if at_end && parts.peek().is_none() && part.contains('.') {
            let bits = parse_v4(part)?.to_bits();
            groups.extend([(bits >> 16) as u16, bits as u16]);
        } else {
            let hex = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_hexdigit());
            let digits = part.trim_start_matches('0');
            let number =
                if digits.is_empty() { 0 } else { u16::from_str_radix(digits, 16).ok()? };
            groups.push(hex.then_some(number)?);
        }
    }
    Some(())
}

/// The decimal number at the start of a text, and what follows it.
fn decimal(text: &str) -> Option<(u32, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(length);
    // Zeros alone are a number, no digits at all are not.
    let digits = number.trim_start_matches('0');
    match (number.is_empty(), digits.is_empty()) {
        (true, _) => None,
        (_, true) => Some((0, rest)),
        _ => Some((digits.parse().ok()?, rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, network: &str, host_bits: bool, spelling: Spelling) {
        let cidr = Cidr::parse(text)
            .map(|cidr| (cidr.network.to_string(), cidr.has_host_bits(), cidr.spelling));
        assert_eq!(cidr, Some((network.to_owned(), host_bits, spelling)), "{text}");
    }

    #[test]
    fn ranges_are_read_as_leniently_as_the_server_reads_them() {
        use Spelling::{LeadingZeros, Mapped, Usual};
        check("10.0.0.0/8", "10.0.0.0/8", false, Usual);
        check("10.1.2.3/8", "10.0.0.0/8", true, Usual);
        check("0.0.0.0/0", "0.0.0.0/0", false, Usual);
        check("010.0.0.0/8", "10.0.0.0/8", false, LeadingZeros);
        check("10.0.0.0/08", "10.0.0.0/8", false, LeadingZeros);
        check("10.000000001.0.0/16", "10.1.0.0/16", false, LeadingZeros);
        check("::/0", "::/0", false, Usual);
        check("1:2:3:4:5:6:7::/128", "1:2:3:4:5:6:7:0/128", false, Usual);
        check("2001:DB8::/32", "2001:db8::/32", false, Usual);
        check("02001:db8::/32", "2001:db8::/32", false, LeadingZeros);
        check("2001:0db8::/32", "2001:db8::/32", false, Usual);
        check("64:ff9b::10.0.0.0/104", "64:ff9b::a00:0/104", false, Usual);
        check("64:ff9b::010.0.0.0/104", "64:ff9b::a00:0/104", false, LeadingZeros);
        check("::ffff:10.0.0.1/104", "10.0.0.0/8", true, Mapped);
        check("::ffff:a00:0/104", "10.0.0.0/8", false, Mapped);
        check("::ffff:10.0.0.0/80", "::/80", true, Mapped);
    }

    #[test]
    fn what_is_no_range_is_not_read() {
        let refused = [
            "",
            "10.0.0.0",
            "10.0.0/8",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0.0/+8",
            "256.0.0.0/8",
            "10.0.0.0.0/8",
            " 10.0.0.0/8",
            "10.0.0.0/8 ",
            "10.0.0.0/8/8",
            "::/129",
            ":::/0",
            "1::2::/32",
            "1:2:3:4:5:6:7:8::/128",
            "::1:2:3:4:5:6:7:8/128",
            "12345::/16",
            "::10.0.0.0.0/96",
            "1.2.3.4::/32",
            "::g/0",
            "fe80::1%eth0/64",
            ":1::/16",
            "1:/16",
            "1:2:3:4:5:6:7:1.2.3.4/128",
            "::1.2.3.4:5/128",
            "10.0.0.0/99999999999999999999",
        ];
        for text in refused {
            assert_eq!(Cidr::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_alone_is_read_in_its_shortest_family() {
        let check = |text: &str, read: Option<&str>| {
            assert_eq!(address(text).map(|address| address.to_string()).as_deref(), read, "{text}");
        };
        check("10.0.0.1", Some("10.0.0.1"));
        check("2001:DB8::0:1", Some("2001:db8::1"));
        check("::ffff:10.0.0.1", Some("10.0.0.1"));
        check("10.0.0.1/32", None);
        check("", None);
    }

    #[test]
    fn prefix_lengths_are_compared_as_written() {
        let check = |outer: &str, inner: &str, contains: bool| {
            let (outer_range, inner_range) = (Cidr::parse(outer), Cidr::parse(inner));
            let found =
                outer_range.zip(inner_range).map(|(outer, inner)| outer.strictly_contains(&inner));
            assert_eq!(found, Some(contains), "{inner} in {outer}");
        };
        check("10.0.0.0/8", "10.1.0.0/16", true);
        check("10.0.0.0/8", "10.0.0.0/8", false);
        check("10.0.0.0/8", "11.0.0.0/16", false);
        check("10.0.0.0/8", "::/16", false);
        check("10.0.0.0/8", "::ffff:10.1.0.0/112", true);
        check("::ffff:10.0.0.0/104", "10.1.0.0/16", false);
        check("::/0", "::ffff:10.1.0.0/112", false);
    }
}
