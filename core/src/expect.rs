//! Expectations: what shall be able to connect to what, kept beside policies and checked.
//!
//! ```yaml
//! expectations:
//! - name: the web reaches the api, and on that port only
//!   from: shop/web
//!   to: {podSelector: {matchLabels: {app: api}}, namespaceSelector: {}}
//!   ports: [TCP 8443]
//!   expect: allowed
//! ```
//!
//! `from` and `to` are a pod or workload (`namespace/name`), an address, or a peer as a policy has
//! it; `ports` are entries as a policy has them or `TCP 8443`, and all ports where they are left out.
//! An expectation is met if it holds for every pair of ends and every port, and if there is a pair.

use ipnet::IpNet;

use crate::analysis::{AddressRange, Analysis, Class, PortSet};
use crate::cluster::{Cluster, Pod};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::{IpBlock, Namespaces, Peer, Peers, Port, PortRule, Ports, Selector};
use crate::path::FieldPath;
use crate::validate::{ServerVersion, cidr, validate};
use crate::value::Value;

/// The key that makes a document one of expectations.
pub const EXPECTATIONS: &str = "expectations";

/// One entry of a file of expectations.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// What people call it; made of the rest if it has no name.
    pub name: String,
    /// Where it is written.
    pub path: FieldPath,
    /// The sources.
    pub from: Ends,
    /// The destinations.
    pub to: Ends,
    /// The ports.
    pub ports: Ports,
    /// Whether the connections shall be allowed or denied.
    pub allowed: bool,
}

/// The ends that an expectation is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Ends {
    /// Pods, or those of workloads, with a name in a namespace.
    Named {
        /// The namespace.
        namespace: String,
        /// The name of the pod, or of the workload.
        name: String,
    },
    /// Whatever a peer of a policy would be about.
    Peer(Peer),
}

/// One end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A pod, by its index in the cluster.
    Pod(usize),
    /// Addresses outside of the cluster that are answered alike.
    Addresses(AddressRange),
}

/// What came of checking an expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// How many pairs of ends it was checked for. Without any it is not met: it says nothing.
    pub pairs: usize,
    /// The pairs for which it does not hold.
    pub failures: Vec<Failure>,
}

impl Outcome {
    /// Whether the expectation is met.
    pub fn is_met(&self) -> bool {
        self.pairs > 0 && self.failures.is_empty()
    }
}

/// A pair of ends for which an expectation does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The source.
    pub from: (End, Class),
    /// The destination.
    pub to: (End, Class),
    /// The ports on which it is otherwise than expected.
    pub ports: PortSet,
}

/// Reads expectations; what is wrong with the text is in the diagnostics, and left out.
///
/// `None` is a document that is about something else: it has no `expectations`.
pub fn read(document: &Value) -> Option<(Vec<Expectation>, Vec<Diagnostic>)> {
    let list = document.get(EXPECTATIONS)?;
    let path = FieldPath::root().key(EXPECTATIONS);
    let mut reader = Reader { diagnostics: Vec::new() };
    let mut read = Vec::new();
    match list.as_list() {
        Some(items) => {
            for (number, item) in items.iter().enumerate() {
                read.extend(reader.expectation(item, path.index(number)));
            }
        }
        None => reader.wrong(path, "`expectations` is no list", "write a list of expectations"),
    }
    Some((read, reader.diagnostics))
}

/// What can be written where an end is.
const END_HELP: &str = "write `namespace/name`, an address, or a peer as in a policy";

/// The keys of an expectation.
const KEYS: [&str; 5] = ["name", "from", "to", "ports", "expect"];

struct Reader {
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn wrong(&mut self, path: FieldPath, message: impl Into<String>, help: &str) {
        let code = codes::EXPECTATION;
        self.diagnostics.push(Diagnostic::error(code, path, message).with_help(help));
    }

