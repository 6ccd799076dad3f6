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
//! A named port is expected of the destinations that have it, and some have to.

use ipnet::IpNet;

use crate::analysis::{AddressRange, Analysis, Class, PortSet, pods_named};
use crate::cluster::Cluster;
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::model::{IpBlock, Namespaces, Peer, Peers, Port, PortRule, Ports, Selector};
use crate::order;
use crate::path::FieldPath;
use crate::sentence::Sentence;
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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// How many pairs of ends it was checked for. Without any it is not met: it says nothing.
    pub pairs: usize,
    /// The pairs for which it does not hold.
    pub failures: Vec<Failure>,
    /// The names of ports that no destination has, so that nothing could be checked for them.
    pub idle: Vec<String>,
}

impl Outcome {
    /// Whether the expectation is met.
    pub fn is_met(&self) -> bool {
        self.pairs > 0 && self.failures.is_empty() && self.idle.is_empty()
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
    fn wrong(&mut self, path: FieldPath, message: impl Into<Sentence>, help: &'static str) {
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
                let message = Sentence::of("an expectation has no field `{0}`").as_is(key.clone());
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
            let message = Sentence::of("the expectation has no `{0}`").as_is(key.to_owned());
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
                let message = Sentence::of("`{0}` is no end of a connection");
                self.wrong(path, message.as_is(text.to_owned()), END_HELP);
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
        let within = FieldPath::root().key("spec").key("ingress").index(0).key(field).join(within);
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
            found.path = place.join(&rest);
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
        let targets = self.targets(&to, cluster);
        let mut sources: Vec<usize> = (0..from.len()).collect();
        sources = order::sorted(sources, |&a, &b| from[a].1.cmp(&from[b].1));
        let (mut pairs, mut failures) = (0, Vec::new());
        for alike in sources.chunk_by(|&a, &b| from[a].1 == from[b].1) {
            // What is otherwise, by kind of target: worked out once for sources that are alike.
            let mut row: Vec<Option<PortSet>> = vec![None; targets.kinds.len()];
            for &source in alike {
                for (&destination, &kind) in to.iter().zip(&targets.kind_of) {
                    let (class, wanted) = &targets.kinds[kind];
                    if wanted.is_empty() || !is_pair(from[source].0, destination.0, cluster) {
                        continue;
                    }
                    pairs += 1;
                    let ports = row[kind].get_or_insert_with(|| {
                        let allowed = analysis.allowed(from[source].1, *class);
                        match self.allowed {
                            true => wanted.minus(&allowed),
                            false => wanted.intersection(&allowed),
                        }
                    });
                    if !ports.is_empty() {
                        let ports = ports.clone();
                        let failure = Failure { from: from[source], to: destination, ports };
                        failures.push((source, failure));
                    }
                }
            }
        }
        let failures = order::sorted(failures, |a, b| a.0.cmp(&b.0));
        let failures = failures.into_iter().map(|(_, failure)| failure).collect();
        Outcome { pairs, failures, idle: targets.idle }
    }

    /// Which destinations are to be held against the same ports in the same way.
    fn targets(&self, to: &[(End, Class)], cluster: &Cluster) -> Targets {
        let mut targets = Targets { kinds: Vec::new(), kind_of: Vec::new(), idle: self.names() };
        let mut known: Vec<(Class, PortSet, usize)> = Vec::new();
        for &(destination, class) in to {
            let wanted = self.ports_at(cluster, destination, &mut targets.idle);
            let compare =
                |other: &(Class, PortSet, usize)| (other.0, &other.1).cmp(&(class, &wanted));
            let kind = match known.binary_search_by(compare) {
                Ok(at) => known[at].2,
                Err(at) => {
                    targets.kinds.push((class, wanted.clone()));
                    known.insert(at, (class, wanted, targets.kinds.len() - 1));
                    targets.kinds.len() - 1
                }
            };
            targets.kind_of.push(kind);
        }
        targets
    }

    /// The names of ports that it has, each once.
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let Ports::Only(rules) = &self.ports else { return names };
        for rule in rules.iter() {
            if let Port::Named(name) = &rule.port
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        names
    }

    /// The ports at a destination, whose containers decide what a name stands for; takes the names
    /// that it knows from those that are idle.
    fn ports_at(&self, cluster: &Cluster, destination: End, idle: &mut Vec<String>) -> PortSet {
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
                        idle.retain(|idle| idle != name);
                    }
                }
            }
        }
        ports
    }
}

/// The destinations of an expectation.
struct Targets {
    /// What differs among them: the class, and the ports that are expected.
    kinds: Vec<(Class, PortSet)>,
    /// For each destination the index of its kind.
    kind_of: Vec<usize>,
    /// The names of ports that none of them has.
    idle: Vec<String>,
}

/// Whether policies have a say between two ends: a pod reaches itself, and what is outside is no
/// matter of theirs.
fn is_pair(from: End, to: End, cluster: &Cluster) -> bool {
    match (from, to) {
        (End::Pod(from), End::Pod(to)) => from != to || !cluster.pods[from].is_one(),
        (End::Addresses(_), End::Addresses(_)) => false,
        _ => true,
    }
}

