//! A sentence with the user's own words pointed out.

use netpol_core::describe::{Phrase, Sentence};
use yew::prelude::*;

/// A sentence; labels, names, ports and addresses stand out.
pub fn sentence(sentence: &Sentence) -> Html {
    let phrase = |phrase: &Phrase| match phrase {
        Phrase::Text(text) => html! { { text.to_string() } },
        Phrase::Term(term) => html! { <mark>{ term.clone() }</mark> },
    };
    sentence.phrases().iter().map(phrase).collect()
}

/// A fact with what stands in backticks set as code.
pub fn fact(text: &str) -> Html {
    let piece = |(number, piece): (usize, &str)| match number % 2 {
        0 => html! { { piece.to_owned() } },
        _ => html! { <code>{ piece.to_owned() }</code> },
    };
    text.split('`').enumerate().map(piece).collect()
}
