//! P14: only this application may call.

use super::prelude::*;

/// The selected pods accept connections from one application of the namespace, on the given ports.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P14",
    name: "allow-from-app",
    title: "Only this application may call",
    summary: "The selected pods accept connections from one application of the namespace, on the \
              given ports.",
    group: Group::BetweenApplications,
    caveats: &[
        caveats::LABELS_MEAN_OWN_PODS,
        caveats::CONTAINER_PORTS,
        "The callers need leave to connect too, if a policy restricts their egress.",
    ],
    parameters: &[NAMESPACE, PODS, CALLERS, PORTS],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let callers = answers.labels(&CALLERS);
    let ports = answers.ports(&PORTS);
    let name = name(&[&pods_name(&pods), "from", &labels_name(&callers)]);
    let peers = Who::These(vec![own_pods_with(&callers)]);
    vec![policy(&name, namespace, &pods).allow_from(peers, &ports).finish()]
}
