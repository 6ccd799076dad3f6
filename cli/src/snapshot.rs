//! What the commands about connections read: pods, namespaces and policies, of any mix of files.
//!
//! Objects of other kinds are passed over. A policy that the API server refuses does nothing in a
//! cluster, so it is reported and left out.

mod gathered;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;

use netpol_core::analysis::{Analysis, IdleName, Settings};
use netpol_core::cluster::{Cluster, Pod};
use netpol_core::describe::verdict;
use netpol_core::diagnostic::Diagnostic;
use netpol_core::expect::Expectation;
use netpol_core::model::{Direction, Policy, Port, Ports};
use netpol_core::path::FieldPath;
use netpol_core::validate::ServerVersion;
use netpol_core::yaml::SourceMap;

use crate::Outcome;
use crate::input;
use crate::output::{Output, Role, plain};
use crate::report::Source;
use gathered::Gathered;

/// The files, and what is known of what enforces the policies in them.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// Files, directories (every .yaml, .yml and .json below them), or - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    judging: Judging,
}

/// What decides how policies are judged and enforced.
#[derive(clap::Args)]
#[group(skip)]
pub struct Judging {
    /// The version of the API server
    #[arg(long, value_name = "VERSION", default_value_t = ServerVersion::LATEST)]
    kubernetes_version: ServerVersion,
    /// Nothing enforces policies: no network plugin that does is installed [default: one is]
    #[arg(long, help_heading = ENGINE)]
    not_enforced: bool,
    /// An ipBlock is about the addresses of pods too, as in Calico [default: only about addresses
    /// outside of the cluster, as in Cilium]
    #[arg(long, help_heading = ENGINE)]
    ip_blocks_match_pods: bool,
    /// Pods on the network of their node are restricted and selected like other pods [default: they
    /// are not, and a warning names them]
    #[arg(long, help_heading = ENGINE)]
    host_network_like_pods: bool,
    /// SCTP is not carried at all [default: it is]
    #[arg(long, help_heading = ENGINE)]
    no_sctp: bool,
}

/// The heading of the settings that depend on the network plugin.
const ENGINE: &str = "What enforces the policies";

/// How many names a warning has before the rest is counted.
const NAMED: usize = 5;

/// A cluster, and the policies in it that the API server accepts.
pub struct Snapshot {
    /// Namespaces and pods.
    pub cluster: Cluster,
    /// The policies.
    pub policies: Vec<Policy>,
    /// Where each policy and its parts are written.
    places: Vec<Places>,
    settings: Settings,
}

/// An expectation, and where it is written.
pub struct Expected {
    /// The name of the file, as it was given.
    pub file: String,
    /// The line and the column, from 1.
    pub position: (usize, usize),
    /// The expectation, or what is wrong with its text.
    pub content: Result<Expectation, Diagnostic>,
}

/// Where a policy is written.
struct Places {
    file: String,
    /// The line and column of the policy, its rules and its ports with names.
    positions: Vec<(FieldPath, (usize, usize))>,
}

/// A place in a file.
pub struct Place<'a> {
    /// The name of the file, as it was given.
    pub file: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

impl Snapshot {
    /// Reads everything that was asked for; says on `err` what is refused or cannot be read.
    pub fn read(args: &Args, err: &mut Output) -> io::Result<(Self, Outcome)> {
        let mut gathered = Gathered::new(&args.judging);
        let outcome = gathered.read(&args.files, err)?;
        Ok((gathered.finish(&args.judging), outcome))
    }

    /// Reads expectations too: those beside the policies, and those of `more`, of which nothing
    /// else is taken.
    pub fn read_with_expectations(
        args: &Args,
        more: &[PathBuf],
        err: &mut Output,
    ) -> io::Result<(Self, Vec<Expected>, Outcome)> {
        let mut gathered = Gathered::new(&args.judging);
        gathered.expected = Some(Vec::new());
        let policies = gathered.read(&args.files, err)?;
        let outcome = policies.max(gathered.read_expectations(more, err)?);
        let expected = gathered.expected.take().unwrap_or_default();
        Ok((gathered.finish(&args.judging), expected, outcome))
    }

    /// Reads two versions; pods and namespaces of `cluster` are in both of them, unless a version has
    /// its own of that name.
    ///
    /// Where one version has no pods, those of the other stand for both.
    pub fn read_versions(
        versions: [&PathBuf; 2],
        cluster: &[PathBuf],
        judging: &Judging,
        err: &mut Output,
    ) -> io::Result<([Self; 2], Outcome)> {
        let mut shared = Gathered::new(judging);
        let mut worst = shared.read_pods(cluster, err)?;
        let mut read = |path: &PathBuf| -> io::Result<Snapshot> {
            let mut gathered = shared.with_the_same_pods(judging);
            worst = worst.max(gathered.read(std::slice::from_ref(path), err)?);
            let mut snapshot = gathered.finish(judging);
            drop_replaced(&mut snapshot.cluster);
            Ok(snapshot)
        };
        let (mut before, mut after) = (read(versions[0])?, read(versions[1])?);
        if before.cluster.pods.is_empty() {
            before.cluster = after.cluster.clone();
        } else if after.cluster.pods.is_empty() {
            after.cluster = before.cluster.clone();
        }
        Ok(([before, after], worst))
    }

