//! How components send commands: compared by pointer, so that it never causes a drawing.

use netpol_core::command::{Command, Edit, ManifestId};
use netpol_core::edit::{Document, Origin, Transaction};
use netpol_core::validate::ServerVersion;
use yew::prelude::*;

use super::editor::{After, EditorAction, EditorState, Focus, Notice};
use super::ui::{UiAction, UiState};
use crate::platform::clock;

/// Sends commands to the document and the screen.
#[derive(Clone, PartialEq)]
pub struct Dispatch {
    editor: UseReducerDispatcher<EditorState>,
    ui: UseReducerDispatcher<UiState>,
}

impl Dispatch {
    /// Joins the two reducers of the page.
    pub fn new(
        editor: UseReducerDispatcher<EditorState>,
        ui: UseReducerDispatcher<UiState>,
    ) -> Self {
        Dispatch { editor, ui }
    }

    /// Carries out a command; the keyboard stays where it is.
    pub fn run(&self, command: Command, origin: Origin) {
        self.send(command, origin, After::Stay);
    }

    /// Carries out a command that takes something away; the keyboard goes to `next_focus`.
    pub fn remove(&self, command: Command, next_focus: &str) {
        self.send(command, Origin::Form, After::Removed(next_focus.to_owned()));
    }

    /// Takes the last step back.
    pub fn undo(&self) {
        self.editor.dispatch(EditorAction::Undo);
    }

    /// Does the last step that was taken back again.
    pub fn redo(&self) {
        self.editor.dispatch(EditorAction::Redo);
    }

    /// Replaces the whole workspace.
    pub fn replace(&self, document: Document) {
        self.editor.dispatch(EditorAction::Replace(document));
    }

    /// Judges as another server.
    pub fn set_server(&self, server: ServerVersion) {
        self.editor.dispatch(EditorAction::SetServer(server));
    }

    /// Puts the keyboard somewhere.
    pub fn focus(&self, focus: Focus) {
        self.editor.dispatch(EditorAction::Focus(focus));
    }

    /// Says something once.
    pub fn say(&self, notice: Notice) {
        self.editor.dispatch(EditorAction::Say(notice));
    }

    /// Says nothing any more.
    pub fn dismiss_notice(&self) {
        self.editor.dispatch(EditorAction::Dismiss);
    }

    /// Changes what is on screen.
    pub fn ui(&self, action: UiAction) {
        self.ui.dispatch(action);
    }

    fn send(&self, command: Command, origin: Origin, after: After) {
        let transaction = Transaction::new(command, origin, clock::now_ms());
        self.editor.dispatch(EditorAction::Run(transaction, after));
    }
}

/// Sends edits to one policy.
#[derive(Clone, PartialEq)]
pub struct PolicyDispatch {
    dispatch: Dispatch,
    manifest: ManifestId,
}

impl PolicyDispatch {
    /// Aims a dispatcher at a policy.
    pub fn new(dispatch: Dispatch, manifest: ManifestId) -> Self {
        PolicyDispatch { dispatch, manifest }
    }

    /// Changes the policy; the keyboard stays where it is.
    pub fn edit(&self, edit: Edit) {
        self.send(edit, After::Stay);
    }

    /// Adds something to the policy; the keyboard goes there.
    pub fn add(&self, edit: Edit) {
        self.send(edit, After::FocusNew);
    }

    /// Changes the policy; the keyboard goes to `next_focus`, which the change may have moved.
    pub fn edit_then_focus(&self, edit: Edit, next_focus: &str) {
        self.send(edit, After::Focus(next_focus.to_owned()));
    }

    /// Takes something away from the policy; the keyboard goes to `next_focus`.
    pub fn remove(&self, edit: Edit, next_focus: &str) {
        self.send(edit, After::Removed(next_focus.to_owned()));
    }

    fn send(&self, edit: Edit, after: After) {
        let command = Command::Edit { manifest: self.manifest, edit };
        self.dispatch.send(command, Origin::Form, after);
    }
}
