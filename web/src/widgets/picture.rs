//! A picture, the same as a table, and the ways to save it.

use yew::prelude::*;

use super::tag::{div, plain_button, tag};
use crate::words;

/// Connections as a picture that the core has drawn, and as a table.
///
/// The element's script saves the picture, as what it is or drawn.
pub fn picture(svg: &str, heads: [&'static str; 3], rows: Vec<[String; 3]>) -> Html {
    let mut head = tag("tr");
    for name in heads {
        head = head.child(tag("th").attr("scope", "col").child(name));
    }
    let mut table = tag("table").child(head);
    for row in rows {
        let mut line = tag("tr");
        for cell in row {
            line = line.child(tag("td").child(cell));
        }
        table = table.child(line);
    }
    let save = |form: &'static str, label: &'static str| {
        plain_button("link", Callback::noop()).attr("data-picture", form).child(label)
    };
    div("picture")
        .child(
            div("scroll")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-label", words::PICTURE)
                .markup(svg),
        )
        .child(save("svg", words::SAVE_SVG))
        .child(" ")
        .child(save("png", words::SAVE_PNG))
        .child(tag("details").child(tag("summary").child(words::AS_TABLE)).child(table))
        .view()
}
