//! P15: several applications may call.

use super::prelude::*;

/// The selected pods accept connections from any of several applications of the namespace.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P15",
    name: "allow-from-several-apps",
    title: "Several applications may call",
    summary: "The selected pods accept connections from any of several applications of the \
              namespace.",
    group: Group::BetweenApplications,
    caveats: &[
        caveats::SEMICOLON_MEANS_OR,
        caveats::LABELS_MEAN_OWN_PODS,
        caveats::CONTAINER_PORTS,
    ],
    parameters: &[NAMESPACE, PODS, CALLERS, PORTS],
    build,
};

const CALLERS: Parameter = Parameter {
    label: "Callers",
    help: "Labels of the callers, with a semicolon between one caller and the next.",
    default: "app=web; app=mobile",
    kind: Kind::LabelSets,
    ..super::CALLERS
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let callers = answers.label_sets(&CALLERS);
    let ports = answers.ports(&PORTS);
    let name = name(&[&pods_name(&pods), "from-callers"]);
    let peers = own_pods_with_any(&callers);
    vec![policy(&name, namespace, &pods).allow_from(peers, &ports).finish()]
}
