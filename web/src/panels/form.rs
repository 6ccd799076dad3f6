//! The middle region: the form of the selected policy.

mod choices;
mod direction;
mod metadata;
mod peer;
mod ports;
mod rule;
mod scope;
mod selector;

use netpol_core::draft::{PolicyDraft, SpecDraft};
use netpol_core::edit::{Content, DerivedManifest};
use netpol_core::model::Direction;
use yew::prelude::*;

use crate::icons::{Icon, icon};
use crate::state::{Dispatch, OutputTab, PolicyDispatch, Region, UiAction, View};
use crate::widgets::sentence::sentence;
use crate::words;

/// The form of the selected policy, or what is shown for a manifest that is none.
pub fn view(selected: &DerivedManifest, view: &View) -> Html {
    match selected.manifest.content() {
        Content::Policy(draft) => policy_form(selected, draft, view),
        Content::Other(_) => no_form(words::no_form(selected)),
        Content::Broken { .. } => no_form(words::BROKEN.to_owned()),
    }
}

/// The form of one policy; its rule cards are components, drawn anew only for what they show.
fn policy_form(manifest: &DerivedManifest, draft: &PolicyDraft, view: &View) -> Html {
    let Some(facts) = &manifest.facts else { return Html::default() };
    let id = manifest.manifest.id();
    let dispatch = &PolicyDispatch::new(view.dispatch.clone(), id);
    let blank = SpecDraft::default();
    let spec = draft.spec.written().unwrap_or(&blank);
    html! {
        <div class="form" key={id.number()}>
            { choices::view(&view.editor.derived.vocabulary) }
            { meaning(manifest, &view.dispatch) }
            { scope::view(draft, &facts.scope, dispatch) }
            { for Direction::ALL.map(|direction| direction::view(direction, spec, facts, dispatch)) }
            { metadata::view(draft, &facts.scope, dispatch) }
        </div>
    }
}

/// The meaning of the policy on top of its form, or why there is none yet.
fn meaning(manifest: &DerivedManifest, dispatch: &Dispatch) -> Html {
    if manifest.meaning.is_empty() {
        let dispatch = dispatch.clone();
        let open = move |_: MouseEvent| {
            dispatch.ui(UiAction::OpenTab(OutputTab::Problems));
            dispatch.ui(UiAction::OpenRegion(Region::Output));
        };
        return html! {
            <div class="meaning refused">
                { icon(Icon::Error) }
                <p>{ words::refused(manifest) }</p>
                <button type="button" class="link" onclick={open}>{ words::SHOW_PROBLEMS }</button>
            </div>
        };
    }
    let with_space = |text| html! { <>{ sentence(text) }{ " " }</> };
    html! { <p class="meaning">{ for manifest.meaning.iter().map(with_space) }</p> }
}

/// What stands in place of a form for a manifest that has none.
fn no_form(text: String) -> Html {
    html! { <div class="welcome">{ icon(Icon::File) }<p>{ text }</p></div> }
}
