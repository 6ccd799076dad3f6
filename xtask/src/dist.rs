//! `cargo xtask dist`: the site as it ships, and what it weighs.
//!
//! Files that never change under one name may be cached for good, so every file but the pages
//! carries a digest of its content in its name, and the references follow. All addresses stay
//! relative: the site works from any folder of any server. The same sources give the same bytes.

use crate::budgets::{self, BUDGETS, Budget, Measure};
use crate::failure::{During, Failure, Outcome};
use crate::frames::without_names;
use crate::guard;
use crate::minify;
use crate::offline;
use crate::pack::pack;
use crate::sbom;
use crate::shell;
use crate::single;
use crate::site::Site;
use crate::split::split;
use crate::squeeze;
use crate::traps;
use brotli::enc::BrotliEncoderParams;
use std::collections::BTreeMap;
use std::path::PathBuf;

pub const SUMMARY: &str = "Write the static site to dist/ and hold it against its byte budgets";
pub const HELP: &str = "cargo xtask dist

Builds the designer, gives its files hashed names, compresses each one with brotli beside it
(`x.wasm` and `x.wasm.br`), and prints what every file weighs. Fails if a budget is exceeded.
The folder can be served by any static file server, from any path.";

/// Where the viewer is in the site.
pub const VIEWER: &str = "view/";

/// Builds, writes and judges the site.
pub fn run(arguments: &[String]) -> Outcome {
    if let Some(extra) = arguments.first() {
        return Err(Failure::usage(format!("`dist` takes no argument, not `{extra}`")));
    }
    write()?;
    weigh().map(|summary| println!("{summary}"))
}

/// Where the site is written to.
pub fn folder() -> PathBuf {
    shell::root().join("dist")
}

/// Builds the site and writes it, without judging its weight.
pub fn write() -> Outcome {
    let slim = slim()?;
    let pinned = minify::scripts(&guard::pinned(&slim)?)?;
    let site = offline::announced(&fingerprint(&pinned)?)?;
    let mut site = offline::kept(&guard::guarded(&site)?)?;
    site.insert(single::PATH, single::page(&slim)?)?;
    let mut site = shell::phase("compressing with brotli", || compress(&site))?;
    site.insert(sbom::PATH, sbom::document()?)?;
    site.insert(guard::CHECKSUMS, guard::checksums(&site))?;
    site.write(&folder())
}

/// The site with everything as it travels, under the names of its sources.
pub fn slim() -> Outcome<Site> {
    squeeze::files(&Site::build()?, travelling)
}

/// A module as it travels: that of the page is split, and put together again by its script; that of the
/// viewer compiles while it arrives.
fn travelling(path: &str, module: &[u8]) -> Outcome<Vec<u8>> {
    let arranged = without_names(&arranged(module)?)?;
    if path.starts_with(VIEWER) { Ok(arranged) } else { split(&arranged) }
}

/// A module arranged for the compressor, with the names of its functions.
pub fn arranged(module: &[u8]) -> Outcome<Vec<u8>> {
    pack(&traps::early(module)?)
}

/// Prints the bytes of the written site; fails if a budget is exceeded.
pub fn weigh() -> Outcome<String> {
    let weights = weights(&Site::read(&folder())?);
    println!("\n{}", table(&weights));
    judge(BUDGETS, &weights)
}

/// Holds the files of a package, compressed already, against its budgets.
pub fn judge_files(package: &Site) -> Outcome<String> {
    let weights = weights(package);
    println!("\n{}", table(&weights));
    judge(budgets::PACKAGE, &weights)
}

/// One file's bytes, raw and compressed.
struct Weight {
    path: String,
    raw: usize,
    brotli: usize,
}

fn weights(site: &Site) -> Vec<Weight> {
    let weigh = |(path, bytes): (&str, &[u8])| {
        let brotli = site.get(&format!("{path}.br"))?.len();
        Some(Weight { path: path.to_owned(), raw: bytes.len(), brotli })
    };
    site.files().filter_map(weigh).collect()
}

fn table(weights: &[Weight]) -> String {
    let width = weights.iter().map(|weight| weight.path.len()).max().unwrap_or(0);
    let mut text = format!("{:<width$}  {:>11}  {:>11}\n", "file", "raw bytes", "brotli");
    for Weight { path, raw, brotli } in weights {
        let (raw, brotli) = (grouped(*raw), grouped(*brotli));
        text.push_str(&format!("{path:<width$}  {raw:>11}  {brotli:>11}\n"));
    }
    text
}

