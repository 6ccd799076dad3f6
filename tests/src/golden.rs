//! Files that hold what is expected, to be reviewed as a diff when it changes.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// A path inside the workspace.
pub fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Compares a text with a file; `UPDATE_EXPECT=1` writes the file instead.
///
/// # Errors
/// What differs and how to accept it.
pub fn compare(path: &Path, actual: &str) -> Result<(), String> {
    if env::var_os("UPDATE_EXPECT").is_some() {
        return fs::write(path, actual).map_err(|error| format!("{}: {error}", path.display()));
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return Ok(());
    }
    let differs = |(a, b): &(&str, &str)| a != b;
    let line = expected.lines().zip(actual.lines()).take_while(|pair| !differs(pair)).count();
    let at = |text: &str| text.lines().nth(line).unwrap_or("(end)").to_owned();
    Err(format!(
        "{}:{}\n  expected: {}\n    actual: {}\nUPDATE_EXPECT=1 accepts it",
        path.display(),
        line + 1,
        at(&expected),
        at(actual),
    ))
}
