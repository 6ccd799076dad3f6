//! P01: default deny ingress.

use super::prelude::*;

/// No pod of the namespace accepts a connection, unless another policy allows it.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P01",
    name: "default-deny-ingress",
    title: "Default deny ingress",
    summary: "No pod of the namespace accepts a connection, unless another policy allows it.",
    group: Group::Baselines,
    caveats: &[caveats::EGRESS_STAYS, caveats::CLOSES_TO_INFRASTRUCTURE, caveats::POLICIES_ADD_UP],
    parameters: &[NAMESPACE],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    vec![policy("default-deny-ingress", namespace, &Pods::All).restrict_ingress().finish()]
}
