//! Keys, and the list of what could be written.

use std::ops::Range;

use web_sys::{Event, KeyboardEvent};

use super::super::Said;
use super::super::area::px;
use super::super::buffer::columns;
use super::super::keys::{self, Change};
use super::{Inner, LINE_HEIGHT, input_type, pixels};

/// The room that the list takes, in pixels; the style sheet limits it to this.
const LIST_HEIGHT: usize = 200;
const LIST_WIDTH: usize = 280;

impl Inner {
    /// What a key does; whether it is done with.
    pub(super) fn key(&mut self, event: &KeyboardEvent) -> bool {
        let key = event.key();
        if event.is_composing() || matches!(key.as_str(), "Shift" | "Control" | "Alt" | "Meta") {
            return false;
        }
        self.pressed = false;
        self.caret_moved();
        if !self.area.holds(&self.selection, &self.buffer) {
            // It was scrolled away; the browser has to find it where it is.
            self.put_selection();
            self.reveal();
        }
        let (command, shift) = (event.ctrl_key() || event.meta_key(), event.shift_key());
        if !command && self.popup.offered().is_some() && self.list_key(&key) {
            return true;
        }
        let leaving = std::mem::replace(&mut self.leaving, key == "Escape");
        let text = self.buffer.text();
        let selection = &self.selection;
        match (key.to_ascii_lowercase().as_str(), command, shift) {
            ("escape", false, _) => self.hide_tip(),
            ("tab", false, back) if !leaving && keys::tab_indents(text, selection) => {
                let change = if back { keys::outdent } else { keys::indent };
                self.apply(change(text, selection));
            }
            ("/", true, _) => self.apply(keys::toggle_comment(text, selection)),
            ("f", true, false) => self.open_search(),
            (" ", true, false) => self.suggest(),
            ("z", true, false) => self.step(Said::Undo),
            ("z", true, true) | ("y", true, false) => self.step(Said::Redo),
            ("f8", false, back) => self.go_to_problem(back),
            ("pageup", false, _) => self.page(-1, shift),
            ("pagedown", false, _) => self.page(1, shift),
            ("home" | "arrowup", true, _) if !self.area.is_whole(&self.buffer) => {
                self.move_head(0, shift);
            }
            ("end" | "arrowdown", true, _) if !self.area.is_whole(&self.buffer) => {
                self.move_head(self.buffer.text().len(), shift);
            }
            ("a", true, false) if !self.area.is_whole(&self.buffer) => {
                self.area.hold_all(&self.buffer);
                self.selection = 0..self.buffer.text().len();
                self.area.select(&self.selection, &self.buffer);
            }
            _ => return false,
        }
        key != "Escape"
    }

    /// What a key does while the list is open.
    fn list_key(&mut self, key: &str) -> bool {
        match key {
            "ArrowDown" => self.popup.step(1),
            "ArrowUp" => self.popup.step(-1),
            "Escape" => self.popup.close(),
            "Tab" => return self.accept(),
            _ => return false,
        }
        true
    }

    /// Writes what the list points at; false if it is closed or what it points at is there.
    pub(super) fn accept(&mut self) -> bool {
        self.take_option(self.popup.active())
    }

    pub(super) fn take_option(&mut self, number: usize) -> bool {
        let Some(offered) = self.popup.offered() else { return false };
        let Some(item) = offered.items.get(number) else { return false };
        let (span, with) = (offered.span.clone(), item.insert.clone());
        self.popup.close();
        if self.buffer.text()[span.clone()] == *with {
            return false;
        }
        let caret = span.start + with.len();
        self.apply(Change { span, with, selection: caret..caret });
        true
    }

    /// Opens the list, or keeps it right, while something is typed.
    pub(super) fn suggest_while_typing(&mut self, event: &Event, typed: &str) {
        let kind = input_type(event);
        let was_open = self.popup.offered().is_some();
        let is_word = typed.len() == 1 && typed.bytes().all(|byte| byte.is_ascii_graphic());
        if kind == "insertText" && is_word || kind == "deleteContentBackward" && was_open {
            self.suggest();
            let complete = self.popup.offered().is_some_and(|offered| {
                let there = &self.buffer.text()[offered.span.clone()];
                there.is_empty() || offered.items.len() == 1 && offered.items[0].insert == there
            });
            if !complete {
                return;
            }
        }
        self.popup.close();
    }

    fn suggest(&mut self) {
        let caret = self.head();
        let offered = if self.selection.is_empty() && !self.setup.read_only {
            (self.setup.complete)(self.buffer.text(), caret)
        } else {
            None
        };
        // Asking where things are has the browser lay them out.
        let style = offered.as_ref().map(|_| self.list_place(caret)).unwrap_or_default();
        self.popup.show(offered, &style);
    }

    /// Below the caret, or above it where there is more room.
    fn list_place(&self, caret: usize) -> String {
        let line = self.buffer.line_at(caret);
        let column = columns(&self.buffer.text()[self.buffer.start(line)..caret]);
        let seen = pixels(&self.scroller, "scrollLeft");
        let gutter = pixels(&self.code, "offsetLeft");
        let width = pixels(&self.scroller, "clientWidth");
        let room = seen + width.saturating_sub(gutter + LIST_WIDTH);
        let left = (column * self.column_width()).min(room);
        let above = (line * LINE_HEIGHT).saturating_sub(pixels(&self.scroller, "scrollTop"));
        let height = pixels(&self.scroller, "clientHeight");
        let below = height.saturating_sub(above + 2 * LINE_HEIGHT);
        let (top, shift) = if below < LIST_HEIGHT && above > below {
            (line, ";transform:translateY(-100%)")
        } else {
            (line + 1, "")
        };
        ["left:", &px(left), ";top:", &px(top * LINE_HEIGHT), shift].concat()
    }

    /// Goes to the next problem, or the one before, around the ends.
    fn go_to_problem(&mut self, back: bool) {
        let at = self.head();
        let places = || self.marks.iter().map(|mark| mark.span.start);
        let found = if back {
            places().rfind(|&place| place < at).or(places().next_back())
        } else {
            places().find(|&place| place > at).or(places().next())
        };
        if let Some(place) = found {
            self.go(place..place);
        }
    }

    /// Goes a page up or down; a textarea as tall as its text has no pages of its own.
    fn page(&mut self, pages: isize, extend: bool) {
        let lines = isize::try_from(self.view().len().saturating_sub(2)).unwrap_or(1);
        let head = keys::move_lines(self.buffer.text(), self.head(), lines * pages);
        self.move_head(head, extend);
    }

    fn move_head(&mut self, head: usize, extend: bool) {
        let Range { start, end } = self.selection;
        let anchor = match extend {
            true if self.area.is_head_first() => end,
            true => start,
            false => head,
        };
        self.selection = anchor.min(head)..anchor.max(head);
        self.area.head_first(head < anchor);
        self.put_selection();
        self.reveal();
        self.tell();
        self.wait();
    }
}
