//! P08: allow all ingress.

use super::prelude::*;

/// The selected pods accept every connection, whatever other policies say.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P08",
    name: "allow-all-ingress",
    title: "Allow all ingress",
    summary: "The selected pods accept every connection, whatever other policies say.",
    group: Group::Baselines,
    docs: include_str!("p08_allow_all_ingress.md"),
    parameters: &[NAMESPACE, PODS],
    build,
};

fn build(arguments: &Arguments) -> Result<Vec<Value>, ArgumentError> {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let pods = arguments.pods(&PODS)?;
    let name = name(&[&pods_name(&pods), "allow-all-ingress"]);
    Ok(vec![policy(&name, namespace, &pods).allow_from(Who::Anyone, &Ports::All).finish()])
}
