//! `cargo xtask frames`: the names of functions by the numbers that a crash tells.
//!
//! What ships has no names of functions, which would be a third of it; a stack of the browser has their
//! numbers. Building the same sources again gives the same numbers, and there the names are known.
//! Must not know how a module is arranged: names follow their functions through all of it.

use crate::dist;
use crate::failure::{Failure, Outcome};
use crate::shape;
use crate::site::Site;
use crate::squeeze;
use crate::wasm;
use std::collections::BTreeMap;
use wasm_encoder::{Module, RawSection};
use wasmparser::{BinaryReaderError, KnownCustom, Name, Parser, Payload};

pub const SUMMARY: &str = "Say which functions the numbers of a crash are";
pub const HELP: &str = "cargo xtask frames NUMBER…

Builds the module of the page and prints the name of each function with one of these numbers. A designer
that has stopped shows them, the innermost first; check out the commit that the page was built from.";

/// The module of the page.
const PAGE: &str = "netpol_web_bg.wasm";

/// Prints the names.
pub fn run(arguments: &[String]) -> Outcome {
    let mut numbers = Vec::new();
    for argument in arguments {
        let number = argument.trim_end_matches(',').parse::<u32>();
        numbers.push(
            number
                .map_err(|_| Failure::usage(format!("`{argument}` is no number of a function")))?,
        );
    }
    if numbers.is_empty() {
        return Err(Failure::usage("`frames` takes the numbers of functions"));
    }
    let site = Site::read(&wasm::build(wasm::Crate::Web)?)?;
    let site = squeeze::files(&site, |_, module| dist::arranged(module))?;
    let names = names(shape::bytes(&site, PAGE)?).map_err(|error| unreadable(&error))?;
    for number in numbers {
        let name = names.get(&number).map_or("no function of this build", String::as_str);
        println!("{number}  {name}");
    }
    Ok(())
}

/// The same module without the names of its functions.
pub fn without_names(module: &[u8]) -> Outcome<Vec<u8>> {
    nameless(module).map_err(|error| unreadable(&error))
}

fn unreadable(error: &BinaryReaderError) -> Failure {
    Failure::new(format!("cannot read the module that was arranged: {error}"))
}

fn nameless(module: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut written = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let is_named =
            matches!(&payload, Payload::CustomSection(custom) if custom.name() == "name");
        if let Some((id, range)) = payload.as_section().filter(|_| !is_named) {
            written.section(&RawSection { id, data: &module[range] });
        }
    }
    Ok(written.finish())
}

/// The names of functions by their numbers.
fn names(module: &[u8]) -> Result<BTreeMap<u32, String>, BinaryReaderError> {
    let mut names = BTreeMap::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::CustomSection(custom) = payload? else { continue };
        let KnownCustom::Name(parts) = custom.as_known() else { continue };
        for part in parts {
            if let Name::Function(functions) = part? {
                for naming in functions {
                    let naming = naming?;
                    names.insert(naming.index, naming.name.to_owned());
                }
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, ExportKind, ExportSection, Function, FunctionSection, Instruction, NameMap,
        NameSection, TypeSection,
    };

    /// A module of functions that push so many numbers, with names.
    fn module(functions: &[(&str, usize)]) -> Vec<u8> {
        let (mut types, mut declared, mut code) =
            (TypeSection::new(), FunctionSection::new(), CodeSection::new());
        types.ty().function([], []);
        let (mut exports, mut map) = (ExportSection::new(), NameMap::new());
        for (number, &(name, pushes)) in (0..).zip(functions) {
            declared.function(0);
            let mut body = Function::new([]);
            for _ in 0..pushes {
                body.instruction(&Instruction::I32Const(7)).instruction(&Instruction::Drop);
            }
            body.instruction(&Instruction::End);
            code.function(&body);
            exports.export(name, ExportKind::Func, number);
            map.append(number, name);
        }
        let mut section = NameSection::new();
        section.functions(&map);
        let mut module = Module::new();
        module
            .section(&types)
            .section(&declared)
            .section(&exports)
            .section(&code)
            .section(&section);
        module.finish()
    }

    #[test]
    fn names_follow_their_functions_through_all_that_is_arranged() {
        let functions = [("long", 900), ("short", 1), ("same", 1), ("other", 300)];
        let arranged = dist::arranged(&module(&functions)).unwrap();
        let found = names(&arranged).unwrap();
        let lengths: Vec<usize> = Parser::new(0)
            .parse_all(&arranged)
            .filter_map(|payload| match payload.unwrap() {
                Payload::CodeSectionEntry(body) => Some(body.as_bytes().len()),
                _ => None,
            })
            .collect();
        assert_eq!(lengths.len(), 3, "two are the same");
        let order: Vec<&str> = found.values().map(String::as_str).collect();
        for (at, length) in lengths.iter().enumerate() {
            let expected = match length {
                1000.. => "long",
                100.. => "other",
                _ => "s",
            };
            assert!(order[at].starts_with(expected), "{found:?} {lengths:?}");
        }
    }

    #[test]
    fn a_module_that_ships_has_no_names() {
        let named = module(&[("secret", 1)]);
        let without = without_names(&named).unwrap();
        assert_eq!(names(&named).unwrap().len(), 1);
        assert!(names(&without).unwrap().is_empty());
        assert!(without.len() + "secret".len() < named.len());
        assert_eq!(without_names(&without).unwrap(), without);
    }

    #[test]
    fn numbers_are_asked_for_by_numbers() {
        for arguments in [&[][..], &["main".to_owned()]] {
            assert!(run(arguments).is_err());
        }
    }
}
