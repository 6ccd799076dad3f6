//! How many bytes each artifact may have: the table of docs/design.md as data.
//!
//! One KB is 1,000 bytes, the stricter reading. Sizes are those of the files as a browser fetches
//! them, compressed with brotli. Must not hold anything but the numbers and what they count.

/// One artifact and its limits.
pub struct Budget {
    /// What the table calls it.
    pub artifact: &'static str,
    /// Whether a file of the site counts towards it.
    pub covers: fn(&str) -> bool,
    /// More bytes than this fail the build.
    pub must: usize,
    /// What the project aims for.
    pub aim: usize,
}

/// One KB, in bytes.
const KB: usize = 1_000;

/// Every budget that exists today.
pub const BUDGETS: &[Budget] = &[
    Budget { artifact: "designer", covers: is_designer, must: 250 * KB, aim: 180 * KB },
    Budget { artifact: "stylesheet", covers: is_stylesheet, must: 8 * KB, aim: 8 * KB },
];

/// The budgets of the package for JavaScript.
pub const PACKAGE: &[Budget] =
    &[Budget { artifact: "core without a page", covers: is_core, must: 100 * KB, aim: 60 * KB }];

/// The module and its scripts, those of which nobody fetches both included; types are for editors.
fn is_core(path: &str) -> bool {
    path.starts_with("core.") && !path.ends_with(".d.ts")
}

/// HTML, CSS, JavaScript and wasm: everything but the pages that only show how to embed it.
fn is_designer(path: &str) -> bool {
    !path.starts_with("examples/")
}

fn is_stylesheet(path: &str) -> bool {
    path.ends_with(".css")
}
