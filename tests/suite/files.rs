//! Files: every byte of them comes out again, and what is not touched stays the very same.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use netpol_core::command::{Command, Edit, FileId, ManifestId, RulePreset};
use netpol_core::diagnostic::{Severity, Span, codes};
use netpol_core::draft::PolicyDraft;
use netpol_core::edit::{
    Content, Derived, Document, Environment, History, Origin, Transaction, apply, derive,
};
use netpol_core::model::Direction::{self, Ingress};
use netpol_core::yaml;
use netpol_tests::golden;

#[track_caller]
fn run(document: &Rc<Document>, command: Command) -> Rc<Document> {
    apply(document, &command).expect("carried out")
}

fn open(text: &str) -> Rc<Document> {
    Rc::new(Document::from_text(text))
}

fn set_text(document: &Rc<Document>, text: &str) -> Rc<Document> {
    let file = document.files()[0].id();
    run(document, Command::SetText { file, text: text.to_owned() })
}

fn derived(document: &Document, before: Option<&Derived>) -> Derived {
    derive(document, Environment::default(), None, before)
}

fn id(document: &Document, number: usize) -> ManifestId {
    document.manifests()[number].id()
}

fn ids(document: &Document) -> Vec<u32> {
    document.manifests().iter().map(|manifest| manifest.id().number()).collect()
}

fn names(document: &Document) -> Vec<String> {
    document.manifests().iter().map(|manifest| manifest.content().name()).collect()
}

fn file_names(document: &Document) -> Vec<&str> {
    document.files().iter().map(|file| file.name()).collect()
}

/// Every file of the corpora that is text.
fn corpus() -> Vec<String> {
    let mut texts = Vec::new();
    collect(&golden::workspace("tests/corpus"), &mut texts);
    assert!(texts.len() > 1_000, "the corpus is there");
    texts
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, texts);
        } else {
            texts.extend(fs::read_to_string(&path).ok());
        }
    }
}

/// Texts that are easily spoiled.
const DELICATE: &[&str] = &[
    "",
    "\n",
    "# nothing",
    "---",
    "---\n---\n\n---\n# x",
    "a: 1",
    "\u{feff}# x\r\n---\r\na: 1\r\n--- # next\r\nb: [\r\n---\r\n",
    "kind: NetworkPolicy\r\nmetadata: {name: a}\r\n...\r\nrest: of it\r\n",
    "a: 1\rb: 2\r---\rc: 3",
    "{\"a\":1}\n\n {\"b\":2}\t{\"c\"",
    " {\"a\":1}\n---\nb: 2\n",
    "kind: List\nitems:\n- a: 1 # x\n\n- {b: 2}\n- *no\n",
    "a: \t'\u{7}\n---\nü: \"\n",
    "--- a\n--- b\n----\n",
];

#[test]
fn every_byte_of_an_opened_file_comes_out_again() {
    let mut all = Rc::new(Document::default());
    let texts = corpus();
    for text in texts.iter().map(String::as_str).chain(DELICATE.iter().copied()) {
        let document = open(text);
        assert_eq!(document.to_text(), text);
        assert!(document.files().iter().all(|file| file.text() == text && !file.is_changed()));
        let saved = Document::from_saved(&document.to_saved());
        assert_eq!(saved.to_text(), text, "after it was saved");
        let name = format!("{}.yaml", all.files().len());
        all = run(&all, Command::AddFile { name, text: text.to_owned() });
        let file = all.files().last().expect("a file");
        assert_eq!(file.text(), text, "next to others");
    }
    assert_eq!(all.files().len(), texts.len() + DELICATE.len());
}

