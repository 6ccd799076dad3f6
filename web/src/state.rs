//! What the page knows: the document with all that follows from it, and what is open on screen.
//!
//! Two states, what happens to them, and what sends it. Views are functions of a [`View`]; the few components get
//! as props exactly what they show, so that one is drawn anew only when that changes.

mod connections;
mod dispatch;
mod editor;
mod ui;

use std::rc::Rc;

use netpol_core::edit::DerivedManifest;

pub use connections::{Connections, compared};
pub use dispatch::{Action, Dispatch, PolicyDispatch};
pub use editor::{After, EditorAction, EditorState, Focus, Notice};
pub use ui::{Base, Main, OutputTab, ReachState, Reading, Region, UiAction, UiState};

/// Everything that a view of the page is a function of.
#[derive(Clone)]
pub struct View {
    /// The document and what follows from it.
    pub editor: Rc<EditorState>,
    /// What is open on screen.
    pub ui: Rc<UiState>,
    /// Where commands go.
    pub dispatch: Dispatch,
    /// What is known of connections, once something has shown it; of an earlier document as long
    /// as that is being worked out.
    pub connections: Option<Rc<Connections>>,
    /// The manifest whose form is open: the selected one, or the first.
    pub selected: Option<Rc<DerivedManifest>>,
}

impl View {
    /// Joins the two states.
    pub fn new(
        editor: Rc<EditorState>,
        ui: Rc<UiState>,
        connections: Option<Rc<Connections>>,
        dispatch: Dispatch,
    ) -> Self {
        let selected = selected(&editor, &ui).cloned();
        View { selected, editor, ui, connections, dispatch }
    }
}

/// The manifest whose form is open: the selected one, or the first.
pub fn selected<'a>(editor: &'a EditorState, ui: &UiState) -> Option<&'a Rc<DerivedManifest>> {
    let manifests = &editor.derived.manifests;
    let selected = manifests.iter().find(|derived| Some(derived.manifest.id()) == ui.selected);
    selected.or(manifests.first())
}
