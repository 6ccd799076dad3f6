//! What is wrong or surprising, each with its place in the form and in the text.

use std::rc::Rc;

use netpol_core::diagnostic::Diagnostic;
use netpol_core::edit::DerivedManifest;
use yew::prelude::*;

use super::meaning::PaneProps;
use crate::icons::{Icon, IconView};
use crate::state::{Focus, Region, UiAction, use_dispatch};
use crate::widgets::findings::{severity_class, severity_icon};
use crate::words;

/// What is wrong or surprising.
#[component]
pub fn ProblemsPane(props: &PaneProps) -> Html {
    let manifest = &props.manifest;
    if manifest.diagnostics.is_empty() {
        return html! {
            <div class="all-fine">
                <IconView icon={Icon::Check} />
                <p>{ words::no_problems(manifest) }</p>
            </div>
        };
    }
    let item = |(number, found): (usize, &Diagnostic)| {
        html! { <Problem key={number} manifest={Rc::clone(manifest)} {number} found={found.clone()} /> }
    };
    html! { <ol class="problems">{ for manifest.diagnostics.iter().enumerate().map(item) }</ol> }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ProblemProps {
    manifest: Rc<DerivedManifest>,
    number: usize,
    found: Diagnostic,
}

#[component]
fn Problem(props: &ProblemProps) -> Html {
    let dispatch = use_dispatch();
    let found = &props.found;
    let id = props.manifest.manifest.id();
    let to_field = {
        let (dispatch, path) = (dispatch.clone(), found.path.clone());
        move |_: MouseEvent| {
            dispatch.ui(UiAction::Select(id));
            dispatch.focus(Focus::Path(path.clone()));
        }
    };
    let line = found.span.as_ref().map(|span| props.manifest.line_at(span.start));
    let to_line = found.span.clone().map(|span| {
        move |_: MouseEvent| {
            dispatch.ui(UiAction::OpenRegion(Region::Output));
            dispatch.ui(UiAction::ShowText(id, span.clone()));
        }
    });
    html! {
        <li class={classes!("problem", severity_class(found.severity))} id={format!("problem-{}", props.number)}>
            { severity_icon(found.severity) }
            <div>
                <p class="message">{ words::sentence_case(&found.message) }</p>
                if let Some(help) = &found.help {
                    <p class="hint">{ words::sentence_case(help) }</p>
                }
                <p class="places">
                    if props.manifest.is_policy() {
                        <button type="button" class="link" onclick={to_field}>
                            { words::place(&found.path) }
                        </button>
                    }
                    if let (Some(line), Some(to_line)) = (line, to_line) {
                        <button type="button" class="link" onclick={to_line}>{ words::line(line) }</button>
                    }
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
