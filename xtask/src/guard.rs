//! What pages allow themselves: a content security policy, and digests of what they load.
//!
//! A page that shows what strangers wrote must not run it, even if some day a text is taken for
//! markup. So each page names what may run in it, and loads nothing from elsewhere; and what it loads
//! it knows by its digest, so a file that was changed on its way is refused. Must not know what the
//! scripts do, but for how they load.

use crate::dist;
use crate::failure::Outcome;
use crate::shape::{self, MODULE, STYLES, WORDS, between, replaced, text};
use crate::site::Site;
use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

/// The list of digests that `sha256sum -c` checks.
pub const CHECKSUMS: &str = "SHA256SUMS";

/// The policies for trusted types that our scripts make, each by the name of its element; the script
/// that installs the site has one of its own.
const TYPES: &str = "netpol-designer netpol-install netpol-view";

/// The content security policy of a page, as an element of its head: the scripts that may run, the one
/// style that stands in the page, where it may ask for something, and what else it may.
pub fn policy(scripts: &str, style: &str, connect: &str, more: &str) -> String {
    format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src \
         {scripts} 'wasm-unsafe-eval'; style-src '{}'; connect-src {connect}; img-src data: \
         blob:{more}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
         trusted-types {TYPES}\">\n    ",
        digest(style)
    )
}

/// A digest as content security policies and `integrity` write it.
pub fn digest(content: impl AsRef<[u8]>) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content)))
}

/// The site with a script that knows the module, the styles and the words it loads by their digests; of
/// the view the words alone, since its module is loaded as others are.
pub fn pinned(site: &Site) -> Outcome<Site> {
    const SCRIPT: &str = "netpol-designer.js";
    const VIEW: &str = "view/netpol-view.js";
    let mut script = text(site, SCRIPT)?.to_owned();
    for (load, path) in [(MODULE, "netpol_web_bg.wasm"), (STYLES, "netpol-designer.css")] {
        let bytes = site.get(path).ok_or_else(|| shape::other(&format!("there is no {path}")))?;
        let start = load.strip_suffix(')').unwrap_or(load);
        let pinned = format!("{start}, {{ integrity: \"{}\" }})", digest(bytes));
        script = replaced(&script, load, &pinned)?;
    }
    let mut view = text(site, VIEW).map(str::to_owned).ok();
    for (path, bytes) in site.files().filter(|(path, _)| path.starts_with(WORDS)) {
        let pin = |script: &str, load: String| {
            let start = load.strip_suffix(')').unwrap_or(&load);
            replaced(script, &load, &format!("{start}, {{ integrity: \"{}\" }})", digest(bytes)))
        };
        script = pin(&script, shape::fetch(path))?;
        view = match view {
            Some(view) => Some(pin(&view, shape::fetch(path).replace("\"./", "\"../"))?),
            None => None,
        };
    }
    let site = site.with(SCRIPT, script.into_bytes())?;
    match view {
        Some(view) => site.with(VIEW, view.into_bytes()),
        None => Ok(site),
    }
}

/// The pages that guard themselves, and what is not fetched by them though it lies beside.
const PAGES: [(&str, &[&str]); 2] = [
    ("index.html", &["view/", "examples/"]),
    ("view/embed.html", &["examples/", "install-", "netpol-docs-"]),
];

/// The finished site with pages that guard themselves.
///
/// They know their scripts by their digests, and those that their scripts import: by a map, since an
/// import cannot say what it expects.
pub fn guarded(site: &Site) -> Outcome<Site> {
    let mut result = site.clone();
    for (page, others) in PAGES {
        if site.get(page).is_some() {
            result = result.with(page, guarded_page(site, page, others)?.into_bytes())?;
        }
    }
    Ok(result)
}

