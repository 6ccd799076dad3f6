//! What is wrong with a line: told below the text for the caret, beside the mouse for the mouse.

use web_sys::{Element, Event};

use super::super::Mark;
use super::super::area::{px, set_style};
use super::super::buffer::columns;
use super::super::frame::push_icon;
use super::super::layer::{marks_of, push_fact};
use super::{Inner, LINE_HEIGHT, line_of, pixels};
use crate::icons::Icon;
use crate::platform::markup;
use crate::words;

impl Inner {
    /// Tells the problem of the caret's line below the text.
    pub(super) fn tell(&mut self) {
        let line = self.buffer.line_at(self.head());
        let picture = self.picture();
        let marks = marks_of(&picture, line);
        let mut html = String::new();
        push_marks(&mut html, marks.iter());
        let has_mark = !marks.is_empty();
        if html.is_empty() {
            html.push_str(words::said(words::EDITOR_KEYS));
        }
        if self.told_html != html {
            markup::set(&self.told, &html);
            self.told_html = html;
        }
        self.follow.set_hidden(!has_mark || self.setup.follow.is_none());
    }

    /// Shows the problems below the mouse.
    pub(super) fn hover(&mut self, event: &Event, target: &Element, in_area: bool) {
        if target.closest(".tip").is_ok_and(|tip| tip.is_some()) {
            return;
        }
        self.pressed = self.pressed && pixels(event, "buttons") != 0;
        let sign = line_of(target);
        let line = match sign {
            Some(line) => line,
            None if in_area => self.area.line_at(pixels(event, "offsetY")),
            None => return self.hide_tip(),
        };
        let column = pixels(event, "offsetX") / self.column_width();
        let picture = self.picture();
        let start = self.buffer.start(line);
        let below = |mark: &&Mark| {
            let text = self.buffer.text();
            let place = |at: usize| columns(&text[start..at.clamp(start, text.len())]);
            sign.is_some() || (place(mark.span.start)..=place(mark.span.end)).contains(&column)
        };
        let mut html = String::new();
        push_marks(&mut html, marks_of(&picture, line).iter().filter(below));
        if html.is_empty() {
            return self.hide_tip();
        }
        set_style(&self.tip, &["top:", &px((line + 1) * LINE_HEIGHT)].concat());
        markup::set(&self.tip, &html);
        self.tip.set_hidden(false);
    }

    pub(super) fn hide_tip(&self) {
        self.tip.set_hidden(true);
    }

    /// How wide a character is, in pixels.
    pub(super) fn column_width(&self) -> usize {
        set_style(&self.caret, "left:100ch");
        (pixels(&self.caret, "offsetLeft") / 100).max(1)
    }
}

fn push_marks<'a>(html: &mut String, marks: impl Iterator<Item = &'a Mark>) {
    for mark in marks {
        html.push_str("<span class=\"finding ");
        html.push_str(mark.severity.word());
        html.push_str("\">");
        push_icon(html, Icon::of(mark.severity));
        html.push_str("<span>");
        push_fact(html, &mark.message);
        if let Some(help) = &mark.help {
            html.push(' ');
            push_fact(html, help);
        }
        html.push_str("</span></span>");
    }
}
