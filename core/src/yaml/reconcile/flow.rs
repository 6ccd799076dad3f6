//! Edits inside of brackets: JSON, and YAML in flow style.

use super::super::emit;
use super::super::tree::{Map, NodeId};
use super::matching::{match_items, positions, staying};
use super::slot::Slot;
use super::{Brackets, Done, Editor, Unforeseen};
use crate::diagnostic::Span;
use crate::path::Step;
use crate::text::part;
use crate::value::Value;

/// Something new in brackets: its text, and the entry that it comes behind.
struct Addition {
    behind: Option<usize>,
    text: String,
}

impl Editor<'_> {
    /// Makes the entries of a map in braces those of another one.
    pub fn change_flow_map(
        &mut self,
        id: NodeId,
        map: &Map,
        before: &Value,
        after: &[(String, Value)],
    ) -> Done {
        let plan = self.plan_map(map, before, after)?;
        if let Some((entry, name)) = plan.renamed {
            let mut key = String::new();
            emit::flow_text(&after[name].0, self.around.flow(self.raw(id)), &mut key);
            return self.rename(map.entries[entry].key, &after[name].0, key);
        }
        let mut spans = Vec::with_capacity(map.entries.len());
        for entry in &map.entries {
            let (key, value) = (self.span(entry.key), self.span(entry.value));
            spans.push(key.start..value.end.max(key.end));
        }
        let mut last = None;
        let mut additions = Vec::new();
        for (place, (name, value)) in after.iter().enumerate() {
            if let Some(at) = plan.own[place] {
                last = Some(at);
                if let Some(from) = plan.changed(before, name, value) {
                    let entry = &map.entries[at];
                    let slot = Slot::Bracket { from: self.lines.colon(self.tree, entry.key)? + 1 };
                    let step = Step::Key(name.clone());
                    self.change_below(step, slot, entry.value, from, value)?;
                }
            } else if plan.is_new(before, name, value) {
                let mut text = String::new();
                let style = self.around.flow(self.raw(id));
                emit::flow_text(name, style, &mut text);
                text.push_str(": ");
                text.push_str(&self.new_in_brackets(id, &spans, value));
                let behind =
                    if before.get(name).is_some() { spans.len().checked_sub(1) } else { last };
                additions.push(Addition { behind, text });
            }
        }
        self.edit_brackets(id, &spans, &plan.removed, additions)
    }

    /// Makes the items of a list in brackets those of another one.
    pub fn change_flow_list(
        &mut self,
        id: NodeId,
        items: &[NodeId],
        before: &[Value],
        after: &[Value],
    ) -> Done {
        let matched = match_items(&self.path, before, after, self.origins);
        let stays = staying(&matched);
        let mut spans = Vec::with_capacity(items.len());
        for &item in items {
            spans.push(self.span(item));
        }
        let mut last = None;
        let mut additions = Vec::new();
        for (place, value) in after.iter().enumerate() {
            match matched[place].filter(|_| stays[place]) {
                Some(at) => {
                    last = Some(at);
                    let slot = Slot::Bracket { from: self.bracket_from(id, items, at) };
                    self.change_below(Step::Index(place), slot, items[at], &before[at], value)?;
                }
                None => {
                    let text = self.new_in_brackets(id, &spans, value);
                    additions.push(Addition { behind: last, text });
                }
            }
        }
        let mut gone = vec![true; items.len()];
        for (from, _) in matched.iter().zip(&stays).filter(|(_, stays)| **stays) {
            if let Some(gone) = from.and_then(|at| gone.get_mut(at)) {
                *gone = false;
            }
        }
        let removed = positions(&gone);
        self.edit_brackets(id, &spans, &removed, additions)
    }

    /// Where what belongs to an item in brackets may begin.
    pub fn bracket_from(&self, id: NodeId, items: &[NodeId], at: usize) -> usize {
        match at.checked_sub(1) {
            Some(before) => self.span(items[before]).end,
            None => self.span(id).start + 1,
        }
    }

    /// A new value, laid out like the entries beside it.
    fn new_in_brackets(&self, id: NodeId, spans: &[Span], value: &Value) -> String {
        let own = self.around.flow(self.raw(id));
        let at = spans.first().map_or(self.span(id).start, |span| span.start);
        let mut text = String::new();
        emit::flow(value, self.lines.indent(at), own, self.around.layout, &mut text);
        text
    }

    /// Takes entries out of brackets, or adds some.
    fn edit_brackets(
        &mut self,
        id: NodeId,
        spans: &[Span],
        removed: &[usize],
        additions: Vec<Addition>,
    ) -> Done {
        let clean = removed.is_empty() || additions.is_empty();
        if !clean || spans.is_empty() || removed.len() == spans.len() {
            return Err(Unforeseen);
        }
        let own_lines = self.lines.is_first(spans[0].start);
        let longer: usize = additions.iter().map(|addition| addition.text.len() + 2).sum();
        if self.brackets == Brackets::OnOneLine && longer > 0 {
            let span = self.span(id);
            let grown = self.text[span.clone()].to_owned() + &" ".repeat(longer);
            if !self.fits(&span, &grown) {
                return Err(Unforeseen);
            }
        }
        for addition in additions {
            self.add_in_brackets(spans, own_lines, addition)?;
        }
        for &at in removed {
            self.remove_in_brackets(spans, removed, at)?;
        }
        Ok(())
    }

    fn add_in_brackets(&mut self, spans: &[Span], own_lines: bool, addition: Addition) -> Done {
        let layout = self.around.layout;
        let column = self.lines.column(spans[0].start);
        let Addition { behind, text } = addition;
        let mut between = ",".to_owned();
        match own_lines {
            true => emit::new_line(column, layout, &mut between),
            false => between.push(' '),
        }
        let Some(behind) = behind else {
            let at = spans[0].start;
            self.edit(at..at, text + &between);
            return Ok(());
        };
        let end = spans[behind].end;
        let line_end = self.lines.end(end);
        let rest = part(self.text, end, line_end);
        if !(own_lines && rest.contains('#')) {
            self.edit(end..end, between + &text);
            return Ok(());
        }
        // The comment beside the entry is about it, so what is new goes to the next line.
        let has_comma = rest.trim_start().starts_with(',');
        if !has_comma {
            self.edit(end..end, ",");
        }
        let mut line = String::new();
        emit::new_line(column, layout, &mut line);
        line.push_str(&text);
        line.push_str(if has_comma { "," } else { "" });
        self.edit(line_end..line_end, line);
        Ok(())
    }

    /// Takes an entry out with the comma and the blanks that part it from its neighbor.
    fn remove_in_brackets(&mut self, spans: &[Span], removed: &[usize], at: usize) -> Done {
        let span = spans[at].clone();
        let stays_before = (0..at).rev().find(|at| !removed.contains(at));
        let (start, end) = match stays_before {
            Some(_) => (spans[at - 1].end, span.end),
            None => (span.start, spans.get(at + 1).ok_or(Unforeseen)?.start),
        };
        // What goes besides the entry may have a comment in it.
        let around = [part(self.text, start, span.start), part(self.text, span.end, end)];
        if around.iter().any(|text| text.contains('#')) {
            return Err(Unforeseen);
        }
        self.edit(start..end, "");
        Ok(())
    }
}
