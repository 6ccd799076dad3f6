//! P04: default deny both ways, with DNS.

use super::prelude::*;

/// Pods of the namespace may look up names and nothing else, unless another policy allows more.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P04",
    name: "default-deny-all-with-dns",
    title: "Default deny both ways, with DNS",
    summary: "Pods of the namespace may look up names and nothing else, unless another policy \
              allows more.",
    group: Group::Baselines,
    docs: include_str!("p04_default_deny_all_with_dns.md"),
    parameters: &[NAMESPACE, DNS],
    build,
};

fn build(arguments: &Arguments) -> Result<Vec<Value>, ArgumentError> {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let dns = dns(arguments)?;
    Ok(vec![deny_all(namespace), allow_dns(namespace, dns)])
}
