//! The module as it travels: what its functions are made of, each kind by itself.
//!
//! In a module the kinds are mixed: an instruction, the number of a local, a place in memory, the
//! next instruction. Each kind has patterns of its own, and a compressor finds them more easily where
//! they are beside each other: this takes a tenth off what travels (docs/design.md has the
//! numbers). The element's script puts the module together again before it is compiled, byte for
//! byte, and so does [`join`], which checks that here. Must not know what the module is for.
//!
//! A split module begins with its size as a whole and the sizes of its streams, in the order of
//! [`Stream`]; then come the streams. A module begins with a zero, which no such size does.

use crate::alike::FIRST_LOCAL;
use crate::failure::{Failure, Outcome};

/// What is beside each other.
#[derive(Clone, Copy)]
enum Stream {
    /// All up to the first function.
    Head,
    /// All behind the last function.
    Tail,
    /// Instructions. Reading the locals that are read most is one byte with the number.
    Code,
    /// The locals that functions have.
    Locals,
    /// The types of blocks.
    Block,
    /// How many blocks are left.
    Branch,
    /// The targets of tables of branches, after their number.
    Table,
    /// The functions that are called.
    Call,
    /// The numbers of the other locals.
    Local,
    /// The numbers of globals.
    Global,
    /// How addresses are said to be aligned.
    Align,
    /// Offsets of addresses that are read.
    Offset,
    /// Offsets of addresses that are written.
    Store,
    /// Numbers of 32 bits: addresses of data, most of them.
    Number,
    /// Numbers of 64 bits.
    Long,
    /// What follows the instructions that few functions have.
    Other,
}

const STREAMS: usize = Stream::Other as usize + 1;

/// The instruction that reads a local.
const GET: u8 = 0x20;

/// Codes that no instruction has, which stand for reading these locals: the first parameter, and the
/// pointer to the stack as [`alike`](crate::alike) numbers it.
const SHORT: [(u8, u8); 2] = [(0xd3, 0), (0xd4, FIRST_LOCAL as u8)];

/// The end of a block or function, and what begins a block.
const END: u8 = 0x0b;
const BLOCKS: std::ops::RangeInclusive<u8> = 0x02..=0x04;

/// What a code is followed by.
enum Operands {
    /// As many numbers as there are streams.
    Numbers(&'static [Stream]),
    /// Bytes.
    Bytes(usize),
    /// A number, and as many and one more.
    Table,
    /// The number of an instruction with a longer code, and its numbers.
    Long,
}

/// What follows an instruction; `None` for one that the compiler is not expected to use.
fn operands(code: u8) -> Option<Operands> {
    use Stream::*;
    Some(Operands::Numbers(match code {
        0x00 | 0x01 | 0x05 | END | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 => &[],
        0x02..=0x04 => &[Block],
        0x0c | 0x0d => &[Branch],
        0x0e => return Some(Operands::Table),
        0x10 => &[Call],
        0x11 => &[Other, Other],
        0x20..=0x22 => &[Local],
        0x23 | 0x24 => &[Global],
        0x28..=0x35 => &[Align, Offset],
        0x36..=0x3e => &[Align, Store],
        0x25 | 0x26 | 0x3f | 0x40 | 0xd0 => &[Other],
        0x41 => &[Number],
        0x42 => &[Long],
        0x43 => return Some(Operands::Bytes(4)),
        0x44 => return Some(Operands::Bytes(8)),
        0xfc => return Some(Operands::Long),
        _ => return None,
    }))
}

/// How many numbers follow an instruction with a longer code: conversions, memory and tables.
fn operands_of_long(code: u64) -> Option<usize> {
    match code {
        0..=7 => Some(0),
        8 | 10 | 12 | 14 => Some(2),
        9 | 11 | 13 | 15..=17 => Some(1),
        _ => None,
    }
}

/// Takes a module apart.
pub fn split(module: &[u8]) -> Outcome<Vec<u8>> {
    let split = Splitter { module, at: 0, streams: Default::default() }.split();
    let split = split.filter(|split| join(split).as_deref() == Some(module));
    split.ok_or_else(|| {
        Failure::new("the module has instructions or a form that cannot be taken apart")
            .remedy("name what is new in xtask/src/split.rs and web/js/netpol-designer.js")
    })
}

struct Splitter<'module> {
    module: &'module [u8],
    at: usize,
    streams: [Vec<u8>; STREAMS],
}

