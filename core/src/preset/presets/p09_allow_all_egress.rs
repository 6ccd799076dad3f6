//! P09: allow all egress.

use super::prelude::*;

/// The selected pods may open every connection, whatever other policies say.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P09",
    name: "allow-all-egress",
    title: "Allow all egress",
    summary: "The selected pods may open every connection, whatever other policies say.",
    group: Group::Baselines,
    docs: include_str!("p09_allow_all_egress.md"),
    parameters: &[NAMESPACE, PODS],
    build,
};

fn build(arguments: &Arguments) -> Result<Vec<Value>, ArgumentError> {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let pods = arguments.pods(&PODS)?;
    let name = name(&[&pods_name(&pods), "allow-all-egress"]);
    Ok(vec![policy(&name, namespace, &pods).allow_to(Who::Anyone, &Ports::All).finish()])
}
