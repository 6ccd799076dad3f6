//! What is wrong with a field, right below it.

use netpol_core::diagnostic::{Diagnostic, Severity};
use yew::prelude::*;

use super::sentence::fact;
use crate::icons::{Icon, named_icon};
use crate::words;

/// What is wrong with a field, in our words; the id is what the field names in `aria-describedby`.
pub fn finding_list(id: &str, findings: &[Diagnostic]) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    html! {
        <div class="findings" id={id.to_owned()}>
            { for findings.iter().map(finding) }
        </div>
    }
}

/// The icon for a severity, with its word as name.
pub fn severity_icon(severity: Severity) -> Html {
    named_icon(Icon::of(severity), severity.word())
}

/// Whether the server would refuse what the field holds.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|found| found.severity == Severity::Error)
}

fn finding(found: &Diagnostic) -> Html {
    html! {
        <div class={classes!("finding", found.severity.word())}>
            { severity_icon(found.severity) }
            <div>
                <p>{ fact(&words::sentence_case(&found.message)) }</p>
                if let Some(help) = &found.help {
                    <p class="hint">{ fact(&words::sentence_case(help)) }</p>
                }
            </div>
        </div>
    }
}
