//! The module as it travels: what its functions are made of, each kind by itself.
//!
//! In a module the kinds are mixed: an instruction, the number of a local, a place in memory, the
//! next instruction. Each kind has patterns of its own, and a compressor finds them more easily where
//! they are beside each other: this takes a tenth off what travels (docs/design.md has the
//! numbers). The element's script puts the module together again before it is compiled, byte for
//! byte, and so does [`join`], which checks that here. Must not know what the module is for.
//!
//! What stands often is shorter: an instruction with its number, such as the call of one function or
//! the reading of one local, has a code of its own, which the module brings along.
//!
//! A split module begins with its size as a whole and the sizes of its streams, in the order of
//! [`Stream`]; then come the streams. A module begins with a zero, which no such size does.

use crate::alike::FIRST_LOCAL;
use crate::failure::{Failure, Outcome};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// What is beside each other.
#[derive(Clone, Copy)]
enum Stream {
    /// All up to the first function.
    Head,
    /// All behind the last function.
    Tail,
    /// The phrases: of each its code, and the instruction with its number.
    Phrase,
    /// Instructions.
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
    /// The numbers of locals.
    Local,
    /// The numbers of globals.
    Global,
    /// How addresses are said to be aligned.
    Align,
    /// Offsets of addresses that are read.
    Offset,
    /// Offsets from the pointer to the stack.
    Frame,
    /// Offsets of addresses that are written.
    Store,
    /// Numbers of 32 bits: addresses of data, most of them.
    Number,
    /// Numbers of 32 bits that something is added to or reckoned with.
    Added,
    /// Numbers of 64 bits.
    Long,
    /// What follows the instructions that few functions have.
    Other,
}

const STREAMS: usize = Stream::Other as usize + 1;

/// The instructions that read a local, give a number of 32 bits, and call a function.
const GET: u8 = 0x20;
const CONST: u8 = 0x41;
const CALL: u8 = 0x10;

/// The instructions that reckon with two numbers of 32 bits.
const ARITHMETIC: RangeInclusive<u8> = 0x6a..=0x78;

/// The end of a block or function, and what begins a block.
const END: u8 = 0x0b;
const BLOCKS: RangeInclusive<u8> = 0x02..=0x04;

/// The code of the phrase that reads the pointer to the stack, as [`alike`](crate::alike) numbers it.
const STACK: u8 = 0xd4;

/// The code of the phrase that reads the first parameter.
const FIRST: u8 = 0xd3;

/// Codes that no instruction has, for other phrases.
const FREE: [RangeInclusive<u8>; 8] = [
    0xc5..=0xcf,
    0xd1..=0xd2,
    0xd5..=0xfb,
    0xfd..=0xff,
    0x06..=0x0a,
    0x12..=0x19,
    0x1c..=0x1f,
    0x27..=0x27,
];

/// Codes that travel as each other.
///
/// Brotli guesses a byte by the two before it, of which it looks only at whether they are 0, below 16,
/// 64, 128, 192, 240 or 255, or that (RFC 7932, section 7.1, the mode for signed numbers). So the
/// commonest codes are where few others are, and others beside those that are followed by the same.
const SWAPPED: [(u8, u8); 22] = [
    (0x20, 0xfd),
    (0xd4, 0xff),
    (0x41, 0xc2),
    (0x6a, 0x2a),
    (0x28, 0x00),
    (0x21, 0x01),
    (0xd3, 0xfe),
    (0x22, 0xfb),
    (0x36, 0x04),
    (0x10, 0x82),
    (0x37, 0x8a),
    (0x0c, 0x8c),
    (0x24, 0x8d),
    (0x42, 0x2e),
    (0x3a, 0x8e),
    (0xfc, 0x90),
    (0xcf, 0x91),
    (0x84, 0x30),
    (0xd1, 0xf9),
    (0xd2, 0x05),
    (0x3b, 0x93),
    (0xad, 0x2b),
];

/// How many of the phrases are numbers; all others are calls.
const NUMBERS: usize = 10;

/// An instruction with its number, and the code that stands for it.
type Phrases<'module> = BTreeMap<&'module [u8], u8>;

/// How often instructions with their numbers stand in a module.
type Counts<'module> = BTreeMap<&'module [u8], usize>;

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

