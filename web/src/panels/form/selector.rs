//! Building a label selector: rows of key, operator and values.

mod row;
mod values;

use std::rc::Rc;

use netpol_core::command::{Edit, SelectorEdit, SelectorPlace};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::SelectorDraft;
use netpol_core::edit::Findings;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use crate::icons::{Icon, IconView};
use crate::state::use_policy_dispatch;
use crate::widgets::findings::FindingList;
use crate::words;
use row::{Row, SelectorRow, rows_of};

/// What a [`SelectorEditor`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SelectorProps {
    /// Which selector.
    pub place: SelectorPlace,
    /// What it selects.
    pub legend: AttrValue,
    /// What a selector without rows means.
    pub blank: AttrValue,
    /// Its rows.
    pub selector: SelectorDraft,
    /// Where it is in the manifest.
    pub path: FieldPath,
    /// What is wrong around it.
    pub findings: Rc<Findings>,
}

/// A label selector as rows; all of them must hold.
#[component]
pub fn SelectorEditor(props: &SelectorProps) -> Html {
    let dispatch = use_policy_dispatch();
    let place = props.place;
    let add_id = format!("add-condition-{}", place_id(place));
    let add = move |_: MouseEvent| dispatch.add(Edit::Selector(place, SelectorEdit::Add));
    let rows = rows_of(&props.selector, &props.path);
    let row = |(number, row): (usize, Row)| {
        html! {
            <li key={row.id.number()} data-item={row.id.number().to_string()}>
                if number > 0 {
                    <span class="joint">{ words::AND }</span>
                }
                <SelectorRow
                    {place}
                    findings={props.findings.within(&row.path).cloned().collect::<Vec<_>>()}
                    add_id={add_id.clone()}
                    {row}
                />
            </li>
        }
    };
    let whole: Vec<Diagnostic> = props.findings.at(&props.path).cloned().collect();
    html! {
        <fieldset class="selector" data-path={props.path.to_string()}>
            <legend>{ props.legend.clone() }</legend>
            if rows.is_empty() {
                <p class="blank">{ props.blank.clone() }</p>
            }
            <ul class="rows">{ for rows.into_iter().enumerate().map(row) }</ul>
            <FindingList id={format!("{add_id}-findings")} findings={whole} />
            <button type="button" class="add" id={add_id.clone()} onclick={add}>
                <IconView icon={Icon::Plus} /><span>{ words::ADD_CONDITION }</span>
            </button>
        </fieldset>
    }
}

fn place_id(place: SelectorPlace) -> String {
    match place {
        SelectorPlace::SelectedPods => "pods".to_owned(),
        SelectorPlace::PeerPods(peer) => format!("pods-{}", peer.number()),
        SelectorPlace::PeerNamespaces(peer) => format!("namespaces-{}", peer.number()),
    }
}
