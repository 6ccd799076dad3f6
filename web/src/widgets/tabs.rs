//! Tabs as the ARIA practices describe them: one stop for Tab, arrows go from one to the next.

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::platform::focus;

/// One tab.
#[derive(Clone, Debug, PartialEq)]
pub struct Tab {
    /// What it shows.
    pub label: AttrValue,
    /// How many things are in it that need attention.
    pub badge: Option<usize>,
    /// What the badge counts, for those who do not see its color.
    pub badge_label: AttrValue,
}

/// What [`Tabs`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TabsProps {
    /// What the tabs' ids start with; the panel's id is this with `-panel`.
    pub id: AttrValue,
    /// What the tabs are for.
    pub label: AttrValue,
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// Which of them is open.
    pub selected: usize,
    /// Told which tab is to be opened.
    pub onselect: Callback<usize>,
}

/// A row of tabs.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let onkeydown = {
        let (count, selected) = (props.tabs.len(), props.selected);
        let (onselect, id) = (props.onselect.clone(), props.id.clone());
        move |event: KeyboardEvent| {
            let Some(next) = tab_for_key(&event.key(), selected, count) else { return };
            event.prevent_default();
            onselect.emit(next);
            if let Some(element) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) {
                focus::element(&element, &format!("{id}-{next}"));
            }
        }
    };
    html! {
        <div class="tabs" role="tablist" aria-label={props.label.clone()} {onkeydown}>
            { for props.tabs.iter().enumerate().map(|(number, tab)| view_tab(props, number, tab)) }
        </div>
    }
}

fn view_tab(props: &TabsProps, number: usize, tab: &Tab) -> Html {
    let selected = number == props.selected;
    let onclick = props.onselect.reform(move |_| number);
    html! {
        <button
            type="button"
            role="tab"
            id={format!("{}-{number}", props.id)}
            aria-selected={if selected { "true" } else { "false" }}
            aria-controls={format!("{}-panel", props.id)}
            tabindex={if selected { "0" } else { "-1" }}
            {onclick}
        >
            { tab.label.clone() }
            if let Some(count) = tab.badge {
                <span class="badge">
                    { count }<span class="visually-hidden">{ format!(" {}", tab.badge_label) }</span>
                </span>
            }
        </button>
    }
}

fn tab_for_key(key: &str, selected: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowRight" => Some((selected + 1) % count.max(1)),
        "ArrowLeft" => Some((selected + count.max(1) - 1) % count.max(1)),
        "Home" => Some(0),
        "End" => Some(count.saturating_sub(1)),
        _ => None,
    }
}
