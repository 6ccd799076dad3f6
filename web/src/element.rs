//! What the custom element calls: mount, change the value, take away.

use std::cell::RefCell;

use js_sys::{Function, Reflect};
use netpol_core::share::{self, ShareError};
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::{AppHandle, AttrValue, Callback, Renderer};

use crate::app::{Designer, DesignerProps, HostValue, Kept, Message, OpenedFiles};
use crate::js_api::{Change, diagnostics_to_js};
use crate::platform::storage;

/// A designer in the page.
#[wasm_bindgen]
pub struct Handle {
    app: AppHandle<Designer>,
    props: DesignerProps,
}

/// Puts a designer into an element.
///
/// `options` is an object with `value` (YAML), `autosave` (a storage key) and
/// `onChange(yaml, diagnostics)`; all of them may be missing.
#[wasm_bindgen]
pub fn mount(root: Element, options: &JsValue) -> Handle {
    let text = |key: &str| option(options, key).and_then(|value| value.as_string());
    let on_change = option(options, "onChange").and_then(|value| value.dyn_into::<Function>().ok());
    let autosave = text("autosave");
    let props = DesignerProps {
        value: HostValue { text: text("value").unwrap_or_default().into(), revision: 0 },
        kept: autosave.as_deref().map_or(Kept::NotAsked, kept),
        autosave: autosave.map(AttrValue::from),
        opened: OpenedFiles::default(),
        on_change: Callback::from(move |change: Change| {
            if let Some(on_change) = &on_change {
                let yaml = JsValue::from_str(&change.yaml);
                let diagnostics = diagnostics_to_js(&change.derived);
                // What the host page makes of it is its own affair.
                let _called = on_change.call2(&JsValue::NULL, &yaml, &diagnostics);
            }
        }),
    };
    let app = Renderer::<Designer>::with_root_and_props(root, props.clone()).render();
    Handle { app, props }
}

#[wasm_bindgen]
impl Handle {
    /// Replaces the workspace.
    #[wasm_bindgen(js_name = setValue)]
    pub fn set_value(&mut self, yaml: &str) {
        self.props.value = HostValue {
            text: yaml.to_owned().into(),
            revision: self.props.value.revision.wrapping_add(1),
        };
        self.app.update(self.props.clone());
    }

    /// Adds files that the user has opened, by their names and texts; `refused` tells that some were
    /// no text.
    #[wasm_bindgen(js_name = openFiles)]
    pub fn open_files(&mut self, names: Vec<String>, texts: Vec<String>, refused: bool) {
        let revision = self.props.opened.revision.wrapping_add(1);
        self.props.opened = OpenedFiles { names, texts, refused, revision };
        self.app.update(self.props.clone());
        // They are in the document now; two copies of a large file are enough.
        self.props.opened = OpenedFiles { revision, ..OpenedFiles::default() };
    }

    /// The text that a button copies, by what is in its attribute `data-copy`.
    #[wasm_bindgen(js_name = textOf)]
    pub fn text_of(&self, copied: &str) -> String {
        self.app.get_component().map(|designer| designer.text_of(copied)).unwrap_or_default()
    }

    /// Tells how copying has ended: copied, a link copied, refused, or too long for a link.
    pub fn copied(&self, outcome: usize) {
        self.app.send_message(Message::Copied(outcome));
    }

    /// Asks whether to add what a link has brought: a text that [`share`] wrote, or anything;
    /// `oversized` tells that there was more than is unpacked.
    pub fn offer(&self, text: &str, oversized: bool) {
        let files = if oversized { Err(ShareError::TooLarge) } else { share::decode(text) };
        self.app.send_message(Message::Shared(files));
    }

    /// Takes the designer out of the page.
    pub fn unmount(self) {
        self.app.destroy();
    }
}

/// Calls back with a message when the designer has crashed and cannot be used any more.
#[wasm_bindgen(js_name = onPanic)]
pub fn on_panic(callback: Function) {
    ON_PANIC.with(|cell| cell.replace(Some(callback)));
    yew::set_custom_panic_hook(Box::new(|info| {
        let callback = ON_PANIC.with(|cell| cell.take());
        if let Some(callback) = callback {
            // Nothing can be done about a callback that fails too.
            let _called = callback.call1(&JsValue::NULL, &JsValue::from_str(&info.to_string()));
        }
    }));
}

/// Crashes the designer, so that tests of a page can see what is left then.
#[wasm_bindgen(js_name = crashForTests)]
#[expect(clippy::panic, reason = "this is what the function is for")]
pub fn crash_for_tests() {
    panic!("crashed on purpose");
}

thread_local! {
    // A hook must be shareable between threads, which a JavaScript function is not.
    static ON_PANIC: RefCell<Option<Function>> = const { RefCell::new(None) };
}

fn kept(key: &str) -> Kept {
    match storage::load(key) {
        Ok(Some(saved)) if !saved.trim().is_empty() => Kept::Workspace(saved.into()),
        Ok(_) => Kept::Nothing,
        Err(_) => Kept::Denied,
    }
}

fn option(options: &JsValue, key: &str) -> Option<JsValue> {
    let value = Reflect::get(options, &JsValue::from_str(key)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}
