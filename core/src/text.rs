//! Parts of a text, by bytes.
//!
//! Where an index into a text would panic, these find nothing: no place that was computed wrong can
//! take the page down. They are functions because the checks of an index are written out anew
//! wherever one stands.

/// The bytes from one place to another; nothing where there are none, or within a character.
#[inline(never)]
pub(crate) fn part(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// The bytes from a place on.
pub(crate) fn after(text: &str, from: usize) -> &str {
    part(text, from, text.len())
}

/// The bytes up to a place.
pub(crate) fn until(text: &str, to: usize) -> &str {
    part(text, 0, to)
}
