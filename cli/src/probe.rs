//! `netpol probe`: for each pair of ends the probes that get through.

use std::io::{self, Write};
use std::net::IpAddr;

use netpol_core::analysis::{Class, Matrix, SetId};
use netpol_core::answers::{self, Probe};

use crate::Outcome;
use crate::output::{Output, plain};
use crate::snapshot;
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

/// Answers for every pair.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let (snapshot, outcome) = snapshot::read(&args.snapshot, err)?;
    let analysis = snapshot.analysis();
    snapshot::warn(&snapshot, &analysis, err)?;
    if args.output == Form::Json {
        let (probes, addresses) = (&args.probes, &args.addresses);
        let mut write = |text: &str| write!(out, "{text}");
        answers::probes(&snapshot, &analysis, probes, addresses, &mut write)?;
        return Ok(outcome);
    }
    let pods = snapshot.cluster.pods.len();
    let mut ends: Vec<(String, Class)> =
        (0..pods).map(|pod| (snapshot.cluster.pod_name(pod), analysis.pod(pod))).collect();
    for address in &args.addresses {
        ends.push((address.to_string(), analysis.address(*address)));
    }
    let mut answers = Answers::new(args, &ends);
    let mut matrix = Matrix::new(&analysis);
    for (from, (_, class)) in ends.iter().enumerate() {
        let row = matrix.row(*class).to_vec();
        // Nothing is said of one address and another.
        let others = if from < pods { ends.len() } else { pods };
        for (to, (_, class)) in ends.iter().enumerate().take(others) {
            if to != from {
                answers.pair(from, to, row[class.index()], &matrix, out)?;
            }
        }
    }
    Ok(outcome)
}

/// The answers for people; what does not change from pair to pair is made once.
struct Answers<'a> {
    probes: &'a [Probe],
    /// The ends as they are shown.
    names: Vec<String>,
    /// For each set the probes in it, as they are shown.
    allowed: Vec<Option<String>>,
}

impl<'a> Answers<'a> {
    fn new(args: &'a Args, ends: &[(String, Class)]) -> Self {
        let names = ends.iter().map(|(name, _)| plain(name).to_string()).collect();
        Answers { probes: &args.probes, names, allowed: Vec::new() }
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
        let allowed = self.allowed[set.index()].get_or_insert_with(|| {
            let ports = matrix.set(set);
            let through = self.probes.iter().filter(|it| ports.contains(it.protocol, it.port));
            let each: Vec<String> = through.map(Probe::to_string).collect();
            if each.is_empty() { "none".to_owned() } else { each.join(", ") }
        });
        writeln!(out, "{} -> {}: {allowed}", self.names[from], self.names[to])
    }
}
