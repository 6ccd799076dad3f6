//! The end of a connection that a text names: a pod, a workload or an address.

use std::net::IpAddr;

use crate::analysis::{Analysis, Class};
use crate::cluster::Pod;
use crate::snapshot::Snapshot;
use crate::validate::cidr;

/// An end that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As it is shown.
    pub name: String,
    /// The pods of the end; none for an address.
    pub pods: Vec<usize>,
    /// What policies can tell of it.
    pub class: Class,
}

/// Finds the end that a text names; an error says why there is none, or not one.
///
/// The address of a pod is that pod.
pub fn find_end(text: &str, snapshot: &Snapshot, analysis: &Analysis) -> Result<Found, String> {
    if let Some(address) = address(text) {
        return Ok(at_address(address, snapshot, analysis));
    }
    let Some((namespace, name)) = text.split_once('/') else {
        let end = "` is neither NAMESPACE/NAME nor an address; write shop/web, or 10.0.0.1";
        return Err(["`", text, end].concat());
    };
    let (name, kind) = match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        Some((name, kind)) => (name, Some(kind)),
        None => (name, None),
    };
    let pods = pods_named(namespace, name, kind, snapshot);
    let Some(&first) = pods.first() else {
        return Err(["there is no pod or workload `", text, "` in these files"].concat());
    };
    let class = analysis.pod(first);
    if pods.iter().any(|&pod| analysis.pod(pod) != class) {
        let mut message = ["`", text, "` is several that policies tell apart; name one"].concat();
        for (number, &pod) in pods.iter().enumerate() {
            let (before, kind) =
                (if number == 0 { ": " } else { ", " }, &snapshot.cluster.pods[pod].kind);
            message.push_str(&[before, &snapshot.pod_name(pod), "[", kind, "]"].concat());
        }
        return Err(message);
    }
    Ok(Found { name: text.to_owned(), pods, class })
}

/// Reads an address as the API server does, but for zeros that some software takes as octal.
pub fn address(text: &str) -> Option<IpAddr> {
    cidr::address(text).filter(|_| !cidr::has_leading_zeros(text, ""))
}

fn at_address(address: IpAddr, snapshot: &Snapshot, analysis: &Analysis) -> Found {
    let has = |pod: &Pod| !pod.host_network && pod.addresses.contains(&address);
    match snapshot.cluster.pods.iter().position(has) {
        Some(pod) => {
            let name = [&snapshot.pod_name(pod), " (", &address.to_string(), ")"].concat();
            Found { name, pods: vec![pod], class: analysis.pod(pod) }
        }
        None => {
            let class = analysis.address(address);
            Found { name: address.to_string(), pods: Vec::new(), class }
        }
    }
}

/// The pods with a name, or else those that are shown under it.
fn pods_named(namespace: &str, name: &str, kind: Option<&str>, snapshot: &Snapshot) -> Vec<usize> {
    let cluster = &snapshot.cluster;
    let Some(namespace) = cluster.namespace(namespace) else { return Vec::new() };
    let those = |of: fn(&Pod) -> (&str, &str)| -> Vec<usize> {
        let is_it = |pod: &Pod| {
            let (its_kind, its_name) = of(pod);
            pod.namespace == namespace && its_name == name && kind.is_none_or(|it| it == its_kind)
        };
        (0..cluster.pods.len()).filter(|&pod| is_it(&cluster.pods[pod])).collect()
    };
    let by_name = those(|pod| (&pod.kind, &pod.name));
    if by_name.is_empty() { those(Pod::shown_as) } else { by_name }
}
