//! The first visit, and the workspace without anything in it.

use netpol_core::preset::Preset;
use yew::prelude::*;

use super::catalogue::preset_card;
use super::workspace::{browse_catalogue, new_policy};
use crate::icons::{Icon, icon};
use crate::state::View;
use crate::widgets::button::button;
use crate::words;

/// The presets that are offered at once, by id.
const FIRST_PRESETS: [&str; 4] = ["P01", "P04", "P10", "P14"];

/// What to do first.
pub fn view(view: &View) -> Html {
    let dispatch = &view.dispatch;
    let presets = FIRST_PRESETS.into_iter().filter_map(Preset::find);
    html! {
        <div class="welcome">
            { icon(Icon::Mark) }
            <h2>{ words::WELCOME_TITLE }</h2>
            <p>{ words::WELCOME_TEXT }</p>
            <div class="welcome-buttons">
                <button type="button" class="primary" onclick={new_policy(view)}>
                    { icon(Icon::Plus) }<span>{ words::NEW_POLICY }</span>
                </button>
                { button(Icon::Book, words::BROWSE_CATALOGUE, browse_catalogue(dispatch)) }
            </div>
            <h3>{ words::START_FROM }</h3>
            <ul class="presets">{ for presets.map(|preset| preset_card(preset, view)) }</ul>
            <p class="hint">{ words::PRIVACY }</p>
        </div>
    }
}
