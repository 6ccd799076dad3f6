//! The document, its history, and everything derived from it.

use std::rc::Rc;

use netpol_core::command::ManifestId;
use netpol_core::draft::ItemId;
use netpol_core::edit::{
    Ahead, Derived, Document, Environment, History, Rejected, Transaction, derive, unshares,
};
use netpol_core::path::FieldPath;

use crate::words;

/// The document with its history and everything derived from it.
#[derive(Clone, Debug)]
pub struct EditorState {
    /// The document now, and the ones to go back to.
    pub history: History,
    /// What is assumed of the cluster.
    pub environment: Environment,
    /// Everything that follows from the document now.
    pub derived: Rc<Derived>,
    /// What the last action has to tell.
    pub notice: Option<Notice>,
    /// Where the keyboard should be after the last action.
    pub focus: Option<Focus>,
    /// Counts the actions, so that the same focus can be asked for twice.
    pub revision: u32,
}

/// Something that the page says once, after an action.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A command that could not be carried out.
    Rejected(Rejected),
    /// Something was taken away, and can be brought back.
    Removed(&'static str),
    /// A step was taken back.
    Undone(&'static str),
    /// A step was done again.
    Redone(&'static str),
    /// Something else that happened.
    Said(&'static str),
    /// Something else that happened, with names or numbers in it.
    Told(String),
}

/// Where the keyboard should be.
#[derive(Clone, Debug, PartialEq)]
pub enum Focus {
    /// The first control of a list entry.
    Item(ItemId),
    /// An element by its id.
    Element(String),
    /// The field for a place in the selected manifest.
    Path(FieldPath),
}

/// What can happen to the document.
#[derive(Debug)]
pub enum EditorAction {
    /// Carry out commands, then put the keyboard somewhere.
    Run(Transaction, After),
    /// Take the last step back.
    Undo,
    /// Do the last step that was taken back again.
    Redo,
    /// Go back or forward to where so many steps are done.
    GoTo(usize),
    /// Replace the whole workspace, as the host page does by setting `value`.
    Replace(Document),
    /// Judge as another server, or answer as another engine.
    Assume(Environment),
    /// Only put the keyboard somewhere.
    Focus(Focus),
    /// Only say something.
    Say(Notice),
    /// Say nothing any more.
    Dismiss,
}

/// Where the keyboard goes after a command.
#[derive(Clone, Debug)]
pub enum After {
    /// It stays where it is.
    Stay,
    /// To the entry that the command adds.
    FocusNew,
    /// To a certain element.
    Focus(String),
    /// To a certain element; for commands that take an entry away, which is said.
    Removed(String),
}

impl Default for EditorState {
    fn default() -> Self {
        EditorState::new(Document::default())
    }
}

impl EditorState {
    /// Starts with a document.
    pub fn new(document: Document) -> Self {
        let environment = Environment::default();
        let derived = Rc::new(derive(&document, environment, None, None));
        EditorState {
            environment,
            history: History::new(document),
            derived,
            notice: None,
            focus: None,
            revision: 0,
        }
    }

    /// The newest manifest, to be selected after one was added.
    pub fn newest_manifest(&self) -> Option<ManifestId> {
        self.history.document().manifests().iter().map(|manifest| manifest.id()).max()
    }

    fn run(&mut self, transaction: &Transaction, read: &[Ahead], after: After) {
        let next_item = self.history.document().next_item();
        let removed = self.history.clone();
        let unshares = transaction.commands.iter().any(|c| unshares(removed.document(), c));
        match self.history.run_read(transaction, read) {
            Err(rejected) => self.notice = Some(Notice::Rejected(rejected)),
            Ok(()) if Rc::ptr_eq(removed.document(), self.history.document()) => {}
            Ok(()) => {
                // What is still being typed does not take away what its first key had to tell.
                if unshares {
                    self.notice = Some(Notice::Said(words::UNSHARED));
                } else if self.notice != Some(Notice::Said(words::UNSHARED)) {
                    self.notice = None;
                }
                match after {
                    After::Stay => {}
                    After::Focus(element) => self.focus = Some(Focus::Element(element)),
                    After::FocusNew => self.focus = Some(Focus::Item(next_item)),
                    After::Removed(element) => {
                        self.focus = Some(Focus::Element(element));
                        self.notice = self.history.undo_label().map(Notice::Removed);
                    }
                }
            }
        }
    }
}

impl EditorState {
    /// The state after an action.
    pub fn reduce(&self, action: EditorAction) -> Rc<Self> {
        self.reduce_read(action, &[])
    }

    /// The same where some texts of files that are added have been read already.
    pub fn reduce_read(&self, action: EditorAction, read: &[Ahead]) -> Rc<Self> {
        let mut next = self.clone();
        next.focus = None;
        next.revision = next.revision.wrapping_add(1);
        match action {
            EditorAction::Run(transaction, after) => next.run(&transaction, read, after),
            EditorAction::Undo => {
                next.notice = next.history.undo_label().map(Notice::Undone);
                next.history.undo();
            }
            EditorAction::Redo => {
                next.notice = next.history.redo_label().map(Notice::Redone);
                next.history.redo();
            }
            EditorAction::GoTo(position) => {
                next.notice = None;
                next.history.go_to(position);
            }
            EditorAction::Replace(document) => {
                next.history = History::new(document);
                next.notice = None;
            }
            EditorAction::Assume(environment) => next.environment = environment,
            EditorAction::Focus(focus) => next.focus = Some(focus),
            EditorAction::Say(notice) => next.notice = Some(notice),
            EditorAction::Dismiss => next.notice = None,
        }
        let same_document = Rc::ptr_eq(next.history.document(), self.history.document());
        if !same_document || next.environment != self.environment {
            next.derive_for(self.derived.form);
        }
        Rc::new(next)
    }

    /// Sees to it that the facts for a form are known in full.
    pub fn open_form(self: &mut Rc<Self>, form: Option<ManifestId>) {
        if self.derived.form != form {
            Rc::make_mut(self).derive_for(form);
        }
    }

    fn derive_for(&mut self, form: Option<ManifestId>) {
        let document = self.history.document();
        self.derived = Rc::new(derive(document, self.environment, form, Some(&self.derived)));
    }
}
