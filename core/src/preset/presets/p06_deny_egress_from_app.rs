//! P06: deny all from one application.

use super::prelude::*;

/// The selected pods may open no connection, unless another policy allows it.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P06",
    name: "deny-egress-from-app",
    title: "Deny all from one application",
    summary: "The selected pods may open no connection, unless another policy allows it.",
    group: Group::Baselines,
    caveats: &[caveats::CUTS_DNS, caveats::POLICIES_ADD_UP],
    parameters: &[NAMESPACE, PODS],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let name = name(&[&pods_name(&pods), "deny-egress"]);
    vec![policy(&name, namespace, &pods).restrict_egress().finish()]
}
