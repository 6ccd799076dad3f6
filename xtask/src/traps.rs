//! What a module does on its way to a trap, left out.
//!
//! A panic ends here in a trap. Yet each place that may panic says where it is and what is wrong, and
//! hands that to functions that make a message of it. Here the trap comes first; a module that exports
//! [`CRASHED`] calls that before, and whoever hears it reads from the stack where it was
//! (`cargo xtask frames` has the names). Must not change anything but that: a function that JavaScript
//! could notice, because it calls one of its functions on the way, stays as it is.

use crate::failure::{Failure, Outcome};
use crate::places::without_places;
use std::collections::BTreeSet;
use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, Function, Instruction, Module};
use wasmparser::{ElementItems, ExternalKind, FunctionBody, Operator, Parser, Payload, TypeRef};

/// The function that is called before a trap, by the name under which a module exports it.
///
/// What a module with it calls through a table on the way to a trap is its hook for panics, which does
/// the same.
const CRASHED: &str = "crashed";

/// The same module, without what is only done before a trap.
pub fn early(module: &[u8]) -> Outcome<Vec<u8>> {
    let module = shortened(module).map_err(|error| {
        Failure::new(format!("cannot read the module that was bound: {error}"))
            .remedy("`wasm-encoder` in Cargo.toml may be older than the compiler's wasm")
    })?;
    // Without messages nobody reads where they would have come from.
    without_places(&module)
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
    own: Vec<Own>,
    /// The functions that are known outside of code: exported, or in a table.
    roots: BTreeSet<u32>,
    /// Those of them that a call through a table may mean.
    in_tables: BTreeSet<u32>,
    /// What is called before a trap.
    crashed: Option<u32>,
}

