//! Whole manifests: added, replaced, copied, removed, and kept over a reload.

use std::rc::Rc;

use netpol_core::command::{Command, Edit, ManifestId, NewPeer, RulePreset};
use netpol_core::diagnostic::codes;
use netpol_core::edit::{
    Content, Document, Environment, History, Origin, Transaction, apply, derive,
};
use netpol_core::model::Direction::{Egress, Ingress};

use crate::form::Form;

#[track_caller]
fn run(document: &Document, command: Command) -> Rc<Document> {
    apply(&Rc::new(document.clone()), &command).expect("carried out")
}

fn texts(document: &Document) -> Vec<&str> {
    let parts = document.files().iter().flat_map(|file| file.parts());
    parts.map(|part| part.text().as_ref()).collect()
}

fn names(document: &Document) -> Vec<String> {
    let policies = document.manifests().into_iter().filter_map(|manifest| manifest.policy());
    policies.map(|policy| policy.name()).collect()
}

fn set_text(document: &Document, text: &str) -> Rc<Document> {
    let file = document.files()[0].id();
    run(document, Command::SetText { file, text: text.to_owned() })
}

fn first(document: &Document) -> ManifestId {
    document.manifests()[0].id()
}

#[test]
fn documents_that_are_typed_between_others_leave_those_as_they_are() {
    let document = Document::from_text("kind: A\n---\nkind: B\n---\nkind: C\n");
    let after = set_text(&document, "kind: A\n---\nkind: X\n---\nkind: Y\n---\nkind: C\n");
    assert_eq!(texts(&after), ["kind: A\n", "---\nkind: X\n", "---\nkind: Y\n", "---\nkind: C\n"]);
    let (old, new) = (document.manifests(), after.manifests());
    assert_eq!(new[1].id(), old[1].id(), "the first one stays who it was");
    assert!(Rc::ptr_eq(old[0], new[0]) && Rc::ptr_eq(old[2], new[3]));
    let parts =
        |document: &Document, number: usize| Rc::clone(&document.files()[0].parts()[number]);
    assert!(Rc::ptr_eq(&parts(&document, 2), &parts(&after, 3)), "it is not read again");
}

#[test]
fn a_text_that_was_emptied_stays_a_manifest_to_type_into() {
    let document = Document::from_text("kind: A\n");
    for text in ["", "# to do\n"] {
        let after = set_text(&document, text);
        assert_eq!(texts(&after), [text]);
        assert_eq!(*after.manifests()[0].content(), Content::Broken { last: None });
        let derived = derive(&after, Environment::default(), None, None);
        assert_eq!(derived.manifests[0].diagnostics, []);
        let again = set_text(&after, &[text, "---\nkind: B\n"].concat());
        let ids: Vec<ManifestId> = again.manifests().iter().map(|manifest| manifest.id()).collect();
        assert_eq!(ids, [first(&document)], "what is typed into it is the same manifest");
    }
}

#[test]
fn remarks_in_documents_of_their_own_stay_where_they_are() {
    let texts = ["# License\n", "---\nkind: A # here\n", "---\nkind: B\n", "---\n# The end\n"];
    let document = Document::from_text(&texts.concat());
    assert_eq!(self::texts(&document), texts);
    assert_eq!(document.manifests().len(), 2);
    assert_eq!(document.to_text(), texts.concat());
}

#[test]
fn findings_of_a_manifest_below_a_remark_point_to_its_own_lines() {
    let text = "# License\n---\nkind: NetworkPolicy\nmetadata: {name: Web}\n";
    let document = Document::from_text(text);
    let derived = derive(&document, Environment::default(), None, None);
    let found = &derived.manifests[0].diagnostics;
    let name = found.iter().find(|found| found.path.to_string() == "metadata.name");
    let span = name.and_then(|found| found.span.clone()).expect("a place");
    assert_eq!(&derived.manifests[0].text()[span], "Web");
}

#[test]
fn a_text_without_documents_adds_nothing() {
    let document = Rc::new(Document::from_text("kind: A\n"));
    for text in ["", "---\n", "# nothing\n", "null\n"] {
        let after = apply(&document, &Command::AddText(text.to_owned())).expect("carried out");
        assert!(Rc::ptr_eq(&after, &document), "{text:?}");
    }
}

