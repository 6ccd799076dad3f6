//! A sentence with the user's own words pointed out.

use netpol_core::describe::{Phrase, Sentence};
use yew::prelude::*;

use super::tag::{group, tag, text};
use crate::words::is_english;

/// A sentence; labels, names, ports and addresses stand out.
pub fn sentence(sentence: &Sentence) -> Html {
    let phrase = |phrase: &Phrase| match phrase {
        Phrase::Text(words) => text(words.to_string()),
        Phrase::Term(term) => tag("mark").child(term.clone()).view(),
    };
    english(sentence.phrases().iter().map(phrase).collect())
}

/// A fact with what stands in backticks set as code.
pub fn fact(fact: &str) -> Html {
    let piece = |(number, piece): (usize, &str)| match number % 2 {
        0 => text(piece.to_owned()),
        _ => tag("code").child(piece.to_owned()).view(),
    };
    english(fact.split('`').enumerate().map(piece).collect())
}

/// What is English whatever the page speaks, for those who hear it read.
fn english(pieces: Vec<Html>) -> Html {
    match is_english() {
        true => group(pieces),
        false => tag("span").attr("lang", "en").children(pieces.into_iter()).view(),
    }
}
