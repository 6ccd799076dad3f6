//! The bar on top: what this is, whether it is kept, undo and redo, and the way out.

use std::rc::Rc;

use netpol_core::command::FileId;
use netpol_core::edit::Document;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::state::{Dispatch, EditorState, View};
use crate::widgets::button::{icon_button_if, link_button, primary_button};
use crate::widgets::field::LabelStyle;
use crate::widgets::select::Select;
use crate::widgets::tag::{div, p, plain_button, span, tag};
use crate::words;

/// Whether the workspace is kept in this browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// There is nothing to say: it is not asked for, or there is nothing to keep yet.
    Silent,
    /// It is kept as it is now.
    Saved,
    /// The browser gives this page no storage: private mode, or blocked by a setting.
    Denied,
    /// The storage of this page is full.
    Full,
}

impl SaveState {
    /// All states, in the order of their numbers in JavaScript.
    pub const ALL: [SaveState; 4] =
        [SaveState::Silent, SaveState::Saved, SaveState::Denied, SaveState::Full];

    /// The state with a number.
    pub fn from_number(number: usize) -> Self {
        SaveState::ALL.get(number).copied().unwrap_or(SaveState::Silent)
    }
}

/// What can be taken out of the page as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// One file as it is.
    File(FileId),
    /// All files as one with many documents.
    Joined,
    /// All files as they are laid out, in an archive.
    Zip,
}

impl Export {
    /// Offers it to be saved.
    pub fn save(self, document: &Document, dispatch: &Dispatch) {
        match (self, document.files()) {
            (Export::Zip, _) => dispatch.save(words::ZIP_NAME, document.to_zip()),
            (Export::Joined, _) => {
                dispatch.save(words::ALL_FILE_NAME, document.to_text().into_bytes());
            }
            (Export::File(id), _) => {
                if let Some(file) = document.file(id) {
                    dispatch.save(file.name(), file.text().into_bytes());
                }
            }
        }
    }

    fn on_click(self, view: &View) -> Callback<MouseEvent> {
        let document = Rc::clone(view.editor.history.document());
        let dispatch = view.dispatch.clone();
        Callback::from(move |_| self.save(&document, &dispatch))
    }
}

/// The id of the menu of what can be taken out.
const MENU: &str = "export";

/// The bar on top.
pub fn view(view: &View, saved: SaveState) -> Html {
    let (editor, dispatch) = (&view.editor, &view.dispatch);
    let policies = editor.derived.manifests.iter().filter(|manifest| manifest.is_policy()).count();
    let state = p("document-state")
        .child(tag("span").child(words::policies(policies)))
        .child(save_state(saved));
    div("toolbar")
        .part("toolbar")
        .child(icon(Icon::Mark))
        .child(tag("h1").child(words::TITLE))
        .child(state)
        .child(history_buttons(editor, dispatch))
        .child((!editor.derived.files.is_empty()).then(|| link_button(words::COPY_LINK)))
        .child(export_button(view))
        .view()
}

fn save_state(saved: SaveState) -> Html {
    let class = match saved {
        SaveState::Silent => return Html::default(),
        SaveState::Saved => "save-state",
        SaveState::Denied | SaveState::Full => "save-state warning",
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

/// The way out: the only file, or a menu of what can be taken out.
pub fn export_button(view: &View) -> Html {
    let document = view.editor.history.document();
    let (first, selected) = match (document.files(), &view.selected) {
        ([], _) => return Html::default(),
        ([only], _) => {
            let save = Export::File(only.id()).on_click(view);
            return primary_button(Icon::Download, words::say(words::DOWNLOAD), save);
        }
        ([first, ..], selected) => (first, selected),
    };
    let this = selected.as_ref().map_or(first.id(), |selected| selected.file);
    let mut menu = div("menu").attr("id", MENU).attr("popover", "");
    for what in [Export::File(this), Export::Joined, Export::Zip] {
        let texts = span("item-text")
            .child(tag("strong").child(words::export(what)))
            .child(tag("small").child(words::exported(what, document)));
        let item = plain_button("item", what.on_click(view))
            .attr("popovertarget", MENU)
            .attr("popovertargetaction", "hide")
            .child(texts);
        menu = menu.child(item);
    }
    let opener = plain_button("primary", Callback::noop())
        .attr("popovertarget", MENU)
        .child(icon(Icon::Download))
        .child(tag("span").child(words::EXPORT));
    div("export").child(opener).child(menu).view()
}

/// Offers a text as a file.
pub fn save_as(dispatch: &Dispatch, name: String, text: Rc<str>) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| dispatch.save(&name, text.as_bytes().to_vec()))
}
