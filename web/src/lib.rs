//! The browser's door into the designer: what `web/js/netpol-designer.js` calls.
//!
//! Exports one function, [`mount`]. Must not decide anything about policies; that is core's work.

use wasm_bindgen::prelude::wasm_bindgen;
use yew::{Callback, Html, InputEvent, Renderer, TargetCast, component, html, use_state};

/// Draws the designer into `root`, an element of the custom element's shadow tree.
#[wasm_bindgen]
pub fn mount(root: web_sys::Element) {
    Renderer::<App>::with_root(root).render();
}

/// A placeholder for the page: one field, its echo, and a list that grows.
#[component]
fn App() -> Html {
    let name = use_state(String::new);
    let rules = use_state(|| 0);
    let oninput = {
        let name = name.clone();
        Callback::from(move |event: InputEvent| {
            name.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value());
        })
    };
    let onclick = {
        let rules = rules.clone();
        Callback::from(move |_| rules.set(*rules + 1))
    };
    html! {
        <main>
            <h1>{ "Netpol Designer" }</h1>
            <label>{ "Name " }<input {oninput} value={(*name).clone()} /></label>
            <button type="button" {onclick}>{ "Add rule" }</button>
            <ul>
                { for (0..*rules).map(|rule| html! { <li key={rule}>{ format!("{} {rule}", *name) }</li> }) }
            </ul>
            <output>{ (*name).clone() }</output>
        </main>
    }
}
