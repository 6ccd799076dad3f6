//! Building a label selector: rows of key, operator and values.

mod row;
mod values;

use netpol_core::command::{Edit, SelectorEdit, SelectorPlace};
use netpol_core::draft::SelectorDraft;
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::{element_id, findings_at};
use crate::state::PolicyDispatch;
use crate::widgets::button::add_button;
use crate::widgets::findings::finding_list;
use crate::widgets::tag::{list_item, p, span, tag};
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
        let add_id = ["add-condition-", &place_id(place)].concat();
        let add = self.dispatch.on_add(Edit::Selector(place, SelectorEdit::Add));
        let rows = rows_of(self.selector.unwrap_or(missing), &self.path);
        let whole = findings_at(self.findings, Some(&self.path));
        let row = |(number, row): (usize, &Row)| {
            list_item(row.id.number())
                .child((number > 0).then(|| span("joint").child(words::AND)))
                .child(row.view(&self, &add_id))
                .view()
        };
        let blank = rows.is_empty().then(|| p("blank").child(self.blank));
        let list = tag("ul").attr("class", "rows").children(rows.iter().enumerate().map(row));
        tag("fieldset")
            .attr("class", "selector")
            .attr("data-path", self.path.to_string())
            .child(tag("legend").child(self.legend))
            .child(blank)
            .child(list)
            .child(finding_list(&[&add_id, "-findings"].concat(), &whole))
            .child(add_button(Some(add_id.clone()), words::ADD_CONDITION, add))
            .view()
    }
}

fn place_id(place: SelectorPlace) -> String {
    match place {
        SelectorPlace::SelectedPods => "pods".to_owned(),
        SelectorPlace::PeerPods(peer) => element_id("pods", peer),
        SelectorPlace::PeerNamespaces(peer) => element_id("namespaces", peer),
    }
}
