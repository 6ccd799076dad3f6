//! P05: deny all to one application.

use super::prelude::*;

/// The selected pods accept no connection, unless another policy allows it.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P05",
    name: "deny-ingress-to-app",
    title: "Deny all to one application",
    summary: "The selected pods accept no connection, unless another policy allows it.",
    group: Group::Baselines,
    caveats: &[caveats::POLICIES_ADD_UP],
    parameters: &[NAMESPACE, PODS],
    build,
};

fn build(arguments: &Arguments) -> Built {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let pods = arguments.pods(&PODS)?;
    let name = name(&[&pods_name(&pods), "deny-ingress"]);
    Ok(vec![policy(&name, namespace, &pods).restrict_ingress().finish()])
}
