//! Who is who when a manifest is read anew: entries that correspond to those of the draft before
//! keep their ids.
//!
//! A text says nothing about identity. Entries that say the same are matched first, from both ends
//! and by the longest common order; what is left over was moved or changed, and is matched by what
//! it says and then by its place. An entry that says the same stays the very same `Rc`, so that a
//! page does not draw it anew.

use std::rc::Rc;

use super::field::{Authored, Field, Item, Items, Restriction};
use super::{
    IpBlockDraft, LabelDraft, LabelsDraft, MetadataDraft, PeerDraft, PolicyDraft, PortDraft,
    RequirementDraft, RuleDraft, SelectorDraft, SpecDraft,
};
use crate::model::Direction;
use crate::value::Value;

/// How many comparisons the search for a longest common order may take.
const MAX_ORDERED: usize = 40_000;

/// How many comparisons the search for entries that were moved may take.
const MAX_MOVED: usize = 1_000_000;

/// The draft with the ids of the one before; the very same one when it says the same.
pub(crate) fn keep(mut draft: PolicyDraft, before: Option<&Rc<PolicyDraft>>) -> Rc<PolicyDraft> {
    let Some(before) = before else { return Rc::new(draft) };
    draft.align(before);
    if draft == **before { Rc::clone(before) } else { Rc::new(draft) }
}

/// Parts of a draft whose entries take over ids.
trait Align {
    /// Takes over the ids of what corresponds in the draft before.
    fn align(&mut self, before: &Self);
}

/// Parts of a draft that are entries of lists.
trait Entry: Align {
    /// What it says, whoever it is.
    fn said(&self) -> Value;
}

/// How an entry corresponds to one of the list before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Match {
    /// It says the same as the entry at a position.
    Same(usize),
    /// It says something else, but is in the place of the entry at a position.
    Changed(usize),
    /// It is new.
    New,
}

impl<T: Align> Align for Field<T> {
    fn align(&mut self, before: &Self) {
        if let (Field::Written(new), Field::Written(before)) = (self, before) {
            new.align(before);
        }
    }
}

impl<T: Entry> Align for Items<T> {
    fn align(&mut self, before: &Self) {
        let found = correspond(&said(before), &said(self));
        for (item, found) in self.iter_mut().zip(found) {
            match found {
                Match::Same(at) => *item = Rc::clone(&before[at]),
                Match::Changed(at) => {
                    // What was just read is in no other draft.
                    if let Some(item) = Rc::get_mut(item) {
                        item.id = before[at].id;
                        item.field.align(&before[at].field);
                    }
                }
                Match::New => {}
            }
        }
    }
}

impl<T: Entry> Align for Restriction<T> {
    fn align(&mut self, before: &Self) {
        if let (Restriction::Only(new), Restriction::Only(before)) = (self, before) {
            new.align(before);
        }
    }
}

fn said<T: Entry>(items: &[Rc<Item<T>>]) -> Vec<Value> {
    let mut all = Vec::with_capacity(items.len());
    for item in items {
        all.push(match &item.field {
            Field::Written(entry) => entry.said(),
            Field::Unreadable(other) => other.clone(),
            Field::Absent | Field::Null => Value::Null,
        });
    }
    all
}

/// Which of the old entries each of the new ones is; none is given away twice.
fn correspond(old: &[Value], new: &[Value]) -> Vec<Match> {
    let front = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[front..], &new[front..]);
    let alike = |(old, new): &(&Value, &Value)| old == new;
    let back = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(alike).count();
    let old_rest = &old_rest[..old_rest.len() - back];
    let new_rest = &new_rest[..new_rest.len() - back];

    let mut matches = vec![Match::New; new.len()];
    let mut free = vec![true; old_rest.len()];
    let moved = new.len() - back..new.len();
    for at in (0..front).chain(moved) {
        matches[at] = Match::Same(if at < front { at } else { at + old.len() - new.len() });
    }
    let rest = &mut matches[front..front + new_rest.len()];
    for (at, other) in common_order(old_rest, new_rest) {
        free[at] = false;
        rest[other] = Match::Same(front + at);
    }
    if old_rest.len().saturating_mul(new_rest.len()) <= MAX_MOVED {
        for (value, found) in new_rest.iter().zip(&mut *rest).filter(|(_, m)| **m == Match::New) {
            if let Some(at) = (0..old_rest.len()).find(|&at| free[at] && old_rest[at] == *value) {
                free[at] = false;
                *found = Match::Same(front + at);
            }
        }
    }
    let mut left = (0..old_rest.len()).filter(|&at| free[at]);
    for found in rest.iter_mut().filter(|found| **found == Match::New) {
        *found = left.next().map_or(Match::New, |at| Match::Changed(front + at));
    }
    matches
}

