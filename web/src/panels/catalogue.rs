//! The catalogue: ready-made policies, their questions, and what comes out of the answers.

mod preset_form;

use netpol_core::preset::{Group, PRESETS, Preset};
use netpol_core::text::has;
use yew::prelude::*;

use crate::icons::Icon;
use crate::state::{Main, UiAction, View};
use crate::widgets::button::button;
use crate::widgets::field::TextField;
use crate::widgets::tag::{div, p, plain_button, span, tag};
use crate::words;

/// The list of presets, or the one that is open.
pub fn view(view: &View) -> Html {
    match view.ui.preset.and_then(Preset::find) {
        Some(preset) => preset_form::view(preset, view),
        None => view_list(view),
    }
}

fn view_list(view: &View) -> Html {
    let (search, dispatch) = (&view.ui.search, &view.dispatch);
    let found: Vec<&'static Preset> =
        PRESETS.iter().copied().filter(|preset| matches(preset, search)).collect();
    let search_box = TextField {
        id: "catalogue-search".to_owned(),
        label: words::SEARCH_CATALOGUE,
        value: search.clone(),
        placeholder: words::SEARCH_PLACEHOLDER,
        own_undo: true,
        oninput: dispatch.on_text(UiAction::Search),
        ..TextField::default()
    };
    let close = dispatch.on_click(UiAction::Show(Main::Form));
    let head = div("catalogue-head").child(tag("h2").child(words::CATALOGUE)).child(button(
        Icon::Close,
        words::CLOSE,
        close,
    ));
    div("catalogue")
        .part("catalogue")
        .key("catalogue")
        .child(head)
        .child(search_box.view())
        .children(Group::ALL.into_iter().map(|group| view_group(group, &found, view)))
        .child(p("hint").attr("role", "status").child(words::presets_found(found.len())))
        .view()
}

fn view_group(group: Group, found: &[&'static Preset], view: &View) -> Html {
    let presets = || found.iter().filter(|preset| preset.group == group);
    if presets().next().is_none() {
        return Html::default();
    }
    let cards = presets().map(|preset| preset_card(preset, view));
    tag("section")
        .child(tag("h3").child(group.title()))
        .child(tag("ul").attr("class", "presets").children(cards))
        .view()
}

/// Whether every word of a search is in what a preset says of itself.
fn matches(preset: &Preset, search: &str) -> bool {
    let [title, summary] = [preset.title, preset.summary].map(words::said);
    let text = [preset.id, preset.name, preset.title, title, summary].join(" ");
    let text = text.to_ascii_lowercase();
    search.to_ascii_lowercase().split_whitespace().all(|word| has(&text, word))
}

/// A preset in a list.
pub fn preset_card(preset: &'static Preset, view: &View) -> Html {
    let likely = preset_form::likely_arguments(preset, view.selected.as_deref());
    let open = view.dispatch.on_click(UiAction::OpenPreset(preset.id, likely));
    let title = tag("strong").child(preset.title).child(span("code").child(preset.id));
    let card = plain_button("preset", open).child(title).child(tag("span").child(preset.summary));
    tag("li").key(preset.id).child(card).view()
}
