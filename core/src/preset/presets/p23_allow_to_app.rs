//! P23: egress to one application.

use super::prelude::*;

/// The selected pods may connect to one application of the namespace, and look up names.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P23",
    name: "allow-to-app",
    title: "Egress to one application",
    summary: "The selected pods may connect to one application of the namespace, and look up \
              names.",
    group: Group::BetweenApplications,
    caveats: &[
        caveats::DNS_FITS_ONE_KIND,
        "The destination has to accept the connection too, if a policy restricts its ingress.",
        caveats::CONTAINER_PORTS,
    ],
    parameters: &[NAMESPACE, PODS, DESTINATION, PORTS, DNS],
    build,
};

const DESTINATION: Parameter = Parameter {
    name: "destination",
    label: "Destination",
    help: "Labels of the pods that may be connected to.",
    default: "app=db",
    kind: Kind::Labels,
};

const PORTS: Parameter = Parameter { default: "TCP 5432", ..super::PORTS };

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let destination = answers.labels(&DESTINATION);
    let ports = answers.ports(&PORTS);
    let (servers, dns_ports) = dns(answers);
    let name = name(&[&pods_name(&pods), "to", &labels_name(&destination)]);
    let peers = Who::These(vec![own_pods_with(&destination)]);
    let allow = policy(&name, namespace, &pods).allow_to(peers, &ports);
    vec![allow.allow_to(servers, &dns_ports).finish()]
}
