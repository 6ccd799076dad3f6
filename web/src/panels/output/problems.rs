//! What is wrong or surprising, each with its place in the form and in the text.

use netpol_core::diagnostic::Diagnostic;
use netpol_core::edit::DerivedManifest;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::state::{Dispatch, Focus, UiAction};
use crate::widgets::findings::severity_icon;
use crate::widgets::sentence::fact;
use crate::words;

/// What is wrong or surprising.
pub fn view(manifest: &DerivedManifest, dispatch: &Dispatch) -> Html {
    if manifest.diagnostics.is_empty() {
        return html! {
            <div class="all-fine">{ icon(Icon::Check) }<p>{ words::no_problems(manifest) }</p></div>
        };
    }
    let problem = |(number, found)| view_problem(manifest, number, found, dispatch);
    html! { <ol class="problems">{ for manifest.diagnostics.iter().enumerate().map(problem) }</ol> }
}

fn view_problem(
    manifest: &DerivedManifest,
    number: usize,
    found: &Diagnostic,
    dispatch: &Dispatch,
) -> Html {
    html! {
        <li
            key={number}
            class={classes!("problem", found.severity.word())}
            id={format!("problem-{number}")}
            tabindex="-1"
        >
            { severity_icon(found.severity) }
            <div>
                <p class="message">{ fact(&words::sentence_case(&found.message)) }</p>
                if let Some(help) = &found.help {
                    <p class="hint">{ fact(&words::sentence_case(help)) }</p>
                }
                <p class="places">
                    { link_to_field(manifest, found, dispatch) }
                    { link_to_line(manifest, found, dispatch) }
                    <span class="code">{ words::code(found.code) }</span>
                </p>
                if let Some(cause) = &found.cause {
                    <details>
                        <summary>{ words::SERVER_SAYS }</summary>
                        <p class="server-words">{ words::server_cause(cause) }</p>
                    </details>
                }
            </div>
        </li>
    }
}

fn link_to_field(manifest: &DerivedManifest, found: &Diagnostic, dispatch: &Dispatch) -> Html {
    if !manifest.is_policy() {
        return Html::default();
    }
    let (id, path) = (manifest.manifest.id(), found.path.clone());
    let dispatch = dispatch.clone();
    let onclick = move |_: MouseEvent| {
        dispatch.ui(UiAction::Select(id));
        dispatch.focus(Focus::Path(path.clone()));
    };
    html! { <button type="button" class="link" {onclick}>{ words::place(&found.path) }</button> }
}

fn link_to_line(manifest: &DerivedManifest, found: &Diagnostic, dispatch: &Dispatch) -> Html {
    let Some(span) = found.span.clone() else { return Html::default() };
    let line = manifest.line_at(span.start);
    let (id, dispatch) = (manifest.manifest.id(), dispatch.clone());
    let onclick = move |_: MouseEvent| dispatch.ui(UiAction::ShowText(id, span.clone()));
    html! { <button type="button" class="link" {onclick}>{ words::line(line) }</button> }
}
