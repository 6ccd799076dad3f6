//! The right region: what follows from the form.

pub mod meaning;
pub mod problems;
pub mod yaml;

use yew::prelude::*;

use super::workspace::use_selected;
use crate::state::{OutputTab, UiAction, use_dispatch, use_ui};
use crate::widgets::tabs::{Tab, Tabs};
use crate::words;
use meaning::MeaningPane;
use problems::ProblemsPane;
use yaml::YamlPane;

/// The right region.
#[component]
pub fn OutputPanel() -> Html {
    let ui = use_ui();
    let dispatch = use_dispatch();
    let selected = use_selected();
    let problems = selected.as_ref().map_or(0, |manifest| manifest.diagnostics.len());
    let tab = |tab: OutputTab| Tab {
        label: words::tab(tab).into(),
        badge: (tab == OutputTab::Problems && problems > 0).then_some(problems),
        badge_label: words::problems_noun(problems).into(),
    };
    let open = OutputTab::ALL.iter().position(|tab| *tab == ui.tab).unwrap_or_default();
    let onselect = Callback::from(move |number: usize| {
        let tab = OutputTab::ALL.get(number).copied().unwrap_or_default();
        dispatch.ui(UiAction::OpenTab(tab));
    });
    html! {
        <section class="output-region" aria-label={words::REGION_OUTPUT}>
            <Tabs
                id="output"
                label={words::REGION_OUTPUT}
                tabs={OutputTab::ALL.map(tab).to_vec()}
                selected={open}
                {onselect}
            />
            <div
                role="tabpanel"
                id="output-panel"
                class="pane"
                tabindex="0"
                aria-labelledby={format!("output-{open}")}
            >
                if let Some(manifest) = selected {
                    { match ui.tab {
                        OutputTab::Yaml => html! { <YamlPane {manifest} highlight={ui.highlight.clone()} /> },
                        OutputTab::Meaning => html! { <MeaningPane {manifest} /> },
                        OutputTab::Problems => html! { <ProblemsPane {manifest} /> },
                    } }
                } else {
                    <p class="hint empty">{ words::NOTHING_YET }</p>
                }
            </div>
            <p class="visually-hidden" role="status">{ words::problems_live(problems) }</p>
        </section>
    }
}
