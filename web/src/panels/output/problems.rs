//! What is wrong or surprising, each with its place in the form and in the text.

use netpol_core::command::ManifestId;
use netpol_core::diagnostic::{Diagnostic, Span};
use netpol_core::edit::DerivedManifest;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::state::{Dispatch, Focus, UiAction, View};
use crate::widgets::button::link;
use crate::widgets::findings::severity_icon;
use crate::widgets::sentence::fact;
use crate::widgets::tag::{div, p, span, tag};
use crate::words;

/// What is wrong or surprising.
pub fn view(manifest: &DerivedManifest, view: &View) -> Html {
    if manifest.diagnostics.is_empty() {
        let text = tag("p").child(words::no_problems(manifest));
        return div("all-fine").child(icon(Icon::Check)).child(text).view();
    }
    let problem = |(number, found)| view_problem(manifest, number, found, view);
    let problems = manifest.diagnostics.iter().enumerate().map(problem);
    tag("ol").attr("class", "problems").children(problems).view()
}

fn view_problem(
    manifest: &DerivedManifest,
    number: usize,
    found: &Diagnostic,
    view: &View,
) -> Html {
    let places = p("places")
        .child(link_to_field(manifest, found, &view.dispatch))
        .child(link_to_line(manifest, found, view))
        .child(span("code").child(words::code(found.code)));
    let help = found.help.as_ref().map(|help| p("hint").child(fact(help)));
    let cause = found.cause.as_ref().map(|cause| {
        let server_words = p("server-words").attr("lang", "en").child(words::server_cause(cause));
        tag("details").child(tag("summary").child(words::SERVER_SAYS)).child(server_words)
    });
    let text = tag("div")
        .child(p("message").child(fact(&found.message)))
        .child(help)
        .child(places)
        .child(cause);
    let number = number.to_string();
    tag("li")
        .key(&number)
        .part("problem")
        .attr("class", ["problem ", found.severity.word()].concat())
        .attr("id", ["problem-", &number].concat())
        .attr("tabindex", "-1")
        .child(severity_icon(found.severity))
        .child(text)
        .view()
}

fn link_to_field(manifest: &DerivedManifest, found: &Diagnostic, dispatch: &Dispatch) -> Html {
    if !manifest.is_policy() {
        return Html::default();
    }
    field_link(manifest.manifest.id(), &found.path, dispatch)
}

/// The link to the field of a manifest that a path leads to.
pub fn field_link(manifest: ManifestId, path: &FieldPath, dispatch: &Dispatch) -> Html {
    let (dispatch, to) = (dispatch.clone(), path.clone());
    let show = Callback::from(move |_| {
        dispatch.ui(UiAction::Select(manifest));
        dispatch.focus(Focus::Path(to.clone()));
    });
    link(words::place(path), show).view()
}

/// The link to bytes of the text of a manifest, by their line.
pub fn line_link(manifest: ManifestId, span: Span, line: usize, dispatch: &Dispatch) -> Html {
    link(words::line(line), dispatch.on_click(UiAction::ShowText(manifest, span))).view()
}

/// The link to the line of a problem, if it has one.
pub fn link_to_line(manifest: &DerivedManifest, found: &Diagnostic, view: &View) -> Html {
    let Some(span) = found.span.clone() else { return Html::default() };
    let line = view.editor.derived.line_of(manifest, span.start);
    line_link(manifest.manifest.id(), span, line, &view.dispatch)
}