/// What a body does that matters to its callers.
#[derive(Default)]
struct Own {
    /// The functions that it calls or names.
    called: BTreeSet<u32>,
    /// Whether it calls through a table too.
    calls_indirectly: bool,
    /// Whether it can come back.
    returns: bool,
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
                            if export.name == CRASHED {
                                calls.crashed = Some(export.index);
                            }
                        }
                    }
                }
                Payload::StartSection { func, .. } => {
                    calls.roots.insert(func);
                }
                Payload::ElementSection(elements) => {
                    for element in elements {
                        calls.add_table(element?.items)?;
                    }
                }
                Payload::CodeSectionEntry(body) => calls.own.push(read(&body)?),
                _ => {}
            }
        }
        Ok(calls)
    }

    fn add_table(&mut self, items: ElementItems<'_>) -> Result<(), Error<Infallible>> {
        let mut add = |function| {
            self.roots.insert(function);
            self.in_tables.insert(function);
        };
        match items {
            ElementItems::Functions(functions) => {
                for function in functions {
                    add(function?);
                }
            }
            ElementItems::Expressions(_, expressions) => {
                for expression in expressions {
                    for operator in expression?.get_operators_reader() {
                        if let Operator::RefFunc { function_index } = operator? {
                            add(function_index);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The functions that always end in a trap and call nothing of JavaScript but what hears of traps.
    fn trapping(&self) -> BTreeSet<u32> {
        let mut noticed: BTreeSet<u32> = (0..self.imported).collect();
        loop {
            let before = noticed.len();
            let any_of_tables = self.crashed.is_none()
                && self.in_tables.iter().any(|function| noticed.contains(function));
            for (own, function) in self.own.iter().zip(self.imported..) {
                if own.called.iter().any(|called| noticed.contains(called))
                    || own.calls_indirectly && any_of_tables
                {
                    noticed.insert(function);
                }
            }
            if noticed.len() == before {
                break;
            }
        }
        let all = self.own.iter().zip(self.imported..);
        let trapping = all.filter(|(own, number)| !own.returns && !noticed.contains(number));
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
                waiting.extend(&self.own[own as usize].called);
            }
        }
        (self.imported..self.imported + self.own.len() as u32)
            .filter(|function| !used.contains(function))
            .collect()
    }
}

fn read(body: &FunctionBody<'_>) -> Result<Own, Error<Infallible>> {
    let (mut own, mut depth) = (Own::default(), 0);
    let mut last_but_one = None;
    let mut last = None;
    for operator in body.get_operators_reader()? {
        let operator = operator?;
        match &operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => depth += 1,
            Operator::End => depth -= 1,
            Operator::Br { relative_depth } | Operator::BrIf { relative_depth } => {
                own.returns |= i64::from(*relative_depth) == depth;
            }
            Operator::BrTable { targets } => {
                for target in targets.targets().chain([Ok(targets.default())]) {
                    own.returns |= i64::from(target?) == depth;
                }
            }
            Operator::Return => own.returns = true,
            Operator::Call { function_index } | Operator::RefFunc { function_index } => {
                own.called.insert(*function_index);
            }
            Operator::CallIndirect { .. } => own.calls_indirectly = true,
            _ => {}
        }
        last_but_one = last.replace(operator);
    }
    own.returns |= !matches!(last_but_one, Some(Operator::Unreachable));
    Ok(own)
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
                let tells = !matches!(operator, Operator::Unreachable);
                written.extend(self.calls.crashed.filter(|_| tells).map(Instruction::Call));
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;
    use wasm_encoder::{
        BlockType, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
        FunctionSection, ImportSection, RefType, TableSection, TableType, TypeSection,
    };

    /// A module that imports one function, 0, and exports the last one by a name; all take and give
    /// nothing.
    fn module(bodies: &[&[Instruction]], in_table: &[u32], name: &str) -> Vec<u8> {
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
        exports.export(name, ExportKind::Func, bodies.len() as u32);
        let mut tables = TableSection::new();
        let minimum = in_table.len() as u64;
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            minimum,
            maximum: None,
            table64: false,
            shared: false,
        });
        let mut elements = ElementSection::new();
        if !in_table.is_empty() {
            let functions = Elements::Functions(Cow::Borrowed(in_table));
            elements.active(None, &ConstExpr::i32_const(0), functions);
        }
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables);
        module.section(&exports).section(&elements).section(&code);
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
        let early = early(&module(&[&traps, &risky(1)], &[], "last")).unwrap();
        let expected = "I32Const { value: 1 } If { blockty: Empty } Unreachable End End";
        assert_eq!(bodies(&early), ["Unreachable End", expected]);
    }

    #[test]
    fn a_module_that_wants_to_hear_of_traps_is_called_before_them() {
        let throws = [Instruction::Call(0)];
        let traps = [
            Instruction::I32Const(0),
            Instruction::CallIndirect { type_index: 0, table_index: 0 },
            Instruction::Unreachable,
        ];
        let named = [&throws[..], &traps, &risky(2), &throws];
        let early = early(&module(&named, &[1, 3], CRASHED)).unwrap();
        let [.., risky, crashed] = &bodies(&early)[..] else { panic!("four functions") };
        let calls = "Call { function_index: 4 } Unreachable";
        assert_eq!(
            *risky,
            format!("I32Const {{ value: 1 }} If {{ blockty: Empty }} {calls} End End")
        );
        assert_eq!(crashed, "Call { function_index: 0 } End");
    }

    #[test]
    fn what_javascript_can_notice_stays() {
        let throws = [Instruction::Call(0), Instruction::Unreachable];
        let returns = [Instruction::I32Const(7), Instruction::Drop];
        for callee in [&throws[..], &returns[..]] {
            let module = module(&[callee, &risky(1)], &[], "last");
            let [_, before] = &bodies(&module)[..] else { panic!("two functions") };
            let [_, after] = &bodies(&early(&module).unwrap())[..] else { panic!("two functions") };
            assert!(before.contains("Call") && after.contains("Call { function_index: 1 }"));
        }
    }

    #[test]
    fn a_call_through_a_table_may_be_one_of_javascript() {
        let indirect = [
            Instruction::I32Const(0),
            Instruction::CallIndirect { type_index: 0, table_index: 0 },
            Instruction::Unreachable,
        ];
        let calls = |in_table: &[u32]| {
            let early = early(&module(&[&indirect, &risky(1)], in_table, "last")).unwrap();
            bodies(&early)[1].contains("Call { function_index: 1 }")
        };
        assert!(calls(&[0]), "the table has a function of JavaScript");
        assert!(!calls(&[]));
    }
}
