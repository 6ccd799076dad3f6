//! The ports of a rule.

use std::rc::Rc;

use netpol_core::command::{Edit, Scope};
use netpol_core::draft::{Item, ItemId, PortDraft, Restriction};
use netpol_core::edit::{Findings, PortShape, port_shape};
use netpol_core::model::Protocol;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::{element_id, findings_id, findings_within, place};
use crate::icons::Icon;
use crate::state::PolicyDispatch;
use crate::widgets::button::{add_button, icon_button};
use crate::widgets::field::{LabelStyle, TextField, input_of};
use crate::widgets::findings::{finding_list, has_errors};
use crate::widgets::segmented::Segmented;
use crate::widgets::select::Select;
use crate::widgets::tag::{div, group, list_item, p, span, tag};
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
        let add_id = element_id("add-port", rule);
        let add = self.dispatch.on_add(Edit::AddPort(rule));
        let row = |(index, item): (usize, &Rc<Item<PortDraft>>)| {
            let path = self.path.as_ref().map(|path| path.index(index));
            list_item(item.id.number()).child(self.view_row(item, path.as_ref(), &add_id)).view()
        };
        let open = matches!(self.ports, Restriction::Open(_));
        let closed = matches!(self.ports, Restriction::Closed);
        let rows = self.ports.items().iter().enumerate().map(row);
        tag("fieldset")
            .attr("class", "ports")
            .attr("data-path", place(self.path.as_ref()))
            .child(tag("legend").child(words::PORTS))
            .child(self.view_scope(open))
            .child(closed.then(|| p("blank").child(words::NO_PORTS)))
            .child(tag("ul").attr("class", "rows").children(rows))
            .child((!open).then(|| add_button(Some(add_id.clone()), words::ADD_PORT, add)))
            .view()
    }

    fn view_scope(&self, open: bool) -> Html {
        let scopes = [Scope::All, Scope::Listed];
        let edits = scopes.map(|scope| Edit::SetPortScope(self.rule, scope));
        Segmented {
            id: element_id("port-scope", self.rule),
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
        let findings = findings_within(self.findings, path);
        let every = port_shape(port) == PortShape::Every;
        let remove = self.dispatch.on_remove(Edit::RemovePort(id), next_focus);
        let numbers = || self.view_numbers(id, port, path, has_errors(&findings));
        div("row port")
            .attr("data-path", place(path))
            .child(self.view_protocol(id, &port.protocol.text(), path))
            .child(self.view_every(id, every))
            .child((!every).then(numbers))
            .child(icon_button(Icon::Close, words::say(words::REMOVE_PORT), remove))
            .child(finding_list(&findings_id("port", id), &findings))
            .view()
    }

    fn view_protocol(&self, id: ItemId, protocol: &str, path: Option<&FieldPath>) -> Html {
        // Where the manifest names no protocol, it means TCP.
        let written = if protocol.is_empty() { "TCP" } else { protocol };
        Select {
            id: element_id("protocol", id),
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
        let onchange = Callback::from(move |event: Event| {
            let every = input_of(&event).is_some_and(|input| input.checked());
            let scope = if every { Scope::All } else { Scope::Listed };
            dispatch.edit(Edit::SetEveryPort(id, scope));
        });
        let input = tag("input")
            .attr("type", "checkbox")
            .attr("id", element_id("every", id))
            .checked(every)
            .onchange(onchange);
        let label = tag("span").child(words::EVERY_PORT);
        tag("label").attr("class", "check").child(input).child(label).view()
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
                id: element_id(key, id),
                label,
                label_style: LabelStyle::Quiet,
                value,
                placeholder,
                path: path.map(|path| path.key(key).to_string()),
                wants_focus: key == "port",
                described: invalid.then(|| findings_id("port", id)),
                oninput: self.dispatch.on_text(edit),
                ..TextField::default()
            }
            .view()
        };
        let number = port.port.text().into_owned();
        let end = port.end_port.text().into_owned();
        let set_port = Edit::SetPort(id, String::new());
        let set_end_port = Edit::SetEndPort(id, String::new());
        group(vec![
            field("port", words::PORT, number, words::PORT_PLACEHOLDER, set_port),
            span("to").attr("aria-hidden", "true").child(words::TO).view(),
            field("endPort", words::END_PORT, end, words::END_PORT_PLACEHOLDER, set_end_port),
        ])
    }
}
