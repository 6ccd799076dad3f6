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

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let ports = answers.ports(&PORTS);
    let name = name(&[&pods_name(&pods), "from-all-namespaces"]);
    let peers = Who::These(vec![pods_of_any_namespace()]);
    vec![policy(&name, namespace, &pods).allow_from(peers, &ports).finish()]
}
