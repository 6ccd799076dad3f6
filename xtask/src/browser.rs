//! `cargo xtask browser`: the journeys through the shipped site in a real Chromium.
//!
//! Serves what `dist` wrote, compressed as a static host would, and hands its address to the
//! runner in `tests/browser`. Must not know any journey: the runner finds them.

use crate::failure::{Failure, Outcome};
use crate::http::{Server, Shelf};
use crate::site::Site;
use crate::tools::{self, BrowserTools};
use crate::{dist, shell};
use std::env::consts::EXE_SUFFIX;
use std::thread;

pub const SUMMARY: &str = "Run the browser tests alone, all or those whose name contains a word";
pub const HELP: &str = "cargo xtask browser [WORD...] [--headed]

  WORD      Run only the journeys whose file or name contains one of the words
  --headed  Show the browser window

Builds the site first. CHROMIUM=/path/to/a/chromium chooses the browser. Screenshots go to
tests/browser/output/.";

/// Builds the site and runs the chosen journeys.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(unknown) =
        arguments.iter().find(|argument| argument.starts_with('-') && *argument != "--headed")
    {
        return Err(Failure::usage(format!("unknown option `{unknown}`")));
    }
    let ready = tools::ensure_browser_tools()?;
    dist::write()?;
    journeys(&ready, arguments)?;
    // Words choose among the journeys.
    if arguments.is_empty() { firefox(&ready).map(drop) } else { Ok(()) }
}

/// Runs the chosen journeys over the site in `dist/`; the note says how many passed.
pub fn journeys(ready: &BrowserTools, chosen: &[String]) -> Outcome<String> {
    // What a journey downloads is judged by the command line too.
    shell::run(shell::cargo("build").args(["--package", "netpol-cli"]))?;
    counted(ready, "run.mjs", chosen)
}

/// Looks in Firefox at what engines differ in, over the site in `dist/`.
pub fn firefox(ready: &BrowserTools) -> Outcome<String> {
    if ready.firefox.is_none() {
        return Err(Failure::new("there is no Firefox to open the site in")
            .remedy(tools::install_command()));
    }
    counted(ready, "firefox.mjs", &[])
}

/// Runs a script whose last line has the counts.
fn counted(ready: &BrowserTools, script: &str, arguments: &[String]) -> Outcome<String> {
    let mut count = String::new();
    let result = visit(ready, script, arguments, |line| {
        if line.contains(" passed, ") {
            line.clone_into(&mut count);
        }
    });
    match result {
        // The runner has told what failed; its exit code would add nothing.
        Err(_) if !count.is_empty() => Err(Failure::new(format!("browser journeys: {count}"))
            .remedy("pictures of the failures are in tests/browser/output/")),
        result => result.map(|()| count),
    }
}

/// Serves the site in `dist/` and runs one script of `tests/browser` against it.
pub fn visit(
    ready: &BrowserTools,
    script: &str,
    arguments: &[String],
    see: impl FnMut(&str),
) -> Outcome {
    let server = Server::bind(0)?;
    let url = server.url();
    let shelf = Shelf::new(Site::read(&dist::folder())?);
    thread::spawn(move || server.run(&shelf));
    let mut node = ready.script(&tools::browser_folder(), script);
    node.args(arguments).env("BASE_URL", url);
    node.env("NETPOL", shell::target_dir().join("debug").join(format!("netpol{EXE_SUFFIX}")));
    shell::run_watched(&mut node, see)
}
