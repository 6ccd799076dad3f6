//! A sentence with the user's own words pointed out.

use netpol_core::sentence::{Phrase, Sentence};
use yew::prelude::*;

use super::tag::{group, tag, text};
use crate::words::{full, spoken};

/// A sentence; labels, names, ports and addresses stand out.
pub fn sentence(sentence: &Sentence) -> Html {
    let phrase = |phrase: Phrase| match phrase {
        Phrase::Text(words) => text(words.into_owned()),
        Phrase::Term(term) => tag("mark").child(term.to_owned()).view(),
    };
    group(sentence.phrases_in(&spoken()).into_iter().map(phrase).collect())
}

/// A text with what stands in backticks set as code.
pub fn coded(words: &str) -> Html {
    let piece = |(number, piece): (usize, &str)| match number % 2 {
        0 => text(piece.to_owned()),
        _ => tag("code").child(piece.to_owned()).view(),
    };
    group(words.split('`').enumerate().map(piece).collect())
}

/// A fact as a full sentence, with code set as such.
pub fn fact(fact: &Sentence) -> Html {
    coded(&full(fact))
}
