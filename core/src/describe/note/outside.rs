//! Notes about addresses, and about what pods need from outside: DNS and the platform.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{NoteKind, Notes};
use crate::describe::selector::{NAMESPACE_NAME, equal_value};
use crate::model::{
    IpBlock, Namespaces, Peer, Peers, Policy, Port, Ports, Protocol, Rule, Selector,
};
use crate::path::FieldPath;
use crate::sentence::Sentence;

/// Ranges from which clusters take the addresses of their pods: RFC 1918, RFC 6598, RFC 4193.
const PRIVATE_RANGES: [IpNet; 5] = [
    v4(10, 0, 8),
    v4(172, 16, 12),
    v4(192, 168, 16),
    v4(100, 64, 10),
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7)),
];

const fn v4(a: u8, b: u8, prefix: u8) -> IpNet {
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(a, b, 0, 0), prefix))
}

/// The ports that DNS servers listen on: everywhere, and in the pods of OpenShift.
const DNS_PORTS: [u16; 2] = [53, 5353];

/// An IP block that pods may have addresses in.
///
/// Kubernetes means blocks for addresses outside the cluster, because those of pods are short-lived;
/// whether a block matches pods is up to the engine. Cilium never does that, others match by address:
/// <https://learn.microsoft.com/en-us/azure/aks/migrate-from-npm-to-cilium-network-policy>.
pub(super) fn range(block: &IpBlock, path: &FieldPath, notes: &mut Notes) {
    let cidr = &block.cidr;
    let fill = |text: &'static str| Sentence::of(text).term(cidr.to_string());
    if PRIVATE_RANGES.iter().any(|private| private.contains(cidr)) {
        let what = match cidr.prefix_len() == cidr.max_prefix_len() {
            true => "address",
            false => "range",
        };
        let text = "{0} is a private {1}. To name pods, use selectors: the addresses of pods change \
                    when they are replaced, and not every network plugin matches pods by address.";
        let text = fill(text).with(Sentence::of(what));
        notes.add(NoteKind::PrivateAddresses, path, text);
    } else if PRIVATE_RANGES.iter().any(|private| remains_open(block, private)) {
        let text = "{0} can cover pods and nodes as well: some network plugins match them by \
                    address, others never do.";
        notes.add(NoteKind::PodsInRange, path, fill(text));
    }
}

/// Whether a block contains a private range that it does not leave out.
fn remains_open(block: &IpBlock, private: &IpNet) -> bool {
    let (first, last) = (private.network(), private.broadcast());
    let has = |net: &IpNet| net.contains(&first) && net.contains(&last);
    has(&block.cidr) && !block.except.iter().any(has)
}

/// Egress that leaves no way to a DNS server.
///
/// Name resolution is mostly UDP, and TCP for long answers; OpenShift's servers listen on 5353.
pub(super) fn dns(policy: &Policy, rules: &[Rule], path: &FieldPath, notes: &mut Notes) {
    let allowed = |protocol| rules.iter().any(|rule| may_reach_dns(policy, rule, protocol));
    let (kind, text) = match (allowed(Protocol::Udp), allowed(Protocol::Tcp)) {
        (true, true) => return,
        (true, false) => (
            NoteKind::HalfOfDns,
            "DNS is allowed over UDP only. Long answers and retries use TCP: allow TCP 53 too.",
        ),
        (false, true) => (
            NoteKind::HalfOfDns,
            "DNS is allowed over TCP only. Names are looked up over UDP first: allow UDP 53 too.",
        ),
        (false, false) => (
            NoteKind::NoDns,
            "No egress rule seems to allow DNS. Unless another policy does, the selected pods \
             cannot look up names: allow UDP 53 and TCP 53 to the DNS servers (5353 on OpenShift).",
        ),
    };
    notes.add(kind, path, Sentence::of(text));
}

/// Egress to selectors only: the API server, the metadata service and the like are no pods.
///
/// Source: what the platforms document for API server endpoints and for 169.254.169.254.
pub(super) fn platform(rules: &[Rule], path: &FieldPath, notes: &mut Notes) {
    let names_addresses = |rule: &Rule| match &rule.peers {
        Peers::Any => true,
        Peers::Only(peers) => peers.iter().any(|peer| matches!(peer, Peer::IpBlock(_))),
    };
    if rules.iter().any(names_addresses) {
        return;
    }
    let text = "No egress rule is about addresses outside the cluster. If the selected pods need \
                the API server, the cloud's metadata service or anything else that is no pod, allow \
                it too.";
    notes.add(NoteKind::PlatformUnreachable, path, Sentence::of(text));
}

/// Whether a rule may be meant to let DNS through: who names port 53 means DNS; who allows all
/// ports means it only where the peers can be DNS servers.
fn may_reach_dns(policy: &Policy, rule: &Rule, protocol: Protocol) -> bool {
    match &rule.ports {
        Ports::All => may_be_dns_server(policy, &rule.peers),
        Ports::Only(ports) => ports.iter().filter(|one| one.protocol == protocol).any(|one| {
            match &one.port {
                Port::Number(number) => DNS_PORTS.contains(number),
                // The name is resolved by the pods it leads to.
                Port::Named(_) => true,
                Port::Range(first, last) => {
                    DNS_PORTS.iter().any(|port| (first..=last).contains(&port))
                        && may_be_dns_server(policy, &rule.peers)
                }
                Port::Any => may_be_dns_server(policy, &rule.peers),
            }
        }),
    }
}

fn may_be_dns_server(policy: &Policy, peers: &Peers) -> bool {
    let Peers::Only(peers) = peers else { return true };
    peers.iter().any(|peer| match peer {
        Peer::IpBlock(_) => true,
        Peer::Pods { namespaces: Namespaces::Own, .. } => {
            policy.namespace.as_deref().is_some_and(hosts_dns)
        }
        Peer::Pods { namespaces: Namespaces::All, .. } => true,
        Peer::Pods { namespaces: Namespaces::Matching(selector), .. } => may_host_dns(selector),
    })
}

/// Where the distributions run their DNS servers.
fn hosts_dns(namespace: &str) -> bool {
    matches!(namespace, "kube-system" | "openshift-dns")
}

fn may_host_dns(selector: &Selector) -> bool {
    let name = selector.requirements().iter().filter_map(equal_value);
    name.filter(|(key, _)| *key == NAMESPACE_NAME).all(|(_, name)| hosts_dns(name))
}
