//! Keeping text in this browser.

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
pub fn load(key: &str) -> Option<String> {
    storage().ok()?.get_item(key).ok().flatten()
}

/// Keeps text under a key.
///
/// # Errors
/// [`NotSaved`] when the browser refuses; what was kept before is still there then.
pub fn save(key: &str, text: &str) -> Result<(), NotSaved> {
    storage()?.set_item(key, text).map_err(|_| NotSaved::Full)
}

fn storage() -> Result<Storage, NotSaved> {
    let window = web_sys::window().ok_or(NotSaved::Denied)?;
    // Reading the property itself throws where storage is denied.
    window.local_storage().ok().flatten().ok_or(NotSaved::Denied)
}
