//! From nodes to values: keys become names, aliases copies, merges fields.
//!
//! Limits are kept here, because this is where a small text can become a large value. kubectl's
//! rule counts values: while fewer than 400,000 are decoded, 99 in 100 may come from aliases, and
//! the share falls to 10 in 100 at 4,000,000 (so about 400,000 at any size). Facts from `decode.go`
//! of go.yaml.in/yaml/v2 2.4.

use std::collections::BTreeMap;

use super::problem::{self, Problem};
use super::resolve::{self, Resolved};
use super::tree::{Kind, Map, NodeId, Scalar, Tree};
use super::{MAX_ALIASED_BYTES, MAX_DEPTH};
use crate::value::Value;

/// Reads the keys of all maps, so that fields can be found by name.
pub(super) fn name_fields(text: &str, tree: &mut Tree) -> Result<(), Problem> {
    for id in 0..tree.nodes.len() {
        if !matches!(tree.nodes[id].kind, Kind::Map(_)) {
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
        by_name.sort_by(|&a, &b| entries[a as usize].name.cmp(&entries[b as usize].name));
        tree.nodes[id].kind = Kind::Map(named);
    }
    Ok(())
}

/// The value of the whole document.
pub(super) fn value(tree: &Tree) -> Result<Value, Problem> {
    let mut composer = Composer {
        tree,
        open_aliases: vec![false; tree.nodes.len()],
        // kubectl counts the document itself.
        decoded: 1,
        aliased: 0,
        alias_depth: 0,
        aliased_bytes: 0,
        depth: 0,
    };
    tree.root.map_or(Ok(Value::Null), |root| composer.value(root))
}

/// Only a scalar that is written here merges, not one behind an alias.
fn is_merge(tree: &Tree, key: NodeId) -> bool {
    matches!(&tree.nodes[key].kind, Kind::Scalar(scalar) if resolve::is_merge(scalar))
}

fn key_name(text: &str, tree: &Tree, key: NodeId) -> Result<String, Problem> {
    let span = || tree.nodes[key].span.clone();
    let Kind::Scalar(scalar) = &tree.nodes[tree.target(key)].kind else {
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
    /// Which aliases are being followed, to notice one that leads back to itself.
    open_aliases: Vec<bool>,
    decoded: usize,
    aliased: usize,
    alias_depth: usize,
    aliased_bytes: usize,
    depth: usize,
}

/// The fields of a map in the order in which their names first appear.
#[derive(Default)]
struct Fields {
    list: Vec<(String, Value)>,
    /// Where each name is in the list; only kept for maps in which a name can come again.
    index: BTreeMap<String, usize>,
}

impl Composer<'_> {
    fn value(&mut self, id: NodeId) -> Result<Value, Problem> {
        self.count(id)?;
        match &self.tree.nodes[id].kind {
            Kind::Scalar(scalar) => self.scalar(id, scalar),
            Kind::Alias(target) => self.aliased(id, |this| this.value(*target)),
            Kind::List(items) => self.deeper(id, |this| {
                let items: Result<_, _> = items.iter().map(|&item| this.value(item)).collect();
                items.map(Value::List)
            }),
            Kind::Map(map) => self.deeper(id, |this| this.map(map)),
        }
    }

    fn scalar(&mut self, id: NodeId, scalar: &Scalar) -> Result<Value, Problem> {
        let span = || self.tree.nodes[id].span.clone();
        let resolved = resolve::resolve(scalar)
            .map_err(|mismatch| problem::mismatch(scalar, mismatch, span()))?;
        resolved.into_value().ok_or_else(|| problem::not_finite(&scalar.text, span()))
    }

    fn map(&mut self, map: &Map) -> Result<Value, Problem> {
        let once = map.merges.is_empty()
            && map.by_name.windows(2).all(|pair| {
                map.entries[pair[0] as usize].name != map.entries[pair[1] as usize].name
            });
        if !once {
            let mut fields = Fields::default();
            self.fill(map, &mut fields)?;
            return Ok(Value::Map(fields.list));
        }
        let mut list = Vec::with_capacity(map.entries.len());
        for entry in &map.entries {
            self.count_key(entry.key)?;
            list.push((entry.name.clone(), self.value(entry.value)?));
        }
        Ok(Value::Map(list))
    }

    /// Adds the entries in order; each replaces what is there, be it written or merged.
    fn fill(&mut self, map: &Map, fields: &mut Fields) -> Result<(), Problem> {
        for entry in &map.entries {
            if is_merge(self.tree, entry.key) {
                // The first of several maps is the strongest, so it comes last.
                let list = matches!(self.tree.nodes[entry.value].kind, Kind::List(_));
                for &id in self.tree.merged(&entry.value).iter().rev() {
                    if list && matches!(self.tree.nodes[id].kind, Kind::List(_)) {
                        return Err(problem::merge(self.tree.nodes[id].span.clone()));
                    }
                    self.merge(id, fields)?;
                }
                continue;
            }
            self.count_key(entry.key)?;
            let value = self.value(entry.value)?;
            match fields.index.get(&entry.name) {
                Some(&at) => fields.list[at].1 = value,
                None => {
                    fields.index.insert(entry.name.clone(), fields.list.len());
                    fields.list.push((entry.name.clone(), value));
                }
            }
        }
        Ok(())
    }

    fn merge(&mut self, id: NodeId, fields: &mut Fields) -> Result<(), Problem> {
        self.count(id)?;
        match &self.tree.nodes[id].kind {
            Kind::Map(map) => self.deeper(id, |this| this.fill(map, fields)),
            Kind::Alias(target) if self.tree.map(id).is_some() => {
                self.aliased(id, |this| this.merge(*target, fields))
            }
            _ => Err(problem::merge(self.tree.nodes[id].span.clone())),
        }
    }

    fn deeper<T>(
        &mut self,
        id: NodeId,
        inside: impl FnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if self.depth >= MAX_DEPTH {
            return Err(problem::too_deep(self.tree.nodes[id].span.clone()));
        }
        self.depth += 1;
        let value = inside(self);
        self.depth -= 1;
        value
    }

    fn aliased<T>(
        &mut self,
        id: NodeId,
        inside: impl FnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if self.open_aliases[id] {
            return Err(problem::cycle(self.tree.nodes[id].span.clone()));
        }
        self.open_aliases[id] = true;
        self.alias_depth += 1;
        let value = inside(self);
        self.alias_depth -= 1;
        self.open_aliases[id] = false;
        value
    }

    fn count_key(&mut self, key: NodeId) -> Result<(), Problem> {
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
    fn count(&mut self, id: NodeId) -> Result<(), Problem> {
        self.decoded += 1;
        if self.alias_depth > 0 {
            self.aliased += 1;
            if let Kind::Scalar(scalar) = &self.tree.nodes[id].kind {
                self.aliased_bytes += scalar.text.len();
            }
        }
        let span = || self.tree.nodes[id].span.clone();
        if self.aliased_bytes > MAX_ALIASED_BYTES {
            return Err(problem::aliased_bytes(span()));
        }
        if self.aliased > 100 && self.decoded > 1_000 && self.too_many_aliased() {
            return Err(problem::aliased_values(self.aliased, self.decoded, span()));
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
