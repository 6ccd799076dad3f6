//! The colored lines below the textarea, and the gutter: only what is in view is in the page.

use std::ops::Range;

use web_sys::{Document, Element};

use netpol_core::diagnostic::Severity;

use super::Mark;
use super::area::{px, set_style};
use super::buffer::Buffer;
use super::frame::push_icon;
use super::highlight::tokens;
use super::surface::LINE_HEIGHT;
use crate::icons::Icon;
use crate::platform::markup;

/// The elements that show lines.
pub struct Layer {
    document: Document,
    rows_element: Element,
    numbers: Element,
    signs: Element,
    first: usize,
    rows: Vec<(Element, String)>,
    numbers_text: String,
    signs_html: String,
}

/// Something about a part of a line: its bytes, and the class that shows it.
type Overlay = (Range<usize>, &'static str);

/// What is drawn.
pub struct Picture<'a> {
    /// The text.
    pub buffer: &'a Buffer,
    /// Problems, by place.
    pub marks: &'a [Mark],
    /// Where what is searched for was found, in order, and its length.
    pub found: (&'a [usize], usize),
    /// The start of the one that the search is at.
    pub current: Option<usize>,
}

impl Layer {
    /// A layer without lines.
    pub fn new(
        document: Document,
        rows_element: Element,
        numbers: Element,
        signs: Element,
    ) -> Self {
        Layer {
            document,
            rows_element,
            numbers,
            signs,
            first: 0,
            rows: Vec::new(),
            numbers_text: String::new(),
            signs_html: String::new(),
        }
    }

    /// Takes note that lines behind `line` have become others, so that those below are kept.
    pub fn splice(&mut self, line: usize, removed: usize, added: usize) {
        let at = (line + 1).saturating_sub(self.first).min(self.rows.len());
        if line + 1 < self.first {
            // All in view have moved; what they show is compared anyway.
            return;
        }
        self.remove(at..(at + removed).min(self.rows.len()));
        let room = self.rows.len().saturating_sub(at);
        for _ in 0..added.min(room) {
            self.insert(at);
        }
    }

    /// Shows these lines; what shows them already is not touched.
    pub fn draw(&mut self, lines: &Range<usize>, picture: &Picture<'_>) {
        let skipped = lines.start.saturating_sub(self.first).min(self.rows.len());
        self.remove(0..skipped);
        for _ in 0..self.first.saturating_sub(lines.start).min(lines.len()) {
            self.insert(0);
        }
        self.remove(lines.len().min(self.rows.len())..self.rows.len());
        while self.rows.len() < lines.len() {
            self.insert(self.rows.len());
        }
        self.first = lines.start;
        let (mut numbers, mut signs) = (String::new(), String::new());
        for (number, (element, shown)) in lines.clone().zip(&mut self.rows) {
            let marks = marks_of(picture, number);
            let html = row(picture, number, marks);
            if *shown != html {
                markup::set(element, &html);
                *shown = html;
            }
            numbers.push_str(&(number + 1).to_string());
            numbers.push('\n');
            sign(&mut signs, marks.iter().map(|mark| mark.severity).min());
        }
        let top = ["top:", &px(lines.start * LINE_HEIGHT)].concat();
        for element in [&self.rows_element, &self.numbers, &self.signs] {
            set_style(element, &top);
        }
        if self.numbers_text != numbers {
            self.numbers.set_text_content(Some(&numbers));
            self.numbers_text = numbers;
        }
        if self.signs_html != signs {
            markup::set(&self.signs, &signs);
            self.signs_html = signs;
        }
    }

    fn insert(&mut self, at: usize) {
        let Ok(element) = self.document.create_element("div") else { return };
        let before = self.rows.get(at).map(|(element, _)| element.as_ref());
        // Fails only if the row before is not in the layer, which only this code changes.
        let _inserted = self.rows_element.insert_before(&element, before);
        self.rows.insert(at, (element, String::new()));
    }

    fn remove(&mut self, rows: Range<usize>) {
        for at in rows.rev() {
            self.rows.remove(at).0.remove();
        }
    }
}

/// The problems that start in a line.
pub fn marks_of<'a>(picture: &Picture<'a>, line: usize) -> &'a [Mark] {
    let (start, end) = (picture.buffer.start(line), picture.buffer.span(line).end);
    let first = picture.marks.partition_point(|mark| mark.span.start < start);
    let rest = &picture.marks[first..];
    &rest[..rest.partition_point(|mark| mark.span.start <= end)]
}

/// The HTML of a line.
fn row(picture: &Picture<'_>, number: usize, marks: &[Mark]) -> String {
    let span = picture.buffer.span(number);
    let line = &picture.buffer.text()[span.clone()];
    let mut overlays: Vec<Overlay> = Vec::new();
    for mark in marks {
        overlays.push((underlined(mark, &span, line), mark.severity.word()));
    }
    let (found, length) = picture.found;
    let first = found.partition_point(|&at| at + length <= span.start);
    for &at in found[first..].iter().take_while(|&&at| at < span.end) {
        let class = if picture.current == Some(at) { "found now" } else { "found" };
        let end = (at + length).min(span.end) - span.start;
        overlays.push((at.saturating_sub(span.start)..end, class));
    }
    let mut html = String::new();
    let mut at = 0;
    for token in tokens(line, picture.buffer.state(number)).0 {
        while at < token.end {
            let mut classes = String::from(token.class);
            let mut end = token.end;
            for (overlay, class) in &overlays {
                if overlay.start > at {
                    end = end.min(overlay.start);
                } else if overlay.end > at {
                    end = end.min(overlay.end);
                    classes.push(' ');
                    classes.push_str(class);
                }
            }
            push_piece(&mut html, &classes, &line[at..end]);
            at = end;
        }
    }
    html
}

/// What is underlined of a line: at least one character, and at most to its end, for a problem
/// that goes on for many lines is about what they belong to.
fn underlined(mark: &Mark, span: &Range<usize>, line: &str) -> Range<usize> {
    let (start, end) = (mark.span.start - span.start, mark.span.end.min(span.end) - span.start);
    if start < end {
        return start..end;
    }
    match line[start..].chars().next() {
        Some(char) => start..start + char.len_utf8(),
        None => start - line.chars().next_back().map_or(0, char::len_utf8)..start,
    }
}

fn push_piece(html: &mut String, classes: &str, text: &str) {
    if classes.is_empty() {
        return push_escaped(html, text);
    }
    html.push_str("<span class=\"");
    html.push_str(classes);
    html.push_str("\">");
    push_escaped(html, text);
    html.push_str("</span>");
}

/// The sign beside a line, or the room for one: markup has no styles of its own, which a strict
/// content security policy forbids.
fn sign(html: &mut String, severity: Option<Severity>) {
    html.push_str("<div>");
    if let Some(severity) = severity {
        html.push_str("<span data-do=\"line\" class=\"");
        html.push_str(severity.word());
        html.push_str("\">");
        push_icon(html, Icon::of(severity));
        html.push_str("</span>");
    }
    html.push_str("</div>");
}

/// A text as HTML.
pub fn push_escaped(html: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '<' => html.push_str("&lt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(char),
        }
    }
}

/// A fact as HTML, with what stands in backticks set as code.
pub fn push_fact(html: &mut String, text: &str) {
    for (number, piece) in text.split('`').enumerate() {
        let (open, close) = if number % 2 == 1 { ("<code>", "</code>") } else { ("", "") };
        html.push_str(open);
        push_escaped(html, piece);
        html.push_str(close);
    }
}
