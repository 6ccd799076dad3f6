//! The middle region: the form of the selected policy.

mod choices;
mod direction;
mod metadata;
mod peer;
mod ports;
mod rule;
mod scope;
mod selector;

use netpol_core::diagnostic::{Diagnostic, Severity};
use netpol_core::draft::{ItemId, PolicyDraft, SpecDraft};
use netpol_core::edit::{Content, DerivedManifest, Findings, Matched};
use netpol_core::model::Direction;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::output::problems::link_to_line;
use crate::icons::{Icon, icon};
use crate::state::{Dispatch, OutputTab, PolicyDispatch, Region, UiAction, View};
use crate::widgets::button::link;
use crate::widgets::sentence::{fact, sentence};
use crate::widgets::tag::{div, group, p, tag, text};
use crate::words;

/// The form of the selected policy, or what is shown for a manifest that is none.
pub fn view(selected: &DerivedManifest, view: &View) -> Html {
    match (selected.manifest.last_policy(), selected.manifest.content()) {
        (Some(draft), _) => policy_form(selected, draft, view),
        (None, Content::Broken { .. }) => no_form(words::say(words::BROKEN)),
        (None, _) => no_form(words::no_form(selected)),
    }
}

/// The form of one policy; its rule cards are components, drawn anew only for what they show.
fn policy_form(manifest: &DerivedManifest, draft: &PolicyDraft, view: &View) -> Html {
    let Some(facts) = &manifest.facts else { return Html::default() };
    let id = manifest.manifest.id();
    let dispatch = &PolicyDispatch::new(view.dispatch.clone(), id);
    let blank = SpecDraft::default();
    let spec = draft.spec.written().unwrap_or(&blank);
    let directions = Direction::ALL.into_iter();
    let body = div("form-body")
        .flag("inert", manifest.stale)
        .child(scope::view(draft, facts, dispatch))
        .children(directions.map(|direction| direction::view(direction, spec, facts, dispatch)))
        .child(metadata::view(draft, &facts.scope, dispatch));
    div("form")
        .key(&id.number().to_string())
        .child(choices::view(&view.editor.derived.vocabulary))
        .child(match manifest.stale {
            true => stale(manifest, view),
            false => meaning(manifest, &view.dispatch),
        })
        .child(body)
        .view()
}

/// Why the form below cannot be used: the text cannot be read.
fn stale(manifest: &DerivedManifest, view: &View) -> Html {
    let mut found = manifest.diagnostics.iter();
    let first = found.find(|found| found.severity == Severity::Error);
    let why = first.map(|found| fact(&found.message));
    div("meaning refused")
        .attr("role", "status")
        .child(icon(Icon::Error))
        .child(tag("p").child(words::STALE).child(" ").child(why))
        .child(first.map(|found| link_to_line(manifest, found, view)))
        .view()
}

/// The meaning of the policy on top of its form, or why there is none yet.
fn meaning(manifest: &DerivedManifest, dispatch: &Dispatch) -> Html {
    if manifest.meaning.is_empty() {
        let dispatch = dispatch.clone();
        let open = Callback::from(move |_| {
            dispatch.ui(UiAction::OpenTab(OutputTab::Problems));
            dispatch.ui(UiAction::OpenRegion(Region::Output));
        });
        return div("meaning refused")
            .child(icon(Icon::Error))
            .child(tag("p").child(words::refused(manifest)))
            .child(link(words::say(words::SHOW_PROBLEMS), open))
            .view();
    }
    let with_space = |words| group(vec![sentence(words), text(" ".to_owned())]);
    p("meaning").children(manifest.meaning.iter().map(with_space)).view()
}

/// What a selector matches, live.
fn matched(matched: &Matched) -> Html {
    p("hint matched").child(words::matched(matched)).view()
}

/// What stands in place of a form for a manifest that has none.
fn no_form(text: String) -> Html {
    div("welcome").child(icon(Icon::File)).child(tag("p").child(text)).view()
}

/// The id of an element that belongs to an entry of the draft.
fn element_id(what: &str, id: ItemId) -> String {
    [what, "-", &id.number().to_string()].concat()
}

/// The id of what is wrong with an entry of the draft.
fn findings_id(what: &str, id: ItemId) -> String {
    [&element_id(what, id), "-findings"].concat()
}

/// What is wrong with a field itself; nothing where the field is not written.
fn findings_at(findings: &Findings, path: Option<&FieldPath>) -> Vec<Diagnostic> {
    path.map_or(Vec::new(), |path| findings.at(path).cloned().collect())
}

/// What is wrong with a field or below it; nothing where the field is not written.
fn findings_within(findings: &Findings, path: Option<&FieldPath>) -> Vec<Diagnostic> {
    path.map_or(Vec::new(), |path| findings.within(path).cloned().collect())
}

/// The place in the manifest, for links from problems.
fn place(path: Option<&FieldPath>) -> Option<String> {
    path.map(ToString::to_string)
}
