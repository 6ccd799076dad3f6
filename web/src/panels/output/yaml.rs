//! The text of the selected manifest in an editor, wired to the document.

use std::rc::Rc;

use netpol_core::command::Command;
use netpol_core::complete::complete;
use netpol_core::edit::{DerivedManifest, Origin};
use yew::prelude::*;

use crate::editor::{Mark, Said, Setup, TextEditor};
use crate::icons::Icon;
use crate::panels::toolbar::{file_name, save_as};
use crate::platform::clipboard::{self, Copied};
use crate::state::{Dispatch, Focus, Notice, UiAction, View};
use crate::widgets::button::button;
use crate::words;

/// The text of the selected manifest, with what is wrong with it.
pub fn view(view: &View, manifest: &Rc<DerivedManifest>) -> Html {
    let dispatch = &view.dispatch;
    let id = manifest.manifest.id();
    let vocabulary = Rc::clone(&view.editor.derived.vocabulary);
    let setup = Setup {
        text: Rc::clone(manifest.manifest.text()),
        marks: marks(manifest),
        reveal: view.ui.reveal.clone(),
        label: words::YAML_TEXT,
        read_only: false,
        complete: Box::new(move |text, offset| complete(text, offset, &vocabulary)),
        follow: manifest.is_policy().then_some(words::TO_FIELD),
        on_said: {
            let (dispatch, manifest) = (dispatch.clone(), Rc::clone(manifest));
            Box::new(move |said| hear(said, &dispatch, &manifest))
        },
    };
    html! {
        <div class="yaml-pane">
            { view_actions(manifest, dispatch) }
            <TextEditor key={id.number()} setup={Rc::new(setup)} />
        </div>
    }
}

/// What happens in the editor, as it is done to the document.
fn hear(said: Said, dispatch: &Dispatch, manifest: &DerivedManifest) {
    let id = manifest.manifest.id();
    match said {
        Said::Text(text) => {
            dispatch.run(Command::ReplaceText { manifest: id, text }, Origin::Yaml);
        }
        Said::Undo => dispatch.undo(),
        Said::Redo => dispatch.redo(),
        Said::Follow(problem) => {
            if let Some(found) = manifest.diagnostics.get(problem) {
                dispatch.ui(UiAction::Select(id));
                dispatch.focus(Focus::Path(found.path.clone()));
            }
        }
    }
}

fn marks(manifest: &DerivedManifest) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (id, found) in manifest.diagnostics.iter().enumerate() {
        let Some(span) = found.span.clone() else { continue };
        let message = words::sentence_case(&found.message);
        let help = found.help.as_deref().map(words::sentence_case);
        marks.push(Mark { id, span, severity: found.severity, message, help });
    }
    marks
}

fn view_actions(manifest: &DerivedManifest, dispatch: &Dispatch) -> Html {
    let text = Rc::clone(manifest.manifest.text());
    let save = save_as(dispatch, file_name(manifest.manifest.content()), Rc::clone(&text));
    let copy = {
        let dispatch = dispatch.clone();
        let done = Callback::from(move |copied| {
            dispatch.say(Notice::Said(match copied {
                Copied::Yes => words::COPIED,
                Copied::Refused => words::COPY_REFUSED,
            }));
        });
        Callback::from(move |_| clipboard::copy(&text, done.clone()))
    };
    html! {
        <div class="pane-actions">
            <span class="hint">{ words::verdict(manifest) }</span>
            { button(Icon::Copy, words::COPY, copy) }
            { button(Icon::Download, words::DOWNLOAD_THIS, save) }
        </div>
    }
}
