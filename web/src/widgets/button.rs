//! Buttons.

use yew::prelude::*;

use crate::icons::{Icon, icon};

/// A button that is only an icon; its name is its tooltip too.
pub fn icon_button(symbol: Icon, name: String, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="icon-button" title={name.clone()} aria-label={name} {onclick}>
            { icon(symbol) }
        </button>
    }
}

/// The same, which can be out of use for a while; it keeps its place in the tab order.
pub fn icon_button_if(
    enabled: bool,
    symbol: Icon,
    name: String,
    onclick: Callback<MouseEvent>,
) -> Html {
    if enabled {
        return icon_button(symbol, name, onclick);
    }
    html! {
        <button type="button" class="icon-button" title={name.clone()} aria-label={name} aria-disabled="true">
            { icon(symbol) }
        </button>
    }
}

/// A button with an icon before its words.
pub fn button(symbol: Icon, label: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" {onclick}>{ icon(symbol) }<span>{ label }</span></button> }
}

/// A button that adds an entry to a list.
pub fn add_button(id: Option<String>, label: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class="add" {id} {onclick}>{ icon(Icon::Plus) }<span>{ label }</span></button>
    }
}
