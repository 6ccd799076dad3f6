//! The shapes that cross to JavaScript: small counterparts of core types, so that core may change.

use js_sys::{Array, Object, Reflect};
use netpol_core::diagnostic::Diagnostic;
use wasm_bindgen::JsValue;

/// Everything the host page is told when the workspace has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// All manifests as one multi-document text.
    pub yaml: String,
    /// What is wrong or surprising: the number of the document, and the diagnostic.
    pub diagnostics: Vec<(usize, Diagnostic)>,
}

/// The diagnostics as an array of `{document, severity, code, path, message, help}`.
pub fn diagnostics_to_js(diagnostics: &[(usize, Diagnostic)]) -> JsValue {
    let array = Array::new();
    for (document, found) in diagnostics {
        let object = Object::new();
        set(&object, "document", &JsValue::from_f64(*document as f64));
        set(&object, "severity", &JsValue::from_str(found.severity.word()));
        set(&object, "code", &JsValue::from_str(found.code.id));
        set(&object, "path", &JsValue::from_str(&found.path.to_string()));
        set(&object, "message", &JsValue::from_str(&found.message));
        if let Some(help) = &found.help {
            set(&object, "help", &JsValue::from_str(help));
        }
        array.push(&object);
    }
    array.into()
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // Setting a property of an object that was just made cannot fail.
    let _set = Reflect::set(object, &JsValue::from_str(key), value);
}
