//! What has to be on the machine beyond Rust: found, fetched where we may, or asked for by name.
//!
//! Each function leaves the machine ready or fails with the one command to run. Must never leave
//! something out silently: a test that cannot run is a failure, not a skip.

use crate::failure::{During, Failure, Outcome};
use crate::{shell, wasm};
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Node.js that the locked version of Playwright runs on.
const OLDEST_NODE: u32 = 18;
/// What a browser made of Chromium is called on `PATH`.
const CHROMIUMS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
/// Where macOS and Windows keep it instead.
const CHROMIUM_PLACES: &[&str] = &[
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
/// The variable that names a Chromium of one's own choice.
const CHROMIUM_VARIABLE: &str = "CHROMIUM";
/// The same for Firefox.
const FIREFOXES: &[&str] = &["firefox-esr", "firefox"];
const FIREFOX_PLACES: &[&str] = &[
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];
const FIREFOX_VARIABLE: &str = "FIREFOX";

/// Makes sure that the active toolchain can compile to wasm.
pub fn ensure_wasm_target() -> Outcome {
    if has_wasm_target() {
        return Ok(());
    }
    let Some(rustup) = shell::find(&["rustup"]) else {
        return Err(Failure::new(format!("this Rust cannot compile to {}", wasm::TARGET)).remedy(
            "it did not come from rustup, so add the target the way you installed Rust\n\
             (Debian: libstd-rust-dev-wasm32, Fedora: rust-std-static-wasm32-unknown-unknown),\n\
             or install rustup",
        ));
    };
    eprintln!("▸ the compiler lacks the target {}; adding it", wasm::TARGET);
    shell::run(Command::new(rustup).args(["target", "add", wasm::TARGET])).map_err(|failure| {
        failure
            .remedy(format!("connect to the network and run: rustup target add {}", wasm::TARGET))
    })
}

/// Makes sure that `cargo fmt` and `cargo clippy` are there.
pub fn ensure_components() -> Outcome {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        let mut question = Command::new(shell::cargo_path());
        if shell::ask(question.args([subcommand, "--version"])).is_some() {
            continue;
        }
        let remedy = format!("install it: rustup component add {component}");
        let Some(rustup) = shell::find(&["rustup"]) else {
            return Err(Failure::new(format!("`cargo {subcommand}` is missing")).remedy(remedy));
        };
        shell::run(Command::new(rustup).args(["component", "add", component]))
            .map_err(|failure| failure.remedy(remedy))?;
    }
    Ok(())
}

/// The version of cargo-deny that is installed where it is missing.
const DENY_VERSION: &str = "0.20.2";

/// cargo-deny, if it is there. On a machine for tests alone it is installed, which takes minutes.
pub fn cargo_deny() -> Option<PathBuf> {
    let found = || shell::find(&["cargo-deny"]);
    if found().is_none() && env::var_os("CI").is_some() {
        let mut cargo = Command::new(shell::cargo_path());
        cargo.args(["install", "--quiet", "--locked", "cargo-deny", "--version", DENY_VERSION]);
        // Without it the step says that it did not run.
        let _missing = shell::phase("installing cargo-deny", || shell::run(&mut cargo));
    }
    found()
}

/// What the browser tests run with.
pub struct BrowserTools {
    /// Node.js.
    pub node: PathBuf,
    /// The system's Chromium, or Playwright's own download.
    pub chromium: Chromium,
    /// Firefox, if it is there.
    pub firefox: Option<PathBuf>,
}

/// Which Chromium is driven.
pub enum Chromium {
    /// One that was installed on this machine.
    System(PathBuf),
    /// The one that Playwright downloads and finds by itself.
    Playwrights,
}

impl BrowserTools {
    /// Node.js about to run a script in a folder, told where the browsers are.
    pub fn script(&self, folder: &Path, script: &str) -> Command {
        let mut node = Command::new(&self.node);
        node.current_dir(folder).arg(script);
        if let Chromium::System(path) = &self.chromium {
            node.env("CHROMIUM", path);
        }
        if let Some(path) = &self.firefox {
            node.env("FIREFOX", path);
        }
        node
    }

