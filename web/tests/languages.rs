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
use netpol_core::edit::{Asked, Document, Environment, Mistake, Survey, derive};
use netpol_core::model::{Policy, Protocol};
use netpol_core::preset::{Kind, PRESETS};
use netpol_core::review::{Review, review};
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

/// The files that say what is wrong, and what else has a blank in it there: what the API server says,
/// which is its own, parts of manifests, and names that nobody reads.
const MISTAKES: [&str; 20] = [
    "complete.rs",
    "edit/derive.rs",
    "edit/derive/twins.rs",
    "edit/rejected.rs",
    "expect.rs",
    "preset/parameter.rs",
    "preset/parameter/parse.rs",
    "snapshot/kept.rs",
    "validate/decode.rs",
    "validate/envelope.rs",
    "validate/metadata.rs",
    "validate/names.rs",
    "validate/ports.rs",
    "validate/report.rs",
    "validate/schema.rs",
    "validate/selector.rs",
    "validate/spec.rs",
    "validate/unknown.rs",
    "yaml/compose.rs",
    "yaml/problem.rs",
];
/// Files that put together what others say, or say it to programs alone.
const SAYS_NOTHING: [&str; 3] = ["diagnostic.rs", "edit/survey/remedy.rs", "sentence.rs"];
const NOT_OURS: &[&str] = &[
    " ",
    " Default: `",
    " into Go struct field ",
    " is invalid: ",
    " not set",
    " not set, ",
    " not set]",
    " of type ",
    " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    "- ",
    "- `",
    "  - `",
    "/v1, Kind=Event is disallowed from being an owner",
    "<<<<<<< ",
    "\n<<<<<<< ",
    ": ",
    "NetworkPolicy.networking.k8s.io ",
    "Object 'Kind' is missing",
    "Object 'apiVersion' is missing",
    "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {name}",
    "`metadata`",
    "`spec`",
    "` – ",
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    "a valid label key ",
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    "connects to",
    "couldn't get version/kind; json parse error: json: cannot unmarshal {word} into Go struct field .{key} of type string",
    "couldn't get version/kind; json parse error: json: cannot unmarshal {word} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}",
    "does not connect to",
    "finalizer orphan and foregroundDeletion cannot be both set",
    "invalid character U+{code:04X} (at position {position})",
    "json: cannot unmarshal ",
    "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    "may not be specified when `port` is non-numeric",
    "may not be specified when `port` is not specified",
    "may not specify both ipBlock and another peer",
    "may not specify more than two policyTypes",
    "must be <group>/<version> or <version>",
    "must be `FieldsV1`",
    "must be a strict subset of `cidr`",
    "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)",
    "must be between 1 and 65535, inclusive",
    "must be greater than or equal to `port`",
    "must be no more than 15 characters",
    "must be no more than 253 characters",
    "must be no more than 63 bytes",
    "must be no more than 63 characters",
    "must be specified when `operator` is 'In' or 'NotIn'",
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    "must contain at least one letter (a-z)",
    "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
    "must not be empty",
    "must not begin or end with a hyphen",
    "must not contain consecutive hyphens",
    "must not contain dots",
    "must not have an IPv4-mapped IPv6 address",
    "must not have bits set beyond the prefix length",
    "must not have leading 0s in IP or prefix length",
    "must specify a peer",
    "name is neither a standard finalizer name nor is it fully qualified",
    "name or generateName is required",
    "name part ",
    "name part must be no more than 63 bytes",
    "name part must be non-empty",
    "no kind {kind} is registered for version {version} in scheme \"pkg/runtime/scheme.go:111\"",
    "not a valid selector operator",
    "not a {GROUP}/{VERSION} {KIND}",
    "number ",
    "prefix part ",
    "prefix part must be no more than 253 bytes",
    "prefix part must be non-empty",
    "unexpected GroupVersion string: ",
    "unknown field ",
    "{path}: CIDR value {value} is ambiguous in this context (should be {network} or {single}?)",
    "{path}: IPv6 CIDR value {value} should be in RFC 5952 canonical format ({canonical})",
    "{path}: non-standard CIDR value {value} is invalid: use {network}",
    "{}: {} ({})",
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
    // A quote as a character begins no text.
    let code = code.replace("'\"'", "");
    let (mut texts, mut chars) = (Vec::new(), code.chars());
    while chars.any(|char| char == '"') {
        let mut text = String::new();
        loop {
            match chars.next().expect("a text ends in its file") {
                '"' => break,
                '\\' => match chars.next() {
                    // A text that goes on in the next line, behind its indent.
                    Some('\n') => chars = chars.as_str().trim_start().chars(),
                    Some(char @ ('"' | '\\')) => text.push(char),
                    Some('n') => text.push('\n'),
                    other => {
                        unreachable!("an escape that is not known here, {other:?}, behind {text}")
                    }
                },
                char => text.push(char),
            }
        }
        texts.push(text);
    }
    texts
}