#[test]
fn a_part_is_read_as_what_it_is_in_its_stream() {
    let texts = corpus();
    for text in texts.iter().map(String::as_str).chain(DELICATE.iter().copied()) {
        let whole = yaml::parse(text);
        let pieces = yaml::cut(text);
        assert_eq!(pieces.len(), whole.len());
        for (piece, document) in pieces.into_iter().zip(&whole) {
            let span = piece.span();
            let own = &text[span.clone()];
            let read = piece.read(own);
            assert_eq!(span, document.span);
            assert_eq!(read.content, document.content, "{own:?}");
            let moved = |own: &Option<Span>| {
                own.as_ref().map(|own| own.start + span.start..own.end + span.start)
            };
            let found = read.diagnostics.iter().map(|found| (&found.message, moved(&found.span)));
            let there =
                document.diagnostics.iter().map(|found| (&found.message, found.span.clone()));
            assert!(found.eq(there), "{own:?}");
        }
    }
}

#[test]
fn the_texts_of_several_files_are_one_stream() {
    let mut document = Rc::new(Document::default());
    for (name, text) in [
        ("a.yaml", "\u{feff}kind: A"),
        ("b.json", "{\"kind\": \"B\"}\n{\"kind\": \"C\"}"),
        ("empty.yaml", ""),
        ("d.yaml", "---\nkind: D\n"),
        ("e.yaml", "\u{feff}# five\nkind: E\n"),
    ] {
        document =
            run(&document, Command::AddFile { name: name.to_owned(), text: text.to_owned() });
    }
    let kinds: Vec<String> = yaml::parse(&document.to_text())
        .into_iter()
        .map(|document| match document.content {
            yaml::Content::Read(value) => value.to_json(),
            other => format!("{other:?}"),
        })
        .collect();
    let expected = ["A", "B", "C", "D", "E"].map(|kind| format!("{{\"kind\":\"{kind}\"}}"));
    assert_eq!(kinds, expected);
}

#[test]
fn files_have_names_of_their_own() {
    let add = |document: &Rc<Document>, name: &str| {
        run(document, Command::AddFile { name: name.to_owned(), text: "a: 1\n".to_owned() })
    };
    let mut document = Rc::new(Document::default());
    for name in ["a.yaml", "a.yaml", "dir.d/a", "dir.d/a", ".hidden", ".hidden", " "] {
        document = add(&document, name);
    }
    let expected = [
        "a.yaml",
        "a-2.yaml",
        "dir.d/a",
        "dir.d/a-2",
        ".hidden",
        ".hidden-2",
        "networkpolicy.yaml",
    ];
    assert_eq!(file_names(&document), expected);

    let first = document.files()[0].id();
    let rename = |name: &str| Command::RenameFile { file: first, name: name.to_owned() };
    assert_eq!(run(&document, rename("b.yaml")).files()[0].name(), "b.yaml");
    assert_eq!(run(&document, rename("a-2.yaml")).files()[0].name(), "a-2-2.yaml");
    assert!(Rc::ptr_eq(&run(&document, rename("a.yaml")), &document));
    assert!(apply(&document, &rename(" ")).is_err());
}

#[test]
fn a_list_without_a_policy_is_one_manifest() {
    let document = open("kind: List\nitems:\n- kind: Pod\n- kind: Pod\n---\nkind: A\n");
    let derived = derived(&document, None);
    assert_eq!(derived.manifests.len(), 2);
    assert_eq!(derived.manifests[0].objects, Some(2));
    assert_eq!(derived.manifests[1].objects, None);
    assert_eq!(derived.cluster().pods.len(), 2);
}

#[test]
fn a_text_without_a_name_is_named_after_its_first_object() {
    for (text, expected) in [
        ("# x\n---\nmetadata: {name: web}\n---\nmetadata: {name: api}\n", "web.yaml"),
        ("{\"metadata\": {\"name\": \"web\"}}", "web.json"),
        ("kind: List\nitems: [{metadata: {name: a/b}}]\n", "a-b.yaml"),
        ("metadata: {name: ../..}\n", "networkpolicy.yaml"),
        ("a: [\n", "networkpolicy.yaml"),
    ] {
        let document = run(&Rc::new(Document::default()), Command::AddText(text.to_owned()));
        assert_eq!(file_names(&document), [expected], "{text}");
        assert!(document.files()[0].opened().is_none());
    }
    let new = Command::NewPolicy { name: "web".to_owned(), namespace: String::new() };
    assert_eq!(file_names(&run(&Rc::new(Document::default()), new)), ["web.yaml"]);
}

