//! Edits inside of collections in block style: whole lines come and go.

use super::super::emit;
use super::super::tree::{Kind, Map, NodeId};
use super::matching::{last, match_items, positions, same, staying};
use super::slot::{Slot, keeps_quotes};
use super::{Done, Editor, Unforeseen};
use crate::path::{FieldPath, Step};
use crate::text::{after, part, until};
use crate::value::Value;

/// The lines of one item of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// Where the comments above it begin.
    pub lead: usize,
    /// Its dash.
    pub dash: usize,
    /// The first byte behind its lines.
    pub end: usize,
}

impl Editor<'_> {
    /// Makes the entries of a map those of another one.
    pub fn change_block_map(
        &mut self,
        map: &Map,
        before: &Value,
        after: &[(String, Value)],
    ) -> Done {
        let plan = self.plan_map(map, before, after)?;
        if let Some((entry, name)) = plan.renamed {
            let mut key = String::new();
            emit::string(&after[name].0, &mut key);
            return self.rename(map.entries[entry].key, &after[name].0, key);
        }
        let column = self.lines.column(self.entry_start(map, plan.first));
        let mut last = None;
        for (place, (name, value)) in after.iter().enumerate() {
            match plan.own[place] {
                Some(at) => {
                    last = Some(at);
                    if let Some(from) = plan.changed(before, name, value) {
                        let entry = &map.entries[at];
                        let slot = self.entry_slot(entry.key)?;
                        let step = Step::Key(name.clone());
                        self.change_below(step, slot, entry.value, from, value)?;
                    }
                }
                None if plan.is_new(before, name, value) => {
                    let behind = if before.get(name).is_some() {
                        map.entries.len().checked_sub(1)
                    } else {
                        last
                    };
                    self.insert_entry(map, behind, plan.first, column, name, value)?;
                }
                None => {}
            }
        }
        self.remove_entries(map, &plan.removed, column)
    }

    /// Adds an entry behind another one, or before the first one that stays.
    fn insert_entry(
        &mut self,
        map: &Map,
        behind: Option<usize>,
        first: usize,
        column: usize,
        name: &str,
        value: &Value,
    ) -> Done {
        let layout = self.around.layout;
        let mut out = String::new();
        let Some(behind) = behind else {
            emit::entry(name, value, column, layout, &mut out);
            emit::new_line(column, layout, &mut out);
            let at = self.entry_start(map, first);
            self.edit(at..at, out);
            return Ok(());
        };
        let at = self.entry_end(map, behind, column)?;
        let indent = " ".repeat(column);
        if self.lines.is_open_end(at) {
            emit::new_line(column, layout, &mut out);
            emit::entry(name, value, column, layout, &mut out);
        } else {
            out.push_str(&indent);
            emit::entry(name, value, column, layout, &mut out);
            out.push_str(layout.line_break);
        }
        self.edit(at..at, out);
        Ok(())
    }

    /// Takes entries out with their lines; comments above them stay.
    fn remove_entries(&mut self, map: &Map, removed: &[usize], column: usize) -> Done {
        let mut skip_to = 0;
        for &at in removed {
            if at < skip_to {
                continue;
            }
            let key = self.entry_start(map, at);
            if self.lines.is_first(key) {
                let end = self.entry_end(map, at, column)?;
                self.remove_lines(self.lines.start(key), end);
                continue;
            }
            // It stands behind a dash, where the next one that stays has to go.
            let next = (at + 1..map.entries.len()).find(|next| !removed.contains(next));
            let next = next.ok_or(Unforeseen)?;
            let start = self.entry_start(map, next);
            let end = self.entry_end(map, next - 1, column)?;
            let comments = part(self.text, end.min(start), start).trim_start();
            if !self.lines.is_first(start) {
                return Err(Unforeseen);
            }
            let comments = comments.to_owned();
            self.edit(key..start, comments);
            skip_to = next;
        }
        Ok(())
    }

    /// Takes lines out; at the open end of a document with the line break before them.
    fn remove_lines(&mut self, start: usize, end: usize) {
        let before = until(self.text, start).trim_end_matches(['\n', '\r']).len();
        let start = if self.lines.is_open_end(end) { before } else { start };
        self.edit(start..end, "");
    }

    fn entry_start(&self, map: &Map, at: usize) -> usize {
        self.lines.entry_start(self.tree, map.entries[at].key)
    }

    pub fn entry_end(&self, map: &Map, at: usize, column: usize) -> Result<usize, Unforeseen> {
        let entry = &map.entries[at];
        let colon = self.lines.colon(self.tree, entry.key)?;
        Ok(self.lines.block_end(self.end(entry.value, colon + 1), column))
    }

    /// Writes another key in the place of one: `bare`, or in the quotes that the old one has.
    pub fn rename(&mut self, key: NodeId, name: &str, bare: String) -> Done {
        let span = self.span(key);
        let raw = self.raw(key);
        if !matches!(self.tree.node(key).kind, Kind::Scalar(_)) || raw.contains('\n') {
            return Err(Unforeseen);
        }
        let out = match self.around.json || raw.starts_with('"') && keeps_quotes(raw, name) {
            true => Value::from(name).to_json(),
            false => bare,
        };
        if out.len() > 1_000 || self.lines.colon(self.tree, key).is_err() {
            return Err(Unforeseen);
        }
        self.edit(span, out);
        Ok(())
    }

    /// Makes the items of a list those of another one.
    pub fn change_block_list(
        &mut self,
        slot: Slot,
        id: NodeId,
        items: &[NodeId],
        before: &[Value],
        after: &[Value],
    ) -> Done {
        let blocks = self.item_blocks(slot, id, items)?;
        let matched = match_items(&self.path, before, after, self.origins);
        let stays = staying(&matched);
        let first = matched.iter().zip(&stays).find(|(_, stays)| **stays);
        let first = first.and_then(|(at, _)| *at).ok_or(Unforeseen)?;
        let column = self.lines.column(blocks[first].dash);
        let mut cursor = None;
        for (place, value) in after.iter().enumerate() {
            match matched[place].filter(|_| stays[place]) {
                Some(at) => {
                    let block = blocks[at];
                    let slot = Slot::Item { dash: block.dash, column };
                    self.change_below(Step::Index(place), slot, items[at], &before[at], value)?;
                    cursor = Some(block.end);
                }
                None => {
                    let moved = matched[place].filter(|&at| same(&before[at], value));
                    let lines = match moved {
                        Some(at) => part(self.text, blocks[at].lead, blocks[at].end).to_owned(),
                        None => self.new_item(value, column),
                    };
                    self.insert_lines(cursor.unwrap_or(blocks[first].lead), lines)?;
                }
            }
        }
        for (at, block) in blocks.iter().enumerate() {
            let place = matched.iter().position(|from| *from == Some(at));
            if place.is_some_and(|place| stays[place]) {
                continue;
            }
            let moved = place.is_some_and(|place| same(&before[at], &after[place]));
            let start = if moved { block.lead } else { self.lines.start(block.dash) };
            if !self.lines.is_first(block.dash) {
                return Err(Unforeseen);
            }
            self.remove_lines(start, block.end);
        }
        Ok(())
    }

    fn new_item(&self, value: &Value, column: usize) -> String {
        let mut out = " ".repeat(column) + "- ";
        emit::node(value, column + 2, self.around.layout, &mut out);
        out.push_str(self.around.layout.line_break);
        out
    }

    /// Adds whole lines before a byte that starts a line, or is the end.
    fn insert_lines(&mut self, at: usize, mut lines: String) -> Done {
        let line_break = self.around.layout.line_break;
        if self.lines.is_open_end(at) {
            let length = lines.trim_end_matches(['\n', '\r']).len();
            lines.truncate(length);
            lines.insert_str(0, line_break);
        } else if self.lines.start(at) != at {
            return Err(Unforeseen);
        } else if !lines.ends_with('\n') {
            lines.push_str(line_break);
        }
        self.edit(at..at, lines);
        Ok(())
    }

    /// The lines of each item of a list.
    ///
    /// # Errors
    /// [`Unforeseen`] where a dash is not found where it should be.
    pub fn item_blocks(
        &self,
        slot: Slot,
        id: NodeId,
        items: &[NodeId],
    ) -> Result<Vec<Block>, Unforeseen> {
        let first = self.span(id).start;
        let column = self.lines.column(first);
        let lead = match slot {
            Slot::Entry { colon, .. } => self.lines.next(colon),
            _ => self.lines.start(first),
        };
        // A list that starts in the line of its key or dash has no lead of its own.
        let mut lead = if lead > first { first } else { lead };
        let mut blocks = Vec::with_capacity(items.len());
        for (at, &item) in items.iter().enumerate() {
            let dash = if at == 0 { first } else { self.lines.token(lead) };
            if !after(self.text, dash).starts_with('-') || self.lines.column(dash) != column {
                return Err(Unforeseen);
            }
            let end = self.lines.block_end(self.end(item, dash + 1), column);
            blocks.push(Block { lead, dash, end });
            lead = end;
        }
        Ok(blocks)
    }

    /// What has to happen to the entries of a map, in block style or in brackets.
    pub fn plan_map(
        &mut self,
        map: &Map,
        before: &Value,
        after: &[(String, Value)],
    ) -> Result<Plan, Unforeseen> {
        let mut own = Vec::with_capacity(after.len());
        let mut removed = vec![true; map.entries.len()];
        for (place, (name, _)) in after.iter().enumerate() {
            let twins = after[place + 1..].iter().filter(|(other, _)| other == name).count();
            let written = map.own(name);
            let at = written.len().checked_sub(1 + twins).map(|at| written[at] as usize);
            // Of a key that is written again and again, the ones that count for nothing stay.
            for &at in written {
                removed[at as usize] = false;
            }
            own.push(at);
        }
        for &merge in &map.merges {
            removed[merge as usize] = false;
        }
        let has = |name: &str| after.iter().any(|(other, _)| other == name);
        let entries = before.as_map().unwrap_or_default();
        if entries.iter().any(|(name, _)| map.own(name).is_empty() && !has(name)) {
            // It comes from a merge, and cannot be taken out of one.
            self.unshared.push(FieldPath::along(&self.path));
            return Err(Unforeseen);
        }
        let stays = removed.iter().position(|removed| !removed);
        let removed = positions(&removed);
        let mut new = Vec::new();
        for (place, (name, _)) in after.iter().enumerate() {
            if own[place].is_none() && before.get(name).is_none() {
                new.push(place);
            }
        }
        let renamed = match (removed.as_slice(), new.as_slice()) {
            (&[at], &[place]) => {
                let from = before.get(&map.entries[at].name);
                from.is_some_and(|from| same(from, &after[place].1)).then_some((at, place))
            }
            _ => None,
        };
        let first = stays.or(renamed.map(|(at, _)| at));
        // All others were there before, and with the same value.
        let renamed = renamed.filter(|_| {
            let mut others = after.iter();
            others.all(|(name, value)| before.get(name).is_none_or(|from| same(from, value)))
        });
        Ok(Plan { own, removed, renamed, first: first.ok_or(Unforeseen)? })
    }
}

/// What has to happen to the entries of a map.
pub(super) struct Plan {
    /// For each entry after, the one of the text that decides; none if it is new or merged.
    pub own: Vec<Option<usize>>,
    /// The entries of the text that go.
    pub removed: Vec<usize>,
    /// The entry that only gets another key, and its place after; nothing else happens then.
    pub renamed: Option<(usize, usize)>,
    /// The first entry of the text that stays.
    pub first: usize,
}

impl Plan {
    /// The value before of an entry that has another one now.
    pub fn changed<'v>(&self, before: &'v Value, name: &str, value: &Value) -> Option<&'v Value> {
        let from = last(before.as_map().unwrap_or_default(), name)?;
        (!same(from, value)).then_some(from)
    }

    /// Whether an entry without a text of its own has to be written.
    pub fn is_new(&self, before: &Value, name: &str, value: &Value) -> bool {
        before.get(name).is_none_or(|from| !same(from, value))
    }
}
