//! The steps that the quick gate and the whole test have in common.
//!
//! Each is one function that returns its note for the table. Must not print a summary of its own.

use crate::failure::Outcome;
use crate::sbom;
use crate::shell;
use crate::steps::Steps;
use crate::tools;
use crate::wasm;
use std::process::Command;

/// Formatting, lints and documentation, each held to no warning at all.
pub fn run(steps: &mut Steps) {
    steps.run("formatting", formatting);
    steps.run("clippy", clippy);
    steps.run("clippy for wasm", clippy_for_wasm);
    steps.run("documentation", documentation);
    steps.run("licenses", sbom::check_licenses);
}

/// What cargo-deny says about everything that is compiled: licenses, sources, bans, and advisories where
/// their database can be reached.
pub fn audit(steps: &mut Steps) {
    const ASKED: &str = "dependency audit";
    const ADVISORIES: &str = "advisories";
    let Some(deny) = tools::cargo_deny() else {
        return steps.note(ASKED, "cargo-deny is not installed: cargo install cargo-deny");
    };
    let ask = |more: &[&str]| {
        let mut command = Command::new(&deny);
        command.current_dir(shell::root()).args(more);
        command
    };
    // Cargo has fetched all packages by now.
    let rules = ["--offline", "check", "licenses", "bans", "sources"];
    steps.run(ASKED, || shell::run(&mut ask(&rules)).map(|()| rules[2..].join(", ")));
    match ask(&["fetch", "db"]).output() {
        Ok(fetched) if fetched.status.success() => {
            let known = ["--offline", "check", "advisories"];
            steps.run(ADVISORIES, || shell::run(&mut ask(&known)).map(|()| String::new()));
        }
        _ => steps.note(ADVISORIES, "their database cannot be reached from here"),
    }
}

fn formatting() -> Outcome<String> {
    let mut cargo = Command::new(shell::cargo_path());
    shell::run(cargo.current_dir(shell::root()).args(["fmt", "--all", "--check"]))
        .map_err(|failure| failure.remedy("run: cargo fmt --all"))
        .map(|()| String::new())
}

fn clippy() -> Outcome<String> {
    let mut cargo = shell::cargo("clippy");
    without_warnings(cargo.args(["--workspace", "--all-targets"]))
}

/// What becomes wasm compiles differently there, so it is linted for it too.
fn clippy_for_wasm() -> Outcome<String> {
    crate::tools::ensure_wasm_target()?;
    let mut cargo = shell::cargo("clippy");
    without_warnings(cargo.args([
        "--package",
        "netpol-web",
        "--package",
        "netpol-view",
        "--package",
        "netpol-js",
        "--target",
        wasm::TARGET,
    ]))
}

fn documentation() -> Outcome<String> {
    let mut cargo = shell::cargo("doc");
    cargo.args(["--workspace", "--no-deps", "--document-private-items"]);
    shell::run(cargo.env("RUSTDOCFLAGS", "-D warnings")).map(|()| String::new())
}

fn without_warnings(cargo: &mut Command) -> Outcome<String> {
    shell::run(cargo.args(["--", "-D", "warnings"])).map(|()| String::new())
}
