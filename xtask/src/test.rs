//! `cargo xtask test`: everything there is to test, in one command.
//!
//! Tools come first, so a machine that cannot run the browser tests says so before ten minutes of
//! work. A failing step does not stop the others. Must never pass with a step left out.

use crate::failure::{During, Failure, Outcome};
use crate::steps::{Steps, Went};
use crate::{browser, consumers, dist, gates, generators, library, package, rebuild, shell, tools};

pub const SUMMARY: &str = "Run every check and every test there is, as CI does";
pub const HELP: &str = "cargo xtask test

Formatting, clippy and documentation without a warning; the native tests with the conformance
corpora; the wasm build; the byte budgets; the journeys in a real Chromium; and the package for
JavaScript, with the corpora in Node.js and in pages that bundlers make of it. Installs what it
needs where it may (Node.js, Chromium, Firefox and a font for Japanese with apt as root, Node packages
from the lock file; where CI is set also cargo-deny) and says what to run where it may not.";

/// Runs every step and prints the table.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`test` takes no argument, not `{extra}`"))
            .remedy("for a part of it: cargo test -p netpol-core, or cargo xtask browser"));
    }
    let mut steps = Steps::new();
    let mut found = None;
    steps.run("tools", || {
        tools::ensure_components()?;
        tools::ensure_wasm_target()?;
        let ready = tools::ensure_browser_tools()?;
        let note = ready.describe();
        found = Some(ready);
        Ok(note)
    });
    // What a person can only mend outside of the code is worth stopping for.
    let Some(ready) = found else { return steps.finish() };
    gates::run(&mut steps);
    gates::audit(&mut steps);
    let mut counts = Counts::default();
    steps.run("native tests", || native_tests(&mut counts));
    match steps.run("wasm build and dist", || dist::write().map(|()| String::new())) {
        Went::Well => {
            steps.run("byte budgets", dist::weigh);
            steps.run("browser journeys", || browser::journeys(&ready, &[]));
            steps.run("in Firefox", || browser::firefox(&ready));
            steps.run("the same bytes elsewhere", rebuild::check);
            steps.run("generators of documentation", || generators::check(&ready));
        }
        Went::Wrong => {
            steps.not_run("byte budgets", "there is no site to weigh");
            steps.not_run("browser journeys", "there is no site to visit");
            steps.not_run("in Firefox", "there is no site to visit");
            steps.not_run("the same bytes elsewhere", "there is no site to compare");
            steps.not_run("generators of documentation", "there is no site to show policies with");
        }
    }
    match steps.run("package for JavaScript", || package::write().and_then(|()| package::weigh())) {
        Went::Well => {
            steps.run("conformance in wasm", || library::check(|line| counts.read(line)));
            steps.run("consumers of the package", || consumers::check(&ready));
        }
        Went::Wrong => {
            steps.not_run("conformance in wasm", "there is no package to try");
            steps.not_run("consumers of the package", "there is no package to try");
        }
    }
    for line in &counts.conformance {
        println!("{line}");
    }
    steps.finish()
}

fn native_tests(counts: &mut Counts) -> Outcome<String> {
    // Tested apart: built together with the rest, this crate's dependencies would get other
    // features than `cargo xtask` just built them with, and be compiled a second time.
    let parts: [&[&str]; 2] = [&["--package", "xtask"], &["--workspace", "--exclude", "xtask"]];
    let results = parts.map(|packages| {
        // Without `--no-fail-fast` the first crate with a failing test would hide all after it.
        let mut cargo = shell::cargo("test");
        shell::run_watched(cargo.args(packages).arg("--no-fail-fast"), |line| counts.read(line))
    });
    let note = format!("{} passed, {} failed", counts.passed, counts.failed);
    for result in results {
        result.during(format_args!("pass all native tests ({note})"))?;
    }
    match counts.passed {
        0 => Err(Failure::new("no test was run at all")),
        _ => Ok(note),
    }
}

/// What the output of `cargo test` adds up to.
#[derive(Default)]
struct Counts {
    passed: u32,
    failed: u32,
    /// Lines that begin with `conformance:`, which a test prints past the harness's capture.
    conformance: Vec<String>,
}

impl Counts {
    fn read(&mut self, line: &str) {
        if line.starts_with("conformance:") {
            self.conformance.push(line.to_owned());
        }
        // `test result: ok. 12 passed; 0 failed; 0 ignored; …`
        let Some(result) = line.strip_prefix("test result: ") else { return };
        let words: Vec<&str> = result.split([' ', ';']).collect();
        for pair in words.windows(2) {
            let number = pair[0].parse().unwrap_or(0);
            match pair[1] {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_all_test_programs_are_added_up() {
        let mut counts = Counts::default();
        counts.read("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out");
        counts.read("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured");
        counts.read("test passed_and_failed ... ok");
        assert_eq!((counts.passed, counts.failed), (15, 2));
    }

    #[test]
    fn lines_about_conformance_are_kept_for_the_end() {
        let mut counts = Counts::default();
        counts.read("conformance: 562 of 562 validation cases");
        counts.read("running 3 tests");
        assert_eq!(counts.conformance, ["conformance: 562 of 562 validation cases"]);
    }
}
