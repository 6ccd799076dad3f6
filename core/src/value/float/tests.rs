//! Held against the standard library, which converts floats exactly.

use super::*;

/// How many floats each comparison takes: what an unoptimized build does in a second.
const COUNT: u64 = if cfg!(debug_assertions) { 4_000 } else { 400_000 };

/// Evenly spread bits, the same in every run (SplitMix64).
struct Bits(u64);

impl Bits {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn digits(&mut self, count: u64) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

/// All exponents, at least one digit each: what Rust writes for `{:e}`, but for the plus sign.
const SCIENTIFIC: Layout = Layout { plain: 0..0, exponent_width: 1 };

#[track_caller]
fn check_read(text: &str) {
    let expected: f64 = text.parse().expect("the test writes floats");
    let read = parse(text).map(f64::to_bits);
    assert_eq!(read, Some(expected.to_bits()), "{text} is {expected:e}");
}

/// Checks the digits of a double, and that they are read as it again.
#[track_caller]
fn check_double(bits: u64) {
    let float = f64::from_bits(bits);
    if float.is_finite() {
        let written = format_f64(float, &SCIENTIFIC).replace("e+", "e");
        let shortest = format!("{float:e}");
        if written != shortest {
            assert_eq!(written, format!("{float:.*e}", decimals(&shortest)));
        }
        assert_eq!(parse(&written).map(f64::to_bits), Some(bits), "{written}");
    }
}

#[track_caller]
fn check_single(bits: u32) {
    let float = f32::from_bits(bits);
    if float.is_finite() {
        let written = format_f32(float, &SCIENTIFIC).replace("e+", "e");
        let shortest = format!("{float:e}");
        if written != shortest {
            assert_eq!(written, format!("{float:.*e}", decimals(&shortest)));
        }
    }
}

/// How many digits follow the point. Where two shortest texts are as near, Rust takes the upper
/// one, unless it is told their length: then it takes the even one, as Go always does.
fn decimals(text: &str) -> usize {
    let mantissa = text.split('e').next().unwrap_or_default();
    mantissa.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

#[test]
fn of_two_shortest_texts_as_near_the_even_one_is_written() {
    let layout = Layout { plain: -6..21, exponent_width: 1 };
    assert_eq!(format_f64(8_772_403_373_454_393.0 / 4.0, &layout), "2193100843363598.2");
    assert_eq!(format_f64(8_772_403_373_454_395.0 / 4.0, &layout), "2193100843363598.8");
    assert_eq!(format_f32(16_723_137.0 / 4.0, &layout), "4180784.2");
    assert_eq!(format_f32(16_723_139.0 / 4.0, &layout), "4180784.8");
}

#[test]
fn doubles_are_written_as_rust_writes_them() {
    let mut bits = Bits(1);
    for _ in 0..COUNT {
        check_double(bits.next());
    }
}

#[test]
fn floats_of_32_bits_are_written_as_rust_writes_them() {
    let mut bits = Bits(2);
    for _ in 0..COUNT {
        check_single(bits.next() as u32);
    }
}

#[test]
fn floats_at_the_edges_are_written_as_rust_writes_them() {
    for biased in 0..0x7ff_u64 {
        for fraction in [0, 1, 2, (1 << 52) - 1] {
            check_double(biased << 52 | fraction);
        }
    }
    for biased in 0..0xff_u32 {
        for fraction in [0, 1, 2, (1 << 23) - 1] {
            check_single(biased << 23 | fraction);
        }
    }
    let mut bits = Bits(3);
    for _ in 0..COUNT / 20 {
        // Few bits, whose digits may end halfway between two shortest ones.
        let shift = bits.below(60) as u32;
        let mantissa = (bits.next() >> (11 + bits.below(50))) as f64;
        check_double((mantissa / (1_u64 << shift) as f64).to_bits());
        check_double((mantissa * (1_u64 << shift) as f64).to_bits());
        check_double(bits.next() >> (12 + bits.below(52)));
        check_single(bits.next() as u32 >> (9 + bits.below(23)));
    }
}

#[test]
fn decimal_texts_are_read_as_rust_reads_them() {
    let mut bits = Bits(4);
    for _ in 0..COUNT {
        let (whole, fraction) = (bits.below(25), 1 + bits.below(25));
        let (whole, fraction) = (bits.digits(whole), bits.digits(fraction));
        let exponent = bits.below(700) as i64 - 350;
        check_read(&format!("{whole}.{fraction}e{exponent}"));
    }
}

#[test]
fn points_halfway_between_two_doubles_are_rounded_to_the_even_one() {
    let mut bits = Bits(5);
    for round in 0..COUNT / 50 {
        // Every third one is subnormal.
        let low = bits.next() >> if round % 3 == 0 { 12 + bits.below(50) } else { 1 };
        if low < INFINITY {
            let (digits, exponent) = halfway(low);
            let above = format!("{digits}{}1e{}", "0".repeat(900), exponent - 901);
            let (rest, last) = digits.split_at(digits.len() - 1);
            let last = last.parse::<u8>().expect("a digit") - 1;
            let below = format!("{rest}{last}{}e{}", "9".repeat(900), exponent - 900);
            assert_eq!(parse(&below).map(f64::to_bits), Some(low));
            assert_eq!(parse(&above).map(f64::to_bits), Some(low + 1));
            check_read(&format!("{digits}e{exponent}"));
            check_read(&above);
            check_read(&below);
        }
    }
}

/// The digits of the point halfway between a double and the one above it, the last of them no
/// zero, and the power of ten that this one counts.
fn halfway(low: u64) -> (String, i32) {
    let biased = (low >> 52) as i32;
    let fraction = low % (1 << 52);
    let mantissa = if biased == 0 { fraction } else { fraction + (1 << 52) };
    // Halving is multiplying by five with the digits one place further down.
    let twos = (biased - 1).max(0) - 1075;
    let (factor, count) = if twos < 0 { (5, -twos) } else { (2, twos) };
    let limit = 1_000_000_000_000;
    let doubled = mantissa * 2 + 1;
    let mut limbs = vec![doubled % limit, doubled / limit];
    for _ in 0..count {
        let mut carry = 0;
        for limb in &mut limbs {
            carry += *limb * factor;
            *limb = carry % limit;
            carry /= limit;
        }
        if carry > 0 {
            limbs.push(carry);
        }
    }
    let digits: String = limbs.iter().rev().map(|limb| format!("{limb:012}")).collect();
    let trimmed = digits.trim_end_matches('0');
    let exponent = twos.min(0) + (digits.len() - trimmed.len()) as i32;
    (trimmed.trim_start_matches('0').to_owned(), exponent)
}

#[test]
fn the_smallest_and_the_largest_doubles_have_their_limits() {
    let zeros = "0".repeat(100_000);
    let cases = [
        ("0", "0"),
        ("-0e999999999999999999999", "-0"),
        ("4.9406564584124654e-324", "5e-324"),
        ("2.4703282292062328e-324", "5e-324"),
        ("2.4703282292062327e-324", "0"),
        ("-1e-99999999999999999999", "-0"),
        ("2.2250738585072011e-308", "2.225073858507201e-308"),
        ("2.2250738585072014e-308", "2.2250738585072014e-308"),
        ("1.7976931348623158e308", "1.7976931348623157e+308"),
        ("1.7976931348623159e308", "inf"),
        ("-1e309", "-inf"),
        ("1e99999999999999999999", "inf"),
        (&format!("0.{zeros}25e100000"), "0.25"),
        (&format!("25{zeros}.e-100002"), "0.25"),
    ];
    for (text, expected) in cases {
        check_read(text);
        let float = parse(text).expect("a float");
        let written = match float.is_finite() {
            true => format_f64(float, &Layout { plain: -5..21, exponent_width: 2 }),
            false => float.to_string(),
        };
        assert_eq!(written, expected, "{text}");
    }
}

#[test]
fn what_is_no_decimal_notation_is_no_float() {
    for text in [
        "", "-", ".", "+.", "e5", ".e5", "1e", "1e+", "1e+-5", "1.2.3", "1e5.0", "--1", "+-1",
        "1_0", "0x1", "inf", "NaN", "1 ", "１", "1e5e5", "1-", "1f", "1:",
    ] {
        assert_eq!(parse(text), None, "{text}");
    }
}

#[test]
fn exponents_are_padded_and_points_are_placed() {
    let layout = Layout { plain: -3..4, exponent_width: 2 };
    let cases = [
        (0.0, "0"),
        (-0.0, "-0"),
        (1.5, "1.5"),
        (-1234.0, "-1234"),
        (1200.0, "1200"),
        (12345.0, "1.2345e+04"),
        (-1e100, "-1e+100"),
        (0.00125, "0.00125"),
        (0.000125, "1.25e-04"),
    ];
    for (float, text) in cases {
        assert_eq!(format_f64(float, &layout), text);
    }
}