/// The positions of the most entries that say the same in the same order.
fn common_order(old: &[Value], new: &[Value]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()) > MAX_ORDERED {
        return Vec::new();
    }
    // How many of the entries from a position on are common.
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for at in (0..old.len()).rev() {
        for other in (0..new.len()).rev() {
            common[at * width + other] = if old[at] == new[other] {
                common[(at + 1) * width + other + 1] + 1
            } else {
                common[(at + 1) * width + other].max(common[at * width + other + 1])
            };
        }
    }
    let (mut at, mut other) = (0, 0);
    let mut found = Vec::new();
    while at < old.len() && other < new.len() {
        if old[at] == new[other] {
            found.push((at, other));
            (at, other) = (at + 1, other + 1);
        } else if common[(at + 1) * width + other] >= common[at * width + other + 1] {
            at += 1;
        } else {
            other += 1;
        }
    }
    found
}

impl Align for PolicyDraft {
    fn align(&mut self, before: &Self) {
        self.metadata.align(&before.metadata);
        self.spec.align(&before.spec);
    }
}

impl Align for MetadataDraft {
    fn align(&mut self, before: &Self) {
        self.labels.align(&before.labels);
        self.annotations.align(&before.annotations);
    }
}

impl Align for SpecDraft {
    fn align(&mut self, before: &Self) {
        self.pod_selector.align(&before.pod_selector);
        for direction in Direction::ALL {
            if let Field::Written(rules) = self.rules_field_mut(direction) {
                align_rules(rules, before.rules(direction));
            }
        }
    }
}

/// Aligns the rules of a direction. Those that are in no text stay behind the rule they followed.
fn align_rules(rules: &mut Items<RuleDraft>, before: &[Rc<Item<RuleDraft>>]) {
    let is_written =
        |item: &Rc<Item<RuleDraft>>| item.field.written().is_none_or(RuleDraft::is_written);
    let mut written = before.to_vec();
    written.retain(is_written);
    rules.align(&written);
    let mut behind = 0;
    for item in before {
        if !is_written(item) {
            rules.insert(behind, Rc::clone(item));
            behind += 1;
        } else if let Some(at) = rules.iter().position(|rule| rule.id == item.id) {
            behind = at + 1;
        }
    }
}

impl Align for LabelsDraft {
    fn align(&mut self, before: &Self) {
        self.0.align(&before.0);
    }
}

impl Align for SelectorDraft {
    fn align(&mut self, before: &Self) {
        self.match_labels.align(&before.match_labels);
        self.match_expressions.align(&before.match_expressions);
    }
}

impl Align for RequirementDraft {
    fn align(&mut self, before: &Self) {
        self.values.align(&before.values);
    }
}

impl Align for RuleDraft {
    fn align(&mut self, before: &Self) {
        self.peers.align(&before.peers);
        self.ports.align(&before.ports);
    }
}

impl Align for PeerDraft {
    fn align(&mut self, before: &Self) {
        self.namespace_selector.align(&before.namespace_selector);
        self.pod_selector.align(&before.pod_selector);
        self.ip_block.align(&before.ip_block);
    }
}

impl Align for IpBlockDraft {
    fn align(&mut self, before: &Self) {
        self.except.align(&before.except);
    }
}

impl Align for LabelDraft {
    fn align(&mut self, _: &Self) {}
}

impl Align for PortDraft {
    fn align(&mut self, _: &Self) {}
}

impl Align for String {
    fn align(&mut self, _: &Self) {}
}

impl Entry for RuleDraft {
    fn said(&self) -> Value {
        // Which of the two keys the peers stand under is the same for all rules of a list.
        self.to_value(Direction::Ingress.peers_key())
    }
}

impl Entry for LabelDraft {
    fn said(&self) -> Value {
        Value::Map(vec![(self.key.clone(), self.value.to_value().unwrap_or(Value::Null))])
    }
}

impl Entry for RequirementDraft {
    fn said(&self) -> Value {
        self.write()
    }
}

impl Entry for PeerDraft {
    fn said(&self) -> Value {
        self.write()
    }
}

impl Entry for PortDraft {
    fn said(&self) -> Value {
        self.write()
    }
}

impl Entry for String {
    fn said(&self) -> Value {
        self.write()
    }
}

#[cfg(test)]
mod tests;
