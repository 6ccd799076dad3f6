//! From objects to a cluster.

use std::net::IpAddr;

use super::{Cluster, DEFAULT_NAMESPACE, Labels, NAMESPACE_NAME_LABEL, NamedPort, Namespace, Pod};
use crate::model::Protocol;
use crate::order;
use crate::validate::cidr;
use crate::value::Value;

/// Collects objects one by one, and makes a [`Cluster`] of them.
///
/// ```
/// use netpol_core::cluster::Reader;
/// use netpol_core::yaml::{Content, parse};
/// let mut reader = Reader::default();
/// for document in parse("kind: Pod\nmetadata: {name: web, namespace: shop}\n") {
///     if let Content::Read(object) = document.content {
///         assert!(reader.add(&object));
///     }
/// }
/// let cluster = reader.finish();
/// assert_eq!((cluster.namespaces[0].name.as_str(), cluster.pods.len()), ("shop", 1));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Reader {
    namespaces: Vec<(String, Vec<(String, String)>)>,
    pods: Vec<Found>,
}

#[derive(Clone, Debug)]
struct Found {
    namespace: String,
    pod: Pod,
    has_ended: bool,
}

impl Reader {
    /// Takes from an object what a policy can tell of it; whether it is of a kind that counts.
    ///
    /// Of two of one kind and name the later one counts. Pods that have ended are left out, since
    /// they have no network.
    pub fn add(&mut self, object: &Value) -> bool {
        let Some(kind) = object.get("kind").and_then(Value::as_str) else { return false };
        let template = match kind {
            "Namespace" => {
                let (_, name) = names(object);
                self.namespaces.push((name, labels(object)));
                return true;
            }
            "Pod" => Some(object),
            "Deployment"
            | "StatefulSet"
            | "DaemonSet"
            | "ReplicaSet"
            | "ReplicationController"
            | "Job" => get(object, &["spec", "template"]),
            "CronJob" => get(object, &["spec", "jobTemplate", "spec", "template"]),
            _ => return false,
        };
        self.pod(kind, object, template.unwrap_or(&Value::Null));
        true
    }

    fn pod(&mut self, kind: &str, object: &Value, template: &Value) {
        let (namespace, name) = names(object);
        let spec = template.get("spec").unwrap_or(&Value::Null);
        let pod = Pod {
            namespace: 0,
            name,
            kind: kind.to_owned(),
            owner: owner(object),
            labels: Labels::new(labels(template)),
            ports: named_ports(spec),
            addresses: addresses(object),
            host_network: spec.get("hostNetwork") == Some(&Value::Bool(true)),
        };
        let has_ended = kind == "Pod" && has_ended(object);
        self.pods.push(Found { namespace, pod, has_ended });
    }

    /// The cluster of all that was added.
    pub fn finish(self) -> Cluster {
        let Reader { mut namespaces, pods } = self;
        let pods = without_replaced(pods);
        let mut last = None;
        for found in &pods {
            if last.replace(&found.namespace) != Some(&found.namespace) {
                namespaces.push((found.namespace.clone(), Vec::new()));
            }
        }
        let mut cluster = Cluster::default();
        // Of two objects with one name the later one counts, and any counts more than none.
        for (name, mut labels) in order::sorted(namespaces, |a, b| a.0.cmp(&b.0)) {
            labels.push((NAMESPACE_NAME_LABEL.to_owned(), name.clone()));
            let labels = Labels::new(labels);
            let is_bare = labels.pairs().len() == 1;
            match cluster.namespaces.last_mut() {
                Some(last) if last.name == name => {
                    if !is_bare {
                        last.labels = labels;
                    }
                }
                _ => cluster.namespaces.push(Namespace { name, labels }),
            }
        }
        let mut makers = Vec::new();
        for found in &pods {
            add_makers(found, &mut makers);
        }
        let makers = order::sorted(makers, Ord::cmp);
        let is_maker: Vec<bool> = pods
            .iter()
            .map(|Found { namespace, pod, .. }| {
                pod.kind != "Pod"
                    && makers.binary_search(&[namespace, &pod.kind, &pod.name]).is_ok()
            })
            .collect();
        for (Found { namespace, mut pod, .. }, is_maker) in pods.into_iter().zip(is_maker) {
            if !is_maker {
                pod.namespace = cluster.namespace(&namespace).unwrap_or_default();
                cluster.pods.push(pod);
            }
        }
        cluster
    }
}

/// Leaves out what a later object of its kind and name replaces, and then the pods that have ended.
/// Those without a name, which the server would give them, are all different.
fn without_replaced(pods: Vec<Found>) -> Vec<Found> {
    let key = |at: u32| {
        let Found { namespace, pod, .. } = &pods[at as usize];
        (namespace.as_str(), pod.kind.as_str(), pod.name.as_str())
    };
    let mut order: Vec<u32> = (0..pods.len() as u32).collect();
    order::sort_positions(&mut order, &|a, b| key(a).cmp(&key(b)));
    let mut is_left: Vec<bool> = pods.iter().map(|found| !found.has_ended).collect();
    for pair in order.windows(2) {
        if key(pair[0]) == key(pair[1]) && !pods[pair[0] as usize].pod.name.is_empty() {
            is_left[pair[0] as usize] = false;
        }
    }
    let mut is_left = is_left.into_iter();
    let mut pods = pods;
    pods.retain(|_| is_left.next().unwrap_or(true));
    pods
}

