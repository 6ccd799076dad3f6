//! P17: from some pods of a namespace.

use super::prelude::*;

/// The selected pods accept connections from one application of another namespace.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P17",
    name: "allow-from-app-in-namespace",
    title: "From some pods of a namespace",
    summary: "The selected pods accept connections from one application of another namespace.",
    group: Group::BetweenApplications,
    caveats: &[
        "Written as two entries, with a second dash, it would mean *or* and let every pod of the \
         namespace in.",
        caveats::CONTAINER_PORTS,
    ],
    parameters: &[NAMESPACE, PODS, SOURCES, CALLERS, PORTS],
    build,
};

const CALLERS: Parameter = Parameter { default: "app=prometheus", ..super::CALLERS };

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let sources = answers.namespaces(&SOURCES);
    let callers = answers.labels(&CALLERS);
    let ports = answers.ports(&PORTS);
    let (caller, place) = (labels_name(&callers), namespaces_name(&sources));
    let name = name(&[&pods_name(&pods), "from", &caller, "in", &place]);
    let peers = Who::These(vec![pods_with_of(&callers, &sources)]);
    vec![policy(&name, namespace, &pods).allow_from(peers, &ports).finish()]
}