/// Holds the weights against the budgets; the answer is one sentence for all of them.
fn judge(budgets: &[Budget], weights: &[Weight]) -> Outcome<String> {
    let mut within = Vec::new();
    let mut over = Vec::new();
    for Budget { artifact, covers, measure, must, aim } in budgets {
        let covered = weights.iter().filter(|weight| covers(&weight.path));
        let bytes: usize = covered
            .map(|weight| match measure {
                Measure::Brotli => weight.brotli,
                Measure::Raw => weight.raw,
            })
            .sum();
        let (limit, wish) = (grouped(*must), grouped(*aim));
        let line = format!("{artifact} {} of {limit} bytes (aim {wish})", grouped(bytes));
        if bytes > *must { over.push(line) } else { within.push(line) }
    }
    if over.is_empty() {
        return Ok(within.join(", "));
    }
    Err(Failure::new(format!("over the byte budget: {}", over.join(", ")))
        .remedy("make it smaller, or argue for more in xtask/src/budgets.rs and docs/design.md"))
}

/// Gives every file but the pages a name that holds its digest, and rewrites what refers to it.
fn fingerprint(site: &Site) -> Outcome<Site> {
    let mut names = BTreeMap::new();
    let mut result = Site::default();
    let mut waiting: Vec<(&str, &[u8])> = site.files().collect();
    while !waiting.is_empty() {
        // A file is named after its final bytes, so what it refers to goes first.
        let is_ready = |(path, bytes): &(&str, &[u8])| {
            references(site, path, bytes).iter().all(|target| names.contains_key(*target))
        };
        let (ready, blocked): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_ready);
        if ready.is_empty() {
            let circle: Vec<&str> = blocked.iter().map(|(path, _)| *path).collect();
            return Err(Failure::new(format!("files refer in a circle: {}", circle.join(", "))));
        }
        let mut named = Vec::new();
        for (path, bytes) in ready {
            let bytes = rewrite(path, bytes, &names);
            let name = if is_page(path) { path.to_owned() } else { hashed(path, &bytes) };
            result.insert(&name, bytes)?;
            named.push((path, name));
        }
        names.extend(named);
        waiting = blocked;
    }
    refuse_orphans(site)?;
    Ok(result)
}

/// The other files with changing names that this file mentions.
fn references<'s>(site: &'s Site, path: &str, bytes: &[u8]) -> Vec<&'s str> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let others = site.files().map(|(other, _)| other);
    let named = others.filter(|other| *other != path && !is_page(other));
    named.filter(|other| spellings(path, other).any(|spelling| text.contains(&spelling))).collect()
}

fn rewrite(path: &str, bytes: &[u8], names: &BTreeMap<&str, String>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let mut text = text.to_owned();
    for (target, name) in names {
        for (old, new) in spellings(path, target).zip(spellings(path, name)) {
            text = text.replace(&old, &new);
        }
    }
    text.into_bytes()
}

/// A file under a hashed name that no other file mentions could never be found.
fn refuse_orphans(site: &Site) -> Outcome {
    let mentioned: Vec<&str> =
        site.files().flat_map(|(path, bytes)| references(site, path, bytes)).collect();
    match site.files().find(|(path, _)| !is_page(path) && !mentioned.contains(path)) {
        None => Ok(()),
        Some((orphan, _)) => Err(Failure::new(format!("no file of the site refers to `{orphan}`"))
            .remedy("refer to it by a quoted relative address, or take it out of the site")),
    }
}

/// How the file at `from` may write the address of the one at `to`: quoted and relative.
fn spellings(from: &str, to: &str) -> impl Iterator<Item = String> + use<> {
    let plain = relative(from, to);
    let dotted = format!("./{plain}");
    // Behind a name a query may stand.
    let ends = ['"', '\'', '`'].into_iter().flat_map(|quote| [(quote, quote), (quote, '?')]);
    ends.flat_map(move |(quote, end)| {
        [format!("{quote}{plain}{end}"), format!("{quote}{dotted}{end}")]
    })
}

/// The address of `to` as seen from the folder of `from`.
pub fn relative(from: &str, to: &str) -> String {
    let folder = from.rfind('/').map_or("", |end| &from[..=end]);
    let shared = folder
        .match_indices('/')
        .map(|(end, _)| end + 1)
        .take_while(|end| to.starts_with(&folder[..*end]))
        .last()
        .unwrap_or(0);
    format!("{}{}", "../".repeat(folder[shared..].matches('/').count()), &to[shared..])
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// `netpol_web_bg.wasm` → `netpol_web_bg-0123456789abcdef.wasm`.
pub fn hashed(path: &str, bytes: &[u8]) -> String {
    let digest = digest(bytes);
    match path.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}-{digest:016x}.{extension}"),
        None => format!("{path}-{digest:016x}"),
    }
}

