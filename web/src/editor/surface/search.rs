//! The bar that finds a text.

use web_sys::KeyboardEvent;

use super::super::buffer::line_breaks;
use super::super::find::find_all;
use super::Inner;
use crate::words;

impl Inner {
    /// Opens the bar with what is selected, if that is within a line.
    pub(super) fn open_search(&mut self) {
        let selected = &self.buffer.text()[self.selection.clone()];
        if !selected.is_empty() && line_breaks(selected) == 0 {
            self.query.set_value(selected);
        }
        self.bar.set_hidden(false);
        // Fails only for what cannot have the keyboard.
        let _focused = self.query.focus();
        self.query.select();
        self.search();
    }

    /// Closes the bar; the caret is where the search was.
    pub(super) fn close_search(&mut self) {
        self.bar.set_hidden(true);
        self.find();
        self.draw();
        let selection = self.selection.clone();
        self.go(selection);
    }

    /// A key in the bar.
    pub(super) fn search_key(&mut self, event: &KeyboardEvent) -> bool {
        match event.key().as_str() {
            "Escape" => self.close_search(),
            // On a button it presses the button.
            "Enter" if self.query.matches(":focus").unwrap_or(false) => {
                self.next_found(if event.shift_key() { -1 } else { 1 });
            }
            "f" if event.ctrl_key() || event.meta_key() => self.query.select(),
            _ => return false,
        }
        true
    }

    /// Looks for what is written in the bar, from the caret on.
    pub(super) fn search(&mut self) {
        self.find();
        let from = self.selection.start;
        let next = self.found.iter().find(|&&at| at >= from).or(self.found.first());
        self.set_current(next.copied());
    }

    /// Goes to the next occurrence, or the one before, around the ends.
    pub(super) fn next_found(&mut self, by: isize) {
        let at = self.selection.start;
        let next = if by < 0 {
            self.found.iter().rfind(|&&found| found < at).or(self.found.last())
        } else {
            self.found.iter().find(|&&found| found > at).or(self.found.first())
        };
        self.set_current(next.copied());
    }

    /// Finds all occurrences anew, while the bar is open.
    pub(super) fn find(&mut self) {
        let wanted = if self.bar.hidden() { String::new() } else { self.query.value() };
        if wanted.is_empty() && self.found.is_empty() {
            return;
        }
        self.found = find_all(self.buffer.text(), &wanted);
        self.current = self.current.filter(|at| self.found.binary_search(at).is_ok());
    }

    fn set_current(&mut self, current: Option<usize>) {
        self.current = current;
        if let Some(at) = current {
            self.selection = at..at + self.query.value().len();
            self.put_selection();
            self.reveal();
        }
        let number = current.and_then(|at| self.found.binary_search(&at).ok());
        let counted = match number {
            Some(number) => words::found(number + 1, self.found.len()),
            None if self.query.value().is_empty() => String::new(),
            None => words::say(words::NOT_FOUND),
        };
        self.count.set_text_content(Some(&counted));
        self.draw();
        self.tell();
    }
}
