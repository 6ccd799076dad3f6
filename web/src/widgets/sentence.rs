//! A sentence with the user's own words pointed out.

use netpol_core::describe::{Phrase, Sentence};
use yew::prelude::*;

use super::tag::{group, tag, text};
use crate::words::spoken;

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

/// The same of what is English whatever the page speaks, such as the words of the API server, for
/// those who hear it read.
pub fn fact(words: &str) -> Html {
    match spoken().is_english() {
        true => coded(words),
        false => tag("span").attr("lang", "en").child(coded(words)).view(),
    }
}
