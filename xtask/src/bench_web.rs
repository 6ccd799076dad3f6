//! `cargo xtask bench-web`: how long a keystroke takes to reach the page, and the page to start.
//!
//! Measures the shipped site in a real Chromium and prints the numbers. Must not judge them:
//! timings depend on the machine, so none of them fails a build.

use crate::failure::{Failure, Outcome};
use crate::{browser, dist, tools};

pub const SUMMARY: &str =
    "Measure keystrokes in form and text and the cold start, in a real Chromium";
pub const HELP: &str = "cargo xtask bench-web

Builds the site, opens it in Chromium, and types into a policy with 50 rules and into a text of
10,000 lines; then opens it anew until a field can be typed into. Prints medians and 95th percentiles.";

/// Builds the site and runs the benchmark.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`bench-web` takes no argument, not `{extra}`")));
    }
    let ready = tools::ensure_browser_tools()?;
    dist::write()?;
    println!("{}", ready.describe());
    browser::visit(&ready, "bench.mjs", &[], |_| {})
}
