//! P10: namespace isolation.

use super::prelude::*;

/// Pods of the namespace accept connections from each other only.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P10",
    name: "namespace-isolation",
    title: "Namespace isolation",
    summary: "Pods of the namespace accept connections from each other only.",
    group: Group::Baselines,
    caveats: &[
        caveats::CLOSES_TO_INFRASTRUCTURE,
        "It does not restrict what the pods connect to; P11 does.",
    ],
    parameters: &[NAMESPACE],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let peers = Who::These(vec![own_pods(&Pods::All)]);
    let isolation = policy("allow-same-namespace", namespace, &Pods::All);
    vec![isolation.allow_from(peers, &Ports::All).finish()]
}
