//! A large file, read where it does not keep the page waiting: the element's script takes the steps,
//! in a worker that has this module too, or between two drawings of the page.

use netpol_core::snapshot;
use wasm_bindgen::prelude::*;

use crate::words;

/// Reads a snapshot in steps.
#[wasm_bindgen]
pub struct SnapshotReader(snapshot::SnapshotReader);

#[wasm_bindgen]
impl SnapshotReader {
    /// Prepares to read a text.
    #[wasm_bindgen(constructor)]
    pub fn new(text: String) -> Self {
        SnapshotReader(snapshot::SnapshotReader::new(text))
    }

    /// Reads some more; how many percent are read, if there is more to be read after that.
    pub fn step(&mut self) -> Option<u32> {
        let is_more = self.0.step();
        let percent = self.0.done() / (self.0.size() / 100).max(1);
        is_more.then_some(percent as u32)
    }

    /// What was read of a file with a name: what there is to tell, and the names and texts of the files
    /// that are opened in its place, in turn.
    pub fn finish(self, name: &str) -> Vec<String> {
        let snapshot = self.0.finish();
        let mut found = vec![words::snapshot(&snapshot)];
        for (name, text) in snapshot.into_files(name) {
            found.push(name);
            found.push(text);
        }
        found
    }
}
