//! P26: members of a cluster.

use super::prelude::*;

/// The members of a clustered application connect to each other, and to nothing else.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P26",
    name: "peer-cluster",
    title: "Members of a cluster",
    summary: "The members of a clustered application connect to each other, and to nothing else.",
    group: Group::BetweenApplications,
    caveats: &[
        "Clients get in only by another policy (P14).",
        "Members that find each other by name need DNS: add it by another policy (P04).",
    ],
    parameters: &[NAMESPACE, MEMBERS, PORTS],
    build,
};

const MEMBERS: Parameter = Parameter {
    name: "members",
    label: "Members",
    help: "Labels that all members have.",
    default: "app=etcd",
    kind: Kind::Labels,
};

const PORTS: Parameter = Parameter { default: "TCP 2380", ..super::PORTS };

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let members = answers.labels(&MEMBERS);
    let ports = answers.ports(&PORTS);
    let name = name(&[&labels_name(&members), "members"]);
    let peers = || Who::These(vec![own_pods_with(&members)]);
    let cluster = policy(&name, namespace, &Pods::With(members.clone()))
        .allow_from(peers(), &ports)
        .allow_to(peers(), &ports);
    vec![cluster.finish()]
}
