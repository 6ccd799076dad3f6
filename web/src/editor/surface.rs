//! The editor at work: what events do to text, selection and elements.
//!
//! One listener hears every event of the editor. What the page is told is collected in an outbox
//! and sent when the event is done with, so that nothing the page does in return comes in between.

mod keyboard;
mod problems;
mod search;

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use js_sys::{Function, Reflect};
use netpol_core::diagnostic::Span;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, Node, ResizeObserver, Window,
};

use super::area::{Area, px, set_style};
use super::buffer::{Buffer, columns, difference, line_breaks, moved};
use super::frame::frame;
use super::keys::{self, Change};
use super::layer::{Layer, Picture, marks_of};
use super::popup::Popup;
use super::{Mark, Said, Setup};
use crate::platform::{focus, markup};
use crate::words;

/// How tall a line is, in pixels; the style sheet says the same.
pub const LINE_HEIGHT: usize = 20;

/// The room above the first line, in pixels; the style sheet says the same.
const PADDING: usize = 8;

/// Lines that are drawn above and below those in view, so that scrolling does not show a gap.
const OVERSCAN: usize = 15;

/// Texts of more bytes are read when the keys rest, shorter ones at every key.
const LARGE: usize = 50_000;

/// How long keys rest before a long text is read and the problem of a line is spoken.
const REST_MS: i32 = 350;

/// What is listened to. Those that do not bubble are heard on their way down.
const EVENTS: [&str; 13] = [
    "input",
    "beforeinput",
    "keydown",
    "keyup",
    "focusin",
    "focusout",
    "scroll",
    "pointerdown",
    "pointerup",
    "mousedown",
    "mousemove",
    "click",
    "compositionend",
];

/// The parts of the frame that something is done to.
const PARTS: [&str; 16] = [
    ".scroller",
    ".content",
    ".editor-code",
    ".caret",
    ".tip",
    ".told",
    ".spoken",
    ".follow",
    ".find",
    ".find input",
    ".find span",
    ".options",
    "textarea",
    ".layer",
    ".numbers",
    ".signs",
];

/// The selection of a field is told of to the document, where the field cannot hear it.
const SELECTION: &str = "selectionchange";

/// An editor in the page, until it is dropped.
pub struct Surface {
    inner: Rc<RefCell<Inner>>,
    root: Element,
    listener: Closure<dyn Fn(JsValue)>,
    observer: Option<ResizeObserver>,
}

impl Surface {
    /// Draws the elements of an editor and starts to work in them.
    pub fn new(root: Element, setup: &Rc<Setup>) -> Option<Self> {
        markup::set(&root, &frame(setup.label, setup.read_only));
        let inner = Rc::new(RefCell::new(Inner::new(&root, setup)?));
        let hears = Rc::downgrade(&inner);
        let listener = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            if let Some(inner) = hears.upgrade() {
                Inner::with(&inner, |inner| inner.hear(&event));
            }
        });
        let function: &Function = listener.as_ref().unchecked_ref();
        for event in EVENTS {
            // Fails only for what is no function.
            let _listens = root.add_event_listener_with_callback_and_bool(event, function, true);
        }
        if let Some(document) = root.owner_document() {
            let _listens =
                document.add_event_listener_with_callback_and_bool(SELECTION, function, true);
        }
        // A browser without it draws the lines when they are scrolled.
        let observer = ResizeObserver::new(function).ok();
        if let Some(observer) = &observer {
            observer.observe(&inner.borrow().scroller);
        }
        inner.borrow_mut().callback = Some(function.clone());
        Some(Surface { inner, root, listener, observer })
    }

    /// Shows what the page wants to be shown now.
    pub fn update(&self, setup: &Rc<Setup>) {
        Inner::with(&self.inner, |inner| inner.update(Rc::clone(setup)));
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        let function: &Function = self.listener.as_ref().unchecked_ref();
        for event in EVENTS {
            // Fails only for what is no function.
            let _left =
                self.root.remove_event_listener_with_callback_and_bool(event, function, true);
        }
        if let Some(document) = self.root.owner_document() {
            let _left =
                document.remove_event_listener_with_callback_and_bool(SELECTION, function, true);
        }
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
        Inner::with(&self.inner, |inner| {
            inner.stop_waiting();
            inner.flush();
        });
    }
}

