//! The elements of an editor, as HTML.
//!
//! They are written once and never drawn anew, so a text is the smallest way to make them.

use crate::icons::Icon;
use crate::words::{self, said};

/// The elements of an editor for a text with this name.
pub fn frame(label: &'static str, read_only: bool) -> String {
    let search = [
        "<div class=\"find\" role=\"search\" hidden><input type=\"text\" data-own-undo autocomplete=\"off\" \
         spellcheck=\"false\" aria-label=\"",
        said(words::FIND),
        "\"><span class=\"hint\" role=\"status\"></span>",
    ];
    let text = [
        "</div><div class=\"scroller\"><div class=\"content\"><div class=\"gutter\" aria-hidden=\"true\">\
         <div class=\"numbers\"></div><div class=\"signs\"></div></div><div class=\"editor-code\">\
         <div class=\"layer\" aria-hidden=\"true\"></div><textarea dir=\"ltr\" wrap=\"off\" spellcheck=\"false\" \
         autocomplete=\"off\" autocapitalize=\"off\" data-own-undo aria-autocomplete=\"list\" \
         aria-describedby=\"editor-told\" aria-controls=\"editor-options\" aria-label=\"",
        said(label),
        if read_only { "\" readonly>" } else { "\">" },
        "</textarea><div class=\"caret\"></div><div class=\"tip\" role=\"tooltip\" hidden></div>\
         <ul class=\"options\" id=\"editor-options\" role=\"listbox\" hidden aria-label=\"",
        said(words::SUGGESTIONS),
        "\"></ul></div></div></div><div class=\"editor-status\"><p class=\"told\" id=\"editor-told\"></p>\
         <button type=\"button\" class=\"link follow\" data-do=\"follow\" hidden></button></div><p class=\"visually-hidden spoken\" role=\"status\"></p>",
    ];
    let mut html = search.concat();
    push_button(&mut html, "previous", words::FIND_PREVIOUS, Icon::Up);
    push_button(&mut html, "next", words::FIND_NEXT, Icon::Down);
    push_button(&mut html, "close", words::CLOSE, Icon::Close);
    html.push_str(&text.concat());
    html
}

/// An icon beside a text that says the same.
pub fn push_icon(html: &mut String, icon: Icon) {
    html.push_str("<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"");
    html.push_str(icon.path());
    html.push_str("\"/></svg>");
}

fn push_button(html: &mut String, act: &str, name: &'static str, icon: Icon) {
    let name = said(name);
    let start = "<button type=\"button\" class=\"icon-button\" data-do=\"";
    html.push_str(&[start, act, "\" aria-label=\"", name, "\" title=\"", name, "\">"].concat());
    push_icon(html, icon);
    html.push_str("</button>");
}
