//! The right region: what follows from the form.

pub mod meaning;
pub mod problems;
pub mod yaml;

use yew::prelude::*;

use super::workspace::use_selected;
use crate::state::{OutputTab, UiAction, use_dispatch, use_ui};
use crate::widgets::tabs::{Tab, Tabs};
use crate::words;
use yaml::YamlPane;

/// The right region.
#[component]
pub fn OutputPanel() -> Html {
    let ui = use_ui();
    let dispatch = use_dispatch();
    let selected = use_selected();
    let problems = selected.as_ref().map_or(0, |manifest| manifest.diagnostics.len());
    let open = OutputTab::ALL.iter().position(|tab| *tab == ui.tab).unwrap_or_default();
    let tabs = Tabs {
        id: "output",
        label: words::REGION_OUTPUT,
        tabs: OutputTab::ALL.map(|tab| view_tab(tab, problems)).to_vec(),
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
        (None, _) => html! { <p class="hint empty">{ words::NOTHING_YET }</p> },
        (Some(manifest), OutputTab::Yaml) => {
            html! { <YamlPane {manifest} highlight={ui.highlight.clone()} /> }
        }
        (Some(manifest), OutputTab::Meaning) => meaning::view(&manifest, &dispatch),
        (Some(manifest), OutputTab::Problems) => problems::view(&manifest, &dispatch),
    };
    html! {
        <section class="output-region" aria-label={words::REGION_OUTPUT}>
            { tabs.view() }
            <div
                role="tabpanel"
                id="output-panel"
                class="pane"
                tabindex="0"
                aria-labelledby={format!("output-{open}")}
            >
                { pane }
            </div>
            <p class="visually-hidden" role="status">{ words::problems_live(problems) }</p>
        </section>
    }
}

fn view_tab(tab: OutputTab, problems: usize) -> Tab {
    Tab {
        label: words::tab(tab),
        badge: (tab == OutputTab::Problems && problems > 0).then_some(problems),
        badge_label: words::problems_noun(problems),
    }
}
