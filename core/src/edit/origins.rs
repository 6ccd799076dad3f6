//! Which entries of lists are which before and after an edit, by their ids.
//!
//! Text alone cannot tell two equal rules apart; the form can, and so the one that was taken away
//! is the one whose lines go.

use std::rc::Rc;

use crate::draft::{
    Field, Item, ItemId, PeerDraft, PolicyDraft, Restriction, RuleDraft, SelectorDraft, SpecDraft,
};
use crate::model::Direction;
use crate::path::FieldPath;
use crate::yaml::Origins;

/// Tells which entries of `after` were which in `before`; both as they are written.
pub(super) fn origins(before: &PolicyDraft, after: &PolicyDraft) -> Origins {
    let mut found = Origins::default();
    let (Some(from), Some(to)) = (before.spec.written(), after.spec.written()) else {
        return found;
    };
    let spec = FieldPath::root().key("spec");
    let mut lists = Lists { known: Vec::new(), found: &mut found };
    lists.note_spec(from);
    lists.spec(to, &spec);
    found
}

/// Collects the lists of one draft, and finds their entries in those of the other.
struct Lists<'a> {
    /// The ids of the entries before, each with its position in its list.
    known: Vec<(ItemId, usize)>,
    found: &'a mut Origins,
}

/// What walks over the lists of a draft does with each.
type Visit<'v> = &'v mut dyn FnMut(&[ItemId], FieldPath);

impl Lists<'_> {
    fn note_spec(&mut self, spec: &SpecDraft) {
        let known = &mut self.known;
        let mut note = |ids: &[ItemId], _: FieldPath| {
            for (at, id) in ids.iter().enumerate() {
                known.push((*id, at));
            }
        };
        walk_spec(spec, &FieldPath::root(), &mut note);
        self.known = crate::order::sorted(std::mem::take(&mut self.known), |a, b| a.0.cmp(&b.0));
    }

    fn spec(&mut self, spec: &SpecDraft, path: &FieldPath) {
        let (known, found) = (&self.known, &mut *self.found);
        let mut find = |ids: &[ItemId], path: FieldPath| {
            let mut origins = Vec::with_capacity(ids.len());
            for id in ids {
                let at = known.binary_search_by_key(id, |(known, _)| *known);
                origins.push(at.ok().and_then(|at| Some(known.get(at)?.1)));
            }
            found.0.push((path, origins));
        };
        walk_spec(spec, path, &mut find);
    }
}

fn walk_spec(spec: &SpecDraft, path: &FieldPath, visit: Visit<'_>) {
    walk_selector(&spec.pod_selector, &path.key("podSelector"), visit);
    for direction in Direction::ALL {
        let path = path.key(direction.rules_key());
        let mut ids = Vec::new();
        for item in spec.rules(direction) {
            // A rule that is not written has no place in the text.
            let rule = item.field.written();
            if !rule.is_none_or(RuleDraft::is_written) {
                continue;
            }
            let path = path.index(ids.len());
            ids.push(item.id);
            let Some(rule) = rule else { continue };
            walk_peers(&rule.peers, &path.key(direction.peers_key()), visit);
            visit(&ids_of(rule.ports.items()), path.key("ports"));
        }
        visit(&ids, path);
    }
}

fn walk_peers(peers: &Restriction<PeerDraft>, path: &FieldPath, visit: Visit<'_>) {
    visit(&ids_of(peers.items()), path.clone());
    for (at, item) in peers.items().iter().enumerate() {
        let Some(peer) = item.field.written() else { continue };
        let path = path.index(at);
        walk_selector(&peer.namespace_selector, &path.key("namespaceSelector"), visit);
        walk_selector(&peer.pod_selector, &path.key("podSelector"), visit);
        let except = peer.ip_block.written().and_then(|block| block.except.written());
        if let Some(except) = except {
            visit(&ids_of(except), path.key("ipBlock").key("except"));
        }
    }
}

fn walk_selector(selector: &Field<SelectorDraft>, path: &FieldPath, visit: Visit<'_>) {
    let Some(selector) = selector.written() else { return };
    let path = path.key("matchExpressions");
    visit(&ids_of(selector.expressions()), path.clone());
    for (at, item) in selector.expressions().iter().enumerate() {
        if let Some(values) = item.field.written().and_then(|row| row.values.written()) {
            visit(&ids_of(values), path.index(at).key("values"));
        }
    }
}

fn ids_of<T>(items: &[Rc<Item<T>>]) -> Vec<ItemId> {
    let mut ids = Vec::with_capacity(items.len());
    for item in items {
        ids.push(item.id);
    }
    ids
}