    fn expectation(&mut self, item: &Value, path: FieldPath) -> Option<Expectation> {
        let Some(entries) = item.as_map() else {
            self.wrong(path, "this is no expectation", "write `from`, `to` and `expect`");
            return None;
        };
        for (key, _) in entries {
            if !KEYS.contains(&key.as_str()) {
                let message = ["an expectation has no field `", key, "`"].concat();
                let help = "it has `name`, `from`, `to`, `ports` and `expect`";
                self.wrong(path.key(key), message, help);
            }
        }
        let before = self.diagnostics.len();
        let from = self.ends(item, "from", &path);
        let to = self.ends(item, "to", &path);
        let ports = self.ports(item.get("ports"), &path.key("ports"));
        let allowed = match item.get("expect").and_then(Value::as_str) {
            Some("allowed") => Some(true),
            Some("denied") => Some(false),
            _ => {
                let help = "write `expect: allowed` or `expect: denied`";
                let message = "it is not said what is expected";
                self.wrong(nearest(item, &path, "expect"), message, help);
                None
            }
        };
        if self.diagnostics.len() > before {
            return None;
        }
        let name = match item.get("name").and_then(Value::as_str) {
            Some(name) => name.to_owned(),
            None => {
                let shown = |key| item.get(key).map(shown).unwrap_or_default();
                let verb = if allowed? { "connects to" } else { "does not connect to" };
                [&shown("from"), " ", verb, " ", &shown("to")].concat()
            }
        };
        Some(Expectation { name, path, from: from?, to: to?, ports: ports?, allowed: allowed? })
    }

    fn ends(&mut self, item: &Value, key: &str, path: &FieldPath) -> Option<Ends> {
        let Some(value) = item.get(key) else {
            let message = ["the expectation has no `", key, "`"].concat();
            self.wrong(path.clone(), message, END_HELP);
            return None;
        };
        let path = path.key(key);
        let Some(text) = value.as_str() else {
            let peers = ("from", Value::List(vec![value.clone()]));
            let (peers, _) = self.judge(peers, &FieldPath::root().index(0), &path)?;
            return match peers {
                Peers::Only(peers) => peers.iter().next().cloned().map(Ends::Peer),
                Peers::Any => None,
            };
        };
        let net = match cidr::Cidr::parse(text) {
            Some(block) => Some(block.network),
            None => cidr::address(text).map(IpNet::from),
        };
        match (net, text.split_once('/')) {
            (Some(cidr), _) => {
                Some(Ends::Peer(Peer::IpBlock(IpBlock { cidr, except: Vec::new() })))
            }
            (None, Some((namespace, name))) => {
                Some(Ends::Named { namespace: namespace.to_owned(), name: name.to_owned() })
            }
            (None, None) => {
                self.wrong(path, ["`", text, "` is no end of a connection"].concat(), END_HELP);
                None
            }
        }
    }

    fn ports(&mut self, value: Option<&Value>, path: &FieldPath) -> Option<Ports> {
        let Some(value) = value else { return Some(Ports::All) };
        let Some(items) = value.as_list() else {
            let help = "write a list such as `[TCP 80, UDP 53]`";
            self.wrong(path.clone(), "`ports` is no list", help);
            return None;
        };
        let long: Vec<Value> = items.iter().map(long_port).collect();
        self.judge(("ports", Value::List(long)), &FieldPath::root(), path).map(|(_, ports)| ports)
    }

    /// What a server would make of a field of a rule, so that peers and ports are right here when
    /// they are right in a policy. What `place` has here is at `within` in the rule.
    fn judge(
        &mut self,
        (field, value): (&str, Value),
        within: &FieldPath,
        place: &FieldPath,
    ) -> Option<(Peers, Ports)> {
        let within = within.steps().iter().fold(
            FieldPath::root().key("spec").key("ingress").index(0).key(field),
            |path, step| path.with(step),
        );
        let rule = Value::Map(vec![(field.to_owned(), value)]);
        let text = |text: &str| Value::String(text.to_owned());
        let map = |entries: Vec<(&str, Value)>| {
            let owned = entries.into_iter().map(|(key, value)| (key.to_owned(), value));
            Value::Map(owned.collect())
        };
        let policy = map(vec![
            ("apiVersion", text(crate::draft::API_VERSION)),
            ("kind", text(crate::draft::KIND)),
            ("metadata", map(vec![("name", text("expectation")), ("namespace", text("none"))])),
            (
                "spec",
                map(vec![("podSelector", Value::EMPTY_MAP), ("ingress", Value::List(vec![rule]))]),
            ),
        ]);
        let judgement = validate(&policy, ServerVersion::LATEST);
        for mut found in judgement.diagnostics {
            if found.severity != Severity::Error {
                continue;
            }
            let rest = within.rest_of(&found.path).unwrap_or_default();
            found.path = rest.steps().iter().fold(place.clone(), |path, step| path.with(step));
            // No server is asked about expectations.
            found.cause = None;
            self.diagnostics.push(found);
        }
        let rule = judgement.policy?.ingress.rules().first().cloned()?;
        Some((rule.peers, rule.ports))
    }
}

