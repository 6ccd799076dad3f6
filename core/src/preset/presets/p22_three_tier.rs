//! P22: three tiers: web, API, database.

use super::prelude::*;

/// Clients reach the web tier, the web tier the API, the API the database; nothing else.
pub(in crate::preset) static PRESET: Preset = Preset {
    id: "P22",
    name: "three-tier",
    title: "Three tiers: web, API, database",
    summary: "Clients reach the web tier, the web tier the API, the API the database; nothing else.",
    group: Group::BetweenApplications,
    caveats: &[
        "The clients are all pods of the namespaces given; an ingress controller on the host \
         network is no such pod and needs an IP block.",
        caveats::DNS_FITS_ONE_KIND,
        caveats::CONTAINER_PORTS,
    ],
    parameters: &[NAMESPACE, CLIENTS, WEB, WEB_PORTS, API, API_PORTS, DB, DB_PORTS, DNS],
    build,
};

const CLIENTS: Parameter = Parameter {
    name: "clients",
    label: "Clients",
    help: "Where the clients of the web tier are, such as the ingress controller's namespace.",
    default: "ingress-nginx",
    kind: Kind::Namespaces,
};

const WEB: Parameter = tier("web", "Web tier", "app=web");
const API: Parameter = tier("api", "API tier", "app=api");
const DB: Parameter = tier("db", "Database tier", "app=db");

const WEB_PORTS: Parameter = tier_ports("web-ports", "Ports of the web tier", "TCP 8080");
const API_PORTS: Parameter = tier_ports("api-ports", "Ports of the API tier", "TCP 8080");
const DB_PORTS: Parameter = tier_ports("db-ports", "Ports of the database tier", "TCP 5432");

const fn tier(name: &'static str, label: &'static str, default: &'static str) -> Parameter {
    Parameter { name, label, help: "Labels of its pods.", default, kind: Kind::Labels }
}

const fn tier_ports(name: &'static str, label: &'static str, default: &'static str) -> Parameter {
    Parameter { name, label, default, ..super::PORTS }
}

fn build(answers: &Answers<'_>) -> Built {
    let namespace = answers.namespace(&NAMESPACE);
    let clients = Who::These(vec![pods_of(&answers.namespaces(&CLIENTS))]);
    let (web, web_ports) = (answers.labels(&WEB), answers.ports(&WEB_PORTS));
    let (api, api_ports) = (answers.labels(&API), answers.ports(&API_PORTS));
    let (db, db_ports) = (answers.labels(&DB), answers.ports(&DB_PORTS));
    let tier = |name, labels: &Labels| policy(name, namespace, &Pods::With(labels.clone()));
    let peer = |labels: &Labels| Who::These(vec![own_pods_with(labels)]);
    let web_tier =
        tier("web-tier", &web).allow_from(clients, &web_ports).allow_to(peer(&api), &api_ports);
    let api_tier =
        tier("api-tier", &api).allow_from(peer(&web), &api_ports).allow_to(peer(&db), &db_ports);
    let db_tier = tier("db-tier", &db).allow_from(peer(&api), &db_ports);
    vec![
        deny_all(namespace),
        allow_dns(namespace, dns(answers)),
        web_tier.finish(),
        api_tier.finish(),
        db_tier.finish(),
    ]
}
