//! A text box with its label, choices, and what is wrong with it.

use netpol_core::diagnostic::Diagnostic;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::findings::{finding_list, has_errors};

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
    pub fn class(self) -> Classes {
        classes!("field", (self == LabelStyle::Quiet).then_some("quiet"))
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
        let hint_id = (!self.hint.is_empty()).then(|| format!("{}-hint", self.id));
        let findings_id = format!("{}-findings", self.id);
        let own_findings = (!self.findings.is_empty()).then_some(findings_id.as_str());
        let invalid = has_errors(&self.findings) || self.described.is_some();
        let described = joined(&[hint_id.as_deref(), own_findings, self.described.as_deref()]);
        html! {
            <div class={self.label_style.class()}>
                <label for={self.id.clone()}>{ self.label }</label>
                <input
                    type="text"
                    id={self.id}
                    value={self.value}
                    placeholder={self.placeholder}
                    data-path={self.path}
                    data-focus={self.wants_focus.then_some("")}
                    data-own-undo={self.own_undo.then_some("")}
                    list={self.choices}
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-invalid={invalid.then_some("true")}
                    aria-describedby={described}
                    oninput={on_text(&self.oninput)}
                />
                if let Some(hint_id) = hint_id {
                    <p class="hint" id={hint_id}>{ self.hint }</p>
                }
                { finding_list(&findings_id, &self.findings) }
            </div>
        }
    }
}

fn on_text(callback: &Callback<String>) -> Callback<InputEvent> {
    callback.reform(|event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        input.map(|input| input.value()).unwrap_or_default()
    })
}

/// Joins the ids of what describes a field; `None` when nothing does.
fn joined(ids: &[Option<&str>]) -> Option<String> {
    let ids: Vec<&str> = ids.iter().flatten().copied().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