/// `TCP 80`, `UDP 53-60` or `TCP http` as an entry of `ports`; anything else as it is.
fn long_port(item: &Value) -> Value {
    let Some((protocol, port)) = item.as_str().and_then(|text| text.split_once(' ')) else {
        return item.clone();
    };
    let number = |text: &str| Some(Value::from(i64::from(text.parse::<u16>().ok()?)));
    let entry = |key: &str, value| (key.to_owned(), value);
    let mut entries = vec![entry("protocol", Value::String(protocol.to_owned()))];
    let range =
        port.split_once('-').and_then(|(first, last)| Some((number(first)?, number(last)?)));
    match (range, number(port)) {
        (Some((first, last)), _) => {
            entries.push(entry("port", first));
            entries.push(entry("endPort", last));
        }
        (None, Some(port)) => entries.push(entry("port", port)),
        (None, None) => entries.push(entry("port", Value::String(port.to_owned()))),
    }
    Value::Map(entries)
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_json(), str::to_owned)
}

fn nearest(item: &Value, path: &FieldPath, key: &str) -> FieldPath {
    if item.get(key).is_some() { path.key(key) } else { path.clone() }
}

impl Expectation {
    /// Checks the expectation for every pair of its ends.
    pub fn check(&self, cluster: &Cluster, analysis: &Analysis) -> Outcome {
        let from = self.from.find(cluster, analysis);
        let to = self.to.find(cluster, analysis);
        let mut outcome = Outcome { pairs: 0, failures: Vec::new() };
        for &source in &from {
            for &destination in &to {
                let in_cluster = |end| matches!(end, End::Pod(_));
                // A pod reaches itself, and what is outside is no matter of policies.
                if source.0 == destination.0 || !in_cluster(source.0) && !in_cluster(destination.0)
                {
                    continue;
                }
                outcome.pairs += 1;
                let wanted = self.ports_at(cluster, destination.0);
                let allowed = analysis.allowed(source.1, destination.1);
                let ports = match self.allowed {
                    true => wanted.minus(&allowed),
                    false => wanted.intersection(&allowed),
                };
                if !ports.is_empty() {
                    outcome.failures.push(Failure { from: source, to: destination, ports });
                }
            }
        }
        outcome
    }

    /// The ports at a destination, whose containers decide what a name stands for.
    fn ports_at(&self, cluster: &Cluster, destination: End) -> PortSet {
        let Ports::Only(rules) = &self.ports else { return PortSet::all() };
        let mut ports = PortSet::default();
        for rule in rules.iter() {
            ports.add_rule(rule);
            if let (PortRule { protocol, port: Port::Named(name) }, End::Pod(pod)) =
                (rule, destination)
            {
                for known in &cluster.pods[pod].ports {
                    if known.name == *name && known.protocol == *protocol {
                        ports.add(*protocol, known.number, known.number);
                    }
                }
            }
        }
        ports
    }
}

