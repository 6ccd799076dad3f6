//! `cargo xtask check`: the quick gate before a commit.
//!
//! Everything that needs no test run and no browser. What it cannot look at it says, and
//! `cargo xtask test` is what decides.

use crate::failure::{Failure, Outcome};
use crate::steps::Steps;
use crate::{dist, gates, shell, tools};
use std::process::Command;

pub const SUMMARY: &str = "The quick gate: formatting, lints, documentation, budgets, audit";
pub const HELP: &str = "cargo xtask check

Formatting, clippy (native and wasm) and documentation without a warning; the byte budgets of
dist/ if it is there; licenses and advisories of the dependencies if cargo-deny is installed.";

/// Runs every quick step and prints the table.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`check` takes no argument, not `{extra}`")));
    }
    tools::ensure_components()?;
    let mut steps = Steps::new();
    gates::run(&mut steps);
    budgets(&mut steps);
    audit(&mut steps);
    steps.finish()
}

fn budgets(steps: &mut Steps) {
    if dist::folder().is_dir() {
        steps.run("byte budgets", dist::weigh);
    } else {
        steps.note("byte budgets", "dist/ is not there; write it with: cargo xtask dist");
    }
}

fn audit(steps: &mut Steps) {
    if shell::find(&["cargo-deny"]).is_none() {
        steps.note("dependency audit", "cargo-deny is not installed: cargo install cargo-deny");
        return;
    }
    steps.run("dependency audit", || {
        let mut command = Command::new("cargo-deny");
        shell::run(command.arg("check").current_dir(shell::root())).map(|()| String::new())
    });
}
