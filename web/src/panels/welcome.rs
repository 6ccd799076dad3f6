//! The first visit, and the workspace without anything in it.

use netpol_core::preset::Preset;
use yew::prelude::*;

use super::catalogue::PresetCard;
use super::workspace::use_new_policy;
use crate::icons::{Icon, IconView};
use crate::state::{Main, UiAction, use_dispatch};
use crate::words;

/// The presets that are offered at once, by id.
const FIRST_PRESETS: [&str; 4] = ["P01", "P04", "P10", "P14"];

/// What to do first.
#[component]
pub fn Welcome() -> Html {
    let add = use_new_policy();
    let dispatch = use_dispatch();
    let browse = move |_: MouseEvent| dispatch.ui(UiAction::Show(Main::Catalogue));
    let presets = FIRST_PRESETS.into_iter().filter_map(Preset::find);
    let card = |preset| html! { <PresetCard {preset} /> };
    html! {
        <div class="welcome">
            <IconView icon={Icon::Mark} />
            <h2>{ words::WELCOME_TITLE }</h2>
            <p>{ words::WELCOME_TEXT }</p>
            <div class="welcome-buttons">
                <button type="button" class="primary" onclick={add.reform(|_: MouseEvent| ())}>
                    <IconView icon={Icon::Plus} /><span>{ words::NEW_POLICY }</span>
                </button>
                <button type="button" onclick={browse}>
                    <IconView icon={Icon::Book} /><span>{ words::BROWSE_CATALOGUE }</span>
                </button>
            </div>
            <h3>{ words::START_FROM }</h3>
            <ul class="presets">{ for presets.map(card) }</ul>
            <p class="hint">{ words::PRIVACY }</p>
        </div>
    }
}