    /// One line for people: which programs are used.
    pub fn describe(&self) -> String {
        let node = shell::ask(Command::new(&self.node).arg("--version")).unwrap_or_default();
        let browser = match &self.chromium {
            Chromium::System(path) => {
                let version = shell::ask(Command::new(path).arg("--version")).unwrap_or_default();
                // `Chromium 140.0.1 built on Debian …`: the first two words say it.
                version.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
            }
            Chromium::Playwrights => "Playwright's Chromium".to_owned(),
        };
        format!("Node {node}, {browser}")
    }
}

/// The folder of the browser tests.
pub fn browser_folder() -> PathBuf {
    shell::root().join("tests").join("browser")
}

/// Makes sure that Node.js, the locked packages and a Chromium are there.
pub fn ensure_browser_tools() -> Outcome<BrowserTools> {
    install_missing()?;
    let (Some(node), Some(npm)) = (find_node(), find_npm()) else {
        return Err(Failure::new(format!(
            "the browser tests need Node.js {OLDEST_NODE} or newer, with npm"
        ))
        .remedy(install_command()));
    };
    ensure_packages(&npm, &browser_folder())?;
    let chromium = match find_chromium()? {
        Some(path) => Chromium::System(path),
        None => download_chromium(&node)?,
    };
    Ok(BrowserTools { node, chromium, firefox: find_firefox()? })
}

/// Installs Node.js and the browsers with apt where that needs nobody's leave.
fn install_missing() -> Outcome {
    let mut missing: Vec<&str> = Vec::new();
    if find_node().is_none() || find_npm().is_none() {
        missing.extend(["nodejs", "npm"]);
    }
    // Ubuntu's package only points to a snap, which cannot be installed everywhere.
    if find_chromium()?.is_none() && !is_ubuntu() {
        missing.push("chromium");
    }
    if find_firefox()?.is_none() && !is_ubuntu() {
        missing.push("firefox-esr");
    }
    let Some(apt) = shell::find(&["apt-get"]).filter(|_| is_root()) else { return Ok(()) };
    if missing.is_empty() && !lacks_japanese_font() {
        return Ok(());
    }
    if missing.is_empty() {
        let install = ["install", "--yes", "--quiet", JAPANESE_FONT];
        if shell::run(Command::new(apt).args(install)).is_err() {
            eprintln!("▸ there is no font for Japanese, so it is looked at as boxes");
        }
        return Ok(());
    }
    missing.push(JAPANESE_FONT);
    shell::phase(&format!("installing {}", missing.join(", ")), || {
        let apt = |arguments: &[&str]| {
            let mut command = Command::new(&apt);
            shell::run(command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
        };
        let mut install = vec!["install", "--yes", "--no-install-recommends", "--quiet"];
        install.extend(&missing);
        apt(&["update", "--quiet"])
            .and_then(|()| apt(&install))
            .map_err(|failure| failure.remedy(install_command()))
    })
}

/// Without one Japanese is drawn as boxes, and what is judged is no page that anybody sees.
const JAPANESE_FONT: &str = "fonts-ipafont-gothic";

/// Whether no font has the letters of Japanese, where that can be told.
fn lacks_japanese_font() -> bool {
    let fonts = shell::ask(Command::new("fc-list").arg(":lang=ja"));
    cfg!(target_os = "linux") && fonts.is_some_and(|fonts| fonts.is_empty())
}

/// Installs the packages of a folder's lock file, unless exactly those are there.
///
/// No package may run a script of its own.
pub fn ensure_packages(npm: &Path, folder: &Path) -> Outcome {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read(&lock).during(format_args!("read {}", lock.display()))?;
    let stamp = folder.join("node_modules").join(".installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let mut command = Command::new(npm);
    shell::run(
        command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder),
    )
    .map_err(|failure| failure.remedy("connect to the network once, and run this again"))?;
    fs::write(&stamp, wanted).during(format_args!("write {}", stamp.display()))
}

fn download_chromium(node: &Path) -> Outcome<Chromium> {
    eprintln!("▸ no Chromium on this machine; fetching the one that Playwright keeps");
    let mut command = Command::new(node);
    command.current_dir(browser_folder()).args(["node_modules/playwright-core/cli.js", "install"]);
    if is_root() && is_ubuntu() {
        command.arg("--with-deps");
    }
    shell::run(command.arg("chromium"))
        .map_err(|failure| failure.remedy(install_command()))
        .map(|()| Chromium::Playwrights)
}

fn has_wasm_target() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut question = Command::new(rustc);
    question.current_dir(shell::root());
    question.args(["--print", "target-libdir", "--target", wasm::TARGET]);
    // The folder is named whether it is there or not.
    shell::ask(&mut question).is_some_and(|folder| {
        fs::read_dir(folder).is_ok_and(|entries| {
            entries.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libcore-"))
        })
    })
}

