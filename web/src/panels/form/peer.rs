//! The sources or destinations of a rule.

mod address;

use std::rc::Rc;

use netpol_core::command::{Edit, NewPeer, Scope, SelectorPlace};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::draft::{Item, ItemId, PeerDraft, PeerKind, Restriction};
use netpol_core::edit::{Findings, RuleFacts};
use netpol_core::model::Direction;
use netpol_core::path::FieldPath;
use yew::prelude::*;

use super::selector::SelectorEditor;
use crate::icons::{Icon, IconView};
use crate::state::use_policy_dispatch;
use crate::widgets::findings::FindingList;
use crate::widgets::segmented::Segmented;
use crate::widgets::select::Select;
use crate::words;
use address::AddressFields;

/// The kinds in the order in which the form offers them.
const KINDS: [NewPeer; 3] = [NewPeer::SameNamespace, NewPeer::OtherNamespaces, NewPeer::IpBlock];

/// What a [`PeerSection`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PeerSectionProps {
    /// The rule's id.
    pub rule: ItemId,
    /// Its peers.
    pub peers: Restriction<PeerDraft>,
    /// Facts about the rule.
    pub facts: Rc<RuleFacts>,
    /// The rule's direction.
    pub direction: Direction,
}

/// The sources or destinations of a rule: everyone, or what is listed.
#[component]
pub fn PeerSection(props: &PeerSectionProps) -> Html {
    let direction = props.direction;
    let path = props.facts.path.as_ref().map(|path| path.key(direction.peers_key()));
    let items = props.peers.items();
    let add_id = AttrValue::from(format!("add-peer-{}", props.rule.number()));
    let peer = |(index, item): (usize, &Rc<Item<PeerDraft>>)| {
        html! {
            <li key={item.id.number()} data-item={item.id.number().to_string()}>
                if index > 0 {
                    <span class="joint or">{ words::OR }</span>
                }
                <PeerCard
                    item={Rc::clone(item)}
                    {direction}
                    path={path.as_ref().map(|path| path.index(index))}
                    facts={Rc::clone(&props.facts)}
                    next_focus={add_id.clone()}
                />
            </li>
        }
    };
    html! {
        <fieldset class="peers" data-path={path.as_ref().map(ToString::to_string)}>
            <legend>{ words::peers(direction) }</legend>
            <PeerScope rule={props.rule} {direction} open={matches!(props.peers, Restriction::Open(_))} />
            <FindingList
                id={format!("peers-{}-findings", props.rule.number())}
                findings={findings_at(&props.facts.findings, path.as_ref())}
            />
            if matches!(props.peers, Restriction::Closed) {
                <p class="blank">{ words::no_peers(direction) }</p>
            }
            <ul class="peer-list">{ for items.iter().enumerate().map(peer) }</ul>
            <AddPeer rule={props.rule} {direction} {add_id} />
        </fieldset>
    }
}

