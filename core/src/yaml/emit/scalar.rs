//! Text as a scalar: without quotes where it reads the same, in quotes or as a block where not.

use super::super::resolve::{self, Resolved};
use crate::text::has;
use crate::value::Value;

/// Whether text reads the same without quotes, as a value and as a key, outside of brackets.
pub(in super::super) fn is_plain(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = match (chars.next(), chars.next()) {
        (Some('-' | '?' | ':'), Some(second)) => second != ' ',
        (Some('-' | '?' | ':'), None) | (None, _) => false,
        (Some(first), _) => !",[]{}#&*!|>'\"%@` ".contains(first),
    };
    // At the start of a line these would end the document.
    let marker = text.starts_with("---") || text.starts_with("...");
    let ends = !text.ends_with([' ', ':']);
    let inner = !has(text, ": ") && !has(text, " #") && text.chars().all(is_visible);
    let same = text != "<<" && matches!(resolve::plain(text), Resolved::Text(_));
    starts && !marker && ends && inner && same
}

/// Whether a character can be seen and is the same for every reader.
fn is_visible(char: char) -> bool {
    match char {
        ' '..='~' => true,
        '\u{a1}'..='\u{d7ff}' | '\u{f900}'..='\u{fefe}' | '\u{ff00}'..='\u{ffef}' => {
            !char.is_whitespace() && !matches!(char, '\u{ad}' | '\u{200b}'..='\u{206f}')
        }
        '\u{10000}'..='\u{dffff}' => (char as u32) & 0xfffe != 0xfffe,
        _ => false,
    }
}

pub(in super::super) fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            visible if is_visible(visible) => out.push(visible),
            other if (other as u32) < 0x1_0000 => escape("\\u", other, 4, out),
            other => escape("\\U", other, 8, out),
        }
    }
    out.push('"');
}

fn escape(prefix: &str, char: char, digits: u32, out: &mut String) {
    out.push_str(prefix);
    for digit in (0..digits).rev() {
        let nibble = (char as u32) >> (4 * digit) & 0xf;
        out.push(char::from_digit(nibble, 16).unwrap_or('0'));
    }
}

/// Whether text reads the same without quotes inside of brackets.
///
/// Brackets have rules of their own for `:`, `?` and `,`; what is not surely plain gets quotes.
pub(in super::super) fn is_plain_in_brackets(text: &str) -> bool {
    let sure = |char: char| {
        char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.' | '/' | '+' | '@' | '%')
    };
    is_plain(text) && text.chars().all(sure)
}

/// The text of a string that is more legible, and exactly the same, as a block of lines.
pub(super) fn block(value: &Value) -> Option<&str> {
    let text = value.as_str()?;
    let legible = |line: &str| {
        line.chars().all(is_visible) && !line.ends_with(' ') && !line.trim_start().is_empty()
    };
    // Blank lines and spaces at the start would be taken for indentation.
    let lines = text.strip_suffix('\n').unwrap_or(text);
    let starts = !text.starts_with([' ', '\n']);
    let shaped = text.contains('\n') && starts && !lines.ends_with('\n') && !lines.is_empty();
    let fits = shaped && lines.split('\n').all(|line| line.is_empty() || legible(line));
    fits.then_some(text)
}
