//! The ports of a rule.

use std::rc::Rc;

use netpol_core::command::{Edit, Scope};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Item, ItemId, PortDraft, Restriction};
use netpol_core::edit::{Findings, PortShape, port_shape};
use netpol_core::model::Protocol;
use netpol_core::path::FieldPath;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::icons::Icon;
use crate::state::PolicyDispatch;
use crate::widgets::button::{add_button, icon_button};
use crate::widgets::field::{LabelStyle, TextField};
use crate::widgets::findings::{finding_list, has_errors};
use crate::widgets::segmented::Segmented;
use crate::widgets::select::Select;
use crate::words;

/// The ports of a rule: every port, or what is listed.
pub struct PortSection<'a> {
    /// The rule's id.
    pub rule: ItemId,
    /// Its ports.
    pub ports: &'a Restriction<PortDraft>,
    /// Where the ports are in the manifest, if they are written.
    pub path: Option<FieldPath>,
    /// What is wrong in the rule.
    pub findings: &'a Findings,
    /// Where edits go.
    pub dispatch: &'a PolicyDispatch,
}

impl PortSection<'_> {
    /// Draws the ports.
    pub fn view(&self) -> Html {
        let rule = self.rule;
        let add_id = format!("add-port-{}", rule.number());
        let add = self.dispatch.on_add(Edit::AddPort(rule));
        let row = |(index, item): (usize, &Rc<Item<PortDraft>>)| {
            let path = self.path.as_ref().map(|path| path.index(index));
            html! {
                <li key={item.id.number()} data-item={item.id.number().to_string()}>
                    { self.view_row(item, path.as_ref(), &add_id) }
                </li>
            }
        };
        let open = matches!(self.ports, Restriction::Open(_));
        html! {
            <fieldset class="ports" data-path={self.path.as_ref().map(ToString::to_string)}>
                <legend>{ words::PORTS }</legend>
                { self.view_scope(open) }
                if matches!(self.ports, Restriction::Closed) {
                    <p class="blank">{ words::NO_PORTS }</p>
                }
                <ul class="rows">{ for self.ports.items().iter().enumerate().map(row) }</ul>
                if !open {
                    { add_button(Some(add_id.clone()), words::ADD_PORT, add) }
                }
            </fieldset>
        }
    }

    fn view_scope(&self, open: bool) -> Html {
        let scopes = [Scope::All, Scope::Listed];
        let edits = scopes.map(|scope| Edit::SetPortScope(self.rule, scope));
        Segmented {
            id: format!("port-scope-{}", self.rule.number()),
            label: words::PORTS,
            options: words::PORT_SCOPES.to_vec(),
            selected: Some(usize::from(!open)),
            onchange: self.dispatch.on_choice(edits),
        }
        .view()
    }

    /// One port, range, or protocol.
    fn view_row(&self, item: &Item<PortDraft>, path: Option<&FieldPath>, next_focus: &str) -> Html {
        let id = item.id;
        let blank = PortDraft::default();
        let port = item.field.written().unwrap_or(&blank);
        let findings: Vec<Diagnostic> =
            path.into_iter().flat_map(|path| self.findings.within(path)).cloned().collect();
        let every = port_shape(port) == PortShape::Every;
        let remove = self.dispatch.on_remove(Edit::RemovePort(id), next_focus);
        html! {
            <div class="row port" data-path={path.map(ToString::to_string)}>
                { self.view_protocol(id, &port.protocol.text(), path) }
                { self.view_every(id, every) }
                if !every {
                    { self.view_numbers(id, port, path, has_errors(&findings)) }
                }
                { icon_button(Icon::Close, words::REMOVE_PORT.to_owned(), remove) }
                { finding_list(&format!("port-{}-findings", id.number()), &findings) }
            </div>
        }
    }

    fn view_protocol(&self, id: ItemId, protocol: &str, path: Option<&FieldPath>) -> Html {
        // Where the manifest names no protocol, it means TCP.
        let written = if protocol.is_empty() { "TCP" } else { protocol };
        Select {
            id: format!("protocol-{}", id.number()),
            label: words::PROTOCOL,
            label_style: LabelStyle::Quiet,
            options: Protocol::ALL.map(Protocol::as_str).to_vec(),
            selected: Protocol::ALL.iter().position(|known| known.as_str() == written),
            other: protocol.to_owned(),
            path: path.map(|path| path.key("protocol").to_string()),
            onchange: self.dispatch.on_choice(
                Protocol::ALL.map(|known| Edit::SetProtocol(id, known.as_str().to_owned())),
            ),
            ..Select::default()
        }
        .view()
    }

    fn view_every(&self, id: ItemId, every: bool) -> Html {
        let dispatch = self.dispatch.clone();
        let onchange = move |event: Event| {
            let input =
                event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            let every = input.is_some_and(|input| input.checked());
            let scope = if every { Scope::All } else { Scope::Listed };
            dispatch.edit(Edit::SetEveryPort(id, scope));
        };
        html! {
            <label class="check">
                <input type="checkbox" id={format!("every-{}", id.number())} checked={every} {onchange} />
                <span>{ words::EVERY_PORT }</span>
            </label>
        }
    }

    /// A number or name, and the end of a range.
    fn view_numbers(
        &self,
        id: ItemId,
        port: &PortDraft,
        path: Option<&FieldPath>,
        invalid: bool,
    ) -> Html {
        let field = |key: &str, label, value: String, placeholder, edit: Edit| {
            TextField {
                id: format!("{key}-{}", id.number()),
                label,
                label_style: LabelStyle::Quiet,
                value,
                placeholder,
                path: path.map(|path| path.key(key).to_string()),
                wants_focus: key == "port",
                described: Some(format!("port-{}-findings", id.number())).filter(|_| invalid),
                oninput: self.dispatch.on_text(edit),
                ..TextField::default()
            }
            .view()
        };
        let number = port.port.text().into_owned();
        let end = port.end_port.text().into_owned();
        let set_port = Edit::SetPort(id, String::new());
        let set_end_port = Edit::SetEndPort(id, String::new());
        html! {
            <>
                { field("port", words::PORT, number, words::PORT_PLACEHOLDER, set_port) }
                <span class="to" aria-hidden="true">{ words::TO }</span>
                { field("endPort", words::END_PORT, end, words::END_PORT_PLACEHOLDER, set_end_port) }
            </>
        }
    }
}
