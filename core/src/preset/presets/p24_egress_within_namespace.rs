//! P24: egress only inside the namespace.

use super::prelude::*;

/// Pods of the namespace may connect to each other and look up names, and to nothing else.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P24",
    name: "egress-within-namespace",
    title: "Egress only inside the namespace",
    summary: "Pods of the namespace may connect to each other and look up names, and to nothing \
              else.",
    group: Group::BetweenApplications,
    caveats: &[
        caveats::DNS_FITS_ONE_KIND,
        "It does not restrict who connects to the pods; P11 does both.",
    ],
    parameters: &[NAMESPACE, DNS],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let (servers, dns_ports) = dns(answers);
    let peers = Who::These(vec![own_pods(&Pods::All)]);
    let within = policy("egress-within-namespace", namespace, &Pods::All)
        .allow_to(peers, &Ports::All)
        .allow_to(servers, &dns_ports);
    vec![within.finish()]
}
