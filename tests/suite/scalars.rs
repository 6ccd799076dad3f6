//! Plain scalars as kubectl reads them, all that were recorded, as values and as keys.

use netpol_core::diagnostic::codes;
use netpol_core::value::Value;
use netpol_core::yaml::{self, Content};
use netpol_tests::report_conformance;

/// One line of the corpus: a text, and what kubectl makes of it.
pub struct Recorded {
    pub plain: String,
    /// The JSON of `x` in `x: <plain>`; `None` where it does not parse.
    pub value: Option<serde_json::Value>,
    /// The key of `<plain>: 1`; `None` where it does not parse.
    pub key: Option<String>,
}

/// The corpus, which is never edited.
pub fn recorded() -> Vec<Recorded> {
    let lines = include_str!("../corpus/yaml/plain-scalars.jsonl").lines();
    let parsed = lines.map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of the corpus");
        let text = |name: &str| line[name].as_str().map(str::to_owned);
        let failed = |name: &str| line[name].as_bool() == Some(true);
        Recorded {
            plain: text("plain").expect("each line has its text"),
            value: (!failed("value_error")).then(|| line["value"].clone()),
            key: text("key").filter(|_| !failed("key_error")),
        }
    });
    parsed.collect()
}

/// The single entry of a map that is read from a text, unless the text is refused.
fn entry(text: &str) -> Option<(String, Value)> {
    let documents = yaml::parse(text);
    let [document] = documents.as_slice() else { panic!("{text:?} is one document") };
    match &document.content {
        Content::Read(value) => value.as_map().and_then(|entries| entries.first().cloned()),
        Content::Empty => None,
        Content::Broken => {
            assert_eq!(document.diagnostics[0].code, codes::YAML_SYNTAX, "{text:?}");
            None
        }
    }
}

#[test]
fn plain_scalars_are_values_as_kubectl_reads_them() {
    let recorded = recorded();
    for case in &recorded {
        let read = entry(&format!("x: {}\n", case.plain)).map(|(_, value)| value.to_json());
        let read = read.map(|json| serde_json::from_str(&json).expect("we write JSON"));
        assert_eq!(read, case.value, "{:?}", case.plain);
    }
    report_conformance(&format!("{} plain scalars as values", recorded.len()));
    assert_eq!(recorded.len(), 2_147);
}

#[test]
fn plain_scalars_are_keys_as_kubectl_reads_them() {
    let recorded = recorded();
    for case in &recorded {
        // Below another key, because a line that starts with `---` would separate documents.
        let below = entry(&format!("x:\n  {}: 1\n", case.plain)).map(|(_, value)| value);
        let read = match below {
            Some(Value::Map(entries)) => entries.first().map(|(key, _)| key.clone()),
            _ => None,
        };
        assert_eq!(read, case.key, "{:?}", case.plain);
    }
    report_conformance(&format!("{} plain scalars as keys", recorded.len()));
}
