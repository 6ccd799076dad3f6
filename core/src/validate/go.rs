//! How Go writes text into a message: `%q`, JSON, and the phrases of its validation errors.
//!
//! The server's words are repeated to the letter, so its quoting has to be, too.

use std::fmt::Write;

use crate::diagnostic::{Cause, CauseType};
use crate::path::FieldPath;

/// Quotes text as Go's `%q` does.
///
/// ASCII control characters become `\x00`, other unprintable ones `\u0085`; printable text of any
/// script stays.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            _ if is_printable(char) => out.push(char),
            _ => push_escape(char, &mut out),
        }
    }
    out.push('"');
    out
}

/// Whether Go's `unicode.IsPrint` holds.
pub(super) fn is_printable(char: char) -> bool {
    // The standard library knows the same categories, but escapes combining characters where they
    // stand first. Behind another character they stay, so only the unprintable ones are escaped.
    let mut buffer = [b'a', 0, 0, 0, 0];
    let end = 1 + char.encode_utf8(&mut buffer[1..]).len();
    let plain = matches!(char, '"' | '\'' | '\\');
    let text = std::str::from_utf8(&buffer[..end]).unwrap_or_default();
    plain || text.escape_debug().eq(text.chars())
}

/// Quotes text as Go's JSON encoder does, HTML escapes included.
pub(super) fn json_quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => {
                out.push('\\');
                out.push(char);
            }
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", char as u32);
            }
            _ => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Writes a list of strings as Go's JSON encoder does.
pub(super) fn json_list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.into_iter().map(json_quote).collect();
    ["[", &items.join(","), "]"].concat()
}

fn push_escape(char: char, out: &mut String) {
    let code = char as u32;
    let _ = match code {
        0..0x80 => write!(out, "\\x{code:02x}"),
        0x80..0x1_0000 => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// `Invalid value: "x": detail`
pub(super) fn invalid(field: &FieldPath, value: &str, detail: &str) -> Cause {
    invalid_shown(field, &quote(value), detail)
}

/// `Invalid value: 70000: detail`, for a value that is already written out.
pub(super) fn invalid_shown(field: &FieldPath, shown: &str, detail: &str) -> Cause {
    cause(CauseType::Invalid, field, &["Invalid value: ", shown, ": ", detail])
}

/// `Unsupported value: "x": supported values: "A", "B"`
pub(super) fn unsupported(field: &FieldPath, value: &str, supported: &[&str]) -> Cause {
    let mut list = String::new();
    for value in supported {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push_str(&quote(value));
    }
    let parts = ["Unsupported value: ", &json_quote(value), ": supported values: ", &list];
    cause(CauseType::NotSupported, field, &parts)
}

/// `Required value: detail`; no colon without a detail.
pub(super) fn required(field: &FieldPath, detail: &str) -> Cause {
    let colon = if detail.is_empty() { "" } else { ": " };
    cause(CauseType::Required, field, &["Required value", colon, detail])
}

/// `Forbidden: detail`
pub(super) fn forbidden(field: &FieldPath, detail: &str) -> Cause {
    cause(CauseType::Forbidden, field, &["Forbidden: ", detail])
}

/// `Too long: may not be more than 128 bytes`
pub(super) fn too_long(field: &FieldPath, limit: usize) -> Cause {
    let limit = limit.to_string();
    cause(CauseType::TooLong, field, &["Too long: may not be more than ", &limit, " bytes"])
}

fn cause(kind: CauseType, field: &FieldPath, message: &[&str]) -> Cause {
    Cause { kind, field: field.to_string(), message: message.concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_as_go_quotes_it() {
        let cases = [
            ("a b", r#""a b""#),
            ("a\"\\", r#""a\"\\""#),
            ("\u{7}\u{8}\u{b}\u{c}\n\r\t", r#""\a\b\v\f\n\r\t""#),
            ("\0\u{1f}\u{7f}", r#""\x00\x1f\x7f""#),
            (
                "\u{80}\u{85}\u{a0}\u{ad}\u{200b}\u{feff}",
                r#""\u0080\u0085\u00a0\u00ad\u200b\ufeff""#,
            ),
            ("\u{e000}\u{10ffff}\u{2028}", r#""\ue000\U0010ffff\u2028""#),
            ("ü😀'\u{301}x\u{301}\u{fffd}", "\"ü😀'\u{301}x\u{301}\u{fffd}\""),
        ];
        for (text, quoted) in cases {
            assert_eq!(quote(text), quoted);
        }
    }

    #[test]
    fn named_types_are_quoted_as_json() {
        assert_eq!(
            json_quote("<a&b>\u{8}\u{c}\u{1}\n\u{7f}"),
            "\"\\u003ca\\u0026b\\u003e\\b\\f\\u0001\\n\u{7f}\""
        );
        assert_eq!(json_list(["a", "b\""]), r#"["a","b\""]"#);
    }
}