impl Splitter<'_> {
    fn split(mut self) -> Option<Vec<u8>> {
        // The magic number and the version.
        self.at = 8;
        let end = loop {
            let id = self.byte()?;
            let size = self.number()?;
            if id == 10 {
                break self.at + size as usize;
            }
            self.at += size as usize;
        };
        self.number()?;
        self.streams[Stream::Head as usize] = self.module.get(..self.at)?.to_vec();
        while self.at < end {
            // A function is as long as it is: its size is found again.
            self.number()?;
            self.function()?;
        }
        self.streams[Stream::Tail as usize] = self.module.get(end..)?.to_vec();
        let mut split = Vec::new();
        push_number(&mut split, self.module.len());
        for stream in &self.streams {
            push_number(&mut split, stream.len());
        }
        Some(self.streams.into_iter().fold(split, |split, stream| [split, stream].concat()))
    }

    fn function(&mut self) -> Option<()> {
        for _ in 0..self.copy(Stream::Locals)? {
            self.copy(Stream::Locals)?;
            self.copy_bytes(Stream::Locals, 1)?;
        }
        let mut depth = 1;
        while depth > 0 {
            let code = self.byte()?;
            depth += usize::from(BLOCKS.contains(&code));
            depth -= usize::from(code == END);
            let short = SHORT.iter().find(|(_, local)| self.module.get(self.at) == Some(local));
            let short = short.filter(|_| code == GET).map(|(short, _)| *short);
            self.streams[Stream::Code as usize].push(short.unwrap_or(code));
            if short.is_some() {
                self.at += 1;
                continue;
            }
            match operands(code)? {
                Operands::Numbers(streams) => {
                    for &stream in streams {
                        self.copy(stream)?;
                    }
                }
                Operands::Bytes(count) => self.copy_bytes(Stream::Other, count)?,
                Operands::Table => {
                    for _ in 0..=self.copy(Stream::Table)? {
                        self.copy(Stream::Table)?;
                    }
                }
                Operands::Long => {
                    let code = self.copy(Stream::Other)?;
                    for _ in 0..operands_of_long(code)? {
                        self.copy(Stream::Other)?;
                    }
                }
            }
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        self.at += 1;
        self.module.get(self.at - 1).copied()
    }

    fn number(&mut self) -> Option<u64> {
        read_number(self.module, &mut self.at)
    }

    /// Moves a number to a stream, and says which it is.
    fn copy(&mut self, stream: Stream) -> Option<u64> {
        let start = self.at;
        let number = self.number()?;
        self.streams[stream as usize].extend_from_slice(&self.module[start..self.at]);
        Some(number)
    }

    fn copy_bytes(&mut self, stream: Stream, count: usize) -> Option<()> {
        let bytes = self.module.get(self.at..self.at + count)?;
        self.streams[stream as usize].extend_from_slice(bytes);
        self.at += count;
        Some(())
    }
}

/// Puts a module together again, as the element's script does; `None` if it is none.
pub fn join(split: &[u8]) -> Option<Vec<u8>> {
    let mut at = 0;
    let size = read_number(split, &mut at)?;
    let mut sizes = [0; STREAMS];
    for size in &mut sizes {
        *size = read_number(split, &mut at)? as usize;
    }
    let mut joiner = Joiner { split, next: [0; STREAMS], module: Vec::new() };
    for (next, size) in joiner.next.iter_mut().zip(sizes) {
        *next = at;
        at += size;
    }
    let end = joiner.next[Stream::Code as usize] + sizes[Stream::Code as usize];
    joiner.copy_bytes(Stream::Head, sizes[Stream::Head as usize])?;
    while joiner.next[Stream::Code as usize] < end {
        joiner.function()?;
    }
    joiner.copy_bytes(Stream::Tail, sizes[Stream::Tail as usize])?;
    (joiner.module.len() as u64 == size).then_some(joiner.module)
}

struct Joiner<'split> {
    split: &'split [u8],
    /// Where each stream goes on.
    next: [usize; STREAMS],
    module: Vec<u8>,
}