    /// The answers for all of it.
    pub fn analysis(&self) -> Rc<Analysis> {
        Rc::new(Analysis::new(&self.cluster, &self.policies, self.settings))
    }

    /// Where something of a policy is written, or what is around it.
    pub fn place(&self, policy: usize, path: &FieldPath) -> Place<'_> {
        self.places[policy].place(path)
    }

    /// Says on `err` what will surprise in the answers for all pods.
    pub fn warn(&self, analysis: &Analysis, err: &mut Output) -> io::Result<()> {
        self.warn_of_pods(analysis, err)?;
        self.warn_of_names(analysis, err)
    }

    /// Says on `err` what surprises about the pods.
    pub fn warn_of_pods(&self, analysis: &Analysis, err: &mut Output) -> io::Result<()> {
        if self.cluster.pods.is_empty() {
            warning(None, "no pod and no workload is in these files", err)?;
        }
        let on_node = |&pod: &usize| analysis.is_on_node(analysis.pod(pod));
        let on_nodes: Vec<usize> = (0..self.cluster.pods.len()).filter(on_node).collect();
        if !on_nodes.is_empty() {
            let named = on_nodes.iter().take(NAMED).map(|&pod| self.cluster.pod_name(pod));
            let mut names = named.collect::<Vec<_>>().join(", ");
            if on_nodes.len() > NAMED {
                names.push_str(&format!(" and {} more", on_nodes.len() - NAMED));
            }
            let text = "on the network of their node, so taken as not restricted";
            warning(None, &format!("{text}: {names}"), err)?;
        }
        Ok(())
    }

    /// Says on `err` which names of ports stand for nothing.
    pub fn warn_of_names(&self, analysis: &Analysis, err: &mut Output) -> io::Result<()> {
        for idle in analysis.idle_names() {
            let IdleName { place, protocol, name } = &idle;
            let path = self.named_port(&idle);
            let message = format!(
                "no container that this rule allows connections to has a {protocol} port named \
                 `{name}`, so the name allows nothing"
            );
            warning(Some(&self.place(place.policy, &path)), &message, err)?;
        }
        Ok(())
    }

    /// The path of the entry of `ports` that has a name.
    fn named_port(&self, idle: &IdleName) -> FieldPath {
        let path = verdict::path(idle.place);
        let rules = self.policies[idle.place.policy].isolation(idle.place.direction).rules();
        match &rules[idle.place.rule].ports {
            Ports::Only(ports) => {
                let is_it = Port::Named(idle.name.clone());
                let mut ports = ports.iter();
                let at = ports.position(|it| it.protocol == idle.protocol && it.port == is_it);
                at.map_or(path.clone(), |at| path.key("ports").index(at))
            }
            Ports::All => path,
        }
    }
}

/// Drops the pods for which a later one has the same namespace, kind and name.
fn drop_replaced(cluster: &mut Cluster) {
    let mut later = BTreeSet::new();
    let is_last = |pod: &Pod| later.insert((pod.namespace, pod.kind.clone(), pod.name.clone()));
    let mut is_kept: Vec<bool> = cluster.pods.iter().rev().map(is_last).collect();
    cluster.pods.retain(|_| is_kept.pop().unwrap_or(true));
}

impl Places {
    /// The policy comes first, and each part after what it is in.
    fn of(policy: &Policy, map: &SourceMap, source: &Source) -> Self {
        let mut paths = vec![FieldPath::root()];
        for direction in Direction::ALL {
            let rules = FieldPath::root().key("spec").key(direction.rules_key());
            for (number, rule) in policy.isolation(direction).rules().iter().enumerate() {
                let path = rules.index(number);
                paths.push(path.clone());
                let Ports::Only(ports) = &rule.ports else { continue };
                for (number, port) in ports.iter().enumerate() {
                    if matches!(port.port, Port::Named(_)) {
                        paths.push(path.key("ports").index(number));
                    }
                }
            }
        }
        let position = |path: FieldPath| {
            let start = map.nearest(&path).start;
            (path, source.position(start))
        };
        let positions = paths.into_iter().map(position).collect();
        Places { file: source.name().to_owned(), positions }
    }

    fn place(&self, path: &FieldPath) -> Place<'_> {
        let found = self.positions.iter().rfind(|(known, _)| known.contains(path));
        let (line, column) = found.map_or((1, 1), |(_, position)| *position);
        Place { file: &self.file, line, column }
    }
}

impl std::fmt::Display for Place<'_> {
    /// `web.yaml:12:15`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", input::display_name(self.file), self.line, self.column)
    }
}

fn warning(place: Option<&Place>, message: &str, err: &mut Output) -> io::Result<()> {
    let word = err.style().paint(Role::Warning, "warning");
    match place {
        Some(place) => writeln!(err, "{}: {word}: {}", plain(&place.to_string()), plain(message)),
        None => writeln!(err, "{word}: {}", plain(message)),
    }
}
