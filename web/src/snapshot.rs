//! A large file, read where it does not keep the page waiting: the element's script takes the steps,
//! in a worker that has this module too, or between two drawings of the page.

use netpol_core::snapshot;
use wasm_bindgen::prelude::*;

use crate::words;

/// Reads a snapshot in steps.
#[wasm_bindgen]
pub struct SnapshotReader {
    /// The text as far as it has come, until it is read.
    bytes: Vec<u8>,
    reader: snapshot::SnapshotReader,
}

#[wasm_bindgen]
impl SnapshotReader {
    /// Prepares to read a text of so many bytes.
    #[wasm_bindgen(constructor)]
    pub fn new(size: usize) -> Self {
        SnapshotReader {
            bytes: Vec::with_capacity(size),
            reader: snapshot::SnapshotReader::new(String::new()),
        }
    }

    /// Adds the next bytes of the text.
    pub fn add(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Begins to read what was added; whether it is text.
    pub fn start(&mut self) -> bool {
        let Ok(mut text) = String::from_utf8(std::mem::take(&mut self.bytes)) else { return false };
        // As browsers read a file.
        if text.starts_with('\u{feff}') {
            text.remove(0);
        }
        self.reader = snapshot::SnapshotReader::new(text);
        true
    }

    /// Reads some more; how many percent are read, if there is more to be read after that.
    pub fn step(&mut self) -> Option<u32> {
        let is_more = self.reader.step();
        let percent = self.reader.done() / (self.reader.size() / 100).max(1);
        is_more.then_some(percent as u32)
    }

    /// What was read of a file with a name: what there is to tell, and the names and texts of the files
    /// that are opened in its place, in turn.
    pub fn finish(self, name: &str) -> Vec<String> {
        let snapshot = self.reader.finish();
        let mut found = vec![words::snapshot(&snapshot)];
        for (name, text) in snapshot.into_files(name) {
            found.push(name);
            found.push(text);
        }
        found
    }
}