#[test]
fn a_copy_has_a_free_name_and_entries_of_its_own() {
    let mut form = Form::blank();
    form.rule_with(Ingress, NewPeer::SameNamespace);
    let web = form.manifest;
    let once = run(form.document(), Command::Duplicate(web));
    let twice = run(&once, Command::Duplicate(web));
    assert_eq!(names(&twice), ["web", "web-copy-2", "web-copy"]);
    let rules = |number: usize| {
        let policy = twice.manifests()[number].policy().expect("a policy");
        policy.spec.written().expect("a spec").rules(Ingress)[0].id
    };
    assert_ne!(rules(0), rules(1));
    assert_ne!(rules(1), rules(2));
}

#[test]
fn a_copy_has_the_rules_that_allow_nothing_yet() {
    let mut form = Form::blank();
    let rule = form.rule(Egress);
    form.port(rule, "5432");
    let copied = run(form.document(), Command::Duplicate(form.manifest));
    let copy = copied.manifests()[1].policy().expect("a policy");
    let rules = copy.spec.written().expect("a spec").rules(Egress);
    let ports = rules[0].field.written().expect("a rule").ports.items();
    assert_eq!((rules.len(), ports.len()), (1, 1));
    assert!(!rules[0].field.written().expect("a rule").is_written());
}

#[test]
fn what_is_no_policy_is_not_copied() {
    let document = Rc::new(Document::from_text("kind: Service\n---\na: [\n"));
    for manifest in document.manifests() {
        assert!(apply(&document, &Command::Duplicate(manifest.id())).is_err());
    }
}

#[test]
fn names_are_free_within_their_namespace() {
    let new = |name: &str, namespace: &str| Command::NewPolicy {
        name: name.to_owned(),
        namespace: namespace.to_owned(),
    };
    let mut document = Rc::new(Document::default());
    for command in
        [new("web", "shop"), new("web", "prod"), new("web", "shop"), new("", ""), new("", "")]
    {
        document = run(&document, command);
    }
    assert_eq!(names(&document), ["web", "web", "web-2", "", ""]);
}

#[test]
fn a_manifest_is_removed_and_nothing_else() {
    let document = Document::from_text("kind: A\n---\nkind: B\n");
    let after = run(&document, Command::Remove(first(&document)));
    assert_eq!(texts(&after), ["kind: B\n"]);
    let again = apply(&after, &Command::Remove(first(&document)));
    assert_eq!(again.expect_err("it is gone").message, "what this was about is not there any more");
}

#[test]
fn a_rule_that_is_not_written_yet_leaves_the_text_with_its_comments() {
    let text = "# mine\nkind: NetworkPolicy\nspec: {policyTypes: [Ingress], ingress: []}\n";
    let mut form = Form::open(text);
    form.edit(Edit::AddRule(Ingress, RulePreset::Custom));
    assert_eq!(form.text(), text);
    assert_eq!(form.rules(Ingress).len(), 1);
    let restored = Document::from_saved(&form.document().to_saved());
    assert_eq!(restored.to_text(), text);
    assert!(restored.manifests()[0].policy().expect("a policy").has_unwritten_rules());
}

#[test]
fn unfinished_rules_survive_next_to_a_key_that_is_typed_twice() {
    let mut form = Form::blank();
    form.rule(Ingress);
    for _ in 0..2 {
        let place = netpol_core::command::SelectorPlace::SelectedPods;
        form.label(place, "app", "web");
    }
    let restored = Document::from_saved(&form.document().to_saved());
    assert_eq!(restored.to_text(), form.document().to_text());
    assert!(restored.manifests()[0].policy().expect("a policy").has_unwritten_rules());
}

#[test]
fn unfinished_rules_survive_next_to_what_cannot_be_read() {
    for odd in ["false", "{}", "{unreadable: false}", "all"] {
        let mut form = Form::open(&format!("spec: {{egress: [{{to: {odd}, ports: {odd}}}]}}\n"));
        form.rule(Egress);
        let saved = form.document().to_saved();
        let restored = Document::from_saved(&saved);
        assert_eq!(restored.to_saved(), saved, "{odd}");
        let policy = restored.manifests()[0].policy().expect("a policy");
        let rules = policy.spec.written().expect("a spec").rules(Egress);
        let written: Vec<bool> =
            rules.iter().map(|rule| rule.field.written().expect("a rule").is_written()).collect();
        assert_eq!(written, [true, false], "{odd}");
    }
}