/// Node.js, if it is new enough.
pub fn find_node() -> Option<PathBuf> {
    let node = shell::find(&["node", "nodejs"])?;
    let version = shell::ask(Command::new(&node).arg("--version"))?;
    major(&version).filter(|major| *major >= OLDEST_NODE).map(|_| node)
}

/// npm, which packs and installs.
pub fn find_npm() -> Option<PathBuf> {
    shell::find(&["npm.cmd", "npm"])
}

/// `v20.11.1` → 20.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

fn find_chromium() -> Outcome<Option<PathBuf>> {
    find_browser(CHROMIUM_VARIABLE, CHROMIUMS, CHROMIUM_PLACES)
}

fn find_firefox() -> Outcome<Option<PathBuf>> {
    find_browser(FIREFOX_VARIABLE, FIREFOXES, FIREFOX_PLACES)
}

/// The browser that a variable names, or else one on the path or in its usual places.
fn find_browser(variable: &str, names: &[&str], places: &[&str]) -> Outcome<Option<PathBuf>> {
    if let Some(chosen) = env::var_os(variable).filter(|value| !value.is_empty()) {
        let path = PathBuf::from(&chosen);
        return if path.is_file() {
            Ok(Some(path))
        } else {
            Err(Failure::new(format!("{variable}={} is no file", path.display()))
                .remedy(format!("unset {variable}, or give the path of a browser")))
        };
    }
    let places = places.iter().map(PathBuf::from).find(|path| path.is_file());
    let found = shell::find(names).or(places);
    // On Linux a stub that only tells to install a snap has the same name: let it prove itself.
    Ok(found.filter(|path| {
        !cfg!(target_os = "linux") || shell::ask(Command::new(path).arg("--version")).is_some()
    }))
}

/// The one command that installs what the browser tests need, on the machine we are on.
pub fn install_command() -> String {
    let known = [
        (
            "apt-get",
            "sudo apt-get update && sudo apt-get install -y nodejs npm chromium firefox-esr \
             fonts-ipafont-gothic",
        ),
        ("dnf", "sudo dnf install -y nodejs npm chromium firefox"),
        ("pacman", "sudo pacman -S --needed nodejs npm chromium firefox"),
        ("apk", "sudo apk add nodejs npm chromium firefox"),
        ("brew", "brew install node && brew install --cask google-chrome firefox"),
        ("winget", "winget install OpenJS.NodeJS.LTS Google.Chrome Mozilla.Firefox"),
    ];
    match known.iter().find(|(manager, _)| shell::find(&[manager]).is_some()) {
        Some((_, command)) => format!("run: {command}"),
        None => format!(
            "install Node.js {OLDEST_NODE} or newer with npm, and Chromium or Chrome, and put both \
             on PATH ({CHROMIUM_VARIABLE}=/path names a browser elsewhere)"
        ),
    }
}

fn is_root() -> bool {
    cfg!(unix) && shell::ask(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

fn is_ubuntu() -> bool {
    let release = fs::read_to_string(OsStr::new("/etc/os-release")).unwrap_or_default();
    release.lines().any(|line| matches!(line, "ID=ubuntu" | "ID=\"ubuntu\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("not a version"), None);
    }
}
