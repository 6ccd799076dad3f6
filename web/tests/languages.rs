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
use std::rc::Rc;

use netpol_core::describe;
use netpol_core::diagnostic::Severity;
use netpol_core::model::Policy;
use netpol_core::preset::{Kind, PRESETS};
use netpol_core::review::review;
use netpol_core::sentence::{Language, Phrase, Sentence};
use netpol_core::validate::ServerVersion;
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

/// What stands among the words of the core and is no word: names of fields, labels and namespaces,
/// notations, and marks that join them.
const NO_WORDS: &[&str] = &[
    "",
    " ",
    "=",
    "\"\"",
    "[",
    "]",
    "/",
    "::/0",
    "0.0.0.0/0",
    "IPv4",
    "IPv6",
    "spec",
    "metadata",
    "namespace",
    "podSelector",
    "namespaceSelector",
    "matchExpressions",
    "operator",
    "ipBlock",
    "cidr",
    "ports",
    "port",
    "kube-system",
    "openshift-dns",
    "kubernetes.io/metadata.name",
    "app",
    "app.kubernetes.io/name",
    "k8s-app",
    "name",
    "env",
    "environment",
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
    let (mut texts, mut chars) = (Vec::new(), code.chars());
    while chars.any(|char| char == '"') {
        let mut text = String::new();
        loop {
            match chars.next().expect("a text ends in its file") {
                '"' => break,
                '\\' => match chars.next() {
                    // A text that goes on in the next line, behind its indent.
                    Some('\n') => chars = chars.as_str().trim_start().chars(),
                    Some(quote @ '"') => text.push(quote),
                    other => panic!("an escape that is not known here, {other:?}, behind {text}"),
                },
                char => text.push(char),
            }
        }
        texts.push(text);
    }
    texts
}

/// Every template of the core's sentences.
fn templates() -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = BTreeSet::new();
    let mut folders = vec![root().join("core/src/describe")];
    let mut files = vec![root().join("core/src/describe.rs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.file_stem().and_then(|name| name.to_str()).unwrap() {
                "tests" => {}
                // How sentences are put together; the one template there is that of a full sentence.
                "sentence" | "language" => keys.extend(["{0}.".to_owned()]),
                _ if path.is_dir() => folders.push(path),
                _ => files.push(path),
            }
        }
    }
    for file in files {
        keys.extend(texts(&fs::read_to_string(file).unwrap()));
    }
    for no_word in NO_WORDS {
        assert!(keys.remove(*no_word), "`{no_word}` is not there");
    }
    keys
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
    keys.extend(
        [Severity::Error, Severity::Warning, Severity::Advice].map(|found| found.word().to_owned()),
    );
    for script in ["web/js/netpol-designer.js", "view/js/netpol-embed.js"].map(source) {
        for said in script.split("say(\"").skip(1) {
            keys.extend(said.split_once('"').map(|(text, _)| text.to_owned()));
        }
    }
    for same in THE_SAME {
        assert!(keys.remove(*same), "`{same}` is no word");
    }
    // Names of fields, by which steps are told apart.
    keys.retain(|key| !key.contains("{}"));
    keys.extend(templates());
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

/// A language whose numbers have forms as German and Japanese have them.
fn language(code: &str) -> Language {
    let text = source(&format!("web/words/words-{code}.json"));
    let forms = FORMS.iter().find(|(language, _)| *language == code).map_or(1, |(_, count)| *count);
    describe::language(
        &text,
        Box::new(move |number| if forms == 1 { 0 } else { usize::from(number != 1) }),
    )
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
    words::speak(language("de"));
    assert_eq!(words::said("Export"), table("de")["Export"]);
    assert_ne!(words::policies(2), "2 policies");
    words::speak(Language::ENGLISH);
    assert_eq!(words::policies(2), "2 policies");
}

/// Every policy of the corpus that the API server accepts.
fn policies() -> Vec<Rc<Policy>> {
    let (mut folders, mut policies) = (vec![root().join("tests/corpus")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "yaml")
                && let Ok(text) = fs::read_to_string(&path)
            {
                let reviews = review(&text, ServerVersion::LATEST);
                policies.extend(reviews.into_iter().filter_map(|one| one.judgement.policy));
            }
        }
    }
    policies
}

/// All that is said about a policy by itself.
fn sentences(policy: &Policy) -> Vec<Sentence> {
    let mut all = describe::policy(policy);
    all.extend(describe::notes(policy).into_iter().map(|note| note.text));
    all.push(describe::summary(policy));
    all
}

/// The author's data in a sentence, in order.
fn terms(phrases: &[Phrase]) -> Vec<String> {
    let terms = phrases.iter().filter(|phrase| matches!(phrase, Phrase::Term(_)));
    let mut terms: Vec<String> = terms.map(|phrase| phrase.as_str().to_owned()).collect();
    terms.sort_unstable();
    terms
}

#[test]
fn what_is_said_about_policies_has_all_their_data_in_every_language() {
    let policies = policies();
    assert!(policies.len() > 300, "{} policies", policies.len());
    for (code, _) in FORMS {
        let language = language(code);
        // What reads the same means the same.
        let mut meant: BTreeMap<String, String> = BTreeMap::new();
        for sentence in policies.iter().flat_map(|policy| sentences(policy)) {
            let said = sentence.phrases_in(&language);
            assert_eq!(terms(&said), terms(&sentence.phrases()), "{code}: {sentence}");
            let text = sentence.text_in(&language);
            let slips = ["  ", " ,", " .", ",,", "..", "、。", "。。", "、、", "\n", "{", "}"];
            let has_slip =
                |slip: &&str| text.contains(*slip) && !sentence.to_string().contains(*slip);
            assert_eq!(slips.iter().find(|slip| has_slip(slip)), None, "{code}: {text}");
            let english = sentence.to_string();
            if let Some(other) = meant.insert(text.clone(), english.clone()) {
                assert!(alike(&other) == alike(&english), "{code}: {text}: {other} {english}");
            }
        }
    }
}

/// A sentence without what English tells apart by grammar alone.
fn alike(english: &str) -> String {
    let english = english.replace(" accepts ", " accept ").replace(", may connect", " may connect");
    english.replace(" and that are ", " that are ").replace("other rules add", "other rule adds")
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
