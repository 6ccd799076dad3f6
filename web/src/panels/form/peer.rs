//! The sources or destinations of a rule.

mod address;

use std::rc::Rc;

use netpol_core::command::{Edit, NewPeer, Scope, SelectorPlace};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Item, ItemId, PeerDraft, PeerKind, Restriction, SelectorDraft};
use netpol_core::edit::Findings;
use netpol_core::model::Direction;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::selector::SelectorEditor;
use crate::icons::Icon;
use crate::state::PolicyDispatch;
use crate::widgets::button::{add_button, icon_button};
use crate::widgets::field::LabelStyle;
use crate::widgets::findings::finding_list;
use crate::widgets::segmented::Segmented;
use crate::widgets::select::Select;
use crate::words;

/// The kinds in the order in which the form offers them.
const KINDS: [NewPeer; 3] = [NewPeer::SameNamespace, NewPeer::OtherNamespaces, NewPeer::IpBlock];

/// The sources or destinations of a rule: everyone, or what is listed.
pub struct PeerSection<'a> {
    /// The rule's id.
    pub rule: ItemId,
    /// Its peers.
    pub peers: &'a Restriction<PeerDraft>,
    /// The rule's direction.
    pub direction: Direction,
    /// Where the peers are in the manifest, if they are written.
    pub path: Option<FieldPath>,
    /// What is wrong in the rule.
    pub findings: &'a Findings,
    /// Where edits go.
    pub dispatch: &'a PolicyDispatch,
}

impl PeerSection<'_> {
    /// Draws the peers.
    pub fn view(&self) -> Html {
        let number = self.rule.number();
        let add_id = format!("add-peer-{number}");
        let peer = |(index, item): (usize, &Rc<Item<PeerDraft>>)| {
            let path = self.path.as_ref().map(|path| path.index(index));
            html! {
                <li key={item.id.number()} data-item={item.id.number().to_string()}>
                    if index > 0 {
                        <span class="joint or">{ words::OR }</span>
                    }
                    { self.view_peer(item, path.as_ref(), &add_id) }
                </li>
            }
        };
        let own = findings_at(self.findings, self.path.as_ref());
        html! {
            <fieldset class="peers" data-path={self.path.as_ref().map(ToString::to_string)}>
                <legend>{ words::peers(self.direction) }</legend>
                { self.view_scope() }
                { finding_list(&format!("peers-{number}-findings"), &own) }
                if matches!(self.peers, Restriction::Closed) {
                    <p class="blank">{ words::no_peers(self.direction) }</p>
                }
                <ul class="peer-list">{ for self.peers.items().iter().enumerate().map(peer) }</ul>
                { self.view_add_buttons(&add_id) }
            </fieldset>
        }
    }

    /// Everyone, or only what is listed.
    fn view_scope(&self) -> Html {
        let scopes = [Scope::Listed, Scope::All];
        let edits = scopes.map(|scope| Edit::SetPeerScope(self.rule, scope));
        Segmented {
            id: format!("peer-scope-{}", self.rule.number()),
            label: words::peers(self.direction),
            options: words::peer_scopes(self.direction).to_vec(),
            selected: Some(usize::from(matches!(self.peers, Restriction::Open(_)))),
            onchange: self.dispatch.on_choice(edits),
        }
        .view()
    }

    fn view_add_buttons(&self, add_id: &str) -> Html {
        let button = |(number, kind): (usize, NewPeer)| {
            let add = self.dispatch.on_add(Edit::AddPeer(self.rule, kind));
            add_button((number == 0).then(|| add_id.to_owned()), words::new_peer(kind), add)
        };
        let kinds = KINDS.into_iter().chain([NewPeer::AllAddresses]);
        html! {
            <div class="add-buttons" role="group" aria-label={words::add_peer(self.direction)}>
                { for kinds.enumerate().map(button) }
            </div>
        }
    }

    fn view_peer(
        &self,
        item: &Item<PeerDraft>,
        path: Option<&FieldPath>,
        next_focus: &str,
    ) -> Html {
        let id = item.id;
        let blank = PeerDraft::default();
        let peer = item.field.written().unwrap_or(&blank);
        let remove = self.dispatch.on_remove(Edit::RemovePeer(id), next_focus);
        let own = findings_at(self.findings, path);
        html! {
            <div class="peer" data-path={path.map(ToString::to_string)}>
                <div class="peer-head">
                    { self.view_kind(id, peer.kind()) }
                    { icon_button(Icon::Close, words::remove_peer(self.direction).to_owned(), remove) }
                </div>
                { finding_list(&format!("peer-{}-findings", id.number()), &own) }
                { self.view_fields(id, peer, path) }
            </div>
        }
    }

    fn view_kind(&self, id: ItemId, kind: PeerKind) -> Html {
        Select {
            id: format!("peer-kind-{}", id.number()),
            label: words::peer_kind_label(self.direction),
            label_style: LabelStyle::Quiet,
            options: KINDS.map(words::peer_kind).to_vec(),
            selected: kind_number(kind),
            other: words::OTHER_PEER.to_owned(),
            onchange: self.dispatch.on_choice(KINDS.map(|kind| Edit::SetPeerKind(id, kind))),
            ..Select::default()
        }
        .view()
    }

    fn view_fields(&self, id: ItemId, peer: &PeerDraft, path: Option<&FieldPath>) -> Html {
        // A peer of a rule that is not written has no place, so nothing is wrong there either.
        let path = path.cloned().unwrap_or_default();
        let missing = SelectorDraft::default();
        let selector = |place, legend, blank, selector, key| {
            SelectorEditor {
                place,
                legend,
                blank,
                selector,
                path: path.key(key),
                findings: self.findings,
                dispatch: self.dispatch,
            }
            .view(&missing)
        };
        let namespaces = || {
            let own = peer.namespace_selector.written();
            let place = SelectorPlace::PeerNamespaces(id);
            selector(place, words::NAMESPACES, words::ALL_NAMESPACES, own, "namespaceSelector")
        };
        let pods = |blank| {
            let own = peer.pod_selector.written();
            selector(SelectorPlace::PeerPods(id), words::PODS, blank, own, "podSelector")
        };
        let addresses = || {
            address::view(
                id,
                peer.ip_block.written(),
                &path.key("ipBlock"),
                self.findings,
                self.dispatch,
            )
        };
        match peer.kind() {
            PeerKind::SameNamespace => pods(words::ALL_PODS_HERE),
            PeerKind::OtherNamespaces => html! {
                <>
                    { namespaces() }
                    <span class="joint and">{ words::AND }</span>
                    { pods(words::ALL_PODS_THERE) }
                </>
            },
            PeerKind::IpBlock => addresses(),
            PeerKind::Mixed => {
                html! { <>{ namespaces() }{ pods(words::ALL_PODS_THERE) }{ addresses() }</> }
            }
            PeerKind::Nothing => html! { <p class="blank">{ words::EMPTY_PEER }</p> },
        }
    }
}

fn findings_at(findings: &Findings, path: Option<&FieldPath>) -> Vec<Diagnostic> {
    path.into_iter().flat_map(|path| findings.at(path)).cloned().collect()
}

fn kind_number(kind: PeerKind) -> Option<usize> {
    match kind {
        PeerKind::SameNamespace => Some(0),
        PeerKind::OtherNamespaces => Some(1),
        PeerKind::IpBlock => Some(2),
        PeerKind::Nothing | PeerKind::Mixed => None,
    }
}
