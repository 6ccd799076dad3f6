//! The core for JavaScript: plain functions on plain objects, in Node, browsers and workers.
//!
//! Objects cross as JSON, which JavaScript reads and writes natively, so that no shape is written
//! down here: those are what `netpol … --output json` prints (`netpol_core::answers`). Nothing here
//! knows a page; what a function does is in [`functions`], what it is given is read by
//! [`arguments`]. A wrong argument is thrown as an `Error`; a wrong manifest is an answer.

pub mod arguments;
pub mod functions;
#[cfg(not(target_arch = "wasm32"))]
pub mod shapes;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

use netpol_core::value::Value;

/// The memory of the module; a third of the size of the allocator that comes with the target.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

#[wasm_bindgen]
extern "C" {
    /// The text of plain data; `undefined` where there is none.
    #[wasm_bindgen(catch, js_namespace = JSON)]
    fn stringify(value: &JsValue) -> Result<JsValue, JsValue>;

    /// The data that a text says.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    fn parsed(text: &str) -> Result<JsValue, JsValue>;
}

/// What a function is given and what it gives back; both are JSON.
type Thrown = Result<JsValue, JsError>;

/// Reads texts: each document as the value that kubectl gets from it.
#[wasm_bindgen(skip_typescript)]
pub fn parse(files: &JsValue) -> Thrown {
    call(functions::parse, &[files])
}

/// Judges manifests as the API server does.
#[wasm_bindgen(skip_typescript)]
pub fn validate(files: &JsValue, options: &JsValue) -> Thrown {
    call(functions::validate, &[files, options])
}

/// Says in words what policies do.
#[wasm_bindgen(skip_typescript)]
pub fn describe(files: &JsValue, options: &JsValue) -> Thrown {
    call(functions::describe, &[files, options])
}

/// Writes a value as YAML.
#[wasm_bindgen(skip_typescript)]
pub fn emit(value: &JsValue) -> Thrown {
    call(functions::emit, &[value])
}

/// Writes each object as kubectl would send it.
#[wasm_bindgen(skip_typescript)]
pub fn canonical(files: &JsValue) -> Thrown {
    call(functions::canonical, &[files])
}

/// Lists everything that may be connected.
#[wasm_bindgen(skip_typescript)]
pub fn reach(files: &JsValue, options: &JsValue) -> Thrown {
    call(functions::reach, &[files, options])
}

/// Tries ports between every two ends.
#[wasm_bindgen(skip_typescript)]
pub fn probe(files: &JsValue, options: &JsValue) -> Thrown {
    call(functions::probe, &[files, options])
}

/// Says why one connection is allowed or not.
#[wasm_bindgen(skip_typescript)]
pub fn explain(files: &JsValue, options: &JsValue) -> Thrown {
    call(functions::explain, &[files, options])
}

/// Says which connections one version allows and the other does not.
#[wasm_bindgen(skip_typescript)]
pub fn diff(before: &JsValue, after: &JsValue, options: &JsValue) -> Thrown {
    call(functions::diff, &[before, after, options])
}

/// Lists what is refused or will surprise in the answers about connections.
#[wasm_bindgen(skip_typescript)]
pub fn notices(files: &JsValue, options: &JsValue) -> Thrown {
    call(functions::notices, &[files, options])
}

/// Names the version of this library and of the API server that it answers like.
#[wasm_bindgen(skip_typescript)]
pub fn version() -> Thrown {
    call(functions::version, &[])
}

fn call(function: functions::Function, given: &[&JsValue]) -> Thrown {
    let mut arguments = Vec::with_capacity(given.len());
    for given in given {
        arguments.push(value(given)?);
    }
    let answer = function(&arguments).map_err(|message| JsError::new(&message))?;
    parsed(&answer).map_err(|_| JsError::new("the answer is too large"))
}

/// An argument as data; what JavaScript leaves out is nothing.
fn value(given: &JsValue) -> Result<Option<Value>, JsError> {
    let json = stringify(given)
        .map_err(|_| JsError::new("an argument has to be plain data: no BigInt and no circle"))?;
    let Some(text) = json.as_string() else { return Ok(None) };
    arguments::value(&text).map(Some).map_err(JsError::new)
}
