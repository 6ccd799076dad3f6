//! Sources and destinations.

use std::rc::Rc;

use super::Rejected;
use super::selectors::take_out;
use crate::command::{NewPeer, Scope};
use crate::draft::{
    EmptyForm, Field, Ids, IpBlockDraft, Item, ItemId, PeerDraft, Restriction, RuleDraft,
    SelectorDraft, SpecDraft, new_item,
};
use crate::model::Direction;

pub(super) fn add(rule: &mut RuleDraft, kind: NewPeer, ids: &mut Ids) {
    for peer in new_peers(kind) {
        rule.peers.push(new_item(peer, ids));
    }
}

pub(super) fn set_kind(
    spec: &mut SpecDraft,
    id: ItemId,
    kind: NewPeer,
    ids: &mut Ids,
) -> Result<(), Rejected> {
    let peer = peer_mut(spec, id)?;
    let pods = std::mem::take(&mut peer.pod_selector);
    let namespaces = std::mem::take(&mut peer.namespace_selector);
    let others = std::mem::take(&mut peer.others);
    let or_blank = |selector: Field<SelectorDraft>| {
        if selector.is_missing() { Field::Written(SelectorDraft::default()) } else { selector }
    };
    match kind {
        NewPeer::SameNamespace => {
            *peer = PeerDraft { pod_selector: or_blank(pods), others, ..PeerDraft::default() };
        }
        NewPeer::OtherNamespaces => {
            *peer = PeerDraft {
                pod_selector: or_blank(pods),
                namespace_selector: or_blank(namespaces),
                others,
                ..PeerDraft::default()
            };
        }
        NewPeer::IpBlock => {
            let ip_block = std::mem::take(&mut peer.ip_block);
            let ip_block = if ip_block.is_missing() { blank_block() } else { ip_block };
            *peer = PeerDraft { ip_block, others, ..PeerDraft::default() };
        }
        NewPeer::AllAddresses => {
            let rule = rule_of_peer(spec, id)?;
            let Restriction::Only(items) = &mut rule.peers else { return Err(Rejected::GONE) };
            let position = items.iter().position(|item| item.id == id);
            let position = position.ok_or(Rejected::GONE)?;
            let [v4, v6] = all_addresses();
            let v4 = PeerDraft { others, ..v4 };
            let v4 = with_unknown_fields(v4, &items[position]);
            items[position] = Rc::new(Item { id, field: Field::Written(v4) });
            items.insert(position + 1, new_item(v6, ids));
        }
    }
    Ok(())
}

pub(super) fn remove(spec: &mut SpecDraft, id: ItemId) -> Result<(), Rejected> {
    rule_of_peer(spec, id)?.peers.remove(id);
    Ok(())
}

pub(super) fn set_scope(rule: &mut RuleDraft, scope: Scope) {
    match scope {
        Scope::All => rule.peers = Restriction::Open(EmptyForm::Absent),
        Scope::Listed => {
            if matches!(rule.peers, Restriction::Open(_)) {
                rule.peers = Restriction::Closed;
            }
        }
    }
}

pub(super) fn set_cidr(spec: &mut SpecDraft, id: ItemId, cidr: &str) -> Result<(), Rejected> {
    peer_mut(spec, id)?.ip_block.or_default().cidr = Field::Written(cidr.trim().to_owned());
    Ok(())
}

pub(super) fn add_except(spec: &mut SpecDraft, id: ItemId, ids: &mut Ids) -> Result<(), Rejected> {
    let except = &mut peer_mut(spec, id)?.ip_block.or_default().except;
    except.entries_mut(ids).push(new_item(String::new(), ids));
    Ok(())
}

pub(super) fn set_except(spec: &mut SpecDraft, row: ItemId, cidr: &str) -> Result<(), Rejected> {
    let block = block_with_except(spec, row)?;
    for item in block.except.or_default() {
        if item.id == row {
            Rc::make_mut(item).field = Field::Written(cidr.trim().to_owned());
        }
    }
    Ok(())
}