struct Inner {
    setup: Rc<Setup>,
    window: Window,
    callback: Option<Function>,
    outbox: Vec<Said>,
    scroller: HtmlElement,
    content: HtmlElement,
    code: HtmlElement,
    caret: HtmlElement,
    tip: HtmlElement,
    told: HtmlElement,
    spoken: HtmlElement,
    follow: HtmlElement,
    bar: HtmlElement,
    query: HtmlInputElement,
    count: HtmlElement,
    area: Area,
    layer: Layer,
    popup: Popup,
    buffer: Buffer,
    selection: Range<usize>,
    marks: Vec<Mark>,
    found: Vec<usize>,
    current: Option<usize>,
    /// The text that the page has, as it has it.
    known: String,
    /// The page does not have what was typed yet.
    pending: bool,
    /// The page was asked for another state, and the caret shall go to what changes.
    stepping: bool,
    /// The next Tab leaves the editor.
    leaving: bool,
    /// The mouse is selecting.
    pressed: bool,
    revealed: u32,
    told_html: String,
    /// The style of the content.
    style: String,
    timer: Option<i32>,
}

impl Inner {
    fn new(root: &Element, setup: &Rc<Setup>) -> Option<Self> {
        let mut parts = Vec::with_capacity(PARTS.len());
        for part in PARTS {
            // The frame has just written them: what is found is what is looked for.
            let found = root.query_selector(part).ok().flatten()?;
            parts.push(found.unchecked_into::<HtmlElement>());
        }
        let parts: [HtmlElement; 16] = parts.try_into().ok()?;
        let [
            scroller,
            content,
            code,
            caret,
            tip,
            told,
            spoken,
            follow,
            bar,
            query,
            count,
            options,
            textarea,
            rows,
            numbers,
            signs,
        ] = parts;
        let window = web_sys::window()?;
        let document = root.owner_document()?;
        Some(Inner {
            setup: Rc::clone(setup),
            window,
            callback: None,
            outbox: Vec::new(),
            scroller,
            content,
            code,
            caret,
            tip,
            told,
            spoken,
            follow,
            bar,
            query: query.unchecked_into(),
            count,
            popup: Popup::new(options, textarea.clone().into()),
            area: Area::new(textarea.unchecked_into()),
            layer: Layer::new(document, rows.into(), numbers.into(), signs.into()),
            buffer: Buffer::new(""),
            selection: 0..0,
            marks: Vec::new(),
            found: Vec::new(),
            current: None,
            known: String::new(),
            pending: false,
            stepping: false,
            leaving: false,
            pressed: false,
            revealed: 0,
            told_html: String::new(),
            style: String::new(),
            timer: None,
        })
    }

    /// Does something and then tells the page what came of it.
    fn with(this: &Rc<RefCell<Self>>, act: impl FnOnce(&mut Inner)) {
        // Moving the focus sends events while the one before is worked on; they say nothing new.
        let Ok(mut inner) = this.try_borrow_mut() else { return };
        act(&mut inner);
        if inner.outbox.is_empty() {
            return;
        }
        let (outbox, setup) = (std::mem::take(&mut inner.outbox), Rc::clone(&inner.setup));
        drop(inner);
        outbox.into_iter().for_each(&setup.on_said);
    }

    fn hear(&mut self, event: &JsValue) {
        let Some(event) = event.dyn_ref::<Event>() else { return self.rest() };
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(target) = target else { return self.caret_moved() };
        let in_area = target.is_same_node(Some(self.area.element.as_ref()));
        match (event.type_().as_str(), in_area) {
            ("input", true) => self.typed(event),
            ("input", false) => self.search(),
            ("beforeinput", true) => self.before_input(event),
            ("keydown", _) => {
                let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
                if if in_area { self.key(key) } else { self.search_key(key) } {
                    event.prevent_default();
                }
            }
            ("keyup", true) => self.caret_moved(),
            ("focusin", true) => {
                // Who only passes by must not be caught by a Tab that indents.
                self.leaving = true;
                self.caret_moved();
            }
            ("focusout", true) => {
                self.popup.close();
                self.flush();
            }
            ("scroll", _) => {
                self.hide_tip();
                self.hold_view();
                self.draw();
            }
            ("pointerdown", _) => {
                self.pressed = in_area;
                self.leaving = false;
            }
            ("pointerup", _) => {
                self.pressed = false;
                self.caret_moved();
            }
            // The keyboard stays in the text when something of its lists is pressed.
            ("mousedown", false) if is_part_of_text(&target) => event.prevent_default(),
            ("mousemove", _) => self.hover(event, &target, in_area),
            ("click", false) => self.click(&target),
            ("compositionend", true) => {
                self.update(Rc::clone(&self.setup));
            }
            _ => {}
        }
    }

