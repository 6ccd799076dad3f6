//! What the page knows: the document with all that follows from it, and what is open on screen.
//!
//! Two states, what happens to them, and what sends it. Views are functions of a [`View`]; the few components get
//! as props exactly what they show, so that one is drawn anew only when that changes.

mod dispatch;
mod editor;
mod ui;

use std::rc::Rc;

use netpol_core::edit::DerivedManifest;

pub use dispatch::{Action, Dispatch, PolicyDispatch};
pub use editor::{After, EditorAction, EditorState, Focus, Notice};
pub use ui::{Base, Main, OutputTab, Region, UiAction, UiState};

/// Everything that a view of the page is a function of.
#[derive(Clone)]
pub struct View {
    /// The document and what follows from it.
    pub editor: Rc<EditorState>,
    /// What is open on screen.
    pub ui: Rc<UiState>,
    /// Where commands go.
    pub dispatch: Dispatch,
    /// The manifest whose form is open: the selected one, or the first.
    pub selected: Option<Rc<DerivedManifest>>,
}

impl View {
    /// Joins the two states.
    pub fn new(editor: Rc<EditorState>, ui: Rc<UiState>, dispatch: Dispatch) -> Self {
        let manifests = &editor.derived.manifests;
        let selected = manifests.iter().find(|derived| Some(derived.manifest.id()) == ui.selected);
        View { selected: selected.or(manifests.first()).cloned(), editor, ui, dispatch }
    }
}
