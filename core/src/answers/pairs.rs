//! Answers about every pair of ends: `reach`, `probe` and `diff`.
//!
//! There can be millions of pairs, so these are written as text, a line for each, and put together
//! from pieces that are made once: the ends, and the few different sets of ports.

use std::fmt;
use std::net::IpAddr;
use std::rc::Rc;
use std::str::FromStr;

use super::{list, port_list};
use crate::analysis::{
    Analysis, Change, Changes, Class, Connection, End, Matrix, PortSet, Reach, SetId,
};
use crate::describe::verdict;
use crate::gather::Gathered;
use crate::model::Protocol;
use crate::validate::cidr;
use crate::value::write_json_string;

/// Where the text goes, piece by piece; a fault ends the writing.
pub type Write<'a, E> = dyn FnMut(&str) -> Result<(), E> + 'a;

/// A port that is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The protocol.
    pub protocol: Protocol,
    /// The port of the destination.
    pub port: u16,
}

impl fmt::Display for Probe {
    /// `TCP 80`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.protocol, self.port)
    }
}

impl FromStr for Probe {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (protocol, port) = text.split_once(' ').ok_or("write it like `TCP 80`")?;
        let protocol = Protocol::parse(protocol).ok_or("the protocol is TCP, UDP or SCTP")?;
        let port = port.parse().ok().filter(|&port| port > 0);
        Ok(Probe { protocol, port: port.ok_or("the port is a number from 1 to 65535")? })
    }
}

/// Reads an address as the API server does.
pub fn address(text: &str) -> Option<IpAddr> {
    cidr::address(text)
}

/// What each set of ports is as text, made when it is first asked for.
#[derive(Default)]
struct Sets(Vec<Option<String>>);

impl Sets {
    fn text(&mut self, id: SetId, set: &PortSet, make: &dyn Fn(&PortSet) -> String) -> &str {
        if self.0.len() <= id.index() {
            self.0.resize(id.index() + 1, None);
        }
        self.0[id.index()].get_or_insert_with(|| make(set))
    }
}

/// Writes everything that may be connected: `[{from, to, connections: [{protocol, ports}]}]`.
pub fn reach<E>(reach: &mut Reach, write: &mut Write<'_, E>) -> Result<(), E> {
    let names: Vec<String> = reach.workloads().iter().map(|it| json_string(&it.name)).collect();
    let (mut sets, mut before) = (Sets::default(), "[\n{\"from\":");
    let mut pair = |from: &str, to: &str, ports: &str| {
        let line = [before, from, ",\"to\":", to, ",\"connections\":", ports, "}"].concat();
        before = ",\n{\"from\":";
        write(&line)
    };
    let ports = |set: &PortSet| port_list(set).to_json();
    for from in 0..names.len() {
        for Connection { other, ports: id } in reach.leaving(from) {
            let ports = sets.text(id, reach.set(id), &ports);
            pair(&names[from], &end(other, &names), ports)?;
        }
    }
    for to in 0..names.len() {
        for Connection { other, ports: id } in reach.from_outside(to).to_vec() {
            let ports = sets.text(id, reach.set(id), &ports);
            pair(&end(other, &names), &names[to], ports)?;
        }
    }
    let is_empty = before.starts_with('[');
    write(if is_empty { "[\n]\n" } else { "\n]\n" })
}

/// Writes for each pair of ends the probes that get through: `{probes, connections: [{from, to,
/// allowed}]}`.
///
/// The ends are the pods in their order and then the addresses. Nothing is said of an end and
/// itself, nor of two addresses.
pub fn probes<E>(
    gathered: &Gathered,
    analysis: &Rc<Analysis>,
    asked: &[Probe],
    addresses: &[IpAddr],
    write: &mut Write<'_, E>,
) -> Result<(), E> {
    let pods = gathered.cluster.pods.len();
    let mut ends: Vec<(String, Class)> = Vec::with_capacity(pods + addresses.len());
    for pod in 0..pods {
        ends.push((json_string(&gathered.cluster.pod_name(pod)), analysis.pod(pod)));
    }
    for address in addresses {
        ends.push((json_string(&address.to_string()), analysis.address(*address)));
    }
    let texts = |probes: &[Probe]| list(probes, |probe| probe.to_string().into()).to_json();
    write(&["{\"probes\":", &texts(asked), ",\"connections\":["].concat())?;
    let allowed = |set: &PortSet| {
        let mut through = asked.to_vec();
        through.retain(|probe| set.contains(probe.protocol, probe.port));
        texts(&through)
    };
    let (mut matrix, mut sets) = (Matrix::new(analysis), Sets::default());
    let mut before = "\n{\"from\":";
    for (number, (from, class)) in ends.iter().enumerate() {
        let row = matrix.row(*class).to_vec();
        let others = if number < pods { ends.len() } else { pods };
        for (other, (to, class)) in ends.iter().enumerate().take(others) {
            if other == number {
                continue;
            }
            let id = row[class.index()];
            let allowed = sets.text(id, matrix.set(id), &allowed);
            write(&[before, from, ",\"to\":", to, ",\"allowed\":", allowed, "}"].concat())?;
            before = ",\n{\"from\":";
        }
    }
    write("\n]}\n")
}

/// Writes which connections one version allows and the other does not: `{onlyBefore, onlyAfter,
/// changes: [{from, to, change, before, after}]}`.
pub fn differences<E>(changes: &Changes, write: &mut Write<'_, E>) -> Result<(), E> {
    let texts = |names: &[String]| list(names, |name| name.as_str().into()).to_json();
    let (before, after) = (texts(&changes.only_before), texts(&changes.only_after));
    let start = ["{\"onlyBefore\":", &before, ",\"onlyAfter\":", &after, ",\"changes\":["];
    write(&start.concat())?;
    let names: Vec<String> = changes.workloads.iter().map(|name| json_string(name)).collect();
    let mut pieces = Vec::new();
    for it in changes.differences() {
        let (before, after) = (port_list(&it.before).to_json(), port_list(&it.after).to_json());
        let kind = verdict::change(it.kind);
        pieces.push([kind, "\",\"before\":", &before, ",\"after\":", &after].concat());
    }
    for (number, Change { from, to, difference }) in changes.changes.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let (from, to) = (end(*from, &names), end(*to, &names));
        let rest = &pieces[difference.index()];
        let line = [comma, "\n{\"from\":", &from, ",\"to\":", &to, ",\"change\":\"", rest, "}"];
        write(&line.concat())?;
    }
    write("\n]}\n")
}

fn end(end: End, names: &[String]) -> String {
    match end {
        End::Workload(number) => names[number].clone(),
        End::Addresses(range) => json_string(&range.to_string()),
    }
}

fn json_string(text: &str) -> String {
    let mut json = String::new();
    write_json_string(text, &mut json);
    json
}
