//! Tabs as the ARIA practices describe them: one stop for Tab, arrows go from one to the next.

use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::tag::{div, span, tag};
use crate::platform::focus;

/// One tab.
#[derive(Clone, Debug)]
pub struct Tab {
    /// What it shows.
    pub label: &'static str,
    /// How many things are in it that need attention.
    pub badge: Option<usize>,
    /// The classes of the badge, with the one that colors it.
    pub badge_class: &'static str,
    /// What the badge counts, for those who do not see its color.
    pub badge_label: String,
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
        let tabs = self.tabs.iter().enumerate().map(|(number, tab)| self.tab(number, tab));
        div("tabs")
            .part("tabs")
            .attr("role", "tablist")
            .attr("aria-label", self.label)
            .onkeydown(self.on_keys())
            .children(tabs)
            .view()
    }

    fn on_keys(&self) -> Callback<KeyboardEvent> {
        let (count, selected, id) = (self.tabs.len(), self.selected, self.id);
        let onselect = self.onselect.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some(next) = tab_for_key(&event.key(), selected, count) else { return };
            event.prevent_default();
            onselect.emit(next);
            if let Some(element) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) {
                focus::element(&element, &tab_id(id, next));
            }
        })
    }

    fn tab(&self, number: usize, tab: &Tab) -> Html {
        let selected = number == self.selected;
        let onselect = self.onselect.clone();
        let badge = tab.badge.map(|count| {
            let label = span("visually-hidden").child(" ").child(tab.badge_label.clone());
            tag("span").attr("class", tab.badge_class).child(count.to_string()).child(label)
        });
        tag("button")
            .attr("type", "button")
            .attr("role", "tab")
            .attr("id", tab_id(self.id, number))
            .attr("aria-selected", if selected { "true" } else { "false" })
            .attr("aria-controls", [self.id, "-panel"].concat())
            .attr("tabindex", if selected { "0" } else { "-1" })
            .onclick(Callback::from(move |_| onselect.emit(number)))
            .child(tab.label)
            .child(badge)
            .view()
    }
}

/// The id of a tab by its number.
pub fn tab_id(tabs: &str, number: usize) -> String {
    [tabs, "-", &number.to_string()].concat()
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
