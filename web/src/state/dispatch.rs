//! How components send commands: compared by pointer, so that it never causes a drawing.

use netpol_core::command::{Command, Edit, ManifestId};
use netpol_core::edit::{Environment, Origin, Transaction};
use yew::prelude::*;

use super::editor::{After, EditorAction, Focus, Notice};
use super::ui::UiAction;
use crate::platform::clock;

/// What can happen to the state of the page.
pub enum Action {
    /// To the document.
    Editor(EditorAction),
    /// On screen.
    Ui(UiAction),
    /// A file, by its name and bytes, is offered to be saved.
    Save(String, Vec<u8>),
}

/// Sends commands to the document and the screen.
#[derive(Clone, PartialEq)]
pub struct Dispatch(Callback<Action>);

impl Dispatch {
    /// Sends to the one who has the state.
    pub fn new(to: Callback<Action>) -> Self {
        Dispatch(to)
    }

    /// Carries out a command; the keyboard stays where it is.
    pub fn run(&self, command: Command, origin: Origin) {
        self.send(command, origin, After::Stay);
    }

    /// Carries out commands that bring something in, as one step.
    pub fn import(&self, commands: Vec<Command>) {
        self.import_then(commands, After::Stay);
    }

    /// The same for what may take other things away; the keyboard goes to `next_focus`.
    pub fn import_in_place(&self, commands: Vec<Command>, next_focus: &str) {
        self.import_then(commands, After::Removed(next_focus.to_owned()));
    }

    /// Carries out a command that takes something away; the keyboard goes to `next_focus`.
    pub fn remove(&self, command: Command, next_focus: &str) {
        self.send(command, Origin::Form, After::Removed(next_focus.to_owned()));
    }

    /// A handler of clicks that does the same.
    pub fn on_remove(&self, command: Command, next_focus: String) -> Callback<MouseEvent> {
        let dispatch = self.clone();
        Callback::from(move |_| dispatch.remove(command.clone(), &next_focus))
    }

    /// Takes the last step back.
    pub fn undo(&self) {
        self.editor(EditorAction::Undo);
    }

    /// Does the last step that was taken back again.
    pub fn redo(&self) {
        self.editor(EditorAction::Redo);
    }

    /// Goes back or forward to where so many steps are done.
    pub fn go_to(&self, position: usize) {
        self.editor(EditorAction::GoTo(position));
    }

    /// Judges as another server, or answers as another engine.
    pub fn assume(&self, environment: Environment) {
        self.editor(EditorAction::Assume(environment));
    }

    /// Puts the keyboard somewhere.
    pub fn focus(&self, focus: Focus) {
        self.editor(EditorAction::Focus(focus));
    }

    /// Says something once.
    pub fn say(&self, notice: Notice) {
        self.editor(EditorAction::Say(notice));
    }

    /// Says nothing any more.
    pub fn dismiss_notice(&self) {
        self.editor(EditorAction::Dismiss);
    }

    /// Offers bytes as a file to be saved.
    pub fn save(&self, name: &str, bytes: Vec<u8>) {
        self.0.emit(Action::Save(name.to_owned(), bytes));
    }

    /// Changes what is on screen.
    pub fn ui(&self, action: UiAction) {
        self.0.emit(Action::Ui(action));
    }

    /// A handler of clicks that does this on screen.
    pub fn on_click(&self, action: UiAction) -> Callback<MouseEvent> {
        let dispatch = self.clone();
        Callback::from(move |_| dispatch.ui(action.clone()))
    }

    /// A handler of a choice: does on screen what has the number that is chosen.
    pub fn on_choice(&self, actions: Vec<UiAction>) -> Callback<usize> {
        let dispatch = self.clone();
        Callback::from(move |number: usize| {
            if let Some(action) = actions.get(number) {
                dispatch.ui(action.clone());
            }
        })
    }

    /// A handler of typing that does something on screen with what the box holds.
    pub fn on_text(&self, action: impl Fn(String) -> UiAction + 'static) -> Callback<String> {
        let dispatch = self.clone();
        Callback::from(move |text| dispatch.ui(action(text)))
    }

    fn import_then(&self, commands: Vec<Command>, after: After) {
        let at_ms = clock::now_ms();
        let transaction = Transaction { commands, origin: Origin::Import, at_ms };
        self.editor(EditorAction::Run(transaction, after));
    }

    fn send(&self, command: Command, origin: Origin, after: After) {
        let transaction = Transaction::new(command, origin, clock::now_ms());
        self.editor(EditorAction::Run(transaction, after));
    }

    fn editor(&self, action: EditorAction) {
        self.0.emit(Action::Editor(action));
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

    /// The number of the policy that it is aimed at.
    pub fn number(&self) -> usize {
        self.manifest.number() as usize
    }

    /// Changes the policy; the keyboard stays where it is.
    pub fn edit(&self, edit: Edit) {
        self.send(edit, After::Stay);
    }

    // Handlers are made here and nowhere else: each closure of its own costs half a kilobyte of
    // wasm, and an edit as data says what it does.

    /// A handler of clicks that changes the policy; the keyboard stays where it is.
    pub fn on_click(&self, edit: Edit) -> Callback<MouseEvent> {
        self.on_click_then(edit, After::Stay)
    }

    /// A handler of clicks that adds something to the policy; the keyboard goes there.
    pub fn on_add(&self, edit: Edit) -> Callback<MouseEvent> {
        self.on_click_then(edit, After::FocusNew)
    }

    /// A handler of clicks that takes something away; the keyboard goes to `next_focus`.
    pub fn on_remove(&self, edit: Edit, next_focus: &str) -> Callback<MouseEvent> {
        self.on_click_then(edit, After::Removed(next_focus.to_owned()))
    }

    /// A handler of typing: sends the edit with what the box holds.
    pub fn on_text(&self, edit: Edit) -> Callback<String> {
        let dispatch = self.clone();
        Callback::from(move |text| dispatch.edit(edit.with_text(text)))
    }

    /// A handler of a choice: sends the edit with the number that is chosen.
    pub fn on_choice(&self, edits: impl IntoIterator<Item = Edit>) -> Callback<usize> {
        self.on_choice_then(edits.into_iter().collect(), After::Stay)
    }

    /// The same, where the choice may move what is chosen from; the keyboard follows it.
    pub fn on_choice_that_moves(
        &self,
        edits: impl IntoIterator<Item = Edit>,
        element: &str,
    ) -> Callback<usize> {
        self.on_choice_then(edits.into_iter().collect(), After::Focus(element.to_owned()))
    }

    fn on_click_then(&self, edit: Edit, after: After) -> Callback<MouseEvent> {
        let dispatch = self.clone();
        Callback::from(move |_| dispatch.send(edit.clone(), after.clone()))
    }

    fn on_choice_then(&self, edits: Vec<Edit>, after: After) -> Callback<usize> {
        let dispatch = self.clone();
        Callback::from(move |number: usize| {
            if let Some(edit) = edits.get(number) {
                dispatch.send(edit.clone(), after.clone());
            }
        })
    }

    fn send(&self, edit: Edit, after: After) {
        let command = Command::Edit { manifest: self.manifest, edit };
        self.dispatch.send(command, Origin::Form, after);
    }
}
