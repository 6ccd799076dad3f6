//! Whole texts as kubectl reads them, odd and broken ones included.
//!
//! `tests/corpus/yaml/readings.jsonl` holds what kubectl's reader was recorded to answer. The file
//! is never edited to make this pass.

use netpol_core::diagnostic::codes;
use netpol_core::yaml::{Content, parse};
use netpol_tests::report_conformance;
use serde_json::Value as Json;

/// How many texts were recorded.
const TEXTS: usize = 1_968;

#[test]
fn texts_are_read_and_refused_as_kubectl_does() {
    let mut differences = Vec::new();
    let mut texts = 0;
    for line in include_str!("../corpus/yaml/readings.jsonl").lines() {
        let line: Json = serde_json::from_str(line).expect("a line of the corpus");
        let text = line["text"].as_str().expect("each line has its text");
        let expected = line["json"].as_str().map(numbers);
        let read = read(text);
        if read != expected {
            differences.push(format!("{text:?}\n  is {read:?}\n  not {expected:?}"));
        }
        texts += 1;
    }
    report_conformance(&format!("{} of {texts} texts of YAML", texts - differences.len()));
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
    assert_eq!(texts, TEXTS, "texts found");
}

/// The one document of a text as JSON; `None` if it is refused, which has to be explained.
fn read(text: &str) -> Option<Json> {
    let documents = parse(text);
    let [document] = documents.as_slice() else { panic!("{text:?} is one document") };
    match &document.content {
        Content::Read(value) => Some(numbers(&value.to_json())),
        Content::Empty => Some(Json::Null),
        Content::Broken => {
            let problem = &document.diagnostics[0];
            let span = problem.span.clone().expect("a refusal has a place");
            assert!(text.get(span).is_some(), "{text:?} is refused outside of its characters");
            assert!(problem.help.is_some(), "{text:?} is refused without a remedy");
            assert!([codes::YAML_SYNTAX, codes::YAML_LIMIT].contains(&problem.code), "{text:?}");
            None
        }
    }
}

/// JSON with all its numbers as floats: Go writes 1e+06 where we write 1000000.
fn numbers(json: &str) -> Json {
    fn floats(value: &mut Json) {
        match value {
            Json::Number(number) => *value = number.as_f64().into(),
            Json::Array(items) => items.iter_mut().for_each(floats),
            Json::Object(fields) => fields.values_mut().for_each(floats),
            _ => {}
        }
    }
    let mut value = serde_json::from_str(json).expect("JSON");
    floats(&mut value);
    value
}