/// FNV-1a of 64 bits: enough to tell two builds apart, and it protects against nothing else.
fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Adds a brotli file beside every file, at the highest quality.
pub fn compress(site: &Site) -> Outcome<Site> {
    let mut result = site.clone();
    for (path, bytes) in site.files() {
        let parameters = BrotliEncoderParams {
            quality: 11,
            lgwin: 24,
            // Small blocks follow the changes between code and text within a module.
            lgblock: 16,
            size_hint: bytes.len(),
            ..BrotliEncoderParams::default()
        };
        let mut small = Vec::new();
        brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters)
            .during(format_args!("compress {path}"))?;
        result.insert(&format!("{path}.br"), small)?;
    }
    Ok(result)
}

/// `1234567` → `1,234,567`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small_site() -> Site {
        Site::of(&[
            ("index.html", r#"<script type="module" src="./entry.js"></script>"#),
            ("examples/embed.html", r#"<script type="module" src="../entry.js"></script>"#),
            ("entry.js", "import init from './glue.js'; fetch(new URL(\"look.css\", here));"),
            ("glue.js", "new URL('module.wasm', import.meta.url)"),
            ("module.wasm", "\u{0}asm"),
            ("look.css", ":host{}"),
        ])
    }

    fn text(site: &Site, path: &str) -> String {
        String::from_utf8_lossy(site.get(path).unwrap_or_default()).into_owned()
    }

    #[test]
    fn pages_keep_their_names_and_everything_else_is_found_under_a_hashed_one() {
        let site = fingerprint(&small_site()).unwrap();
        let paths: Vec<&str> = site.files().map(|(path, _)| path).collect();
        assert_eq!(paths.len(), 6);
        let entry = paths.iter().find(|path| path.starts_with("entry-")).unwrap();
        let module = paths.iter().find(|path| path.starts_with("module-")).unwrap();
        let glue = paths.iter().find(|path| path.starts_with("glue-")).unwrap();
        assert!(text(&site, "index.html").contains(&format!("\"./{entry}\"")));
        assert!(text(&site, "examples/embed.html").contains(&format!("\"../{entry}\"")));
        assert!(text(&site, entry).contains(&format!("'./{glue}'")));
        assert!(text(&site, glue).contains(&format!("'{module}'")));
    }

    #[test]
    fn a_change_in_the_module_changes_the_name_of_the_entry_script() {
        let name_of_entry = |site: &Site| {
            let site = fingerprint(site).unwrap();
            site.files().map(|(path, _)| path.to_owned()).find(|path| path.starts_with("entry-"))
        };
        let mut changed = Site::default();
        for (path, bytes) in small_site().files() {
            let bytes = if path == "module.wasm" { b"other".to_vec() } else { bytes.to_vec() };
            changed.insert(path, bytes).unwrap();
        }
        assert_ne!(name_of_entry(&small_site()), name_of_entry(&changed));
    }

    #[test]
    fn a_file_that_nothing_refers_to_is_refused() {
        let site = Site::of(&[("index.html", ""), ("lost.js", "")]);
        let failure = fingerprint(&site).err().map(|f| f.to_string()).unwrap_or_default();
        assert!(failure.contains("lost.js"), "{failure}");
    }

    #[test]
    fn files_that_refer_in_a_circle_are_refused() {
        let site = Site::of(&[("a.js", "import './b.js'"), ("b.js", "import './a.js'")]);
        assert!(fingerprint(&site).is_err());
    }

    #[test]
    fn addresses_are_relative_to_the_folder_of_the_file() {
        let check = |from, to, expected: &str| assert_eq!(relative(from, to), expected);
        check("index.html", "entry.js", "entry.js");
        check("examples/embed.html", "entry.js", "../entry.js");
        check("glue.js", "snippets/a/inline0.js", "snippets/a/inline0.js");
        check("snippets/a/x.js", "snippets/b/y.js", "../b/y.js");
    }

    #[test]
    fn a_breach_of_a_budget_fails_and_names_the_artifact() {
        let weight = |brotli| Weight { path: "netpol.css".into(), raw: 90_000, brotli };
        assert!(judge(BUDGETS, &[weight(8_000)]).is_ok());
        let failure = judge(BUDGETS, &[weight(8_001)]).err().map(|f| f.to_string());
        assert!(failure.is_some_and(|text| text.contains("stylesheet 8,001 of 8,000 bytes")));
    }

    #[test]
    fn compressed_files_unpack_to_the_same_bytes() {
        let site = compress(&small_site()).unwrap();
        let packed = site.get("glue.js.br").unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*packed, &mut unpacked).unwrap();
        assert_eq!(unpacked, small_site().get("glue.js").unwrap());
        assert_eq!(weights(&site).len(), 6);
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!([grouped(7), grouped(999), grouped(1_234_567)], ["7", "999", "1,234,567"]);
    }
}
