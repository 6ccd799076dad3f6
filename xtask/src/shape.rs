//! Pages and scripts of a known shape: what stands where is found, or the build stops.

use crate::failure::{Failure, Outcome};
use crate::site::Site;

/// How the element's script loads its module and its styles.
pub const MODULE: &str = "fetch(new URL(\"./netpol_web_bg.wasm\", import.meta.url))";
pub const STYLES: &str = "fetch(new URL(\"./netpol-designer.css\", import.meta.url))";

/// How the files with words of other languages are called.
pub const WORDS: &str = "words-";

/// How the script fetches a file beside it.
pub fn fetch(path: &str) -> String {
    format!("fetch(new URL(\"./{path}\", import.meta.url))")
}

/// The text of a file of the site.
pub fn text<'site>(site: &'site Site, path: &str) -> Outcome<&'site str> {
    let text = site.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    text.ok_or_else(|| other(&format!("the site has no text {path}")))
}

/// The bytes of a file of the site.
pub fn bytes<'site>(site: &'site Site, path: &str) -> Outcome<&'site [u8]> {
    site.get(path).ok_or_else(|| other(&format!("the site has no {path}")))
}

/// What stands between two texts.
pub fn between<'text>(text: &'text str, before: &str, after: &str) -> Outcome<&'text str> {
    let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
    found.map(|(found, _)| found).ok_or_else(|| other(&format!("there is no {before}")))
}

/// The text with something else in one place.
pub fn replaced(text: &str, what: &str, by: &str) -> Outcome<String> {
    match text.matches(what).count() {
        1 => Ok(text.replacen(what, by, 1)),
        count => Err(other(&format!("there are {count} of `{what}`, not one"))),
    }
}

/// What is said where the sources have another shape than the build knows.
pub fn other(what: &str) -> Failure {
    Failure::new(format!("the site has another shape than the build knows: {what}"))
        .remedy("page or scripts changed; mend xtask/src/single.rs and xtask/src/guard.rs")
}