pub(super) fn remove_except(spec: &mut SpecDraft, row: ItemId) -> Result<(), Rejected> {
    let block = block_with_except(spec, row)?;
    let except = block.except.or_default();
    take_out(except, row)?;
    if except.is_empty() {
        block.except = Field::Absent;
    }
    Ok(())
}

/// The peer with an id, wherever it is.
pub(super) fn peer_mut(spec: &mut SpecDraft, id: ItemId) -> Result<&mut PeerDraft, Rejected> {
    let rule = rule_of_peer(spec, id)?;
    let Restriction::Only(items) = &mut rule.peers else { return Err(Rejected::GONE) };
    let item = items.iter_mut().find(|item| item.id == id).ok_or(Rejected::GONE)?;
    Ok(Rc::make_mut(item).field.or_default())
}

fn rule_of_peer(spec: &mut SpecDraft, id: ItemId) -> Result<&mut RuleDraft, Rejected> {
    find_rule(spec, &|rule| rule.peers.items().iter().any(|item| item.id == id))
}

/// The first rule that holds what is looked for.
pub(super) fn find_rule<'a>(
    spec: &'a mut SpecDraft,
    holds: &dyn Fn(&RuleDraft) -> bool,
) -> Result<&'a mut RuleDraft, Rejected> {
    let matches = |item: &Rc<Item<RuleDraft>>| item.field.written().is_some_and(holds);
    for direction in Direction::ALL {
        if let Some(position) = spec.rules(direction).iter().position(matches) {
            let rules = spec.rules_field_mut(direction).or_default();
            let item = rules.get_mut(position).ok_or(Rejected::GONE)?;
            return Ok(Rc::make_mut(item).field.or_default());
        }
    }
    Err(Rejected::GONE)
}

fn block_with_except(spec: &mut SpecDraft, row: ItemId) -> Result<&mut IpBlockDraft, Rejected> {
    let holds = |peer: &PeerDraft| {
        let except = peer.ip_block.written().and_then(|block| block.except.written());
        except.is_some_and(|except| except.iter().any(|item| item.id == row))
    };
    let is_it = |item: &Rc<Item<PeerDraft>>| item.field.written().is_some_and(holds);
    let rule = find_rule(spec, &|rule| rule.peers.items().iter().any(is_it))?;
    let peer = rule.peers.items().iter().find(|item| is_it(item));
    let peer = peer.ok_or(Rejected::GONE)?.id;
    Ok(peer_mut(spec, peer)?.ip_block.or_default())
}

fn new_peers(kind: NewPeer) -> Vec<PeerDraft> {
    let blank = || Field::Written(SelectorDraft::default());
    match kind {
        NewPeer::SameNamespace => {
            vec![PeerDraft { pod_selector: blank(), ..PeerDraft::default() }]
        }
        NewPeer::OtherNamespaces => vec![PeerDraft {
            namespace_selector: blank(),
            pod_selector: blank(),
            ..PeerDraft::default()
        }],
        NewPeer::IpBlock => vec![PeerDraft { ip_block: blank_block(), ..PeerDraft::default() }],
        NewPeer::AllAddresses => Vec::from(all_addresses()),
    }
}

/// A block without a range is refused by the server; it is never read as all addresses.
fn blank_block() -> Field<IpBlockDraft> {
    block("")
}

fn all_addresses() -> [PeerDraft; 2] {
    let all = |cidr| PeerDraft { ip_block: block(cidr), ..PeerDraft::default() };
    [all("0.0.0.0/0"), all("::/0")]
}

/// The same address range, with the fields of a block before it that the API does not have.
fn with_unknown_fields(mut peer: PeerDraft, before: &Item<PeerDraft>) -> PeerDraft {
    let old = before.field.written().and_then(|old| old.ip_block.written());
    if let (Some(block), Some(old)) = (peer.ip_block.written_mut(), old) {
        block.others.clone_from(&old.others);
    }
    peer
}

fn block(cidr: &str) -> Field<IpBlockDraft> {
    Field::Written(IpBlockDraft {
        cidr: Field::Written(cidr.trim().to_owned()),
        ..IpBlockDraft::default()
    })
}
