//! A sentence with the user's own words pointed out.

use netpol_core::describe::{Phrase, Sentence};
use yew::prelude::*;

use super::tag::{group, tag, text};

/// A sentence; labels, names, ports and addresses stand out.
pub fn sentence(sentence: &Sentence) -> Html {
    let phrase = |phrase: &Phrase| match phrase {
        Phrase::Text(words) => text(words.to_string()),
        Phrase::Term(term) => tag("mark").child(term.clone()).view(),
    };
    group(sentence.phrases().iter().map(phrase).collect())
}

/// A fact with what stands in backticks set as code.
pub fn fact(fact: &str) -> Html {
    let piece = |(number, piece): (usize, &str)| match number % 2 {
        0 => text(piece.to_owned()),
        _ => tag("code").child(piece.to_owned()).view(),
    };
    group(fact.split('`').enumerate().map(piece).collect())
}
