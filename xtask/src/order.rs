//! The order of the functions in the module that ships: like beside like, for the compressor.
//!
//! Brotli finds a repetition more cheaply the closer it is, and tells kinds of content apart where
//! they lie in stretches. Compilers leave functions in an order that has nothing to do with their
//! content, so this alone takes four bytes in a hundred off what travels (docs/design.md has the
//! numbers). Must change nothing but the order: every function keeps its bytes, but for the numbers
//! by which functions call each other.

use crate::failure::{Failure, Outcome};
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// The same module with its functions in the order that compresses best.
pub fn arrange(module: &[u8]) -> Outcome<Vec<u8>> {
    rearranged(module).map_err(|error| {
        Failure::new(format!("cannot read the module that was bound: {error}"))
            .remedy("`wasm-encoder` in Cargo.toml may be older than the compiler's wasm")
    })
}

fn rearranged(module: &[u8]) -> Result<Vec<u8>, Error<Infallible>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let mut rearranged = Module::new();
    let mut order = Order::new(imported, like_beside_like(&bodies));
    order.parse_core_module(&mut rearranged, Parser::new(0), module)?;
    Ok(rearranged.finish())
}

/// Writes a module anew, with its functions in another order.
struct Order {
    /// How many functions are imported; those come first and stay.
    imported: u32,
    /// The old places of the functions, in their new order.
    old: Vec<usize>,
    /// The new place of each function, by its old one.
    new: Vec<u32>,
}

impl Order {
    fn new(imported: u32, old: Vec<usize>) -> Self {
        let mut new = vec![0; old.len()];
        for (place, &function) in (0..).zip(&old) {
            new[function] = place;
        }
        Self { imported, old, new }
    }
}

