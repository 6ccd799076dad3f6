//! What the commands about connections read: pods, namespaces and policies, of any mix of files.
//!
//! Objects of other kinds are passed over. A policy that the API server refuses does nothing in a
//! cluster, so it is reported and left out.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use netpol_core::analysis::{Analysis, IdleName, Settings};
use netpol_core::cluster::{Cluster, DEFAULT_NAMESPACE, Reader};
use netpol_core::describe::verdict;
use netpol_core::diagnostic::{Diagnostic, Severity};
use netpol_core::edit::objects;
use netpol_core::model::{Direction, Policy, Port, Ports};
use netpol_core::path::FieldPath;
use netpol_core::review::{Subject, judge, subject_of};
use netpol_core::validate::ServerVersion;
use netpol_core::value::Value;
use netpol_core::yaml::{Content, Document, SourceMap, parse};

use crate::Outcome;
use crate::input::{self, Choice, Input};
use crate::output::{Output, Role, plain};
use crate::report::{ServerWords, Source};

/// The files, and what is known of what enforces the policies in them.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// Files, directories (every .yaml, .yml and .json below them), or - for the standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
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
        let mut gathered = Gathered {
            server: args.kubernetes_version,
            pods: Reader::default(),
            policies: Vec::new(),
            by_name: BTreeMap::new(),
        };
        let outcome = input::for_each(&args.files, err, |input, err| gathered.add(&input, err))?;
        let (policies, places) = gathered.policies.into_iter().unzip();
        let settings = Settings {
            enforced: !args.not_enforced,
            ip_blocks_match_pods: args.ip_blocks_match_pods,
            host_network_like_pods: args.host_network_like_pods,
            sctp: !args.no_sctp,
        };
        let cluster = gathered.pods.finish();
        Ok((Snapshot { cluster, policies, places, settings }, outcome))
    }

    /// The answers for all of it.
    pub fn analysis(&self) -> Analysis {
        Analysis::new(&self.cluster, &self.policies, self.settings)
    }

    /// `namespace/name` of a pod.
    pub fn pod_name(&self, pod: usize) -> String {
        let pod = &self.cluster.pods[pod];
        format!("{}/{}", self.cluster.namespaces[pod.namespace].name, pod.name)
    }

    /// Where something of a policy is written, or what is around it.
    pub fn place(&self, policy: usize, path: &FieldPath) -> Place<'_> {
        self.places[policy].place(path)
    }

    /// Says on `err` what will surprise in the answers for all pods.
    pub fn warn(&self, analysis: &Analysis, err: &mut Output) -> io::Result<()> {
        if self.cluster.pods.is_empty() {
            warning(None, "no pod and no workload is in these files", err)?;
        }
        let on_node = |&pod: &usize| analysis.is_on_node(analysis.pod(pod));
        let on_nodes: Vec<usize> = (0..self.cluster.pods.len()).filter(on_node).collect();
        if !on_nodes.is_empty() {
            let named = on_nodes.iter().take(NAMED).map(|&pod| self.pod_name(pod));
            let mut names = named.collect::<Vec<_>>().join(", ");
            if on_nodes.len() > NAMED {
                names.push_str(&format!(" and {} more", on_nodes.len() - NAMED));
            }
            let text = "on the network of their node, so taken as not restricted";
            warning(None, &format!("{text}: {names}"), err)?;
        }
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

/// What was read so far.
struct Gathered {
    server: ServerVersion,
    pods: Reader,
    policies: Vec<(Policy, Places)>,
    /// The policies that have a name, by namespace and name.
    by_name: BTreeMap<(String, String), usize>,
}

impl Gathered {
    fn add(&mut self, input: &Input, err: &mut Output) -> io::Result<Outcome> {
        let source = Source::new(input);
        let mut worst = Outcome::Fine;
        for document in parse(&input.text) {
            let outcome = match &document.content {
                Content::Empty => Outcome::Fine,
                Content::Broken => broken(input, &source, &document, err)?,
                Content::Read(value) => {
                    self.add_objects(value, &document, input.choice, &source, err)?
                }
            };
            worst = worst.max(outcome);
        }
        Ok(worst)
    }

    /// Adds an object, or the items of a list.
    fn add_objects(
        &mut self,
        value: &Value,
        document: &Document,
        choice: Choice,
        source: &Source,
        err: &mut Output,
    ) -> io::Result<Outcome> {
        let mut worst = Outcome::Fine;
        for at in objects::places(value) {
            let Some(object) = objects::object_at(value, &at) else { continue };
            if self.pods.add(&object) {
                continue;
            }
            match (subject_of(Some(&object), ""), choice) {
                (Subject::Policy, _) | (Subject::Unknown, Choice::Named) => {
                    let within = document.source.within(&at);
                    worst = worst.max(self.add_policy(&object, &within, source, err)?);
                }
                (Subject::OtherKind, _) | (Subject::Unknown, Choice::Found) => {}
            }
        }
        Ok(worst)
    }

    fn add_policy(
        &mut self,
        object: &Value,
        map: &SourceMap,
        source: &Source,
        err: &mut Output,
    ) -> io::Result<Outcome> {
        let (judgement, found) = judge(Some(object), map, Vec::new(), self.server);
        let Some(policy) = judgement.policy else {
            show_errors(source, &found, err)?;
            return Ok(Outcome::Findings);
        };
        let places = Places::of(&policy, map, source);
        let namespace = policy.namespace.as_deref().unwrap_or(DEFAULT_NAMESPACE);
        let name = (namespace.to_owned(), policy.name.clone());
        let known = self.by_name.get(&name).copied().filter(|_| !policy.name.is_empty());
        match known {
            // A cluster has one policy of a name: what is applied later takes its place.
            Some(earlier) => {
                let (namespace, name) = &name;
                let before = self.policies[earlier].1.place(&FieldPath::root()).to_string();
                let message = format!(
                    "there is another policy {namespace}/{name} at {before}; this one counts, \
                     because it comes later"
                );
                warning(Some(&places.place(&FieldPath::root())), &message, err)?;
                self.policies[earlier] = (policy, places);
            }
            None => {
                self.by_name.insert(name, self.policies.len());
                self.policies.push((policy, places));
            }
        }
        Ok(Outcome::Fine)
    }
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

/// Text that is no YAML is a mistake in a file that was named, or if it mentions a policy.
fn broken(
    input: &Input,
    source: &Source,
    document: &Document,
    err: &mut Output,
) -> io::Result<Outcome> {
    let text = input.text.get(document.span.clone()).unwrap_or_default();
    if input.choice == Choice::Found && subject_of(None, text) != Subject::Policy {
        return Ok(Outcome::Fine);
    }
    show_errors(source, &document.diagnostics, err)?;
    Ok(Outcome::Findings)
}

fn show_errors(source: &Source, found: &[Diagnostic], err: &mut Output) -> io::Result<()> {
    for found in found.iter().filter(|found| found.severity == Severity::Error) {
        source.show(found, ServerWords::Hidden, err)?;
    }
    Ok(())
}

fn warning(place: Option<&Place>, message: &str, err: &mut Output) -> io::Result<()> {
    let word = err.style().paint(Role::Warning, "warning");
    match place {
        Some(place) => writeln!(err, "{}: {word}: {}", plain(&place.to_string()), plain(message)),
        None => writeln!(err, "{word}: {}", plain(message)),
    }
}
