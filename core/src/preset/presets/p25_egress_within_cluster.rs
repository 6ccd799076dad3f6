//! P25: egress only inside the cluster.

use super::prelude::*;

/// Pods of the namespace may connect to every pod of the cluster, and to nothing outside.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P25",
    name: "egress-within-cluster",
    title: "Egress only inside the cluster",
    summary: "Pods of the namespace may connect to every pod of the cluster, and to nothing \
              outside.",
    group: Group::BetweenApplications,
    caveats: &[
        "Nodes, the API server and the cloud's metadata service are no pods, so they are out of \
         reach.",
        "DNS servers on the host network are no pods either: choose the cache that the cluster \
         uses.",
    ],
    parameters: &[NAMESPACE, DNS_CACHE],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let cache = dns_cache(answers);
    let peers = Who::These(vec![pods_of_any_namespace()]);
    let within =
        policy("egress-within-cluster", namespace, &Pods::All).allow_to(peers, &Ports::All);
    let within = match cache {
        Some((servers, ports)) => within.allow_to(servers, &ports),
        None => within,
    };
    vec![within.finish()]
}
