//! `cargo xtask generators`: a policy in what generators of documentation make of a page.
//!
//! Installs each generator that can be had into target/generators/ and runs the script of
//! `tests/generators` there, which builds a page with each and opens it. Must not know any of them.

use crate::consumers::copy;
use crate::failure::{Failure, Outcome};
use crate::tools::{self, BrowserTools};
use crate::{dist, shell};

pub const SUMMARY: &str = "Build a page with each generator of documentation and open it";
pub const HELP: &str = "cargo xtask generators

Writes the site to dist/, installs mdBook, MkDocs, Docusaurus, Hugo, Sphinx and Starlight into
target/generators/, as far as they can be had, builds a page with a policy in it with each, and opens what
comes out in a real Chromium. What cannot be installed is said.";

/// Builds the site and runs the script.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`generators` takes no argument, not `{extra}`")));
    }
    let ready = tools::ensure_browser_tools()?;
    dist::write()?;
    check(&ready).map(drop)
}

/// Runs the script on what `dist` wrote; the note says how many generators show policies.
pub fn check(ready: &BrowserTools) -> Outcome<String> {
    let Some(npm) = tools::find_npm() else {
        return Err(Failure::new("the generators of documentation need npm")
            .remedy("cargo xtask test installs it, or says how"));
    };
    let folder = shell::target_dir().join("generators");
    copy(&shell::root().join("tests").join("generators"), &folder)?;
    let mut node = ready.script(&folder, "run.mjs");
    node.arg(shell::root()).env("NPM", npm).env("CARGO", shell::cargo_path());
    let mut count = String::new();
    let result = shell::run_watched(&mut node, |line| {
        if line.contains(" generators show ") {
            line.clone_into(&mut count);
        }
    });
    result.map(|()| count)
}
