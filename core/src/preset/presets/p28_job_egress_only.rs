//! P28: job: egress only.

use super::prelude::*;

/// Pods of a Job accept no connection and may connect to their target, and look up names.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P28",
    name: "job-egress-only",
    title: "Job: egress only",
    summary: "Pods of a Job accept no connection and may connect to their target, and look up \
              names.",
    group: Group::BetweenApplications,
    caveats: &[
        "The labels must be those of the pod template, in `spec.template.metadata` of a Job and \
         below `jobTemplate` of a CronJob.",
        caveats::SEMICOLON_MEANS_OR,
        caveats::DNS_FITS_ONE_KIND,
        caveats::CONTAINER_PORTS,
    ],
    parameters: &[NAMESPACE, PODS, TARGETS, PORTS, DNS],
    build,
};

const PODS: Parameter = Parameter { default: "app=backup", ..super::PODS };

const TARGETS: Parameter = Parameter {
    name: "targets",
    label: "Targets",
    help: "Labels of the targets, with a semicolon between one target and the next.",
    default: "app=db",
    kind: Kind::LabelSets,
};

const PORTS: Parameter = Parameter { default: "TCP 5432", ..super::PORTS };

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let pods = answers.pods(&PODS);
    let targets = answers.label_sets(&TARGETS);
    let ports = answers.ports(&PORTS);
    let (servers, dns_ports) = dns(answers);
    let name = name(&[&pods_name(&pods), "egress-only"]);
    let peers = own_pods_with_any(&targets);
    let job = policy(&name, namespace, &pods)
        .restrict_ingress()
        .allow_to(peers, &ports)
        .allow_to(servers, &dns_ports);
    vec![job.finish()]
}