/// Adds what is known to have made a pod: namespace, kind and name.
fn add_makers<'a>(found: &'a Found, makers: &mut Vec<[&'a str; 3]>) {
    let Some((kind, name)) = &found.pod.owner else { return };
    makers.push([&found.namespace, kind, name]);
    // The ReplicaSet of a Deployment is called like it, with the hash of its template.
    let hash = found.pod.labels.get("pod-template-hash");
    let deployment = hash.and_then(|hash| name.strip_suffix(hash)?.strip_suffix('-'));
    if let Some(deployment) = deployment {
        makers.push([&found.namespace, "Deployment", deployment]);
    }
}

/// Whether a pod has ended, for good or ill: it has no network any more.
pub fn has_ended(pod: &Value) -> bool {
    let phase = get(pod, &["status", "phase"]).and_then(Value::as_str);
    matches!(phase, Some("Succeeded" | "Failed"))
}

/// The namespace and the name of an object.
fn names(object: &Value) -> (String, String) {
    let text = |key| get(object, &["metadata", key]).and_then(Value::as_str).unwrap_or_default();
    let namespace = match text("namespace") {
        "" => DEFAULT_NAMESPACE,
        namespace => namespace,
    };
    (namespace.to_owned(), text("name").to_owned())
}

fn labels(object: &Value) -> Vec<(String, String)> {
    let entries = get(object, &["metadata", "labels"]).and_then(Value::as_map).unwrap_or_default();
    let mut labels = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        if let Some(value) = value.as_str() {
            labels.push((key.clone(), value.to_owned()));
        }
    }
    labels
}

/// The owner that controls an object; if none says so, the first.
fn owner(object: &Value) -> Option<(String, String)> {
    let owners = get(object, &["metadata", "ownerReferences"])?.as_list()?;
    let controls = |owner: &&Value| owner.get("controller") == Some(&Value::Bool(true));
    let owner = owners.iter().find(controls).or(owners.first())?;
    let text = |key| owner.get(key).and_then(Value::as_str).map(str::to_owned);
    Some((text("kind")?, text("name")?))
}

/// The ports with a name of all containers that run as long as the pod does.
fn named_ports(spec: &Value) -> Vec<NamedPort> {
    let mut ports = Vec::new();
    for list in ["containers", "initContainers"] {
        for container in spec.get(list).and_then(Value::as_list).unwrap_or_default() {
            let is_sidecar =
                container.get("restartPolicy").and_then(Value::as_str) == Some("Always");
            if list == "initContainers" && !is_sidecar {
                continue;
            }
            for port in container.get("ports").and_then(Value::as_list).unwrap_or_default() {
                if let Some(port) = named_port(port) {
                    order::insert(&mut ports, port, Ord::cmp);
                }
            }
        }
    }
    ports
}

fn named_port(port: &Value) -> Option<NamedPort> {
    let name = port.get("name")?.as_str().filter(|name| !name.is_empty())?;
    let protocol = match port.get("protocol").and_then(Value::as_str) {
        Some(protocol) => Protocol::parse(protocol)?,
        None => Protocol::Tcp,
    };
    let Value::Number(number) = port.get("containerPort")? else { return None };
    let number = u16::try_from(number.as_i64()?).ok().filter(|&number| number > 0)?;
    Some(NamedPort { name: name.to_owned(), protocol, number })
}

fn addresses(object: &Value) -> Vec<IpAddr> {
    let status = object.get("status").unwrap_or(&Value::Null);
    let mut addresses = Vec::new();
    let mut add = |text: Option<&Value>| {
        let address = text.and_then(Value::as_str).and_then(cidr::address);
        if let Some(address) = address.filter(|address| !addresses.contains(address)) {
            addresses.push(address);
        }
    };
    add(status.get("podIP"));
    for entry in status.get("podIPs").and_then(Value::as_list).unwrap_or_default() {
        add(entry.get("ip"));
    }
    addresses
}

fn get<'a>(object: &'a Value, keys: &[&str]) -> Option<&'a Value> {
    keys.iter().try_fold(object, |value, key| value.get(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::{Content, parse};

    fn read(text: &str) -> Cluster {
        let mut reader = Reader::default();
        for document in parse(text) {
            if let Content::Read(object) = document.content {
                assert!(reader.add(&object));
            }
        }
        reader.finish()
    }

    /// The kind, name and labels of each pod.
    fn pods(text: &str) -> Vec<String> {
        let shown = |pod: &Pod| format!("{} {} {:?}", pod.kind, pod.name, pod.labels.pairs());
        read(text).pods.iter().map(shown).collect()
    }

    #[test]
    fn the_later_of_two_objects_with_one_name_counts() {
        let old = "{kind: Pod, metadata: {name: a, labels: {v: old}}}\n---\n";
        let new = "{kind: Pod, metadata: {name: a, labels: {v: new}}}\n---\n";
        let other = "{kind: Job, metadata: {name: a}}\n---\n";
        let expected = ["Job a []", r#"Pod a [("v", "new")]"#];
        assert_eq!(pods(&[old, other, new].concat()), expected);
        // It has ended, whatever was known of it before.
        let ended = "{kind: Pod, metadata: {name: a}, status: {phase: Succeeded}}";
        assert_eq!(pods(&[old, other, ended].concat()), ["Job a []"]);
    }

    #[test]
    fn objects_that_get_their_names_later_are_all_there() {
        let pod = "{kind: Pod, metadata: {generateName: a-}}\n---\n";
        assert_eq!(pods(&pod.repeat(2)).len(), 2);
    }
}
