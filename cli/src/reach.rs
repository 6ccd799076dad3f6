//! `netpol reach`: everything that may be connected, in forms for people and for programs.
//!
//! There can be millions of lines. Each is put together from pieces that are made once: the ends, and
//! the few different sets of ports.

use std::io::{self, Write};

use clap::ValueEnum;
use netpol_core::analysis::{Connection, End, Grouping, PortSet, Reach, SetId};
use netpol_core::answers::{self, port_words};
use netpol_core::gather::Gathered;
use netpol_core::model::Protocol;

use crate::Outcome;
use crate::output::{Output, plain};
use crate::snapshot;

/// List everything that may be connected, and on which ports
///
/// An end is a workload, which is all pods with the same owner, or a range of addresses outside of
/// the cluster. Only pairs that may connect are listed. A workload may what one of its pods may.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// What one end is: workload (all pods with the same owner), or pod
    #[arg(long, value_name = "WHAT", default_value = "workload", hide_possible_values = true)]
    by: By,
    /// text for people, json, csv, markdown, or dot for Graphviz
    #[arg(short, long, value_name = "FORM", default_value = "text", hide_possible_values = true)]
    output: Form,
    #[command(flatten)]
    snapshot: snapshot::Args,
}

const AFTER_HELP: &str = "\
Pairs of an end with itself are left out; whether the pods of one workload may connect with each
other is shown by --by pod. Ranges of addresses are as wide as they can be for each pair.

Exit status:
  0  everything is listed
  1  a policy is refused and left out, or text is no YAML
  2  a file cannot be read (the others are still looked at), or the arguments are wrong

Examples:
  netpol reach shop.yaml policies/
  netpol reach --by pod --output json shop.yaml
  netpol reach --output dot shop.yaml > shop.dot";

/// What one end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// All pods with the same owner.
    Workload,
    /// Each pod.
    Pod,
}

impl By {
    /// The same for the core.
    pub const fn grouping(self) -> Grouping {
        match self {
            By::Workload => Grouping::Workload,
            By::Pod => Grouping::Pod,
        }
    }
}

/// How connections are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A line for each pair.
    Text,
    /// A list of pairs.
    Json,
    /// A line for each pair and protocol.
    Csv,
    /// A table.
    Markdown,
    /// A directed graph.
    Dot,
}

/// How names and ports are written, where it is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As they are, but for what could command a terminal.
    Text,
    /// Fields of a line.
    Csv,
    /// Cells of a table.
    Markdown,
    /// Identifiers of Graphviz.
    Dot,
}

/// Lists all connections.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let (snapshot, outcome) = snapshot::read(&args.snapshot, err)?;
    let analysis = snapshot.analysis();
    snapshot::warn(&snapshot, &analysis, err)?;
    let mut reach = Reach::new(&snapshot.cluster, &analysis, args.by.grouping());
    let style = match args.output {
        Form::Json => {
            answers::reach(&mut reach, &mut |text| write!(out, "{text}"))?;
            return Ok(outcome);
        }
        Form::Text => Style::Text,
        Form::Csv => Style::Csv,
        Form::Markdown => Style::Markdown,
        Form::Dot => Style::Dot,
    };
    let mut writer = Writer::new(style, &reach);
    writer.begin(&snapshot, &reach, out)?;
    let workloads = reach.workloads().len();
    for from in 0..workloads {
        for Connection { other, ports } in reach.leaving(from) {
            writer.pair(End::Workload(from), other, ports, reach.set(ports), out)?;
        }
    }
    for to in 0..workloads {
        for Connection { other, ports } in reach.from_outside(to).to_vec() {
            writer.pair(other, End::Workload(to), ports, reach.set(ports), out)?;
        }
    }
    writer.end(out)?;
    Ok(outcome)
}

struct Writer {
    form: Style,
    /// The workloads as the form writes them.
    names: Vec<String>,
    /// The sets as the form writes them: one piece, or in CSV one for each protocol.
    sets: Vec<Vec<String>>,
    line: String,
}

impl Writer {
    fn new(form: Style, reach: &Reach) -> Self {
        let names = reach.workloads().iter().map(|workload| form.text(&workload.name)).collect();
        Writer { form, names, sets: Vec::new(), line: String::new() }
    }

