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

fn build(arguments: &Arguments) -> Built {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let pods = arguments.pods(&PODS)?;
    let ports = arguments.ports(&PORTS)?;
    let name = name(&[&pods_name(&pods), "allow-ports"]);
    Ok(vec![policy(&name, namespace, &pods).allow_from(Who::Anyone, &ports).finish()])
}
