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
    caveats: &[caveats::CUTS_DNS, caveats::CLOSES_TO_INFRASTRUCTURE, caveats::POLICIES_ADD_UP],
    parameters: &[NAMESPACE],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    vec![deny_all(namespace)]
}