#[test]
fn a_file_goes_back_to_what_it_was_opened_with() {
    let text = "# mine\nkind: NetworkPolicy\nmetadata: {name: web}\n";
    let document = open(text);
    let file = document.files()[0].id();
    let mut history = History::new(Document::clone(&document));
    let mut do_it = |command| {
        history.run(&Transaction::new(command, Origin::Form, 0)).expect("carried out");
        Rc::clone(history.document())
    };
    let edit = Edit::SetName("api".to_owned());
    let edited = do_it(Command::Edit { manifest: id(&document, 0), edit });
    assert!(edited.files()[0].is_changed());
    let reverted = do_it(Command::RevertFile(file));
    assert_eq!(reverted.to_text(), text);
    assert!(!reverted.files()[0].is_changed());
    assert_eq!(ids(&reverted), ids(&document));
    history.undo();
    assert!(Rc::ptr_eq(history.document(), &edited));

    let same = run(&document, Command::RevertFile(file));
    assert!(Rc::ptr_eq(&same, &document));
    let made = run(&Rc::new(Document::default()), Command::AddText(text.to_owned()));
    assert!(apply(&made, &Command::RevertFile(made.files()[0].id())).is_err());
}

#[test]
fn a_file_is_removed_with_all_that_is_in_it() {
    let document = open("kind: A\n---\nkind: B\n");
    let document = run(&document, Command::AddText("kind: C\n".to_owned()));
    let gone: FileId = document.files()[0].id();
    let after = run(&document, Command::RemoveFile(gone));
    assert_eq!(after.to_text(), "kind: C\n");
    assert!(apply(&after, &Command::RemoveFile(gone)).is_err());
    assert!(apply(&after, &Command::SetText { file: gone, text: String::new() }).is_err());
}

#[test]
fn a_manifest_is_removed_with_its_bytes_and_no_others() {
    for (text, number, expected) in [
        ("kind: A\n---\nkind: B\n", 0, "kind: B\n"),
        ("kind: A\r\n---\r\nkind: B", 0, "kind: B"),
        ("---\nkind: A\n---\nkind: B\n", 0, "---\nkind: B\n"),
        ("kind: A\n--- # two\nkind: B\n", 0, "--- # two\nkind: B\n"),
        ("kind: A\n---\nkind: B\n", 1, "kind: A\n"),
        ("# x\n---\nkind: A\n---\nkind: B\n", 0, "# x\n---\nkind: B\n"),
        ("{\"kind\": \"A\"}\n{\"kind\": \"B\"}\n", 0, "{\"kind\": \"B\"}\n"),
        ("---\nkind: X\n---\nkind: X\n---\nkind: X\n", 1, "---\nkind: X\n---\nkind: X\n"),
        ("a: [\n---\nkind: B\n", 0, "kind: B\n"),
        (
            "# x\nkind: List\nitems:\n- kind: A\n- kind: NetworkPolicy\n",
            0,
            "# x\nkind: List\nitems:\n- kind: NetworkPolicy\n",
        ),
        (
            "{\"kind\":\"List\",\"items\":[{\"kind\":\"NetworkPolicy\"},{\"kind\":\"B\"}]} \n",
            1,
            "{\"kind\":\"List\",\"items\":[{\"kind\":\"NetworkPolicy\"}]} \n",
        ),
        ("kind: List\nitems:\n- kind: A\n---\nkind: B\n", 0, "kind: B\n"),
    ] {
        let document = open(text);
        let mut expected_ids = ids(&document);
        let gone = ManifestId::number(id(&document, number));
        expected_ids.retain(|id| *id != gone);
        let after = run(&document, Command::Remove(id(&document, number)));
        assert_eq!(after.to_text(), expected, "{text}");
        assert_eq!(ids(&after), expected_ids, "{text}");
    }
    // The last one takes its file along, remarks and all.
    let only = open("# x\n---\nkind: A\n");
    assert_eq!(run(&only, Command::Remove(id(&only, 0))).files(), []);
}

