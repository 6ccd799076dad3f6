//! Styles and scripts without what only their readers need, as they ship.
//!
//! Knows little of either language on purpose: blanks that part nothing in a style sheet, the long
//! names of the glue script's own helpers, and the one function of it that nobody calls.

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
                glue(&names.shorten_in_script(&without_comments(text))).into()
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

/// The helpers of the glue script that it calls again and again.
const HELPERS: [&str; 15] = [
    "passStringToWasm0",
    "getDataViewMemory0",
    "getStringFromWasm0",
    "addToExternrefTable0",
    "handleError",
    "isLikeNone",
    "WASM_VECTOR_LEN",
    "getArrayJsValueFromWasm0",
    "takeFromExternrefTable0",
    "makeMutClosure",
    "makeClosure",
    "cachedDataViewMemory0",
    "cachedUint8ArrayMemory0",
    "getUint8ArrayMemory0",
    "passArrayJsValueToWasm0",
];

/// What the glue has for others, by how it begins and ends: a stand-in for `encodeInto`, which is older
/// than the instructions in use, and ways to start that our scripts do not take.
const UNUSED: [(&str, &str); 3] = [
    ("if (!('encodeInto' in", "\n};\n}\n"),
    (" else {\nconsole.warn('using deprecated parameters", "\n}"),
    ("if (typeof module_or_path === 'string'", "\n}\n"),
];

/// What the glue warns of where the module comes with another type, and the same in fewer words.
const LONG_WARNING: &str = "`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with \
                            `application/wasm` MIME type. Falling back to `WebAssembly.instantiate` which is slower. \
                            Original error:\\n";
const WARNING: &str = "serve the module as `application/wasm`, and it starts sooner:";

/// Gives the helpers of the glue script short names, and drops what nobody here uses of it.
///
/// A script that is no glue has none of these and stays as it is.
pub fn glue(script: &str) -> String {
    let mut short = without_sync_start(script);
    for (begin, end) in UNUSED {
        short = without(&short, begin, end);
    }
    short = short.replace(LONG_WARNING, WARNING);
    for (number, helper) in HELPERS.iter().enumerate() {
        short = rename(&short, helper, &format!("${number}"));
    }
    short
}

/// The text without what begins so and goes on to that, if there is such a part.
fn without(text: &str, begin: &str, end: &str) -> String {
    let parts = text.split_once(begin);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    parts.map_or_else(|| text.to_owned(), |(before, after)| [before, after].concat())
}

fn without_sync_start(script: &str) -> String {
    let start = script.find("function initSync(module)");
    let end = script.find("let __wbg_init_promise");
    match (start, end) {
        (Some(start), Some(end)) if start < end => {
            let kept = [&script[..start], &script[end..]].concat();
            kept.replace(
                "export { initSync, __wbg_init as default }",
                "export { __wbg_init as default }",
            )
        }
        _ => script.to_owned(),
    }
}

/// Renames a word, where it is a word of its own.
fn rename(text: &str, from: &str, to: &str) -> String {
    let is_part = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '$';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let is_word = !before.ends_with(is_part) && !after.starts_with(is_part);
        out.push_str(before);
        out.push_str(if is_word { to } else { from });
        rest = after;
    }
    out.push_str(rest);
    out
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
    fn helpers_get_short_names_where_they_are_words() {
        assert_eq!(glue("makeClosure(makeClosures, isLikeNone)"), "$10(makeClosures, $5)");
        let warns =
            format!("a(\"{LONG_WARNING}\", e);\nif (!('encodeInto' in b)) {{\nc = {{\n}};\n}}\nd;");
        assert_eq!(glue(&warns), format!("a(\"{WARNING}\", e);\nd;"));
        let start = "if (a) {\nb\n} else {\nconsole.warn('using deprecated parameters')\n}\nif (typeof module_or_path === 'string' || c) {\nd;\n}\ne;";
        assert_eq!(glue(start), "if (a) {\nb\n}\ne;");
        let script = "a;\nfunction initSync(module) {\nb;\n}\nlet __wbg_init_promise;\nexport { initSync, __wbg_init as default };";
        let expected = "a;\nlet __wbg_init_promise;\nexport { __wbg_init as default };";
        assert_eq!(glue(script), expected);
    }
}
