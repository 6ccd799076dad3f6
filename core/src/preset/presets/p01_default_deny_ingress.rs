//! P01: default deny ingress.

use super::prelude::*;

/// No pod of the namespace accepts a connection, unless another policy allows it.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P01",
    name: "default-deny-ingress",
    title: "Default deny ingress",
    summary: "No pod of the namespace accepts a connection, unless another policy allows it.",
    group: Group::Baselines,
    docs: include_str!("p01_default_deny_ingress.md"),
    parameters: &[NAMESPACE],
    build,
};

fn build(arguments: &Arguments) -> Result<Vec<Value>, ArgumentError> {
    let namespace = arguments.namespace(&NAMESPACE)?;
    Ok(vec![policy("default-deny-ingress", namespace, &Pods::All).restrict_ingress().finish()])
}
