//! `netpol probe`: for each pair of ends the probes that get through.

use std::fmt;
use std::io::{self, Write};
use std::net::IpAddr;
use std::str::FromStr;

use netpol_core::analysis::{Class, Matrix, SetId};
use netpol_core::model::Protocol;
use netpol_core::value::write_json_string;

use crate::Outcome;
use crate::output::{Output, plain};
use crate::snapshot::{self, Snapshot};
use crate::validate::Form;

/// Say which of some ports can be reached, for every pair of pods and addresses
///
/// Ends are the pods of the files in their order, and then the addresses that are asked about. A
/// workload is one pod that stands for all that it makes, unless its pods are there themselves.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// A protocol and a port to try: "TCP 80"; can be given several times
    #[arg(long = "probe", value_name = "PROBE", required = true)]
    probes: Vec<Probe>,
    /// An address outside of the cluster; can be given several times
    #[arg(long = "ip", value_name = "ADDRESS")]
    addresses: Vec<IpAddr>,
    /// text for people, or json: one object with all pairs
    #[arg(short, long, value_name = "FORM", default_value = "text", hide_possible_values = true)]
    output: Form,
    #[command(flatten)]
    snapshot: snapshot::Args,
}

const AFTER_HELP: &str = "\
Pairs of an end with itself and pairs of addresses are left out.

Exit status:
  0  every pair is answered for
  1  a policy is refused and left out, or text is no YAML
  2  a file cannot be read (the others are still looked at), or the arguments are wrong

Examples:
  netpol probe --probe \"TCP 80\" --probe \"UDP 53\" shop.yaml
  netpol probe --output json --probe \"TCP 443\" --ip 1.1.1.1 shop.yaml policies/";

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

/// Answers for every pair.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let (snapshot, outcome) = Snapshot::read(&args.snapshot, err)?;
    let analysis = snapshot.analysis();
    snapshot.warn(&analysis, err)?;
    let pods = snapshot.cluster.pods.len();
    let mut ends: Vec<(String, Class)> =
        (0..pods).map(|pod| (snapshot.cluster.pod_name(pod), analysis.pod(pod))).collect();
    for address in &args.addresses {
        ends.push((address.to_string(), analysis.address(*address)));
    }
    let mut form = Answers::new(args, &ends);
    form.begin(out)?;
    let mut matrix = Matrix::new(&analysis);
    for (from, (_, class)) in ends.iter().enumerate() {
        let row = matrix.row(*class).to_vec();
        // Nothing is said of one address and another.
        let others = if from < pods { ends.len() } else { pods };
        for (to, (_, class)) in ends.iter().enumerate().take(others) {
            if to != from {
                form.pair(from, to, row[class.index()], &matrix, out)?;
            }
        }
    }
    form.end(out)?;
    Ok(outcome)
}

/// The answers in one of the two forms; what does not change from pair to pair is written once.
struct Answers<'a> {
    form: Form,
    probes: &'a [Probe],
    /// The ends as they are shown.
    names: Vec<String>,
    /// For each set the probes in it, as they are shown.
    allowed: Vec<Option<String>>,
    pairs: usize,
}

impl<'a> Answers<'a> {
    fn new(args: &'a Args, ends: &[(String, Class)]) -> Self {
        let show = |(name, _): &(String, Class)| match args.output {
            Form::Json => json_string(name),
            Form::Text => plain(name).to_string(),
        };
        let names = ends.iter().map(show).collect();
        let (form, probes) = (args.output, &args.probes);
        Answers { form, probes, names, allowed: Vec::new(), pairs: 0 }
    }

    fn begin(&self, out: &mut Output) -> io::Result<()> {
        match self.form {
            Form::Json => {
                let probes = self.list(self.probes);
                write!(out, "{{\"probes\":{probes},\"connections\":[")
            }
            Form::Text => Ok(()),
        }
    }

    fn pair(
        &mut self,
        from: usize,
        to: usize,
        set: SetId,
        matrix: &Matrix,
        out: &mut Output,
    ) -> io::Result<()> {
        if self.allowed.len() <= set.index() {
            self.allowed.resize(set.index() + 1, None);
        }
        let allowed = match self.allowed[set.index()].take() {
            Some(known) => known,
            None => {
                let ports = matrix.set(set);
                let mut probes = self.probes.to_vec();
                probes.retain(|probe| ports.contains(probe.protocol, probe.port));
                self.list(&probes)
            }
        };
        let (from, to) = (&self.names[from], &self.names[to]);
        match self.form {
            Form::Json => {
                let before = if self.pairs == 0 { "\n" } else { ",\n" };
                write!(out, "{before}{{\"from\":{from},\"to\":{to},\"allowed\":{allowed}}}")?;
            }
            Form::Text => writeln!(out, "{from} -> {to}: {allowed}")?,
        }
        self.allowed[set.index()] = Some(allowed);
        self.pairs += 1;
        Ok(())
    }

    fn end(&self, out: &mut Output) -> io::Result<()> {
        match self.form {
            Form::Json => writeln!(out, "\n]}}"),
            Form::Text => Ok(()),
        }
    }

    fn list(&self, probes: &[Probe]) -> String {
        let each = probes.iter().map(Probe::to_string);
        match self.form {
            Form::Json => {
                let each: Vec<String> = each.map(|probe| json_string(&probe)).collect();
                format!("[{}]", each.join(","))
            }
            Form::Text if probes.is_empty() => "none".to_owned(),
            Form::Text => each.collect::<Vec<_>>().join(", "),
        }
    }
}

fn json_string(text: &str) -> String {
    let mut json = String::new();
    write_json_string(text, &mut json);
    json
}
