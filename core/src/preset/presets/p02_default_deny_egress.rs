//! P02: default deny egress.

use super::prelude::*;

/// No pod of the namespace may open a connection, unless another policy allows it.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P02",
    name: "default-deny-egress",
    title: "Default deny egress",
    summary: "No pod of the namespace may open a connection, unless another policy allows it.",
    group: Group::Baselines,
    caveats: &[
        caveats::CUTS_DNS,
        "It does not restrict who connects to the pods.",
        caveats::POLICIES_ADD_UP,
    ],
    parameters: &[NAMESPACE],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    vec![policy("default-deny-egress", namespace, &Pods::All).restrict_egress().finish()]
}
