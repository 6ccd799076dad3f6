//! What is wrong with a field, right below it.

use netpol_core::diagnostic::{Diagnostic, Severity};
use yew::prelude::*;

use super::sentence::fact;
use super::tag::{div, p, tag};
use crate::icons::{Icon, named_icon};

/// What is wrong with a field, in our words; the id is what the field names in `aria-describedby`.
pub fn finding_list(id: &str, findings: &[Diagnostic]) -> Html {
    if findings.is_empty() {
        return Html::default();
    }
    div("findings").attr("id", id.to_owned()).children(findings.iter().map(finding)).view()
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
    let help = found.help.as_ref().map(|help| p("hint").child(fact(help)));
    let message = tag("p").child(fact(&found.message));
    tag("div")
        .attr("class", ["finding ", found.severity.word()].concat())
        .child(severity_icon(found.severity))
        .child(tag("div").child(message).child(help))
        .view()
}
