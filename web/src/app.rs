//! The page: state on top, three regions below, and what happens to the page as a whole.

use std::rc::Rc;

use netpol_core::edit::Document;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::js_api::Change;
use crate::panels::toolbar::SaveState;
use crate::panels::{form_region, notices, output, toolbar, workspace};
use crate::platform::storage::NotSaved;
use crate::platform::{focus, storage};
use crate::state::{Dispatch, EditorState, Focus, Region, UiAction, UiState, View};
use crate::words;

/// A text that the host page has set; the revision tells two settings of one text apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostValue {
    /// YAML, one or many documents.
    pub text: AttrValue,
    /// Counts how often the host page has set it.
    pub revision: u32,
}

/// What this browser has kept from the last time.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Kept {
    /// The host page has not asked for it.
    #[default]
    NotAsked,
    /// Nothing yet.
    Nothing,
    /// The browser keeps nothing for this page.
    Denied,
    /// A workspace, as [`Document::to_saved`] wrote it.
    Workspace(AttrValue),
}

/// What the host page gives to a designer.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DesignerProps {
    /// The workspace to start with, and to change to when it is set anew.
    #[prop_or_default]
    pub value: HostValue,
    /// What was kept the last time; it goes before `value`.
    #[prop_or_default]
    pub kept: Kept,
    /// The key under which the workspace is kept in this browser; without one it is not kept.
    #[prop_or_default]
    pub autosave: Option<AttrValue>,
    /// Told after each change, and once at the start when a kept workspace was opened.
    #[prop_or_default]
    pub on_change: Callback<Change>,
}

/// The designer.
#[component]
pub fn Designer(props: &DesignerProps) -> Html {
    let start = {
        let (value, kept) = (props.value.clone(), props.kept.clone());
        move || EditorState::new(first_document(&value, &kept))
    };
    let editor = use_reducer(start);
    let ui = use_reducer(UiState::default);
    let dispatch = Dispatch::new(editor.dispatcher(), ui.dispatcher());
    let root = use_node_ref();
    let view = View::new(&editor, &ui, dispatch);

    use_host_value(&props.value, &view.dispatch);
    use_change_event(&view.editor, props);
    use_focus(&view.editor, &root);
    let saved = use_saved(&view.editor, props);
    let on_keys = undo_keys(&view.dispatch);

    let region = match view.ui.region {
        Region::Workspace => "show-workspace",
        Region::Form => "show-form",
        Region::Output => "show-output",
    };
    html! {
        <div class={classes!("designer", region)} ref={root} onkeydown={on_keys}>
            { toolbar::view(&view, saved) }
            { region_tabs(&view) }
            <div class="regions">
                { workspace::view(&view) }
                { form_region(&view) }
                { output::view(&view) }
            </div>
            { notices::view(&view) }
        </div>
    }
}

/// The switch between the regions that a narrow screen has instead of columns.
fn region_tabs(view: &View) -> Html {
    let button = |region: Region| {
        let dispatch = view.dispatch.clone();
        let onclick = move |_: MouseEvent| dispatch.ui(UiAction::OpenRegion(region));
        let current = (view.ui.region == region).then_some("true");
        html! {
            <button type="button" {onclick} aria-current={current}>{ words::region(region) }</button>
        }
    };
    html! {
        <div role="group" class="region-tabs" aria-label={words::REGIONS}>
            { for Region::ALL.map(button) }
        </div>
    }
}

fn first_document(value: &HostValue, kept: &Kept) -> Document {
    match kept {
        Kept::Workspace(saved) => Document::from_saved(saved),
        Kept::NotAsked | Kept::Nothing | Kept::Denied => Document::from_text(&value.text),
    }
}

/// Follows the host page when it sets another value.
#[hook]
fn use_host_value(value: &HostValue, dispatch: &Dispatch) {
    let seen = use_mut_ref(|| value.revision);
    let dispatch = dispatch.clone();
    use_effect_with(value.clone(), move |value| {
        if *seen.borrow() != value.revision {
            *seen.borrow_mut() = value.revision;
            dispatch.replace(Document::from_text(&value.text));
        }
    });
}

/// Keeps the workspace in this browser after each change.
#[hook]
fn use_saved(editor: &EditorState, props: &DesignerProps) -> SaveState {
    let state = use_state_eq(|| match props.kept {
        Kept::NotAsked | Kept::Nothing => SaveState::Silent,
        Kept::Denied => SaveState::NotSaved(NotSaved::Denied),
        Kept::Workspace(_) => SaveState::Saved,
    });
    let first = use_mut_ref(|| true);
    let document = Identity(Rc::clone(editor.history.document()));
    let set = state.setter();
    use_effect_with((document, props.autosave.clone()), move |(Identity(document), key)| {
        let just_opened = std::mem::replace(&mut *first.borrow_mut(), false);
        let Some(key) = key.as_ref().filter(|_| !just_opened) else { return };
        set.set(match storage::save(key, &document.to_saved()) {
            Ok(()) => SaveState::Saved,
            Err(reason) => SaveState::NotSaved(reason),
        });
    });
    *state
}

/// Tells the host page after each change, and what was restored at the start.
#[hook]
fn use_change_event(editor: &EditorState, props: &DesignerProps) {
    let restored = matches!(props.kept, Kept::Workspace(_));
    let tell = use_mut_ref(|| restored);
    let derived = Rc::clone(&editor.derived);
    let document = Identity(Rc::clone(editor.history.document()));
    let on_change = props.on_change.clone();
    use_effect_with(document, move |Identity(document)| {
        if std::mem::replace(&mut *tell.borrow_mut(), true) {
            on_change.emit(Change { yaml: document.to_text(), derived });
        }
    });
}

/// Equal only to itself: an edit makes another document, and comparing two would cost more than
/// what is done about a change.
struct Identity(Rc<Document>);

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Puts the keyboard where the last action asks for it.
#[hook]
fn use_focus(editor: &EditorState, root: &NodeRef) {
    let root = root.clone();
    use_effect_with((editor.revision, editor.focus.clone()), move |(_, wanted)| {
        let (Some(wanted), Some(root)) = (wanted, root.cast::<Element>()) else { return };
        match wanted {
            Focus::Item(id) => focus::item(&root, id.number()),
            Focus::Element(id) => focus::element(&root, id),
            Focus::Path(path) => focus::path(&root, path),
        }
    });
}

/// Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y (with Cmd on a Mac), from anywhere in the page.
///
/// They act on the document even while a field has the keyboard: the browser's own undo would
/// change the field's text behind the document's back.
fn undo_keys(dispatch: &Dispatch) -> Callback<KeyboardEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |event: KeyboardEvent| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || has_own_undo(&event) {
            return;
        }
        match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => dispatch.undo(),
            ("z", true) | ("y", false) => dispatch.redo(),
            _ => return,
        }
        event.prevent_default();
    })
}

/// Whether a key was pressed in a field that is no part of the document.
fn has_own_undo(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.has_attribute("data-own-undo"))
}
