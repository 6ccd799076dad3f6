//! P03: default deny both ways.

use super::prelude::*;

/// Pods of the namespace neither accept nor open connections, unless another policy allows it.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P03",
    name: "default-deny-all",
    title: "Default deny both ways",
    summary: "Pods of the namespace neither accept nor open connections, unless another policy \
              allows it.",
    group: Group::Baselines,
    docs: include_str!("p03_default_deny_all.md"),
    parameters: &[NAMESPACE],
    build,
};

fn build(arguments: &Arguments) -> Result<Vec<Value>, ArgumentError> {
    let namespace = arguments.namespace(&NAMESPACE)?;
    Ok(vec![deny_all(namespace)])
}
