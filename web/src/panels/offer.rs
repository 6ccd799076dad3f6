//! The question about what a link has brought.
//!
//! INVARIANT: what is in a link changes nothing, and is kept nowhere, before someone says so.

use std::rc::Rc;

use netpol_core::command::Command;
use netpol_core::diagnostic::Severity;
use netpol_core::edit::Derived;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::state::{UiAction, View};
use crate::widgets::tag::{Tag, div, p, plain_button, span, tag};
use crate::words;

/// So many files are seen at once; more have to be scrolled.
const IN_VIEW: usize = 5;

/// The question about what a link has brought; the element's script forgets the link at any answer.
///
/// The region is always there, so that a screen reader reads what is put into it; while it is empty it has
/// no name, or it would be read out as a place to go to.
pub fn view(view: &View) -> Html {
    let content = view.ui.offer.as_ref().map(|shared| {
        let text = tag("div")
            .child(tag("strong").child(words::SHARED))
            .child(files(shared))
            .child(p("hint").child(words::SHARED_HINT));
        let ignore = plain_button("", view.dispatch.on_click(UiAction::Offer(None)));
        let is_empty = view.editor.derived.files.is_empty();
        div("offer")
            .part("offer")
            .child(icon(Icon::Link))
            .child(text)
            .child(accept(view, shared, false).child(words::OPEN_SHARED))
            .child((!is_empty).then(|| accept(view, shared, true).child(words::REPLACE_BY_SHARED)))
            .child(ignore.child(words::IGNORE_SHARED))
    });
    let name = view.ui.offer.is_some().then_some(words::SHARED);
    tag("div").attr("role", "status").attr("aria-label", name).child(content).view()
}

fn files(shared: &Derived) -> Tag {
    let mut files = tag("ul").attr("tabindex", (shared.files.len() > IN_VIEW).then_some("0"));
    for file in &shared.files {
        let (mut policies, mut errors) = (0, 0);
        for manifest in shared.manifests.iter().filter(|found| found.file == file.file.id()) {
            policies += usize::from(manifest.is_policy());
            errors += manifest.count(Severity::Error);
        }
        let counts = span("hint").child(words::shared_file(policies, errors));
        files = files.child(tag("li").child(file.file.name().to_owned()).child(" ").child(counts));
    }
    files
}

/// A button that adds what is offered, in place of what is there if that is wanted; either way it
/// is one step.
fn accept(view: &View, shared: &Rc<Derived>, in_place: bool) -> Tag {
    let (dispatch, shared) = (view.dispatch.clone(), Rc::clone(shared));
    let document = Rc::clone(view.editor.history.document());
    let class = if in_place { "" } else { "primary" };
    plain_button(
        class,
        Callback::from(move |_| {
            let mut commands = Vec::new();
            for file in document.files().iter().filter(|_| in_place) {
                commands.push(Command::RemoveFile(file.id()));
            }
            for file in &shared.files {
                let (name, text) = (file.file.name().to_owned(), file.text.to_string());
                commands.push(Command::AddFile { name, text });
            }
            dispatch.ui(UiAction::Offer(None));
            dispatch.ui(UiAction::Select(document.next_manifest()));
            dispatch.import_in_place(commands, "name");
        }),
    )
}
