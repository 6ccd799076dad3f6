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
    docs: include_str!("p24_egress_within_namespace.md"),
    parameters: &[NAMESPACE, DNS],
    build,
};

fn build(arguments: &Arguments) -> Result<Vec<Value>, ArgumentError> {
    let namespace = arguments.namespace(&NAMESPACE)?;
    let (servers, dns_ports) = dns(arguments)?;
    let peers = Who::These(vec![own_pods(&Pods::All)]);
    let within = policy("egress-within-namespace", namespace, &Pods::All)
        .allow_to(peers, &Ports::All)
        .allow_to(servers, &dns_ports);
    Ok(vec![within.finish()])
}
