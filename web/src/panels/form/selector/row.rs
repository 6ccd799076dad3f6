//! One row of a selector: key, operator, values.

use netpol_core::command::{Edit, Operator, SelectorEdit, SelectorPlace};
use netpol_core::draft::{ItemId, LabelDraft, RequirementDraft, SelectorDraft};
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::{SelectorEditor, values};
use crate::icons::Icon;
use crate::panels::form::{choices, element_id, findings_id, findings_within};
use crate::state::PolicyDispatch;
use crate::widgets::button::icon_button;
use crate::widgets::field::{LabelStyle, TextField};
use crate::widgets::findings::{finding_list, has_errors};
use crate::widgets::select::Select;
use crate::widgets::tag::div;
use crate::words;

/// A row of either kind: an entry of `matchLabels` or of `matchExpressions`.
pub struct Row {
    /// Who it is.
    pub id: ItemId,
    /// Where it is in the manifest.
    pub path: FieldPath,
    /// The label's key.
    pub key: String,
    /// `None` for an operator that the API does not have.
    pub operator: Option<Operator>,
    /// The operator as it is written.
    pub written_operator: String,
    /// The value of an entry of `matchLabels`.
    pub value: String,
    /// The values of an entry of `matchExpressions`.
    pub values: Vec<(ItemId, String)>,
}

/// The rows of a selector, labels first, as the manifest has them.
pub fn rows_of(selector: &SelectorDraft, path: &FieldPath) -> Vec<Row> {
    let mut rows = Vec::new();
    for item in selector.labels() {
        if let Some(label) = item.field.written() {
            rows.push(label_row(item.id, label, &path.key("matchLabels")));
        }
    }
    let blank = RequirementDraft::default();
    for (index, item) in selector.expressions().iter().enumerate() {
        let path = path.key("matchExpressions").index(index);
        rows.push(requirement_row(item.id, item.field.written().unwrap_or(&blank), path));
    }
    rows
}

fn label_row(id: ItemId, label: &LabelDraft, labels: &FieldPath) -> Row {
    Row {
        id,
        path: labels.key(&label.key),
        key: label.key.clone(),
        operator: Some(Operator::Equals),
        written_operator: String::new(),
        value: label.value.text().into_owned(),
        values: Vec::new(),
    }
}

fn requirement_row(id: ItemId, requirement: &RequirementDraft, path: FieldPath) -> Row {
    let operator = requirement.operator.text().into_owned();
    let values = requirement.values.written().map_or(&[][..], Vec::as_slice).iter();
    Row {
        id,
        path,
        key: requirement.key.text().into_owned(),
        operator: Operator::ALL.into_iter().find(|known| known.api_name() == Some(&*operator)),
        written_operator: operator,
        value: String::new(),
        values: values.map(|item| (item.id, item.field.text().into_owned())).collect(),
    }
}

impl Row {
    /// Draws the row; `next_focus` gets the keyboard when the row is taken away.
    pub fn view(&self, selector: &SelectorEditor<'_>, next_focus: &str) -> Html {
        let place = selector.place;
        let findings = findings_within(selector.findings, Some(&self.path));
        let findings_id = findings_id("row", self.id);
        let described = has_errors(&findings).then(|| findings_id.clone());
        let remove = Edit::Selector(place, SelectorEdit::Remove(self.id));
        let remove = selector.dispatch.on_remove(remove, next_focus);
        div("row")
            .attr("data-path", self.path.to_string())
            .child(self.view_key(place, described.clone(), selector.dispatch))
            .child(self.view_operator(place, &findings_id, selector.dispatch))
            .child(values::view(self, place, described, selector.dispatch))
            .child(icon_button(Icon::Close, words::remove_condition(&self.key), remove))
            .child(finding_list(&findings_id, &findings))
            .view()
    }

    fn view_key(
        &self,
        place: SelectorPlace,
        described: Option<String>,
        dispatch: &PolicyDispatch,
    ) -> Html {
        let edit = Edit::Selector(place, SelectorEdit::SetKey(self.id, String::new()));
        TextField {
            id: element_id("key", self.id),
            label: words::LABEL_KEY,
            label_style: LabelStyle::Quiet,
            value: self.key.clone(),
            placeholder: words::KEY_PLACEHOLDER,
            described,
            choices: Some(choices::keys(place).to_owned()),
            oninput: dispatch.on_text(edit),
            ..TextField::default()
        }
        .view()
    }

    fn view_operator(
        &self,
        place: SelectorPlace,
        findings_id: &str,
        dispatch: &PolicyDispatch,
    ) -> Html {
        let element = element_id("operator", self.id);
        let own = self.operator;
        let edit = |operator| Edit::Selector(place, SelectorEdit::SetOperator(self.id, operator));
        Select {
            id: element.clone(),
            label: words::OPERATOR,
            label_style: LabelStyle::Quiet,
            options: Operator::ALL.map(words::operator).to_vec(),
            selected: own.and_then(|own| Operator::ALL.iter().position(|known| *known == own)),
            other: self.written_operator.clone(),
            describedby: Some(findings_id.to_owned()),
            // The row may move from the labels to the expressions.
            onchange: dispatch.on_choice_that_moves(Operator::ALL.map(edit), &element),
            ..Select::default()
        }
        .view()
    }
}
