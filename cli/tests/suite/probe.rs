//! `netpol probe` and the sets of `netpol reach` against what other implementations agree on.

use std::collections::BTreeMap;
use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use netpol_tests::golden;
use serde_json::Value;

use crate::support::{Directory, Ran, SHOP, netpol};

/// How many scenarios were recorded.
const SCENARIOS: usize = 210;

fn scenarios() -> Vec<(PathBuf, Value)> {
    let root = golden::workspace("tests/corpus/connectivity");
    let mut found = Vec::new();
    for entry in fs::read_dir(root).expect("the corpus") {
        let path = entry.expect("a scenario").path();
        let text = fs::read_to_string(path.join("expected.json")).expect("a complete scenario");
        found.push((path, serde_json::from_str(&text).expect("JSON")));
    }
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    assert_eq!(found.len(), SCENARIOS);
    found
}

fn run(scenario: &Path, arguments: &[&str]) -> Ran {
    let mut command = netpol(scenario);
    Ran::of(command.args(arguments).args(["cluster.yaml", "policies.yaml"]), "")
}

fn texts(list: &Value) -> Vec<&str> {
    let texts = list.as_array().expect("a list").iter();
    texts.map(|text| text.as_str().expect("text")).collect()
}

/// The addresses of a scenario, in the order in which they come up.
fn addresses(expected: &Value) -> Vec<&str> {
    let mut addresses = Vec::new();
    for connection in expected["connections"].as_array().expect("connections") {
        let to = connection["to"].as_str().expect("an end");
        if to.parse::<IpAddr>().is_ok() && !addresses.contains(&to) {
            addresses.push(to);
        }
    }
    addresses
}

#[test]
fn whole_answers_are_as_recorded() {
    for (scenario, expected) in scenarios() {
        let mut arguments = vec!["probe", "--output", "json"];
        for probe in texts(&expected["probes"]) {
            arguments.extend(["--probe", probe]);
        }
        for address in addresses(&expected) {
            arguments.extend(["--ip", address]);
        }
        let ran = run(&scenario, &arguments);
        assert_eq!(ran.status, 0, "{scenario:?}: {}", ran.err);
        let answer: Value = serde_json::from_str(&ran.out).expect("JSON");
        assert!(answer == expected, "{scenario:?}:\n{}", ran.out);
    }
}

/// Whether a text like `53,80-90`, or `all`, has a port.
fn has_port(ports: &str, port: u16) -> bool {
    ports.split(',').any(|part| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.parse::<u16>().expect("a port");
        part == "all" || (number(first)..=number(last)).contains(&port)
    })
}

/// The probes that the entries of `reach` between two ends have.
fn found<'a>(entries: &[&Value], probes: &[&'a str]) -> Vec<&'a str> {
    let allows = |probe: &&&str| {
        let (protocol, port) = probe.split_once(' ').expect("a probe");
        let port = port.parse().expect("a port");
        let connections = entries.iter().flat_map(|entry| entry["connections"].as_array());
        connections.flatten().any(|one| {
            one["protocol"] == protocol && has_port(one["ports"].as_str().expect("ports"), port)
        })
    };
    probes.iter().filter(allows).copied().collect()
}

/// The entries of `reach` by their ends; a range of addresses by each address in it.
fn by_ends<'a>(reach: &'a Value, addresses: &[&str]) -> BTreeMap<(String, String), Vec<&'a Value>> {
    let names = |end: &Value| -> Vec<String> {
        let end = end.as_str().expect("an end");
        if let Some((name, _)) = end.split_once('[') {
            return vec![name.to_owned()];
        }
        let (first, last) = end.split_once('-').expect("a range");
        let parse = |text: &str| text.parse::<IpAddr>().expect("an address");
        let (first, last) = (parse(first), parse(last));
        let is_in = |text: &&&str| {
            let address = parse(text);
            address.is_ipv4() == first.is_ipv4() && first <= address && address <= last
        };
        addresses.iter().filter(is_in).map(|text| (*text).to_owned()).collect()
    };
    let mut found: BTreeMap<(String, String), Vec<&Value>> = BTreeMap::new();
    for entry in reach.as_array().expect("a list") {
        for from in names(&entry["from"]) {
            for to in names(&entry["to"]) {
                found.entry((from.clone(), to)).or_default().push(entry);
            }
        }
    }
    found
}

#[test]
fn the_sets_of_reach_are_as_recorded() {
    for (scenario, expected) in scenarios() {
        let ran = run(&scenario, &["reach", "--by", "pod", "--output", "json"]);
        assert_eq!(ran.status, 0, "{scenario:?}: {}", ran.err);
        let reach: Value = serde_json::from_str(&ran.out).expect("JSON");
        let probes = texts(&expected["probes"]);
        let by_ends = by_ends(&reach, &addresses(&expected));
        for connection in expected["connections"].as_array().expect("connections") {
            let end = |key: &str| connection[key].as_str().expect("an end").to_owned();
            let entries = by_ends.get(&(end("from"), end("to"))).cloned().unwrap_or_default();
            assert!(entries.len() <= 1, "{scenario:?}: {connection} is in several ranges");
            let found = found(&entries, &probes);
            assert_eq!(found, texts(&connection["allowed"]), "{scenario:?}: {connection}");
        }
    }
}

#[test]
fn people_get_a_line_for_each_pair() {
    let directory = Directory::with(&[("shop.yaml", SHOP)]);
    let program = netpol(directory.path()).get_program().to_owned();
    let mut command = std::process::Command::new(program);
    let arguments = ["--probe", "TCP 5432", "--probe", "UDP 53", "--ip", "10.2.0.1", "shop.yaml"];
    let ran = Ran::of(command.current_dir(directory.path()).arg("probe").args(arguments), "");
    let expected = "\
shop/web -> shop/db: TCP 5432
shop/web -> 10.2.0.1: TCP 5432, UDP 53
shop/db -> shop/web: none
shop/db -> 10.2.0.1: none
10.2.0.1 -> shop/web: TCP 5432, UDP 53
10.2.0.1 -> shop/db: UDP 53
";
    assert_eq!((ran.out.as_str(), ran.err.as_str(), ran.status), (expected, "", 0));
}

#[test]
fn a_probe_is_a_protocol_and_a_port() {
    let directory = Directory::with(&[("shop.yaml", SHOP)]);
    for (probe, reason) in [
        ("80", "write it like `TCP 80`"),
        ("tcp 80", "the protocol is TCP, UDP or SCTP"),
        ("TCP 0", "the port is a number from 1 to 65535"),
        ("TCP http", "the port is a number from 1 to 65535"),
    ] {
        let mut command = netpol(directory.path());
        let ran = Ran::of(command.args(["probe", "--probe", probe, "shop.yaml"]), "");
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{probe}");
        assert!(ran.err.contains(reason), "{}", ran.err);
    }
}
