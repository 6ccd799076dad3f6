//! What a scalar is: null, boolean, number or text, by the rules of YAML 1.1 as kubectl has them.
//!
//! Facts from `resolve.go` of go.yaml.in/yaml/v2 2.4, checked against its answers for thousands of
//! scalars. Where these rules surprise (`1_000` is a number, `0o17` too, `1:30` is not, `08` is the
//! float 8) they are kept, not improved.

use super::tree::{Scalar, Style};
use crate::text::{after, until};
use crate::value::float::{self, Layout};
use crate::value::{Number, Value};

const CORE_TAGS: &str = "tag:yaml.org,2002:";

/// A scalar, understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Resolved<'text> {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer above `i64`.
    Unsigned(u64),
    /// Any float: infinities and NaN are values of YAML, though JSON has none.
    Float(f64),
    /// Text as it is written.
    Text(&'text str),
    /// Text that was decoded from `!!binary`.
    Decoded(String),
}

/// Why a scalar is no value at all: its tag does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// The text is no value of the type that the tag names.
    Tag,
    /// `!!binary` without base64.
    Base64,
}

/// Whether a scalar is the key that merges another map into this one.
pub(super) fn is_merge(scalar: &Scalar) -> bool {
    scalar.text == "<<"
        && match &scalar.style {
            Style::Plain => true,
            Style::Quoted => false,
            Style::Tagged(tag) => tag == "!" || core_tag(tag) == Some("merge"),
        }
}

/// Reads a scalar by its style, its tag and its text.
pub(super) fn resolve(scalar: &Scalar) -> Result<Resolved<'_>, Mismatch> {
    let text = scalar.text.as_str();
    let tag = match &scalar.style {
        Style::Plain => return Ok(plain(text)),
        Style::Quoted => return Ok(Resolved::Text(text)),
        Style::Tagged(tag) => core_tag(tag).unwrap_or_default(),
    };
    match (tag, plain(text)) {
        ("binary", _) => base64(text).map(Resolved::Decoded).ok_or(Mismatch::Base64),
        ("bool", found @ Resolved::Bool(_))
        | ("int", found @ (Resolved::Integer(_) | Resolved::Unsigned(_)))
        | ("float", found @ Resolved::Float(_))
        | ("null", found @ Resolved::Null) => Ok(found),
        ("float", Resolved::Integer(number)) => Ok(Resolved::Float(number as f64)),
        ("timestamp", _) if is_timestamp(text) => Ok(Resolved::Text(text)),
        ("bool" | "int" | "float" | "null" | "timestamp", _) => Err(Mismatch::Tag),
        // `!!str`, and tags that kubectl does not know.
        _ => Ok(Resolved::Text(text)),
    }
}

/// Reads a plain scalar, whose text alone decides.
pub(super) fn plain(text: &str) -> Resolved<'_> {
    match text.bytes().next() {
        None => Resolved::Null,
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => {
            word(text)
        }
        Some(b'.') => special(text).or_else(|| dotted(text)).unwrap_or(Resolved::Text(text)),
        Some(b'+' | b'-' | b'0'..=b'9') => {
            special(text).or_else(|| number(text)).unwrap_or(Resolved::Text(text))
        }
        Some(_) => Resolved::Text(text),
    }
}

impl Resolved<'_> {
    /// The key of a JSON object that this becomes; `None` if it cannot be a key.
    pub fn into_key(self) -> Option<String> {
        Some(match self {
            Resolved::Text(text) => text.to_owned(),
            Resolved::Decoded(text) => text,
            Resolved::Bool(yes) => yes.to_string(),
            Resolved::Integer(number) => number.to_string(),
            Resolved::Float(float) => short_float(float as f32),
            Resolved::Null | Resolved::Unsigned(_) => return None,
        })
    }

    /// The value that this becomes; `None` for infinities and NaN.
    pub fn into_value(self) -> Option<Value> {
        Some(match self {
            Resolved::Null => Value::Null,
            Resolved::Bool(yes) => Value::Bool(yes),
            Resolved::Integer(number) => Value::from(number),
            Resolved::Unsigned(number) => Value::Number(Number::from(number)),
            Resolved::Float(float) => Value::Number(Number::from_f64(float)?),
            Resolved::Text(text) => Value::from(text),
            Resolved::Decoded(text) => Value::String(text),
        })
    }
}

