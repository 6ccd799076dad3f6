//! P11: namespace isolation both ways.

use super::prelude::*;

/// Pods of the namespace connect to each other only, and look up names.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P11",
    name: "namespace-isolation-both-ways",
    title: "Namespace isolation both ways",
    summary: "Pods of the namespace connect to each other only, and look up names.",
    group: Group::Baselines,
    caveats: &[
        caveats::DNS_FITS_ONE_KIND,
        caveats::CLOSES_TO_INFRASTRUCTURE,
        "The API server and everything outside the cluster stay out of reach.",
    ],
    parameters: &[NAMESPACE, DNS],
    build,
};

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let (servers, dns_ports) = dns(answers);
    let peers = || Who::These(vec![own_pods(&Pods::All)]);
    let isolation = policy("isolate-namespace", namespace, &Pods::All)
        .allow_from(peers(), &Ports::All)
        .allow_to(peers(), &Ports::All)
        .allow_to(servers, &dns_ports);
    vec![isolation.finish()]
}
