//! The text of the selected file in an editor, wired to the document.

use std::rc::Rc;

use netpol_core::command::{Command, ManifestId};
use netpol_core::complete::complete;
use netpol_core::diagnostic::Span;
use netpol_core::edit::{DerivedFile, DerivedManifest, Origin};
use netpol_core::path::FieldPath;
use yew::prelude::*;

use crate::editor::{EditorProps, Mark, Said, Setup, TextEditor};
use crate::icons::Icon;
use crate::panels::toolbar::save_as;
use crate::state::{Dispatch, Focus, UiAction, View};
use crate::widgets::button::{Copied, button, copy_button};
use crate::widgets::tag::{component, div, span};
use crate::words;

/// Where a problem is in the form: the manifest, and the place in it.
type Target = (ManifestId, FieldPath);

/// The text of the file that the selected manifest is in, with what is wrong in all of it.
pub fn view(view: &View, manifest: &DerivedManifest) -> Html {
    let dispatch = &view.dispatch;
    let derived = &view.editor.derived;
    let Some(file) = derived.file(manifest.file).cloned() else { return Html::default() };
    let vocabulary = Rc::clone(&derived.vocabulary);
    let (marks, targets) = marks(&file, &derived.manifests);
    let start = file.file.offset_of(manifest.manifest.id()).unwrap_or_default();
    // Without bytes of its own to be shown, all of the manifest is brought into view.
    let all = 0..manifest.text().len();
    let reveal = view.ui.reveal.clone();
    let quiet = reveal.as_ref().is_some_and(|(span, _)| span.is_empty());
    let shown = |span: Span| if quiet { all.clone() } else { span };
    let reveal = reveal.map(|(span, count)| (shown(span), count));
    let setup = Setup {
        text: Rc::clone(&file.text),
        marks,
        reveal: reveal.map(|(span, count)| (start + span.start..start + span.end, count)),
        quiet,
        label: words::YAML_TEXT,
        read_only: view.ui.read_only,
        complete: Box::new(move |text, offset| complete(text, offset, &vocabulary)),
        follow: (manifest.is_policy() && !view.ui.read_only).then_some(words::TO_FIELD),
        on_said: {
            let (dispatch, file) = (dispatch.clone(), Rc::clone(&file));
            Box::new(move |said| hear(said, &dispatch, &file, &targets))
        },
    };
    let id = file.file.id().number().to_string();
    // An editor stays what it was made as.
    let key = if view.ui.read_only { [&id, "r"].concat() } else { id };
    div("yaml-pane")
        .part("yaml")
        .child(view_actions(&file, manifest, dispatch))
        .child(component::<TextEditor>(EditorProps { setup: Rc::new(setup) }, &key))
        .view()
}

/// What happens in the editor, as it is done to the document.
fn hear(said: Said, dispatch: &Dispatch, file: &DerivedFile, targets: &[Target]) {
    match said {
        Said::Text(text) => {
            dispatch.run(Command::SetText { file: file.file.id(), text }, Origin::Yaml);
        }
        Said::Undo => dispatch.undo(),
        Said::Redo => dispatch.redo(),
        Said::Follow(problem) => {
            if let Some((manifest, path)) = targets.get(problem) {
                dispatch.ui(UiAction::Select(*manifest));
                dispatch.focus(Focus::Path(path.clone()));
            }
        }
    }
}

/// What is wrong in a file, by its bytes, and where each of it is in the form.
fn marks(file: &DerivedFile, manifests: &[Rc<DerivedManifest>]) -> (Vec<Mark>, Vec<Target>) {
    let (mut marks, mut targets) = (Vec::new(), Vec::new());
    for manifest in manifests.iter().filter(|manifest| manifest.file == file.file.id()) {
        let id = manifest.manifest.id();
        let start = file.file.offset_of(id).unwrap_or_default();
        for found in &manifest.diagnostics {
            let Some(span) = &found.span else { continue };
            marks.push(Mark {
                id: targets.len(),
                span: start + span.start..start + span.end,
                severity: found.severity,
                message: words::full(&found.message),
                help: found.help.as_ref().map(words::full),
            });
            targets.push((id, found.path.clone()));
        }
    }
    (marks, targets)
}

fn view_actions(file: &DerivedFile, manifest: &DerivedManifest, dispatch: &Dispatch) -> Html {
    let save = save_as(dispatch, file.file.name().to_owned(), Rc::clone(&file.text));
    div("pane-actions")
        .child(span("hint").child(words::verdict(manifest)))
        .child(copy_button(Copied::File, words::COPY))
        .child(copy_button(Copied::Command, words::COPY_AS_COMMAND))
        .child(button(Icon::Download, words::DOWNLOAD_THIS, save))
        .view()
}
