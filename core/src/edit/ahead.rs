//! A text read before it becomes a file, in steps: a page that is given a whole cluster goes on
//! drawing and hearing meanwhile.

use std::rc::Rc;

use super::file::Reading;
use crate::yaml::{LineIndex, Notation, Steps};

/// Reads a text in steps.
#[derive(Debug)]
pub struct AheadReader {
    text: Rc<str>,
    steps: Steps,
}

/// A text and what was read of it.
#[derive(Clone, Debug)]
pub struct Ahead(pub(super) Rc<Reading>);

impl AheadReader {
    /// Begins to read a text.
    pub fn new(text: &str) -> Self {
        AheadReader { text: text.into(), steps: Steps::new() }
    }

    /// Reads some more; whether there is more to be read after that.
    pub fn step(&mut self) -> bool {
        self.steps.step(&self.text)
    }

    /// What was read; `None` if the text is anything but one object in JSON, which is read when it
    /// is added.
    pub fn finish(self) -> Option<Ahead> {
        let (text, notation) = (self.text, Notation::Json);
        let document = self.steps.finish()?;
        let lines = LineIndex::new(&text);
        Some(Ahead(Rc::new(Reading { text, notation, document, lines })))
    }
}
