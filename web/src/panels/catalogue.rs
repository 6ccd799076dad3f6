//! The catalogue: ready-made policies, their questions, and what comes out of the answers.

mod preset_form;

use netpol_core::preset::{Group, PRESETS, Preset};
use yew::prelude::*;

use crate::icons::Icon;
use crate::state::{Dispatch, Main, UiAction, View};
use crate::widgets::button::button;
use crate::widgets::field::TextField;
use crate::words;
use preset_form::PresetForm;

/// The list of presets, or the one that is open.
pub fn view(view: &View) -> Html {
    let dispatch = view.dispatch.clone();
    let Some(preset) = view.ui.preset.and_then(Preset::find) else {
        return html! { <PresetList {dispatch} /> };
    };
    let document = view.editor.history.document();
    let selected = view.selected.as_ref();
    html! {
        <PresetForm
            key={preset.id}
            {preset}
            namespace={selected.map(|selected| selected.namespace.clone()).unwrap_or_default()}
            server={view.editor.server}
            next={document.next_manifest()}
            {dispatch}
        />
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ListProps {
    dispatch: Dispatch,
}

/// The list, with a search.
#[component]
fn PresetList(props: &ListProps) -> Html {
    let dispatch = &props.dispatch;
    let search = use_state_eq(String::new);
    let oninput = {
        let search = search.clone();
        Callback::from(move |text| search.set(text))
    };
    let close = {
        let dispatch = dispatch.clone();
        Callback::from(move |_| dispatch.ui(UiAction::Show(Main::Form)))
    };
    let found: Vec<&'static Preset> =
        PRESETS.iter().copied().filter(|preset| matches(preset, &search)).collect();
    let search_box = TextField {
        id: "catalogue-search".to_owned(),
        label: words::SEARCH_CATALOGUE,
        value: (*search).clone(),
        placeholder: words::SEARCH_PLACEHOLDER,
        own_undo: true,
        oninput,
        ..TextField::default()
    };
    html! {
        <div class="catalogue">
            <div class="catalogue-head">
                <h2>{ words::CATALOGUE }</h2>
                { button(Icon::Close, words::CLOSE, close) }
            </div>
            { search_box.view() }
            { for Group::ALL.map(|group| view_group(group, &found, dispatch)) }
            <p class="hint" role="status">{ words::presets_found(found.len()) }</p>
        </div>
    }
}

fn view_group(group: Group, found: &[&'static Preset], dispatch: &Dispatch) -> Html {
    let mut presets = found.iter().filter(|preset| preset.group == group).peekable();
    html! {
        if presets.peek().is_some() {
            <section>
                <h3>{ group.title() }</h3>
                <ul class="presets">{ for presets.map(|preset| preset_card(preset, dispatch)) }</ul>
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
pub fn preset_card(preset: &'static Preset, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let open = move |_: MouseEvent| dispatch.ui(UiAction::OpenPreset(preset.id));
    html! {
        <li key={preset.id}>
            <button type="button" class="preset" onclick={open}>
                <strong>{ preset.title }<span class="code">{ preset.id }</span></strong>
                <span>{ preset.summary }</span>
            </button>
        </li>
    }
}
