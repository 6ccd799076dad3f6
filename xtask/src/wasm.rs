//! From a crate to the module and the glue script that a browser or Node.js loads.
//!
//! The bindings are made by the library behind the wasm-bindgen command line, at the version the
//! workspace pins, so that no other tool has to be installed. Must not rewrite the module: what
//! the compiler and the binding step make is what ships, but for how `pack`
//! arranges it (docs/design.md says why).

use crate::failure::{During, Failure, Outcome};
use crate::{shell, tools};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// The target the browser runs.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Leaves out what the optimizer does to loops and branches by writing more code: new counters, which
/// are for machines with few registers, copies of shared ends, values worked out on every way that
/// lacks them, both ways of a branch worked out to choose between them, loads that are put together,
/// and copies of memory for the time of a loop; and has what both ways of a branch begin or end with
/// written once (docs/design.md has the numbers).
const FOR_SIZE: &str = "-Cllvm-args=-disable-lsr -disable-early-taildup -enable-pre=false \
                        -disable-licm-promotion -hoist-common-insts -tail-merge-size=2 \
                        -phi-node-folding-threshold=1 -aggressive-instcombine-max-scan-instrs=0";

/// A crate that becomes a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crate {
    /// The designer.
    Web,
    /// The element that only shows policies.
    View,
    /// The core without a page.
    Js,
}

impl Crate {
    fn package(self) -> &'static str {
        match self {
            Self::Web => "netpol-web",
            Self::View => "netpol-view",
            Self::Js => "netpol-js",
        }
    }

    fn file(self) -> String {
        self.package().replace('-', "_")
    }
}

/// Compiles and binds a crate; gives the folder that holds the glue script and the module.
pub fn build(what: Crate) -> Outcome<PathBuf> {
    tools::ensure_wasm_target()?;
    shell::phase("fetching packages", fetch)?;
    let phase = format!("compiling {} to wasm (the first time takes a minute)", what.package());
    let module = shell::phase(&phase, || compile(what))?;
    let folder = shell::target_dir().join("bindings").join(what.package());
    shell::phase("binding it to JavaScript", || bind(&module, &folder))?;
    Ok(folder)
}

/// Fetches before compiling, so that a missing network is not mistaken for a mistake in the code.
fn fetch() -> Outcome {
    let mut cargo = Command::new(shell::cargo_path());
    cargo.current_dir(shell::root()).args(["fetch", "--locked", "--target", TARGET]);
    shell::run(&mut cargo).map_err(|failure| {
        failure.remedy("connect to the network once and run this again; later builds need none")
    })
}

fn compile(what: Crate) -> Outcome<PathBuf> {
    let mut cargo = shell::cargo("rustc");
    cargo.args(["--package", what.package(), "--lib", "--release", "--target", TARGET]);
    // This form of the variable takes paths with spaces in them.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", remapped_paths().join("\u{1f}"));
    // For a crate that is an `rlib` too, as it is for its tests, the profile's `lto` is left out.
    cargo.args(["--crate-type", "cdylib", "--", FOR_SIZE]);
    shell::run(&mut cargo)
        .map_err(|failure| failure.remedy("the compiler's messages are above"))?;
    Ok(shell::target_dir().join(TARGET).join("release").join(format!("{}.wasm", what.file())))
}

/// Flags that shorten the paths of packages in panic messages.
///
/// Without them the module would hold the names of this machine's folders, and its bytes would
/// depend on them.
fn remapped_paths() -> Vec<String> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    let Some(sources) = home.map(|home| home.join("registry").join("src")) else {
        return Vec::new();
    };
    let Ok(registries) = fs::read_dir(sources) else { return Vec::new() };
    let folders = registries.flatten().map(|entry| entry.path());
    let mut flags: Vec<String> =
        folders.map(|path| format!("--remap-path-prefix={}=crates", path.display())).collect();
    flags.sort();
    flags
}

fn bind(module: &Path, folder: &Path) -> Outcome {
    // A snippet of an older build must not end up in the site.
    if folder.exists() {
        fs::remove_dir_all(folder).during(format_args!("empty {}", folder.display()))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .typescript(false)
        .keep_debug(false)
        // Whoever ships the module leaves the names out, once nothing needs them any more.
        .remove_name_section(false)
        .remove_producers_section(true)
        // Whoever starts a module says where it is; a bundler would look for the name in the glue.
        .omit_default_module_path(true);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(folder)).map_err(|error| {
        Failure::new(format!("cannot bind {}: {error:#}", module.display())).remedy(
            "`wasm-bindgen` and `wasm-bindgen-cli-support` must be pinned to one version in \
             Cargo.toml",
        )
    })
}
