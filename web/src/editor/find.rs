//! Finding a text in a text. Pure.

/// Where each occurrence starts, in order; upper and lower case of ASCII are the same.
pub fn find_all(text: &str, wanted: &str) -> Vec<usize> {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    let mut found = Vec::new();
    let mut at = 0;
    while let (Some(first), Some(here)) = (wanted.first(), text.get(at..at + wanted.len())) {
        if here[0].eq_ignore_ascii_case(first) && here.eq_ignore_ascii_case(wanted) {
            found.push(at);
            at += wanted.len();
        } else {
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occurrence_is_found_once() {
        let cases: [(&str, &str, &[usize]); 6] = [
            ("ab AB aB", "ab", &[0, 3, 6]),
            ("aaaa", "aa", &[0, 2]),
            ("abc", "", &[]),
            ("", "a", &[]),
            ("a", "ab", &[]),
            ("ü ü", "ü", &[0, 3]),
        ];
        for (text, wanted, expected) in cases {
            assert_eq!(find_all(text, wanted), expected, "{wanted:?} in {text:?}");
        }
    }
}
