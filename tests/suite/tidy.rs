//! The rules of the house that a machine can check.
//!
//! They are about files and lines, not about behavior; Clippy and the compiler check the rest. A
//! rule that gets in the way is changed here, with a reason, and not worked around.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use netpol_tests::golden;

/// The packages of the workspace.
const PACKAGES: [&str; 5] = ["core", "web", "cli", "tests", "xtask"];
/// Longer files are to be split by meaning.
const LONGEST_FILE: usize = 700;

/// A source file: its path inside the workspace, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The lines that are code outside of tests, with their numbers.
    ///
    /// Unit tests stand at the end of a file, or in files that are called `tests`.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let text = if self.is_test() { "" } else { self.text.as_str() };
        let (code, _) = text.split_once("#[cfg(test)]\nmod tests {").unwrap_or((text, ""));
        let numbered = code.lines().enumerate().map(|(index, line)| (index + 1, line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }

    fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.path.ends_with("/tests.rs")
    }
}

/// All Rust files of some packages.
fn sources(packages: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    for package in packages {
        collect(&golden::workspace(package), &mut paths);
    }
    assert!(paths.len() > 20, "the files are there");
    let root = golden::workspace("");
    let source = |path: &PathBuf| {
        let inside = path.strip_prefix(&root).expect("a file of the workspace");
        let text = fs::read_to_string(path).expect("a readable file");
        Source { path: inside.to_string_lossy().replace('\\', "/"), text }
    };
    paths.iter().map(source).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut entries: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let generated = ["target", "node_modules", "corpus", "pkg"].contains(&name.as_str());
        if path.is_dir() && !generated {
            collect(&path, paths);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            paths.push(path);
        }
    }
}

#[track_caller]
fn check(violations: &[String]) {
    assert!(violations.is_empty(), "\n{}", violations.join("\n"));
}

/// Every line of code in `core`, outside of tests, that has one of these in it.
fn core_lines_with(banned: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources(&["core"]) {
        for (number, line) in source.code() {
            if banned.iter().any(|banned| line.contains(banned)) {
                found.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    found
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = sources(&PACKAGES).into_iter().filter(|source| !source.text.starts_with("//! "));
    check(&silent.map(|source| source.path).collect::<Vec<_>>());
}

#[test]
fn no_file_is_too_long_to_read() {
    let long = sources(&PACKAGES).into_iter().filter_map(|source| {
        let lines = source.text.lines().count();
        (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines", source.path))
    });
    check(&long.collect::<Vec<_>>());
}

#[test]
fn modules_of_core_use_only_those_above_them() {
    let library = fs::read_to_string(golden::workspace("core/src/lib.rs")).expect("the library");
    let module = |line: &str| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned());
    let order: Vec<String> = library.lines().filter_map(module).collect();
    assert!(order.len() > 8, "{order:?}");
    let mut violations = Vec::new();
    for source in sources(&["core/src"]) {
        let name = source.path.trim_start_matches("core/src/").split(['/', '.']).next();
        let own = order.iter().position(|module| Some(module.as_str()) == name);
        for (number, line) in source.code() {
            for used in line.split("crate::").skip(1) {
                let used = used.split(|char: char| !char.is_alphanumeric() && char != '_').next();
                let used = order.iter().position(|module| Some(module.as_str()) == used);
                if own < used {
                    violations.push(format!("{}:{number}: {}", source.path, line.trim()));
                }
            }
        }
    }
    check(&violations);
}

#[test]
fn core_never_gives_up() {
    let banned = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!("];
    check(&core_lines_with(&banned));
}

#[test]
fn core_keeps_everything_in_order() {
    check(&core_lines_with(&["HashMap", "HashSet"]));
}

#[test]
fn core_knows_no_browser_clock_file_or_chance() {
    let banned = [
        "wasm_bindgen",
        "web_sys",
        "js_sys",
        "yew::",
        "std::fs",
        "std::env",
        "TcpStream",
        "UdpSocket",
        "std::time",
        "std::thread",
        "println!(",
        "SystemTime",
        "Instant",
    ];
    // The benchmarks are no part of the library.
    let library = |line: &String| line.starts_with("core/src/");
    check(&core_lines_with(&banned).into_iter().filter(library).collect::<Vec<_>>());
}

#[test]
fn lints_are_expected_with_a_reason_and_never_allowed() {
    let marks = ["#[", "#!["].map(|start| [start, "allow("].concat());
    let mut violations = Vec::new();
    for source in sources(&PACKAGES) {
        for (number, line) in source.text.lines().enumerate() {
            if marks.iter().any(|mark| line.trim_start().starts_with(mark.as_str())) {
                violations.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    check(&violations);
}

#[test]
fn tests_are_sentences() {
    let mut violations = Vec::new();
    for source in sources(&PACKAGES) {
        let mut lines = source.text.lines();
        while lines.by_ref().any(|line| line.trim() == "#[test]") {
            let function = lines.by_ref().find(|line| line.contains("fn ")).unwrap_or_default();
            let name = function.trim().trim_start_matches("fn ").split('(').next();
            let words: Vec<&str> = name.unwrap_or_default().split('_').collect();
            let numbered = words.last().is_some_and(|word| word.parse::<u32>().is_ok());
            if words.len() < 3 || words[0] == "test" || numbered {
                violations.push(format!("{}: {}", source.path, words.join("_")));
            }
        }
    }
    check(&violations);
}

#[test]
fn codes_are_unique_and_in_order() {
    let path = golden::workspace("core/src/diagnostic/codes.rs");
    let text = fs::read_to_string(path).expect("the codes");
    let codes: Vec<(&str, &str)> = text
        .split("Code::new(\"")
        .skip(1)
        .filter_map(|rest| {
            let (id, rest) = rest.split_once("\", \"")?;
            Some((id, rest.split_once('"')?.0))
        })
        .collect();
    assert!(codes.len() > 20, "{codes:?}");
    assert!(codes.windows(2).all(|pair| pair[0].0 < pair[1].0), "{codes:?}");
    let names: BTreeSet<&str> = codes.iter().map(|(_, name)| *name).collect();
    assert_eq!(names.len(), codes.len(), "a name is given twice");
    for (id, name) in codes {
        let digits = id.strip_prefix("NP").unwrap_or_default();
        assert!(digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{id}");
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
    }
}

#[test]
fn every_dependency_is_explained() {
    let design = golden::workspace("docs/design.md");
    // The page is written last; from then on nothing is added without a word.
    let Ok(design) = fs::read_to_string(design) else { return };
    let manifest = fs::read_to_string(golden::workspace("Cargo.toml")).expect("the workspace");
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap_or_default();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let names =
        lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" ="));
    let unexplained = names
        .map(|(name, _)| name.trim())
        .filter(|name| !name.starts_with("netpol-") && !design.contains(&format!("`{name}`")));
    check(&unexplained.map(str::to_owned).collect::<Vec<_>>());
}