/// The code that a code travels as, or the other way round.
fn swapped(code: u8) -> u8 {
    let pair = SWAPPED.iter().find(|(one, other)| [*one, *other].contains(&code));
    pair.map_or(code, |(one, other)| one ^ other ^ code)
}

/// What follows an instruction, by it, the code before it and the one behind its number; `None` for
/// one that the compiler is not expected to use.
fn operands(code: u8, before: u8, next: Option<u8>) -> Option<Operands> {
    use Stream::*;
    Some(Operands::Numbers(match code {
        0x00 | 0x01 | 0x05 | END | 0x0f | 0x1a | 0x1b | 0x45..=0xc4 => &[],
        0x02..=0x04 => &[Block],
        0x0c | 0x0d => &[Branch],
        0x0e => return Some(Operands::Table),
        CALL => &[Call],
        0x11 => &[Other, Other],
        GET..=0x22 => &[Local],
        0x23 | 0x24 => &[Global],
        0x28..=0x35 if before == STACK => &[Align, Frame],
        0x28..=0x35 => &[Align, Offset],
        0x36..=0x3e => &[Align, Store],
        0x25 | 0x26 | 0x3f | 0x40 | 0xd0 => &[Other],
        CONST if next.is_some_and(|next| ARITHMETIC.contains(&next)) => &[Added],
        CONST => &[Number],
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
    let split = Splitter::new(module, Phrases::new()).split().and_then(|(_, counts)| {
        let (split, _) = Splitter::new(module, phrases(&counts)).split()?;
        (join(&split).as_deref() == Some(module)).then_some(split)
    });
    split.ok_or_else(|| {
        Failure::new("the module has instructions or a form that cannot be taken apart")
            .remedy("name what is new in xtask/src/split.rs and web/js/netpol-designer.js")
    })
}

/// The phrases that save most.
fn phrases<'module>(counts: &Counts<'module>) -> Phrases<'module> {
    let mut most: Vec<_> = counts.iter().collect();
    most.sort_by_key(|(phrase, count)| (Reverse(**count), **phrase));
    let of = |code: u8| most.iter().map(|(phrase, _)| **phrase).filter(move |it| it[0] == code);
    let others = of(CONST).take(NUMBERS).chain(of(CALL));
    let free = FREE.into_iter().flatten();
    let read = [(0, FIRST), (FIRST_LOCAL as u8, STACK)];
    let reads =
        of(GET).filter_map(|it| Some((it, read.iter().find(|(local, _)| it[1] == *local)?.1)));
    others.zip(free).chain(reads).collect()
}

/// Goes along the functions of a module that is taken apart or put together.
trait Walk {
    /// The next code, which has gone over to the other side; its numbers too, if it is a phrase.
    fn code(&mut self) -> Option<Code>;

    /// The code behind the number that is next.
    fn code_behind(&self) -> Option<u8>;

    /// Moves a number of a stream to the other side, and says which it is.
    fn copy(&mut self, stream: Stream) -> Option<u64>;

    /// Moves so many bytes.
    fn copy_bytes(&mut self, stream: Stream, count: usize) -> Option<()>;

    /// Moves a function, without its size.
    fn function(&mut self) -> Option<()> {
        for _ in 0..self.copy(Stream::Locals)? {
            self.copy(Stream::Locals)?;
            self.copy_bytes(Stream::Locals, 1)?;
        }
        let (mut depth, mut before) = (1, END);
        while depth > 0 {
            let code = match self.code()? {
                Code::Phrase(code) => {
                    before = code;
                    continue;
                }
                Code::Instruction(code) => code,
            };
            depth += usize::from(BLOCKS.contains(&code));
            depth -= usize::from(code == END);
            match operands(code, before, self.code_behind())? {
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
            before = code;
        }
        Some(())
    }
}

/// What a code stands for.
enum Code {
    Instruction(u8),
    Phrase(u8),
}

struct Splitter<'module> {
    module: &'module [u8],
    at: usize,
    phrases: Phrases<'module>,
    /// How often what could be a phrase stands in the module.
    counts: Counts<'module>,
    streams: [Vec<u8>; STREAMS],
}

impl<'module> Splitter<'module> {
    fn new(module: &'module [u8], phrases: Phrases<'module>) -> Self {
        // Behind the magic number and the version.
        Splitter { module, at: 8, phrases, counts: BTreeMap::new(), streams: Default::default() }
    }

    fn split(mut self) -> Option<(Vec<u8>, Counts<'module>)> {
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
        for (phrase, code) in &self.phrases {
            self.streams[Stream::Phrase as usize].push(*code);
            self.streams[Stream::Phrase as usize].extend_from_slice(phrase);
        }
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
        let split = self.streams.into_iter().fold(split, |split, stream| [split, stream].concat());
        Some((split, self.counts))
    }

    fn byte(&mut self) -> Option<u8> {
        self.at += 1;
        self.module.get(self.at - 1).copied()
    }

    fn number(&mut self) -> Option<u64> {
        read_number(self.module, &mut self.at)
    }
}

impl Walk for Splitter<'_> {
    fn code(&mut self) -> Option<Code> {
        let start = self.at;
        let code = self.byte()?;
        if [GET, CONST, CALL].contains(&code) {
            let mut end = self.at;
            read_number(self.module, &mut end)?;
            let phrase = &self.module[start..end];
            *self.counts.entry(phrase).or_default() += 1;
            if let Some(&code) = self.phrases.get(phrase) {
                self.at = end;
                self.streams[Stream::Code as usize].push(swapped(code));
                return Some(Code::Phrase(code));
            }
        }
        self.streams[Stream::Code as usize].push(swapped(code));
        Some(Code::Instruction(code))
    }

    fn code_behind(&self) -> Option<u8> {
        let mut at = self.at;
        read_number(self.module, &mut at)?;
        self.module.get(at).copied()
    }

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
    let phrases = BTreeMap::new();
    let mut joiner = Joiner { split, next: [0; STREAMS], phrases, module: Vec::new() };
    for (next, size) in joiner.next.iter_mut().zip(sizes) {
        *next = at;
        at += size;
    }
    let end =
        |joiner: &Joiner, stream: Stream| joiner.next[stream as usize] + sizes[stream as usize];
    let (phrases, code) = (end(&joiner, Stream::Phrase), end(&joiner, Stream::Code));
    joiner.copy_bytes(Stream::Head, sizes[Stream::Head as usize])?;
    while joiner.next[Stream::Phrase as usize] < phrases {
        joiner.phrase()?;
    }
    while joiner.next[Stream::Code as usize] < code {
        let start = joiner.module.len();
        joiner.function()?;
        let mut size = Vec::new();
        push_number(&mut size, joiner.module.len() - start);
        joiner.module.splice(start..start, size);
    }
    joiner.copy_bytes(Stream::Tail, sizes[Stream::Tail as usize])?;
    (joiner.module.len() as u64 == size).then_some(joiner.module)
}

