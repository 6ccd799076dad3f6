//! Promise two: who may connect to whom, as three independent implementations agree on it.
//!
//! `tests/corpus/connectivity` holds clusters, policies, and for each pair of ends the probes that
//! are allowed. The corpus is never edited to make this pass.

use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::rc::Rc;

use netpol_core::analysis::{Analysis, Class, Matrix, Settings};
use netpol_core::cluster::{Cluster, Reader};
use netpol_core::model::{Policy, Protocol};
use netpol_core::validate::{ServerVersion, validate};
use netpol_core::yaml::{Content, parse};
use netpol_tests::report_conformance;
use serde_json::Value as Json;

/// How many scenarios were recorded.
const SCENARIOS: usize = 210;

#[test]
fn connections_are_allowed_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/connectivity");
    let mut scenarios: Vec<_> = fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("the corpus can be read").path())
        .collect();
    scenarios.sort();
    let (mut right, mut probes) = (0, 0);
    let mut differences = Vec::new();
    for scenario in &scenarios {
        let before = differences.len();
        probes += compare(scenario, &mut differences);
        right += usize::from(differences.len() == before);
    }
    report_conformance(&format!(
        "{right} of {} connectivity scenarios, {probes} probes",
        scenarios.len()
    ));
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    assert_eq!(scenarios.len(), SCENARIOS, "scenarios found");
}

/// Compares the answers of a scenario; returns how many probes it has.
fn compare(scenario: &Path, differences: &mut Vec<String>) -> usize {
    let text = |name: &str| fs::read_to_string(scenario.join(name)).expect("a complete scenario");
    let (cluster, policies) = read(&[text("cluster.yaml"), text("policies.yaml")]);
    let expected: Json = serde_json::from_str(&text("expected.json")).expect("JSON");
    let analysis = Rc::new(Analysis::new(&cluster, &policies, Settings::default()));
    let mut matrix = Matrix::new(&analysis);
    let class = |end: &Json| class(&cluster, &analysis, end.as_str().expect("an end"));
    let mut probes = 0;
    for connection in expected["connections"].as_array().expect("connections") {
        let (from, to) = (class(&connection["from"]), class(&connection["to"]));
        let allowed = analysis.allowed(from, to);
        let cell = matrix.row(from)[to.index()];
        assert_eq!(*matrix.set(cell), allowed, "the matrix and the single answer");
        for probe in expected["probes"].as_array().expect("probes") {
            let name = probe.as_str().expect("a probe");
            let (protocol, port) = name.split_once(' ').expect("protocol and port");
            let protocol = Protocol::parse(protocol).expect("a protocol");
            let port = port.parse().expect("a port");
            let found = allowed.contains(protocol, port);
            let explained = analysis.explain(from, to, protocol, port).is_allowed();
            let recorded = connection["allowed"].as_array().expect("a list").contains(probe);
            if found != recorded || explained != recorded {
                let ends = format!("{} to {}", connection["from"], connection["to"]);
                differences.push(format!("{scenario:?}: {ends}, {name}: {found} {explained}"));
            }
            probes += 1;
        }
    }
    probes
}

/// The cluster and the policies of some texts.
pub fn read(texts: &[String]) -> (Cluster, Vec<Rc<Policy>>) {
    let (mut reader, mut policies) = (Reader::default(), Vec::new());
    for document in texts.iter().flat_map(|text| parse(text)) {
        let Content::Read(object) = document.content else { continue };
        if !reader.add(&object) {
            let judgement = validate(&object, ServerVersion::LATEST);
            policies.push(judgement.policy.expect("a policy that is accepted"));
        }
    }
    (reader.finish(), policies)
}

/// The class of `namespace/pod`, or of an address.
fn class(cluster: &Cluster, analysis: &Analysis, end: &str) -> Class {
    let Some((namespace, name)) = end.split_once('/') else {
        return analysis.address(end.parse::<IpAddr>().expect("an address"));
    };
    let namespace = cluster.namespace(namespace).expect("a namespace");
    let is_it = |pod: &&netpol_core::cluster::Pod| pod.namespace == namespace && pod.name == name;
    let pod = cluster.pods.iter().position(|pod| is_it(&pod)).expect("a pod");
    analysis.pod(pod)
}
