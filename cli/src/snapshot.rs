//! Files for the commands about connections: read, gathered by the core, and what it has to say about
//! them shown.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use netpol_core::analysis::{Analysis, Settings};
use netpol_core::gather::{Choice, Expected, Gathered, Gathering, Notice, Warning};
use netpol_core::validate::ServerVersion;

use crate::Outcome;
use crate::input::{self, complain, display_place};
use crate::output::{Output, Role, plain};
use crate::report::{ServerWords, Source};

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

impl Judging {
    fn settings(&self) -> Settings {
        Settings {
            enforced: !self.not_enforced,
            ip_blocks_match_pods: self.ip_blocks_match_pods,
            host_network_like_pods: self.host_network_like_pods,
            sctp: !self.no_sctp,
        }
    }
}

/// Reads everything that was asked for; says on `err` what is refused or cannot be read.
pub fn read(args: &Args, err: &mut Output) -> io::Result<(Gathered, Outcome)> {
    let mut gathering = Gathering::new(args.judging.kubernetes_version);
    let outcome = add(&mut gathering, &args.files, &mut BTreeSet::new(), err)?;
    Ok((gathering.finish(args.judging.settings()), outcome))
}

/// Reads expectations too: those beside the policies, and those of `more`, of which nothing else is
/// taken.
pub fn read_with_expectations(
    args: &Args,
    more: &[PathBuf],
    err: &mut Output,
) -> io::Result<(Gathered, Vec<Expected>, Outcome)> {
    let mut gathering = Gathering::with_expectations(args.judging.kubernetes_version);
    let mut known = BTreeSet::new();
    let policies = add(&mut gathering, &args.files, &mut known, err)?;
    let outcome = policies.max(add_expectations(&mut gathering, more, &mut known, err)?);
    let expected = gathering.take_expectations();
    Ok((gathering.finish(args.judging.settings()), expected, outcome))
}

/// Reads two versions; pods and namespaces of `cluster` are in both of them, unless a version has its
/// own of that name.
///
/// Where one version has no pods, those of the other stand for both.
pub fn read_versions(
    versions: [&PathBuf; 2],
    cluster: &[PathBuf],
    judging: &Judging,
    err: &mut Output,
) -> io::Result<([Gathered; 2], Outcome)> {
    let mut shared = Gathering::new(judging.kubernetes_version);
    let mut worst = input::for_each(cluster, err, |input, err| {
        let source = Source::new(&input);
        show(&source, &shared.add_pods(source.file(), input.choice), err)
    })?;
    let mut read = |path: &PathBuf| -> io::Result<Gathered> {
        let mut gathering = shared.with_the_same_pods();
        let files = std::slice::from_ref(path);
        worst = worst.max(add(&mut gathering, files, &mut BTreeSet::new(), err)?);
        Ok(gathering.finish(judging.settings()))
    };
    let (mut before, mut after) = (read(versions[0])?, read(versions[1])?);
    Gathered::share_pods(&mut before, &mut after);
    Ok(([before, after], worst))
}

/// Adds files, and their real paths to those that are known.
fn add(
    gathering: &mut Gathering,
    files: &[PathBuf],
    known: &mut BTreeSet<PathBuf>,
    err: &mut Output,
) -> io::Result<Outcome> {
    input::for_each(files, err, |input, err| {
        known.insert(real(&input.path));
        let source = Source::new(&input);
        show(&source, &gathering.add(source.file(), input.choice), err)
    })
}

/// Adds files of which only the expectations count; one that is known says nothing new.
fn add_expectations(
    gathering: &mut Gathering,
    files: &[PathBuf],
    known: &mut BTreeSet<PathBuf>,
    err: &mut Output,
) -> io::Result<Outcome> {
    input::for_each(files, err, |input, err| {
        if !known.insert(real(&input.path)) {
            return Ok(Outcome::Fine);
        }
        let source = Source::new(&input);
        let (has_some, notices) = gathering.add_expectations(source.file(), input.choice);
        let outcome = show(&source, &notices, err)?;
        if !has_some && input.choice == Choice::Named && outcome == Outcome::Fine {
            complain(&input.name, "there is no list of `expectations` in this file", err)?;
            return Ok(Outcome::CannotRun);
        }
        Ok(outcome)
    })
}

/// The path of a file without links and detours, to know it again.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Says on `err` what there is to say about a file.
fn show(source: &Source, notices: &[Notice], err: &mut Output) -> io::Result<Outcome> {
    let mut worst = Outcome::Fine;
    for notice in notices {
        match notice {
            Notice::Refused(found) => {
                source.show(found, ServerWords::Hidden, err)?;
                worst = Outcome::Findings;
            }
            Notice::Replaced { policy, place, before } => {
                let message = Notice::replaced(policy, &display_place(before));
                warning(&Warning { place: Some(place.clone()), message }, err)?;
            }
        }
    }
    Ok(worst)
}

/// Says on `err` what will surprise in the answers for all pods.
pub fn warn(snapshot: &Gathered, analysis: &Analysis, err: &mut Output) -> io::Result<()> {
    warn_of_pods(snapshot, analysis, err)?;
    warn_of_names(snapshot, analysis, err)
}

/// Says on `err` what surprises about the pods.
pub fn warn_of_pods(snapshot: &Gathered, analysis: &Analysis, err: &mut Output) -> io::Result<()> {
    snapshot.warnings_of_pods(analysis).iter().try_for_each(|it| warning(it, err))
}

/// Says on `err` which names of ports stand for nothing.
pub fn warn_of_names(snapshot: &Gathered, analysis: &Analysis, err: &mut Output) -> io::Result<()> {
    snapshot.warnings_of_names(analysis).iter().try_for_each(|it| warning(it, err))
}

fn warning(warning: &Warning, err: &mut Output) -> io::Result<()> {
    let word = err.style().paint(Role::Warning, "warning");
    let message = plain(&warning.message);
    match &warning.place {
        Some(place) => writeln!(err, "{}: {word}: {message}", plain(&display_place(place))),
        None => writeln!(err, "{word}: {message}"),
    }
}
