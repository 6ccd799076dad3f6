//! From nodes to values: keys become names, aliases copies, merges fields.
//!
//! Limits are kept here, because this is where a small text can become a large value. kubectl's
//! rule counts values: while fewer than 400,000 are decoded, 99 in 100 may come from aliases, and
//! the share falls to 10 in 100 at 4,000,000 (so about 400,000 at any size). Facts from `decode.go`
//! of go.yaml.in/yaml/v2 2.4.

use super::problem::{self, Problem};
use super::resolve::{self, Resolved};
use super::tree::{Kind, Map, NodeId, Scalar, Tree};
use super::{MAX_ALIASED_BYTES, MAX_DEPTH};
use crate::order;
use crate::value::Value;
use std::ops::Range;

/// Reads the keys of the maps among some nodes, so that fields can be found by name.
pub(super) fn name_fields(
    text: &str,
    tree: &mut Tree,
    nodes: Range<NodeId>,
) -> Result<(), Problem> {
    for id in nodes {
        if !matches!(tree.node(id).kind, Kind::Map(_)) {
            continue;
        }
        // The map is out of the tree while its keys are looked at, which are other nodes.
        let taken = std::mem::replace(&mut tree.nodes[id].kind, Kind::List(Vec::new()));
        let Kind::Map(mut named) = taken else { continue };
        for (at, entry) in named.entries.iter_mut().enumerate() {
            let at = at as u32;
            if is_merge(tree, entry.key) {
                named.merges.push(at);
            } else {
                entry.name = key_name(text, tree, entry.key)?;
                named.by_name.push(at);
            }
        }
        let Map { entries, by_name, .. } = &mut named;
        order::sort_positions(by_name, &|a, b| {
            entries[a as usize].name.cmp(&entries[b as usize].name)
        });
        tree.nodes[id].kind = Kind::Map(named);
    }
    Ok(())
}

/// The value of the whole document.
pub(super) fn value(tree: &Tree) -> Result<Value, Problem> {
    whole(tree, None)
}

/// The value of one node of a tree without aliases.
pub(super) fn value_of(tree: &Tree, id: NodeId) -> Option<Value> {
    composer(tree).value(id).ok()
}

/// The value of the whole document, of which one list is composed already.
pub(super) fn value_around(tree: &Tree, list: NodeId, items: Vec<Value>) -> Result<Value, Problem> {
    whole(tree, Some((list, items)))
}

fn whole(tree: &Tree, composed: Option<(NodeId, Vec<Value>)>) -> Result<Value, Problem> {
    let mut composer = Composer { composed, ..composer(tree) };
    match tree.root {
        Some(root) => composer.value(root).map_err(|problem| *problem),
        None => Ok(Value::Null),
    }
}

fn composer(tree: &Tree) -> Composer<'_> {
    Composer {
        tree,
        composed: None,
        open_aliases: Vec::new(),
        // kubectl counts the document itself.
        decoded: 1,
        aliased: 0,
        alias_depth: 0,
        aliased_bytes: 0,
        depth: 0,
    }
}

/// Only a scalar that is written here merges, not one behind an alias.
fn is_merge(tree: &Tree, key: NodeId) -> bool {
    matches!(&tree.node(key).kind, Kind::Scalar(scalar) if resolve::is_merge(scalar))
}

fn key_name(text: &str, tree: &Tree, key: NodeId) -> Result<String, Problem> {
    let span = || tree.node(key).span.clone();
    let Kind::Scalar(scalar) = &tree.node(tree.target(key)).kind else {
        return Err(problem::collection_as_key(text, span()));
    };
    let resolved =
        resolve::resolve(scalar).map_err(|mismatch| problem::mismatch(scalar, mismatch, span()))?;
    let what = match resolved {
        Resolved::Null => "`null`",
        _ => "this number",
    };
    resolved.into_key().ok_or_else(|| problem::no_key(what, span()))
}

struct Composer<'tree> {
    tree: &'tree Tree,
    /// A list whose items are known.
    composed: Option<(NodeId, Vec<Value>)>,
    /// Which aliases are being followed, to notice one that leads back to itself.
    open_aliases: Vec<NodeId>,
    decoded: usize,
    aliased: usize,
    alias_depth: usize,
    aliased_bytes: usize,
    depth: usize,
}

/// Leaves each name once: where it first appears, with the value that it has last.
fn settle(mut fields: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let mut by_name: Vec<u32> = (0..fields.len() as u32).collect();
    order::sort_positions(&mut by_name, &|a, b| fields[a as usize].0.cmp(&fields[b as usize].0));
    let mut stays = vec![true; fields.len()];
    // From the last of each name to the first, so that the last value gets to the front.
    for pair in by_name.windows(2).rev() {
        let (first, again) = (pair[0] as usize, pair[1] as usize);
        if fields[first].0 == fields[again].0 {
            fields[first].1 = std::mem::replace(&mut fields[again].1, Value::Null);
            stays[again] = false;
        }
    }
    let mut settled = Vec::with_capacity(fields.len());
    for (field, stays) in fields.into_iter().zip(stays) {
        if stays {
            settled.push(field);
        }
    }
    settled
}

