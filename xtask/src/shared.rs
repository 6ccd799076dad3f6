//! What scripts of several elements share, put into each of them: a page loads no file more for it.
//!
//! Must not know what it is.

use crate::failure::{During, Failure, Outcome};
use crate::shell;
use crate::site::Site;
use std::fs;

/// How a script asks for it, up to the path from its own folder.
const IMPORT: &str = "import {";
const FILE: &str = "shared/text.js\";";
const SOURCE: &str = "web/shared/text.js";

/// The files, with what is shared in place of each line that imports it.
pub fn put_in(site: &Site) -> Outcome<Site> {
    let file = shell::root().join(SOURCE);
    let shared = fs::read_to_string(&file).during(format_args!("read {}", file.display()))?;
    let shared = shared.replace("\nexport ", "\n");
    let mut result = Site::default();
    for (path, bytes) in site.files() {
        let text = std::str::from_utf8(bytes).ok().filter(|_| path.ends_with(".js"));
        let joined = text.and_then(|text| joined(text, &shared));
        let bytes = joined.map_or_else(|| bytes.to_vec(), String::into_bytes);
        result.insert(path, bytes)?;
    }
    let is_left = result.files().any(|(path, bytes)| path.ends_with(".js") && imports(bytes));
    match is_left {
        true => Err(Failure::new("a script imports what is shared in another way")),
        false => Ok(result),
    }
}

/// The script with what it imports in it; none if it imports nothing of it.
fn joined(script: &str, shared: &str) -> Option<String> {
    let is_import = |line: &&str| line.starts_with(IMPORT) && line.ends_with(FILE);
    let line = script.lines().find(is_import)?;
    Some(script.replacen(line, shared, 1))
}

fn imports(script: &[u8]) -> bool {
    std::str::from_utf8(script).is_ok_and(|script| script.contains(FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_has_what_it_imports() {
        let script = "// why\nimport { pack } from \"../shared/text.js\";\npack(1);\n";
        let site = put_in(&Site::of(&[("a.js", script), ("b.js", "c();\n")])).unwrap();
        let text = String::from_utf8(site.get("a.js").unwrap().to_vec()).unwrap();
        assert!(text.starts_with("// why\n") && text.ends_with("pack(1);\n"), "{text}");
        assert!(text.contains("\nasync function pack(") && !text.contains("export "), "{text}");
        assert_eq!(site.get("b.js"), Some(b"c();\n".as_slice()));
    }

    #[test]
    fn another_way_to_import_it_is_refused() {
        let script = "import * as all from \"../shared/text.js\";\n";
        assert!(put_in(&Site::of(&[("a.js", script)])).is_err());
    }
}