fn guarded_page(site: &Site, path: &str, others: &[&str]) -> Outcome<String> {
    const HEAD: &str = "<head>\n    <meta charset=\"utf-8\">\n    ";
    let mut page = text(site, path)?.to_owned();
    let mut imported = Vec::new();
    for (script, bytes) in site.files() {
        if !script.ends_with(".js") || others.iter().any(|other| script.contains(other)) {
            continue;
        }
        let address = match dist::relative(path, script) {
            above if above.starts_with("../") => above,
            beside => format!("./{beside}"),
        };
        let plain = format!("<script type=\"module\" src=\"{address}\"></script>");
        let integrity = digest(bytes);
        if page.contains(&plain) {
            let known = plain.replace("></", &format!(" integrity=\"{integrity}\"></"));
            page = replaced(&page, &plain, &known)?;
        } else {
            imported.push(format!("\"{address}\":\"{integrity}\""));
        }
    }
    let map = format!("{{\"integrity\":{{{}}}}}", imported.join(","));
    let style = between(&page, "<style>", "</style>")?;
    let scripts = format!("'self' '{}'", digest(&map));
    let policy = policy(&scripts, style, "'self'", " 'self'; manifest-src 'self'");
    let head = format!("{HEAD}{policy}<script type=\"importmap\">{map}</script>\n    ");
    replaced(&page, HEAD, &head)
}

/// The digests of all files, one a line, as `sha256sum` writes them.
pub fn checksums(site: &Site) -> Vec<u8> {
    let mut lines = String::new();
    for (path, bytes) in site.files() {
        for byte in Sha256::digest(bytes) {
            lines.push_str(&format!("{byte:02x}"));
        }
        lines.push_str(&format!("  {path}\n"));
    }
    lines.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_knows_what_it_loads() {
        let script = format!("{MODULE};\n{STYLES};\n");
        let site = Site::of(&[
            ("netpol-designer.js", &script),
            ("netpol-designer.css", "b {}"),
            ("netpol_web_bg.wasm", "module"),
        ]);
        let pinned = pinned(&site).unwrap();
        let script = text(&pinned, "netpol-designer.js").unwrap();
        for content in ["b {}", "module"] {
            let integrity = format!("import.meta.url), {{ integrity: \"{}\" }})", digest(content));
            assert!(script.contains(&integrity), "{script}");
        }
        assert!(super::pinned(&Site::of(&[("netpol-designer.js", "other")])).is_err());
    }

    #[test]
    fn a_page_names_its_script_and_its_style() {
        let page = "<head>\n    <meta charset=\"utf-8\">\n    <script type=\"module\" \
                    src=\"./a-1.js\"></script><style>b {}</style>";
        let frame = page.replace("./a-1.js", "./c-3.js");
        let files = [
            ("index.html", page),
            ("a-1.js", "run()"),
            ("b-2.js", "glue()"),
            ("view/c-3.js", "show()"),
            ("view/embed.html", &frame),
        ];
        let site = guarded(&Site::of(&files)).unwrap();
        let frame = text(&site, "view/embed.html").unwrap();
        assert!(frame.contains(&format!("\"../b-2.js\":\"{}\"", digest("glue()"))), "{frame}");
        assert!(frame.contains(&format!("src=\"./c-3.js\" integrity=\"{}\"", digest("show()"))));
        let page = text(&site, "index.html").unwrap();
        let map = format!("{{\"integrity\":{{\"./b-2.js\":\"{}\"}}}}", digest("glue()"));
        let scripts = format!("script-src 'self' '{}' 'wasm-unsafe-eval'", digest(&map));
        assert!(page.contains(&format!("default-src 'none'; {scripts}")), "{page}");
        assert!(page.contains(&format!("<script type=\"importmap\">{map}</script>")), "{page}");
        assert!(page.contains(&format!("style-src '{}'", digest("b {}"))), "{page}");
        assert!(page.contains(&format!("src=\"./a-1.js\" integrity=\"{}\"", digest("run()"))));
    }

    #[test]
    fn digests_are_those_that_everyone_computes() {
        assert_eq!(digest("abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
        let sums = checksums(&Site::of(&[("a.txt", "abc")]));
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.txt\n";
        assert_eq!(String::from_utf8(sums).unwrap(), expected);
    }
}