/// Every file of the core that says something is among those whose words are known.
#[test]
fn what_is_said_is_said_where_it_is_looked_for() {
    let mut folders = vec![root().join("core/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root().join("core/src")).unwrap().to_string_lossy();
            let name = name.replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let says = [
                "Sentence::of(",
                "Sentence::count(",
                "Diagnostic::error(",
                "Diagnostic::warning(",
                "Diagnostic::advice(",
                "Rejected::new(",
            ];
            // A text may become a sentence by itself, where one is wanted.
            let becomes = code.contains("Sentence") && code.contains("\".into()");
            let is_known = name.starts_with("describe") || MISTAKES.contains(&name.as_str());
            let is_other = name.ends_with("tests.rs") || SAYS_NOTHING.contains(&name.as_str());
            let is_said = becomes || says.iter().any(|says| code.contains(says));
            assert!(is_known || is_other || !is_said, "{name}");
        }
    }
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
    let mut found: BTreeSet<String> = BTreeSet::new();
    for file in MISTAKES {
        found.extend(texts(&source(&format!("core/src/{file}"))));
    }
    for not_ours in NOT_OURS {
        assert!(found.remove(*not_ours), "`{not_ours}` is not there");
    }
    // What is one word is the name of a field, but for these.
    let words = ["anything", "text", "this"];
    found.retain(|text| text.contains(' ') || text.contains("{0}") || words.contains(&&**text));
    keys.extend(found);
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
    let begins = ["say(\"", "textContent = \""];
    for script in ["web/js/netpol-designer.js", "view/js/netpol-embed.js"].map(source) {
        for said in begins.iter().flat_map(|begin| script.split(begin).skip(1)) {
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
    let mut places: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.get(..1)).collect();
    places.retain(|place| place.starts_with(|digit: char| digit.is_ascii_digit()));
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

/// What stands in backticks in a text, sorted: it is the same in every language, whatever its place.
fn code(text: &str) -> Vec<&str> {
    let mut code: Vec<&str> = text.split('`').skip(1).step_by(2).collect();
    code.sort_unstable();
    code
}

#[test]
fn texts_of_a_language_have_their_places_forms_and_code() {
    for (language, count) in FORMS {
        for (key, text) in table(language) {
            let has_forms = key.contains('|') && !key.contains("`|`");
            let split = |text| if has_forms { str::split(text, '|').collect() } else { vec![text] };
            let (keys, forms): (Vec<&str>, Vec<&str>) = (split(&key), split(&text));
            let wanted = if has_forms { count } else { 1 };
            assert_eq!(forms.len(), wanted, "{language}: forms of {key:?}: {text:?}");
            let last = keys[keys.len() - 1];
            let many = places(last);
            for form in &forms {
                // One may be said without its number.
                let is_one = forms.len() > 1 && *form == forms[0];
                let fits = places(form) == many || is_one && places(form) == many[1..];
                assert!(fits, "{language}: places of {key:?}: {form:?}");
                assert_eq!(code(form), code(last), "{language}: code of {key:?}");
            }
            // A sentence gets its capital only where that is one of ASCII.
            let first = text.chars().next().unwrap_or_default();
            assert!(first.is_ascii() || !first.is_lowercase(), "{language}: {text}");
            let is_plain = !text.contains(['<', '>', '&', '"']) || !code(&key).is_empty();
            assert!(!text.trim().is_empty() && is_plain, "{language}: {key:?}: {text:?}");
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

/// All documents of the corpus that are, or were meant as, policies.
fn reviews() -> Vec<Review> {
    let (mut folders, mut reviews) = (vec![root().join("tests/corpus")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "yaml")
                && let Ok(text) = fs::read_to_string(&path)
            {
                reviews.extend(review(&text, ServerVersion::LATEST));
            }
        }
    }
    reviews
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
    let policies: Vec<_> = reviews().into_iter().filter_map(|it| it.judgement.policy).collect();
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

#[test]
fn what_is_wrong_is_said_with_all_its_code_in_every_language() {
    let mut said = Vec::new();
    for found in reviews().into_iter().flat_map(|review| review.diagnostics) {
        said.push(found.message);
        said.extend(found.help);
        said.extend(found.related.into_iter().map(|related| related.message));
    }
    assert!(said.len() > 1000, "{} texts", said.len());
    for (name, _) in FORMS {
        let language = language(name);
        for sentence in &said {
            let (english, text) = (sentence.to_string(), sentence.text_in(&language));
            assert_eq!(code(&english), code(&text), "{name}: {english}");
            assert_ne!(english, text, "{name} has no words for it");
        }
    }
}

/// A workspace in which connections are allowed and denied for every reason that there is.
const REASONS: &str = "
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: api, namespace: shop}
spec:
  podSelector: {matchLabels: {app: api}}
  policyTypes: [Ingress, Egress]
  ingress:
  - {from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: http}, {port: nope}, {port: 90, endPort: 99}]}
  - {from: [{ipBlock: {cidr: 10.0.0.0/8}}]}
  egress: [{ports: [{protocol: UDP}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: all, namespace: shop}
spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}]}
---
{apiVersion: v1, kind: Pod, metadata: {name: api, namespace: shop, labels: {app: api}}, spec: {containers: [{name: a, ports: [{name: http, containerPort: 80}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: twin, namespace: shop, labels: {app: web}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: bare, namespace: shop}}
---
{apiVersion: v1, kind: Pod, metadata: {name: agent, namespace: ops}, spec: {hostNetwork: true}}
---
{apiVersion: v1, kind: Pod, metadata: {name: job, namespace: ops, labels: {job: a}}}
---
expectations:
- {name: met, from: shop/web, to: shop/api, ports: [TCP 80], expect: allowed}
- {name: not met, from: ops/job, to: shop/api, expect: allowed}
- {name: nobody, from: shop/none, to: shop/api, expect: denied}
- {name: no port, from: shop/web, to: shop/api, ports: [{port: gone}], expect: allowed}
";

/// All that is said about connections of a workspace.
fn answers() -> Vec<Sentence> {
    let document = Rc::new(Document::from_text(REASONS));
    let survey = Survey::of(&Rc::new(derive(&document, Environment::default(), None, None)), None);
    let mut said = Vec::new();
    let ends = [
        "shop/api",
        "shop/web",
        "shop/bare",
        "ops/agent",
        "ops/job",
        "shop",
        "10.0.0.1",
        "9.9.9.9",
        "none",
        "a/b",
    ];
    for (from, to) in ends.iter().flat_map(|from| ends.map(|to| (*from, to))) {
        for port in ["", "80", "70000"] {
            let protocol = Protocol::Tcp;
            let [from, to, port] = [from, to, port].map(str::to_owned);
            match survey.answer(&Asked { from, to, protocol, port }) {
                Err(Mistake { from, to, port }) => {
                    said.extend([from, to, port].into_iter().flatten())
                }
                Ok(answer) => {
                    said.push(answer.verdict);
                    said.extend(answer.notes);
                    said.extend(answer.remedy.into_iter().flat_map(|remedy| remedy.steps));
                    for side in answer.sides {
                        said.push(side.reason);
                        said.extend(side.decisive.into_iter().map(|decisive| decisive.text));
                    }
                }
            }
        }
    }
    said.extend(survey.surprises().into_iter().map(|surprise| surprise.text));
    said.extend(survey.expectations().into_iter().flat_map(|checked| checked.reasons));
    said
}

#[test]
fn answers_about_connections_have_all_their_data_in_every_language() {
    let said = answers();
    assert!(said.len() > 500, "{} sentences", said.len());
    for (name, _) in FORMS {
        let language = language(name);
        for sentence in &said {
            let (english, text) = (sentence.to_string(), sentence.text_in(&language));
            let phrases = sentence.phrases_in(&language);
            assert_eq!(terms(&phrases), terms(&sentence.phrases()), "{name}: {english}");
            assert_eq!(code(&english), code(&text), "{name}: {english}");
            // The name of a policy is all that is the same.
            let is_name = matches!(phrases.as_slice(), [Phrase::Term(_)]);
            assert!(is_name || english != text, "{name} has no words for {english}");
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
