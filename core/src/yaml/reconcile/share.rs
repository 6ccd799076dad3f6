//! What an anchor shares with aliases and merges, and how one place is taken out of it.

use super::super::tree::{Kind, NodeId, Tree};
use super::slot::Slot;
use super::{Editor, TextEdit, Unforeseen};
use crate::path::FieldPath;
use crate::text::{after, find, until};
use crate::value::Value;

/// The nodes that aliases stand for, each with its first alias.
pub(super) fn shared(tree: &Tree) -> Vec<(NodeId, NodeId)> {
    let mut shared: Vec<(NodeId, NodeId)> = Vec::new();
    for (alias, node) in tree.nodes.iter().enumerate() {
        if let Kind::Alias(target) = node.kind
            && !shared.iter().any(|(known, _)| *known == target)
        {
            shared.push((target, alias));
        }
    }
    shared
}

impl Editor<'_> {
    /// Before a node is changed that aliases stand for: leaves its value to its first alias, which
    /// the others stand for from then on. Returns the edit that takes the anchor away here.
    pub fn keep_shared(
        &mut self,
        slot: Slot,
        id: NodeId,
        before: &Value,
    ) -> Result<Option<TextEdit>, Unforeseen> {
        let Some(found) = self.shared.iter().position(|(target, _)| *target == id) else {
            return Ok(None);
        };
        let (_, alias) = self.shared.remove(found);
        let name = self.raw(alias).strip_prefix('*').ok_or(Unforeseen)?;
        let from = slot.from(&self.span(id));
        let anchor = ["&", name].concat();
        let properties = self.text.get(from..self.span(id).start).ok_or(Unforeseen)?;
        let at = from + find(properties, &anchor).ok_or(Unforeseen)?;
        let end = at + anchor.len();
        let blanks =
            after(self.text, end).len() - after(self.text, end).trim_start_matches(' ').len();
        // A blank before or after it is enough for what remains.
        let start = if until(self.text, at).ends_with(' ') && blanks == 0 { at - 1 } else { at };
        self.unshared.push(FieldPath::along(&self.path));
        let slot = self.slot_of(alias)?;
        self.replace(slot, alias, before, Some(name))?;
        Ok(Some(TextEdit { span: start..end + blanks, text: String::new() }))
    }

    /// Where a node stands, searched for in the whole tree.
    fn slot_of(&self, id: NodeId) -> Result<Slot, Unforeseen> {
        for (parent, node) in self.tree.nodes.iter().enumerate() {
            let in_brackets = self.has_brackets(parent);
            match &node.kind {
                Kind::Map(map) => {
                    let Some(entry) = map.entries.iter().find(|entry| entry.value == id) else {
                        continue;
                    };
                    return match in_brackets {
                        true => Ok(Slot::Bracket { from: self.span(id).start }),
                        false => self.entry_slot(entry.key),
                    };
                }
                Kind::List(items) => {
                    let Some(at) = items.iter().position(|&item| item == id) else { continue };
                    if in_brackets {
                        return Ok(Slot::Bracket { from: self.bracket_from(parent, items, at) });
                    }
                    let blocks = self.item_blocks(Slot::Root, parent, items)?;
                    let dash = blocks[at].dash;
                    return Ok(Slot::Item { dash, column: self.lines.column(dash) });
                }
                _ => {}
            }
        }
        Err(Unforeseen)
    }
}
