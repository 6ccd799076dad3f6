//! A text box with its label, choices, and what is wrong with it.

use netpol_core::diagnostic::Diagnostic;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::findings::FindingList;

/// What a [`TextField`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct TextFieldProps {
    /// The element's id.
    pub id: AttrValue,
    /// What the box is for.
    pub label: AttrValue,
    /// Whether the label is only for those who do not see the page's layout.
    #[prop_or_default]
    pub quiet_label: bool,
    /// What the box holds.
    pub value: AttrValue,
    /// What could be typed.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// One line below the box.
    #[prop_or_default]
    pub hint: AttrValue,
    /// The place in the manifest, for links from problems.
    #[prop_or_default]
    pub path: Option<AttrValue>,
    /// What may be chosen instead of typed.
    #[prop_or_default]
    pub choices: Vec<AttrValue>,
    /// What is wrong with it.
    #[prop_or_default]
    pub findings: Vec<Diagnostic>,
    /// Which keyboard a touch screen shows.
    #[prop_or_default]
    pub inputmode: Option<AttrValue>,
    /// Whether undo in the box is the browser's, because it is no part of the document.
    #[prop_or_default]
    pub own_undo: bool,
    /// Told what the box holds, at every keystroke.
    pub oninput: Callback<String>,
}

/// A text box with its label, choices, and what is wrong with it.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let list_id = AttrValue::from(format!("{}-choices", props.id));
    let hint_id = AttrValue::from(format!("{}-hint", props.id));
    let findings_id = AttrValue::from(format!("{}-findings", props.id));
    let described = described_by(&[
        (!props.hint.is_empty()).then_some(&hint_id),
        (!props.findings.is_empty()).then_some(&findings_id),
    ]);
    let has_choices = !props.choices.is_empty();
    html! {
        <div class={classes!("field", props.quiet_label.then_some("quiet"))}>
            <label for={props.id.clone()}>{ props.label.clone() }</label>
            <input
                type="text"
                id={props.id.clone()}
                value={props.value.clone()}
                placeholder={props.placeholder.clone()}
                data-path={props.path.clone()}
                data-own-undo={props.own_undo.then_some("")}
                list={has_choices.then(|| list_id.clone())}
                inputmode={props.inputmode.clone()}
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid={has_errors(&props.findings).then_some("true")}
                aria-describedby={described}
                oninput={on_text(&props.oninput)}
            />
            if has_choices {
                <datalist id={list_id}>
                    { for props.choices.iter().map(|value| html! { <option value={value.clone()} /> }) }
                </datalist>
            }
            if !props.hint.is_empty() {
                <p class="hint" id={hint_id}>{ props.hint.clone() }</p>
            }
            <FindingList id={findings_id} findings={props.findings.clone()} />
        </div>
    }
}

/// Makes a handler that is told the text of the box that sent the event.
pub fn on_text(callback: &Callback<String>) -> Callback<InputEvent> {
    callback.reform(|event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        input.map(|input| input.value()).unwrap_or_default()
    })
}

/// Joins the ids of what describes a field; `None` when nothing does.
pub fn described_by(ids: &[Option<&AttrValue>]) -> Option<AttrValue> {
    let ids: Vec<&str> = ids.iter().flatten().map(|id| id.as_str()).collect();
    (!ids.is_empty()).then(|| ids.join(" ").into())
}

/// Whether the server would refuse what the field holds.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    use netpol_core::diagnostic::Severity;
    findings.iter().any(|found| found.severity == Severity::Error)
}
