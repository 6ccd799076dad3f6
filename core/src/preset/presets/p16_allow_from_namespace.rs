//! P16: from a namespace.

use super::prelude::*;

/// The selected pods accept connections from all pods of another namespace.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P16",
    name: "allow-from-namespace",
    title: "From a namespace",
    summary: "The selected pods accept connections from all pods of another namespace.",
    group: Group::BetweenApplications,
    docs: include_str!("p16_allow_from_namespace.md"),
    parameters: &[NAMESPACE, PODS, SOURCES, PORTS],
    build,
};

fn build(arguments: &Arguments) -> Result<Vec<Value>, ArgumentError> {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let pods = arguments.pods(&PODS)?;
    let sources = arguments.namespaces(&SOURCES)?;
    let ports = arguments.ports(&PORTS)?;
    let name = name(&[&pods_name(&pods), "from", &namespaces_name(&sources)]);
    let peers = Who::These(vec![pods_of(&sources)]);
    Ok(vec![policy(&name, namespace, &pods).allow_from(peers, &ports).finish()])
}
