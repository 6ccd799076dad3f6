//! One file for each preset, with its page and its expected manifest beside it.
//!
//! A preset reads its answers and writes manifests by the words of `build`. What several of them ask
//! in the same way is here; a preset with other wording or another example changes only that.

pub(super) mod p01_default_deny_ingress;
pub(super) mod p02_default_deny_egress;
pub(super) mod p03_default_deny_all;
pub(super) mod p04_default_deny_all_with_dns;
pub(super) mod p05_deny_ingress_to_app;
pub(super) mod p06_deny_egress_from_app;
pub(super) mod p07_quarantine;
pub(super) mod p08_allow_all_ingress;
pub(super) mod p09_allow_all_egress;
pub(super) mod p10_namespace_isolation;
pub(super) mod p11_namespace_isolation_both_ways;
pub(super) mod p12_tenant_isolation;
pub(super) mod p13_openshift_multitenant;
pub(super) mod p14_allow_from_app;
pub(super) mod p15_allow_from_several_apps;
pub(super) mod p16_allow_from_namespace;
pub(super) mod p17_allow_from_app_in_namespace;
pub(super) mod p18_allow_from_all_namespaces;
pub(super) mod p19_allow_port;
pub(super) mod p20_allow_port_range;
pub(super) mod p21_pair;
pub(super) mod p22_three_tier;
pub(super) mod p23_allow_to_app;
pub(super) mod p24_egress_within_namespace;
pub(super) mod p25_egress_within_cluster;
pub(super) mod p26_peer_cluster;
pub(super) mod p27_database;
pub(super) mod p28_job_egress_only;

use prelude::*;

/// What the file of a preset is written with.
mod prelude {
    pub(super) use super::{CALLERS, NAMESPACE, PODS, PORTS, SOURCES, allow_dns, deny_all};
    pub(super) use crate::preset::build::{
        Who, labels_name, name, namespaces_name, own_pods, own_pods_with, own_pods_with_any,
        pods_name, pods_of, pods_of_any_namespace, pods_with_of, policy,
    };
    pub(super) use crate::preset::caveats;
    pub(super) use crate::preset::dns::{DNS, DNS_CACHE, DnsRule, dns, dns_cache};
    pub(super) use crate::preset::parameter::{Answers, Labels, Namespaces, Pods, Ports};
    pub(super) use crate::preset::{Built, Group, Kind, Parameter, Preset};
    pub(super) use crate::value::Value;
}

const NAMESPACE: Parameter = Parameter {
    name: "namespace",
    label: "Namespace",
    help: "The namespace of the policy; leave it blank to let kubectl's context decide.",
    default: "shop",
    kind: Kind::Namespace,
};

const PODS: Parameter = Parameter {
    name: "pods",
    label: "Selected pods",
    help: "Labels of the pods that the policy is about, or * for all pods of the namespace.",
    default: "app=api",
    kind: Kind::Pods,
};

const CALLERS: Parameter = Parameter {
    name: "callers",
    label: "Callers",
    help: "Labels of the pods that may connect; they must have all of them.",
    default: "app=web",
    kind: Kind::Labels,
};

const SOURCES: Parameter = Parameter {
    name: "sources",
    label: "Source namespace",
    help: "Where the callers are: the name of a namespace, or labels of namespaces.",
    default: "monitoring",
    kind: Kind::Namespaces,
};

const PORTS: Parameter = Parameter {
    name: "ports",
    label: "Ports",
    help: "Ports that the containers listen on, or * for every port.",
    default: "TCP 8080",
    kind: Kind::Ports,
};

/// The policy that closes a namespace in both directions.
fn deny_all(namespace: &str) -> Value {
    let closed = policy("default-deny-all", namespace, &Pods::All);
    closed.restrict_ingress().restrict_egress().finish()
}

/// The policy that lets all pods of a namespace look up names.
fn allow_dns(namespace: &str, (servers, ports): DnsRule) -> Value {
    policy("allow-dns", namespace, &Pods::All).allow_to(servers, &ports).finish()
}
