//! The regions of the page and what is in them.

pub mod catalogue;
pub mod details;
pub mod form;
pub mod notices;
pub mod offer;
pub mod output;
pub mod reading;
pub mod toolbar;
pub mod welcome;
pub mod workspace;

use yew::prelude::*;

use crate::state::{Main, View};
use crate::widgets::tag::div;
use crate::words;

/// The middle region: the form, the catalogue, or what to do first.
pub fn form_region(view: &View) -> Html {
    let content = match (view.ui.main, &view.selected) {
        (Main::Catalogue, _) => catalogue::view(view),
        (Main::Form, None) => welcome::view(view),
        (Main::Form, Some(selected)) => form::view(selected, view),
    };
    div("form-region")
        .part("form")
        .attr("role", "group")
        .attr("aria-label", words::REGION_FORM)
        .child(content)
        .view()
}
