//! A text box with its label, choices, and what is wrong with it.

use netpol_core::diagnostic::Diagnostic;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::findings::{finding_list, has_errors};
use super::tag::{Tag, div, p, tag};

/// Whether a label is seen, or only there for those who do not see the page's layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelStyle {
    /// Above the field.
    #[default]
    Shown,
    /// For assistive technology only.
    Quiet,
}

impl LabelStyle {
    /// The class of a field with such a label.
    pub fn class(self) -> &'static str {
        match self {
            LabelStyle::Shown => "field",
            LabelStyle::Quiet => "field quiet",
        }
    }
}

/// A text box with its label, choices, and what is wrong with it.
#[derive(Default)]
pub struct TextField {
    /// The element's id.
    pub id: String,
    /// What the box is for.
    pub label: &'static str,
    /// Whether the label is seen.
    pub label_style: LabelStyle,
    /// What the box holds.
    pub value: String,
    /// What could be typed.
    pub placeholder: &'static str,
    /// One line below the box.
    pub hint: &'static str,
    /// The place in the manifest, for links from problems.
    pub path: Option<String>,
    /// The id of the list of what may be chosen instead of typed.
    pub choices: Option<String>,
    /// What is wrong with it.
    pub findings: Vec<Diagnostic>,
    /// Whether it gets the keyboard when its entry is added.
    pub wants_focus: bool,
    /// The id of what is wrong with it and is shown elsewhere.
    pub described: Option<String>,
    /// Whether undo in the box is the browser's, because it is no part of the document.
    pub own_undo: bool,
    /// Told what the box holds, at every keystroke.
    pub oninput: Callback<String>,
}

impl TextField {
    /// Draws the box.
    pub fn view(self) -> Html {
        let hint_id = (!self.hint.is_empty()).then(|| [&self.id, "-hint"].concat());
        let findings_id = [&self.id, "-findings"].concat();
        let own_findings = (!self.findings.is_empty()).then_some(findings_id.as_str());
        let invalid = has_errors(&self.findings) || self.described.is_some();
        let described = joined(&[hint_id.as_deref(), own_findings, self.described.as_deref()]);
        let label = tag("label").attr("for", self.id.clone()).child(self.label);
        let input = text_input(self.id, self.choices, invalid, described)
            .value(self.value)
            .attr("placeholder", self.placeholder)
            .attr("data-path", self.path)
            .flag("data-focus", self.wants_focus)
            .flag("data-own-undo", self.own_undo)
            .oninput(on_text(self.oninput));
        div(self.label_style.class())
            .child(label)
            .child(input)
            .child(hint_id.map(|hint_id| p("hint").attr("id", hint_id).child(self.hint)))
            .child(finding_list(&findings_id, &self.findings))
            .view()
    }
}

/// A box for text that the browser neither corrects nor completes.
pub fn text_input(
    id: String,
    choices: Option<String>,
    invalid: bool,
    described: Option<String>,
) -> Tag {
    tag("input")
        .attr("type", "text")
        .attr("id", id)
        .attr("list", choices)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("aria-invalid", invalid.then_some("true"))
        .attr("aria-describedby", described)
}

/// A handler of what is typed, told what the box holds then.
pub fn on_text(callback: Callback<String>) -> Callback<InputEvent> {
    Callback::from(move |event: InputEvent| {
        callback.emit(input_of(&event).map(|input| input.value()).unwrap_or_default());
    })
}

/// The box that an event is about.
pub fn input_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

/// Joins the ids of what describes a field; `None` when nothing does.
fn joined(ids: &[Option<&str>]) -> Option<String> {
    let ids: Vec<&str> = ids.iter().flatten().copied().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
