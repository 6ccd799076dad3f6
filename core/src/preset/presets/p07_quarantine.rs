//! P07: quarantine a pod.

use super::prelude::*;

/// A pod that gets the label is cut off in both directions.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P07",
    name: "quarantine",
    title: "Quarantine a pod",
    summary: "A pod that gets the label is cut off in both directions.",
    group: Group::Baselines,
    docs: include_str!("p07_quarantine.md"),
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

fn build(arguments: &Arguments) -> Result<Vec<Value>, ArgumentError> {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let label = Pods::With(arguments.labels(&LABEL)?);
    let quarantine = policy("quarantine", namespace, &label);
    Ok(vec![quarantine.restrict_ingress().restrict_egress().finish()])
}