impl End {
    /// What it is called: `shop/web`, `10.0.0.1` or `10.0.0.0-10.0.0.255`.
    pub fn name(self, cluster: &Cluster) -> String {
        match self {
            End::Pod(pod) => cluster.pod_name(pod),
            End::Addresses(range) if range.first == range.last => range.first.to_string(),
            End::Addresses(range) => range.to_string(),
        }
    }
}

impl Ends {
    /// The ends that there are, each with its class.
    fn find(&self, cluster: &Cluster, analysis: &Analysis) -> Vec<(End, Class)> {
        let pods = match self {
            Ends::Named { namespace, name } => pods_named(namespace, name, cluster).0,
            Ends::Peer(Peer::Pods { namespaces, pods }) => {
                let everything = Selector::EVERYTHING;
                // Without a policy there is no own namespace, so that all are meant.
                let namespaces = match namespaces {
                    Namespaces::Own => &Namespaces::All,
                    of_some => of_some,
                };
                let mut found =
                    cluster.select("", namespaces, pods.as_ref().unwrap_or(&everything));
                found.retain(|&pod| !analysis.is_on_node(analysis.pod(pod)));
                found
            }
            Ends::Peer(Peer::IpBlock(block)) => {
                // The address of a pod is that pod.
                let is_one = block.cidr.prefix_len() == block.cidr.max_prefix_len();
                let pod = match is_one && block.except.is_empty() {
                    true => analysis.pod_at(block.cidr.addr(), cluster),
                    false => None,
                };
                match pod {
                    Some(pod) => vec![pod],
                    None => {
                        let ranges = analysis.ranges_in(block).into_iter();
                        return ranges.map(|(range, to)| (End::Addresses(range), to)).collect();
                    }
                }
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
    use crate::yaml::parse;

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
kind: Pod
metadata: {name: one, namespace: shop}
status: {podIP: 10.1.9.9}
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
        parse(text).into_iter().filter_map(|document| document.content.into_value()).collect()
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
        let end = |end: End| end.name(&cluster).replace("shop/", "");
        for expectation in &read {
            let outcome = expectation.check(&cluster, &analysis);
            assert_eq!(
                outcome.is_met(),
                outcome == Outcome { pairs: outcome.pairs.max(1), ..Outcome::default() }
            );
            told.extend(outcome.idle.iter().map(|name| format!("idle: {name}")));
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
    fn a_name_of_a_port_that_no_destination_has_is_never_met() {
        for expect in ["allowed", "denied"] {
            let told = check(&format!(
                "- {{name: x, from: shop/web, to: shop/api, ports: [TCP htpp], expect: {expect}}}"
            ));
            assert_eq!(told, ["idle: htpp", "x: nothing"], "{expect}");
        }
        let both = "ports: [TCP 8443, TCP htpp], expect: allowed";
        let told = check(&format!("- {{from: shop/web, to: shop/api, {both}}}"));
        assert_eq!(told, ["idle: htpp"]);
        // It is expected of those that have it.
        let told =
            check("- {from: shop/web, to: {podSelector: {}}, ports: [TCP http], expect: allowed}");
        assert_eq!(told, [""; 0]);
    }

    #[test]
    fn selectors_find_pods_of_host_networks_where_they_are_like_others() {
        let text = "{kind: Pod, metadata: {name: agent, labels: {app: agent}}, \
                    spec: {hostNetwork: true}}\n---\n{kind: Pod, metadata: {name: db}}\n---\n\
                    expectations: [{from: {podSelector: {matchLabels: {app: agent}}}, \
                    to: default/db, expect: allowed}]";
        let values = values(text);
        let mut reader = cluster::Reader::default();
        values.iter().for_each(|value| {
            reader.add(value);
        });
        let cluster = reader.finish();
        let (read, _) = read(&values[2]).expect("expectations");
        for host_network_like_pods in [false, true] {
            let settings = Settings { host_network_like_pods, ..Settings::default() };
            let analysis = Analysis::new(&cluster, &[], settings);
            let outcome = read[0].check(&cluster, &analysis);
            assert_eq!(outcome.is_met(), host_network_like_pods);
        }
    }

    #[test]
    fn ends_are_named_as_in_questions() {
        let nothing: [&str; 0] = [];
        let met = "- {from: 'shop/web[Deployment]', to: 'shop/api[Deployment]', ports: [TCP http], \
                   expect: allowed}";
        assert_eq!(check(met), nothing);
        let told = check("- {name: x, from: 'shop/web[Job]', to: shop/api, expect: allowed}");
        assert_eq!(told, ["x: nothing"]);
        // The pods of a workload are several, and they may meet.
        let told = check("- {from: shop/api, to: shop/api, ports: [TCP 1], expect: allowed}");
        assert_eq!(told, ["api to api: [(1, 1)]"]);
        // A pod of its own meets only itself, and an address of a pod is that pod.
        let told = check("- {name: x, from: shop/one, to: 10.1.9.9, expect: denied}");
        assert_eq!(told, ["x: nothing"]);
        let told = check("- {from: 10.1.9.9, to: shop/api, ports: [TCP 8443], expect: denied}");
        assert_eq!(told, nothing);
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