impl Composer<'_> {
    // Lists and maps recurse through `value`; what one level costs of the stack is kept small by
    // loops instead of adapters, and by problems in boxes.
    fn value(&mut self, id: NodeId) -> Result<Value, Box<Problem>> {
        self.enter(id)?;
        let value = match &self.tree.node(id).kind {
            Kind::Scalar(scalar) => self.scalar(id, scalar),
            Kind::Alias(target) => self.value(*target),
            Kind::List(items) => match self.composed.take_if(|(list, _)| *list == id) {
                Some((_, items)) => Ok(Value::List(items)),
                None => self.list(items),
            },
            Kind::Map(map) => self.map(map),
        }?;
        self.leave(id);
        Ok(value)
    }

    fn scalar(&self, id: NodeId, scalar: &Scalar) -> Result<Value, Box<Problem>> {
        let span = || self.tree.node(id).span.clone();
        let resolved = resolve::resolve(scalar)
            .map_err(|mismatch| problem::mismatch(scalar, mismatch, span()))?;
        let value = resolved.into_value();
        value.ok_or_else(|| Box::new(problem::not_finite(&scalar.text, span())))
    }

    fn list(&mut self, items: &[NodeId]) -> Result<Value, Box<Problem>> {
        let mut list = Vec::with_capacity(items.len());
        for &item in items {
            list.push(self.value(item)?);
        }
        Ok(Value::List(list))
    }

    fn map(&mut self, map: &Map) -> Result<Value, Box<Problem>> {
        if map.can_repeat() {
            let mut fields = Vec::new();
            self.fill(map, &mut fields)?;
            return Ok(Value::Map(settle(fields)));
        }
        let mut list = Vec::with_capacity(map.entries.len());
        for entry in &map.entries {
            self.count_key(entry.key)?;
            list.push((entry.name.clone(), self.value(entry.value)?));
        }
        Ok(Value::Map(list))
    }

    /// Adds the entries in order, written or merged; of each name the last one counts.
    fn fill(&mut self, map: &Map, fields: &mut Vec<(String, Value)>) -> Result<(), Box<Problem>> {
        for entry in &map.entries {
            if is_merge(self.tree, entry.key) {
                // The first of several maps is the strongest, so it comes last.
                for &id in self.tree.merged(&entry.value).iter().rev() {
                    self.merge(id, fields)?;
                }
                continue;
            }
            self.count_key(entry.key)?;
            let value = self.value(entry.value)?;
            fields.push((entry.name.clone(), value));
        }
        Ok(())
    }

    fn merge(&mut self, id: NodeId, fields: &mut Vec<(String, Value)>) -> Result<(), Box<Problem>> {
        let Some(map) = self.tree.map(id) else {
            return Err(Box::new(problem::merge(self.tree.node(id).span.clone())));
        };
        self.enter(id)?;
        let target = self.tree.target(id);
        if target != id {
            self.enter(target)?;
        }
        self.fill(map, fields)?;
        if target != id {
            self.leave(target);
        }
        self.leave(id);
        Ok(())
    }

    /// Counts a value that is about to be made, and how deep it is.
    fn enter(&mut self, id: NodeId) -> Result<(), Box<Problem>> {
        self.count(id)?;
        let node = self.tree.node(id);
        match &node.kind {
            Kind::Scalar(_) => {}
            Kind::Alias(_) if self.open_aliases.contains(&id) => {
                return Err(Box::new(problem::cycle(node.span.clone())));
            }
            Kind::Alias(_) => {
                self.open_aliases.push(id);
                self.alias_depth += 1;
            }
            _ if self.depth >= MAX_DEPTH => {
                return Err(Box::new(problem::too_deep(node.span.clone())));
            }
            _ => self.depth += 1,
        }
        Ok(())
    }

    fn leave(&mut self, id: NodeId) {
        match &self.tree.node(id).kind {
            Kind::Scalar(_) => {}
            Kind::Alias(_) => {
                self.open_aliases.pop();
                self.alias_depth -= 1;
            }
            _ => self.depth -= 1,
        }
    }

    fn count_key(&mut self, key: NodeId) -> Result<(), Box<Problem>> {
        self.count(key)?;
        if self.tree.target(key) != key {
            self.alias_depth += 1;
            let counted = self.count(self.tree.target(key));
            self.alias_depth -= 1;
            return counted;
        }
        Ok(())
    }

    /// Counts a value that is about to be made, and its text if an alias repeats it.
    fn count(&mut self, id: NodeId) -> Result<(), Box<Problem>> {
        self.decoded += 1;
        if self.alias_depth > 0 {
            self.aliased += 1;
            if let Kind::Scalar(scalar) = &self.tree.node(id).kind {
                self.aliased_bytes += scalar.text.len();
            }
        }
        let span = || self.tree.node(id).span.clone();
        if self.aliased_bytes > MAX_ALIASED_BYTES {
            return Err(Box::new(problem::aliased_bytes(span())));
        }
        if self.aliased > 100 && self.decoded > 1_000 && self.too_many_aliased() {
            let problem = problem::aliased_values(self.aliased, self.decoded, span());
            return Err(Box::new(problem));
        }
        Ok(())
    }

    fn too_many_aliased(&self) -> bool {
        const LOW: f64 = 400_000.0;
        const HIGH: f64 = 4_000_000.0;
        let decoded = self.decoded as f64;
        let allowed = 0.99 - 0.89 * ((decoded - LOW) / (HIGH - LOW)).clamp(0.0, 1.0);
        self.aliased as f64 / decoded > allowed
    }
}
