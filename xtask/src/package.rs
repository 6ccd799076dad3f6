//! `cargo xtask package`: the package for JavaScript, as npm would publish it.

use crate::failure::{During, Failure, Outcome};
use crate::names::Names;
use crate::pack::pack;
use crate::places::without_columns;
use crate::site::Site;
use crate::{dist, shell, squeeze, wasm};
use std::path::{Path, PathBuf};
use std::process::Command;

pub const SUMMARY: &str = "Write the package for JavaScript to target/npm/";
pub const HELP: &str = "cargo xtask package

Builds the core without a page as a module for Node.js, browsers and workers, with its types, and
writes it to `target/npm/` as npm would publish it. `npm pack target/npm` makes an archive of it.";

/// What the package is called, and where its parts are.
const MANIFEST: &str = r#"{
  "name": "netpol-designer",
  "version": "VERSION",
  "description": "Kubernetes NetworkPolicies: judged as the API server does, described, and worked out.",
  "license": "Apache-2.0",
  "type": "module",
  "sideEffects": false,
  "engines": { "node": ">=18" },
  "exports": {
    "./core": { "types": "./core/netpol-core.d.ts", "default": "./core/netpol-core.mjs" },
    "./core.wasm": "./core/core.wasm",
    "./package.json": "./package.json"
  }
}
"#;

/// Builds and writes the package, and holds it against its budget.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`package` takes no argument, not `{extra}`")));
    }
    write()?;
    weigh().map(|summary| println!("{summary}"))
}

/// Where the package is written to.
pub fn folder() -> PathBuf {
    shell::target_dir().join("npm")
}

/// Builds the package and writes it, without judging its weight.
pub fn write() -> Outcome {
    let bindings = Site::read(&wasm::build(wasm::Crate::Js)?)?;
    let file = |name: &str| {
        let bytes = bindings.get(name);
        bytes.ok_or_else(|| Failure::new(format!("the binding step has made no {name}")))
    };
    let glue = String::from_utf8_lossy(file("netpol_js.js")?).into_owned();
    let names = Names::of(&glue);
    let glue = squeeze::glue(&dist::without_comments(&names.shorten_in_script(&glue)));
    let module = pack(&names.shorten_in_module(file("netpol_js_bg.wasm")?)?)?;
    let module = without_columns(&module)?;
    let wrapper = shell::root().join("js/js/netpol-core.mjs");
    let wrapper = std::fs::read(&wrapper).during(format_args!("read {}", wrapper.display()))?;
    let mut package = Site::default();
    let manifest = MANIFEST.replace("VERSION", env!("CARGO_PKG_VERSION"));
    package.insert("package.json", manifest.into_bytes())?;
    package.insert("core/netpol-core.mjs", wrapper)?;
    package.insert("core/netpol_js.js", glue.into_bytes())?;
    package.insert("core/core.wasm", module)?;
    package.insert("core/netpol-core.d.ts", declarations()?.into_bytes())?;
    package.write(&folder())
}

/// The types, as the crate itself writes them.
fn declarations() -> Outcome<String> {
    let mut cargo = shell::cargo("run");
    cargo.args(["--quiet", "--package", "netpol-js", "--example", "declarations"]);
    let types = shell::ask(&mut cargo);
    types.ok_or_else(|| Failure::new("the types of netpol-js could not be written"))
}

/// Holds the written package against its budget.
pub fn weigh() -> Outcome<String> {
    dist::judge_files(&dist::compress(&Site::read(&folder())?)?)
}

/// Tries the package in Node.js, with everything that was recorded of others.
pub fn try_in_node(node: &Path) -> Outcome<String> {
    let script = shell::root().join("js/tests/conformance.mjs");
    let mut counted = String::new();
    let mut node = Command::new(node);
    node.arg(script).arg(folder());
    shell::run_watched(&mut node, |line| {
        if line.ends_with("passed, 0 failed") {
            counted = line.to_owned();
        }
    })?;
    match counted.is_empty() {
        true => Err(Failure::new("no answer of the package was compared")),
        false => Ok(counted),
    }
}
