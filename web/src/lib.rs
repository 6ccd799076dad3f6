//! The browser's door into the designer: what `web/js/netpol-designer.js` calls.
//!
//! Exports one function, [`mount`]. Must not decide anything about policies; that is core's work.

use wasm_bindgen::prelude::wasm_bindgen;
use yew::{Html, Renderer, component, html};

/// Draws the designer into `root`, an element of the custom element's shadow tree.
#[wasm_bindgen]
pub fn mount(root: web_sys::Element) {
    Renderer::<App>::with_root(root).render();
}

/// The whole page.
#[component]
fn App() -> Html {
    html! { <main><h1>{ "Netpol Designer" }</h1></main> }
}
