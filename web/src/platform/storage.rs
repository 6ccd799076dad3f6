//! Keeping text in this browser.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// Why text could not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// The browser gives this page no storage: private mode, or blocked by a setting.
    Denied,
    /// The storage of this page is full.
    Full,
}

/// Reads what was kept under a key.
///
/// # Errors
/// [`NotSaved::Denied`] when the browser keeps nothing for this page.
pub fn load(key: &str) -> Result<Option<String>, NotSaved> {
    storage()?.get_item(key).map_err(|_| NotSaved::Denied)
}

/// Keeps text under a key.
///
/// # Errors
/// [`NotSaved`] when the browser refuses; what was kept before is still there then.
pub fn save(key: &str, text: &str) -> Result<(), NotSaved> {
    storage()?.set_item(key, text).map_err(|error| {
        let name = Reflect::get(&error, &JsValue::from_str("name")).ok();
        match name.and_then(|name| name.as_string()).as_deref() {
            Some("QuotaExceededError") => NotSaved::Full,
            _ => NotSaved::Denied,
        }
    })
}

fn storage() -> Result<Storage, NotSaved> {
    let window = web_sys::window().ok_or(NotSaved::Denied)?;
    // Reading the property itself throws where storage is denied.
    window.local_storage().ok().flatten().ok_or(NotSaved::Denied)
}
