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

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let name = name(&[&pods_name(&pods), "deny-ingress"]);
    vec![policy(&name, namespace, &pods).restrict_ingress().finish()]
}
