//! What a module does on its way to a trap, left out.
//!
//! A panic ends here in a trap and in nothing else: there is no console to print to, and no hook is
//! set. Yet each place that may panic says where it is and what is wrong, and hands that to
//! functions that make a message of it, which nobody sees. Here the trap comes first. Must not
//! change anything but that: a function that JavaScript could notice, because it calls one of its
//! functions on the way, stays as it is.

use crate::failure::{Failure, Outcome};
use std::collections::BTreeSet;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, DataSection, Function, Instruction, Module};
use wasmparser::{
    DataKind, DataSectionReader, ElementItems, ExternalKind, FunctionBody, Operator, Parser,
    Payload, TypeRef,
};

/// The same module, without what is only done before a trap.
pub fn early(module: &[u8]) -> Outcome<Vec<u8>> {
    shortened(module).map_err(|error| {
        Failure::new(format!("cannot read the module that was bound: {error}"))
            .remedy("`wasm-encoder` in Cargo.toml may be older than the compiler's wasm")
    })
}

fn shortened(module: &[u8]) -> Result<Vec<u8>, Error<Infallible>> {
    let calls = Calls::of(module)?;
    let trapping = calls.trapping();
    let module = Early { calls: &calls, drop: &trapping, unused: &BTreeSet::new(), next: 0 }
        .write(module)?;
    // With these calls gone, nobody calls what made messages for them.
    let calls = Calls::of(&module)?;
    let unused = calls.unused();
    Early { calls: &calls, drop: &BTreeSet::new(), unused: &unused, next: 0 }.write(&module)
}

/// What is known of the functions of a module.
#[derive(Default)]
struct Calls {
    /// How many are imported; those come first.
    imported: u32,
    /// The functions that each own one calls, and whether it can come back.
    own: Vec<(BTreeSet<u32>, bool)>,
    /// The functions that are known outside of code: exported, or in a table.
    roots: BTreeSet<u32>,
}

impl Calls {
    fn of(module: &[u8]) -> Result<Self, Error<Infallible>> {
        let mut calls = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        calls.imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::ExportSection(exports) => {
                    for export in exports {
                        let export = export?;
                        if export.kind == ExternalKind::Func {
                            calls.roots.insert(export.index);
                        }
                    }
                }
                Payload::StartSection { func, .. } => {
                    calls.roots.insert(func);
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        if let ElementItems::Functions(functions) = element?.items {
                            for function in functions {
                                calls.roots.insert(function?);
                            }
                        }
                    }
                }
                Payload::CodeSectionEntry(body) => calls.own.push(read(&body)?),
                _ => {}
            }
        }
        Ok(calls)
    }

    /// The functions that always end in a trap and call nothing of JavaScript.
    fn trapping(&self) -> BTreeSet<u32> {
        let mut noticed: BTreeSet<u32> = (0..self.imported).collect();
        loop {
            let before = noticed.len();
            for ((called, _), function) in self.own.iter().zip(self.imported..) {
                if called.iter().any(|called| noticed.contains(called)) {
                    noticed.insert(function);
                }
            }
            if noticed.len() == before {
                break;
            }
        }
        let all = self.own.iter().zip(self.imported..);
        let trapping = all.filter(|((_, returns), own)| !returns && !noticed.contains(own));
        trapping.map(|(_, function)| function).collect()
    }

    /// The functions that nobody can call.
    fn unused(&self) -> BTreeSet<u32> {
        let mut used = BTreeSet::new();
        let mut waiting: Vec<u32> = self.roots.iter().copied().collect();
        while let Some(function) = waiting.pop() {
            if used.insert(function)
                && let Some(own) = function.checked_sub(self.imported)
            {
                waiting.extend(&self.own[own as usize].0);
            }
        }
        (self.imported..self.imported + self.own.len() as u32)
            .filter(|function| !used.contains(function))
            .collect()
    }
}

/// The functions that a body calls or names, and whether it can come back to its caller.
fn read(body: &FunctionBody<'_>) -> Result<(BTreeSet<u32>, bool), Error<Infallible>> {
    let (mut called, mut returns, mut depth) = (BTreeSet::new(), false, 0);
    let mut last_but_one = None;
    let mut last = None;
    for operator in body.get_operators_reader()? {
        let operator = operator?;
        match &operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => depth += 1,
            Operator::End => depth -= 1,
            Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => {
                returns |= i64::from(*relative_depth) == depth;
            }
            Operator::BrTable { targets } => {
                for target in targets.targets().chain([Ok(targets.default())]) {
                    returns |= i64::from(target?) == depth;
                }
            }
            Operator::Return => returns = true,
            Operator::Call { function_index } | Operator::RefFunc { function_index } => {
                called.insert(*function_index);
            }
            _ => {}
        }
        last_but_one = last.replace(operator);
    }
    returns |= !matches!(last_but_one, Some(Operator::Unreachable));
    Ok((called, returns))
}

