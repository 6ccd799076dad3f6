//! P07: quarantine a pod.

use super::prelude::*;

/// A pod that gets the label is cut off in both directions.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P07",
    name: "quarantine",
    title: "Quarantine a pod",
    summary: "A pod that gets the label is cut off in both directions.",
    group: Group::Baselines,
    caveats: &[
        "It only works if no other policy selects the pod: what another one allows stays allowed. \
         Take the pod's other labels away first.",
        "Connections that are already open may live on; that is up to the network engine.",
        "The pod's own node always gets in.",
    ],
    parameters: &[NAMESPACE, LABEL],
    build,
};

const LABEL: Parameter = Parameter {
    name: "label",
    label: "Label",
    help: "The label that puts a pod under quarantine.",
    default: "quarantine=true",
    kind: Kind::Labels,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let label = Pods::With(answers.labels(&LABEL));
    let quarantine = policy("quarantine", namespace, &label);
    vec![quarantine.restrict_ingress().restrict_egress().finish()]
}
