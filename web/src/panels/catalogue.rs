//! The catalogue: ready-made policies, their questions, and what comes out of the answers.

mod preset_form;

use netpol_core::preset::{Group, PRESETS, Preset};
use yew::prelude::*;

use crate::icons::{Icon, IconView};
use crate::state::{Main, UiAction, use_dispatch, use_ui};
use crate::widgets::field::TextField;
use crate::words;
use preset_form::PresetForm;

/// The list of presets, or the one that is open.
#[component]
pub fn Catalogue() -> Html {
    let ui = use_ui();
    match ui.preset.and_then(Preset::find) {
        Some(preset) => html! { <PresetForm key={preset.id} {preset} /> },
        None => html! { <PresetList /> },
    }
}

#[component]
fn PresetList() -> Html {
    let dispatch = use_dispatch();
    let search = use_state_eq(String::new);
    let oninput = {
        let search = search.clone();
        Callback::from(move |text| search.set(text))
    };
    let close = move |_: MouseEvent| dispatch.ui(UiAction::Show(Main::Form));
    let found: Vec<&'static Preset> =
        PRESETS.iter().copied().filter(|preset| matches(preset, &search)).collect();
    let group = |group: Group| {
        let presets: Vec<_> =
            found.iter().copied().filter(|preset| preset.group == group).collect();
        let card = |preset| html! { <PresetCard {preset} /> };
        html! {
            if !presets.is_empty() {
                <section>
                    <h3>{ group.title() }</h3>
                    <ul class="presets">{ for presets.into_iter().map(card) }</ul>
                </section>
            }
        }
    };
    html! {
        <div class="catalogue">
            <div class="catalogue-head">
                <h2>{ words::CATALOGUE }</h2>
                <button type="button" onclick={close}><IconView icon={Icon::Close} /><span>{ words::CLOSE }</span></button>
            </div>
            <TextField
                id="catalogue-search"
                label={words::SEARCH_CATALOGUE}
                value={(*search).clone()}
                placeholder={words::SEARCH_PLACEHOLDER}
                own_undo=true
                {oninput}
            />
            { for Group::ALL.map(group) }
            <p class="hint" role="status">{ words::presets_found(found.len()) }</p>
        </div>
    }
}

/// Whether every word of a search is in what a preset says of itself.
fn matches(preset: &Preset, search: &str) -> bool {
    let text = format!("{} {} {} {}", preset.id, preset.name, preset.title, preset.summary);
    let text = text.to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// What a [`PresetCard`] shows.
#[derive(Clone, Copy, Debug, Properties)]
pub struct PresetProps {
    /// The preset.
    pub preset: &'static Preset,
}

impl PartialEq for PresetProps {
    fn eq(&self, other: &Self) -> bool {
        self.preset.id == other.preset.id
    }
}

/// A preset in a list.
#[component]
pub fn PresetCard(props: &PresetProps) -> Html {
    let dispatch = use_dispatch();
    let preset = props.preset;
    let open = move |_: MouseEvent| dispatch.ui(UiAction::OpenPreset(preset.id));
    html! {
        <li>
            <button type="button" class="preset" onclick={open}>
                <strong>{ preset.title }</strong>
                <span>{ preset.summary }</span>
            </button>
        </li>
    }
}