    /// The keys rest, or the room for the editor has changed.
    fn rest(&mut self) {
        // Where it is the room that has changed, the keys may still have to rest.
        self.stop_waiting();
        self.flush();
        self.draw();
        let line = self.buffer.line_at(self.head());
        let told = marks_of(&self.picture(), line).first();
        let told = told.map(|mark| words::problem_in_line(line + 1, &mark.message));
        let told = told.unwrap_or_default();
        if self.spoken.text_content().as_deref() != Some(&told) {
            self.spoken.set_text_content(Some(&told));
        }
    }

    /// Calls [`Inner::rest`] when nothing has happened for a while.
    fn wait(&mut self) {
        self.stop_waiting();
        if let Some(callback) = &self.callback {
            let timer = self
                .window
                .set_timeout_with_callback_and_timeout_and_arguments_0(callback, REST_MS);
            self.timer = timer.ok();
        }
    }

    fn stop_waiting(&mut self) {
        if let Some(timer) = self.timer.take() {
            self.window.clear_timeout_with_handle(timer);
        }
    }

    /// Sends what was typed, if the page does not have it.
    fn flush(&mut self) {
        if std::mem::take(&mut self.pending) {
            let text = self.buffer.text();
            // A textarea knows one kind of line break; the text keeps its own.
            self.known =
                if is_crlf(&self.known) { text.replace('\n', "\r\n") } else { text.to_owned() };
            self.outbox.push(Said::Text(self.known.clone()));
        }
    }

    fn update(&mut self, setup: Rc<Setup>) {
        self.setup = Rc::clone(&setup);
        let follow = setup.follow.map(words::said);
        if self.follow.text_content().as_deref() != follow {
            self.follow.set_text_content(follow);
        }
        // Not every way to move a caret is told of by every browser.
        if let Some(selection) = self.area.selection(&self.buffer) {
            self.selection = selection;
        }
        let is_new = *setup.text != *self.known;
        if is_new {
            self.follow_page();
        }
        if !self.pending {
            let place = |at: usize| place_in_area(&setup.text, at).min(self.buffer.text().len());
            let moved = |mark: &Mark| {
                let span = place(mark.span.start)..place(mark.span.end);
                Mark { span, ..mark.clone() }
            };
            self.marks = setup.marks.iter().map(moved).collect();
        }
        if let Some((span, revision)) = setup.reveal.clone().filter(|(_, it)| *it != self.revealed)
        {
            self.revealed = revision;
            match setup.quiet {
                // First its end and then its start, which is what is seen of something long.
                true => [span.end, span.start].into_iter().for_each(|at| self.look_at(at)),
                false => self.show(&span),
            }
        }
        self.draw();
        self.tell();
    }

    /// Takes over a text that was not typed here; the caret stays with what is around it.
    fn follow_page(&mut self) {
        let text = as_in_area(&self.setup.text);
        let (span, with) = difference(self.buffer.text(), &text);
        if span.is_empty() && with.is_empty() {
            // Only the line breaks differ, or it is what was typed.
            self.known = self.setup.text.to_string();
            self.pending = false;
            return;
        }
        let Range { start, end } = self.selection;
        self.known = self.setup.text.to_string();
        self.pending = false;
        self.replace(&span, with);
        self.selection = moved(start, &span, with.len())..moved(end, &span, with.len());
        if std::mem::take(&mut self.stepping) {
            let changed = span.start + with.len();
            self.selection = changed..changed;
            self.put_selection();
            self.reveal();
        } else {
            self.put_selection();
        }
    }

    fn show(&mut self, span: &Span) {
        let place = |at: usize| place_in_area(&self.setup.text, at).min(self.buffer.text().len());
        self.go(place(span.start)..place(span.end));
    }

    /// Brings a place into view, and nothing else.
    fn look_at(&self, at: usize) {
        let place = place_in_area(&self.setup.text, at).min(self.buffer.text().len());
        self.scroll_to(place);
    }

