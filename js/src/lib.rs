//! The core for JavaScript: plain functions on plain objects, in Node, browsers and workers.
//!
//! Objects cross as JSON, which JavaScript reads and writes natively; `js/core.api.js` makes functions
//! of it. Their shapes are those that `netpol … --output json` prints (`netpol_core::answers`),
//! declared in [`shapes`]. Nothing here knows a page; what a function does is in [`functions`], what it
//! is given is read by [`arguments`]. A wrong argument is an error; a wrong manifest is an answer.

pub mod arguments;
pub mod functions;
#[cfg(not(target_arch = "wasm32"))]
pub mod elements;
#[cfg(not(target_arch = "wasm32"))]
pub mod shapes;

use wasm_bindgen::prelude::wasm_bindgen;

use netpol_core::value::Value;

/// The memory of the module; a third of the size of the allocator that comes with the target.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Calls a function by its name with a list of arguments in JSON. Gives its answer in JSON, or `!`
/// and what is wrong with an argument.
#[wasm_bindgen(skip_typescript)]
pub fn call(name: &str, given: &str) -> String {
    let answer = match functions::named(name) {
        Some(function) => arguments::value(given).and_then(|given| match given {
            Value::List(given) => function(&given),
            _ => Err("arguments are a list".to_owned()),
        }),
        None => Err(["there is no function `", name, "`"].concat()),
    };
    answer.unwrap_or_else(|message| ["!", &message].concat())
}
