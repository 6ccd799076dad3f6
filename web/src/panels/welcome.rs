//! The first visit, and the workspace without anything in it.

use netpol_core::preset::Preset;
use yew::prelude::*;

use super::catalogue::preset_card;
use super::workspace::{browse_catalogue, new_policy, open_button};
use crate::icons::{Icon, icon};
use crate::state::View;
use crate::widgets::button::{button, primary_button};
use crate::widgets::tag::{div, p, tag};
use crate::words;

/// The presets that are offered at once, by id.
const FIRST_PRESETS: [&str; 4] = ["P01", "P04", "P10", "P14"];

/// What to do first.
pub fn view(view: &View) -> Html {
    let dispatch = &view.dispatch;
    let presets = FIRST_PRESETS.into_iter().filter_map(Preset::find);
    let buttons = div("welcome-buttons")
        .child(primary_button(Icon::Plus, words::say(words::NEW_POLICY), new_policy(view)))
        .child(button(Icon::Book, words::BROWSE_CATALOGUE, browse_catalogue(dispatch)))
        .child(open_button(words::OPEN_FILES));
    let presets = presets.map(|preset| preset_card(preset, view));
    div("welcome")
        .part("welcome")
        .child(icon(Icon::Mark))
        .child(tag("h2").child(words::WELCOME_TITLE))
        .child(tag("p").child(words::WELCOME_TEXT))
        .child(buttons)
        .child(tag("h3").child(words::START_FROM))
        .child(tag("ul").attr("class", "presets").children(presets))
        .child(p("hint").child(words::PRIVACY))
        .view()
}
