//! Building a label selector: rows of key, operator and values.

mod row;
mod values;

use netpol_core::command::{Edit, SelectorEdit, SelectorPlace};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::SelectorDraft;
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use crate::state::PolicyDispatch;
use crate::widgets::button::add_button;
use crate::widgets::findings::finding_list;
use crate::words;
use row::{Row, rows_of};

/// A label selector as rows; all of them must hold.
pub struct SelectorEditor<'a> {
    /// Which selector.
    pub place: SelectorPlace,
    /// What it selects.
    pub legend: &'static str,
    /// What a selector without rows means.
    pub blank: &'static str,
    /// The selector, if one is written.
    pub selector: Option<&'a SelectorDraft>,
    /// Where it is in the manifest.
    pub path: FieldPath,
    /// What is wrong around it.
    pub findings: &'a Findings,
    /// Where edits go.
    pub dispatch: &'a PolicyDispatch,
}

impl SelectorEditor<'_> {
    /// Draws the rows; `missing` stands for a selector that is not written.
    pub fn view(self, missing: &SelectorDraft) -> Html {
        let place = self.place;
        let add_id = format!("add-condition-{}", place_id(place));
        let add = self.dispatch.on_add(Edit::Selector(place, SelectorEdit::Add));
        let rows = rows_of(self.selector.unwrap_or(missing), &self.path);
        let whole: Vec<Diagnostic> = self.findings.at(&self.path).cloned().collect();
        let row = |(number, row): (usize, &Row)| {
            html! {
                <li key={row.id.number()} data-item={row.id.number().to_string()}>
                    if number > 0 {
                        <span class="joint">{ words::AND }</span>
                    }
                    { row.view(&self, &add_id) }
                </li>
            }
        };
        html! {
            <fieldset class="selector" data-path={self.path.to_string()}>
                <legend>{ self.legend }</legend>
                if rows.is_empty() {
                    <p class="blank">{ self.blank }</p>
                }
                <ul class="rows">{ for rows.iter().enumerate().map(row) }</ul>
                { finding_list(&format!("{add_id}-findings"), &whole) }
                { add_button(Some(add_id.clone()), words::ADD_CONDITION, add) }
            </fieldset>
        }
    }
}

fn place_id(place: SelectorPlace) -> String {
    match place {
        SelectorPlace::SelectedPods => "pods".to_owned(),
        SelectorPlace::PeerPods(peer) => format!("pods-{}", peer.number()),
        SelectorPlace::PeerNamespaces(peer) => format!("namespaces-{}", peer.number()),
    }
}
