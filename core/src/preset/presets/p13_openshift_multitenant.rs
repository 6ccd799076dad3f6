//! P13: OpenShift multitenant.

use super::prelude::*;

/// Pods of the project accept connections from each other, the routers and monitoring.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P13",
    name: "openshift-multitenant",
    title: "OpenShift multitenant",
    summary: "Pods of the project accept connections from each other, the routers and monitoring.",
    group: Group::Baselines,
    caveats: &[
        "OpenShift only: elsewhere no namespace has these labels.",
        "If the project serves webhooks, allow pods with `app=kube-apiserver-operator` of the \
         namespace `openshift-kube-apiserver-operator` too (P17), as newer versions of the \
         documentation do.",
        caveats::EGRESS_STAYS,
    ],
    parameters: &[NAMESPACE],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let group = |key, value| pods_of(&Namespaces::With(Labels::one(key, value)));
    let allow = |name, peer| {
        let peers = Who::These(vec![peer]);
        policy(name, namespace, &Pods::All).allow_from(peers, &Ports::All).finish()
    };
    let routers = group("policy-group.network.openshift.io/ingress", "");
    let monitoring = group("network.openshift.io/policy-group", "monitoring");
    vec![
        allow("allow-same-namespace", own_pods(&Pods::All)),
        allow("allow-from-openshift-ingress", routers),
        allow("allow-from-openshift-monitoring", monitoring),
    ]
}
