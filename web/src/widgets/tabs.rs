//! Tabs as the ARIA practices describe them: one stop for Tab, arrows go from one to the next.

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::platform::focus;

/// One tab.
#[derive(Clone, Copy, Debug)]
pub struct Tab {
    /// What it shows.
    pub label: &'static str,
    /// How many things are in it that need attention.
    pub badge: Option<usize>,
    /// The class that colors the badge.
    pub badge_class: Option<&'static str>,
    /// What the badge counts, for those who do not see its color.
    pub badge_label: &'static str,
}

/// A row of tabs.
pub struct Tabs {
    /// What the tabs' ids start with; the panel's id is this with `-panel`.
    pub id: &'static str,
    /// What the tabs are for.
    pub label: &'static str,
    /// The tabs.
    pub tabs: Vec<Tab>,
    /// Which of them is open.
    pub selected: usize,
    /// Told which tab is to be opened.
    pub onselect: Callback<usize>,
}

impl Tabs {
    /// Draws the tabs.
    pub fn view(self) -> Html {
        let onkeydown = self.on_keys();
        let tab = |(number, tab)| self.tab(number, tab);
        html! {
            <div class="tabs" role="tablist" aria-label={self.label} {onkeydown}>
                { for self.tabs.iter().enumerate().map(tab) }
            </div>
        }
    }

    fn on_keys(&self) -> impl Fn(KeyboardEvent) + 'static {
        let (count, selected, id) = (self.tabs.len(), self.selected, self.id);
        let onselect = self.onselect.clone();
        move |event| {
            let Some(next) = tab_for_key(&event.key(), selected, count) else { return };
            event.prevent_default();
            onselect.emit(next);
            if let Some(element) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) {
                focus::element(&element, &format!("{id}-{next}"));
            }
        }
    }

    fn tab(&self, number: usize, tab: &Tab) -> Html {
        let selected = number == self.selected;
        let onclick = self.onselect.reform(move |_| number);
        html! {
            <button
                type="button"
                role="tab"
                id={format!("{}-{number}", self.id)}
                aria-selected={if selected { "true" } else { "false" }}
                aria-controls={format!("{}-panel", self.id)}
                tabindex={if selected { "0" } else { "-1" }}
                {onclick}
            >
                { tab.label }
                if let Some(count) = tab.badge {
                    <span class={classes!("badge", tab.badge_class)}>
                        { count }<span class="visually-hidden">{ " " }{ tab.badge_label }</span>
                    </span>
                }
            </button>
        }
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