impl Joiner<'_> {
    fn function(&mut self) -> Option<()> {
        let start = self.module.len();
        for _ in 0..self.copy(Stream::Locals)? {
            self.copy(Stream::Locals)?;
            self.copy_bytes(Stream::Locals, 1)?;
        }
        let mut depth = 1;
        while depth > 0 {
            let next = &mut self.next[Stream::Code as usize];
            let code = *self.split.get(*next)?;
            *next += 1;
            if let Some((_, local)) = SHORT.iter().find(|(short, _)| *short == code) {
                self.module.extend_from_slice(&[GET, *local]);
                continue;
            }
            self.module.push(code);
            depth += usize::from(BLOCKS.contains(&code));
            depth -= usize::from(code == END);
            match operands(code)? {
                Operands::Numbers(streams) => {
                    for &stream in streams {
                        self.copy(stream)?;
                    }
                }
                Operands::Bytes(count) => self.copy_bytes(Stream::Other, count)?,
                Operands::Table => {
                    for _ in 0..=self.copy(Stream::Table)? {
                        self.copy(Stream::Table)?;
                    }
                }
                Operands::Long => {
                    let code = self.copy(Stream::Other)?;
                    for _ in 0..operands_of_long(code)? {
                        self.copy(Stream::Other)?;
                    }
                }
            }
        }
        let mut size = Vec::new();
        push_number(&mut size, self.module.len() - start);
        self.module.splice(start..start, size);
        Some(())
    }

    fn copy(&mut self, stream: Stream) -> Option<u64> {
        let next = &mut self.next[stream as usize];
        let start = *next;
        let number = read_number(self.split, next)?;
        self.module.extend_from_slice(&self.split[start..*next]);
        Some(number)
    }

    fn copy_bytes(&mut self, stream: Stream, count: usize) -> Option<()> {
        let next = &mut self.next[stream as usize];
        self.module.extend_from_slice(self.split.get(*next..*next + count)?);
        *next += count;
        Some(())
    }
}

/// Reads a number as modules write them (LEB128): seven bits a byte, the lowest first.
fn read_number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, ConstExpr, DataSection, Function, FunctionSection, Instruction, Module,
        TypeSection, ValType,
    };

    /// A module with a function of these instructions, and some data behind it.
    fn module(instructions: &[Instruction]) -> Vec<u8> {
        let (mut types, mut functions) = (TypeSection::new(), FunctionSection::new());
        types.ty().function([], []);
        functions.function(0);
        let mut function = Function::new([(30, ValType::I32), (2, ValType::F64)]);
        for instruction in instructions {
            function.instruction(instruction);
        }
        function.instruction(&Instruction::End);
        let (mut code, mut data) = (CodeSection::new(), DataSection::new());
        code.function(&function);
        data.active(0, &ConstExpr::i32_const(8), *b"some data");
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&code).section(&data);
        module.finish()
    }

    #[test]
    fn a_module_that_was_taken_apart_is_put_together_again() {
        use Instruction::*;
        let memarg = wasm_encoder::MemArg { offset: 300, align: 2, memory_index: 0 };
        let all = [
            Block(wasm_encoder::BlockType::Empty),
            Loop(wasm_encoder::BlockType::Result(ValType::I32)),
            LocalGet(0),
            LocalGet(8),
            LocalGet(9),
            LocalGet(300),
            LocalGet(29),
            LocalSet(5),
            LocalSet(6),
            LocalTee(5),
            LocalTee(200),
            GlobalGet(0),
            I32Const(-1),
            I32Const(1_054_321),
            I64Const(i64::MIN),
            F32Const(1.5.into()),
            F64Const((-0.1).into()),
            I32Load(memarg),
            I32Store8(memarg),
            BrIf(1),
            BrTable(vec![0, 1, 1].into(), 0),
            Call(300),
            CallIndirect { type_index: 3, table_index: 0 },
            MemorySize(0),
            MemoryGrow(0),
            MemoryCopy { src_mem: 0, dst_mem: 0 },
            MemoryFill(0),
            I32TruncSatF64S,
            TableGet(0),
            TableGrow(1),
            RefNull(wasm_encoder::HeapType::EXTERN),
            I64Extend8S,
            End,
            End,
        ];
        for count in 3..all.len() {
            let mut instructions = all[..count].to_vec();
            let open = [3, 2].map(|ends| usize::from(count + ends <= all.len() + 1));
            instructions
                .extend(vec![End; open[0].max(open[1]) + usize::from(count < all.len() - 1)]);
            let module = module(&instructions);
            let split = split(&module).expect("a module that can be split");
            assert_ne!(split[0], 0, "a module begins with a zero");
            assert_eq!(join(&split), Some(module), "{instructions:?}");
        }
    }

    #[test]
    fn what_is_not_known_is_refused_and_not_lost() {
        let unknown = module(&[Instruction::RefFunc(0)]);
        assert!(split(&unknown).is_err());
        assert!(split(b"\0asm\x01\0\0\0").is_err());
        assert_eq!(join(b""), None);
        assert_eq!(join(&[7, 1, 2, 3]), None);
    }
}
