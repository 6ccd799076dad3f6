//! Sets of ports as they are written.

use super::{JsonMap, list};
use crate::analysis::PortSet;
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
    for (protocol, ports) in set.written() {
        let before = if words.is_empty() { "" } else { "; " };
        words.push_str(&[before, protocol.as_str(), " ", &ports].concat());
    }
    words
}

/// `[{"protocol":"TCP","ports":"53,80-90"}]`
pub fn port_list(set: &PortSet) -> Value {
    list(set.written(), |(protocol, ports)| {
        let mut map = JsonMap::default();
        map.put("protocol", protocol.as_str());
        map.put("ports", ports);
        map.finish()
    })
}
