//! Sets of ports as they are written.

use netpol_core::analysis::PortSet;
use netpol_core::model::Protocol;

pub use netpol_core::json::ports as value;

/// `all`, or `TCP 53,80-90; UDP all`; `none` for no port.
pub fn words(set: &PortSet) -> String {
    if set.is_all() {
        return "all".to_owned();
    }
    if set.is_empty() {
        return "none".to_owned();
    }
    let each = set.written().into_iter();
    let each: Vec<String> = each.map(|(protocol, ports)| format!("{protocol} {ports}")).collect();
    each.join("; ")
}

/// Each protocol that has ports, with them.
pub fn by_protocol(set: &PortSet) -> Vec<(Protocol, String)> {
    set.written()
}
