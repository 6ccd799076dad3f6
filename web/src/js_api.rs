//! The shapes that cross to JavaScript: small counterparts of core types, so that core may change.

use js_sys::{Array, Object, Reflect};
use netpol_core::diagnostic::Diagnostic;
use netpol_core::edit::Derived;
use wasm_bindgen::JsValue;

/// The diagnostics as an array of `{document, severity, code, path, message, help}`, with the
/// number of the manifest from 0; each item of a list is one.
pub fn diagnostics_to_js(derived: &Derived) -> JsValue {
    let array = Array::new();
    for (document, manifest) in derived.manifests.iter().enumerate() {
        for found in &manifest.diagnostics {
            array.push(&diagnostic_to_js(document, found));
        }
    }
    array.into()
}

fn diagnostic_to_js(document: usize, found: &Diagnostic) -> Object {
    let object = Object::new();
    let set = |key: &str, value: &JsValue| {
        // Setting a property of an object that was just made cannot fail.
        let _set = Reflect::set(&object, &JsValue::from_str(key), value);
    };
    set("document", &JsValue::from_f64(document as f64));
    set("severity", &JsValue::from_str(found.severity.word()));
    set("code", &JsValue::from_str(found.code.id));
    set("path", &JsValue::from_str(&found.path.to_string()));
    set("message", &JsValue::from_str(&found.message.to_string()));
    if let Some(help) = &found.help {
        set("help", &JsValue::from_str(&help.to_string()));
    }
    object
}
