//! What does the same, written the same, so that the compressor finds it again.
//!
//! Two things in a function are left to whoever writes it: which number each of its locals has, and
//! how well an address is said to be aligned, which is a hint that no result depends on. Here all
//! hints are left out, and the locals are numbered by how often they are used, from the same number
//! on in all functions: so the pointer to the stack, which is used most, has one number everywhere
//! and not one for each count of parameters (docs/design.md says what this gains). Must not change
//! what a function does: each instruction stays what and where it was.

use std::cmp::Reverse;
use std::convert::Infallible;
use wasm_encoder::ValType::{I32, I64};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, Function, Instruction, MemArg, Module};
use wasmparser::{FunctionBody, Operator, Parser, Payload, ValType};

/// The number of the first local of each function, for as many parameters as few functions have more
/// of. Numbers that stay unused cost an optimizing engine nothing.
pub const FIRST_LOCAL: usize = 8;

/// The same module, with functions that differ less.
pub fn alike(module: &[u8]) -> Result<Vec<u8>, Error<Infallible>> {
    let mut writer = Writer { parameters: parameters(module)?.into_iter(), numbers: Vec::new() };
    let mut written = Module::new();
    writer.parse_core_module(&mut written, Parser::new(0), module)?;
    Ok(written.finish())
}

/// How many parameters each function has, in the order of their bodies.
fn parameters(module: &[u8]) -> Result<Vec<usize>, Error<Infallible>> {
    let mut of_types = Vec::new();
    let mut of_functions = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::TypeSection(types) => {
                for function in types.into_iter_err_on_gc_types() {
                    of_types.push(function?.params().len());
                }
            }
            Payload::FunctionSection(functions) => {
                for of_type in functions {
                    of_functions.push(of_types[of_type? as usize]);
                }
            }
            _ => {}
        }
    }
    Ok(of_functions)
}

struct Writer {
    /// Of the functions that are still to be written.
    parameters: std::vec::IntoIter<usize>,
    /// The new number of each local of the function that is being written, by its old one.
    numbers: Vec<u32>,
}

impl Reencode for Writer {
    type Error = Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Infallible>> {
        // Parameters are locals too, and keep their numbers: callers know them.
        let parameters = self.parameters.next().unwrap_or_default();
        let mut types = Vec::new();
        for local in body.get_locals_reader()? {
            let (count, of_type) = local?;
            types.extend((0..count).map(|_| of_type));
        }
        let uses = uses(&body, parameters + types.len())?;
        let mut function = Function::new_with_locals_types(self.number(parameters, &types, &uses)?);
        let mut instructions = body.get_operators_reader()?;
        while !instructions.eof() {
            function.instruction(&self.parse_instruction(&mut instructions)?);
        }
        code.function(&function);
        Ok(())
    }

    fn instruction<'a>(
        &mut self,
        operator: Operator<'a>,
    ) -> Result<Instruction<'a>, Error<Infallible>> {
        let number = |local: u32| self.numbers[local as usize];
        Ok(match operator {
            Operator::LocalGet { local_index } => Instruction::LocalGet(number(local_index)),
            Operator::LocalSet { local_index } => Instruction::LocalSet(number(local_index)),
            Operator::LocalTee { local_index } => Instruction::LocalTee(number(local_index)),
            other => utils::instruction(self, other)?,
        })
    }

    fn mem_arg(&mut self, access: wasmparser::MemArg) -> Result<MemArg, Error<Infallible>> {
        Ok(MemArg { align: 0, ..utils::mem_arg(self, access)? })
    }
}

impl Writer {
    /// Numbers the locals of a function anew; gives their types, without those of the parameters.
    fn number(
        &mut self,
        parameters: usize,
        types: &[ValType],
        uses: &[Use],
    ) -> Result<Vec<wasm_encoder::ValType>, Error<Infallible>> {
        let mut order: Vec<usize> = (0..types.len()).collect();
        order.sort_by_key(|&own| {
            let Use { times, first } = uses[parameters + own];
            (rank(types[own]), Reverse(times), first)
        });
        let gap = if types.is_empty() { 0 } else { FIRST_LOCAL.saturating_sub(parameters) };
        let mut locals = vec![I32; gap];
        let mut free = (0..gap).rev();
        self.numbers = (0..uses.len() as u32).collect();
        for own in order {
            let of_type = self.val_type(types[own])?;
            // Longs are few, and would have a number after those of all other locals.
            let fills = if of_type == I64 { free.next() } else { None };
            let place = fills.unwrap_or(locals.len());
            match locals.get_mut(place) {
                Some(unused) => *unused = of_type,
                None => locals.push(of_type),
            }
            self.numbers[parameters + own] = (parameters + place) as u32;
        }
        Ok(locals)
    }
}

