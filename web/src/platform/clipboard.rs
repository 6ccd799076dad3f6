//! The clipboard.

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use yew::Callback;

/// Whether text was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It is in the clipboard.
    Yes,
    /// The browser refused, as it does for pages that are not served securely.
    Refused,
}

/// Copies text, and tells whether that went well.
pub fn copy(text: &str, done: Callback<Copied>) {
    let Some(window) = web_sys::window() else { return done.emit(Copied::Refused) };
    let clipboard = js_sys::Reflect::get(&window.navigator(), &JsValue::from_str("clipboard"));
    if clipboard.is_ok_and(|clipboard| clipboard.is_undefined()) {
        return done.emit(Copied::Refused);
    }
    let tell = |copied| {
        let done = done.clone();
        Closure::once_into_js(move |_: JsValue| done.emit(copied))
    };
    let (on_done, on_refused) = (tell(Copied::Yes), tell(Copied::Refused));
    let promise = window.navigator().clipboard().write_text(text);
    let then = js_sys::Reflect::get(&promise, &JsValue::from_str("then"));
    if let Ok(then) = then {
        let then = js_sys::Function::from(then);
        // The promise keeps both closures alive until it is settled.
        let _settled = then.call2(&promise, &on_done, &on_refused);
    }
}
