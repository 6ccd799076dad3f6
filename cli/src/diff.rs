//! `netpol diff`: which connections one version of policies allows and another does not.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use netpol_core::analysis::{Change, ChangeKind, Changes, Difference, End, Reach};
use netpol_core::answers::{self, port_words};
use netpol_core::describe::verdict;
use netpol_core::gather::Gathered;

use crate::Outcome;
use crate::input::{complain, display_name};
use crate::output::{Output, Role};
use crate::reach::{By, Style};
use crate::snapshot::{self, Judging};

/// Say which connections are added, removed, widened or narrowed from one version to another
///
/// A version is a file or a directory with policies, and with namespaces, pods and workloads. Where one
/// version has no pods, those of the other stand for both, and those of --cluster are in both; so two
/// versions of policies alone can be compared. Ends are matched by name.
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub struct Args {
    /// The first version: a file, a directory, or - for the standard input
    #[arg(value_name = "A")]
    before: PathBuf,
    /// The second version
    #[arg(value_name = "B")]
    after: PathBuf,
    /// A file or directory with pods and namespaces of both versions, unless a version has its own of
    /// that name; policies there are passed over; can be given several times
    #[arg(long, value_name = "FILE")]
    cluster: Vec<PathBuf>,
    /// What one end is: workload (all pods with the same owner), or pod
    #[arg(long, value_name = "WHAT", default_value = "workload", hide_possible_values = true)]
    by: By,
    /// text for people, json, or markdown
    #[arg(short, long, value_name = "FORM", default_value = "text", hide_possible_values = true)]
    output: Form,
    #[command(flatten)]
    judging: Judging,
}

const AFTER_HELP: &str = "\
Ends that only one version has are listed, and their connections are not compared.

Exit status:
  0  there is no difference
  1  there are differences, a policy is refused and left out, or text is no YAML
  2  a file cannot be read, or the arguments are wrong

Examples:
  netpol diff --cluster shop.yaml policies/ web.yaml
  netpol diff --output markdown shop.yaml shop.yaml
  netpol canonical shop.yaml | netpol diff --output json - shop.yaml";

/// How differences are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A line for each connection.
    Text,
    /// One object.
    Json,
    /// A table.
    Markdown,
}

/// Compares two versions.
pub fn run(args: &Args, out: &mut Output, err: &mut Output) -> io::Result<Outcome> {
    let files = [&args.before, &args.after];
    let all = files.into_iter().chain(&args.cluster);
    if all.filter(|path| path.as_path() == Path::new("-")).count() > 1 {
        complain("diff", "the standard input can be read only once", err)?;
        return Ok(Outcome::CannotRun);
    }
    let (versions, outcome) = snapshot::read_versions(files, &args.cluster, &args.judging, err)?;
    // What could not be read is no difference.
    if outcome == Outcome::CannotRun {
        return Ok(outcome);
    }
    let analyses = versions.each_ref().map(Gathered::analysis);
    let [before, after] = &versions;
    if before.cluster != after.cluster {
        snapshot::warn_of_pods(before, &analyses[0], err)?;
    }
    snapshot::warn_of_names(before, &analyses[0], err)?;
    snapshot::warn(after, &analyses[1], err)?;
    let grouping = args.by.grouping();
    let changes = Changes::between(
        &mut Reach::new(&before.cluster, &analyses[0], grouping),
        &mut Reach::new(&after.cluster, &analyses[1], grouping),
    );
    match args.output {
        Form::Text => Writer::new(Style::Text, &changes, files).text(out)?,
        Form::Json => answers::differences(&changes, &mut |text| write!(out, "{text}"))?,
        Form::Markdown => Writer::new(Style::Markdown, &changes, files).markdown(out)?,
    }
    Ok(if changes.is_empty() { outcome } else { Outcome::Findings })
}

struct Writer<'a> {
    changes: &'a Changes,
    /// How names are written.
    style: Style,
    /// The ends as they are written.
    names: Vec<String>,
    /// The differences as they are written.
    differences: Vec<String>,
    /// The names of the files, and the ends that only they have.
    only: [(String, Vec<String>); 2],
}

