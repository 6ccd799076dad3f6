//! The middle region: the form of the selected policy.

mod direction;
mod metadata;
mod peer;
mod ports;
mod rule;
mod scope;
mod selector;

use std::rc::Rc;

use netpol_core::draft::{PolicyDraft, SpecDraft};
use netpol_core::edit::{Content, DerivedManifest};
use netpol_core::model::Direction;
use yew::prelude::*;

use super::workspace::use_selected;
use crate::icons::{Icon, IconView};
use crate::state::{OutputTab, PolicyDispatch, Region, UiAction, use_dispatch};
use crate::widgets::sentence::SentenceView;
use crate::words;
use direction::DirectionSection;
use metadata::MetadataSection;
use scope::ScopeSection;

/// The form of the selected policy, or what is shown for a manifest that is none.
#[component]
pub fn FormPanel() -> Html {
    let Some(selected) = use_selected() else { return Html::default() };
    match selected.manifest.content() {
        Content::Policy(draft) => {
            let key = selected.manifest.id().number();
            html! { <PolicyForm {key} draft={Rc::clone(draft)} manifest={Rc::clone(&selected)} /> }
        }
        Content::Other(_) => html! { <NoForm text={words::no_form(&selected)} /> },
        Content::Broken => html! { <NoForm text={words::BROKEN} /> },
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PolicyFormProps {
    draft: Rc<PolicyDraft>,
    manifest: Rc<DerivedManifest>,
}

#[component]
fn PolicyForm(props: &PolicyFormProps) -> Html {
    let dispatch = PolicyDispatch::new(use_dispatch(), props.manifest.manifest.id());
    let Some(facts) = props.manifest.facts.as_ref() else { return Html::default() };
    let spec = props.draft.spec.written().cloned().unwrap_or_default();
    let section = |direction: Direction| {
        html! {
            <DirectionSection
                {direction}
                spec={Rc::new(direction_only(&spec, direction))}
                direction_facts={*facts.direction(direction)}
                rules={facts.rules.clone()}
                findings={Rc::clone(&facts.scope)}
            />
        }
    };
    html! {
        <ContextProvider<PolicyDispatch> context={dispatch}>
            <div class="form">
                <Meaning manifest={Rc::clone(&props.manifest)} />
                <ScopeSection draft={Rc::clone(&props.draft)} findings={Rc::clone(&facts.scope)} />
                { section(Direction::Ingress) }
                { section(Direction::Egress) }
                <MetadataSection draft={Rc::clone(&props.draft)} findings={Rc::clone(&facts.scope)} />
            </div>
        </ContextProvider<PolicyDispatch>>
    }
}

/// A spec without the rules of the other direction, so that a section is drawn anew only for what
/// it shows. The effective policy types are written out, because they may follow from the rules.
fn direction_only(spec: &SpecDraft, direction: Direction) -> SpecDraft {
    spec.narrowed_to(direction)
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct ManifestProps {
    manifest: Rc<DerivedManifest>,
}

/// The meaning of the policy on top of its form, or why there is none yet.
#[component]
fn Meaning(props: &ManifestProps) -> Html {
    let dispatch = use_dispatch();
    let manifest = &props.manifest;
    if manifest.meaning.is_empty() {
        let open = move |_: MouseEvent| {
            dispatch.ui(UiAction::OpenTab(OutputTab::Problems));
            dispatch.ui(UiAction::OpenRegion(Region::Output));
        };
        return html! {
            <div class="meaning refused">
                <IconView icon={Icon::Error} />
                <p>{ words::refused(manifest) }</p>
                <button type="button" class="link" onclick={open}>{ words::SHOW_PROBLEMS }</button>
            </div>
        };
    }
    let sentence = |sentence: &netpol_core::describe::Sentence| {
        html! { <><SentenceView sentence={sentence.clone()} />{ " " }</> }
    };
    html! { <p class="meaning">{ for manifest.meaning.iter().map(sentence) }</p> }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct NoFormProps {
    text: AttrValue,
}

/// What stands in place of a form for a manifest that has none.
#[component]
fn NoForm(props: &NoFormProps) -> Html {
    html! {
        <div class="welcome">
            <IconView icon={Icon::File} />
            <p>{ props.text.clone() }</p>
        </div>
    }
}
