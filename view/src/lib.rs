//! What `<netpol-view>` asks: a text with policies as markup that shows it, and what is wrong with it.
//!
//! The element itself is `js/netpol-view.js`. All words and all markup are made by the core; nothing
//! here knows a page.

use js_sys::Function;
use netpol_core::answers;
use netpol_core::command::Command;
use netpol_core::describe;
use netpol_core::gather::File;
use netpol_core::render::{self, Part};
use netpol_core::review::{Subject, review};
use netpol_core::sentence::Language;
use netpol_core::share;
use netpol_core::validate::ServerVersion;
use netpol_core::value::Value;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// The memory of the module; a third of the size of the allocator that comes with the target.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What is said in one language.
#[wasm_bindgen(skip_typescript)]
pub struct Words(Language);

#[wasm_bindgen]
impl Words {
    /// The language of a table, JSON of English texts in order and what stands for each, with a function
    /// that says which form of a text a number wants. Without a table it is English.
    #[wasm_bindgen(constructor, skip_typescript)]
    pub fn new(table: &str, form: Function) -> Words {
        Words(describe::language(
            table,
            Box::new(move |number| {
                let wanted = form.call1(&JsValue::NULL, &JsValue::from_f64(number as f64));
                wanted.ok().and_then(|wanted| wanted.as_f64()).unwrap_or_default() as usize
            }),
        ))
    }

    /// What stands for a text.
    #[wasm_bindgen(skip_typescript)]
    pub fn say(&self, text: &str) -> String {
        self.0.said(text).to_owned()
    }
}

/// A text as markup: of each policy what some words ask for, as the server of a version would have it,
/// in a language. What cannot be asked is `!` and why; markup never begins so.
#[wasm_bindgen(skip_typescript)]
pub fn view(text: &str, parts: &str, version: &str, words: &Words) -> String {
    let asked = Part::read(parts).map_err(|word| {
        let known = Part::ALL.map(Part::word).join(", ");
        ["`", word, "` is no part of a policy; there are ", &known].concat()
    });
    match asked.and_then(|parts| Ok((parts, server(version)?))) {
        Ok((parts, server)) => render::view(text, server, &parts, &words.0),
        Err(what) => ["!", &what].concat(),
    }
}

/// What is wrong in a text, as `netpol validate --output json` has it, in one list.
#[wasm_bindgen(skip_typescript)]
pub fn diagnostics(text: &str, version: &str) -> String {
    let file = File::new("", text);
    let mut all = Vec::new();
    for review in review(text, server(version).unwrap_or_default()) {
        if review.subject != Subject::OtherKind
            && let Value::List(found) = answers::diagnostics(&file, &review.diagnostics)
        {
            all.extend(found);
        }
    }
    Value::List(all).to_json()
}

/// The texts of the files that a link holds, as one text; `None` if it holds nothing that can be read.
#[wasm_bindgen(skip_typescript)]
pub fn shared(text: &str) -> Option<String> {
    let mut texts = Vec::new();
    for file in share::decode(text).ok()? {
        if let Command::AddFile { text, .. } = file {
            texts.push(text);
        }
    }
    Some(texts.join("\n---\n"))
}

/// The newest server where no version is asked for.
fn server(version: &str) -> Result<ServerVersion, String> {
    match version.trim() {
        "" => Ok(ServerVersion::default()),
        version => version.parse().map_err(|_| {
            ["`", version, "` is no version of Kubernetes; write one like 1.35"].concat()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_link_are_one_text() {
        let files = "1\n1 2\naA\n1 2\nbB\n";
        assert_eq!(shared(files).as_deref(), Some("A\n\n---\nB\n"));
        assert_eq!(shared("2\n"), None);
    }

    #[test]
    fn what_cannot_be_asked_is_told() {
        let view = |parts, version| view("", parts, version, &Words(Language::ENGLISH));
        assert!(view("graph sound", "").starts_with("!`sound` is no part of a policy"));
        assert!(view("graph", "one").starts_with("!`one` is no version"));
        assert!(view("", " 1.35 ").starts_with("<p part=\"empty\">"));
        assert_eq!(diagnostics("kind: Pod\n", ""), "[]");
        assert!(diagnostics("a: [", "").contains("\"line\":1"));
    }
}
