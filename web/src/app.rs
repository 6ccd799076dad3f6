//! The page: state on top, three regions below, and what happens to the page as a whole.

use std::rc::Rc;

use netpol_core::edit::Document;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::js_api::Change;
use crate::panels::catalogue::Catalogue;
use crate::panels::form::FormPanel;
use crate::panels::output::OutputPanel;
use crate::panels::toolbar::{SaveState, Toolbar};
use crate::panels::welcome::Welcome;
use crate::panels::workspace::WorkspacePanel;
use crate::platform::{focus, storage};
use crate::state::{
    Dispatch, EditorState, Focus, Main, Region, UiAction, UiState, use_editor, use_ui,
};
use crate::widgets::notice::NoticeBar;
use crate::words;

/// A text that the host page has set; the revision tells two settings of one text apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostValue {
    /// YAML, one or many documents.
    pub text: AttrValue,
    /// Counts how often the host page has set it.
    pub revision: u32,
}

/// What the host page gives to a designer.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct DesignerProps {
    /// The workspace to start with, and to change to when it is set anew.
    #[prop_or_default]
    pub value: HostValue,
    /// What was kept in this browser the last time; it goes before `value`.
    #[prop_or_default]
    pub saved: Option<AttrValue>,
    /// The key under which the workspace is kept in this browser; without one it is not kept.
    #[prop_or_default]
    pub autosave: Option<AttrValue>,
    /// Told after each change.
    #[prop_or_default]
    pub on_change: Callback<Change>,
}

/// The designer.
#[component]
pub fn Designer(props: &DesignerProps) -> Html {
    let start = {
        let (value, saved) = (props.value.clone(), props.saved.clone());
        move || EditorState::new(first_document(&value, saved.as_deref()))
    };
    let editor = use_reducer(start);
    let ui = use_reducer(UiState::default);
    let dispatch = Dispatch::new(editor.dispatcher(), ui.dispatcher());

    use_host_value(&props.value, &dispatch);
    let editor = Rc::new(EditorState::clone(&editor));
    let saved = use_saved(&editor, props.autosave.clone());
    use_change_event(&editor, props.on_change.clone());

    html! {
        <ContextProvider<Dispatch> context={dispatch}>
            <ContextProvider<Rc<UiState>> context={Rc::new(UiState::clone(&ui))}>
                <ContextProvider<Rc<EditorState>> context={editor}>
                    <Page {saved} />
                </ContextProvider<Rc<EditorState>>>
            </ContextProvider<Rc<UiState>>>
        </ContextProvider<Dispatch>>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PageProps {
    saved: SaveState,
}

#[component]
fn Page(props: &PageProps) -> Html {
    let editor = use_editor();
    let ui = use_ui();
    let root = use_node_ref();
    let on_keys = use_undo_keys();
    use_focus(&editor, &root);

    let region = match ui.region {
        Region::Workspace => "show-workspace",
        Region::Form => "show-form",
        Region::Output => "show-output",
    };
    let empty = editor.derived.manifests.is_empty();
    html! {
        <div class={classes!("designer", region)} ref={root} onkeydown={on_keys}>
            <Toolbar saved={props.saved} />
            <RegionTabs />
            <div class="regions">
                <WorkspacePanel />
                <main class="form-region" aria-label={words::REGION_FORM}>
                    if ui.main == Main::Catalogue {
                        <Catalogue />
                    } else if empty {
                        <Welcome />
                    } else {
                        <FormPanel />
                    }
                </main>
                <OutputPanel />
            </div>
            <NoticeBar />
        </div>
    }
}

/// The switch between the regions that a narrow screen has instead of columns.
#[component]
fn RegionTabs() -> Html {
    let ui = use_ui();
    let dispatch = crate::state::use_dispatch();
    let button = |region: Region| {
        let dispatch = dispatch.clone();
        let onclick = move |_| dispatch.ui(UiAction::OpenRegion(region));
        let current = ui.region == region;
        html! {
            <button type="button" {onclick} aria-current={current.then_some("true")}>
                { words::region(region) }
            </button>
        }
    };
    html! {
        <nav class="region-tabs" aria-label={words::REGIONS}>
            { for Region::ALL.map(button) }
        </nav>
    }
}

fn first_document(value: &HostValue, saved: Option<&str>) -> Document {
    match saved.filter(|saved| !saved.trim().is_empty()) {
        Some(saved) => Document::from_saved(saved),
        None => Document::from_text(&value.text),
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
fn use_saved(editor: &EditorState, key: Option<AttrValue>) -> SaveState {
    let state = use_state_eq(|| SaveState::Unchanged);
    let first = use_mut_ref(|| true);
    let document = Rc::clone(editor.history.document());
    let set = state.setter();
    use_effect_with((document, key.clone()), move |(document, key)| {
        let just_opened = std::mem::replace(&mut *first.borrow_mut(), false);
        let Some(key) = key.as_ref().filter(|_| !just_opened) else { return };
        set.set(match storage::save(key, &document.to_saved()) {
            Ok(()) => SaveState::Saved,
            Err(reason) => SaveState::NotSaved(reason),
        });
    });
    if key.is_none() { SaveState::NotKept } else { *state }
}

/// Tells the host page after each change.
#[hook]
fn use_change_event(editor: &EditorState, on_change: Callback<Change>) {
    let first = use_mut_ref(|| true);
    let derived = Rc::clone(&editor.derived);
    let document = Rc::clone(editor.history.document());
    use_effect_with(document, move |document| {
        if std::mem::replace(&mut *first.borrow_mut(), false) {
            return;
        }
        let numbered = derived.manifests.iter().enumerate();
        let diagnostics = numbered
            .flat_map(|(number, manifest)| {
                manifest.diagnostics.iter().map(move |d| (number, d.clone()))
            })
            .collect();
        on_change.emit(Change { yaml: document.to_text(), diagnostics });
    });
}

/// Puts the keyboard where the last action asks for it.
#[hook]
fn use_focus(editor: &EditorState, root: &NodeRef) {
    let root = root.clone();
    let wanted = editor.focus.clone();
    use_effect_with((editor.revision, wanted), move |(_, wanted)| {
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
#[hook]
fn use_undo_keys() -> Callback<KeyboardEvent> {
    let dispatch = crate::state::use_dispatch();
    use_callback(dispatch, |event: KeyboardEvent, dispatch| {
        if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || is_search(&event) {
            return;
        }
        match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("z", false) => dispatch.undo(),
            ("z", true) | ("y", false) => dispatch.redo(),
            _ => return,
        }
        event.prevent_default();
    })
}

/// Whether a key was pressed in a field that is no part of the document, with an undo of its own.
fn is_search(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| element.has_attribute("data-own-undo"))
}
