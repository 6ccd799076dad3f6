//! P12: tenant isolation by label.

use super::prelude::*;

/// Pods of the namespace accept connections from namespaces of the same tenant only.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P12",
    name: "tenant-isolation",
    title: "Tenant isolation by label",
    summary: "Pods of the namespace accept connections from namespaces of the same tenant only.",
    group: Group::Baselines,
    caveats: &[
        "The namespace itself must carry the label too, or its own pods are shut out.",
        "Whoever may label namespaces decides who is a tenant: guard that by RBAC.",
        caveats::CLOSES_TO_INFRASTRUCTURE,
    ],
    parameters: &[NAMESPACE, TENANT],
    build,
};

const TENANT: Parameter = Parameter {
    name: "tenant",
    label: "Tenant",
    help: "The label that the tenant's namespaces carry.",
    default: "tenant=acme",
    kind: Kind::Labels,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let tenant = answers.labels(&TENANT);
    let name = name(&["allow-tenant", &labels_name(&tenant)]);
    let peers = Who::These(vec![pods_of(&Namespaces::With(tenant))]);
    vec![policy(&name, namespace, &Pods::All).allow_from(peers, &Ports::All).finish()]
}
