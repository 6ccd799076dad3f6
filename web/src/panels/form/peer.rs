//! The sources or destinations of a rule.

mod address;

use std::rc::Rc;

use netpol_core::command::{Edit, NewPeer, Scope, SelectorPlace};
use netpol_core::draft::{Item, ItemId, PeerDraft, PeerKind, Restriction, SelectorDraft};
use netpol_core::edit::{Findings, Matched};
use netpol_core::model::Direction;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::selector::SelectorEditor;
use super::{element_id, findings_at, findings_id, matched, place};
use crate::icons::Icon;
use crate::state::PolicyDispatch;
use crate::widgets::button::{add_button, icon_button};
use crate::widgets::field::LabelStyle;
use crate::widgets::findings::finding_list;
use crate::widgets::segmented::Segmented;
use crate::widgets::select::Select;
use crate::widgets::tag::{div, group, list_item, p, span, tag};
use crate::words;

/// The kinds in the order in which the form offers them.
const KINDS: [NewPeer; 3] = [NewPeer::SameNamespace, NewPeer::OtherNamespaces, NewPeer::IpBlock];

/// What can be added, in the order in which the form offers it.
const NEW: [NewPeer; 4] =
    [NewPeer::SameNamespace, NewPeer::OtherNamespaces, NewPeer::IpBlock, NewPeer::AllAddresses];

/// The sources or destinations of a rule: everyone, or what is listed.
pub struct PeerSection<'a> {
    /// The rule's id.
    pub rule: ItemId,
    /// Its peers.
    pub peers: &'a Restriction<PeerDraft>,
    /// What each of them matches, if that is known.
    pub matched: &'a [Option<Matched>],
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
        let add_id = element_id("add-peer", self.rule);
        let peer = |(index, item): (usize, &Rc<Item<PeerDraft>>)| {
            let path = self.path.as_ref().map(|path| path.index(index));
            list_item(item.id.number())
                .child((index > 0).then(|| span("joint or").child(words::OR)))
                .child(self.view_peer(item, index, path.as_ref(), &add_id))
                .view()
        };
        let own = findings_at(self.findings, self.path.as_ref());
        let closed = matches!(self.peers, Restriction::Closed);
        let peers = self.peers.items().iter().enumerate().map(peer);
        tag("fieldset")
            .attr("class", "peers")
            .attr("data-path", place(self.path.as_ref()))
            .child(tag("legend").child(words::peers(self.direction)))
            .child(self.view_scope())
            .child(finding_list(&findings_id("peers", self.rule), &own))
            .child(closed.then(|| p("blank").child(words::no_peers(self.direction))))
            .child(tag("ul").attr("class", "peer-list").children(peers))
            .child(self.view_add_buttons(&add_id))
            .view()
    }

    /// Everyone, or only what is listed.
    fn view_scope(&self) -> Html {
        let scopes = [Scope::Listed, Scope::All];
        let edits = scopes.map(|scope| Edit::SetPeerScope(self.rule, scope));
        Segmented {
            id: element_id("peer-scope", self.rule),
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
        div("add-buttons")
            .attr("role", "group")
            .attr("aria-label", words::add_peer(self.direction))
            .children(NEW.into_iter().enumerate().map(button))
            .view()
    }

    fn view_peer(
        &self,
        item: &Item<PeerDraft>,
        index: usize,
        path: Option<&FieldPath>,
        next_focus: &str,
    ) -> Html {
        let id = item.id;
        let blank = PeerDraft::default();
        let peer = item.field.written().unwrap_or(&blank);
        let remove = self.dispatch.on_remove(Edit::RemovePeer(id), next_focus);
        let own = findings_at(self.findings, path);
        let name = words::say(words::remove_peer(self.direction));
        let head = div("peer-head").child(self.view_kind(id, peer.kind())).child(icon_button(
            Icon::Close,
            name,
            remove,
        ));
        div("peer")
            .attr("data-path", place(path))
            .child(head)
            .child(finding_list(&findings_id("peer", id), &own))
            .child(self.view_fields(id, peer, path))
            .child(self.matched.get(index).and_then(|known| Some(matched(known.as_ref()?))))
            .view()
    }

    fn view_kind(&self, id: ItemId, kind: PeerKind) -> Html {
        Select {
            id: element_id("peer-kind", id),
            label: words::peer_kind_label(self.direction),
            label_style: LabelStyle::Quiet,
            options: KINDS.map(words::peer_kind).to_vec(),
            selected: kind_number(kind),
            other: words::say(words::OTHER_PEER),
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
            PeerKind::OtherNamespaces => {
                let and = span("joint and").child(words::AND).view();
                group(vec![namespaces(), and, pods(words::ALL_PODS_THERE)])
            }
            PeerKind::IpBlock => addresses(),
            PeerKind::Mixed => group(vec![namespaces(), pods(words::ALL_PODS_THERE), addresses()]),
            PeerKind::Nothing => p("blank").child(words::EMPTY_PEER).view(),
        }
    }
}

fn kind_number(kind: PeerKind) -> Option<usize> {
    match kind {
        PeerKind::SameNamespace => Some(0),
        PeerKind::OtherNamespaces => Some(1),
        PeerKind::IpBlock => Some(2),
        PeerKind::Nothing | PeerKind::Mixed => None,
    }
}