#[test]
fn policies_of_one_name_are_found_and_told_in_the_order_of_the_text() {
    let policy = "kind: NetworkPolicy\nmetadata: {name: web, namespace: shop}\nspec: {x: 1}\n";
    let document = Document::from_text(&[policy, "---\n", policy].concat());
    let derived = derive(&document, Environment::default(), None, None);
    for manifest in &derived.manifests {
        let starts: Vec<Option<usize>> =
            manifest.diagnostics.iter().map(|found| Some(found.span.as_ref()?.start)).collect();
        assert!(starts.is_sorted(), "{starts:?}");
        assert!(manifest.diagnostics.iter().any(|found| found.code == codes::DUPLICATE_OBJECT));
    }
    let renamed = run(
        &document,
        Command::Edit { manifest: first(&document), edit: Edit::SetName("api".to_owned()) },
    );
    let derived = derive(&renamed, Environment::default(), None, Some(&derived));
    for manifest in &derived.manifests {
        assert!(manifest.diagnostics.iter().all(|found| found.code != codes::DUPLICATE_OBJECT));
    }
}

/// Two pages with the same workspace, after which one of them has done something.
fn follow(document: &Document, elsewhere: &Document) -> Rc<Document> {
    let after = run(document, Command::Follow(elsewhere.to_saved()));
    assert_eq!(after.to_saved(), elsewhere.to_saved());
    after
}

#[test]
fn a_page_follows_what_another_one_does_to_the_same_workspace() {
    let open = |document: &Document, name: &str, text: &str| {
        run(document, Command::AddFile { name: name.to_owned(), text: text.to_owned() })
    };
    let policy = "kind: NetworkPolicy\nmetadata: {name: a}\n";
    let here = open(&Document::default(), "first.yaml", policy);
    let here = open(&here, "second.yaml", "kind: Service\nmetadata: {name: b}\n");
    let there = Document::from_saved(&here.to_saved());
    let ids = |document: &Document| -> Vec<u32> {
        document.manifests().iter().map(|manifest| manifest.id().number()).collect()
    };

    let same = apply(&here, &Command::Follow(there.to_saved())).expect("carried out");
    assert!(Rc::ptr_eq(&same, &here), "there is nothing to follow");

    let rename = Edit::SetName("web".to_owned());
    let edited = run(&there, Command::Edit { manifest: first(&there), edit: rename });
    let after = follow(&here, &edited);
    assert_eq!(ids(&after), ids(&here), "everything stays who it was");
    assert!(Rc::ptr_eq(&after.files()[1], &here.files()[1]), "what is the same is not read again");

    let (file, name) = (there.files()[0].id(), "net/web.yaml".to_owned());
    assert_eq!(ids(&follow(&here, &run(&there, Command::RenameFile { file, name }))), ids(&here));
    assert_eq!(names(&follow(&here, &run(&there, Command::RemoveFile(file)))), [""; 0]);
    assert_eq!(names(&follow(&here, &open(&there, "third.yaml", policy))), ["a", "a"]);
    assert_eq!(names(&follow(&here, &Document::default())), [""; 0]);
    assert_eq!(follow(&Document::default(), &there).to_text(), there.to_text());
}

#[test]
fn a_rule_that_is_in_no_text_is_followed_too() {
    let here = Document::from_text("kind: NetworkPolicy\n");
    let there = Document::from_saved(&here.to_saved());
    let edit = |document: &Document, edit| {
        run(document, Command::Edit { manifest: first(document), edit })
    };
    let rule = there.next_item();
    let with_rule = edit(&there, Edit::AddRule(Ingress, RulePreset::Custom));
    let followed = follow(&here, &with_rule);
    assert_eq!(first(&followed), first(&here));
    let without = edit(&with_rule, Edit::RemoveRule(rule));
    assert_eq!(first(&follow(&followed, &without)), first(&here));
}

#[test]
fn text_that_no_page_has_saved_is_not_followed() {
    let document = Rc::new(Document::from_text("kind: A\n"));
    for saved in ["", "kind: B\n", "{\"version\": 3}", "{\"version\": 2, \"files\": 1}"] {
        assert!(apply(&document, &Command::Follow(saved.to_owned())).is_err(), "{saved}");
    }
}

#[test]
fn what_another_page_does_meanwhile_is_one_step_and_can_be_taken_back() {
    let mut history = History::new(Document::from_text("kind: A\n"));
    let before = Rc::clone(history.document());
    for text in ["kind: B\n", "kind: C\n"] {
        let saved = Document::from_text(text).to_saved();
        let follow = Transaction::new(Command::Follow(saved), Origin::Import, 0);
        history.run(&follow).expect("carried out");
        assert_eq!(history.document().to_text(), text);
    }
    history.undo();
    assert!(Rc::ptr_eq(history.document(), &before));
}
