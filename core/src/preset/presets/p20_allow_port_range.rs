//! P20: a range of ports.

use super::prelude::*;

/// The selected pods accept connections from anyone, on a range of ports only.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P20",
    name: "allow-port-range",
    title: "A range of ports",
    summary: "The selected pods accept connections from anyone, on a range of ports only.",
    group: Group::BetweenApplications,
    caveats: &[
        caveats::OPEN_TO_EVERYONE,
        "Some network engines read only the first port of a range, or none: Cilium knows ranges \
         since 1.17.",
    ],
    parameters: &[NAMESPACE, PODS, RANGE],
    build,
};

const RANGE: Parameter = Parameter {
    name: "range",
    label: "Range",
    help: "First and last port, with the protocol before them.",
    default: "TCP 32000-32768",
    kind: Kind::PortRange,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let range = answers.port_range(&RANGE);
    let name = name(&[&pods_name(&pods), "allow-port-range"]);
    vec![policy(&name, namespace, &pods).allow_from(Who::Anyone, &range).finish()]
}
