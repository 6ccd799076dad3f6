//! Floats from decimal text and back, exactly.
//!
//! The standard library does both faster, with 20 KB of code and tables in the page for numbers
//! that no policy holds. Here both directions are one long division of whole numbers: by twos it
//! makes a double from a text, by tens the digits of a float.
//!
//! Which scalars are floats and which notation one gets is for the callers to say.

mod big;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::ops::Range;

use big::Big;

/// More digits than any point halfway between two doubles has; that is 767.
const MAX_DIGITS: u32 = 800;

/// Reads decimal notation: the nearest double, of two the even one, infinity above the largest.
///
/// `None` unless the text is at most one sign, digits with at most one point anywhere among them,
/// and perhaps an exponent.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let (negative, unsigned) = split_sign(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    let mut number = Big::new(0);
    let mut exponent = exponent - fraction.len() as i64;
    let (mut kept, mut lost) = (0, 0);
    for digit in whole.bytes().chain(fraction.bytes()) {
        let digit = read_digit(digit)?;
        if kept == MAX_DIGITS {
            exponent += 1;
            lost |= digit;
        } else if kept > 0 || digit > 0 {
            number.multiply_add(10, digit);
            kept += 1;
        }
    }
    if lost > 0 {
        // Whatever was lost, it is only asked on which side of a point with fewer digits this is.
        number.multiply_add(10, 1);
        exponent -= 1;
    }
    let bits = match exponent + i64::from(kept) {
        _ if kept == 0 => 0,
        ..-400 => 0,
        400.. => INFINITY,
        _ => nearest(number, exponent as i32),
    };
    Some(f64::from_bits(bits | u64::from(negative) << 63))
}

/// The bits of positive infinity, which follow those of the largest double.
const INFINITY: u64 = 0x7ff << 52;

/// The bits of the double that is nearest to a number times a power of ten.
fn nearest(mut number: Big, exponent: i32) -> u64 {
    let mut divisor = Big::new(1);
    let scaled = if exponent < 0 { &mut divisor } else { &mut number };
    scaled.multiply_by_power_of_ten(exponent.unsigned_abs());
    // The power of two that the first bit counts. Subnormals all share one, and start with zeros.
    let mut first = (number.bits() - divisor.bits()).max(-1022);
    let shifted = if first < 0 { &mut number } else { &mut divisor };
    shifted.multiply_by_power_of_two(first.unsigned_abs());
    if number < divisor && first > -1022 {
        number.multiply_add(2, 0);
        first -= 1;
    }
    if first > 1023 {
        return INFINITY;
    }
    let mut mantissa = 0;
    for _ in 0..53 {
        mantissa = mantissa * 2 + u64::from(number.divide(&divisor));
        number.multiply_add(2, 0);
    }
    mantissa += match number.cmp(&divisor) {
        Ordering::Less => 0,
        Ordering::Equal => mantissa % 2,
        Ordering::Greater => 1,
    };
    // The first bit of the mantissa, or a carry beyond it, counts the exponent up as it should.
    (((first + 1022) as u64) << 52) + mantissa
}

fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn read_digit(byte: u8) -> Option<u32> {
    (byte as char).to_digit(10)
}

/// Reads an exponent. Beyond what any mantissa makes up for, its size no longer counts.
fn read_exponent(text: &str) -> Option<i64> {
    let (negative, digits) = split_sign(text);
    let mut exponent = 0;
    for digit in digits.bytes() {
        exponent = (exponent * 10 + i64::from(read_digit(digit)?)).min(1 << 50);
    }
    (!digits.is_empty()).then_some(if negative { -exponent } else { exponent })
}

/// The notation of a float, which is one of several of Go's.
pub(crate) struct Layout {
    /// Where plain notation is used: the power of ten that the first digit counts.
    pub plain: Range<i32>,
    /// How many digits an exponent has at least.
    pub exponent_width: usize,
}

/// Writes a finite double with as few digits as tell it from every other double.
pub(crate) fn format_f64(float: f64, layout: &Layout) -> String {
    let (digits, exponent) = shortest(float.abs().to_bits(), 52, -1074);
    layout.write(float.is_sign_negative(), &digits, exponent)
}

/// Writes a finite float with as few digits as tell it from every other float of 32 bits.
pub(crate) fn format_f32(float: f32, layout: &Layout) -> String {
    let (digits, exponent) = shortest(float.abs().to_bits().into(), 23, -149);
    layout.write(float.is_sign_negative(), &digits, exponent)
}

