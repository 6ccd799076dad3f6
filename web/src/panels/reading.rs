//! How far a large file is read, and the way to stop that.

use yew::prelude::*;

use crate::state::Reading;
use crate::widgets::tag::{div, p, plain_button, tag};
use crate::words;

/// The progress of a file that is being read; the element's script stops it.
pub fn view(reading: Option<&Reading>) -> Html {
    let content = reading.map(|Reading { name, percent }| {
        let percent = percent.to_string();
        let title = words::fill(words::READING, &[name]);
        let bar = tag("progress")
            .attr("max", "100")
            .attr("value", percent.clone())
            .attr("aria-label", title.clone());
        div("offer")
            .child(tag("div").child(tag("strong").child(title)).child(bar))
            .child(p("hint").child([&percent, " %"].concat()))
            .child(
                plain_button("", Callback::noop()).flag("data-cancel", true).child(words::CANCEL),
            )
    });
    // What is heard is that it begins; a voice for each percent would be in the way of all else.
    let told = reading.map(|reading| words::fill(words::READING, &[&reading.name]));
    tag("div")
        .child(p("visually-hidden").attr("role", "status").child(told.unwrap_or_default()))
        .child(content)
        .view()
}
