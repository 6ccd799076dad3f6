//! The catalogue: ready-made policies, their questions, and what comes out of the answers.

mod preset_form;

use netpol_core::preset::{Group, PRESETS, Preset};
use yew::prelude::*;

use crate::icons::Icon;
use crate::state::{Main, UiAction, View};
use crate::widgets::button::button;
use crate::widgets::field::TextField;
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
    html! {
        <div class="catalogue" key="catalogue">
            <div class="catalogue-head">
                <h2>{ words::CATALOGUE }</h2>
                { button(Icon::Close, words::CLOSE, close) }
            </div>
            { search_box.view() }
            { for Group::ALL.map(|group| view_group(group, &found, view)) }
            <p class="hint" role="status">{ words::presets_found(found.len()) }</p>
        </div>
    }
}

fn view_group(group: Group, found: &[&'static Preset], view: &View) -> Html {
    let mut presets = found.iter().filter(|preset| preset.group == group).peekable();
    html! {
        if presets.peek().is_some() {
            <section>
                <h3>{ group.title() }</h3>
                <ul class="presets">{ for presets.map(|preset| preset_card(preset, view)) }</ul>
            </section>
        }
    }
}

/// Whether every word of a search is in what a preset says of itself.
fn matches(preset: &Preset, search: &str) -> bool {
    let text = [preset.id, preset.name, preset.title, preset.summary].join(" ");
    let text = text.to_ascii_lowercase();
    search.to_ascii_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// A preset in a list.
pub fn preset_card(preset: &'static Preset, view: &View) -> Html {
    let likely = preset_form::likely_arguments(preset, view.selected.as_deref());
    let open = view.dispatch.on_click(UiAction::OpenPreset(preset.id, likely));
    html! {
        <li key={preset.id}>
            <button type="button" class="preset" onclick={open}>
                <strong>{ preset.title }<span class="code">{ preset.id }</span></strong>
                <span>{ preset.summary }</span>
            </button>
        </li>
    }
}
