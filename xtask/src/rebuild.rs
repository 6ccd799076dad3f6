//! `cargo xtask rebuild`: the same sources in another folder give the same bytes.
//!
//! Who checks a site against its sources builds it again, elsewhere. Here that is done: the sources are
//! copied, built with a target folder of their own, and all digests compared. Must not know any file.

use crate::failure::{During, Failure, Outcome};
use crate::{dist, guard, shell};
use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

pub const SUMMARY: &str = "Build the site once more in another folder and compare all bytes";
pub const HELP: &str = "cargo xtask rebuild

Writes the site to dist/, copies the sources to target/elsewhere/, builds them there from nothing, and
compares the digests of all files.";

/// What of the repository is made, and not copied.
const MADE: [&str; 4] = [".git", "dist", "node_modules", "target"];

/// Builds both and compares them.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`rebuild` takes no argument, not `{extra}`")));
    }
    dist::write()?;
    check().map(|note| println!("{note}"))
}

/// Builds the site that `dist` wrote once more and compares; the note says how many files are the same.
pub fn check() -> Outcome<String> {
    // A blank in the path has to make no difference either.
    let folder = shell::target_dir().join("elsewhere").join("the same");
    if folder.exists() {
        fs::remove_dir_all(&folder).during(format_args!("empty {}", folder.display()))?;
    }
    copy(&shell::root(), &folder)?;
    let mut again = Command::new(env::current_exe().during("find this program")?);
    // By these a program knows where it is.
    again.env("CARGO_MANIFEST_DIR", folder.join("xtask")).env_remove("CARGO_TARGET_DIR");
    shell::run(again.arg("dist").current_dir(&folder))?;
    let sums = |dist: &Path| {
        let path = dist.join(guard::CHECKSUMS);
        fs::read_to_string(&path).during(format_args!("read {}", path.display()))
    };
    compare(&sums(&dist::folder())?, &sums(&folder.join("dist"))?)
}

fn compare(one: &str, other: &str) -> Outcome<String> {
    let differing: Vec<&str> =
        one.lines().filter(|line| !other.lines().any(|same| same == *line)).collect();
    match differing.is_empty() && one == other {
        true => Ok(format!("{} files are the same in two folders", one.lines().count())),
        false => Err(Failure::new(format!(
            "files that differ when they are built elsewhere:\n{}",
            differing.join("\n")
        ))
        .remedy("something of the folder, the time or the order of work gets into them")),
    }
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let what = format!("copy {}", from.display());
    fs::create_dir_all(to).during(&what)?;
    for entry in fs::read_dir(from).during(&what)? {
        let entry = entry.during(&what)?;
        let name = entry.file_name();
        if MADE.iter().any(|made| name == *made) {
            continue;
        }
        match entry.path() {
            path if path.is_dir() => copy(&path, &to.join(name))?,
            path => drop(fs::copy(path, to.join(name)).during(&what)?),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_difference_is_told() {
        assert!(compare("1  a\n2  b\n", "1  a\n2  b\n").is_ok());
        for other in ["1  a\n3  b\n", "1  a\n", "1  a\n2  b\n4  c\n"] {
            assert!(compare("1  a\n2  b\n", other).is_err(), "{other}");
        }
    }
}
