//! A cluster as manifests that say no more than policies can tell.

use crate::cluster::{Cluster, Labels, NAMESPACE_NAME_LABEL, Pod};
use crate::value::write_json_string;

/// Writes a cluster as one list in JSON, an object a line: read again, it is the same cluster.
pub fn cluster_text(cluster: &Cluster) -> String {
    let mut text = Text(String::from(r#"{"apiVersion":"v1","kind":"List","items":["#));
    let mut separator = "\n";
    for namespace in &cluster.namespaces {
        text.raw(separator).raw(r#"{"kind":"Namespace","metadata":{"name":"#);
        // Its name as a label comes of itself, and without it a namespace that is only known by its
        // pods says nothing of what labels it has.
        text.string(&namespace.name).labels(&namespace.labels, NAMESPACE_NAME_LABEL).raw("}}");
        separator = ",\n";
    }
    for pod in &cluster.pods {
        let namespace = cluster.namespaces.get(pod.namespace);
        text.raw(separator).pod(pod, namespace.map_or("", |namespace| &namespace.name));
    }
    text.raw("\n]}\n");
    text.0
}

/// A text in JSON that is being written.
struct Text(String);

impl Text {
    fn raw(&mut self, text: &str) -> &mut Self {
        self.0.push_str(text);
        self
    }

    fn string(&mut self, text: &str) -> &mut Self {
        write_json_string(text, &mut self.0);
        self
    }

    fn pod(&mut self, pod: &Pod, namespace: &str) {
        self.raw(r#"{"kind":"#).string(&pod.kind).raw(r#","metadata":{"name":"#);
        self.string(&pod.name).raw(r#","namespace":"#).string(namespace);
        if let Some((kind, name)) = &pod.owner {
            self.raw(r#","ownerReferences":[{"kind":"#).string(kind);
            self.raw(r#","name":"#).string(name).raw("}]");
        }
        // What is around the labels and the containers, and what closes that.
        let (before, after) = match pod.kind.as_str() {
            "Pod" => ("", ""),
            "CronJob" => {
                (r#"},"spec":{"jobTemplate":{"spec":{"template":{"metadata":{"name":"""#, "}}}}")
            }
            _ => (r#"},"spec":{"template":{"metadata":{"name":"""#, "}}"),
        };
        self.raw(before).labels(&pod.labels, "").raw(r#"},"spec":{"containers":[{"ports":["#);
        let mut separator = r#"{"name":"#;
        for port in &pod.ports {
            self.raw(separator).string(&port.name).raw(r#","protocol":"#);
            self.string(port.protocol.as_str()).raw(r#","containerPort":"#);
            self.raw(&port.number.to_string()).raw("}");
            separator = r#",{"name":"#;
        }
        self.raw(if pod.host_network { r#"]}],"hostNetwork":true}"# } else { "]}]}" }).raw(after);
        self.raw(r#","status":{"podIPs":["#);
        separator = r#"{"ip":"#;
        for address in &pod.addresses {
            self.raw(separator).string(&address.to_string()).raw("}");
            separator = r#",{"ip":"#;
        }
        self.raw("]}}");
    }

    /// Labels, but for one key.
    fn labels(&mut self, labels: &Labels, left_out: &str) -> &mut Self {
        self.raw(r#","labels":{"#);
        let mut separator = "";
        for (key, value) in labels.pairs() {
            if key != left_out {
                self.raw(separator).string(key).raw(":").string(value);
                separator = ",";
            }
        }
        self.raw("}")
    }
}
