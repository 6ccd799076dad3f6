//! The right region: what follows from the form.

pub mod changes;
pub mod meaning;
pub mod problems;
mod reach;
pub mod yaml;

use netpol_core::edit::Health;
use yew::prelude::*;

use crate::state::{OutputTab, UiAction, View};
use crate::widgets::tabs::{Tab, Tabs, tab_id};
use crate::widgets::tag::{div, p, tag};
use crate::words;

/// The right region.
pub fn view(view: &View) -> Html {
    let (ui, dispatch) = (&view.ui, &view.dispatch);
    let selected = view.selected.clone();
    let problems = selected.as_ref().map_or(0, |manifest| manifest.diagnostics.len());
    let refused = selected.as_ref().is_some_and(|manifest| manifest.health() == Health::Refused);
    let open = OutputTab::ALL.iter().position(|tab| *tab == ui.tab).unwrap_or_default();
    let tabs = Tabs {
        id: "output",
        label: words::REGION_OUTPUT,
        tabs: OutputTab::ALL.map(|tab| view_tab(tab, problems, refused)).to_vec(),
        selected: open,
        onselect: {
            let dispatch = dispatch.clone();
            Callback::from(move |number: usize| {
                let tab = OutputTab::ALL.get(number).copied().unwrap_or_default();
                dispatch.ui(UiAction::OpenTab(tab));
            })
        },
    };
    let pane = match (selected, ui.tab) {
        (_, OutputTab::Reach) => reach::view(view),
        (None, _) => p("hint empty").child(words::NOTHING_YET).view(),
        (Some(manifest), OutputTab::Yaml) => yaml::view(view, &manifest),
        (Some(manifest), OutputTab::Meaning) => meaning::view(&manifest, dispatch),
        (Some(manifest), OutputTab::Problems) => problems::view(&manifest, view),
        (Some(manifest), OutputTab::Changes) => changes::view(view, &manifest),
    };
    let pane = div("pane")
        .part("pane")
        .attr("role", "tabpanel")
        .attr("id", "output-panel")
        .attr("tabindex", "0")
        .attr("aria-labelledby", tab_id("output", open))
        .child(pane);
    tag("section")
        .attr("role", "group")
        .attr("class", "output-region")
        .part("output")
        .attr("aria-label", words::REGION_OUTPUT)
        .child(tabs.view())
        .child(pane)
        .child(p("visually-hidden").attr("role", "status").child(words::problems_live(problems)))
        .view()
}

fn view_tab(tab: OutputTab, problems: usize, refused: bool) -> Tab {
    Tab {
        label: words::tab(tab),
        badge: (tab == OutputTab::Problems && problems > 0).then_some(problems),
        badge_label: words::problems_noun(problems),
        badge_class: if refused { "badge error" } else { "badge" },
    }
}
