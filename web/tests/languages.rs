//! Tables of words for other languages, held against all words that there are.
//!
//! `WRITE_KEYS=FILE` writes all words to a file, a line each, for who translates them.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may end where it finds a mistake"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use netpol_core::analysis::ChangeKind;
use netpol_core::describe::verdict;
use netpol_core::diagnostic::Severity;
use netpol_core::preset::{Kind, PRESETS};
use netpol_core::value::Value;
use netpol_core::yaml;
use netpol_web::words::{self, LANGUAGES};

/// How many forms a text about a number has in each language, as CLDR counts them.
const FORMS: [(&str, usize); 2] = [("de", 2), ("ja", 1)];

/// What stands among the words and is the same in every language: names of files, commands, addresses,
/// and marks.
const THE_SAME: &[&str] = &[
    "",
    " ",
    " …",
    "0",
    ": ",
    "=",
    "YAML",
    "203.0.113.0/24",
    "203.0.113.128/25",
    "English",
    "Deutsch",
    "日本語",
    "de",
    "ja",
    "Netpol Designer",
    "new-policy",
    "networkpolicies.yaml",
    "networkpolicies.zip",
    "kubectl get ns,pods,deploy,sts,ds,netpol -A -o yaml > cluster.yaml",
    // Classes of a cell.
    "all",
    "some",
    "none",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn source(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("a source file")
}

/// The texts in quotes of a source, without those of comments and tests.
fn texts(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let mut texts = Vec::new();
    let mut rest = code.as_str();
    while let Some((_, quoted)) = rest.split_once('"') {
        let (text, after) = quoted.split_once('"').expect("a text ends in its file");
        assert!(!text.contains('\\'), "a text without escapes: {text}");
        texts.push(text.to_owned());
        rest = after;
    }
    texts
}

/// Every word of the page that can be said in another language.
fn keys() -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for file in ["web/src/words.rs", "web/src/words/form.rs", "web/src/words/reach.rs"] {
        keys.extend(texts(&source(file)));
    }
    keys.extend(texts(source("core/src/edit/labels.rs").split("fn typed_field").next().unwrap()));
    for preset in PRESETS {
        keys.extend([preset.title, preset.summary, preset.group.title()].map(str::to_owned));
        keys.extend(preset.caveats.iter().map(|&caveat| caveat.to_owned()));
        for parameter in preset.parameters {
            keys.extend([parameter.label, parameter.help].map(str::to_owned));
            if let Kind::Choice(choices) = parameter.kind {
                keys.extend(choices.iter().map(|choice| choice.label.to_owned()));
            }
        }
    }
    keys.extend(ChangeKind::ALL.map(|kind| verdict::change(kind).to_owned()));
    keys.extend(
        [Severity::Error, Severity::Warning, Severity::Advice].map(|found| found.word().to_owned()),
    );
    let script = source("web/js/netpol-designer.js");
    for said in script.split("say(\"").skip(1) {
        keys.extend(said.split_once('"').map(|(text, _)| text.to_owned()));
    }
    for same in THE_SAME {
        assert!(keys.remove(*same), "`{same}` is no word");
    }
    // Names of fields, by which steps are told apart.
    keys.retain(|key| !key.contains("{}"));
    keys
}

fn table(language: &str) -> BTreeMap<String, String> {
    let text = source(&format!("web/words/words-{language}.json"));
    let value = yaml::parse(&text).remove(0).content.into_value().expect("an object");
    let pairs = value.as_map().expect("an object");
    assert!(pairs.is_sorted_by(|(a, _), (b, _)| a < b), "{language}: keys are in order, each once");
    let pairs =
        pairs.iter().map(|(key, text)| (key.clone(), text.as_str().expect("a text").to_owned()));
    pairs.collect()
}

/// The places of a text, each as often as it is there.
fn places(text: &str) -> Vec<&str> {
    let mut places: Vec<&str> = text.split('{').skip(1).map(|rest| &rest[..1]).collect();
    places.sort_unstable();
    places
}

#[test]
fn every_word_is_there_in_every_language_and_no_other() {
    let keys = keys();
    if let Some(file) = std::env::var_os("WRITE_KEYS") {
        fs::write(file, keys.iter().map(|key| format!("{key}\n")).collect::<String>()).unwrap();
    }
    for (language, _) in FORMS {
        let table = table(language);
        let known: BTreeSet<String> = table.keys().cloned().collect();
        let missing: Vec<_> = keys.difference(&known).collect();
        let unknown: Vec<_> = known.difference(&keys).collect();
        assert!(missing.is_empty(), "{language} lacks {missing:#?}");
        assert!(unknown.is_empty(), "{language} has what is no word: {unknown:#?}");
        assert_eq!(table["en"], language, "by this the page knows what it speaks");
    }
    let codes: Vec<&str> = LANGUAGES.iter().skip(1).map(|(code, _)| *code).collect();
    assert_eq!(codes, FORMS.map(|(code, _)| code));
}

#[test]
fn texts_of_a_language_have_their_places_and_forms() {
    for (language, count) in FORMS {
        for (key, text) in table(language) {
            let forms: Vec<&str> = text.split('|').collect();
            let wanted = if key.contains('|') { count } else { 1 };
            assert_eq!(forms.len(), wanted, "{language}: forms of {key:?}: {text:?}");
            let many = places(key.rsplit('|').next().unwrap());
            for form in &forms {
                // One may be said without its number.
                let is_one = forms.len() > 1 && *form == forms[0];
                let fits = places(form) == many || is_one && places(form) == many[1..];
                assert!(fits, "{language}: places of {key:?}: {form:?}");
            }
            assert!(!text.trim().is_empty() && !text.contains(['<', '>', '&', '"']), "{text}");
            let blanks = |text: &str| text.ends_with(' ');
            assert!(language == "ja" || blanks(&key) == blanks(&text), "{language}: {key:?}");
        }
    }
}

#[test]
fn a_language_is_spoken_until_english_is_again() {
    let german = table("de");
    let expected = german["Export"].clone();
    words::speak(german.into_iter(), |number| usize::from(number != 1));
    assert_eq!(words::said("Export"), expected);
    assert_ne!(words::policies(2), "2 policies");
    words::speak([].into_iter(), |_| 0);
    assert_eq!(words::policies(2), "2 policies");
}

/// Reads a JSON object as other programs do, so that the tables are no YAML that only looks like it.
#[test]
fn tables_are_json() {
    for (language, _) in FORMS {
        let text = source(&format!("web/words/words-{language}.json"));
        let pieces = yaml::cut(&text);
        assert!(matches!(pieces[0].notation(), yaml::Notation::Json), "{language}");
        assert_eq!(pieces.len(), 1);
        assert!(
            matches!(yaml::parse(&text)[0].content, yaml::Content::Read(ref value) if matches!(**value, Value::Map(_)))
        );
    }
}
