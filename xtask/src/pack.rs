//! The module as it ships: the same functions, arranged for the compressor.
//!
//! They are first written [alike]. Functions that are the same, byte for byte, become one; that leaves thousands, and like is put
//! beside like. Brotli finds a repetition more cheaply the closer it is, and compilers leave
//! functions in an order that has nothing to do with their content, so this takes five bytes in a
//! hundred off what travels (docs/design.md has the numbers). Must not change what a function does:
//! each keeps its instructions, but for the numbers of functions and of locals.

use crate::alike::alike;
use crate::failure::{Failure, Outcome};
use std::collections::BTreeMap;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// The same module, with its functions so that they compress best.
pub fn pack(module: &[u8]) -> Outcome<Vec<u8>> {
    packed(module).map_err(|error| {
        Failure::new(format!("cannot read the module that was bound: {error}"))
            .remedy("`wasm-encoder` in Cargo.toml may be older than the compiler's wasm")
    })
}

fn packed(module: &[u8]) -> Result<Vec<u8>, Error<Infallible>> {
    let mut module = alike(module)?;
    loop {
        let functions = Functions::of(&module)?;
        let merged = functions.same_as_one();
        if merged.old.len() == functions.bodies.len() {
            return functions.like_beside_like().write(&module);
        }
        // Functions that differed only in which of two they called are the same now.
        module = merged.write(&module)?;
    }
}

/// The functions of a module.
struct Functions<'module> {
    /// How many are imported; those come first and stay.
    imported: u32,
    types: Vec<u32>,
    bodies: Vec<&'module [u8]>,
}

impl<'module> Functions<'module> {
    fn of(module: &'module [u8]) -> Result<Self, Error<Infallible>> {
        let mut functions = Self { imported: 0, types: Vec::new(), bodies: Vec::new() };
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        functions.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::FunctionSection(section) => {
                    functions.types = section.into_iter().collect::<Result<_, _>>()?;
                }
                Payload::CodeSectionEntry(body) => functions.bodies.push(body.as_bytes()),
                _ => {}
            }
        }
        Ok(functions)
    }

    /// Keeps of functions that are the same the first.
    fn same_as_one(&self) -> Renumbered {
        let mut kept = BTreeMap::new();
        let mut renumbered = Renumbered { imported: self.imported, ..Renumbered::default() };
        for function in self.types.iter().zip(&self.bodies).enumerate() {
            let (old, what) = function;
            let new = *kept.entry(what).or_insert_with(|| {
                renumbered.old.push(old);
                renumbered.old.len() as u32 - 1
            });
            renumbered.new.push(new);
        }
        renumbered
    }

    /// Keeps all functions, in an order that compresses well.
    fn like_beside_like(&self) -> Renumbered {
        let old = order(&self.bodies);
        let mut new = vec![0; old.len()];
        for (place, &function) in (0..).zip(&old) {
            new[function] = place;
        }
        Renumbered { imported: self.imported, old, new }
    }
}

/// Writes a module anew, with other numbers for its functions.
#[derive(Default)]
struct Renumbered {
    imported: u32,
    /// The old numbers of the functions that are kept, in their new order.
    old: Vec<usize>,
    /// The new number of each function, by its old one; both without the imported ones.
    new: Vec<u32>,
}

impl Renumbered {
    fn write(mut self, module: &[u8]) -> Result<Vec<u8>, Error<Infallible>> {
        let mut written = Module::new();
        self.parse_core_module(&mut written, Parser::new(0), module)?;
        Ok(written.finish())
    }
}

