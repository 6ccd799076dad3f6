//! Putting the keyboard somewhere.

use netpol_core::path::FieldPath;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition,
    ShadowRoot,
};

/// What is to be focused in an entry, the likeliest first: what asks for it, the chosen one of a
/// group, what can be typed into, and at last what can be pressed.
const CONTROLS: [&str; 4] = [
    "[data-focus]",
    "input[type=radio]:checked",
    "input[type=text], select, textarea",
    "button:not([aria-disabled])",
];

/// Focuses the element with an id, brings it into view, and selects what was typed into it.
pub fn element(inside: &Element, id: &str) {
    let Some(element) = find(inside, &format!("[id=\"{}\"]", escaped(id))) else { return };
    focus(&element);
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
}

/// Focuses the field for a place in the manifest, or the nearest one around it.
pub fn path(inside: &Element, path: &FieldPath) {
    let mut place = Some(path.clone());
    while let Some(path) = place {
        let selector = format!("[data-path=\"{}\"]", escaped(&path.to_string()));
        if let Some(field) = find(inside, &selector).and_then(control_of) {
            return focus(&field);
        }
        place = path.parent();
    }
}

/// Focuses the first control of the list entry with a number.
pub fn item(inside: &Element, number: u32) {
    let entry = find(inside, &format!("[data-item=\"{number}\"]"));
    if let Some(control) = entry.and_then(control_of) {
        focus(&control);
    }
}

fn control_of(element: Element) -> Option<Element> {
    if CONTROLS.iter().any(|controls| element.matches(controls).unwrap_or(false)) {
        return Some(element);
    }
    CONTROLS.iter().find_map(|controls| element.query_selector(controls).ok().flatten())
}

fn find(inside: &Element, selector: &str) -> Option<Element> {
    match inside.get_root_node().dyn_into::<ShadowRoot>() {
        Ok(root) => root.query_selector(selector).ok().flatten(),
        Err(_) => inside.query_selector(selector).ok().flatten(),
    }
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // A page that was taken away meanwhile cannot be focused, and need not be.
        let _focused = element.focus();
    }
    scroll(element);
}

/// Brings an element into view, without moving the keyboard.
pub fn scroll(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// An id inside a quoted attribute selector: paths have brackets, label keys may have anything.
fn escaped(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for char in id.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            '\n' => out.push_str("\\a "),
            _ => out.push(char),
        }
    }
    out
}
