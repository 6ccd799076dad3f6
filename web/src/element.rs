//! What the custom element calls, and what is called of it.

use std::cell::RefCell;

use js_sys::Function;
use netpol_core::describe;
use netpol_core::share::{self, ShareError};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::{AppHandle, Renderer};

use crate::app::{Designer, DesignerProps, Message};
use crate::platform::markup;
use crate::state::{OutputTab, Reading};
use crate::words;

#[wasm_bindgen]
extern "C" {
    /// What the custom element does for its designer: all that is mostly calls of the browser.
    #[derive(Clone, Debug, PartialEq)]
    pub type Host;

    /// The workspace that the host page has set.
    #[wasm_bindgen(method, getter)]
    pub fn value(this: &Host) -> String;

    /// What was kept the last time, as [`Document::to_saved`](netpol_core::edit::Document::to_saved)
    /// wrote it; it goes before `value`.
    #[wasm_bindgen(method, getter)]
    pub fn kept(this: &Host) -> Option<String>;

    /// Whether anything is kept, by its number in [`SaveState::ALL`](crate::panels::toolbar::SaveState::ALL).
    #[wasm_bindgen(method, getter)]
    pub fn saving(this: &Host) -> usize;

    /// Keeps the workspace in this browser, and tells by the same number whether that went well.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Host, saved: &str) -> usize;

    /// Offers bytes as a file to be saved, and tells whether the browser takes them.
    #[wasm_bindgen(method)]
    pub fn save(this: &Host, name: &str, bytes: &[u8]) -> bool;

    /// Tells the host page what the workspace is now.
    #[wasm_bindgen(method)]
    pub fn changed(this: &Host, yaml: &str, diagnostics: JsValue);
}

/// A designer in the page.
#[wasm_bindgen]
pub struct Handle(AppHandle<Designer>);

/// Puts a designer into an element.
#[wasm_bindgen]
pub fn mount(root: Element, host: Host) -> Handle {
    Handle(Renderer::<Designer>::with_root_and_props(root, DesignerProps { host }).render())
}

#[wasm_bindgen]
impl Handle {
    /// Replaces the workspace.
    #[wasm_bindgen(js_name = setValue)]
    pub fn set_value(&self, yaml: String) {
        self.0.send_message(Message::Replace(yaml));
    }

    /// Adds files that the user has opened, by their names and texts; what was pasted has no name.
    /// `refused` are the names of those that are no text, or too much; `told` is said in place of how
    /// many there are.
    #[wasm_bindgen(js_name = openFiles)]
    pub fn open_files(
        &self,
        names: Vec<String>,
        texts: Vec<String>,
        refused: Vec<String>,
        told: Option<String>,
    ) {
        self.0.send_message(Message::Open { names, texts, refused, told });
    }

    /// Does what attributes of the element ask for: only to show the workspace, a tab of the
    /// consequences by its word, and a version of Kubernetes; what is empty or unknown asks for nothing.
    pub fn configure(&self, read_only: bool, tab: &str, version: &str) {
        let tab = OutputTab::ALL.into_iter().find(|known| known.word() == tab);
        let server = version.parse().ok();
        self.0.send_message(Message::Configure { read_only, tab, server });
    }

    /// Draws all anew, because its words are those of another language.
    pub fn redraw(&self) {
        self.0.send_message(Message::Speak);
    }

    /// Shows how much of a large file is read; without a number it is not read any more.
    pub fn reading(&self, name: String, percent: Option<u32>) {
        let reading = percent.map(|percent| Reading { name, percent });
        self.0.send_message(Message::Reading(reading));
    }

    /// Keeps what is not kept yet, because the page may be left now.
    pub fn flush(&self) {
        self.0.send_message(Message::Leave);
    }

    /// Goes on with the workspace that another page has kept.
    pub fn follow(&self, saved: String) {
        self.0.send_message(Message::Follow(saved));
    }

    /// The text that a button copies, by what is in its attribute `data-copy`.
    #[wasm_bindgen(js_name = textOf)]
    pub fn text_of(&self, copied: &str) -> String {
        self.0.get_component().map(|designer| designer.text_of(copied)).unwrap_or_default()
    }

    /// Tells how copying has ended: copied, a link copied, refused, or too long for a link.
    pub fn copied(&self, outcome: usize) {
        self.0.send_message(Message::Copied(outcome));
    }

    /// Asks whether to add what a link has brought: a text that [`share`] wrote, or anything;
    /// `oversized` tells that there was more than is unpacked.
    pub fn offer(&self, text: &str, oversized: bool) {
        let files = if oversized { Err(ShareError::TooLarge) } else { share::decode(text) };
        self.0.send_message(Message::Shared(files));
    }

    /// Starts anew in another host, or in one that nobody sees.
    ///
    /// One that is taken out of the page is used again, since what its root listens to would stay in
    /// memory for good.
    pub fn renew(&self, host: Host) {
        self.0.send_message(Message::Renew(host));
    }
}

/// Says the words of all designers in another language: `table` is JSON, of English texts in order and
/// what stands for each; `form` tells which form of a text a number wants. Without a table it is English.
#[wasm_bindgen]
pub fn speak(table: &str, form: Function) {
    words::speak(describe::language(
        table,
        Box::new(move |number| {
            let wanted = form.call1(&JsValue::NULL, &JsValue::from_f64(number as f64));
            wanted.ok().and_then(|wanted| wanted.as_f64()).unwrap_or_default() as usize
        }),
    ));
}

/// Sends all markup of designers through a function, which gives back what the page lets in.
#[wasm_bindgen(js_name = onMarkup)]
pub fn on_markup(policy: Function) {
    markup::set_policy(policy);
}

/// Calls back when the designer has crashed and cannot be used any more.
#[wasm_bindgen(js_name = onCrash)]
pub fn on_crash(callback: Function) {
    ON_CRASH.with(|cell| cell.replace(Some(callback)));
    yew::set_custom_panic_hook(Box::new(|info| tell_crash(&info.to_string())));
}

/// Tells that the designer has crashed. Where the module ships, this is called in place of all that a
/// panic would do; the callback knows from the stack where it was.
#[wasm_bindgen]
pub fn crashed() {
    tell_crash("");
}

fn tell_crash(message: &str) {
    if let Some(callback) = ON_CRASH.with(|cell| cell.take()) {
        // Nothing can be done about a callback that fails too.
        let _called = callback.call1(&JsValue::NULL, &JsValue::from_str(message));
    }
}

/// Crashes the designer, so that tests of a page can see what is left then.
#[wasm_bindgen(js_name = crashForTests)]
#[expect(clippy::panic, reason = "this is what the function is for")]
pub fn crash_for_tests() {
    panic!("crashed on purpose");
}

thread_local! {
    // A hook must be shareable between threads, which a JavaScript function is not.
    static ON_CRASH: RefCell<Option<Function>> = const { RefCell::new(None) };
}
