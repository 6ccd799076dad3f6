//! P21: from one application to another.

use super::prelude::*;

/// Both halves of a connection: one application may open it, the other accepts it.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P21",
    name: "pair",
    title: "From one application to another",
    summary: "Both halves of a connection: one application may open it, the other accepts it.",
    group: Group::BetweenApplications,
    caveats: &[
        "The egress half restricts the source, which can then look up names only if another policy \
         allows it (P04).",
        caveats::CONTAINER_PORTS,
    ],
    parameters: &[NAMESPACE, SOURCE, DESTINATION, PORTS],
    build,
};

const SOURCE: Parameter = Parameter {
    name: "source",
    label: "Source",
    help: "Labels of the pods that open the connection.",
    default: "app=web",
    kind: Kind::Labels,
};

const DESTINATION: Parameter = Parameter {
    name: "destination",
    label: "Destination",
    help: "Labels of the pods that accept the connection.",
    default: "app=db",
    kind: Kind::Labels,
};

const PORTS: Parameter = Parameter { default: "TCP 5432", ..super::PORTS };

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let source = answers.labels(&SOURCE);
    let destination = answers.labels(&DESTINATION);
    let ports = answers.ports(&PORTS);
    let (from, to) = (labels_name(&source), labels_name(&destination));
    let side = |suffix, labels: &Labels| {
        let name = name(&[&from, "to", &to, suffix]);
        policy(&name, namespace, &Pods::With(labels.clone()))
    };
    let peer = |labels: &Labels| Who::These(vec![own_pods_with(labels)]);
    let egress = side("egress", &source).allow_to(peer(&destination), &ports);
    let ingress = side("ingress", &destination).allow_from(peer(&source), &ports);
    vec![egress.finish(), ingress.finish()]
}