/// Writes a module anew, without what leads to a trap.
struct Early<'calls> {
    calls: &'calls Calls,
    /// The functions that a trap takes the place of.
    drop: &'calls BTreeSet<u32>,
    /// The functions that need nothing inside.
    unused: &'calls BTreeSet<u32>,
    /// How many bodies are written.
    next: u32,
}

impl Early<'_> {
    fn write(mut self, module: &[u8]) -> Result<Vec<u8>, Error<Infallible>> {
        let mut written = Module::new();
        self.parse_core_module(&mut written, Parser::new(0), module)?;
        Ok(written.finish())
    }
}

impl Reencode for Early<'_> {
    type Error = Infallible;

    fn parse_function_body(
        &mut self,
        code: &mut CodeSection,
        body: FunctionBody<'_>,
    ) -> Result<(), Error<Infallible>> {
        let number = self.calls.imported + self.next;
        self.next += 1;
        if self.unused.contains(&number) {
            let mut function = Function::new([]);
            function.instruction(&Instruction::Unreachable).instruction(&Instruction::End);
            code.function(&function);
            return Ok(());
        }
        let mut function = self.new_function_with_parsed_locals(&body)?;
        let mut written: Vec<Instruction<'_>> = Vec::new();
        // What is behind this has no effect on anything before the next place that can be jumped to.
        let mut barrier = 0;
        // How deep within code that is never run.
        let mut dead: Option<usize> = None;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            if let Some(depth) = &mut dead {
                match operator {
                    Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                        *depth += 1;
                        continue;
                    }
                    Operator::End if *depth > 0 => {
                        *depth -= 1;
                        continue;
                    }
                    Operator::End => dead = None,
                    Operator::Else if *depth == 0 => dead = None,
                    _ => continue,
                }
            }
            let traps = match operator {
                Operator::Call { function_index } => self.drop.contains(&function_index),
                Operator::Unreachable => true,
                _ => false,
            };
            if traps {
                written.truncate(barrier);
                written.push(Instruction::Unreachable);
                dead = Some(0);
                continue;
            }
            let is_barrier = is_barrier(&operator);
            written.push(self.instruction(operator)?);
            if is_barrier {
                barrier = written.len();
            }
        }
        for instruction in &written {
            function.instruction(instruction);
        }
        code.function(&function);
        Ok(())
    }

    fn parse_data_section(
        &mut self,
        data: &mut DataSection,
        section: DataSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let mut memory = Memory::default();
        for segment in section {
            let segment = segment?;
            let start = match &segment.kind {
                DataKind::Active { offset_expr, .. } => {
                    match offset_expr.get_operators_reader().read()? {
                        Operator::I32Const { value } => Some(value as usize),
                        _ => None,
                    }
                }
                DataKind::Passive => None,
            };
            memory.segments.push((start.unwrap_or(usize::MAX / 2), segment.data.to_vec()));
        }
        memory.forget_places();
        for (start, bytes) in memory.segments {
            data.active(0, &wasm_encoder::ConstExpr::i32_const(start as i32), bytes);
        }
        Ok(())
    }
}

/// Whether an instruction can be seen from outside, or jumped to or from.
fn is_barrier(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Else
            | Operator::End
            | Operator::Br { .. }
            | Operator::BrIf { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::Call { .. }
            | Operator::CallIndirect { .. }
    )
}

/// What memory holds at the start, by address.
#[derive(Default)]
struct Memory {
    segments: Vec<(usize, Vec<u8>)>,
}

