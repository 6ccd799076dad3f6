//! Templates: texts with places in them, and the language that they are said in.
//!
//! English texts are their own keys, so that none is ever missing, and what is written in the source is
//! what is read. A text with numbers or names in it has places for them, `{0}` and `{1}`; one that is
//! about a number has a form for each kind of number that the language knows, with `|` between them: in
//! English for one and for others.

use crate::text::part;

/// What sentences are said in: a table of words.
#[derive(Clone, Copy)]
pub struct Language {
    /// English texts, in order, and what stands for each.
    texts: &'static [(&'static str, &'static str)],
    /// The number of the form that a number wants.
    form: &'static dyn Fn(usize) -> usize,
}

impl Language {
    /// The language in which all texts are written.
    pub const ENGLISH: Language = Language { texts: &[], form: &|number| usize::from(number != 1) };

    /// A language by its table, English texts in order and what stands for each, and what says which
    /// form a number wants. Without a text it is English.
    ///
    /// Its words live as long as the program does: languages are made when somebody chooses one.
    pub fn new(table: Vec<(String, String)>, form: Box<dyn Fn(usize) -> usize>) -> Language {
        debug_assert!(table.is_sorted(), "texts are found by their order");
        let mut texts: Vec<(&'static str, &'static str)> = Vec::with_capacity(table.len());
        for (key, text) in table {
            texts.push((key.leak(), text.leak()));
        }
        match texts.is_empty() {
            true => Language::ENGLISH,
            false => Language { texts: texts.leak(), form: Box::leak(form) },
        }
    }

    /// Whether it is English.
    pub fn is_english(&self) -> bool {
        self.texts.is_empty()
    }

    /// What stands for a text.
    pub fn said<'a>(&self, text: &'a str) -> &'a str {
        let found = self.texts.binary_search_by(|&(key, _)| key.cmp(text));
        found.map_or(text, |at| self.texts[at].1)
    }

    /// What stands for a text; of several forms the one that a number wants.
    pub(super) fn template<'a>(&self, text: &'a str, number: Option<usize>) -> &'a str {
        let text = self.said(text);
        let Some(number) = number else { return text };
        let mut forms = text.split('|');
        let last = forms.next_back().unwrap_or_default();
        forms.nth((self.form)(number)).unwrap_or(last)
    }

    /// What stands for a text, with something in its places.
    pub fn fill(&self, text: &str, parts: &[&str]) -> String {
        filled(self.said(text), parts)
    }

    /// The form of a text that a number wants, with the number in its place `{0}` and something in the
    /// places behind that.
    pub fn count(&self, number: usize, forms: &str, parts: &[&str]) -> String {
        let text = self.template(forms, Some(number));
        let number = number.to_string();
        let mut all = vec![number.as_str()];
        all.extend_from_slice(parts);
        filled(text, &all)
    }
}

/// The pieces of a text: some words, and the number of the place behind them, if there is one. Other
/// braces are words.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<usize>)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let place = text.as_bytes().windows(3).enumerate().find_map(|(at, three)| match three {
            [b'{', digit @ b'0'..=b'9', b'}'] => Some((at, usize::from(digit - b'0'))),
            _ => None,
        });
        let Some((at, place)) = place else { return Some((text, None)) };
        rest = Some(part(text, at + 3, text.len()));
        Some((part(text, 0, at), Some(place)))
    })
}

fn filled(text: &str, parts: &[&str]) -> String {
    let mut out = String::new();
    for (words, place) in pieces(text) {
        out.push_str(words);
        out.push_str(place.and_then(|place| parts.get(place)).unwrap_or(&""));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_it_has_and_english_the_rest() {
        let table = [("Port", "Anschluss"), ("{0} x|{0} xs", "a {0}|b {0}|c {0}")];
        let table = table.map(|(key, text)| (key.to_owned(), text.to_owned()));
        let language = Language::new(table.into(), Box::new(|number| number.min(7)));
        assert_eq!((language.said("Port"), language.said("Ports")), ("Anschluss", "Ports"));
        let counted = [0, 2, 9].map(|number| language.count(number, "{0} x|{0} xs", &[]));
        assert_eq!(counted, ["a 0", "c 2", "c 9"]);
        assert!(!language.is_english() && Language::new(Vec::new(), Box::new(|_| 0)).is_english());
    }

    #[test]
    fn places_are_filled_and_forms_are_chosen_by_number() {
        let english = Language::ENGLISH;
        assert_eq!(english.fill("{0} of {1}", &["2", "{5}"]), "2 of {5}");
        assert_eq!(english.count(1, "{0} rule|{0} rules", &[]), "1 rule");
        assert_eq!(english.count(0, "{0} line {1}|{0} lines {1}", &["more"]), "0 lines more");
        assert_eq!(english.fill("`{}` {0}{1} {x} }{", &["a", "b"]), "`{}` ab {x} }{");
        assert_eq!(english.count(7, "one form for {0}", &[]), "one form for 7");
    }
}
