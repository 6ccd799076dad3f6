//! Scripts as they ship: short names, no blanks, nothing that nobody calls.
//!
//! The last step before a script is named after its bytes, since what comes before looks for lines as
//! they were written. Must not know what any script does.

use crate::failure::{Failure, Outcome};
use crate::site::Site;
use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::minifier::{Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;

/// The files, with all scripts among them minified.
pub fn scripts(site: &Site) -> Outcome<Site> {
    let mut result = Site::default();
    for (path, bytes) in site.files() {
        let text = std::str::from_utf8(bytes).ok().filter(|_| path.ends_with(".js"));
        let bytes = match text {
            Some(text) => script(path, text)?.into_bytes(),
            None => bytes.to_vec(),
        };
        result.insert(path, bytes)?;
    }
    Ok(result)
}

/// A module of JavaScript that does the same in fewer bytes; `name` is what an error calls it.
pub fn script(name: &str, text: &str) -> Outcome<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::mjs()).parse();
    if let Some(first) = parsed.diagnostics.first() {
        return Err(Failure::new(format!("{name} is no script: {first}")));
    }
    let mut program = parsed.program;
    let short = Minifier::new(MinifierOptions::default()).minify(&allocator, &mut program);
    let printer = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(short.scoping)
        .with_private_member_mappings(short.class_private_mappings);
    Ok(printer.build(&program).code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_script_are_short_and_those_that_others_know_stay() {
        let text = "// why\nimport first from \"./first.js\";\nconst unused = 1;\nexport const given = (length) => first(length + 1);\n";
        let short = script("a.js", text).unwrap();
        assert!(short.contains("\"./first.js\"") && short.contains("given"), "{short}");
        assert!(!short.contains("length") && !short.contains("why"), "{short}");
        assert!(!short.contains("unused"), "{short}");
    }

    #[test]
    fn only_scripts_are_touched() {
        let site = Site::of(&[("a.js", "f( 1 )"), ("a.css", "b  {}")]);
        let short = scripts(&site).unwrap();
        assert_eq!(short.get("a.css"), Some(b"b  {}".as_slice()));
        assert_eq!(short.get("a.js"), Some(b"f(1);".as_slice()));
        assert!(script("a.js", "f(").is_err());
    }
}