impl Reencode for Order {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        Ok(match function.checked_sub(self.imported) {
            None => function,
            Some(own) => self.imported + self.new[own as usize],
        })
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for &function in &self.old {
            functions.function(types[function]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for &function in &self.old.clone() {
            self.parse_function_body(code, bodies[function].clone())?;
        }
        Ok(())
    }
}

/// Sequences of this many bytes are compared: about an instruction and the start of the next.
const SEQUENCE: usize = 4;

/// What stands in more functions than this says nothing about their likeness.
const COMMON: usize = 600;

/// Added to the length of a function, so that the shortest ones do not attract all others.
const SMALL: usize = 20;

/// Puts after each function the one that shares most with it for its length, of those left.
///
/// Ties and what shares nothing go by the bytes themselves, so the same functions always come out
/// in the same order.
fn like_beside_like(bodies: &[&[u8]]) -> Vec<usize> {
    let mut by_bytes: Vec<usize> = (0..bodies.len()).collect();
    by_bytes.sort_by_key(|&function| bodies[function]);
    let (sequences, holders) = shared_sequences(bodies);
    let mut left = vec![true; bodies.len()];
    let mut order = Vec::with_capacity(bodies.len());
    let mut leftovers = by_bytes.into_iter();
    let mut next = leftovers.next();
    while let Some(function) = next {
        left[function] = false;
        order.push(function);
        let mut shared = vec![0_u64; bodies.len()];
        for &sequence in &sequences[function] {
            let holders = &holders[sequence];
            // A rare sequence says more than a common one.
            let weight = (1 << 20) / u64::from(holders.len().ilog2() + 1);
            for &holder in holders {
                shared[holder] += weight;
            }
        }
        let likeness = |&function: &usize| {
            let length = sequences[function].len() + SMALL;
            (shared[function] / length as u64, function)
        };
        let akin = (0..bodies.len()).filter(|&other| left[other] && shared[other] > 0);
        next = akin.max_by_key(likeness).or_else(|| leftovers.find(|&other| left[other]));
    }
    order
}

/// For each function the sequences that it shares with others, and for each of these its functions.
fn shared_sequences(bodies: &[&[u8]]) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let mut found: Vec<(&[u8], usize)> = Vec::new();
    for (function, body) in bodies.iter().enumerate() {
        found.extend(body.windows(SEQUENCE).map(|sequence| (sequence, function)));
    }
    found.sort_unstable();
    found.dedup();
    let mut sequences = vec![Vec::new(); bodies.len()];
    let mut holders = Vec::new();
    for same in found.chunk_by(|(one, _), (other, _)| one == other) {
        if (2..=COMMON).contains(&same.len()) {
            for &(_, function) in same {
                sequences[function].push(holders.len());
            }
            holders.push(same.iter().map(|&(_, function)| function).collect());
        }
    }
    (sequences, holders)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        ExportKind, ExportSection, Function, ImportSection, Instruction, TypeSection,
    };

    /// A module that imports a function of type 0 and has three own ones: two that are alike, of
    /// type 1, with another of type 0 between them, which calls the import and the last one.
    fn small_module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([], [wasm_encoder::ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("page", "tell", wasm_encoder::EntityType::Function(0));
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        let mut add = |of_type, instructions: &[Instruction<'_>]| {
            functions.function(of_type);
            let mut function = Function::new([]);
            for instruction in instructions {
                function.instruction(instruction);
            }
            function.instruction(&Instruction::End);
            code.function(&function);
        };
        let sum = |first| {
            [Instruction::I32Const(first), Instruction::I32Const(70_000), Instruction::I32Add]
        };
        add(1, &sum(1));
        add(0, &[Instruction::Call(0), Instruction::Call(3), Instruction::Drop]);
        add(1, &sum(2));
        let mut exports = ExportSection::new();
        exports.export("first", ExportKind::Func, 1);
        exports.export("calls", ExportKind::Func, 2);
        exports.export("last", ExportKind::Func, 3);
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports);
        module.section(&code);
        module.finish()
    }

    /// What can be seen of a module from outside: for each export its type and what it does, with
    /// the functions that it calls by the names under which they are exported.
    fn seen(module: &[u8]) -> Vec<(String, u32, Vec<String>)> {
        let (mut types, mut names, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::FunctionSection(section) => {
                    types = section.into_iter().collect::<Result<_, _>>().unwrap();
                }
                Payload::ExportSection(section) => {
                    let exports = section.into_iter().map(Result::unwrap);
                    names = exports.map(|export| (export.name.to_owned(), export.index)).collect();
                }
                Payload::CodeSectionEntry(body) => bodies.push(body),
                _ => {}
            }
        }
        let name = |function: u32| {
            let found = names.iter().find(|(_, index)| *index == function);
            found.map_or("the import".to_owned(), |(name, _)| name.clone())
        };
        let look = |(export, index): &(String, u32)| {
            let own = *index as usize - 1;
            let operators = bodies[own].get_operators_reader().unwrap().into_iter();
            let does = operators.map(|operator| match operator.unwrap() {
                wasmparser::Operator::Call { function_index } => name(function_index),
                other => format!("{other:?}"),
            });
            (export.clone(), types[own], does.collect())
        };
        names.iter().map(look).collect()
    }

    fn places(module: &[u8]) -> Vec<u32> {
        let mut places = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::ExportSection(section) = payload.unwrap() {
                places = section.into_iter().map(|export| export.unwrap().index).collect();
            }
        }
        places
    }

    #[test]
    fn functions_that_are_alike_come_to_lie_side_by_side() {
        let arranged = arrange(&small_module()).unwrap();
        let [first, _, last] = places(&arranged)[..] else { panic!("three exports") };
        assert_eq!(first.abs_diff(last), 1);
    }

    #[test]
    fn a_module_does_what_it_did() {
        let module = small_module();
        let arranged = arrange(&module).unwrap();
        assert_ne!(places(&arranged), places(&module), "the order is another one");
        assert_eq!(seen(&arranged), seen(&module));
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(arrange(b"<!doctype html>").is_err());
    }
}
