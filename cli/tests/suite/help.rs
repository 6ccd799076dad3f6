//! What `--help` says, and that it is true.

use std::fs;
use std::process::Command;

use netpol_tests::golden;

use crate::support::{Directory, EXPECTATIONS, GOOD, Ran, SHOP, netpol};

const COMMANDS: [&str; 15] = [
    "",
    "validate",
    "describe",
    "render",
    "reach",
    "explain",
    "check",
    "diff",
    "probe",
    "new",
    "fmt",
    "set",
    "split",
    "join",
    "canonical",
];

#[test]
fn every_command_has_its_help() {
    let directory = Directory::new();
    for command in COMMANDS {
        let name = if command.is_empty() { "netpol" } else { command };
        directory.netpol(&format!("{command} --help")).is_golden(&format!("help-{name}.txt"));
    }
}

#[test]
fn the_examples_work() {
    let files = [
        ("web.yaml", GOOD),
        ("policies/web.yaml", GOOD),
        ("shop.yaml", SHOP),
        ("expectations.yaml", EXPECTATIONS),
    ];
    let directory = Directory::with(&files);
    let mut count = 0;
    for command in COMMANDS {
        let help = directory.netpol(&format!("{command} --help")).out;
        let (_, examples) = help.split_once("Examples:\n").expect("examples");
        for example in examples.lines().filter(|line| !line.is_empty()) {
            let ran = shell(&directory, example.trim());
            assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{example}");
            count += 1;
        }
    }
    assert!(count >= 30, "{count} examples");
}

/// The page shows what the program says now; `UPDATE_EXPECT=1` writes it into the page.
#[test]
fn the_page_shows_what_the_program_says() {
    let path = golden::workspace("docs/cli.md");
    let page = fs::read_to_string(&path).expect("the page");
    let directory = Directory::new();
    let mut manifests = page.split("```yaml\n").skip(1);
    for name in ["web.yaml", "shop.yaml", "expectations.yaml"] {
        let manifest = manifests.next().and_then(|rest| rest.split_once("```"));
        directory.write(name, manifest.expect("a manifest and its end").0.as_bytes());
    }
    let mut blocks = page.split("```console\n$ ");
    let mut current = blocks.next().expect("the start of the page").to_owned();
    for block in blocks {
        let (shown, rest) = block.split_once("\n```").expect("the end of a block");
        let line = shown.lines().next().expect("a command");
        let ran = shell(&directory, line);
        assert_eq!(ran.err, "", "{line}");
        current.push_str(&format!("```console\n$ {line}\n{}\n```{rest}", ran.out.trim_end()));
    }
    if let Err(difference) = golden::compare(&path, &current) {
        panic!("{difference}");
    }
}

#[test]
fn the_version_is_that_of_the_workspace() {
    let ran = Directory::new().netpol("--version");
    assert_eq!(ran.out, format!("netpol {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn wrong_usage_exits_with_two() {
    let directory = Directory::new();
    for line in ["", "nope", "validate --nope x", "validate --output xml x"] {
        let ran = directory.netpol(line);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{line}");
        assert!(ran.err.contains("Usage:") || ran.err.contains("--help"), "{line}: {}", ran.err);
    }
}

/// Runs a line as a shell does, with `netpol` being the program under test.
fn shell(directory: &Directory, line: &str) -> Ran {
    let program = netpol(directory.path()).get_program().to_owned();
    let mut command = Command::new("sh");
    command.current_dir(directory.path()).env("NETPOL", program);
    Ran::of(command.arg("-c").arg(format!("netpol() {{ \"$NETPOL\" \"$@\"; }}; {line}")), "")
}