#[test]
fn a_copy_is_a_document_of_its_own_behind_the_original() {
    let copy = "kind: NetworkPolicy\nmetadata:\n  name: a-copy\n";
    for (text, expected) in [
        ("kind: NetworkPolicy\nmetadata: {name: a}", format!("\n---\n{copy}")),
        (
            "kind: NetworkPolicy\nmetadata: {name: a}\n---\nkind: B\n",
            format!("---\n{copy}---\nkind: B\n"),
        ),
        (
            "kind: List\nitems:\n- kind: NetworkPolicy\n  metadata: {name: a}\n",
            format!("---\n{copy}"),
        ),
        (
            "{\"kind\": \"NetworkPolicy\", \"metadata\": {\"name\": \"a\"}}\n---\nkind: B\n",
            format!("---\n{copy}---\nkind: B\n"),
        ),
        (
            "{\"kind\": \"NetworkPolicy\", \"metadata\": {\"name\": \"a\"}}{\"kind\": \"B\"}",
            "\n{\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":\"a-copy\"}}\n{\"kind\": \"B\"}"
                .to_owned(),
        ),
    ] {
        let document = open(text);
        let next = document.next_manifest();
        let after = run(&document, Command::Duplicate(id(&document, 0)));
        assert!(after.to_text().ends_with(&expected), "{}", after.to_text());
        assert_eq!(names(&after)[..2], ["a", "a-copy"]);
        assert_eq!((id(&after, 0), id(&after, 1)), (id(&document, 0), next));
    }
}

/// Two policies and something else, as kubectl prints them.
const LIST: &str = "\
# All of them
apiVersion: v1
items:
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: {name: a, namespace: x}
  spec: {podSelector: {}, policyTypes: [Ingress], ingress: []}
- apiVersion: v1
  kind: Service
  metadata: {name: s}
- apiVersion: networking.k8s.io/v1
  kind: NetworkPolicy
  metadata: {name: B, name: B}
  spec: {podSelector: {}}
kind: List
";

fn list_as_json() -> String {
    let documents = yaml::parse(LIST);
    let yaml::Content::Read(value) = &documents[0].content else { panic!("{LIST}") };
    value.to_json()
}

#[test]
fn the_items_of_a_list_are_manifests_of_their_own() {
    for text in [LIST.to_owned(), list_as_json()] {
        let document = open(&text);
        assert_eq!(names(&document), ["a", "s", "B"]);
        assert_eq!(document.manifests()[2].place().to_string(), "items[2]");
        let derived = derived(&document, None);
        let [a, s, b] = &derived.manifests[..] else { panic!("{text}") };
        assert!(a.judgement.is_accepted() && a.is_policy() && !s.is_policy());
        assert_eq!(
            (a.namespace.as_str(), a.title.as_str(), s.kind.as_str()),
            ("x", "a", "Service")
        );
        assert_eq!(a.diagnostics, []);
        let found = b.diagnostics.iter().find(|found| found.severity == Severity::Error);
        let found = found.expect("a name in capital letters is refused");
        assert_eq!(found.path.to_string(), "metadata.name");
        assert_eq!(b.text()[found.span.clone().expect("a place")].trim_matches('"'), "B");
        assert!(Rc::ptr_eq(a.part.text(), b.part.text()));
    }
    let derived = derived(&open(LIST), None);
    let twice = &derived.manifests[2].diagnostics[0];
    assert_eq!(
        (twice.code, twice.path.to_string().as_str()),
        (codes::DUPLICATE_KEY, "metadata.name")
    );
}

