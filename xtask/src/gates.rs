//! The steps that the quick gate and the whole test have in common.
//!
//! Each is one function that returns its note for the table. Must not print a summary of its own.

use crate::failure::Outcome;
use crate::sbom;
use crate::shell;
use crate::steps::Steps;
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
