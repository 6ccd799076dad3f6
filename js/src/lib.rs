//! `netpol-core` for JavaScript: text in, plain objects out, without a page.
//!
//! What comes out are the objects of the command line's JSON, so that its documentation holds here.
//! They cross as text, which every engine reads faster than objects that are put together one by
//! one; `js/netpol-core.mjs` around this makes objects of it. Types are made from the table in [`types`].

pub mod types;

use std::rc::Rc;

use netpol_core::analysis::{Analysis, Connection, End, Grouping, Matrix, Reach, Settings};
use netpol_core::cluster::{Cluster, Reader};
use netpol_core::edit::objects;
use netpol_core::json::{self, Description, Findings, JsonMap, Place, list};
use netpol_core::model::{Policy, Protocol};
use netpol_core::review::review;
use netpol_core::validate::{self, ServerVersion};
use netpol_core::value::Value;
use netpol_core::yaml::{self, Content, LineIndex};
use wasm_bindgen::prelude::*;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What the API server of a version answers to each object of a text.
#[wasm_bindgen(js_name = validate)]
pub fn validate_text(text: &str, file: &str, version: &str) -> Result<String, String> {
    let server = server(version)?;
    let lines = LineIndex::new(text);
    let answers = list(review(text, server).iter().enumerate(), |(document, review)| {
        let place = Place { file, text, lines: &lines, document };
        json::validation(&place, review, Findings::Told)
    });
    Ok(answers.to_json())
}

/// What each policy of a text means.
#[wasm_bindgen]
pub fn describe(text: &str, file: &str) -> String {
    let lines = LineIndex::new(text);
    let reviews = review(text, ServerVersion::LATEST);
    let told = list(reviews.iter().enumerate(), |(document, review)| {
        let place = Place { file, text, lines: &lines, document };
        json::description(&place, review, &Description::of(review))
    });
    told.to_json()
}

/// Each document of a text as `kubectl` reads it: `{"value": …}`, or `{"message": …}` if it cannot.
#[wasm_bindgen]
pub fn parse(text: &str) -> String {
    let documents = yaml::parse(text).into_iter().filter(|it| it.content != Content::Empty);
    let read = list(documents, |document| match document.content {
        Content::Read(value) => Value::map(vec![("value", value)]),
        _ => {
            let found = document.diagnostics.into_iter().next();
            let message = found.map(|found| found.message).unwrap_or_default();
            Value::map(vec![("message", message.into())])
        }
    });
    read.to_json()
}

/// A value, given as JSON, as YAML that `kubectl` reads as this value.
#[wasm_bindgen]
pub fn emit(json: &str) -> Result<String, String> {
    match yaml::parse(json).pop().map(|document| document.content) {
        Some(Content::Read(value)) => Ok(yaml::emit(&value)),
        _ => Err("only what JSON can say is written".to_owned()),
    }
}

/// The pods of some files under those of their policies that the server accepts.
#[wasm_bindgen]
pub struct Workspace {
    cluster: Cluster,
    analysis: Rc<Analysis>,
}

#[wasm_bindgen]
impl Workspace {
    /// Reads the texts of files; `settings` are the names of those that are switched to what is not
    /// usual.
    #[wasm_bindgen(constructor)]
    pub fn new(
        texts: Vec<String>,
        version: &str,
        settings: Vec<String>,
    ) -> Result<Workspace, String> {
        let (settings, server) = (self::settings(&settings)?, server(version)?);
        let (mut reader, mut policies) = (Reader::default(), Vec::new());
        for text in &texts {
            for document in yaml::parse(text) {
                let Content::Read(value) = document.content else { continue };
                for place in objects::places(&value) {
                    let object = objects::object_at(&value, &place);
                    if let Some(object) = object.filter(|object| !reader.add(object)) {
                        add_policy(validate::validate(&object, server).policy, &mut policies);
                    }
                }
            }
        }
        let cluster = reader.finish();
        let analysis = Rc::new(Analysis::new(&cluster, &policies, settings));
        Ok(Workspace { cluster, analysis })
    }