fn findings_at(findings: &Findings, path: Option<&FieldPath>) -> Vec<Diagnostic> {
    path.into_iter().flat_map(|path| findings.at(path)).cloned().collect()
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PeerScopeProps {
    rule: ItemId,
    direction: Direction,
    open: bool,
}

/// Everyone, or only what is listed.
#[component]
fn PeerScope(props: &PeerScopeProps) -> Html {
    let dispatch = use_policy_dispatch();
    let rule = props.rule;
    let onchange = Callback::from(move |number: usize| {
        let scope = if number == 0 { Scope::Listed } else { Scope::All };
        dispatch.edit(Edit::SetPeerScope(rule, scope));
    });
    html! {
        <Segmented
            id={format!("peer-scope-{}", rule.number())}
            label={words::peers(props.direction)}
            options={words::peer_scopes(props.direction).map(AttrValue::from).to_vec()}
            selected={usize::from(props.open)}
            {onchange}
        />
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct AddPeerProps {
    rule: ItemId,
    direction: Direction,
    add_id: AttrValue,
}

#[component]
fn AddPeer(props: &AddPeerProps) -> Html {
    let dispatch = use_policy_dispatch();
    let rule = props.rule;
    let button = |(number, kind): (usize, NewPeer)| {
        let dispatch = dispatch.clone();
        let add = move |_: MouseEvent| dispatch.add(Edit::AddPeer(rule, kind));
        let id = (number == 0).then(|| props.add_id.clone());
        html! {
            <button type="button" class="add" {id} onclick={add}>
                <IconView icon={Icon::Plus} /><span>{ words::new_peer(kind) }</span>
            </button>
        }
    };
    let kinds = KINDS.into_iter().chain([NewPeer::AllAddresses]);
    html! {
        <div class="add-buttons" role="group" aria-label={words::add_peer(props.direction)}>
            { for kinds.enumerate().map(button) }
        </div>
    }
}

#[derive(Clone, Debug, PartialEq, Properties)]
struct PeerCardProps {
    item: Rc<Item<PeerDraft>>,
    direction: Direction,
    path: Option<FieldPath>,
    facts: Rc<RuleFacts>,
    next_focus: AttrValue,
}

/// One source or destination.
#[component]
fn PeerCard(props: &PeerCardProps) -> Html {
    let dispatch = use_policy_dispatch();
    let id = props.item.id;
    let peer = props.item.field.written().cloned().unwrap_or_default();
    let path = props.path.clone().unwrap_or_default();
    let findings = Rc::new(props.facts.findings.clone());
    let kind = peer.kind();
    let remove = {
        let next_focus = props.next_focus.clone();
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.remove(Edit::RemovePeer(id), &next_focus)
    };
    let onchange = Callback::from(move |number: usize| {
        let kind = KINDS.get(number).copied().unwrap_or(NewPeer::SameNamespace);
        dispatch.edit(Edit::SetPeerKind(id, kind));
    });
    html! {
        <div class="peer" data-path={props.path.as_ref().map(ToString::to_string)}>
            <div class="peer-head">
                <Select
                    id={format!("peer-kind-{}", id.number())}
                    label={words::peer_kind_label(props.direction)}
                    quiet_label=true
                    options={KINDS.map(|kind| words::peer_kind(kind).into()).to_vec()}
                    selected={kind_number(kind)}
                    other={words::OTHER_PEER}
                    {onchange}
                />
                <button
                    type="button"
                    class="icon-button"
                    title={words::remove_peer(props.direction)}
                    aria-label={words::remove_peer(props.direction)}
                    onclick={remove}
                >
                    <IconView icon={Icon::Close} />
                </button>
            </div>
            <FindingList
                id={format!("peer-{}-findings", id.number())}
                findings={findings_at(&props.facts.findings, props.path.as_ref())}
            />
            { fields(id, &peer, kind, &path, findings) }
        </div>
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

fn fields(
    id: ItemId,
    peer: &PeerDraft,
    kind: PeerKind,
    path: &FieldPath,
    findings: Rc<Findings>,
) -> Html {
    let namespaces = html! {
        <SelectorEditor
            place={SelectorPlace::PeerNamespaces(id)}
            legend={words::NAMESPACES}
            blank={words::ALL_NAMESPACES}
            selector={peer.namespace_selector.written().cloned().unwrap_or_default()}
            path={path.key("namespaceSelector")}
            findings={Rc::clone(&findings)}
        />
    };
    let pods = |blank: &'static str| {
        html! {
            <SelectorEditor
                place={SelectorPlace::PeerPods(id)}
                legend={words::PODS}
                {blank}
                selector={peer.pod_selector.written().cloned().unwrap_or_default()}
                path={path.key("podSelector")}
                findings={Rc::clone(&findings)}
            />
        }
    };
    let addresses = || {
        let block = peer.ip_block.written().cloned().unwrap_or_default();
        html! {
            <AddressFields {id} {block} path={path.key("ipBlock")} findings={Rc::clone(&findings)} />
        }
    };
    match kind {
        PeerKind::SameNamespace => pods(words::ALL_PODS_HERE),
        PeerKind::OtherNamespaces => html! {
            <>
                { namespaces }
                <span class="joint and">{ words::AND }</span>
                { pods(words::ALL_PODS_THERE) }
            </>
        },
        PeerKind::IpBlock => addresses(),
        PeerKind::Mixed => {
            html! { <>{ namespaces }{ pods(words::ALL_PODS_THERE) }{ addresses() }</> }
        }
        PeerKind::Nothing => html! { <p class="blank">{ words::EMPTY_PEER }</p> },
    }
}
