//! What is wrong with a field, right below it.

use netpol_core::diagnostic::{Diagnostic, Severity};
use yew::prelude::*;

use crate::icons::{Icon, IconView};
use crate::words;

/// What a [`FindingList`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct FindingListProps {
    /// The id that the field names in `aria-describedby`.
    pub id: AttrValue,
    /// What is wrong or surprising.
    pub findings: Vec<Diagnostic>,
}

/// What is wrong with a field: our words and help first, the server's on demand.
#[component]
pub fn FindingList(props: &FindingListProps) -> Html {
    if props.findings.is_empty() {
        return Html::default();
    }
    html! {
        <div class="findings" id={props.id.clone()}>
            { for props.findings.iter().map(finding) }
        </div>
    }
}

/// The icon for a severity, with its word as name.
pub fn severity_icon(severity: Severity) -> Html {
    let icon = match severity {
        Severity::Error => Icon::Error,
        Severity::Warning => Icon::Warning,
        Severity::Advice => Icon::Info,
    };
    html! { <IconView {icon} name={severity.word()} /> }
}

/// The class that colors a severity.
pub fn severity_class(severity: Severity) -> &'static str {
    severity.word()
}

fn finding(found: &Diagnostic) -> Html {
    html! {
        <div class={classes!("finding", severity_class(found.severity))}>
            { severity_icon(found.severity) }
            <div>
                <p>{ words::sentence_case(&found.message) }</p>
                if let Some(help) = &found.help {
                    <p class="hint">{ words::sentence_case(help) }</p>
                }
            </div>
        </div>
    }
}