    /// Selects a place, shows it, and puts the keyboard there.
    fn go(&mut self, selection: Range<usize>) {
        self.selection = selection;
        self.area.head_first(false);
        self.put_selection();
        // Fails only for what cannot have the keyboard.
        let _focused = self.area.element.focus();
        self.reveal();
        self.tell();
    }

    /// Brings the caret into view.
    fn reveal(&self) {
        self.scroll_to(self.head());
    }

    fn scroll_to(&self, at: usize) {
        let line = self.buffer.line_at(at);
        let column = columns(&self.buffer.text()[self.buffer.start(line)..at]);
        let place = ["top:", &px(line * LINE_HEIGHT), ";left:", &column.to_string(), "ch"].concat();
        set_style(&self.caret, &place);
        focus::scroll(&self.caret);
    }

    /// The end of the selection that moves.
    fn head(&self) -> usize {
        if self.area.is_head_first() { self.selection.start } else { self.selection.end }
    }

    /// Carries out what a key does.
    fn apply(&mut self, change: Change) {
        if self.setup.read_only {
            return;
        }
        self.replace(&change.span, &change.with);
        self.selection = change.selection;
        self.area.head_first(false);
        self.put_selection();
        self.changed();
        self.reveal();
    }

    /// What the browser has typed into the area.
    fn typed(&mut self, event: &Event) {
        let (span, with) = self.area.typed(&self.buffer);
        let first = self.buffer.line_at(span.start);
        let removed = self.buffer.line_at(span.end) - first;
        self.replace(&span, &with);
        self.area.follow(removed, line_breaks(&with), &self.buffer);
        self.read_selection();
        self.changed();
        self.suggest_while_typing(event, &with);
    }

    fn before_input(&mut self, event: &Event) {
        match input_type(event).as_str() {
            "historyUndo" => self.step(Said::Undo),
            "historyRedo" => self.step(Said::Redo),
            "insertLineBreak" | "insertParagraph" => {
                if !self.accept() {
                    self.apply(keys::enter(self.buffer.text(), &self.selection));
                }
            }
            _ => return,
        }
        event.prevent_default();
    }

    /// Asks the page to go back or forward, which has to know first what was typed.
    fn step(&mut self, said: Said) {
        self.flush();
        self.stepping = true;
        self.outbox.push(said);
    }

    /// Replaces bytes of the text; everything that has a place in it moves along.
    fn replace(&mut self, span: &Range<usize>, with: &str) {
        let first = self.buffer.line_at(span.start);
        let removed = self.buffer.line_at(span.end) - first;
        self.buffer.replace(span.clone(), with);
        self.layer.splice(first, removed, line_breaks(with));
        for mark in &mut self.marks {
            let Range { start, end } = mark.span;
            mark.span = moved(start, span, with.len())..moved(end, span, with.len());
        }
        self.find();
    }

    /// After a change of the text by its user.
    fn changed(&mut self) {
        self.pending = true;
        if self.buffer.text().len() <= LARGE {
            self.flush();
        }
        self.hide_tip();
        self.hold_view();
        self.draw();
        self.tell();
        self.wait();
    }

    fn caret_moved(&mut self) {
        let Some(selection) = self.area.selection(&self.buffer) else { return };
        self.selection = selection;
        self.popup.close();
        self.hold_view();
        self.tell();
        self.wait();
    }

    fn read_selection(&mut self) {
        self.area.forget_selection();
        if let Some(selection) = self.area.selection(&self.buffer) {
            self.selection = selection;
        }
    }

    /// The lines in view.
    fn view(&self) -> Range<usize> {
        let top = pixels(&self.scroller, "scrollTop").saturating_sub(PADDING);
        let lines = self.buffer.lines();
        let end = (top + pixels(&self.scroller, "clientHeight")) / LINE_HEIGHT + 1;
        (top / LINE_HEIGHT).min(lines)..end.min(lines)
    }

    /// Has the area hold the lines in view, unless that would disturb who is selecting or writing.
    fn hold_view(&mut self) {
        let mut view = self.view();
        if self.pressed || self.area.covers(&view, self.selection.is_empty(), &self.buffer) {
            return;
        }
        if !self.selection.is_empty() {
            let first = self.buffer.line_at(self.selection.start);
            view = view.start.min(first)..view.end.max(self.buffer.line_at(self.selection.end) + 1);
        }
        self.area.hold(&view, &self.buffer);
        self.area.select(&self.selection, &self.buffer);
    }