#[test]
fn what_is_found_about_a_list_itself_is_said_at_its_first_item() {
    let derived =
        derived(&open("kind: List\nkind: List\nitems:\n- kind: A\n- kind: NetworkPolicy\n"), None);
    let codes = |number: usize| {
        let found = derived.manifests[number].diagnostics.iter();
        found.filter(|found| found.code == codes::DUPLICATE_KEY).count()
    };
    // What is no policy has no diagnostics.
    assert_eq!((codes(0), codes(1)), (0, 0));
    let text = "kind: List\nkind: List\nitems:\n- kind: NetworkPolicy\n- kind: NetworkPolicy\n";
    let derived = self::derived(&open(text), None);
    let found = &derived.manifests[0].diagnostics;
    let found = found.iter().find(|found| found.code == codes::DUPLICATE_KEY).expect("it is said");
    assert_eq!((found.path.to_string().as_str(), found.span.clone()), ("", Some(0..4)));
    assert!(
        derived.manifests[1].diagnostics.iter().all(|found| found.code != codes::DUPLICATE_KEY)
    );
}

#[test]
fn items_of_a_typed_list_need_not_say_what_they_are() {
    let policies = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems:\n\
                    - metadata: {name: a}\n  spec: {podSelector: {}}\n";
    let document = open(policies);
    let before = derived(&document, None);
    assert!(before.manifests[0].judgement.is_accepted(), "{:?}", before.manifests[0].diagnostics);
    let edit = Edit::SetName("b".to_owned());
    let after = run(&document, Command::Edit { manifest: id(&document, 0), edit });
    assert!(derived(&after, None).manifests[0].judgement.is_accepted());
    assert!(!after.to_text().contains("kind: NetworkPolicy\n"), "{}", after.to_text());

    let services = open("apiVersion: v1\nkind: ServiceList\nitems: [{metadata: {name: a}}]\n");
    assert!(matches!(services.manifests()[0].content(), Content::Other(_)));
    let empty = open("kind: List\nitems: []\n");
    assert!(matches!(empty.manifests()[0].content(), Content::Other(_)));
}

#[test]
fn an_item_of_a_list_is_edited_in_its_place() {
    for text in [LIST.to_owned(), list_as_json()] {
        let document = open(&text);
        let edit = Edit::SetName("a".to_owned());
        let after = run(&document, Command::Edit { manifest: id(&document, 2), edit });
        assert_eq!(names(&after), ["a", "s", "a"]);
        assert_eq!(ids(&after), ids(&document));
        for number in [0, 1] {
            assert!(Rc::ptr_eq(document.manifests()[number], after.manifests()[number]));
        }
        let after_text = after.to_text();
        assert_eq!(after_text.starts_with('{'), text.starts_with('{'));
        assert_eq!(after_text.starts_with("# All of them\n"), text.starts_with('#'));
        assert_eq!(names(&open(&after_text)), names(&after));
    }
}

/// A policy with an ingress rule in the text, and one that is only in the form.
fn with_an_unwritten_rule(text: &str) -> Rc<Document> {
    let document = open(text);
    let edit = Edit::AddRule(Ingress, RulePreset::Custom);
    let number = document.manifests().iter().position(|found| found.policy().is_some());
    let manifest = id(&document, number.expect("a policy"));
    run(&document, Command::Edit { manifest, edit })
}

fn rules(policy: &PolicyDraft, direction: Direction) -> Vec<u32> {
    let spec = policy.spec.written().expect("a spec");
    spec.rules(direction).iter().map(|rule| rule.id.number()).collect()
}

