//! What the page knows: the document with all that follows from it, and what is open on screen.
//!
//! Three contexts, so that a component that only sends commands is not drawn anew when the
//! document changes: [`EditorState`], [`UiState`] and [`Dispatch`].

mod dispatch;
mod editor;
mod ui;

pub use dispatch::{Dispatch, PolicyDispatch, use_dispatch, use_policy_dispatch};
pub use editor::{EditorAction, EditorState, Focus, Notice};
pub use ui::{Main, OutputTab, Region, UiAction, UiState};

use std::rc::Rc;

use yew::prelude::*;

/// The document and what follows from it.
#[hook]
pub fn use_editor() -> Rc<EditorState> {
    use_context::<Rc<EditorState>>().unwrap_or_default()
}

/// What is open on screen.
#[hook]
pub fn use_ui() -> Rc<UiState> {
    use_context::<Rc<UiState>>().unwrap_or_default()
}
