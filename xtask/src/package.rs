//! `cargo xtask package`: the npm package, as it would be published.
//!
//! Its parts are entry points: `./core` is the core without a page. Each part says which files it
//! brings and what `exports` has to say about them, so that another one is a line in [`PARTS`].
//! Must not publish anything.

use crate::dist::VIEWER;
use crate::failure::{During, Failure, Outcome};
use crate::frames::without_names;
use crate::site::{PACKAGE, Site};
use crate::{dist, minify, shape, shell, single, squeeze, tools, wasm};
use std::collections::BTreeSet;
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
    /// Its other files; given is the site with everything as it travels.
    build: fn(&Site) -> Outcome<Site>,
    /// What those are called.
    built: &'static [&'static str],
}

/// All entry points.
const PARTS: &[Part] = &[
    Part {
        exports: &[
            (
                "./core",
                r#"{ "types": "./core.d.ts", "node": "./core.node.js", "default": "./core.js" }"#,
            ),
            ("./core.wasm", r#""./core.wasm""#),
        ],
        sources: &[("js/js/core.d.ts", "core.d.ts")],
        effects: &["./core.js", "./core.node.js"],
        build: core,
        built: &["core.js", "core.api.js", "core.node.js", "core.bindings.js", "core.wasm"],
    },
    Part {
        exports: &[("./element", r#"{ "types": "./element.d.ts", "default": "./element.js" }"#)],
        sources: &[("js/elements/element.d.ts", "element.d.ts")],
        effects: &["./element.js", "./element.worker.js", "./element.css"],
        build: element,
        built: &[
            "element.js",
            "element.worker.js",
            "element.bindings.js",
            "element.css",
            "element.wasm",
            "words-de.json",
            "words-ja.json",
        ],
    },
    Part {
        exports: &[(
            "./element-inline",
            r#"{ "types": "./element.d.ts", "default": "./element-inline.js" }"#,
        )],
        sources: &[],
        effects: &["./element-inline.js"],
        build: element_inline,
        built: &["element-inline.js"],
    },
    Part {
        exports: &[
            ("./view", r#"{ "types": "./view.d.ts", "default": "./view.js" }"#),
            ("./docs", r#"{ "types": "./docs.d.ts", "default": "./docs.js" }"#),
        ],
        sources: &[("js/elements/view.d.ts", "view.d.ts"), ("js/elements/docs.d.ts", "docs.d.ts")],
        effects: &["./view.js", "./docs.js"],
        build: view,
        built: &["view.js", "docs.js", "view.bindings.js", "view.wasm"],
    },
    Part {
        exports: &[
            ("./jsx", r#"{ "types": "./jsx.d.ts" }"#),
            ("./react", r#"{ "types": "./react.d.ts" }"#),
            ("./custom-elements.json", r#""./custom-elements.json""#),
            ("./html-data.json", r#""./html-data.json""#),
        ],
        sources: &[
            ("js/elements/jsx.d.ts", "jsx.d.ts"),
            ("js/elements/react.d.ts", "react.d.ts"),
            ("js/elements/custom-elements.json", "custom-elements.json"),
            ("js/elements/html-data.json", "html-data.json"),
        ],
        effects: &[],
        build: |_| Ok(Site::default()),
        built: &[],
    },
];

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
    let slim = dist::slim()?;
    let mut package = Site::default();
    for part in PARTS {
        let files = (part.build)(&slim)?;
        let built: BTreeSet<&str> = files.files().map(|(path, _)| path).collect();
        if built != part.built.iter().copied().collect() {
            return Err(Failure::new(format!("a part of the package is made of {built:?}")));
        }
        for (path, bytes) in files.files() {
            package.insert(path, bytes.to_vec())?;
        }
        add(part.sources, &mut package)?;
    }
    add(&[("LICENSE", "LICENSE"), ("docs/javascript.md", "README.md")], &mut package)?;
    add(&[("docs/cli.md", "cli.md")], &mut package)?;
    package.insert("package.json", manifest(PARTS).into_bytes())?;
    minify::scripts(&package)?.write(&folder())
}

/// Adds files of the repository.
fn add(sources: &[(&str, &str)], to: &mut Site) -> Outcome {
    for (from, path) in sources {
        let file = shell::root().join(from);
        to.insert(path, fs::read(&file).during(format_args!("read {}", file.display()))?)?;
    }
    Ok(())
}

/// The core without a page.
fn core(_: &Site) -> Outcome<Site> {
    let bound = Site::read(&wasm::build(wasm::Crate::Js)?)?;
    let mut files = Site::default();
    files.insert("core.bindings.js", shape::bytes(&bound, "netpol_js.js")?.to_vec())?;
    files.insert("core.wasm", shape::bytes(&bound, "netpol_js_bg.wasm")?.to_vec())?;
    for file in ["core.js", "core.api.js", "core.node.js"] {
        add(&[(&format!("js/js/{file}"), file)], &mut files)?;
    }
    // The module is not split as that of the page is: bundlers and streaming compilers want one.
    squeeze::files(&files, |_, module| without_names(&dist::arranged(module)?))
}

/// How reading a large file ends.
const READ: &str = "return reader.finish(name);\n}\n";

/// How the function begins and ends that says which form of a text a number wants.
const FORMS: (&str, &str) =
    ("function formsOf(", "return (number) => forms.indexOf(rules.select(number));\n}\n");

/// How the element's script starts the worker for large files: as itself.
const WORKER: &str = "new Worker(trusted.createScriptURL(import.meta.url), { type: \"module\" })";

/// The same for a file of its own, as bundlers look for it: a page that asks for trusted types lets no
/// worker start so, and reads large files in the page.
const OWN_WORKER: &str =
    "new Worker(new URL(\"./element.worker.js\", import.meta.url), { type: \"module\" })";

/// The designer: its script, with glue, module and styles beside it.
fn element(slim: &Site) -> Outcome<Site> {
    const NAMES: [(&str, &str); 5] = [
        ("netpol_web.js", "element.bindings.js"),
        ("netpol_web_bg.wasm", "element.wasm"),
        ("netpol-designer.css", "element.css"),
        ("words-de.json", "words-de.json"),
        ("words-ja.json", "words-ja.json"),
    ];
    // A bundler makes the script a part of another one, which must not be run in a worker; so what it
    // does there is a script of its own.
    let script = shape::replaced(shape::text(slim, "netpol-designer.js")?, WORKER, OWN_WORKER)?;
    let mut files = renamed(slim, &script, "element.js", &NAMES)?;
    let read = shape::between(&script, "async function readSnapshot(", READ)?;
    let heard = shape::between(&script, "if (\"onmessage\" in globalThis) {\n", "\n};\n}\n")?;
    let (begin, end) = FORMS;
    let forms = shape::between(&script, begin, end)?;
    let worker = format!(
        "import init, {{ SnapshotReader, speak }} from \"./element.bindings.js\";\n{heard}\n}};\n{begin}{forms}{end}async \
         function readSnapshot({read}{READ}"
    );
    files.insert("element.worker.js", worker.into_bytes())?;
    Ok(files)
}

/// The designer as one script with all of it inside.
fn element_inline(slim: &Site) -> Outcome<Site> {
    // There is no file for a worker, so large files are read in the page.
    let script = shape::replaced(&single::script(slim)?, WORKER, "await Promise.reject()")?;
    let mut files = Site::default();
    files.insert("element-inline.js", script.into_bytes())?;
    Ok(files)
}

/// The element that only shows policies.
fn view(slim: &Site) -> Outcome<Site> {
    const NAMES: [(&str, &str); 2] =
        [("netpol_view.js", "view.bindings.js"), ("netpol_view_bg.wasm", "view.wasm")];
    let mut files = Site::default();
    for (name, _) in NAMES {
        files.insert(name, shape::bytes(slim, &format!("{VIEWER}{name}"))?.to_vec())?;
    }
    // What the page for frames takes of it is nothing for others.
    let script = shape::text(slim, &format!("{VIEWER}netpol-view.js"))?;
    let script = shape::replaced(script, "export const core", "const core")?;
    let script =
        shape::replaced(&script, "export async function wordsOf", "async function wordsOf")?;
    // The element's part of the package has the words.
    let mut script = script;
    for words in ["words-de.json", "words-ja.json"] {
        script = shape::replaced(&script, &format!("\"../{words}\""), &format!("\"./{words}\""))?;
    }
    let mut files = renamed(&files, &script, "view.js", &NAMES)?;
    let docs = shape::text(slim, &format!("{VIEWER}netpol-docs.js"))?;
    let docs = shape::replaced(docs, "\"./netpol-view.js\"", "\"./view.js\"")?;
    let docs = shape::replaced(&docs, "\"../netpol-designer.js\"", "\"./element.js\"")?;
    files.insert("docs.js", docs.into_bytes())?;
    Ok(files)
}

/// A script and what it loads, under the names of the package.
fn renamed(site: &Site, script: &str, name: &str, names: &[(&str, &str)]) -> Outcome<Site> {
    let mut script = script.to_owned();
    let mut files = Site::default();
    for (from, to) in names {
        script = shape::replaced(&script, &format!("\"./{from}\""), &format!("\"./{to}\""))?;
        files.insert(to, shape::bytes(site, from)?.to_vec())?;
    }
    files.insert(name, script.into_bytes())?;
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
         {{\n{}\n  }},\n  \"customElements\": \"./custom-elements.json\",\n  \"files\": [\"*.js\", \"*.css\", \"*.d.ts\", \"*.json\", \"*.md\", \"*.wasm\"],\n  \"sideEffects\": \
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
        let sources = PARTS.iter().flat_map(|part| part.sources).map(|(_, path)| *path);
        let built = PARTS.iter().flat_map(|part| part.built).copied();
        let there: Vec<&str> = sources.chain(built).collect();
        for part in PARTS {
            let targets = part.exports.iter().flat_map(|(_, target)| target.split('"'));
            let targets = targets.filter_map(|text| text.strip_prefix("./"));
            let effects = part.effects.iter().filter_map(|path| path.strip_prefix("./"));
            for path in targets.chain(effects) {
                assert!(there.contains(&path), "{path}");
            }
        }
        assert!(manifest(PARTS).contains("\"sideEffects\": [\"./core.js\", \"./core.node.js\", "));
    }
}
