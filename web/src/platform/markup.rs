//! Markup that the core or an editor has written, as the page lets it in.
//!
//! A page can ask that no text becomes markup before a policy has seen it (Trusted Types, W3C). The
//! element's script has that policy, and all markup goes through it, whatever the page asks for. Where it
//! fails, the text itself is left, which a page that asks for a policy refuses.

use std::cell::RefCell;

use js_sys::{Function, Reflect};
use wasm_bindgen::JsValue;
use web_sys::Element;

/// The property of an element that is markup.
pub const PROPERTY: &str = "innerHTML";

thread_local! {
    static POLICY: RefCell<Option<Function>> = const { RefCell::new(None) };
    /// The last markup and what the policy has made of it: what is drawn again is the same then.
    static LAST: RefCell<(String, JsValue)> = const { RefCell::new((String::new(), JsValue::NULL)) };
}

/// Sends all markup from now on through a policy.
pub fn set_policy(policy: Function) {
    POLICY.with(|cell| cell.replace(Some(policy)));
}

/// Markup as the policy lets it in.
pub fn trusted(markup: &str) -> JsValue {
    LAST.with(|last| {
        let mut last = last.borrow_mut();
        if last.0 != markup {
            let text = JsValue::from_str(markup);
            let policy = POLICY.with(|cell| cell.borrow().clone());
            let value = policy.and_then(|policy| policy.call1(&JsValue::NULL, &text).ok());
            *last = (markup.to_owned(), value.unwrap_or(text));
        }
        last.1.clone()
    })
}

/// Puts markup into an element.
pub fn set(element: &Element, markup: &str) {
    // Fails only where a page lets no markup in at all.
    let _is_set = Reflect::set(element, &JsValue::from_str(PROPERTY), &trusted(markup));
}