fn core_tag(tag: &str) -> Option<&str> {
    tag.strip_prefix(CORE_TAGS)
}

fn word(text: &str) -> Resolved<'_> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Resolved::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Resolved::Bool(false)
        }
        "~" | "null" | "Null" | "NULL" => Resolved::Null,
        _ => Resolved::Text(text),
    }
}

fn special(text: &str) -> Option<Resolved<'static>> {
    Some(Resolved::Float(match text {
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        _ => return None,
    }))
}

/// A float that starts with its point. Underscores are separators here, not ignored.
fn dotted(text: &str) -> Option<Resolved<'static>> {
    let digit = |at: Option<usize>| {
        at.and_then(|at| text.as_bytes().get(at)).is_some_and(u8::is_ascii_digit)
    };
    for (at, _) in text.match_indices('_') {
        if !digit(at.checked_sub(1)) || !digit(Some(at + 1)) {
            return None;
        }
    }
    decimal(&text.replace('_', ""))
}

/// An integer in one of four bases, or a float. Underscores are ignored wherever they stand.
fn number(text: &str) -> Option<Resolved<'static>> {
    let text = text.replace('_', "");
    let (sign, magnitude) = match text.as_bytes().first()? {
        b'+' => (Sign::Plus, after(&text, 1)),
        b'-' => (Sign::Minus, after(&text, 1)),
        _ => (Sign::None, text.as_str()),
    };
    let prefix = magnitude.get(..2).unwrap_or_default();
    let (digits, base) = match prefix {
        "0x" | "0X" => (after(magnitude, 2), 16),
        "0b" | "0B" => (after(magnitude, 2), 2),
        "0o" | "0O" => (after(magnitude, 2), 8),
        _ if magnitude.len() > 1 && magnitude.starts_with('0') => (after(magnitude, 1), 8),
        _ => (magnitude, 10),
    };
    integer(digits, base, sign).or_else(|| decimal(&text)).or_else(|| {
        // A sign after the prefix is read too, but only after a small `0b`.
        let signed = magnitude.strip_prefix("0b")?;
        match (sign, signed.as_bytes().first()?) {
            (Sign::None, b'-') => integer(after(signed, 1), 2, Sign::Minus),
            (Sign::None, b'+') => integer(after(signed, 1), 2, Sign::Plus),
            _ => None,
        }
    })
}

#[derive(Clone, Copy)]
enum Sign {
    None,
    Plus,
    Minus,
}

fn integer(digits: &str, base: u32, sign: Sign) -> Option<Resolved<'static>> {
    if !digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, base).ok()?;
    match (sign, i64::try_from(magnitude)) {
        (Sign::Minus, _) => 0_i64.checked_sub_unsigned(magnitude).map(Resolved::Integer),
        (_, Ok(number)) => Some(Resolved::Integer(number)),
        (Sign::None, Err(_)) => Some(Resolved::Unsigned(magnitude)),
        (Sign::Plus, Err(_)) => None,
    }
}

/// A float in decimal notation; one beyond the range of a double is none.
fn decimal(text: &str) -> Option<Resolved<'static>> {
    let float = float::parse(text)?;
    float.is_finite().then_some(Resolved::Float(float))
}

/// A float as a key: the shortest text for 32 bits, with an exponent from 1e6 up and below 1e-4.
fn short_float(float: f32) -> String {
    if float.is_nan() {
        return ".nan".to_owned();
    }
    if float.is_infinite() {
        return if float > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    float::format_f32(float, &Layout { plain: -4..6, exponent_width: 2 })
}

/// Decodes base64 with padding; line breaks are ignored.
///
/// What is no UTF-8 is replaced byte by byte, as Go's JSON encoder does.
fn base64(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let (mut bits, mut count, mut padding) = (0_u32, 0, 0);
    for byte in text.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n')) {
        let sextet = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => {
                padding += 1;
                0
            }
            _ => return None,
        };
        if padding > 0 && (byte != b'=' || padding > 2 || count % 4 < 2) {
            return None;
        }
        bits = bits << 6 | u32::from(sextet);
        count += 1;
        if count % 4 == 0 {
            bytes.extend_from_slice(&bits.to_be_bytes()[1..4 - padding]);
        }
    }
    (count % 4 == 0).then(|| lossy(&bytes))
}

