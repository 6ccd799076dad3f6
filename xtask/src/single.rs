//! The whole site as one file, for those who carry it: it works from a disk, without a server.
//!
//! Scripts stand in the page, module and styles as packed text in the script. The page's own content
//! security policy names the one script and the one style by their digests, and allows nothing else
//! but what is in the file. Must not know what the scripts do, but for how they are joined.

use crate::failure::{Failure, Outcome};
use crate::guard::{self, digest};
use crate::minify;
use crate::shape::{self, MODULE, STYLES, WORDS, between, other, replaced, text};
use crate::site::Site;
use base64::prelude::{BASE64_STANDARD, Engine};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

/// Where it is in the site.
pub const PATH: &str = "single/netpol-designer.html";

/// How the page mentions the script that stands in it instead.
const SCRIPT: &str = "<script type=\"module\" src=\"./netpol-designer.js\"></script>";

/// Unpacks what is in the file; `fetch` of such an address asks nobody.
const UNPACK: &str = "const inThisFile = async (packed) => new Response((await fetch(\"data:;base64,\" + \
                      packed)).body.pipeThrough(new DecompressionStream(\"gzip\")));\n";

/// Makes one page of a site whose names are not hashed yet.
pub fn page(site: &Site) -> Outcome<Vec<u8>> {
    let script = minify::script("the script of the single file", &script(site)?)?;
    if script.contains("</script") {
        return Err(other("a script has the end of a script in it"));
    }
    // There is no page beside the file that a frame could show.
    let page = &replaced(text(site, "index.html")?, " share=\"frames\"", " share")?;
    let style = between(page, "<style>", "</style>")?;
    let policy = guard::policy(&format!("'{}'", digest(&script)), style, "data:", "");
    let inline = format!("{policy}<script type=\"module\">{script}</script>");
    Ok(replaced(page, SCRIPT, &inline)?.into_bytes())
}

/// Both scripts as one, with module and styles in it.
pub fn script(site: &Site) -> Outcome<String> {
    let script = text(site, "netpol-designer.js")?;
    let import = script.lines().find(|line| line.starts_with("import init, {"));
    let import = import.ok_or_else(|| other("the script imports the glue in another way"))?;
    let names = between(import, "{", "}")?;
    let glue = format!(
        "{UNPACK}const {{ init, {names} }} = (() => {{\n{}\nreturn {{ init: __wbg_init, {names} \
         }};\n}})();",
        without_exports(text(site, "netpol_web.js")?)
    );
    let script = replaced(script, import, &glue)?;
    let mut script = replaced(&script, MODULE, &packed(site, "netpol_web_bg.wasm")?)?;
    for words in site.files().map(|(path, _)| path).filter(|path| path.starts_with(WORDS)) {
        script = replaced(&script, &shape::fetch(words), &packed(site, words)?)?;
    }
    replaced(&script, STYLES, &packed(site, "netpol-designer.css")?)
}

/// The glue as the body of a function: what it gives away is handed over by name.
fn without_exports(glue: &str) -> String {
    let mut body = String::with_capacity(glue.len());
    for line in glue.lines().filter(|line| !line.starts_with("export {")) {
        body.push_str(line.strip_prefix("export ").unwrap_or(line));
        body.push('\n');
    }
    body
}

fn packed(site: &Site, path: &str) -> Outcome<String> {
    let bytes = site.get(path).ok_or_else(|| other(&format!("the site has no {path}")))?;
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let packed = packer.write_all(bytes).and_then(|()| packer.finish());
    let packed = packed.map_err(|error| Failure::new(format!("cannot pack {path}: {error}")))?;
    Ok(format!("inThisFile(\"{}\")", BASE64_STANDARD.encode(packed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(script: &str) -> Site {
        let page = format!("<style>a {{ color: red }}</style>\n{SCRIPT}\n<a share=\"frames\">");
        Site::of(&[
            ("index.html", &page),
            ("netpol-designer.js", script),
            ("netpol-designer.css", "b {}"),
            ("netpol_web.js", "export function mount() {}\nexport { x as default };\n"),
            ("netpol_web_bg.wasm", "module"),
        ])
    }

    #[test]
    fn everything_is_in_the_page_and_named_by_its_policy() {
        let script =
            format!("import init, {{ mount }} from \"./netpol_web.js\";\n{MODULE};{STYLES};\n");
        let page = String::from_utf8(page(&site(&script)).unwrap()).unwrap();
        let inline = between(&page, "<script type=\"module\">", "</script>").unwrap();
        assert!(page.contains(&digest(inline)) && page.contains(&digest("a { color: red }")));
        assert!(!page.contains("./") && !page.contains("export "), "{page}");
        assert_eq!(page.matches("(`H4sI").count(), 2, "{page}");
    }

    #[test]
    fn a_site_of_another_shape_is_refused() {
        assert!(page(&site("nothing of it")).is_err());
        let twice =
            format!("import init, {{ mount }} from \"./netpol_web.js\";\n{MODULE};{MODULE};\n");
        assert!(page(&site(&twice)).is_err());
    }
}
