//! Buttons.

use yew::prelude::*;

use super::tag::{Tag, plain_button, tag};
use crate::icons::{Icon, icon};

/// A button that is only an icon; its name is its tooltip too.
pub fn icon_button(symbol: Icon, name: String, onclick: Callback<MouseEvent>) -> Html {
    blank_icon_button(symbol, name).onclick(onclick).view()
}

/// The same, which can be out of use for a while; it keeps its place in the tab order.
pub fn icon_button_if(
    enabled: bool,
    symbol: Icon,
    name: String,
    onclick: Callback<MouseEvent>,
) -> Html {
    let button = blank_icon_button(symbol, name);
    match enabled {
        true => button.onclick(onclick).view(),
        false => button.attr("aria-disabled", "true").view(),
    }
}

/// A button with an icon before its words.
pub fn button(symbol: Icon, label: &'static str, onclick: Callback<MouseEvent>) -> Html {
    labelled(tag("button").attr("type", "button").onclick(onclick), symbol, label)
}

/// What a button can copy. The element's script hears its click, asks for the text and has the
/// clipboard, which wants to be used at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// The text of the selected file.
    File,
    /// The same as a command that applies it.
    Command,
    /// What the selected policy does, in Markdown.
    Markdown,
    /// What was changed, as a patch.
    Patch,
    /// All files, as the script then packs them into a link.
    Link,
    /// The same in a frame for another page.
    Frame,
    /// The command that makes a snapshot of a cluster.
    Snapshot,
}

impl Copied {
    /// By which the script asks for the text.
    pub const fn word(self) -> &'static str {
        match self {
            Copied::File => "file",
            Copied::Command => "command",
            Copied::Markdown => "markdown",
            Copied::Patch => "patch",
            Copied::Link => "link",
            Copied::Frame => "frame",
            Copied::Snapshot => "snapshot",
        }
    }
}

/// A button that copies.
pub fn copy_button(copied: Copied, label: &'static str) -> Html {
    let button = tag("button").attr("type", "button").attr("data-copy", copied.word());
    labelled(button, Icon::Copy, label)
}

/// A button that copies a link.
pub fn link_button(name: &'static str) -> Html {
    blank_icon_button(Icon::Link, name.to_owned()).attr("data-copy", Copied::Link.word()).view()
}

/// A button that adds an entry to a list.
pub fn add_button(id: Option<String>, label: &'static str, onclick: Callback<MouseEvent>) -> Html {
    labelled(plain_button("add", onclick).attr("id", id), Icon::Plus, label)
}

/// The button that a view starts with, for what matters most.
pub fn primary_button(symbol: Icon, label: String, onclick: Callback<MouseEvent>) -> Html {
    plain_button("primary", onclick).child(icon(symbol)).child(tag("span").child(label)).view()
}

/// A button that looks like a link.
pub fn link(label: String, onclick: Callback<MouseEvent>) -> Tag {
    plain_button("link", onclick).child(label)
}

fn labelled(button: Tag, symbol: Icon, label: &'static str) -> Html {
    button.child(icon(symbol)).child(tag("span").child(label)).view()
}

fn blank_icon_button(symbol: Icon, name: String) -> Tag {
    tag("button")
        .attr("type", "button")
        .attr("class", "icon-button")
        .attr("title", name.clone())
        .attr("aria-label", name)
        .child(icon(symbol))
}
