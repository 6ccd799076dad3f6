//! The site as something to be installed: what keeps it in the browser, and what it is called there.
//!
//! Only what ships has this; a page that is being worked on must not be served from yesterday. Must not
//! know what the files of the site are for.

use crate::dist;
use crate::failure::Outcome;
use crate::guard::digest;
use crate::minify;
use crate::shape::{replaced, text};
use crate::site::Site;

const PAGE: &str = "index.html";

/// What keeps the site; its name never changes, or an old one would stay for good.
const WORKER: (&str, &str) = ("sw.js", include_str!("../../web/offline/sw.js"));
const INSTALL: &str = include_str!("../../web/offline/install.js");
/// Files that browsers ask for by these names.
const FIXED: [(&str, &str); 2] = [
    ("manifest.webmanifest", include_str!("../../web/offline/manifest.webmanifest")),
    ("icon.svg", include_str!("../../web/offline/icon.svg")),
];

/// The site with a page that says what it is called, and has itself kept.
pub fn announced(site: &Site) -> Outcome<Site> {
    let install = minify::script("install.js", INSTALL)?;
    let name = dist::hashed("install.js", install.as_bytes());
    let script = "<script type=\"module\" src=\"./netpol-designer-";
    let tags = format!(
        "<link rel=\"manifest\" href=\"./manifest.webmanifest\">\n    \
         <script type=\"module\" src=\"./{name}\"></script>\n    {script}"
    );
    let page = replaced(text(site, PAGE)?, script, &tags)?;
    let mut result = site.with(PAGE, page.into_bytes())?;
    result.insert(&name, install.into_bytes())?;
    for (path, content) in FIXED {
        result.insert(path, content.as_bytes().to_vec())?;
    }
    Ok(result)
}

/// The finished site with what keeps it: every file that the page needs, by its digest.
pub fn kept(site: &Site) -> Outcome<Site> {
    let mut files = Vec::new();
    for (path, bytes) in site.files().filter(|(path, _)| !path.contains('/')) {
        let path = if path == PAGE { "./".to_owned() } else { format!("./{path}") };
        // Neither has anything that would have to be escaped.
        files.push(format!("\"{path}\":\"{}\"", digest(bytes)));
    }
    let list = files.join(",");
    let (name, script) = WORKER;
    let script = replaced(script, "const FILES = {};", &format!("const FILES = {{{list}}};"))?;
    let build = format!("const BUILD = \"{}\";", digest(&list));
    let script = replaced(&script, "const BUILD = \"\";", &build)?;
    let mut result = site.clone();
    result.insert(name, minify::script(name, &script)?.into_bytes())?;
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_the_page_needs_is_kept_by_its_digest() {
        let site = Site::of(&[
            ("index.html", "<script type=\"module\" src=\"./netpol-designer-1.js\"></script>"),
            ("a-1.js", "run()"),
            ("examples/embed.html", "another page"),
        ]);
        let site = kept(&announced(&site).unwrap()).unwrap();
        let page = text(&site, PAGE).unwrap();
        let worker = text(&site, "sw.js").unwrap();
        assert!(page.contains("rel=\"manifest\"") && page.contains("src=\"./install-"), "{page}");
        for (path, content) in [("./", page), ("./a-1.js", "run()")] {
            assert!(worker.contains(&format!("\"{path}\":`{}`", digest(content))), "{worker}");
        }
        assert!(worker.contains("+`sha256-"), "the build has a name: {worker}");
        for part in ["./install-", "./icon.svg", "./manifest.webmanifest"] {
            assert!(worker.contains(part), "{part}");
        }
        assert!(!worker.contains("examples") && !worker.contains("./index.html\":"), "{worker}");
    }
}
