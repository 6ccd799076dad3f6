//! Sentences as data: our words, and the author's own data in their places.
//!
//! A sentence keeps the template that it is made of, so that it can be said in another language, and the
//! author's data apart from our words, so that a page can show the two in different styles. Nothing
//! here knows what the words are about: what policies do is said by `describe`, what is wrong by
//! whatever finds it.

mod language;

pub use language::Language;

use std::borrow::Cow;
use std::fmt;

use language::pieces;

/// A sentence, or a part of one.
// One pointer, so that what puts sentences together hands on little.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence(Box<Parts>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Parts {
    kind: Kind,
    parts: Vec<Sentence>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// What is the same in every language.
    AsIs(Cow<'static, str>),
    /// The author's data.
    Term(String),
    /// A template with places for the parts.
    Template(&'static str),
    /// The forms of a template, and the number that says which; it is the first part.
    Counted(&'static str, usize),
    /// What stands between the parts, and before the last.
    List(&'static str, &'static str),
    /// The only part, with a capital and a full stop.
    Finished,
}

/// One piece of a sentence as it is read; two of [`Phrase::Text`] never follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase<'a> {
    /// Our words, and what stands among them as it is.
    Text(Cow<'a, str>),
    /// The author's own data, to be highlighted: `app=web`, `shop`, `TCP 8080–8090`.
    Term(&'a str),
}

impl Phrase<'_> {
    /// The letters, whatever their style.
    pub fn as_str(&self) -> &str {
        match self {
            Phrase::Text(text) => text,
            Phrase::Term(text) => text,
        }
    }
}

impl Sentence {
    fn new(kind: Kind, parts: Vec<Sentence>) -> Self {
        Sentence(Box::new(Parts { kind, parts }))
    }

    /// Our words in English, with a place for each part that is added: `{0} of {1}`.
    pub fn of(template: &'static str) -> Self {
        Self::new(Kind::Template(template), Vec::new())
    }

    /// The form that a number wants of a template, `|` between the forms: the number goes into the
    /// place `{0}`, and what is added into those behind it.
    pub fn count(number: usize, forms: &'static str) -> Self {
        Self::new(Kind::Counted(forms, number), Vec::new()).as_is(number.to_string())
    }

    /// The author's data.
    pub fn of_term(text: impl Into<String>) -> Self {
        Self::new(Kind::Term(text.into()), Vec::new())
    }

    /// What is the same in every language: words of Kubernetes, such as `TCP` and `ingress`, numbers, and
    /// the author's own text where it is quoted in backticks.
    pub fn of_verbatim(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::AsIs(text.into()), Vec::new())
    }

    /// Puts another piece into the next place.
    #[must_use]
    pub fn with(mut self, part: Sentence) -> Self {
        self.0.parts.push(part);
        self
    }

    /// Puts the author's data into the next place.
    #[must_use]
    pub fn term(self, text: impl Into<String>) -> Self {
        self.with(Self::of_term(text))
    }

    /// Puts into the next place what is the same in every language.
    #[must_use]
    pub fn as_is(self, text: impl Into<Cow<'static, str>>) -> Self {
        self.with(Self::of_verbatim(text))
    }

    /// Joins pieces as a list: `a`, `a and b`, `a, b and c`, with ` and ` or whatever is asked for.
    pub(crate) fn list(items: impl IntoIterator<Item = Sentence>, last: &'static str) -> Self {
        let mut list = Vec::new();
        for item in items {
            list.push(item);
        }
        Self::joined(list, ", ", last)
    }

    /// Joins pieces with something between them, and something before the last.
    pub(crate) fn joined(items: Vec<Sentence>, between: &'static str, last: &'static str) -> Self {
        Self::new(Kind::List(between, last), items)
    }

    /// Makes a full sentence of it: a capital at the start, unless the author's data stand there,
    /// and a full stop at the end.
    #[must_use]
    pub fn finished(self) -> Self {
        Self::new(Kind::Finished, vec![self])
    }

    /// The pieces in English, in the order of reading.
    pub fn phrases(&self) -> Vec<Phrase<'_>> {
        self.phrases_in(&Language::ENGLISH)
    }

    /// The pieces in another language, in the order of reading there.
    pub fn phrases_in(&self, language: &Language) -> Vec<Phrase<'_>> {
        let mut phrases = Vec::new();
        self.tell(language, &mut phrases);
        phrases
    }

    /// The whole in another language, as a text.
    pub fn text_in(&self, language: &Language) -> String {
        let mut text = String::new();
        for phrase in self.phrases_in(language) {
            text.push_str(phrase.as_str());
        }
        text
    }

    fn tell<'a>(&'a self, language: &Language, told: &mut Vec<Phrase<'a>>) {
        let Parts { kind, parts } = &*self.0;
        let (template, number) = match kind {
            Kind::AsIs(text) => return tell_text(&**text, told),
            Kind::Term(term) => return told.push(Phrase::Term(term)),
            Kind::List(between, last) => {
                for (position, item) in parts.iter().enumerate() {
                    let is_last = position + 1 == parts.len();
                    let joint = if is_last { last } else { between };
                    tell_text(if position == 0 { "" } else { language.said(joint) }, told);
                    item.tell(language, told);
                }
                return;
            }
            Kind::Finished => ("{0}.", None),
            Kind::Template(template) => (*template, None),
            Kind::Counted(forms, number) => (*forms, Some(*number)),
        };
        let start = match told.last() {
            Some(Phrase::Text(before)) => (told.len() - 1, before.len()),
            _ => (told.len(), 0),
        };
        for (words, place) in pieces(language.template(template, number)) {
            tell_text(words, told);
            if let Some(part) = place.and_then(|place| parts.get(place)) {
                part.tell(language, told);
            }
        }
        if let (Kind::Finished, Some(Phrase::Text(text))) = (kind, told.get_mut(start.0))
            && is_word(text.get(start.1..).unwrap_or_default())
            && let Some(letter) = text.to_mut().get_mut(start.1..start.1 + 1)
        {
            // Where our words begin with a letter that has a capital, it is one of ASCII.
            letter.make_ascii_uppercase();
        }
    }
}

