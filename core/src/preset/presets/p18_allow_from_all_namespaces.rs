//! P18: from all namespaces.

use super::prelude::*;

/// The selected pods accept connections from every pod of the cluster, and from nothing outside.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P18",
    name: "allow-from-all-namespaces",
    title: "From all namespaces",
    summary: "The selected pods accept connections from every pod of the cluster, and from \
              nothing outside.",
    group: Group::BetweenApplications,
    caveats: &[
        "Addresses outside the cluster do not get in, and neither do nodes and pods on the host \
         network.",
        caveats::CONTAINER_PORTS,
    ],
    parameters: &[NAMESPACE, PODS, PORTS],
    build,
};

fn build(arguments: &Arguments) -> Built {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let pods = arguments.pods(&PODS)?;
    let ports = arguments.ports(&PORTS)?;
    let name = name(&[&pods_name(&pods), "from-all-namespaces"]);
    let peers = Who::These(vec![pods_of_any_namespace()]);
    Ok(vec![policy(&name, namespace, &pods).allow_from(peers, &ports).finish()])
}
