//! From the arguments of a command to texts: files, directories, standard input.
//!
//! What cannot be read is reported and does not keep the rest from being read. Nothing here knows
//! what the texts say.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use netpol_core::gather::{Choice, Place};
use netpol_core::yaml::{LineIndex, MAX_BYTES};

use crate::Outcome;
use crate::output::{Output, Role, plain};

/// The extensions by which files in directories are taken, those of kubectl.
const EXTENSIONS: [&str; 3] = ["json", "yaml", "yml"];

/// A text that was read, and how it came here.
pub struct Input {
    /// The path as it was given, or found below a directory; `-` for the standard input.
    pub name: String,
    /// The path, which may have characters that a name cannot show.
    pub path: PathBuf,
    /// Who chose it.
    pub choice: Choice,
    /// The text itself.
    pub text: String,
}

/// Why a text cannot be used.
struct Refusal {
    /// Line and column, if it is about one place.
    position: Option<(usize, usize)>,
    message: String,
}

impl Refusal {
    fn new(message: impl Into<String>) -> Self {
        Refusal { position: None, message: message.into() }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Refusal::new(match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or directory".to_owned(),
            io::ErrorKind::PermissionDenied => "it may not be read (permission denied)".to_owned(),
            _ => format!("it cannot be read: {error}"),
        })
    }
}

/// Reads everything that the arguments name, one text at a time, and gives each to `read`.
///
/// Directories are searched for manifests, in the order of their names. Says on `err` what cannot
/// be read.
pub fn for_each(
    paths: &[PathBuf],
    err: &mut Output,
    mut read: impl FnMut(Input, &mut Output) -> io::Result<Outcome>,
) -> io::Result<Outcome> {
    let mut worst = Outcome::Fine;
    for path in paths {
        let (files, choice) = files_of(path);
        for (file, found) in files {
            let outcome = match found.and_then(|()| text_of(&file)) {
                Ok(text) => {
                    let name = file.to_string_lossy().into_owned();
                    read(Input { name, path: file, choice, text }, err)?
                }
                Err(refusal) => {
                    report(&file, &refusal, err)?;
                    Outcome::CannotRun
                }
            };
            worst = worst.max(outcome);
        }
    }
    Ok(worst)
}

/// Says on `err` why something cannot be done, with the file it is about.
pub fn complain(name: &str, message: &str, err: &mut Output) -> io::Result<()> {
    let word = err.style().paint(Role::Error, "error");
    writeln!(err, "{}: {word}: {}", plain(display_name(name)), plain(message))
}

/// The name of an input for people.
pub fn display_name(name: &str) -> &str {
    if name == "-" { "<stdin>" } else { name }
}

/// `web.yaml:12:15`
pub fn display_place(place: &Place) -> String {
    format!("{}:{}:{}", display_name(&place.file), place.line, place.column)
}

fn report(path: &Path, refusal: &Refusal, err: &mut Output) -> io::Result<()> {
    let path = path.to_string_lossy();
    let position = match refusal.position {
        Some((line, column)) => format!(":{line}:{column}"),
        None => String::new(),
    };
    let word = err.style().paint(Role::Error, "error");
    let (name, message) = (plain(display_name(&path)), plain(&refusal.message));
    writeln!(err, "{name}{position}: {word}: {message}")
}

/// Paths to be read, and those that are not worth a try.
type Files = Vec<(PathBuf, Result<(), Refusal>)>;

fn files_of(path: &Path) -> (Files, Choice) {
    if path == Path::new("-") || !path.is_dir() {
        return (vec![(path.to_owned(), Ok(()))], Choice::Named);
    }
    let mut files = Files::new();
    search(path, &mut files);
    if files.is_empty() {
        let refusal = Refusal::new("there is no .yaml, .yml or .json file in this directory");
        files.push((path.to_owned(), Err(refusal)));
    }
    (files, Choice::Found)
}

/// Collects the manifests below a directory. Links to directories are not followed, because they
/// may lead back.
fn search(directory: &Path, files: &mut Files) {
    let mut paths = match entries(directory) {
        Ok(paths) => paths,
        Err(error) => return files.push((directory.to_owned(), Err(error.into()))),
    };
    paths.sort();
    for path in paths {
        let extension = path.extension().and_then(OsStr::to_str);
        if path.is_dir() {
            if !path.is_symlink() {
                search(&path, files);
            }
        } else if extension.is_some_and(|extension| EXTENSIONS.contains(&extension)) {
            files.push((path, Ok(())));
        }
    }
}

fn entries(directory: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(directory)?.map(|entry| entry.map(|entry| entry.path())).collect()
}

fn text_of(path: &Path) -> Result<String, Refusal> {
    let limit = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    }
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::new(format!("it has more than {MAX_BYTES} bytes; split it")));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        not_utf8(&error.into_bytes(), valid)
    })
}

/// Says where text stops being UTF-8, `valid` bytes from its start.
fn not_utf8(bytes: &[u8], valid: usize) -> Refusal {
    if matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) {
        return Refusal::new("this is UTF-16; save it as UTF-8, kubectl reads nothing else");
    }
    let before = String::from_utf8_lossy(bytes.get(..valid).unwrap_or_default());
    let position = LineIndex::new(&before).position(&before, valid);
    let byte = bytes.get(valid).copied().unwrap_or_default();
    let message = format!("the byte 0x{byte:02x} is no UTF-8, and kubectl reads nothing else");
    Refusal { position: Some(position), message }
}
