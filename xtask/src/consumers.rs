//! `cargo xtask consumers`: the npm package in the hands of those who depend on it.
//!
//! Installs the tarball into a project of its own and runs the script of `tests/consumers` there: a page
//! without a build, pages built by Vite and by webpack, a server, TypeScript. Must not know any of them.

use crate::failure::{During, Failure, Outcome};
use crate::tools::{self, BrowserTools};
use crate::{package, shell};
use std::fs;
use std::path::Path;
use std::process::Command;

pub const SUMMARY: &str = "Run the tests of the npm package in bundlers, browsers and TypeScript";
pub const HELP: &str = "cargo xtask consumers

Builds and packs the npm package, installs the tarball into target/consumers/ beside Vite, webpack and
TypeScript, and opens what they make of it in a real Chromium and a real Firefox.";

/// Builds the package and runs its tests.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`consumers` takes no argument, not `{extra}`")));
    }
    let ready = tools::ensure_browser_tools()?;
    package::write()?;
    check(&ready).map(drop)
}

/// Packs and installs what `package` wrote, and runs the tests; the note says how many passed.
pub fn check(ready: &BrowserTools) -> Outcome<String> {
    let Some(npm) = tools::find_npm() else {
        return Err(Failure::new("the consumers of the npm package need npm")
            .remedy("cargo xtask test installs it, or says how"));
    };
    let tarball = package::tarball(&npm)?;
    let folder = shell::target_dir().join("consumers");
    copy(&shell::root().join("tests").join("consumers"), &folder)?;
    tools::ensure_packages(&npm, &folder)?;
    let mut install = Command::new(npm);
    install.args(["install", "--offline", "--no-save", "--no-audit", "--no-fund"]);
    // The lock file says what the others are, so nobody has to be asked.
    shell::run(install.arg("--ignore-scripts").arg(tarball).current_dir(&folder))?;
    let mut node = ready.script(&folder, "run.mjs");
    node.arg(shell::root());
    let mut count = String::new();
    let result = shell::run_watched(&mut node, |line| {
        if line.contains(" passed, ") {
            line.clone_into(&mut count);
        }
    });
    match result {
        Err(_) if !count.ends_with(" 0 differences") && !count.is_empty() => {
            Err(Failure::new(format!("consumers: {count}")))
        }
        result => result.map(|()| count),
    }
}

/// Copies a folder over another; what only the other has stays.
pub fn copy(from: &Path, to: &Path) -> Outcome {
    let what = format!("prepare {}", to.display());
    fs::create_dir_all(to).during(&what)?;
    for entry in fs::read_dir(from).during(&what)? {
        let entry = entry.during(&what)?;
        let target = to.join(entry.file_name());
        match entry.path() {
            path if path.ends_with("node_modules") => {}
            path if path.is_dir() => copy(&path, &target)?,
            path => drop(fs::copy(path, target).during(&what)?),
        }
    }
    Ok(())
}
