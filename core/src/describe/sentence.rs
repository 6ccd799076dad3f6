//! Sentences as data: our words, and the author's own data among them.
//!
//! A page shows the two in different styles, so they are kept apart until the last moment. Nothing
//! here knows what the words are about.

use std::borrow::Cow;
use std::fmt;

/// A sentence, or a part of one, in plain English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence(Vec<Phrase>);

/// One piece of a sentence; two of [`Phrase::Text`] never follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// Our words.
    Text(Cow<'static, str>),
    /// The author's own data, to be highlighted: `app=web`, `shop`, `TCP 8080–8090`.
    Term(String),
}

impl Phrase {
    /// The letters, whatever their style.
    pub fn as_str(&self) -> &str {
        match self {
            Phrase::Text(text) => text,
            Phrase::Term(text) => text,
        }
    }
}

impl Sentence {
    /// Starts with our words.
    pub fn of(text: impl Into<Cow<'static, str>>) -> Self {
        Sentence::default().text(text)
    }

    /// Starts with the author's data.
    pub fn of_term(text: impl Into<String>) -> Self {
        Sentence::default().term(text)
    }

    /// Appends our words.
    #[must_use]
    pub fn text(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        let text = text.into();
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(Phrase::Text(before)) => before.to_mut().push_str(&text),
            _ => self.0.push(Phrase::Text(text)),
        }
        self
    }

    /// Appends the author's data.
    #[must_use]
    pub fn term(mut self, text: impl Into<String>) -> Self {
        self.0.push(Phrase::Term(text.into()));
        self
    }

    /// Appends another piece.
    #[must_use]
    pub fn then(self, other: Sentence) -> Self {
        other.0.into_iter().fold(self, |sentence, phrase| match phrase {
            Phrase::Text(text) => sentence.text(text),
            Phrase::Term(text) => sentence.term(text),
        })
    }

    /// The pieces, in the order of reading.
    pub fn phrases(&self) -> &[Phrase] {
        &self.0
    }

    /// Makes a full sentence of it: a capital at the start, unless the author's data stand there,
    /// and a full stop at the end.
    #[must_use]
    pub fn finished(mut self) -> Self {
        if let Some(Phrase::Text(first)) = self.0.first_mut()
            && let Some(letter) = first.to_mut().get_mut(..1)
        {
            // Our own words begin with a letter of ASCII.
            letter.make_ascii_uppercase();
        }
        self.text(".")
    }

    /// Joins pieces as a list: `a`, `a and b`, `a, b and c`, with `and` or whatever is asked for.
    pub(crate) fn list(items: impl IntoIterator<Item = Sentence>, last: &'static str) -> Self {
        let mut list: Vec<Sentence> = Vec::new();
        for item in items {
            list.push(item);
        }
        joined(list, last)
    }
}

fn joined(items: Vec<Sentence>, last: &'static str) -> Sentence {
    let count = items.len();
    let mut list = Sentence::default();
    for (position, item) in items.into_iter().enumerate() {
        let joint = match position {
            0 => "",
            _ if position + 1 == count => last,
            _ => ", ",
        };
        list = list.text(joint).then(item);
    }
    list
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|phrase| f.write_str(phrase.as_str()))
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
        assert_eq!(
            Sentence::of_term("web").text(" accepts").finished().to_string(),
            "web accepts."
        );
        assert_eq!(Sentence::default().finished().to_string(), ".");
    }
}
