//! The bar on top: what this is, whether it is kept, undo and redo, and the way out.

use netpol_core::edit::Content;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::platform::download;
use crate::platform::storage::NotSaved;
use crate::state::{Dispatch, EditorState, Notice, View};
use crate::widgets::button::{icon_button_if, link_button, primary_button};
use crate::widgets::field::LabelStyle;
use crate::widgets::select::Select;
use crate::widgets::tag::{div, p, span, tag};
use crate::words;

/// Whether the workspace is kept in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// There is nothing to say: it is not asked for, or there is nothing to keep yet.
    Silent,
    /// It is kept as it is now.
    Saved,
    /// The browser refuses.
    NotSaved(NotSaved),
}

/// The bar on top.
pub fn view(view: &View, saved: SaveState) -> Html {
    let (editor, dispatch) = (&view.editor, &view.dispatch);
    let policies = editor.derived.manifests.iter().filter(|manifest| manifest.is_policy()).count();
    let state = p("document-state")
        .child(tag("span").child(words::policies(policies)))
        .child(save_state(saved));
    div("toolbar")
        .child(icon(Icon::Mark))
        .child(tag("h1").child(words::TITLE))
        .child(state)
        .child(history_buttons(editor, dispatch))
        .child((!editor.derived.files.is_empty()).then(|| link_button(words::COPY_LINK)))
        .child(download_button(view))
        .view()
}

fn save_state(saved: SaveState) -> Html {
    let class = match saved {
        SaveState::Silent => return Html::default(),
        SaveState::Saved => "save-state",
        SaveState::NotSaved(_) => "save-state warning",
    };
    span(class).attr("role", "status").child(words::save_state(saved)).view()
}

fn history_buttons(editor: &EditorState, dispatch: &Dispatch) -> Html {
    let (before, after) = (editor.history.undo_label(), editor.history.redo_label());
    let undo = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| dispatch.undo())
    };
    let redo = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| dispatch.redo())
    };
    div("button-group")
        .child(icon_button_if(before.is_some(), Icon::Undo, words::undo(before), undo))
        .child(icon_button_if(after.is_some(), Icon::Redo, words::redo(after), redo))
        .child(steps(editor, dispatch))
        .view()
}

/// The list of what was done, in the browser's own way: the chosen entry is where things stand.
fn steps(editor: &EditorState, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let mut options = vec![words::STEPS_START];
    options.append(&mut editor.history.steps());
    Select {
        id: "steps".to_owned(),
        label: words::STEPS,
        label_style: LabelStyle::Quiet,
        options,
        selected: Some(editor.history.position()),
        onchange: Callback::from(move |position| dispatch.go_to(position)),
        ..Select::default()
    }
    .view()
}

/// The way out: all files as one.
pub fn download_button(view: &View) -> Html {
    let (editor, dispatch) = (&view.editor, &view.dispatch);
    let manifests = editor.history.document().manifests();
    let (name, label) = match manifests.as_slice() {
        [] => return Html::default(),
        [only] => (file_name(only.content()), words::DOWNLOAD),
        _ => (words::ALL_FILE_NAME.to_owned(), words::DOWNLOAD_ALL),
    };
    let text = editor.history.document().to_text();
    primary_button(Icon::Download, label.to_owned(), save_as(dispatch, name, text))
}

/// Offers a text as a file, and says so when the browser refuses.
pub fn save_as(
    dispatch: &Dispatch,
    name: String,
    text: impl AsRef<str> + 'static,
) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| {
        if download::save_as(&name, text.as_ref()).is_err() {
            dispatch.say(Notice::Said(words::DOWNLOAD_REFUSED));
        }
    })
}

/// The file name for one manifest: that of the object, where it has one.
pub fn file_name(content: &Content) -> String {
    let name = content.name();
    let safe: String = name
        .chars()
        .map(|char| if char.is_ascii_alphanumeric() || ".-_".contains(char) { char } else { '-' })
        .collect();
    let safe = safe.trim_matches(['.', '-']);
    if safe.is_empty() { words::FILE_NAME.to_owned() } else { format!("{safe}.yaml") }
}