impl Layout {
    fn write(&self, negative: bool, digits: &str, exponent: i32) -> String {
        let mut out = String::from(if negative { "-" } else { "" });
        let plain = self.plain.contains(&exponent);
        let places = if plain { exponent } else { 0 };
        push_zeros(&mut out, -places);
        out.push_str(digits);
        push_zeros(&mut out, places + 1 - digits.len() as i32);
        let point = usize::from(negative) + places.max(0) as usize + 1;
        if point < out.len() {
            out.insert(point, '.');
        }
        if !plain {
            out.push_str(if exponent < 0 { "e-" } else { "e+" });
            let exponent = exponent.unsigned_abs().to_string();
            push_zeros(&mut out, self.exponent_width as i32 - exponent.len() as i32);
            out.push_str(&exponent);
        }
        out
    }
}

fn push_zeros(out: &mut String, count: i32) {
    for _ in 0..count {
        out.push('0');
    }
}

/// The shortest digits that are nearer to a float than to any other, of these the nearest, of two
/// the even one; and the power of ten that the first of them counts.
///
/// The float comes as its bits without the sign. The last one of the smallest floats counts two to
/// the power of `least`.
fn shortest(bits: u64, fraction_bits: u32, least: i32) -> (String, i32) {
    if bits == 0 {
        return ("0".to_owned(), 0);
    }
    let one = 1 << fraction_bits;
    let (biased, fraction) = ((bits / one) as i32, bits % one);
    let mantissa = if biased == 0 { fraction } else { one + fraction };
    let exponent = least + (biased - 1).max(0);
    // Below a power of two the floats are twice as dense as above.
    let below = if fraction == 0 && biased > 1 { 1 } else { 2 };
    let mut float = Rounding {
        number: Big::new(mantissa * 4),
        above: Big::new(2),
        below: Big::new(below),
        divisor: Big::new(4),
        even: mantissa % 2 == 0,
    };
    float.scale(exponent, Big::multiply_by_power_of_two);
    // 1233 / 4096 is the logarithm of two, rounded down; what is too low is made up for one by one.
    let bits = (u64::BITS - mantissa.leading_zeros()) as i32 + exponent;
    let mut first = (((bits - 1) * 1233) >> 12) - 1;
    float.scale(-first - 1, Big::multiply_by_power_of_ten);
    while float.reaches_one() {
        float.divisor.multiply_add(10, 0);
        first += 1;
    }
    (float.digits(), first)
}

/// A fraction, and all that is rounded to it.
struct Rounding {
    number: Big,
    /// How far above the number the floats are still rounded to it.
    above: Big,
    /// How far below.
    below: Big,
    /// What the other three are divided by.
    divisor: Big,
    /// Whether the points just that far off are rounded to it too.
    even: bool,
}

impl Rounding {
    /// Multiplies by a power of something.
    fn scale(&mut self, power: i32, multiply: fn(&mut Big, u32)) {
        if power < 0 {
            multiply(&mut self.divisor, power.unsigned_abs());
        } else {
            for part in [&mut self.number, &mut self.above, &mut self.below] {
                multiply(part, power.unsigned_abs());
            }
        }
    }

    /// Whether one is rounded to this, or is below it.
    fn reaches_one(&self) -> bool {
        self.number >= self.divisor || self.covers(&self.up_to_one(), &self.above)
    }

    fn up_to_one(&self) -> Big {
        let mut rest = self.divisor.clone();
        rest.subtract(&self.number);
        rest
    }

    fn covers(&self, distance: &Big, limit: &Big) -> bool {
        distance < limit || self.even && distance == limit
    }

    /// The digits after the point, up to the first where the rest can be rounded away.
    fn digits(mut self) -> String {
        let mut digits = String::new();
        loop {
            self.scale(1, Big::multiply_by_power_of_ten);
            let digit = b'0' + self.number.divide(&self.divisor);
            let rest = self.up_to_one();
            let down = self.covers(&self.number, &self.below);
            let up = self.covers(&rest, &self.above);
            if !down && !up {
                digits.push(char::from(digit));
                continue;
            }
            // Go takes the even digit where both are as near. A 9 is never rounded up: the digit
            // before it would have been.
            let nearer = self.number.cmp(&rest).then((digit % 2).cmp(&1));
            let up = up && (!down || nearer != Ordering::Less);
            digits.push(char::from(digit + u8::from(up)));
            return digits;
        }
    }
}
