//! A sentence with the user's own words pointed out.

use netpol_core::describe::{Phrase, Sentence};
use yew::prelude::*;

/// What a [`SentenceView`] shows.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct SentenceProps {
    /// The sentence.
    pub sentence: Sentence,
}

/// A sentence; labels, names, ports and addresses stand out.
#[component]
pub fn SentenceView(props: &SentenceProps) -> Html {
    let phrase = |phrase: &Phrase| match phrase {
        Phrase::Text(text) => html! { { text.to_string() } },
        Phrase::Term(term) => html! { <mark>{ term.to_string() }</mark> },
    };
    html! { <>{ for props.sentence.phrases().iter().map(phrase) }</> }
}
