//! P19: only some ports.

use super::prelude::*;

/// The selected pods accept connections from anyone, on the given ports only.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P19",
    name: "allow-port",
    title: "Only some ports",
    summary: "The selected pods accept connections from anyone, on the given ports only.",
    group: Group::BetweenApplications,
    caveats: &[
        caveats::OPEN_TO_EVERYONE,
        caveats::CONTAINER_PORTS,
        "A named port stands for the number that each pod gives it; pods without that name accept \
         nothing.",
    ],
    parameters: &[NAMESPACE, PODS, PORTS],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let ports = answers.ports(&PORTS);
    let name = name(&[&pods_name(&pods), "allow-ports"]);
    vec![policy(&name, namespace, &pods).allow_from(Who::Anyone, &ports).finish()]
}
