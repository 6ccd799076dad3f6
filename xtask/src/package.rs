//! `cargo xtask package`: the npm package, as it would be published.
//!
//! Its parts are entry points: `./core` is the core without a page. Each part says which files it
//! brings and what `exports` has to say about them, so that another one is a line in [`PARTS`].
//! Must not publish anything.

use crate::failure::{During, Failure, Outcome};
use crate::site::{PACKAGE, Site};
use crate::{dist, pack, shell, squeeze, tools, traps, wasm};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const SUMMARY: &str = "Write the npm package to dist/npm/ and hold it against its byte budget";
pub const HELP: &str = "cargo xtask package

Builds the core for JavaScript, writes the package to dist/npm/, prints what its files weigh, and
packs a tarball beside them if npm is there. Fails if a budget is exceeded. Nothing is published.";

/// What the package is called.
pub const NAME: &str = "netpol-designer";

/// The oldest Node.js that has all that the package uses: `fetch`, and `await` in modules.
const ENGINE: &str = ">=18";

/// One entry point.
struct Part {
    /// How it is imported, and what that is.
    exports: &'static [(&'static str, &'static str)],
    /// Its files that are written by hand: where they are in the repository, and in the package.
    sources: &'static [(&'static str, &'static str)],
    /// The files that do something when they are loaded; a bundler must not leave them out.
    effects: &'static [&'static str],
    /// Its files that are built.
    build: fn() -> Outcome<Site>,
}

/// All entry points.
const PARTS: &[Part] = &[Part {
    exports: &[
        (
            "./core",
            r#"{ "types": "./core.d.ts", "node": "./core.node.js", "default": "./core.js" }"#,
        ),
        ("./core.wasm", r#""./core.wasm""#),
    ],
    sources: &[
        ("js/js/core.js", "core.js"),
        ("js/js/core.api.js", "core.api.js"),
        ("js/js/core.node.js", "core.node.js"),
        ("js/js/core.d.ts", "core.d.ts"),
    ],
    effects: &["./core.js", "./core.node.js"],
    build: core,
}];

/// Builds, writes, packs and judges the package.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`package` takes no argument, not `{extra}`")));
    }
    write()?;
    match tools::find_npm() {
        Some(npm) => println!("{}", tarball(&npm)?.display()),
        None => eprintln!("npm is not on PATH, so no tarball is packed"),
    }
    weigh().map(|summary| println!("{summary}"))
}

/// Where the package is written to.
pub fn folder() -> PathBuf {
    dist::folder().join(PACKAGE)
}

/// Builds the package and writes it, without judging its weight.
pub fn write() -> Outcome {
    let mut package = Site::default();
    for part in PARTS {
        let mut files = (part.build)()?;
        for (from, to) in part.sources {
            let file = shell::root().join(from);
            files.insert(to, fs::read(&file).during(format_args!("read {}", file.display()))?)?;
        }
        // The module is not split as that of the page is: bundlers and streaming compilers want one.
        for (path, bytes) in squeeze::files(&files, |_, module| pack::pack(module))?.files() {
            package.insert(path, bytes.to_vec())?;
        }
    }
    for (from, to) in [("LICENSE", "LICENSE"), ("docs/javascript.md", "README.md")] {
        let file = shell::root().join(from);
        package.insert(to, fs::read(&file).during(format_args!("read {}", file.display()))?)?;
    }
    package.insert("package.json", manifest(PARTS).into_bytes())?;
    package.write(&folder())
}

/// The core without a page.
fn core() -> Outcome<Site> {
    let bound = Site::read(&wasm::build(wasm::Crate::Js)?)?;
    let mut files = Site::default();
    for (from, to) in [("netpol_js.js", "core.bindings.js"), ("netpol_js_bg.wasm", "core.wasm")] {
        let bytes = bound.get(from);
        let bytes = bytes.ok_or_else(|| Failure::new(format!("the bindings have no `{from}`")))?;
        let bytes = if to.ends_with(".wasm") { traps::early(bytes)? } else { bytes.to_vec() };
        files.insert(to, bytes)?;
    }
    Ok(files)
}

fn manifest(parts: &[Part]) -> String {
    let exports = parts.iter().flat_map(|part| part.exports);
    let mut entries: Vec<String> =
        exports.map(|(name, target)| format!("    \"{name}\": {target}")).collect();
    entries.push("    \"./package.json\": \"./package.json\"".to_owned());
    let effects = parts.iter().flat_map(|part| part.effects);
    let effects: Vec<String> = effects.map(|path| format!("\"{path}\"")).collect();
    format!(
        "{{\n  \"name\": \"{NAME}\",\n  \"version\": \"{}\",\n  \"description\": \"Kubernetes \
         NetworkPolicies: what the API server says about them, what they mean, and who may connect \
         to whom.\",\n  \"license\": \"Apache-2.0\",\n  \"type\": \"module\",\n  \"exports\": \
         {{\n{}\n  }},\n  \"files\": [\"*.js\", \"*.d.ts\", \"*.wasm\"],\n  \"sideEffects\": \
         [{}],\n  \"engines\": {{ \"node\": \"{ENGINE}\" }}\n}}\n",
        env!("CARGO_PKG_VERSION"),
        entries.join(",\n"),
        effects.join(", "),
    )
}

/// Packs what was written into a tarball beside it.
pub fn tarball(npm: &Path) -> Outcome<PathBuf> {
    let mut command = Command::new(npm);
    command.args(["pack", "--silent", "--pack-destination", "."]).current_dir(folder());
    shell::run(&mut command)?;
    Ok(folder().join(format!("{NAME}-{}.tgz", env!("CARGO_PKG_VERSION"))))
}

/// Prints the bytes of the written package; fails if a budget is exceeded.
pub fn weigh() -> Outcome<String> {
    let mut code = Site::default();
    for (path, bytes) in Site::read(&folder())?.files() {
        if path.ends_with(".js") || path.ends_with(".wasm") {
            code.insert(path, bytes.to_vec())?;
        }
    }
    dist::judge_files(&dist::compress(&code)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_is_exported_or_does_something_is_in_the_package() {
        for part in PARTS {
            let is_there =
                |path: &str| path.ends_with(".wasm") || part.sources.iter().any(|it| it.1 == path);
            let targets = part.exports.iter().flat_map(|(_, target)| target.split('"'));
            let targets = targets.filter_map(|text| text.strip_prefix("./"));
            let effects = part.effects.iter().filter_map(|path| path.strip_prefix("./"));
            for path in targets.chain(effects) {
                assert!(is_there(path), "{path}");
            }
        }
        assert!(manifest(PARTS).contains("\"sideEffects\": [\"./core.js\", \"./core.node.js\"]"));
    }
}