impl Ends {
    /// The ends that there are, each with its class.
    fn find(&self, cluster: &Cluster, analysis: &Analysis) -> Vec<(End, Class)> {
        let pods = match self {
            Ends::Named { namespace, name } => {
                let is_it = |pod: &Pod| {
                    cluster.namespaces[pod.namespace].name == *namespace
                        && (pod.name == *name || pod.shown_as().1 == name)
                };
                (0..cluster.pods.len()).filter(|&pod| is_it(&cluster.pods[pod])).collect()
            }
            Ends::Peer(Peer::Pods { namespaces, pods }) => {
                let pods = pods.clone().unwrap_or(Selector::EVERYTHING);
                match namespaces {
                    // Without a policy there is no own namespace, so that all are meant.
                    Namespaces::Own => cluster.select("", &Namespaces::All, &pods),
                    _ => cluster.select("", namespaces, &pods),
                }
            }
            Ends::Peer(Peer::IpBlock(block)) => {
                let ranges = analysis.ranges_in(block).into_iter();
                return ranges.map(|(range, class)| (End::Addresses(range), class)).collect();
            }
        };
        pods.into_iter().map(|pod| (End::Pod(pod), analysis.pod(pod))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Settings;
    use crate::cluster;
    use crate::model::Protocol;
    use crate::yaml::{Content, parse};

    const CLUSTER: &str = "\
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}}}
---
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  template:
    metadata: {labels: {app: api}}
    spec: {containers: [{ports: [{name: http, containerPort: 8443}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api, namespace: shop}
spec:
  podSelector: {matchLabels: {app: api}}
  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}, {ipBlock: {cidr: 10.1.0.0/16}}]
    ports: [{port: http}]
";

    fn values(text: &str) -> Vec<Value> {
        let contents = parse(text).into_iter().map(|document| document.content);
        contents
            .filter_map(|content| match content {
                Content::Read(value) => Some(value),
                Content::Empty | Content::Broken => None,
            })
            .collect()
    }

    /// What is not as expected, a line each, or what is wrong with the expectations.
    fn check(expectations: &str) -> Vec<String> {
        let (mut reader, mut policies) = (cluster::Reader::default(), Vec::new());
        for value in values(CLUSTER) {
            if !reader.add(&value) {
                policies.extend(validate(&value, ServerVersion::LATEST).policy);
            }
        }
        let cluster = reader.finish();
        let analysis = Analysis::new(&cluster, &policies, Settings::default());
        let text = format!("expectations:\n{expectations}");
        let (read, diagnostics) = read(&values(&text)[0]).expect("expectations");
        let mut told: Vec<String> =
            diagnostics.iter().map(|found| format!("{}: {}", found.path, found.message)).collect();
        let end = |end: End| match end {
            End::Pod(pod) => cluster.pods[pod].name.clone(),
            End::Addresses(range) => range.to_string(),
        };
        for expectation in &read {
            let outcome = expectation.check(&cluster, &analysis);
            if outcome.pairs == 0 {
                told.push(format!("{}: nothing", expectation.name));
            }
            for Failure { from, to, ports } in outcome.failures {
                let ports = ports.intervals(Protocol::Tcp);
                told.push(format!("{} to {}: {ports:?}", end(from.0), end(to.0)));
            }
        }
        told
    }

    #[test]
    fn what_holds_is_met_and_what_does_not_is_told_by_pair_and_port() {
        let nothing: [&str; 0] = [];
        for met in [
            "- {from: shop/web, to: shop/api, ports: [TCP 8443], expect: allowed}",
            "- {from: shop/web, to: shop/api, ports: [TCP http], expect: allowed}",
            "- {from: shop/web, to: shop/api, ports: [TCP 1-8442, UDP 53], expect: denied}",
            "- {from: {podSelector: {}}, to: shop/web, expect: allowed}",
            "- {from: 10.2.0.1, to: shop/api, expect: denied}",
            "- {from: 10.1.2.0/24, to: shop/api, ports: [{port: 8443}], expect: allowed}",
        ] {
            assert_eq!(check(met), nothing, "{met}");
        }
        assert_eq!(
            check("- {from: shop/web, to: shop/api, ports: [TCP 8440-8450], expect: allowed}"),
            ["web to api: [(8440, 8442), (8444, 8450)]"]
        );
        assert_eq!(
            check("- {from: 10.0.0.0/15, to: shop/api, ports: [TCP 8443], expect: denied}"),
            ["10.1.0.0-10.1.255.255 to api: [(8443, 8443)]"]
        );
        assert_eq!(
            check("- {from: shop/gone, to: shop/api, expect: denied}"),
            ["shop/gone does not connect to shop/api: nothing"]
        );
    }

    #[test]
    fn what_cannot_be_checked_is_told_at_its_place() {
        assert_eq!(
            check("- {from: shop/web, expect: denied}"),
            ["expectations[0]: the expectation has no `to`"]
        );
        assert_eq!(
            check("- {from: shop, to: shop/api, expect: maybe, port: 1}"),
            [
                "expectations[0].port: an expectation has no field `port`",
                "expectations[0].from: `shop` is no end of a connection",
                "expectations[0].expect: it is not said what is expected",
            ]
        );
        let told =
            check("- {from: {podSelector: {matchLabels: {-a: b}}}, to: shop/api, expect: denied}");
        assert!(told[0].starts_with("expectations[0].from.podSelector.matchLabels"), "{told:?}");
        let told = check("- {from: shop/web, to: shop/api, ports: [TCP 70000], expect: denied}");
        assert!(told[0].starts_with("expectations[0].ports[0].port"), "{told:?}");
    }
}