struct Joiner<'split> {
    split: &'split [u8],
    /// Where each stream goes on.
    next: [usize; STREAMS],
    phrases: BTreeMap<u8, &'split [u8]>,
    module: Vec<u8>,
}

impl Joiner<'_> {
    fn phrase(&mut self) -> Option<()> {
        let next = &mut self.next[Stream::Phrase as usize];
        let start = *next + 1;
        let code = *self.split.get(*next)?;
        *next += 2;
        read_number(self.split, next)?;
        self.phrases.insert(code, &self.split[start..*next]);
        Some(())
    }
}

impl Walk for Joiner<'_> {
    fn code(&mut self) -> Option<Code> {
        let next = &mut self.next[Stream::Code as usize];
        let code = swapped(*self.split.get(*next)?);
        *next += 1;
        if let Some(phrase) = self.phrases.get(&code) {
            self.module.extend_from_slice(phrase);
            return Some(Code::Phrase(code));
        }
        self.module.push(code);
        Some(Code::Instruction(code))
    }

    fn code_behind(&self) -> Option<u8> {
        self.split.get(self.next[Stream::Code as usize]).copied().map(swapped)
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
    fn each_code_travels_as_one_of_its_own() {
        for code in 0..=255 {
            assert_eq!(swapped(swapped(code)), code);
        }
        assert_eq!((swapped(0x20), swapped(0xfd), swapped(0x0b)), (0xfd, 0x20, 0x0b));
    }

    #[test]
    fn the_script_swaps_the_same_codes() {
        let pairs = SWAPPED.map(|(one, other)| format!("{one:02x}{other:02x}")).concat();
        let script = include_str!("../../web/js/netpol-designer.js");
        assert!(script.contains(&format!("\"{pairs}\"")), "{pairs}");
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
