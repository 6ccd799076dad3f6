//! The textarea: what it holds of the text, and what is selected in it.
//!
//! A browser lays all text of a textarea out anew at every key, which takes longer than a frame
//! for thousands of lines. So of a long text it holds the lines around those in view, as tall as
//! they are and where they are; of a short text it holds all.

use std::ops::Range;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

use super::buffer::{Buffer, difference};
use super::surface::LINE_HEIGHT;

/// Texts of so many lines are held as a whole.
const WHOLE: usize = 300;

/// How many lines are held before and behind those in view.
const AROUND: usize = 100;

/// How near those in view may come to the first and last line that is held.
const NEAR: usize = 40;

/// A selection that no textarea has.
const NOWHERE: (u32, u32) = (u32::MAX, u32::MAX);

/// The textarea with a part of a [`Buffer`].
pub struct Area {
    /// The element.
    pub element: HtmlTextAreaElement,
    /// The lines that it holds.
    lines: Range<usize>,
    /// What was last put into it as selection, in its own units.
    put: (u32, u32),
    /// The end of the selection that moves is its first one.
    head_first: bool,
}

impl Area {
    /// An area that holds nothing yet.
    pub fn new(element: HtmlTextAreaElement) -> Self {
        Area { element, lines: 0..0, put: (0, 0), head_first: false }
    }

    /// What was typed since the last time: the bytes to replace, and by what.
    pub fn typed(&self, buffer: &Buffer) -> (Range<usize>, String) {
        let held = self.bytes(buffer);
        let value = self.element.value();
        let (span, with) = difference(&buffer.text()[held.clone()], &value);
        (held.start + span.start..held.start + span.end, with.to_owned())
    }

    /// Takes note that the buffer has other lines now, because of what was typed here.
    pub fn follow(&mut self, removed: usize, added: usize, buffer: &Buffer) {
        self.lines.end = self.lines.end + added - removed;
        self.place(buffer);
    }

    /// Whether the end of the selection that moves is its first one.
    pub fn is_head_first(&self) -> bool {
        self.head_first
    }

    /// Says which end of the selection moves; [`Area::select`] tells the element.
    pub fn head_first(&mut self, head_first: bool) {
        self.head_first = head_first;
    }

    /// Has [`Area::selection`] look again, for the text may be another one.
    pub fn forget_selection(&mut self) {
        self.put = NOWHERE;
    }

    /// What is selected, in bytes of the whole text, unless it is still what was put there.
    pub fn selection(&mut self, buffer: &Buffer) -> Option<Range<usize>> {
        let end = |place: Result<Option<u32>, _>| place.ok().flatten().unwrap_or_default();
        let start = end(self.element.selection_start());
        let now = (start, end(self.element.selection_end()));
        if now == self.put {
            return None;
        }
        self.put = now;
        let direction = self.element.selection_direction();
        self.head_first = direction.is_ok_and(|it| it.as_deref() == Some("backward"));
        let held = self.bytes(buffer);
        let text = &buffer.text()[held.clone()];
        Some(held.start + to_bytes(text, now.0)..held.start + to_bytes(text, now.1))
    }

    /// Whether the area holds what is needed to show and to change these lines.
    pub fn covers(&self, view: &Range<usize>, may_shrink: bool, buffer: &Buffer) -> bool {
        let lines = buffer.lines();
        !(may_shrink && self.lines.len() > WHOLE + AROUND)
            && (self.lines.start == 0 || self.lines.start + NEAR <= view.start)
            && (self.lines.end == lines || view.end + NEAR <= self.lines.end)
    }

    /// Whether it holds all that is selected.
    pub fn holds(&self, selection: &Range<usize>, buffer: &Buffer) -> bool {
        let held = self.bytes(buffer);
        held.start <= selection.start && selection.end <= held.end
    }

    /// The line at so many pixels from its top.
    pub fn line_at(&self, pixels: usize) -> usize {
        self.lines.start + pixels / LINE_HEIGHT
    }

    /// Whether all of the text is in it.
    pub fn is_whole(&self, buffer: &Buffer) -> bool {
        self.lines == (0..buffer.lines())
    }

    /// Puts the lines around these into it.
    pub fn hold(&mut self, view: &Range<usize>, buffer: &Buffer) {
        let lines = buffer.lines();
        self.lines = if lines <= WHOLE {
            0..lines
        } else {
            view.start.saturating_sub(AROUND).min(lines)..(view.end + AROUND).min(lines)
        };
        self.write(buffer);
    }

    /// Puts all of the text into it.
    pub fn hold_all(&mut self, buffer: &Buffer) {
        self.lines = 0..buffer.lines();
        self.write(buffer);
    }

    /// Selects bytes of the whole text; what it does not hold is cut off.
    pub fn select(&mut self, selection: &Range<usize>, buffer: &Buffer) {
        let held = self.bytes(buffer);
        let text = &buffer.text()[held.clone()];
        let unit = |byte: usize| {
            let before = &text[..byte.clamp(held.start, held.end) - held.start];
            before.chars().map(|char| char.len_utf16() as u32).sum()
        };
        self.put = (unit(selection.start), unit(selection.end));
        let direction = if self.head_first { "backward" } else { "forward" };
        let (start, end) = self.put;
        // Fails only for elements that have no selection.
        let _selected = self.element.set_selection_range_with_direction(start, end, direction);
    }

    fn write(&mut self, buffer: &Buffer) {
        let text = &buffer.text()[self.bytes(buffer)];
        if self.element.value() != text {
            self.element.set_value(text);
        }
        // A value puts the caret at its end.
        self.put = NOWHERE;
        self.place(buffer);
    }

    /// Puts the element where its lines are.
    pub fn place(&self, buffer: &Buffer) {
        let (top, height) = if self.is_whole(buffer) {
            (0, "100%".to_owned())
        } else {
            (self.lines.start, px(self.lines.len() * LINE_HEIGHT))
        };
        let style = ["top:", &px(top * LINE_HEIGHT), ";height:", &height].concat();
        set_style(&self.element, &style);
    }

    fn bytes(&self, buffer: &Buffer) -> Range<usize> {
        let last = self.lines.end.saturating_sub(1).max(self.lines.start);
        buffer.start(self.lines.start)..buffer.span(last).end
    }
}

/// Gives an element a style.
pub fn set_style(element: &Element, style: &str) {
    // As an attribute a strict content security policy would forbid it.
    element.unchecked_ref::<HtmlElement>().style().set_css_text(style);
}

/// A length for a style.
pub fn px(length: usize) -> String {
    let mut out = length.to_string();
    out.push_str("px");
    out
}

/// From units of JavaScript, which are those of UTF-16, to bytes.
fn to_bytes(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    for (at, char) in text.char_indices() {
        if left < char.len_utf16() {
            return at;
        }
        left -= char.len_utf16();
    }
    text.len()
}
