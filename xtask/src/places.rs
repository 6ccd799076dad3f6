//! The places that panics would name, left out where the module ships.
//!
//! The compiler writes file, line and column of every place that can panic. Where the trap comes first
//! (`traps`) nobody reads them. Must not touch any other data: what is changed has the form of such a
//! place, and names a file.

use crate::failure::{Failure, Outcome};
use std::ops::Range;
use wasmparser::{BinaryReaderError, DataKind, Operator, Parser, Payload};

/// A place is four numbers of four bytes: address and length of the file's name, line, column.
const PLACE: usize = 16;

/// The same module, with 0 for places and the names of their files.
pub fn without_places(module: &[u8]) -> Outcome<Vec<u8>> {
    let mut written = module.to_vec();
    for (place, name) in places(module)? {
        written[place].fill(0);
        written[name].fill(0);
    }
    Ok(written)
}

/// Where in a module places are, and the names that they mention.
fn places(module: &[u8]) -> Outcome<Vec<(Range<usize>, Range<usize>)>> {
    let segments = segments(module).map_err(|error| {
        Failure::new(format!("cannot read the data of the module that was bound: {error}"))
    })?;
    let within = |part: &[u8]| {
        let start = part.as_ptr() as usize - module.as_ptr() as usize;
        start..start + part.len()
    };
    let mut places = Vec::new();
    for segment in &segments {
        for at in (0..segment.bytes.len().saturating_sub(PLACE - 1)).step_by(4) {
            if let Some(name) = name_of_place(&segment.bytes[at..], &segments) {
                places.push((within(&segment.bytes[at..at + PLACE]), within(name)));
            }
        }
    }
    Ok(places)
}

/// Bytes that the module puts into its memory.
struct Segment<'module> {
    address: usize,
    bytes: &'module [u8],
}

fn segments(module: &[u8]) -> Result<Vec<Segment<'_>>, BinaryReaderError> {
    let mut segments = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::DataSection(section) = payload? else { continue };
        for data in section {
            let data = data?;
            let DataKind::Active { offset_expr, .. } = data.kind else { continue };
            if let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? {
                segments.push(Segment { address: value as usize, bytes: data.data });
            }
        }
    }
    Ok(segments)
}

/// The name of the file, if bytes begin with a place.
fn name_of_place<'module>(bytes: &[u8], segments: &[Segment<'module>]) -> Option<&'module [u8]> {
    let number = |at: usize| -> Option<usize> {
        let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    let (address, length, line, column) = (number(0)?, number(4)?, number(8)?, number(12)?);
    if !(4..200).contains(&length) || !(1..60_000).contains(&line) || !(1..500).contains(&column) {
        return None;
    }
    let name = segments.iter().find_map(|segment| {
        let start = address.checked_sub(segment.address)?;
        segment.bytes.get(start..start + length)
    })?;
    let is_path = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-+".contains(byte);
    (name.ends_with(b".rs") && name.iter().all(is_path)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ConstExpr, DataSection, MemorySection, MemoryType, Module};

    /// A module with data at 1000: names of files, then these numbers.
    fn module(numbers: &[u32]) -> Vec<u8> {
        let mut bytes = b"core/src/a.rs/rustc/1/b.rs..".to_vec();
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        let (mut memories, mut data) = (MemorySection::new(), DataSection::new());
        memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        data.active(0, &ConstExpr::i32_const(1000), bytes);
        let mut module = Module::new();
        module.section(&memories).section(&data);
        module.finish()
    }

    #[test]
    fn a_place_that_nobody_hears_of_is_forgotten_with_its_name() {
        let forgotten = without_places(&module(&[1000, 13, 7, 9, 1001, 11, 0, 9])).unwrap();
        let mut expected = module(&[0, 0, 0, 0, 1001, 11, 0, 9]);
        let name = b"core/src/a.rs";
        let at = expected.windows(name.len()).position(|part| part == name).unwrap();
        expected[at..at + name.len()].fill(0);
        assert_eq!(forgotten, expected);
    }

    #[test]
    fn what_is_no_place_stays_as_it_is() {
        // No whole name, no line, a column that no line has, no such address, and too few numbers.
        let others: [&[u32]; 5] = [
            &[1001, 11, 7, 9],
            &[1000, 13, 0, 9],
            &[1000, 13, 7, 900],
            &[9000, 13, 7, 9],
            &[1000, 13],
        ];
        for numbers in others {
            assert_eq!(without_places(&module(numbers)).unwrap(), module(numbers), "{numbers:?}");
        }
    }

    #[test]
    fn what_is_no_module_is_an_error() {
        assert!(without_places(b"<!doctype html>").is_err());
    }
}
