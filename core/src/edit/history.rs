//! Undo and redo: the documents before and after.
//!
//! Whole documents are kept, because they are small and share what did not change; a snapshot
//! cannot drift from the truth the way a recorded difference can.

use std::rc::Rc;

use super::ahead::Ahead;
use super::apply::apply_read;
use super::document::Document;
use super::file::{File, Part};
use super::rejected::Rejected;
use crate::command::Command;

/// How many steps can be undone.
const MAX_STEPS: usize = 200;

/// How many bytes of text the steps may keep that are in no later document.
///
/// What is read of a text takes ten times as much, and a browser has to hold it all: a list with
/// every object of a cluster is one document, which each step keeps as a whole.
const MAX_KEPT_BYTES: usize = 20_000_000;

/// Edits of one field that follow each other within this time are one step, in milliseconds.
const MERGE_WITHIN_MS: u64 = 500;

/// Where a change came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The form.
    Form,
    /// The text.
    Yaml,
    /// A preset of the catalogue.
    Preset,
    /// A file, the clipboard, or the host page.
    Import,
}

/// Commands that are one step for the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// What to do, in order.
    pub commands: Vec<Command>,
    /// Where it came from.
    pub origin: Origin,
    /// When, in milliseconds of any steady clock.
    pub at_ms: u64,
}

impl Transaction {
    /// A transaction of one command.
    pub fn new(command: Command, origin: Origin, at_ms: u64) -> Self {
        Transaction { commands: vec![command], origin, at_ms }
    }
}

/// The document now, and the ones before and after it.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    current: Rc<Document>,
    past: Vec<Step>,
    future: Vec<Step>,
}

/// A document to go back (or forward) to, and what was done between it and its neighbour.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    document: Rc<Document>,
    label: &'static str,
    merge_key: Option<String>,
    at_ms: u64,
    /// How many bytes of text only this step keeps.
    bytes: usize,
}

impl History {
    /// Starts with a document and nothing to undo.
    pub fn new(document: Document) -> Self {
        History { current: Rc::new(document), past: Vec::new(), future: Vec::new() }
    }

    /// The document now.
    pub fn document(&self) -> &Rc<Document> {
        &self.current
    }

    /// Carries out a transaction and records it as one step.
    ///
    /// One that changes nothing is not recorded; one that continues the step before (the same
    /// field, at once) becomes part of it.
    ///
    /// # Errors
    /// [`Rejected`] of the first command that cannot be carried out; nothing has changed then.
    pub fn run(&mut self, transaction: &Transaction) -> Result<(), Rejected> {
        self.run_read(transaction, &[])
    }

    /// The same where some texts of files that are added have been read already.
    ///
    /// # Errors
    /// Those of [`History::run`].
    pub fn run_read(&mut self, transaction: &Transaction, read: &[Ahead]) -> Result<(), Rejected> {
        let mut next = Rc::clone(&self.current);
        for command in &transaction.commands {
            next = apply_read(&next, command, read)?;
        }
        if Rc::ptr_eq(&next, &self.current) {
            return Ok(());
        }
        let merge_key = merge_key(transaction);
        if self.continues_last_step(&merge_key, transaction.at_ms) {
            if let Some(last) = self.past.last_mut() {
                last.at_ms = transaction.at_ms;
            }
        } else {
            // Bringing something in is called by what comes, whatever has to go for it.
            let label = transaction.commands.last().map_or("", Command::label);
            let document = Rc::clone(&self.current);
            let bytes = changed_bytes(&document, &next);
            let at_ms = transaction.at_ms;
            self.past.push(Step { document, label, merge_key, at_ms, bytes });
            self.forget_oldest();
        }
        self.current = next;
        self.future.clear();
        Ok(())
    }

    /// What [`History::undo`] would take back, such as "Add ingress rule".
    pub fn undo_label(&self) -> Option<&'static str> {
        self.past.last().map(|step| step.label)
    }

    /// What [`History::redo`] would do again.
    pub fn redo_label(&self) -> Option<&'static str> {
        self.future.last().map(|step| step.label)
    }

    /// What was done, the oldest first; what was taken back comes behind [`History::position`].
    pub fn steps(&self) -> Vec<&'static str> {
        let mut labels = Vec::new();
        for step in self.past.iter().chain(self.future.iter().rev()) {
            labels.push(step.label);
        }
        labels
    }

    /// How many of the steps are done.
    pub fn position(&self) -> usize {
        self.past.len()
    }

    /// Takes steps back, or does them again, until so many are done; all that there are, if that
    /// is less.
    pub fn go_to(&mut self, position: usize) {
        while self.past.len() > position {
            self.undo();
        }
        while self.past.len() < position && !self.future.is_empty() {
            self.redo();
        }
    }

    /// Goes back one step; gives back the very document that was there before.
    pub fn undo(&mut self) {
        if let Some(mut step) = self.past.pop() {
            std::mem::swap(&mut step.document, &mut self.current);
            self.future.push(step);
        }
    }

    /// Goes forward one step.
    pub fn redo(&mut self) {
        if let Some(mut step) = self.future.pop() {
            std::mem::swap(&mut step.document, &mut self.current);
            // What is typed next is a step of its own.
            step.merge_key = None;
            self.past.push(step);
        }
    }

    /// Keeps the last step whatever it takes, and as many before it as there is room for.
    fn forget_oldest(&mut self) {
        let mut bytes = 0;
        let mut kept = 0;
        for step in self.past.iter().rev().take(MAX_STEPS) {
            bytes += step.bytes;
            if kept > 0 && bytes > MAX_KEPT_BYTES {
                break;
            }
            kept += 1;
        }
        self.past.drain(..self.past.len() - kept);
    }

    fn continues_last_step(&self, merge_key: &Option<String>, at_ms: u64) -> bool {
        // After an undo the next edit starts anew, or it would swallow the step before.
        let Some(last) = self.past.last().filter(|_| self.future.is_empty()) else { return false };
        merge_key.is_some()
            && last.merge_key == *merge_key
            && at_ms.saturating_sub(last.at_ms) <= MERGE_WITHIN_MS
    }
}

/// How many bytes of text the next document does not share with the one before.
fn changed_bytes(before: &Document, next: &Document) -> usize {
    let changed = |file: &Rc<File>| {
        let next = next.file(file.id()).map(|next| next.parts()).unwrap_or_default();
        let parts = file.parts();
        let same = |(a, b): &(&Rc<Part>, &Rc<Part>)| Rc::ptr_eq(a, b);
        let front = parts.iter().zip(next).take_while(same).count();
        let (parts, next) = (&parts[front..], &next[front..]);
        let back = parts.iter().rev().zip(next.iter().rev()).take_while(same).count();
        parts[..parts.len() - back].iter().map(|part| part.text().len()).sum::<usize>()
    };
    before.files().iter().map(changed).sum()
}

fn merge_key(transaction: &Transaction) -> Option<String> {
    match transaction.commands.as_slice() {
        [command] => command.merge_key(),
        _ => None,
    }
}