impl<'a> Writer<'a> {
    fn new(style: Style, changes: &'a Changes, files: [&PathBuf; 2]) -> Self {
        let shown = |names: &[String]| names.iter().map(|name| style.text(name)).collect();
        let file = |path: &Path| style.text(display_name(&path.to_string_lossy()));
        Writer {
            changes,
            style,
            names: shown(&changes.workloads),
            differences: changes.differences().iter().map(|it| difference(style, it)).collect(),
            only: [
                (file(files[0]), shown(&changes.only_before)),
                (file(files[1]), shown(&changes.only_after)),
            ],
        }
    }

    fn end(&self, end: End) -> String {
        match end {
            End::Workload(number) => self.names[number].clone(),
            End::Addresses(range) => self.style.text(&range.to_string()),
        }
    }

    /// Each change as its kind, its ends, and what differs.
    fn lines(&self) -> impl Iterator<Item = (ChangeKind, [String; 2], &str)> {
        self.changes.changes.iter().map(|change| {
            let kind = self.changes.difference(change.difference).kind;
            let ends = [change.from, change.to].map(|end| self.end(end));
            (kind, ends, self.differences[change.difference.index()].as_str())
        })
    }

    fn text(&self, out: &mut Output) -> io::Result<()> {
        let style = out.style();
        for (kind, [from, to], difference) in self.lines() {
            let role = match kind {
                ChangeKind::Added | ChangeKind::Widened | ChangeKind::Altered => Role::Warning,
                ChangeKind::Removed | ChangeKind::Narrowed => Role::Advice,
            };
            let kind = style.paint(role, verdict::change(kind));
            writeln!(out, "{kind}: {from} -> {to}: {difference}")?;
        }
        for (file, names) in &self.only {
            for name in names {
                writeln!(out, "only in {file}: {name}")?;
            }
        }
        if self.changes.is_empty() {
            return writeln!(out, "no difference");
        }
        writeln!(out, "\n{}", self.counts().join(", "))
    }

    /// `2 added`, and so on.
    fn counts(&self) -> Vec<String> {
        let mut counts = Vec::new();
        for kind in ChangeKind::ALL {
            let is_it = |change: &&Change| self.changes.difference(change.difference).kind == kind;
            counts.push((self.changes.changes.iter().filter(is_it).count(), verdict::change(kind)));
        }
        let alone = self.only.iter().map(|(_, names)| names.len()).sum();
        counts.push((alone, "not compared"));
        counts.retain(|&(count, _)| count > 0);
        counts.into_iter().map(|(count, word)| format!("{count} {word}")).collect()
    }

    fn markdown(&self, out: &mut Output) -> io::Result<()> {
        if self.changes.is_empty() {
            return writeln!(out, "No difference.");
        }
        if !self.changes.changes.is_empty() {
            writeln!(out, "| change | from | to | before | after |\n|---|---|---|---|---|")?;
        }
        for (kind, [from, to], difference) in self.lines() {
            writeln!(out, "| {} | {from} | {to} | {difference} |", verdict::change(kind))?;
        }
        let mut needs_space = !self.changes.changes.is_empty();
        for (file, names) in self.only.iter().filter(|(_, names)| !names.is_empty()) {
            let space = if needs_space { "\n" } else { "" };
            writeln!(out, "{space}Only in {file}: {}", names.join(", "))?;
            needs_space = true;
        }
        Ok(())
    }
}

fn difference(style: Style, difference: &Difference) -> String {
    let Difference { before, after, kind } = difference;
    match (style, kind) {
        (Style::Markdown, _) => format!("{} | {}", port_words(before), port_words(after)),
        (_, ChangeKind::Added) => port_words(after),
        (_, ChangeKind::Removed) => port_words(before),
        (_, _) => format!("{} => {}", port_words(before), port_words(after)),
    }
}
