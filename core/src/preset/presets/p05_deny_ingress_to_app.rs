//! P05: deny all to one application.

use super::prelude::*;

/// The selected pods accept no connection, unless another policy allows it.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P05",
    name: "deny-ingress-to-app",
    title: "Deny all to one application",
    summary: "The selected pods accept no connection, unless another policy allows it.",
    group: Group::Baselines,
    docs: include_str!("p05_deny_ingress_to_app.md"),
    parameters: &[NAMESPACE, PODS],
    build,
};

fn build(arguments: &Arguments) -> Result<Vec<Value>, ArgumentError> {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let pods = arguments.pods(&PODS)?;
    let name = name(&[&pods_name(&pods), "deny-ingress"]);
    Ok(vec![policy(&name, namespace, &pods).restrict_ingress().finish()])
}
