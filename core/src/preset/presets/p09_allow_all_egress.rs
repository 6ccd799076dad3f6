//! P09: allow all egress.

use super::prelude::*;

/// The selected pods may open every connection, whatever other policies say.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P09",
    name: "allow-all-egress",
    title: "Allow all egress",
    summary: "The selected pods may open every connection, whatever other policies say.",
    group: Group::Baselines,
    caveats: &["It voids every other egress restriction on these pods."],
    parameters: &[NAMESPACE, PODS],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let name = name(&[&pods_name(&pods), "allow-all-egress"]);
    vec![policy(&name, namespace, &pods).allow_to(Who::Anyone, &Ports::All).finish()]
}
