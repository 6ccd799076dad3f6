//! How many bytes each artifact may have: the table of docs/design.md as data.
//!
//! One KB is 1,000 bytes, the stricter reading. Sizes are those of the files as a browser fetches
//! them, compressed with brotli. Must not hold anything but the numbers and what they count.

use crate::dist::VIEWER;
use crate::shape::WORDS;

/// One artifact and its limits.
pub struct Budget {
    /// What the table calls it.
    pub artifact: &'static str,
    /// Whether a file of the site counts towards it.
    pub covers: fn(&str) -> bool,
    /// What is counted of them.
    pub measure: Measure,
    /// More bytes than this fail the build.
    pub must: usize,
    /// What the project aims for.
    pub aim: usize,
}

/// Which bytes of a file are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Those that travel, compressed with brotli.
    Brotli,
    /// Those on a disk.
    Raw,
}

/// One KB, in bytes.
const KB: usize = 1_000;

/// Every budget that exists today.
pub const BUDGETS: &[Budget] = &[
    Budget {
        artifact: "designer",
        covers: is_designer,
        measure: Measure::Brotli,
        must: 250 * KB,
        aim: 180 * KB,
    },
    Budget {
        artifact: "words of all other languages",
        covers: is_words,
        measure: Measure::Brotli,
        must: 60 * KB,
        aim: 50 * KB,
    },
    Budget {
        artifact: "stylesheet",
        covers: is_stylesheet,
        measure: Measure::Brotli,
        must: 8 * KB,
        aim: 8 * KB,
    },
    Budget {
        artifact: "viewer",
        covers: is_viewer,
        measure: Measure::Brotli,
        must: 130 * KB,
        aim: 90 * KB,
    },
    Budget {
        artifact: "loader for documentation",
        covers: is_loader,
        measure: Measure::Brotli,
        must: 3 * KB,
        aim: 3 * KB,
    },
    Budget {
        artifact: "single file",
        covers: is_single,
        measure: Measure::Raw,
        must: 1_000 * KB,
        aim: 600 * KB,
    },
];

/// The budgets of the package for JavaScript.
pub const PACKAGE: &[Budget] = &[Budget {
    artifact: "core without a page",
    covers: is_core,
    measure: Measure::Brotli,
    must: 100 * KB,
    aim: 60 * KB,
}];

/// The module and its scripts, those of which nobody fetches both included; types are for editors.
fn is_core(path: &str) -> bool {
    path.starts_with("core.") && !path.ends_with(".d.ts")
}

/// HTML, CSS, JavaScript and wasm: everything but the pages that only show how to embed it, and the
/// same once more as one file.
fn is_designer(path: &str) -> bool {
    !path.starts_with("examples/") && !is_single(path) && !is_viewer(path) && !is_words(path)
}

/// A table of words, of which a reader of English gets none and others one.
fn is_words(path: &str) -> bool {
    path.starts_with(WORDS)
}

/// The element that only shows policies: its script, its glue and its module.
fn is_viewer(path: &str) -> bool {
    path.starts_with(VIEWER)
}

/// The script that shows the blocks of a page with documentation.
fn is_loader(path: &str) -> bool {
    path.starts_with("view/netpol-docs-")
}

fn is_single(path: &str) -> bool {
    path.starts_with("single/")
}

fn is_stylesheet(path: &str) -> bool {
    path.ends_with(".css")
}
