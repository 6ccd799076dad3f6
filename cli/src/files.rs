//! Writing files so that each is either the old one or the new one, whatever happens.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::process;

/// Replaces the text of a file, which keeps its permissions.
///
/// The new text is written beside the file and then takes its place. A link stays a link; what it
/// leads to is replaced.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}", process::id()));
    let beside = path.with_file_name(name);
    let written = write(&beside, text)
        .and_then(|()| fs::set_permissions(&beside, permissions))
        .and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // There may be nothing to remove; the first error is the one to tell.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Writes a file that must not be there yet.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    write(path, text)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    // A rename may reach the disk before the bytes do.
    file.sync_all()
}
