//! `cargo xtask check`: the quick gate before a commit.
//!
//! Everything that needs no test run and no browser. What it cannot look at it says, and
//! `cargo xtask test` is what decides.

use crate::failure::{Failure, Outcome};
use crate::steps::Steps;
use crate::{dist, gates, tools};

pub const SUMMARY: &str = "The quick gate: formatting, lints, documentation, budgets, audit";
pub const HELP: &str = "cargo xtask check

Formatting, clippy (native and wasm) and documentation without a warning; the byte budgets of
dist/ if it is there; what cargo-deny says about the dependencies if it is installed.";

/// Runs every quick step and prints the table.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`check` takes no argument, not `{extra}`")));
    }
    tools::ensure_components()?;
    let mut steps = Steps::new();
    gates::run(&mut steps);
    budgets(&mut steps);
    gates::audit(&mut steps);
    steps.finish()
}

fn budgets(steps: &mut Steps) {
    if dist::folder().is_dir() {
        steps.run("byte budgets", dist::weigh);
    } else {
        steps.note("byte budgets", "dist/ is not there; write it with: cargo xtask dist");
    }
}
