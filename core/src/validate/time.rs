//! Reading a moment as Go's `time.Parse` reads RFC 3339, and writing it in UTC.
//!
//! Only `metadata` holds moments, and the server sets nearly all of them itself; what matters is
//! which texts end the decoding. No clock is involved.

use super::go::quote;
use crate::text::after;

/// The layout, as Go's message names it.
const LAYOUT: &str = "2006-01-02T15:04:05Z07:00";

/// Reads a moment and writes it as the API does, in UTC and whole seconds; or Go's complaint.
pub(super) fn to_utc(text: &str) -> Result<String, String> {
    let fail = |failure: Failure| match failure {
        Failure::Element(rest, element) => {
            let (text, rest) = (quote(text), quote(rest));
            format!("parsing time {text} as \"{LAYOUT}\": cannot parse {rest} as \"{element}\"")
        }
        Failure::Range(what) => format!("parsing time {}: {what} out of range", quote(text)),
        Failure::Extra(rest) => {
            format!("parsing time {}: extra text: {}", quote(text), quote(rest))
        }
    };
    let mut rest = text;
    parse(&mut rest).map_err(fail)
}

enum Failure<'a> {
    /// What is left does not begin with this element of the layout.
    Element(&'a str, &'static str),
    /// A number is too large.
    Range(&'static str),
    /// Something is left behind the moment.
    Extra(&'a str),
}

fn parse<'a>(rest: &mut &'a str) -> Result<String, Failure<'a>> {
    let year = digits(rest, 4, 4, "2006")?;
    literal(rest, "-")?;
    let month = digits(rest, 2, 2, "01")?;
    if !(1..=12).contains(&month) {
        return Err(Failure::Range("month"));
    }
    literal(rest, "-")?;
    let day = digits(rest, 2, 2, "02")?;
    literal(rest, "T")?;
    let hour = in_range(digits(rest, 1, 2, "15")?, 24, "hour")?;
    literal(rest, ":")?;
    let minute = in_range(digits(rest, 2, 2, "04")?, 60, "minute")?;
    literal(rest, ":")?;
    let second = in_range(digits(rest, 2, 2, "05")?, 60, "second")?;
    skip_fraction(rest);
    let offset = zone(rest)?;
    if !rest.is_empty() {
        return Err(Failure::Extra(rest));
    }
    if day < 1 || day > days_in(year, month) {
        return Err(Failure::Range("day"));
    }
    let seconds = (day_number(year, month, day) * 24 + hour) * 3600 + minute * 60 + second - offset;
    Ok(write(seconds))
}

fn digits<'a>(
    rest: &mut &'a str,
    least: usize,
    most: usize,
    element: &'static str,
) -> Result<i64, Failure<'a>> {
    let found = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if found < least {
        return Err(Failure::Element(rest, element));
    }
    let (number, left) = rest.split_at(found);
    *rest = left;
    Ok(number.parse().unwrap_or_default())
}

fn literal<'a>(rest: &mut &'a str, text: &'static str) -> Result<(), Failure<'a>> {
    *rest = rest.strip_prefix(text).ok_or(Failure::Element(rest, text))?;
    Ok(())
}

fn in_range<'a>(number: i64, end: i64, what: &'static str) -> Result<i64, Failure<'a>> {
    if number < end { Ok(number) } else { Err(Failure::Range(what)) }
}

/// Skips `.5` or `,5` behind the seconds; the API keeps whole seconds.
fn skip_fraction(rest: &mut &str) {
    let Some(fraction) = rest.strip_prefix(['.', ',']) else { return };
    let length = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if length > 0 {
        *rest = &fraction[length..];
    }
}

/// Reads `Z` or `+07:00`: the seconds east of UTC.
fn zone<'a>(rest: &mut &'a str) -> Result<i64, Failure<'a>> {
    if let Some(left) = rest.strip_prefix('Z') {
        *rest = left;
        return Ok(0);
    }
    let start = *rest;
    let sign = match rest.bytes().next() {
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return Err(Failure::Element(start, "Z07:00")),
    };
    *rest = after(rest, 1);
    let whole = |_| Failure::Element(start, "Z07:00");
    let hours = digits(rest, 2, 2, "").map_err(whole)?;
    literal(rest, ":").map_err(whole)?;
    let minutes = digits(rest, 2, 2, "").map_err(whole)?;
    // Go is generous here, by one of each.
    let hours = in_range(hours, 25, "time zone offset hour")?;
    let minutes = in_range(minutes, 61, "time zone offset minute")?;
    Ok(sign * (hours * 3600 + minutes * 60))
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March have the leap day at their end.
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

fn write(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = year + era * 400 + next;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        let cases = [
            ("2026-01-31T09:30:00Z", "2026-01-31T09:30:00Z"),
            ("2026-01-31T9:30:00.123456Z", "2026-01-31T09:30:00Z"),
            ("2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z"),
            ("2023-12-31T23:30:00,5-00:45", "2024-01-01T00:15:00Z"),
            ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ];
        for (text, utc) in cases {
            assert_eq!(to_utc(text).as_deref(), Ok(utc));
        }
    }

    #[test]
    fn what_is_no_moment_is_refused_in_the_words_of_go() {
        let cases = [
            (
                "",
                "parsing time \"\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"2006\"",
            ),
            ("2026-02-29T00:00:00Z", "parsing time \"2026-02-29T00:00:00Z\": day out of range"),
            ("2026-13-01T00:00:00Z", "parsing time \"2026-13-01T00:00:00Z\": month out of range"),
            ("2026-01-01T24:00:00Z", "parsing time \"2026-01-01T24:00:00Z\": hour out of range"),
            ("2026-01-01T00:00:00Zx", "parsing time \"2026-01-01T00:00:00Zx\": extra text: \"x\""),
        ];
        for (text, message) in cases {
            assert_eq!(to_utc(text), Err(message.to_owned()));
        }
        for text in ["2026-01-01t00:00:00Z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00", "now"] {
            assert!(to_utc(text).is_err(), "{text}");
        }
    }
}
