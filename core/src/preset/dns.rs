//! Where pods look up names, by kind of cluster: one table for every preset that restricts egress.
//!
//! Checked 2026-11 against manifests of the projects: CoreDNS and kube-dns carry
//! `k8s-app: kube-dns`; OpenShift's DNS pods, labeled as below, listen on 5353 behind a Service on
//! 53; a cache on the node is no pod that a selector could name, so it is allowed by its address.

use super::build::{Who, addresses, pods_with_of, udp_and_tcp};
use super::parameter::{Answers, Choice, Kind, Labels, Namespaces, Parameter, Ports};

/// The question for the DNS servers of the cluster.
pub(super) const DNS: Parameter = Parameter {
    name: "dns",
    label: "DNS",
    help: "Where the pods of this cluster look up names.",
    default: "upstream",
    kind: Kind::Choice(&SERVERS),
};

/// The question for a cache on the node, where all pods of the cluster are allowed anyway.
pub(super) const DNS_CACHE: Parameter = Parameter {
    name: "dns-cache",
    label: "DNS cache",
    help: "A DNS cache on the nodes of this cluster, which is no pod.",
    default: "none",
    kind: Kind::Choice(&CACHES),
};

const SERVERS: [Choice; 6] = [
    Choice { value: "upstream", label: "CoreDNS or kube-dns in kube-system" },
    Choice { value: "openshift", label: "OpenShift (openshift-dns)" },
    NODE_LOCAL,
    KUBESPRAY,
    AKS_LOCAL_DNS,
    Choice { value: "any", label: "Any server on port 53, inside or outside the cluster" },
];

const CACHES: [Choice; 4] =
    [Choice { value: "none", label: "None" }, NODE_LOCAL, KUBESPRAY, AKS_LOCAL_DNS];

const NODE_LOCAL: Choice =
    Choice { value: "node-local", label: "NodeLocal DNSCache (169.254.20.10)" };
const KUBESPRAY: Choice =
    Choice { value: "kubespray", label: "NodeLocal DNSCache of Kubespray (169.254.25.10)" };
const AKS_LOCAL_DNS: Choice =
    Choice { value: "aks-local-dns", label: "AKS LocalDNS (169.254.10.0/24)" };

/// Destinations and ports that let pods look up names.
pub(super) type DnsRule = (Who, Ports);

/// The answer to [`DNS`].
pub(super) fn dns(answers: &Answers<'_>) -> DnsRule {
    let answer = answers.choice(&DNS, &SERVERS);
    let (namespace, key, value) = match answer {
        "any" => return (Who::Anyone, ports(&[53])),
        "openshift" => ("openshift-dns", "dns.operator.openshift.io/daemonset-dns", "default"),
        _ => ("kube-system", "k8s-app", "kube-dns"),
    };
    let namespace = Namespaces::Named(namespace.to_owned());
    let mut peers = vec![pods_with_of(&Labels::one(key, value), &namespace)];
    peers.extend(cache(answer).map(addresses));
    // The Service's port too, for engines that look before it is translated to the pods' own.
    let ports = if answer == "openshift" { ports(&[53, 5353]) } else { ports(&[53]) };
    (Who::These(peers), ports)
}

/// The answer to [`DNS_CACHE`]; without a cache there is no rule.
pub(super) fn dns_cache(answers: &Answers<'_>) -> Option<DnsRule> {
    let answer = answers.choice(&DNS_CACHE, &CACHES);
    cache(answer).map(|cidr| (Who::These(vec![addresses(cidr)]), ports(&[53])))
}

fn cache(answer: &str) -> Option<&'static str> {
    match answer {
        "node-local" => Some("169.254.20.10/32"),
        "kubespray" => Some("169.254.25.10/32"),
        "aks-local-dns" => Some("169.254.10.0/24"),
        _ => None,
    }
}

/// UDP first, because that is what a resolver tries first; TCP for long answers.
fn ports(numbers: &[u16]) -> Ports {
    let mut ports = Vec::new();
    for number in numbers {
        ports.extend_from_slice(&udp_and_tcp(*number));
    }
    Ports::Only(ports)
}