    /// Who may connect to whom: only pairs that may, by workload or by pod.
    pub fn reach(&self, by_pod: bool) -> String {
        let grouping = if by_pod { Grouping::Pod } else { Grouping::Workload };
        let mut reach = Reach::new(&self.cluster, &self.analysis, grouping);
        let mut connections = Vec::new();
        for from in 0..reach.workloads().len() {
            for Connection { other, ports } in reach.leaving(from) {
                connections.push((End::Workload(from), other, ports));
            }
        }
        for to in 0..reach.workloads().len() {
            for Connection { other, ports } in reach.from_outside(to).to_vec() {
                connections.push((other, End::Workload(to), ports));
            }
        }
        let all = list(connections, |(from, to, ports)| {
            let mut map = JsonMap::default();
            map.put("from", end(&reach, from));
            map.put("to", end(&reach, to));
            map.put("connections", json::ports(reach.set(ports)));
            map.finish()
        });
        all.to_json()
    }

    /// Which probes, each like `TCP 80`, get through between all pods and addresses.
    pub fn probe(&self, probes: Vec<String>, addresses: Vec<String>) -> Result<String, String> {
        let mut parsed = Vec::new();
        for probe in &probes {
            let parts = probe.split_once(' ');
            let protocol = parts.and_then(|(protocol, _)| Protocol::parse(protocol));
            let port = parts.and_then(|(_, port)| port.parse::<u16>().ok());
            let (Some(protocol), Some(port)) = (protocol, port) else {
                return Err(["`", probe, "` is no probe; write it like `TCP 80`"].concat());
            };
            parsed.push((protocol, port));
        }
        let Workspace { cluster, analysis } = self;
        let mut ends = Vec::new();
        for pod in 0..cluster.pods.len() {
            ends.push((cluster.pod_name(pod), analysis.pod(pod)));
        }
        for address in addresses {
            match analysis.find(&address, cluster) {
                Ok(end) if !address.contains('/') => ends.push((address, end.class)),
                _ => return Err(["`", &address, "` is no address"].concat()),
            }
        }
        let mut matrix = Matrix::new(analysis);
        let mut connections = Vec::new();
        for (from, (name, class)) in ends.iter().enumerate() {
            let row = matrix.row(*class).to_vec();
            // Nothing is said of one address and another.
            let others = if from < cluster.pods.len() { ends.len() } else { cluster.pods.len() };
            for (to, (other, class)) in ends.iter().enumerate().take(others) {
                if from == to {
                    continue;
                }
                let ports = matrix.set(row[class.index()]);
                let mut allowed = Vec::new();
                for (text, (protocol, port)) in probes.iter().zip(&parsed) {
                    if ports.contains(*protocol, *port) {
                        allowed.push(Value::from(text.as_str()));
                    }
                }
                connections.push(Value::map(vec![
                    ("from", name.as_str().into()),
                    ("to", other.as_str().into()),
                    ("allowed", Value::List(allowed)),
                ]));
            }
        }
        let probes = list(probes, Value::from);
        let answers = vec![("probes", probes), ("connections", Value::List(connections))];
        Ok(Value::map(answers).to_json())
    }
}

/// Adds a policy in place of an earlier one with its namespace and name, as in a cluster.
fn add_policy(policy: Option<Policy>, policies: &mut Vec<Policy>) {
    let Some(policy) = policy else { return };
    let is_it = |other: &Policy| {
        let namespace = |policy: &Policy| policy.namespace.clone().unwrap_or("default".to_owned());
        other.name == policy.name
            && !policy.name.is_empty()
            && namespace(other) == namespace(&policy)
    };
    match policies.iter().position(is_it) {
        Some(earlier) => policies[earlier] = policy,
        None => policies.push(policy),
    }
}

fn end(reach: &Reach, end: End) -> String {
    match end {
        End::Workload(number) => reach.workloads()[number].name.clone(),
        End::Addresses(range) => range.to_string(),
    }
}

fn server(version: &str) -> Result<ServerVersion, String> {
    if version.is_empty() {
        return Ok(ServerVersion::LATEST);
    }
    version.parse().map_err(|_| ["`", version, "` is no version; write 1.36"].concat())
}

fn settings(names: &[String]) -> Result<Settings, String> {
    let mut settings = Settings::default();
    for name in names {
        match name.as_str() {
            "notEnforced" => settings.enforced = false,
            "ipBlocksMatchPods" => settings.ip_blocks_match_pods = true,
            "hostNetworkLikePods" => settings.host_network_like_pods = true,
            "noSctp" => settings.sctp = false,
            _ => return Err(["there is no setting `", name, "`"].concat()),
        }
    }
    Ok(settings)
}