impl Reencode for Renumbered {
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

/// Sequences of this many bytes are compared: about an instruction and a half.
const SEQUENCE: usize = 3;

/// What stands in more functions than this says nothing about their likeness.
const COMMON: usize = 600;

/// Added to the length of a function, so that the shortest ones do not attract all others.
const SMALL: usize = 20;

/// Puts next, of the functions that are left, the one that for its length shares most with the last.
///
/// Ties and what shares nothing go by the bytes themselves, so the same functions always come out
/// in the same order.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let mut by_bytes: Vec<usize> = (0..bodies.len()).collect();
    by_bytes.sort_by_key(|&function| bodies[function]);
    let (sequences, holders) = shared_sequences(bodies);
    let mut left = vec![true; bodies.len()];
    let mut order = Vec::with_capacity(bodies.len());
    let mut leftovers = by_bytes.into_iter();
    let mut next = leftovers.next();
    let mut shared = vec![0_u64; bodies.len()];
    while let Some(function) = next {
        left[function] = false;
        order.push(function);
        // What was before the last one still counts, and what was before that, less and less.
        shared.iter_mut().for_each(|shared| *shared = *shared * 5 / 8);
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
    use wasmparser::Operator;

    /// A module that imports a function and has five own ones. The first and the third are alike,
    /// the fourth is the same as the third, and the second and the last call one of those each.
    fn small_module() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([], [wasm_encoder::ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("page", "tell", wasm_encoder::EntityType::Function(0));
        let sum = |number| {
            vec![Instruction::I32Const(number), Instruction::I32Const(70_000), Instruction::I32Add]
        };
        let calls =
            |callee| vec![Instruction::Call(0), Instruction::Call(callee), Instruction::Drop];
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        let mut exports = ExportSection::new();
        let own = [(1, sum(1)), (0, calls(3)), (1, sum(2)), (1, sum(2)), (0, calls(4))];
        for (number, (of_type, instructions)) in (1..).zip(own) {
            functions.function(of_type);
            let mut function = Function::new([]);
            for instruction in instructions.iter().chain([&Instruction::End]) {
                function.instruction(instruction);
            }
            code.function(&function);
            exports.export(&number.to_string(), ExportKind::Func, number);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&exports);
        module.section(&code);
        module.finish()
    }

    /// The functions that a module exports, by their numbers in it.
    fn exported(module: &[u8]) -> Vec<u32> {
        let mut numbers = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::ExportSection(section) = payload.unwrap() {
                numbers = section.into_iter().map(|export| export.unwrap().index).collect();
            }
        }
        numbers
    }

    /// For each exported function its type and what it does, calls of own functions written out.
    fn behavior(module: &[u8]) -> Vec<(u32, String)> {
        let functions = Functions::of(module).unwrap();
        let type_of = |function: u32| functions.types[(function - functions.imported) as usize];
        let does = |function| (type_of(function), does(&functions, function));
        exported(module).into_iter().map(does).collect()
    }

    fn does(functions: &Functions<'_>, function: u32) -> String {
        let body = functions.bodies[(function - functions.imported) as usize];
        let body = wasmparser::FunctionBody::new(wasmparser::BinaryReader::new(body, 0));
        let mut text = String::new();
        for operator in body.get_operators_reader().unwrap() {
            text += &match operator.unwrap() {
                Operator::Call { function_index } if function_index >= functions.imported => {
                    does(functions, function_index)
                }
                other => format!("{other:?} "),
            };
        }
        text
    }

    #[test]
    fn a_module_does_what_it_did() {
        let module = small_module();
        let packed = pack(&module).unwrap();
        assert_ne!(exported(&packed), exported(&module), "the numbers are others");
        assert_eq!(behavior(&packed), behavior(&module));
    }

    #[test]
    fn functions_that_do_the_same_become_one() {
        let [first, calls, third, same, calls_same] = exported(&pack(&small_module()).unwrap())[..]
        else {
            panic!("five exports")
        };
        assert_eq!((third, calls), (same, calls_same));
        assert_ne!(first, third);
    }

    #[test]
    fn functions_that_are_alike_come_to_lie_side_by_side() {
        let functions: [&[u8]; 4] = [b"one, two, three", b"else", b"four, two, three", b"other"];
        let order = order(&functions);
        let place = |function| order.iter().position(|&other| other == function).unwrap();
        assert_eq!(place(0).abs_diff(place(2)), 1);
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(pack(b"<!doctype html>").is_err());
    }
}