/// Whether a text begins with a word, and not with the name of a field, such as `endPort`.
fn is_word(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    !word.bytes().any(|byte| byte.is_ascii_uppercase() || byte == b'`')
}

/// Our words, in English.
impl From<&'static str> for Sentence {
    fn from(text: &'static str) -> Self {
        Sentence::of(text)
    }
}

/// Appends words to those that stand there already.
fn tell_text<'a>(text: impl Into<Cow<'a, str>>, told: &mut Vec<Phrase<'a>>) {
    let text = text.into();
    match told.last_mut() {
        _ if text.is_empty() => {}
        Some(Phrase::Text(before)) => before.to_mut().push_str(&text),
        _ => told.push(Phrase::Text(text)),
    }
}

/// In English.
impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrases().iter().try_for_each(|phrase| f.write_str(phrase.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_commas_and_one_conjunction() {
        let list = |names: &[&str]| {
            Sentence::list(names.iter().map(|name| Sentence::of_term(*name)), " and ").to_string()
        };
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b"]), "a and b");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn a_finished_sentence_leaves_the_authors_data_alone() {
        assert_eq!(Sentence::of("pods may connect").finished().to_string(), "Pods may connect.");
        let term = Sentence::of("{0} accepts").term("web");
        assert_eq!(term.finished().to_string(), "web accepts.");
        assert_eq!(Sentence::of("endPort is 1").finished().to_string(), "endPort is 1.");
        assert_eq!(Sentence::of("a-z, no more").finished().to_string(), "A-z, no more.");
        assert_eq!(Sentence::of("").finished().to_string(), ".");
        let inside = Sentence::of("{0}: {1}").as_is("it").with(Sentence::of("so").finished());
        assert_eq!(inside.to_string(), "it: So.");
        let inside = Sentence::of("it: {0}").with(Sentence::of_term("so").finished());
        assert_eq!(inside.to_string(), "it: so.");
    }

    #[test]
    fn another_language_has_its_own_order_forms_and_stops() {
        let table = [
            (" and ", " und "),
            ("{0} of {1}", "{1}s {0}"),
            ("{0} rule of {1}|{0} rules of {1}", "eine Regel von {1}|{0} Regeln von {1}"),
            ("{0}.", "{0}!"),
        ];
        let table = table.map(|(key, text)| (key.to_owned(), text.to_owned()));
        let language = Language::new(table.into(), Box::new(|number| usize::from(number != 1)));
        let whose = |text| Sentence::of(text).with(Sentence::of("rule")).term("p");
        let of = whose("{0} of {1}").finished();
        assert_eq!(of.to_string(), "Rule of p.");
        assert_eq!(of.text_in(&language), "ps rule!");
        assert_eq!(of.phrases_in(&language), [Phrase::Term("p"), Phrase::Text("s rule!".into())]);
        let rules = |number| Sentence::count(number, "{0} rule of {1}|{0} rules of {1}").term("p");
        assert_eq!(rules(1).text_in(&language), "eine Regel von p");
        let both = Sentence::list([rules(2), rules(1)], " and ");
        assert_eq!(both.text_in(&language), "2 Regeln von p und eine Regel von p");
        assert_eq!(both.to_string(), "2 rules of p and 1 rule of p");
    }
}
