//! P08: allow all ingress.

use super::prelude::*;

/// The selected pods accept every connection, whatever other policies say.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P08",
    name: "allow-all-ingress",
    title: "Allow all ingress",
    summary: "The selected pods accept every connection, whatever other policies say.",
    group: Group::Baselines,
    caveats: &["It voids every other ingress restriction on these pods."],
    parameters: &[NAMESPACE, PODS],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let name = name(&[&pods_name(&pods), "allow-all-ingress"]);
    vec![policy(&name, namespace, &pods).allow_from(Who::Anyone, &Ports::All).finish()]
}