fn lossy(mut bytes: &[u8]) -> String {
    let mut out = String::new();
    loop {
        match std::str::from_utf8(bytes) {
            Ok(rest) => {
                out.push_str(rest);
                return out;
            }
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                out.push_str(std::str::from_utf8(valid).unwrap_or_default());
                out.push(char::REPLACEMENT_CHARACTER);
                bytes = &rest[1..];
            }
        }
    }
}

/// Whether Go reads a timestamp here: a date, or a date and a time in one of three notations.
fn is_timestamp(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return is_date(text) };
    let spaced = text.as_bytes().get(date.len()) == Some(&b' ');
    is_date(date) && if spaced { is_clock(time) } else { is_zoned_clock(time) }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let (Some(month), Some(day)) = (short(month), short(day)) else { return false };
    if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let year: u32 = year.parse().unwrap_or_default();
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_zoned_clock(text: &str) -> bool {
    if let Some(clock) = text.strip_suffix('Z') {
        return is_clock(clock);
    }
    let Some(at) = text.rfind(['+', '-']) else { return false };
    let zone = after(text, at + 1).split_once(':');
    is_clock(until(text, at))
        && zone.is_some_and(|(hours, minutes)| {
            hours.len() == 2
                && minutes.len() == 2
                && short(hours).is_some_and(|hours| hours <= 24)
                && short(minutes).is_some_and(|minutes| minutes <= 60)
        })
}

fn is_clock(text: &str) -> bool {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let mut parts = clock.split(':').map(short);
    let limits = [24, 60, 60];
    let all = limits.iter().all(|limit| parts.next().flatten().is_some_and(|part| part < *limit));
    let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    all && parts.next().is_none() && digits
}

/// A number of one or two digits.
fn short(text: &str) -> Option<u32> {
    let fits = matches!(text.len(), 1 | 2) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what plain scalars are, as JSON; `-` for what JSON cannot say.
    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let json = plain(text).into_value().map(|value| value.to_json());
            assert_eq!(json.as_deref().unwrap_or("-"), *expected, "{text}");
        }
    }

    #[test]
    fn integers_have_four_bases_and_underscores_anywhere() {
        check(&[
            ("0x1F", "31"),
            ("-017", "-15"),
            ("0o17", "15"),
            ("0b1_0", "2"),
            ("0b-10", "-2"),
            ("1__0_", "10"),
            ("08", "8"),
            ("18446744073709551615", "18446744073709551615"),
            ("-9223372036854775808", "-9223372036854775808"),
            ("+18446744073709551615", "18446744073709552000"),
            ("0x", "\"0x\""),
            ("-", "\"-\""),
        ]);
    }

    #[test]
    fn floats_need_a_digit_and_a_finite_value() {
        check(&[
            (".5", "0.5"),
            ("5.", "5"),
            ("-1.5e+3", "-1500"),
            (".5_5", "0.55"),
            ("._5", "\"._5\""),
            ("+._5", "0.5"),
            ("1e400", "\"1e400\""),
            (".", "\".\""),
            ("1e", "\"1e\""),
            (".inf", "-"),
            (".NaN", "-"),
            ("-0.0", "-0"),
        ]);
    }

    #[test]
    fn only_listed_words_are_booleans_and_null() {
        check(&[
            ("On", "true"),
            ("n", "false"),
            ("~", "null"),
            ("", "null"),
            ("oN", "\"oN\""),
            ("nul", "\"nul\""),
            ("1:30", "\"1:30\""),
            ("2001-01-01", "\"2001-01-01\""),
        ]);
    }

    #[test]
    fn float_keys_have_the_precision_of_32_bits() {
        let cases = [
            (999_999.5, "999999.5"),
            (1e6, "1e+06"),
            (1_234_567_890.0, "1.234568e+09"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-0.0, "-0"),
            (1e300, ".inf"),
        ];
        for (float, key) in cases {
            assert_eq!(Resolved::Float(float).into_key().as_deref(), Some(key));
        }
    }

    #[test]
    fn timestamps_are_checked_to_the_day() {
        for text in
            ["2000-02-29", "2001-1-2 3:4:5", "2001-01-01T00:00:00.5-05:00", "2001-1-1t1:1:1Z"]
        {
            assert!(is_timestamp(text), "{text}");
        }
        for text in
            ["1900-02-29", "2001-13-01", "2001-01-01T24:00:00Z", "2001-01-01T00:00:00", "1-1-1"]
        {
            assert!(!is_timestamp(text), "{text}");
        }
    }
}