#[test]
fn a_text_that_breaks_while_it_is_typed_keeps_its_form() {
    let text = "kind: NetworkPolicy\nmetadata: {name: web}\nspec: {policyTypes: [Ingress], ingress: [{}, {ports: []}]}\n";
    for (before, after) in [("", ""), ("kind: A\n---\n", ""), ("", "---\nkind: B\n"), ("# x\n", "")]
    {
        let document = with_an_unwritten_rule(&[before, text, after].concat());
        let policy = |document: &Document| {
            document.manifests().into_iter().find_map(|found| found.last_policy()).cloned()
        };
        let kept = policy(&document).expect("a policy");
        let broken_text = document.to_text().replace("{name: web}", "{name: [web}");
        let broken = set_text(&document, &broken_text);
        assert_eq!(ids(&broken), ids(&document));
        assert!(Rc::ptr_eq(&policy(&broken).expect("the last one"), &kept));
        let shown = derived(&broken, Some(&derived(&document, None)));
        let stale = shown.manifests.iter().find(|shown| shown.stale).expect("a stale form");
        assert_eq!((stale.title.as_str(), stale.is_policy()), ("web", false));
        assert!(stale.facts.is_some() && !stale.diagnostics.is_empty());
        let edit = Edit::SetName("api".to_owned());
        let rejected = apply(&broken, &Command::Edit { manifest: stale.manifest.id(), edit });
        let message = rejected.expect_err("there is no text to write it into").message;
        assert_eq!(message, "the text of this policy cannot be read");

        let saved = Document::from_saved(&broken.to_saved());
        let restored = policy(&saved).expect("it is kept over a reload");
        assert_eq!(rules(&restored, Ingress).len(), 3);

        let mended = set_text(&broken, &document.to_text());
        assert_eq!(ids(&mended), ids(&document));
        assert!(Rc::ptr_eq(&policy(&mended).expect("a policy"), &kept));
    }
}

#[test]
fn all_items_of_a_list_stay_while_its_text_is_broken() {
    let document = with_an_unwritten_rule(LIST);
    let text = document.to_text();
    let broken = set_text(&document, &text.replace("name: s}", "name: s"));
    assert_eq!(ids(&broken), ids(&document));
    assert_eq!(names(&broken), ["a", "", "B"]);
    let shown = derived(&broken, None);
    for manifest in &shown.manifests {
        assert!(!manifest.diagnostics.is_empty(), "each is told why it is not read");
    }
    let removed = apply(&broken, &Command::Remove(id(&broken, 0)));
    assert!(removed.is_err(), "the item cannot be found in the text");
    let saved = Document::from_saved(&broken.to_saved());
    assert_eq!(names(&saved), names(&broken));
    let mended = set_text(&broken, &text);
    assert_eq!(ids(&mended), ids(&document));
    let policy =
        |document: &Document| Rc::clone(document.manifests()[0].policy().expect("a policy"));
    assert!(Rc::ptr_eq(&policy(&mended), &policy(&document)));
}

#[test]
fn documents_stay_while_the_line_between_them_is_typed_anew() {
    let text =
        "kind: NetworkPolicy\nmetadata: {name: a}\n---\nkind: NetworkPolicy\nmetadata: {name: b}\n";
    let before = with_an_unwritten_rule(text);
    let text = before.to_text();
    let mut document = Rc::clone(&before);
    for line in ["--\n", "-\n", "--\n"] {
        document = set_text(&document, &text.replace("---\n", line));
        assert_eq!(ids(&document), ids(&before));
    }
    document = set_text(&document, &text);
    assert_eq!(document.manifests(), before.manifests());
    // What is no longer mentioned is gone.
    let pasted = set_text(&document, "a: [\n");
    assert_eq!(pasted.manifests().len(), 1);
}

#[test]
fn typed_text_drives_the_form() {
    let text = "kind: NetworkPolicy\nmetadata: {name: web}\nspec:\n  ingress:\n  - from: [{podSelector: {}}]\n";
    let document = with_an_unwritten_rule(text);
    let before = rules(document.manifests()[0].policy().expect("a policy"), Ingress);
    assert_eq!(before.len(), 2);
    let typed = text.replace("  - from", "  - ports: [{port: 80}]\n  - from");
    let after = set_text(&document, &typed);
    let now = rules(after.manifests()[0].policy().expect("a policy"), Ingress);
    assert_eq!((now.len(), &now[1..]), (3, &before[..]), "the new rule is above the others");
    assert_eq!(after.to_text(), typed);
}

