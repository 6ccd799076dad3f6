//! `cargo xtask`: one place for everything that is done to the code.
//!
//! Holds the table of commands and hands over to the file of each. Needs Rust and nothing else to
//! start; what a command needs beyond that, it fetches or asks for by name. Must not contain
//! anything that ships: the site, the library and the command line are built *by* it.

#![expect(clippy::print_stdout, reason = "a command line talks on standard output")]

mod alike;
mod bench_web;
mod browser;
mod budgets;
mod check;
mod consumers;
mod dist;
mod failure;
mod frames;
mod gates;
mod generators;
mod guard;
mod http;
mod library;
mod minify;
mod names;
mod offline;
mod pack;
mod package;
mod places;
mod rebuild;
mod sbom;
mod serve;
mod shape;
mod shared;
mod shell;
mod single;
mod site;
mod split;
mod squeeze;
mod steps;
mod test;
mod tools;
mod traps;
mod wasm;

use failure::{Failure, Outcome};
use std::process::ExitCode;

/// One subcommand: its line in the list, its help, and what it does.
struct Task {
    name: &'static str,
    summary: &'static str,
    help: &'static str,
    run: fn(&[String]) -> Outcome,
}

/// Every subcommand, the most used first.
const TASKS: &[Task] = &[
    Task { name: "serve", summary: serve::SUMMARY, help: serve::HELP, run: serve::run },
    Task { name: "test", summary: test::SUMMARY, help: test::HELP, run: test::run },
    Task { name: "check", summary: check::SUMMARY, help: check::HELP, run: check::run },
    Task { name: "browser", summary: browser::SUMMARY, help: browser::HELP, run: browser::run },
    Task {
        name: "bench-web",
        summary: bench_web::SUMMARY,
        help: bench_web::HELP,
        run: bench_web::run,
    },
    Task { name: "dist", summary: dist::SUMMARY, help: dist::HELP, run: dist::run },
    Task { name: "package", summary: package::SUMMARY, help: package::HELP, run: package::run },
    Task {
        name: "consumers",
        summary: consumers::SUMMARY,
        help: consumers::HELP,
        run: consumers::run,
    },
    Task { name: "rebuild", summary: rebuild::SUMMARY, help: rebuild::HELP, run: rebuild::run },
    Task {
        name: "generators",
        summary: generators::SUMMARY,
        help: generators::HELP,
        run: generators::run,
    },
    Task { name: "frames", summary: frames::SUMMARY, help: frames::HELP, run: frames::run },
    Task { name: "library", summary: library::SUMMARY, help: library::HELP, run: library::run },
];

/// The exit code for a command line that could not be understood.
const USAGE_ERROR: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        eprint!("{}", usage());
        return ExitCode::from(USAGE_ERROR);
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        return help(rest.first().map(String::as_str));
    }
    let Some(task) = find(name) else { return unknown(name) };
    if rest.iter().any(|argument| argument == "--help" || argument == "-h") {
        return help(Some(name));
    }
    match (task.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(task, &failure),
    }
}

fn find(name: &str) -> Option<&'static Task> {
    TASKS.iter().find(|task| task.name == name)
}

fn report(task: &Task, failure: &Failure) -> ExitCode {
    eprintln!("\n{failure}");
    if failure.is_usage() {
        eprintln!("\nusage: {}", task.help.lines().next().unwrap_or_default());
        return ExitCode::from(USAGE_ERROR);
    }
    ExitCode::FAILURE
}

fn help(topic: Option<&str>) -> ExitCode {
    match topic {
        None => print!("{}", usage()),
        Some(name) => match find(name) {
            Some(task) => println!("{}\n\nusage: {}", task.summary, task.help),
            None => return unknown(name),
        },
    }
    ExitCode::SUCCESS
}

fn unknown(name: &str) -> ExitCode {
    eprint!("error: there is no command `{name}`\n\n{}", usage());
    ExitCode::from(USAGE_ERROR)
}

fn usage() -> String {
    let mut text = String::from("usage: cargo xtask <command> [options]\n\ncommands:\n");
    for task in TASKS {
        text.push_str(&format!("  {:<10} {}\n", task.name, task.summary));
    }
    text.push_str("  help       Explain a command: cargo xtask help <command>\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_listed_once_and_shows_how_it_is_called() {
        for task in TASKS {
            assert_eq!(TASKS.iter().filter(|other| other.name == task.name).count(), 1);
            assert!(task.help.starts_with(&format!("cargo xtask {}", task.name)), "{}", task.name);
            assert!(usage().contains(task.summary));
        }
    }

    #[test]
    fn an_unknown_command_is_not_found() {
        assert!(find("srve").is_none());
    }
}
