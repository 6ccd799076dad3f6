//! Styles and scripts without what only their readers need, as they ship.
//!
//! Knows little of either language on purpose: comments, blanks that part nothing in a style sheet, and
//! what of the glue script nobody calls.

use crate::failure::Outcome;
use crate::names::Names;
use crate::site::Site;

/// The files without what scripts and styles hold for their readers alone; `arrange` makes of a module
/// with a path, whose functions from the glue have short names already, what ships.
pub fn files(site: &Site, arrange: fn(&str, &[u8]) -> Outcome<Vec<u8>>) -> Outcome<Site> {
    let scripts = site.files().filter(|(path, _)| path.ends_with(".js"));
    let texts = scripts.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
    let names = Names::of(&texts.collect::<String>());
    let mut result = Site::default();
    for (path, bytes) in site.files() {
        let text = std::str::from_utf8(bytes).ok();
        let shorter = match (path.rsplit_once('.'), text) {
            (Some((_, "js")), Some(text)) => {
                glue(path, &names.shorten_in_script(&without_comments(text))).into()
            }
            (Some((_, "css")), Some(text)) => style(&without_comments(text)).into(),
            (Some((_, "wasm")), _) => arrange(path, &names.shorten_in_module(bytes)?)?,
            _ => bytes.to_vec(),
        };
        result.insert(path, shorter)?;
    }
    Ok(result)
}

/// Drops indentation, blank lines, and comments that have their lines to themselves.
///
/// Lines stay lines, and nothing inside one is touched, so this knows nothing of either language
/// but how a comment looks. No script here has text that goes over lines, but for styles, of which
/// the same may be dropped.
pub fn without_comments(text: &str) -> String {
    let mut slim = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines().map(str::trim) {
        let starts = line.starts_with("/*");
        if in_comment || starts {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            slim.push_str(line);
            slim.push('\n');
        }
    }
    slim
}

/// Drops the blanks of a style sheet that part nothing.
///
/// Those that stay: between the words of a selector or value. No sheet here has such blanks inside
/// of quotes.
pub fn style(sheet: &str) -> String {
    let mut short = String::with_capacity(sheet.len());
    let mut words = sheet.split_ascii_whitespace();
    let Some(first) = words.next() else { return short };
    short.push_str(first);
    for word in words {
        if word.starts_with('}') && short.ends_with(';') {
            short.pop();
        }
        let is_name =
            |text: &str| text.ends_with(|char: char| char.is_ascii_lowercase() || char == '-');
        let declares = short.strip_suffix(':').is_some_and(is_name);
        let parts =
            declares || short.ends_with(['{', '}', ';', ',']) || word.starts_with(['{', '}']);
        if !parts {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

/// A part of the glue by how it begins and ends, and what stands in its place.
type Part = (&'static str, &'static str, &'static str);

/// What the glue has for others: a stand-in for `encodeInto`, which is older than the instructions in use,
/// ways to start that our scripts do not take, and values of JavaScript told apart to programmers.
const UNUSED: [Part; 4] = [
    ("if (!('encodeInto' in", "\n};\n}\n", ""),
    (" else {\nconsole.warn('using deprecated parameters", "\n}", ""),
    ("if (typeof module_or_path === 'string'", "\n}\n", ""),
    ("switch (typeof val) {", "return className;\n}\n}\n", "return String(val);\n"),
];

/// The glue of the designer, and what it has for modules that compile while they arrive: this one is put
/// together first.
const DESIGNER: &str = "netpol_web.js";
const STREAMED: Part =
    ("if (typeof Response === 'function' && module instanceof Response) {", "} else {\n", "{\n");

/// What the glue warns of where the module comes with another type, and the same in fewer words.
const LONG_WARNING: &str = "`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with \
                            `application/wasm` MIME type. Falling back to `WebAssembly.instantiate` which is slower. \
                            Original error:\\n";
const WARNING: &str = "serve the module as `application/wasm`, and it starts sooner:";

/// What the glue gives away, and what of it our scripts take: what is left is called by nobody.
const EXPORTS: &str = "export { initSync, __wbg_init as default }";
const TAKEN: &str = "export { __wbg_init as default }";

/// The glue script without what nobody here uses of it.
///
/// A script that is no glue has none of these and stays as it is.
pub fn glue(path: &str, script: &str) -> String {
    let mut short = script.replace(EXPORTS, TAKEN).replace(LONG_WARNING, WARNING);
    let streamed = (path == DESIGNER).then_some(STREAMED);
    for part in UNUSED.into_iter().chain(streamed) {
        short = without(&short, part);
    }
    short
}

/// The text without a part, if it has it.
fn without(text: &str, (begin, end, instead): Part) -> String {
    let parts = text.split_once(begin);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    parts.map_or_else(|| text.to_owned(), |(before, after)| [before, instead, after].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_are_dropped_and_code_is_not() {
        let text =
            "// why\n/* one */\nlet a = 1; // kept\n\n  /**\n   * two\n   */\n  b(\"//c\");\n";
        assert_eq!(without_comments(text), "let a = 1; // kept\nb(\"//c\");\n");
    }

    #[test]
    fn style_rules_lose_their_blanks_and_keep_what_they_say() {
        let sheet = ".a > b,\n.c:hover .d {\n  color: light-dark(#fff, #000);\n  margin: 0 1px;\n}\n@media (width < 9px) {\n  .d { e: f; }\n}\n";
        let expected = ".a > b,.c:hover .d{color:light-dark(#fff,#000);margin:0 1px}@media (width < 9px){.d{e:f}}";
        assert_eq!(style(sheet), expected);
    }

    #[test]
    fn what_nobody_uses_of_the_glue_is_dropped() {
        let warns =
            format!("a(\"{LONG_WARNING}\", e);\nif (!('encodeInto' in b)) {{\nc = {{\n}};\n}}\nd;");
        assert_eq!(glue("a.js", &warns), format!("a(\"{WARNING}\", e);\nd;"));
        let start = "if (a) {\nb\n} else {\nconsole.warn('using deprecated parameters')\n}\nif (typeof module_or_path === 'string' || c) {\nd;\n}\ne;";
        assert_eq!(glue("a.js", start), "if (a) {\nb\n}\ne;");
        assert_eq!(glue("a.js", EXPORTS), TAKEN);
        let told = "a {\nswitch (typeof val) {\nb\nreturn className;\n}\n}\n}\n";
        assert_eq!(glue("a.js", told), "a {\nreturn String(val);\n}\n");
        let load = "if (typeof Response === 'function' && module instanceof Response) {\na\n} else {\nb\n}\n";
        assert_eq!(glue("a.js", load), load);
        assert_eq!(glue(DESIGNER, load), "{\nb\n}\n");
    }
}
