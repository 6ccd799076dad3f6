//! P27: database: only its callers.

use super::prelude::*;

/// The database accepts connections from its callers, and may only look up names itself.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P27",
    name: "database",
    title: "Database: only its callers",
    summary: "The database accepts connections from its callers, and may only look up names \
              itself.",
    group: Group::BetweenApplications,
    caveats: &[
        "Backups to outside and replication among members need further policies (P26).",
        caveats::SEMICOLON_MEANS_OR,
        caveats::DNS_FITS_ONE_KIND,
        caveats::CONTAINER_PORTS,
    ],
    parameters: &[NAMESPACE, PODS, CALLERS, PORTS, DNS],
    build,
};

const PODS: Parameter = Parameter { default: "app=db", ..super::PODS };

const CALLERS: Parameter = Parameter {
    label: "Callers",
    help: "Labels of the callers, with a semicolon between one caller and the next.",
    default: "app=api; app=worker",
    kind: Kind::LabelSets,
    ..super::CALLERS
};

const PORTS: Parameter = Parameter { default: "TCP 5432", ..super::PORTS };

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let callers = answers.label_sets(&CALLERS);
    let ports = answers.ports(&PORTS);
    let (servers, dns_ports) = dns(answers);
    let name = name(&[&pods_name(&pods), "only-callers"]);
    let peers = own_pods_with_any(&callers);
    let database =
        policy(&name, namespace, &pods).allow_from(peers, &ports).allow_to(servers, &dns_ports);
    vec![database.finish()]
}
