//! Running other programs, saying so, and failing with their name.
//!
//! Every command line is echoed before it runs, so that a person can repeat it by hand. Must not
//! go through a shell: arguments are passed as they are.

use crate::failure::{During, Failure, Outcome};
use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The top of the repository.
///
/// Asked at run time, so that a program built in one clone never writes into another.
pub fn root() -> PathBuf {
    let own = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    own.and_then(|path| path.parent().map(Path::to_path_buf)).unwrap_or_else(|| PathBuf::from("."))
}

/// Where cargo builds to. It is passed on explicitly, so user settings cannot move it elsewhere.
pub fn target_dir() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(path) => root().join(path),
        None => root().join("target"),
    }
}

/// The cargo that runs us.
pub fn cargo_path() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// A cargo subcommand that compiles, with the lock file held fixed.
pub fn cargo(subcommand: &str) -> Command {
    let mut command = Command::new(cargo_path());
    command.current_dir(root()).args([subcommand, "--locked", "--target-dir"]).arg(target_dir());
    command
}

/// Runs `command` to its end with our own output.
pub fn run(command: &mut Command) -> Outcome {
    echo(command);
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(stopped(command, status.code())) }
}

/// Runs `command`, shows its standard output and hands each line of it to `see`.
pub fn run_watched(command: &mut Command, mut see: impl FnMut(&str)) -> Outcome {
    echo(command);
    command.stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| not_started(command, &error))?;
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line.during("read the output of a program")?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            see(&line);
        }
    }
    let status = child.wait().during("wait for a program")?;
    if status.success() { Ok(()) } else { Err(stopped(command, status.code())) }
}

/// Runs `command` silently and gives its standard output, or nothing if it failed.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first of `names` that is an executable on `PATH`.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let spellings = names.iter().flat_map(|name| [(*name).to_owned(), format!("{name}.exe")]);
    spellings.into_iter().find_map(|name| {
        folders.iter().map(|folder| folder.join(&name)).find(|path| is_executable(path))
    })
}

/// Announces a slow piece of work, does it, and says how long it took.
pub fn phase<T>(what: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    eprintln!("▸ {what} …");
    let start = Instant::now();
    let result = work()?;
    eprintln!("  {what}: done in {}", seconds(start.elapsed()));
    Ok(result)
}

/// A duration as people read it: `0.4 s`, `3 min 20 s`.
pub fn seconds(elapsed: Duration) -> String {
    match elapsed.as_secs() {
        0..120 => format!("{:.1} s", elapsed.as_secs_f64()),
        whole => format!("{} min {} s", whole / 60, whole % 60),
    }
}

fn echo(command: &Command) {
    eprintln!("$ {}", spell(command));
}

/// The command line as one would type it, without the path of the program.
fn spell(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(OsStr::new("?")).to_string_lossy().into_owned();
    let home = root();
    command.get_args().fold(name, |mut text, argument| {
        let path = Path::new(argument);
        let shown = path.strip_prefix(&home).unwrap_or(path).to_string_lossy();
        text.push(' ');
        if shown.contains(' ') {
            text.push_str(&format!("'{shown}'"));
        } else {
            text.push_str(&shown);
        }
        text
    })
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    let program = command.get_program().to_string_lossy();
    Failure::new(format!("cannot start `{program}`: {error}"))
        .remedy("install it, or check that it is on PATH")
}

fn stopped(command: &Command, code: Option<i32>) -> Failure {
    let how = match code {
        Some(code) => format!("ended with exit code {code}"),
        None => "was stopped by a signal".to_owned(),
    };
    Failure::new(format!("`{}` {how}", spell(command)))
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_echoed_as_one_would_type_it() {
        let mut command = Command::new("/usr/bin/cargo");
        command.args(["test", "--", "two words"]);
        assert_eq!(spell(&command), "cargo test -- 'two words'");
    }

    #[test]
    fn a_program_that_is_not_there_is_a_failure_with_its_name() {
        let failure = run(&mut Command::new("no-such-program-anywhere"));
        let text = failure.map_err(|failure| failure.to_string()).err().unwrap_or_default();
        assert!(text.contains("no-such-program-anywhere") && text.contains("help:"), "{text}");
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(seconds(Duration::from_millis(417)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(200)), "3 min 20 s");
    }
}
