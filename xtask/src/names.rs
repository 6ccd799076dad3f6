//! The names under which the glue script hands functions to the module: numbers, where they ship.
//!
//! The binding step makes names that cannot clash and can be read, and both files repeat all of
//! them. No program is to use them: the two files are made for each other.

use crate::failure::{Failure, Outcome};
use std::collections::BTreeMap;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ImportSection, Module};
use wasmparser::{ImportSectionReader, Parser};

/// The names that the glue script gives to functions, each with its number.
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Reads them from the glue script, or from all scripts: only in the glue are there any.
    pub fn of(scripts: &str) -> Self {
        let found = scripts.lines().filter_map(given_name).zip(0_usize..);
        Self(found.map(|(name, number)| (name.to_owned(), number.to_string())).collect())
    }

    /// The script with numbers where it gives functions to the module.
    pub fn shorten_in_script(&self, script: &str) -> String {
        let mut short = String::with_capacity(script.len());
        for line in script.split_inclusive('\n') {
            match given_name(line).and_then(|name| self.0.get_key_value(name)) {
                Some((name, number)) => short.push_str(&line.replacen(name, number, 1)),
                None => short.push_str(line),
            }
        }
        short
    }

    /// The module with numbers where it asks for these functions.
    pub fn shorten_in_module(&self, module: &[u8]) -> Outcome<Vec<u8>> {
        let mut short = Module::new();
        match Shortened(self).parse_core_module(&mut short, Parser::new(0), module) {
            Ok(()) => Ok(short.finish()),
            Err(error) => {
                Err(Failure::new(format!("cannot read the module that was bound: {error}")))
            }
        }
    }
}

/// The name in a line like `__wbg_focus_d03af7c29f69e2ad: function(arg0) {`.
fn given_name(line: &str) -> Option<&str> {
    let (name, rest) = line.trim_start().split_once(':')?;
    let is_name = name.starts_with("__wb") && !name.contains(char::is_whitespace);
    (is_name && rest.starts_with(" function")).then_some(name)
}

/// Writes a module anew, with other names for what it imports.
struct Shortened<'names>(&'names Names);

impl Reencode for Shortened<'_> {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        for import in section.into_imports() {
            let import = import?;
            let name = self.0.0.get(import.name).map_or(import.name, String::as_str);
            imports.import(import.module, name, self.entity_type(import.ty)?);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{EntityType, TypeSection};
    use wasmparser::Payload;

    const GLUE: &str = "\
const imports = {
    __wbg_key_76: function(arg0) {
        return handle(arg0, wasm.__wbindgen_malloc);
    },
    __wbg_call_a1: function() { return handleError(function (arg0) {
    memory: other,
};
obj.__wbg_ptr = ptr ? a : b;
";

    #[test]
    fn functions_are_numbered_in_the_script_and_nothing_else_is_touched() {
        let short = Names::of(GLUE).shorten_in_script(GLUE);
        let expected = GLUE.replace("__wbg_key_76", "0").replace("__wbg_call_a1", "1");
        assert_eq!(short, expected);
    }

    #[test]
    fn the_module_asks_for_the_same_numbers() {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        for name in ["__wbg_call_a1", "elsewhere", "__wbg_key_76"] {
            imports.import("glue", name, EntityType::Function(0));
        }
        let mut module = Module::new();
        module.section(&types).section(&imports);
        let short = Names::of(GLUE).shorten_in_module(&module.finish()).unwrap();
        let mut asked = Vec::new();
        for payload in Parser::new(0).parse_all(&short) {
            if let Payload::ImportSection(section) = payload.unwrap() {
                asked = section.into_imports().map(|import| import.unwrap().name).collect();
            }
        }
        assert_eq!(asked, ["1", "elsewhere", "0"]);
    }
}
