//! Parts of a text, by bytes or by what stands in it.
//!
//! Where an index into a text would panic, these find nothing: no place that was computed wrong can
//! take the page down. They are functions because the checks of an index, and the loop of a search,
//! are written out anew wherever one stands.

/// The bytes from one place to another; nothing where there are none, or within a character.
#[inline(never)]
pub(crate) fn part(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// Where another text stands first.
///
/// Byte by byte: what is looked for is short, and the search of the standard library, which is for
/// long texts, is 2 KB of code.
#[inline(never)]
pub fn find(text: &str, other: &str) -> Option<usize> {
    let (text, other) = (text.as_bytes(), other.as_bytes());
    let Some(first) = other.first() else { return Some(0) };
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.iter().position(|byte| byte == first)?;
        if text.get(at..)?.starts_with(other) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// Whether another text stands somewhere.
pub fn has(text: &str, other: &str) -> bool {
    find(text, other).is_some()
}

/// What stands before and behind another text.
pub(crate) fn split<'a>(text: &'a str, other: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, other)?;
    Some((until(text, at), after(text, at + other.len())))
}

/// The bytes from a place on.
pub(crate) fn after(text: &str, from: usize) -> &str {
    part(text, from, text.len())
}

/// The bytes up to a place.
pub(crate) fn until(text: &str, to: usize) -> &str {
    part(text, 0, to)
}

/// A text without the space at its start, as JSON knows it.
#[inline(never)]
pub(crate) fn unspaced(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\r', '\n'])
}