    /// Has the area hold what is selected, and selects it.
    fn put_selection(&mut self) {
        let Range { start, end } = self.selection;
        let lines = self.buffer.line_at(start)..self.buffer.line_at(end) + 1;
        self.area.hold(&lines, &self.buffer);
        self.area.select(&self.selection, &self.buffer);
    }

    fn picture(&self) -> Picture<'_> {
        Picture {
            buffer: &self.buffer,
            marks: &self.marks,
            found: (&self.found, self.query.value().len()),
            current: self.current,
        }
    }

    fn draw(&mut self) {
        let view = self.view();
        let lines = self.buffer.lines();
        let drawn = view.start.saturating_sub(OVERSCAN)..(view.end + OVERSCAN).min(lines);
        let digits = lines.max(100).to_string().len();
        let style = [
            "--lines:",
            &lines.to_string(),
            ";--columns:",
            &self.buffer.columns().to_string(),
            ";--digits:",
            &digits.to_string(),
        ]
        .concat();
        if self.style != style {
            set_style(&self.content, &style);
            self.style = style;
        }
        let picture = Picture {
            buffer: &self.buffer,
            marks: &self.marks,
            found: (&self.found, self.query.value().len()),
            current: self.current,
        };
        self.layer.draw(&drawn, &picture);
    }

    fn click(&mut self, target: &Element) {
        let Some(button) = target.closest("[data-do]").ok().flatten() else { return };
        match button.get_attribute("data-do").as_deref() {
            Some("line") => {
                let line = line_of(&button).unwrap_or_default();
                if let Some(mark) = marks_of(&self.picture(), line).first() {
                    let at = mark.span.start;
                    self.go(at..at);
                }
            }
            Some("follow") => {
                let line = self.buffer.line_at(self.head());
                if let Some(mark) = marks_of(&self.picture(), line).first() {
                    let id = mark.id;
                    self.outbox.push(Said::Follow(id));
                }
            }
            Some("option") => {
                let number = self.popup.number_of(&button);
                self.take_option(number);
            }
            Some("next") => self.next_found(1),
            Some("previous") => self.next_found(-1),
            _ => self.close_search(),
        }
    }
}

/// A number that an object of the browser has, as a whole one; 0 for what is below or missing.
///
/// One way to all of them is less to fetch than a function of its own for each.
fn pixels(of: &JsValue, name: &str) -> usize {
    let number = Reflect::get(of, &JsValue::from_str(name)).ok();
    number.and_then(|number| number.as_f64()).unwrap_or_default() as usize
}

/// What kind of typing an event is about.
fn input_type(event: &Event) -> String {
    let kind = Reflect::get(event, &JsValue::from_str("inputType")).ok();
    kind.and_then(|kind| kind.as_string()).unwrap_or_default()
}

/// The line of a sign in the gutter.
fn line_of(target: &Element) -> Option<usize> {
    let sign = target.closest(".signs span").ok().flatten()?;
    let signs = sign.closest(".signs").ok().flatten()?;
    Some((pixels(&sign, "offsetTop") + pixels(&signs, "offsetTop")) / LINE_HEIGHT)
}

fn is_part_of_text(target: &Node) -> bool {
    let target = target.dyn_ref::<Element>();
    target.is_some_and(|it| it.closest(".options, .signs").is_ok_and(|found| found.is_some()))
}

/// Whether the lines of a text end as on Windows, by its first one.
fn is_crlf(text: &str) -> bool {
    let text = text.as_bytes();
    text.iter().position(|&byte| byte == b'\n').is_some_and(|end| text[..end].ends_with(b"\r"))
}

/// A text with the one kind of line break that a textarea knows.
fn as_in_area(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split('\r').enumerate() {
        if number > 0 && !line.starts_with('\n') {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

/// Where a byte of the page's text is in a textarea, which drops the CR of CR LF.
fn place_in_area(text: &str, at: usize) -> usize {
    if !text.as_bytes().contains(&b'\r') {
        return at;
    }
    let pairs = text.as_bytes().windows(2).take(at);
    at - pairs.filter(|pair| pair == b"\r\n").count()
}
