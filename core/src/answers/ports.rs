//! Sets of ports as they are written.

use super::{JsonMap, list};
use crate::analysis::PortSet;
use crate::model::Protocol;
use crate::value::Value;

/// `all`, or `TCP 53,80-90; UDP all`; `none` for no port.
pub fn port_words(set: &PortSet) -> String {
    if set.is_all() {
        return "all".to_owned();
    }
    if set.is_empty() {
        return "none".to_owned();
    }
    let mut words = String::new();
    for (protocol, ports) in by_protocol(set) {
        let before = if words.is_empty() { "" } else { "; " };
        words.push_str(&[before, protocol.as_str(), " ", &ports].concat());
    }
    words
}

/// `[{"protocol":"TCP","ports":"53,80-90"}]`
pub fn port_list(set: &PortSet) -> Value {
    list(by_protocol(set), |(protocol, ports)| {
        let mut map = JsonMap::default();
        map.put("protocol", protocol.as_str());
        map.put("ports", ports);
        map.finish()
    })
}

/// Each protocol that has ports, with them.
pub fn by_protocol(set: &PortSet) -> Vec<(Protocol, String)> {
    let mut found = Vec::new();
    for protocol in Protocol::ALL {
        if !set.intervals(protocol).is_empty() {
            found.push((protocol, ports(set, protocol)));
        }
    }
    found
}

/// The ports of a protocol: `53,80-90`, or `all`.
fn ports(set: &PortSet, protocol: Protocol) -> String {
    if set.has_all_of(protocol) {
        return "all".to_owned();
    }
    let mut text = String::new();
    for &(first, last) in set.intervals(protocol) {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&first.to_string());
        if first != last {
            text.push('-');
            text.push_str(&last.to_string());
        }
    }
    text
}
