//! The table of words: what stands for the English texts in another language.
//!
//! English texts are their own keys, so that none is ever missing, and what is written here is what is
//! read. A text with numbers or names in it has places for them, `{0}` and `{1}`; one that is about a
//! number has a form for each kind of number that the language knows, with `|` between them: in English
//! for one and for others. Which form a number wants, the browser knows (`Intl.PluralRules`).

use std::cell::RefCell;

/// A language that words are said in.
struct Language {
    /// English texts, in order, and what stands for each.
    table: Vec<(&'static str, &'static str)>,
    /// The number of the form that a number wants.
    form: Box<dyn Fn(usize) -> usize>,
}

thread_local! {
    /// The language of all designers of the page; without one they speak English.
    static LANGUAGE: RefCell<Option<Language>> = const { RefCell::new(None) };
}

/// Has all words said by a table of English texts, in order, and what stands for each, and a function
/// that says which form a number wants. Without a text it is English again.
pub fn speak(
    table: impl Iterator<Item = (String, String)>,
    form: impl Fn(usize) -> usize + 'static,
) {
    // Words live as long as the page does, which has no more than a few languages.
    let table: Vec<(&'static str, &'static str)> =
        table.map(|(key, text)| (&*key.leak(), &*text.leak())).collect();
    let language = (!table.is_empty()).then(|| Language { table, form: Box::new(form) });
    LANGUAGE.with(|spoken| spoken.replace(language));
}

/// Whether the words are English.
pub fn is_english() -> bool {
    LANGUAGE.with(|spoken| spoken.borrow().is_none())
}

/// What stands for a text.
pub fn said(text: &'static str) -> &'static str {
    LANGUAGE.with(|spoken| {
        let spoken = spoken.borrow();
        let Some(Language { table, .. }) = &*spoken else { return text };
        let found = table.binary_search_by(|(key, _)| key.cmp(&text));
        found.map_or(text, |at| table[at].1)
    })
}

/// The same as a text of its own.
pub fn say(text: &'static str) -> String {
    said(text).to_owned()
}

/// What stands for a text, with something in its places.
pub fn fill(text: &'static str, parts: &[&str]) -> String {
    filled(said(text), parts)
}

/// The form of a text that a number wants, with the number in its place `{0}`.
pub fn count(number: usize, forms: &'static str) -> String {
    count_with(number, forms, &[])
}

/// The same, with something in the places behind that of the number.
pub fn count_with(number: usize, forms: &'static str, parts: &[&str]) -> String {
    let form = LANGUAGE.with(|spoken| match &*spoken.borrow() {
        Some(language) => (language.form)(number),
        None => usize::from(number != 1),
    });
    let forms = said(forms);
    let text = forms.split('|').nth(form).or(forms.split('|').next_back()).unwrap_or_default();
    let number = number.to_string();
    let mut all = vec![number.as_str()];
    all.extend_from_slice(parts);
    filled(text, &all)
}

fn filled(text: &str, parts: &[&str]) -> String {
    let mut out = String::new();
    for piece in text.split('}') {
        let (before, place) = piece.split_once('{').unwrap_or((piece, ""));
        out.push_str(before);
        let part = place.parse::<usize>().ok().and_then(|place| parts.get(place));
        out.push_str(part.unwrap_or(&""));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_said_by_the_table_or_in_english() {
        assert_eq!(fill("{0} of {1}", &["2", "{5}"]), "2 of {5}");
        assert_eq!(count(1, "{0} rule|{0} rules"), "1 rule");
        assert_eq!(count_with(0, "{0} line {1}|{0} lines {1}", &["more"]), "0 lines more");
        let pairs = [
            ("Port", "Anschluss"),
            ("{0} of {1}", "{1}: {0}"),
            ("{0} x|{0} xs", "a {0}|b {0}|c {0}"),
        ];
        let pairs = pairs.map(|(key, text)| (key.to_owned(), text.to_owned()));
        speak(pairs.into_iter(), |number| number.min(7));
        assert_eq!((said("Port"), said("Ports"), is_english()), ("Anschluss", "Ports", false));
        assert_eq!(fill("{0} of {1}", &["2", "5"]), "5: 2");
        assert_eq!([0, 2, 9].map(|number| count(number, "{0} x|{0} xs")), ["a 0", "c 2", "c 9"]);
        speak([].into_iter(), |_| 0);
        assert_eq!((said("Port"), is_english()), ("Port", true));
    }
}