/// How often a local is read or written, and when first.
#[derive(Clone, Copy, Default)]
struct Use {
    times: usize,
    first: usize,
}

/// The use of each local, parameters among them.
fn uses(body: &FunctionBody<'_>, locals: usize) -> Result<Vec<Use>, Error<Infallible>> {
    let mut uses = vec![Use::default(); locals];
    for (place, operator) in body.get_operators_reader()?.into_iter().enumerate() {
        if let Operator::LocalGet { local_index }
        | Operator::LocalSet { local_index }
        | Operator::LocalTee { local_index } = operator?
        {
            let of_local = &mut uses[local_index as usize];
            if of_local.times == 0 {
                of_local.first = place;
            }
            of_local.times += 1;
        }
    }
    Ok(uses)
}

/// Locals of one type stand together; those of the type that most are of come first.
fn rank(of_type: ValType) -> u8 {
    match of_type {
        ValType::I32 => 0,
        ValType::I64 => 1,
        ValType::F64 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::ValType::F64;
    use wasm_encoder::{FunctionSection, TypeSection, ValType};

    /// A function of one parameter and these locals, with these instructions.
    fn module(locals: &[ValType], instructions: &[Instruction<'_>]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut function = Function::new_with_locals_types(locals.iter().copied());
        for instruction in instructions.iter().chain([&Instruction::End]) {
            function.instruction(instruction);
        }
        let mut code = CodeSection::new();
        code.function(&function);
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code);
        module.finish()
    }

    #[track_caller]
    fn check(from: (&[ValType], &[Instruction<'_>]), to: (&[ValType], &[Instruction<'_>])) {
        assert_eq!(alike(&module(from.0, from.1)).unwrap(), module(to.0, to.1));
    }

    #[test]
    fn the_local_that_is_used_most_comes_first() {
        use Instruction::{LocalGet, LocalSet, LocalTee};
        check(
            (&[I32; 2], &[LocalGet(0), LocalSet(1), LocalGet(0), LocalTee(2), LocalSet(2)]),
            (&[I32; 9], &[LocalGet(0), LocalSet(9), LocalGet(0), LocalTee(8), LocalSet(8)]),
        );
    }

    #[test]
    fn of_two_that_are_used_as_often_the_first_used_comes_first() {
        use Instruction::{LocalGet, LocalSet};
        check(
            (&[I32; 2], &[LocalGet(0), LocalSet(2), LocalGet(0), LocalSet(1)]),
            (&[I32; 9], &[LocalGet(0), LocalSet(8), LocalGet(0), LocalSet(9)]),
        );
    }

    #[test]
    fn longs_take_numbers_that_no_parameter_has() {
        use Instruction::{F64Const, I32Const, I64Const, LocalSet};
        let double = F64Const(0.0.into());
        check(
            (
                &[F64, I64, I32],
                &[double.clone(), LocalSet(1), I64Const(0), LocalSet(2), I32Const(0), LocalSet(3)],
            ),
            (
                &[I32, I32, I32, I32, I32, I32, I64, I32, F64],
                &[double, LocalSet(9), I64Const(0), LocalSet(7), I32Const(0), LocalSet(8)],
            ),
        );
    }

    #[test]
    fn longs_that_are_too_many_for_that_keep_their_type() {
        use Instruction::{I32Const, I64Const, LocalSet};
        let mut to = [I64; 9];
        to[7] = I32;
        check(
            (
                &[I64, I64, I64, I64, I64, I64, I64, I64, I32],
                &[I64Const(0), LocalSet(8), I32Const(0), LocalSet(9)],
            ),
            (&to, &[I64Const(0), LocalSet(7), I32Const(0), LocalSet(8)]),
        );
    }

    #[test]
    fn a_function_without_locals_of_its_own_gets_none() {
        check((&[], &[Instruction::Nop]), (&[], &[Instruction::Nop]));
    }

    #[test]
    fn hints_of_alignment_are_left_out_and_offsets_are_not() {
        use Instruction::{Drop, I64Load, LocalGet};
        let load = |align| I64Load(MemArg { offset: 16, align, memory_index: 0 });
        check((&[], &[LocalGet(0), load(3), Drop]), (&[], &[LocalGet(0), load(0), Drop]));
    }
}