    fn begin(&self, snapshot: &Gathered, reach: &Reach, out: &mut Output) -> io::Result<()> {
        match self.form {
            Style::Text => Ok(()),
            Style::Csv => writeln!(out, "from,to,protocol,ports"),
            Style::Markdown => writeln!(out, "| from | to | ports |\n|---|---|---|"),
            Style::Dot => self.nodes(snapshot, reach, out),
        }
    }

    /// The workloads of a graph, each namespace in a box.
    fn nodes(&self, snapshot: &Gathered, reach: &Reach, out: &mut Output) -> io::Result<()> {
        writeln!(out, "digraph reach {{\n  rankdir=LR;\n  node [shape=box];")?;
        let namespace_of = |workload: usize| {
            let pod = reach.workloads()[workload].pods.first();
            pod.map(|&pod| snapshot.cluster.pods[pod].namespace)
        };
        let mut last = None;
        for (number, name) in self.names.iter().enumerate() {
            let namespace = namespace_of(number);
            if namespace != last {
                let label = namespace.map_or("", |it| &snapshot.cluster.namespaces[it].name);
                let (id, label) =
                    (Style::Dot.text(&format!("cluster_{label}")), Style::Dot.text(label));
                let close = if last.is_some() { "  }\n" } else { "" };
                writeln!(out, "{close}  subgraph {id} {{\n    label={label};")?;
                last = namespace;
            }
            writeln!(out, "    {name};")?;
        }
        if last.is_some() { writeln!(out, "  }}") } else { Ok(()) }
    }

    fn pair(
        &mut self,
        from: End,
        to: End,
        id: SetId,
        set: &PortSet,
        out: &mut Output,
    ) -> io::Result<()> {
        if self.sets.len() <= id.index() {
            self.sets.resize(id.index() + 1, Vec::new());
        }
        if self.sets[id.index()].is_empty() {
            self.sets[id.index()] = self.form.set(set);
        }
        let (before, arrow, after_ends, after) = match self.form {
            Style::Text => ("", " -> ", ": ", "\n"),
            Style::Csv => ("", ",", ",", "\n"),
            Style::Markdown => ("| ", " | ", " | ", " |\n"),
            Style::Dot => ("  ", " -> ", " ", ";\n"),
        };
        self.line.clear();
        for ports in &self.sets[id.index()] {
            self.line.push_str(before);
            push_end(self.form, &self.names, from, &mut self.line);
            self.line.push_str(arrow);
            push_end(self.form, &self.names, to, &mut self.line);
            self.line.push_str(after_ends);
            self.line.push_str(ports);
            self.line.push_str(after);
        }
        out.write_all(self.line.as_bytes())
    }

    fn end(&self, out: &mut Output) -> io::Result<()> {
        match self.form {
            Style::Dot => writeln!(out, "}}"),
            Style::Text | Style::Csv | Style::Markdown => Ok(()),
        }
    }
}

fn push_end(form: Style, names: &[String], end: End, line: &mut String) {
    match end {
        End::Workload(number) => line.push_str(&names[number]),
        End::Addresses(range) => line.push_str(&form.text(&range.to_string())),
    }
}

impl Style {
    /// The name of an end, safe for the form: names come from files that anybody may have written.
    pub fn text(self, text: &str) -> String {
        let mut safe = plain(text).to_string();
        match self {
            Style::Text => {}
            Style::Csv => {
                if safe.contains([',', '"']) {
                    safe = format!("\"{}\"", safe.replace('"', "\"\""));
                }
            }
            // A name with these is none that a cluster accepts.
            Style::Markdown => safe = format!("`{}`", safe.replace('`', "'").replace('|', "\\|")),
            Style::Dot => safe = format!("\"{}\"", safe.replace('\\', "\\\\").replace('"', "\\\"")),
        }
        safe
    }

    fn set(self, set: &PortSet) -> Vec<String> {
        match self {
            Style::Csv => {
                let entry = |(protocol, ports): &(Protocol, String)| {
                    format!("{protocol},{}", self.text(ports))
                };
                set.written().iter().map(entry).collect()
            }
            Style::Text | Style::Markdown => vec![port_words(set)],
            Style::Dot => vec![format!("[label=\"{}\"]", port_words(set))],
        }
    }
}