#[test]
fn rules_stay_who_they_are_at_every_keystroke_below_them() {
    let text = "kind: NetworkPolicy\nmetadata: {name: web}\nspec:\n  policyTypes: [Ingress]\n  ingress:\n\
                \x20 - from: [{podSelector: {}}]\n";
    let typed = "  - from:\n    - ipBlock: {cidr: '10.0.0.0/8'}\n    ports:\n    - port: 80\n  egress: []\n";
    let mut document = with_an_unwritten_rule(text);
    let policy = |document: &Document| {
        Rc::clone(document.manifests()[0].last_policy().expect("the last one that could be read"))
    };
    let before = rules(&policy(&document), Ingress);
    assert_eq!(before.len(), 2);
    for end in 1..=typed.len() {
        let text = [text, &typed[..end]].concat();
        document = set_text(&document, &text);
        assert_eq!(ids(&document), [0], "{text}");
        assert_eq!(rules(&policy(&document), Ingress)[..2], before, "{text}");
    }
    assert_eq!(rules(&policy(&document), Ingress).len(), 3);
    assert!(document.manifests()[0].policy().is_some());
}

#[test]
fn objects_are_known_by_their_names_wherever_they_are_moved() {
    let policy = |name: &str| format!("kind: NetworkPolicy\nmetadata: {{name: {name}}}\n");
    let join =
        |names: &[&str]| names.iter().map(|name| policy(name)).collect::<Vec<_>>().join("---\n");
    let document = open(&join(&["a", "b", "c"]));
    for (after, expected) in [
        (["c", "a", "b"].as_slice(), [2, 0, 1].as_slice()),
        (&["c", "x", "a"], &[2, 1, 0]),
        (&["b", "c"], &[1, 2]),
        (&["a", "x", "b", "c"], &[0, 3, 1, 2]),
        (&["x", "y", "z", "c"], &[0, 1, 3, 2]),
    ] {
        assert_eq!(ids(&set_text(&document, &join(after))), expected, "{after:?}");
    }
}

#[test]
fn what_is_derived_of_other_documents_stays_when_lines_are_typed_above() {
    let text =
        "kind: NetworkPolicy\nmetadata: {name: a}\n---\nkind: NetworkPolicy\nmetadata: {name: b}\n";
    let document = open(text);
    let document = run(&document, Command::AddText("kind: NetworkPolicy\n".to_owned()));
    let before = derived(&document, None);
    let document = set_text(&document, &["# one\n# two\n", text].concat());
    let after = derived(&document, Some(&before));
    assert!(!Rc::ptr_eq(&before.manifests[0], &after.manifests[0]));
    assert!(Rc::ptr_eq(&before.manifests[1], &after.manifests[1]));
    assert!(Rc::ptr_eq(&before.files[1], &after.files[1]));
    let second = &after.manifests[1];
    let file = after.file(second.file).expect("its file");
    assert!(file.changed && !after.files[1].changed);
    let offset = file.file.offset_of(second.manifest.id()).expect("it is in there");
    assert!(file.text[offset..].starts_with("---\nkind"));
    assert_eq!(file.lines.position(&file.text, offset), (5, 1));
}

#[test]
fn a_workspace_of_the_version_before_is_restored() {
    let form = "{\"kind\":\"NetworkPolicy\",\"spec\":{\"ingress\":[{\"from\":{}}]}}";
    let saved = format!(
        "{{\"version\":1,\"manifests\":[{{\"text\":\"# x\\nkind: A\\n\"}},{{\"text\":\"# y\\n---\\nkind: \
         NetworkPolicy\\nspec: {{ingress: []}}\\n\",\"form\":{form}}},{{\"text\":\"a: [\"}}]}}"
    );
    let document = Document::from_saved(&saved);
    assert_eq!(
        file_names(&document),
        ["networkpolicy.yaml", "networkpolicy-2.yaml", "networkpolicy-3.yaml"]
    );
    let expected =
        "# x\nkind: A\n---\n# y\n---\nkind: NetworkPolicy\nspec: {ingress: []}\n---\na: [";
    assert_eq!(document.to_text(), expected);
    assert!(document.manifests()[1].policy().expect("a policy").has_unwritten_rules());
}
