//! `cargo xtask library`: the npm package as its users have it, in Node.
//!
//! Installs the tarball into a folder of its own, without the network, and runs the script of
//! `tests/library` there, against the same corpora as the native tests. Must not know any case.

use crate::failure::{During, Failure, Outcome};
use crate::{package, shell, tools};
use std::fs;
use std::path::Path;
use std::process::Command;

pub const SUMMARY: &str = "Run the tests of the npm package alone, in Node";
pub const HELP: &str = "cargo xtask library

Builds and packs the npm package, installs the tarball into target/library/, and asks it in Node
everything that the corpora have an answer to. Runs the examples of docs/javascript.md.";

/// Builds the package and runs its tests.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`library` takes no argument, not `{extra}`")));
    }
    package::write()?;
    check(|_| {})?;
    package::weigh().map(|summary| println!("{summary}"))
}

/// Packs and installs what `package` wrote, and runs the tests; the note says how many passed.
pub fn check(mut see: impl FnMut(&str)) -> Outcome<String> {
    let (Some(node), Some(npm)) = (tools::find_node(), tools::find_npm()) else {
        return Err(Failure::new("the tests of the npm package need Node.js with npm")
            .remedy("cargo xtask test installs them, or says how"));
    };
    let tarball = package::tarball(&npm)?;
    let folder = shell::target_dir().join("library");
    install(&npm, &tarball, &folder)?;
    let mut count = String::new();
    let mut command = Command::new(node);
    command.current_dir(&folder).arg("run.mjs").arg(shell::root());
    let result = shell::run_watched(&mut command, |line| {
        see(line);
        if line.contains(" passed, ") {
            line.clone_into(&mut count);
        }
    });
    match result {
        Err(_) if !count.is_empty() => Err(Failure::new(format!("npm package in Node: {count}"))),
        result => result.map(|()| count),
    }
}

/// A project that depends on the tarball, with the scripts that use it.
fn install(npm: &Path, tarball: &Path, folder: &Path) -> Outcome {
    let what = format!("prepare {}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).during(&what)?;
    }
    fs::create_dir_all(folder).during(&what)?;
    fs::write(folder.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")
        .during(&what)?;
    let scripts = shell::root().join("tests").join("library");
    for script in fs::read_dir(scripts).during(&what)? {
        let script = script.during(&what)?;
        fs::copy(script.path(), folder.join(script.file_name())).during(&what)?;
    }
    let mut command = Command::new(npm);
    command.args(["install", "--offline", "--no-audit", "--no-fund", "--no-package-lock"]);
    shell::run(command.arg(tarball).current_dir(folder))
}
