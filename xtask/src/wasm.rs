//! From a crate to the module and the glue script that JavaScript loads.
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
/// are for machines with few registers, copies of shared ends, and values worked out on every way
/// that lacks them (docs/design.md has the numbers).
const FEWER_PASSES: &str = "-Cllvm-args=-disable-lsr -disable-early-taildup -enable-pre=false";

/// A crate that becomes a module.
pub struct Module {
    /// The package.
    pub package: &'static str,
    /// What it is for people.
    pub name: &'static str,
    /// Where its bindings go, below the target folder.
    pub folder: &'static str,
    /// Whether the glue script finds the module beside itself, under the name that it was bound by.
    pub finds_itself: bool,
}

/// The page.
pub const DESIGNER: Module = Module {
    package: "netpol-web",
    name: "the designer",
    folder: "bindings",
    // As the glue that wasm-pack makes does.
    finds_itself: true,
};

/// The core without a page. What starts it says where the module is: a file, or an address.
pub const CORE: Module =
    Module { package: "netpol-js", name: "the core", folder: "bindings-core", finds_itself: false };

impl Module {
    /// Compiles and binds it; gives the folder that holds the glue script and the module.
    pub fn build(&self) -> Outcome<PathBuf> {
        tools::ensure_wasm_target()?;
        shell::phase("fetching packages", fetch)?;
        let what = format!("compiling {} to wasm (the first time takes a minute)", self.name);
        let module = shell::phase(&what, || self.compile())?;
        let folder = shell::target_dir().join(self.folder);
        shell::phase("binding it to JavaScript", || self.bind(&module, &folder))?;
        Ok(folder)
    }

    fn compile(&self) -> Outcome<PathBuf> {
        let mut cargo = shell::cargo("rustc");
        cargo.args(["--package", self.package, "--lib", "--release", "--target", TARGET]);
        // This form of the variable takes paths with spaces in them.
        cargo.env("CARGO_ENCODED_RUSTFLAGS", remapped_paths().join("\u{1f}"));
        // For a crate that is an `rlib` too, as it is for its tests, the profile's `lto` is left out.
        cargo.args(["--crate-type", "cdylib", "--", FEWER_PASSES]);
        shell::run(&mut cargo)
            .map_err(|failure| failure.remedy("the compiler's messages are above"))?;
        let file = format!("{}.wasm", self.package.replace('-', "_"));
        Ok(shell::target_dir().join(TARGET).join("release").join(file))
    }

    fn bind(&self, module: &Path, folder: &Path) -> Outcome {
        // A snippet of an older build must not end up in the site.
        if folder.exists() {
            fs::remove_dir_all(folder).during(format_args!("empty {}", folder.display()))?;
        }
        let mut bindgen = Bindgen::new();
        bindgen
            .input_path(module)
            .typescript(false)
            .keep_debug(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .omit_default_module_path(!self.finds_itself);
        bindgen.web(true).and_then(|bindgen| bindgen.generate(folder)).map_err(|error| {
            Failure::new(format!("cannot bind {}: {error:#}", module.display())).remedy(
                "`wasm-bindgen` and `wasm-bindgen-cli-support` must be pinned to one version in \
             Cargo.toml",
            )
        })
    }
}

/// Fetches before compiling, so that a missing network is not mistaken for a mistake in the code.
fn fetch() -> Outcome {
    let mut cargo = Command::new(shell::cargo_path());
    cargo.current_dir(shell::root()).args(["fetch", "--locked", "--target", TARGET]);
    shell::run(&mut cargo).map_err(|failure| {
        failure.remedy("connect to the network once and run this again; later builds need none")
    })
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