impl Memory {
    /// Puts zeros where the places of panics are: file, line and column, which only messages show.
    fn forget_places(&mut self) {
        let mut places = Vec::new();
        for (start, bytes) in &self.segments {
            for at in (0..bytes.len().saturating_sub(15)).step_by(4) {
                let word = |number: usize| {
                    let at = at + 4 * number;
                    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
                        as usize
                };
                let (text, length, line, column) = (word(0), word(1), word(2), word(3));
                let is_path = (4..200).contains(&length)
                    && self.bytes(text, length).is_some_and(|text| text.ends_with(b".rs"));
                if is_path && (1..100_000).contains(&line) && (1..1_000).contains(&column) {
                    places.push((start + at, 16));
                    places.push((text, length));
                }
            }
        }
        for (at, length) in places {
            for (start, bytes) in &mut self.segments {
                if let Some(at) = at.checked_sub(*start)
                    && let Some(bytes) = bytes.get_mut(at..at + length)
                {
                    bytes.fill(0);
                }
            }
        }
    }

    fn bytes(&self, at: usize, length: usize) -> Option<&[u8]> {
        let mut within = self.segments.iter();
        within.find_map(|(start, bytes)| {
            let at = at.checked_sub(*start)?;
            bytes.get(at..at + length)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        BlockType, ConstExpr, EntityType, ExportKind, ExportSection, FunctionSection,
        ImportSection, MemorySection, MemoryType, TypeSection,
    };

    /// A module that imports one function, 0, and exports the last one; all take and give nothing.
    fn module(bodies: &[&[Instruction]], data: Option<(i32, Vec<u8>)>) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("glue", "throw", EntityType::Function(0));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for body in bodies {
            functions.function(0);
            let mut function = Function::new([]);
            body.iter().chain([&Instruction::End]).for_each(|it| {
                function.instruction(it);
            });
            code.function(&function);
        }
        let mut exports = ExportSection::new();
        exports.export("last", ExportKind::Func, bodies.len() as u32);
        let mut memory = MemorySection::new();
        let minimum = 1;
        memory.memory(MemoryType {
            minimum,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut segments = DataSection::new();
        if let Some((start, bytes)) = data {
            segments.active(0, &ConstExpr::i32_const(start), bytes);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&memory);
        module.section(&exports).section(&code).section(&segments);
        module.finish()
    }

    /// What the functions of a module do.
    fn bodies(module: &[u8]) -> Vec<String> {
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            if let Payload::CodeSectionEntry(body) = payload.unwrap() {
                let names = body.get_operators_reader().unwrap().into_iter();
                let names: Vec<String> = names.map(|it| format!("{:?}", it.unwrap())).collect();
                bodies.push(names.join(" "));
            }
        }
        bodies
    }

    /// Calls a function on the way to a trap, in a branch.
    fn risky(function: u32) -> Vec<Instruction<'static>> {
        vec![
            Instruction::I32Const(1),
            Instruction::If(BlockType::Empty),
            Instruction::I32Const(2),
            Instruction::Drop,
            Instruction::Call(function),
            Instruction::Unreachable,
            Instruction::End,
        ]
    }

    #[test]
    fn a_call_that_only_traps_is_a_trap_and_nothing_is_done_for_it() {
        let traps = [Instruction::I32Const(7), Instruction::Drop, Instruction::Unreachable];
        let early = early(&module(&[&traps, &risky(1)], None)).unwrap();
        let expected = "I32Const { value: 1 } If { blockty: Empty } Unreachable End End";
        assert_eq!(bodies(&early), ["Unreachable End", expected]);
    }

    #[test]
    fn what_javascript_can_notice_stays() {
        let throws = [Instruction::Call(0), Instruction::Unreachable];
        let returns = [Instruction::I32Const(7), Instruction::Drop];
        for callee in [&throws[..], &returns[..]] {
            let module = module(&[callee, &risky(1)], None);
            let [_, before] = &bodies(&module)[..] else { panic!("two functions") };
            let [_, after] = &bodies(&early(&module).unwrap())[..] else { panic!("two functions") };
            assert!(before.contains("Call") && after.contains("Call { function_index: 1 }"));
        }
    }

    #[test]
    fn places_of_panics_are_forgotten_and_other_data_is_not() {
        let mut data = b"core/src/a.rsother.rsx".to_vec();
        data.resize(24, b'-');
        for numbers in [[1_024_u32, 13, 80, 5], [1_037, 8, 0, 5], [1_024, 12, 80, 5]] {
            data.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        }
        let early = early(&module(&[&[]], Some((1_024, data.clone())))).unwrap();
        let mut found = Vec::new();
        for payload in Parser::new(0).parse_all(&early) {
            if let Payload::DataSection(section) = payload.unwrap() {
                found = section.into_iter().next().unwrap().unwrap().data.to_vec();
            }
        }
        data[..13].fill(0);
        data[24..40].fill(0);
        assert_eq!(found, data);
    }
}
