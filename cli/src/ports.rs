//! Sets of ports as they are written.

use netpol_core::analysis::PortSet;
use netpol_core::model::Protocol;
use netpol_core::value::Value;

use crate::json::{JsonMap, list};

/// `all`, or `TCP 53,80-90; UDP all`; `none` for no port.
pub fn words(set: &PortSet) -> String {
    if set.is_all() {
        return "all".to_owned();
    }
    if set.is_empty() {
        return "none".to_owned();
    }
    let each = by_protocol(set).into_iter();
    let each: Vec<String> = each.map(|(protocol, ports)| format!("{protocol} {ports}")).collect();
    each.join("; ")
}

/// `[{"protocol":"TCP","ports":"53,80-90"}]`
pub fn value(set: &PortSet) -> Value {
    list(by_protocol(set), |(protocol, ports)| {
        let mut map = JsonMap::default();
        map.put("protocol", protocol.as_str());
        map.put("ports", ports);
        map.finish()
    })
}

/// Each protocol that has ports, with them.
pub fn by_protocol(set: &PortSet) -> Vec<(Protocol, String)> {
    let has_some = |protocol: &Protocol| !set.intervals(*protocol).is_empty();
    let protocols = Protocol::ALL.into_iter().filter(has_some);
    protocols.map(|protocol| (protocol, ports(set, protocol))).collect()
}

/// The ports of a protocol: `53,80-90`, or `all`.
fn ports(set: &PortSet, protocol: Protocol) -> String {
    if set.has_all_of(protocol) {
        return "all".to_owned();
    }
    let interval = |&(first, last): &(u16, u16)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    let each: Vec<String> = set.intervals(protocol).iter().map(interval).collect();
    each.join(",")
}
