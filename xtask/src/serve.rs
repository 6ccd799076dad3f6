//! `cargo xtask serve`: builds the designer and serves it on this machine.
//!
//! The port is taken before the long build starts, so a taken one is known at once. Must not serve
//! a half-built site: the old one stays until the new one is whole.

use crate::failure::{Failure, Outcome};
use crate::http::{Server, Shelf};
use crate::shell;
use crate::site::Site;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

pub const SUMMARY: &str = "Build the designer and serve it on this machine";
pub const HELP: &str = "cargo xtask serve [--port NUMBER] [--watch]

  --port NUMBER  Listen on 127.0.0.1:NUMBER instead of 8080; 0 takes any free port
  --watch        Build again whenever a source changes; reload the page to see it";

const DEFAULT_PORT: u16 = 8080;
/// What the page is made of, and so what `--watch` looks at.
const SOURCES: &[&str] =
    &["core", "web", "view", "examples", "index.html", "Cargo.toml", "Cargo.lock"];
const POLL: Duration = Duration::from_millis(400);

/// Builds, then serves until it is stopped.
pub fn run(arguments: &[String]) -> Outcome {
    let options = Options::parse(arguments)?;
    let server = Server::bind(options.port)?;
    let before = snapshot();
    let shelf = Shelf::new(Site::build()?);
    println!("\nNetpol Designer is at {}   (Ctrl+C stops it)", server.url());
    match options.mode {
        Mode::Once => server.run(&shelf),
        Mode::Watch => {
            let served = shelf.clone();
            thread::spawn(move || server.run(&served));
            watch(&shelf, before);
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
struct Options {
    port: u16,
    mode: Mode,
}

#[derive(Debug, PartialEq, Eq)]
enum Mode {
    Once,
    Watch,
}

impl Options {
    fn parse(arguments: &[String]) -> Outcome<Self> {
        let mut options = Self { port: DEFAULT_PORT, mode: Mode::Once };
        let mut rest = arguments.iter().map(String::as_str);
        while let Some(argument) = rest.next() {
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (argument, None),
            };
            match name {
                "--watch" if value.is_none() => options.mode = Mode::Watch,
                "--port" => options.port = port(value.or_else(|| rest.next()))?,
                _ => return Err(Failure::usage(format!("unknown option `{argument}`"))),
            }
        }
        Ok(options)
    }
}

fn port(value: Option<&str>) -> Outcome<u16> {
    let value = value.ok_or_else(|| Failure::usage("`--port` needs a number"))?;
    let number = value.parse();
    number.map_err(|_| Failure::usage(format!("`{value}` is no port: a number from 0 to 65535")))
}

/// Rebuilds on every change, for good. A build that fails leaves the last good site in place.
fn watch(shelf: &Shelf, mut seen: Snapshot) {
    eprintln!("watching {} for changes", SOURCES.join(", "));
    loop {
        thread::sleep(POLL);
        let now = snapshot();
        let Some(changed) = difference(&seen, &now) else { continue };
        eprintln!("\nchanged: {}", changed.display());
        // Taken before the build, so a change during it leads to another one.
        seen = now;
        match Site::build() {
            Ok(site) => {
                shelf.replace(site);
                eprintln!("  the new page is there: reload it");
            }
            Err(failure) => eprintln!("\n{failure}\n  still serving the last page that was built"),
        }
    }
}

/// When each source file was last written.
type Snapshot = BTreeMap<PathBuf, SystemTime>;

fn snapshot() -> Snapshot {
    let mut snapshot = Snapshot::new();
    for source in SOURCES {
        visit(&shell::root().join(source), &mut snapshot);
    }
    snapshot
}

/// A file that vanishes while we look is simply not there; the next look sees the change.
fn visit(path: &Path, snapshot: &mut Snapshot) {
    // `web/pkg` is what wasm-pack writes: a product, not a source.
    if path.ends_with("web/pkg") {
        return;
    }
    if let Ok(entries) = fs::read_dir(path) {
        entries.flatten().for_each(|entry| visit(&entry.path(), snapshot));
    } else if let Ok(time) = fs::metadata(path).and_then(|found| found.modified()) {
        snapshot.insert(path.to_path_buf(), time);
    }
}

/// One file that is new, gone or newer, if there is any.
fn difference<'s>(old: &'s Snapshot, new: &'s Snapshot) -> Option<&'s Path> {
    let changed = new.iter().find(|(path, time)| old.get(*path) != Some(time));
    let gone = old.iter().find(|(path, _)| !new.contains_key(*path));
    changed.or(gone).map(|(path, _)| path.as_path())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Outcome<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn options_are_read_in_any_order_and_spelling() {
        let check = |line, port, mode| {
            assert_eq!(parse(line).ok(), Some(Options { port, mode }), "{line}");
        };
        check("", 8080, Mode::Once);
        check("--port 9000 --watch", 9000, Mode::Watch);
        check("--watch --port=0", 0, Mode::Watch);
    }

    #[test]
    fn what_is_no_option_is_a_usage_error() {
        for line in ["--prot 1", "8080", "--port", "--port x", "--port 70000", "--watch=yes"] {
            assert!(parse(line).is_err_and(|failure| failure.is_usage()), "{line}");
        }
    }

    #[test]
    fn new_gone_and_newer_files_are_changes() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let files = |list: &[(&str, u64)]| -> Snapshot {
            list.iter().map(|(path, time)| (PathBuf::from(path), at(*time))).collect()
        };
        let old = files(&[("a", 1), ("b", 1)]);
        assert_eq!(difference(&old, &old), None);
        for new in [
            files(&[("a", 1), ("b", 2)]),
            files(&[("a", 1)]),
            files(&[("a", 1), ("b", 1), ("c", 1)]),
        ] {
            assert!(difference(&old, &new).is_some());
        }
    }
}
