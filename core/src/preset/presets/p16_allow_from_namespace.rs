//! P16: from a namespace.

use super::prelude::*;

/// The selected pods accept connections from all pods of another namespace.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P16",
    name: "allow-from-namespace",
    title: "From a namespace",
    summary: "The selected pods accept connections from all pods of another namespace.",
    group: Group::BetweenApplications,
    caveats: &[
        "Every pod over there gets in, also those made later. P17 is narrower.",
        caveats::CONTAINER_PORTS,
    ],
    parameters: &[NAMESPACE, PODS, SOURCES, PORTS],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let sources = answers.namespaces(&SOURCES);
    let ports = answers.ports(&PORTS);
    let name = name(&[&pods_name(&pods), "from", &namespaces_name(&sources)]);
    let peers = Who::These(vec![pods_of(&sources)]);
    vec![policy(&name, namespace, &pods).allow_from(peers, &ports).finish()]
}
