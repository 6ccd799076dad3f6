//! Undo and redo as a person meets them: what is one step, and what it is called.

use std::rc::Rc;

use netpol_core::command::{
    Command, Edit, LabelsEdit, ManifestId, MetadataMap, NewPeer, RulePreset, SelectorEdit,
    SelectorPlace,
};
use netpol_core::edit::{Document, History, Origin, Transaction};
use netpol_core::model::Direction::{Egress, Ingress};

use crate::form::Form;

/// A history of one policy, and the id of that.
fn start() -> (History, ManifestId) {
    let document = Document::from_text("kind: NetworkPolicy\nmetadata: {name: web}\n");
    let manifest = document.manifests()[0].id();
    (History::new(document), manifest)
}

fn run(history: &mut History, command: Command, at_ms: u64) {
    history.run(&Transaction::new(command, Origin::Form, at_ms)).expect("carried out");
}

fn edit(history: &mut History, manifest: ManifestId, edit: Edit, at_ms: u64) {
    run(history, Command::Edit { manifest, edit }, at_ms);
}

fn name(text: &str) -> Edit {
    Edit::SetName(text.to_owned())
}

/// How many steps can be undone.
fn steps(history: &History) -> usize {
    let mut history = history.clone();
    let mut count = 0;
    while history.undo_label().is_some() {
        history.undo();
        count += 1;
    }
    count
}

#[test]
fn typing_in_one_field_is_one_step() {
    let (mut history, manifest) = start();
    let before = Rc::clone(history.document());
    for (text, at_ms) in [("a", 0), ("ap", 400), ("api", 900)] {
        edit(&mut history, manifest, name(text), at_ms);
    }
    assert_eq!(steps(&history), 1);
    history.undo();
    assert!(Rc::ptr_eq(history.document(), &before));
    history.redo();
    assert!(history.document().to_text().contains("name: api"));
}

#[test]
fn a_pause_of_half_a_second_begins_another_step() {
    for (pause, expected) in [(500, 1), (501, 2)] {
        let (mut history, manifest) = start();
        edit(&mut history, manifest, name("a"), 1_000);
        edit(&mut history, manifest, name("ap"), 1_000 + pause);
        assert_eq!(steps(&history), expected, "{pause} ms");
    }
}

#[test]
fn another_field_begins_another_step() {
    let (mut history, manifest) = start();
    edit(&mut history, manifest, name("a"), 0);
    edit(&mut history, manifest, Edit::SetNamespace("a".to_owned()), 1);
    edit(&mut history, manifest, name("b"), 2);
    assert_eq!(steps(&history), 3);
}

#[test]
fn keys_and_values_of_different_rows_are_different_fields() {
    let mut form = Form::blank();
    let place = SelectorPlace::SelectedPods;
    let first = form.label(place, "a", "b");
    let second = form.label(place, "c", "d");
    let manifest = form.manifest;
    let before = steps(&form.history);
    let set = |row, text: &str| Edit::Selector(place, SelectorEdit::SetValue(row, text.to_owned()));
    for (edit, at_ms) in [(set(first, "x"), 0), (set(second, "x"), 1), (set(second, "xy"), 2)] {
        let command = Command::Edit { manifest, edit };
        let transaction = Transaction::new(command, Origin::Form, 10_000_000 + at_ms);
        form.history.run(&transaction).expect("carried out");
    }
    assert_eq!(steps(&form.history) - before, 2);
}

#[test]
fn adding_is_never_part_of_another_step() {
    let (mut history, manifest) = start();
    let add = Edit::AddRule(Ingress, RulePreset::Custom);
    edit(&mut history, manifest, add.clone(), 0);
    edit(&mut history, manifest, add, 1);
    assert_eq!(steps(&history), 2);
}

#[test]
fn typing_in_the_text_of_a_file_is_one_step() {
    let (mut history, manifest) = start();
    let file = history.document().file_of(manifest).expect("its file").id();
    for (text, at_ms) in [("k", 0), ("ki", 100), ("kind: NetworkPolicy", 200)] {
        run(&mut history, Command::SetText { file, text: text.to_owned() }, at_ms);
    }
    assert_eq!(steps(&history), 1);
}

#[test]
fn after_undo_or_redo_typing_begins_anew() {
    let (mut history, manifest) = start();
    edit(&mut history, manifest, name("a"), 0);
    let typed = Rc::clone(history.document());
    history.undo();
    history.redo();
    assert!(Rc::ptr_eq(history.document(), &typed));
    edit(&mut history, manifest, name("ab"), 1);
    assert_eq!(steps(&history), 2, "the redone step is not swallowed");

    edit(&mut history, manifest, Edit::SetNamespace("n".to_owned()), 2);
    history.undo();
    edit(&mut history, manifest, name("abc"), 3);
    assert_eq!(steps(&history), 3, "nor is the one before an undone step");
    assert_eq!(history.redo_label(), None, "what was undone cannot be redone after an edit");
}

#[test]
fn several_commands_are_one_step_or_none_at_all() {
    let (mut history, manifest) = start();
    let before = Rc::clone(history.document());
    let add = Command::Edit { manifest, edit: Edit::AddRule(Ingress, RulePreset::AllowAll) };
    let gone = before.next_item();
    let remove = Command::Edit { manifest, edit: Edit::RemovePeer(gone) };
    let both = |second: &Command| Transaction {
        commands: vec![add.clone(), second.clone()],
        origin: Origin::Preset,
        at_ms: 0,
    };
    assert!(history.run(&both(&remove)).is_err());
    assert!(Rc::ptr_eq(history.document(), &before), "the first command was taken back too");
    assert_eq!(steps(&history), 0);
    history.run(&both(&add)).expect("carried out");
    assert_eq!((steps(&history), history.undo_label()), (1, Some("Add ingress rule")));
}

#[test]
fn what_changes_nothing_is_no_step() {
    let (mut history, manifest) = start();
    edit(&mut history, manifest, name("a"), 0);
    history.undo();
    edit(&mut history, manifest, name("web"), 1);
    run(&mut history, Command::AddText("# nothing\n".to_owned()), 2);
    assert_eq!(steps(&history), 0);
    assert_eq!(history.redo_label(), Some("Rename policy"), "what was undone can be redone");
}

#[test]
fn the_oldest_of_many_steps_are_forgotten() {
    let (mut history, manifest) = start();
    for number in 0..300_u64 {
        edit(&mut history, manifest, name(&format!("web-{number}")), number * 1_000);
    }
    assert_eq!(steps(&history), 200);
    for _ in 0..300 {
        history.undo();
    }
    let text = history.document().to_text();
    assert!(text.contains("name: web-99"), "{text}");
}

#[test]
fn steps_of_a_huge_text_are_forgotten_sooner() {
    // A character that is refused at once, so that the test need not read all of it.
    let rest = "x".repeat(9_000_000);
    let text = |name: &str| ["\u{7}", name, &rest].concat();
    let mut history = History::new(Document::from_text(&text("a")));
    let file = history.document().files()[0].id();
    for (name, at_ms) in [("b", 1_000), ("c", 2_000), ("d", 3_000), ("e", 4_000)] {
        run(&mut history, Command::SetText { file, text: text(name) }, at_ms);
    }
    assert_eq!(steps(&history), 2);
    history.undo();
    assert!(history.document().to_text() == text("d"));
}

#[test]
fn every_step_is_named_in_the_imperative() {
    let mut form = Form::blank();
    let id = form.rule(Ingress);
    let manifest = form.manifest;
    let place = SelectorPlace::PeerPods(id);
    let labels = |edit| Edit::Metadata(MetadataMap::Labels, edit);
    let edits = [
        (name(""), "Rename policy"),
        (Edit::SetNamespace(String::new()), "Change namespace"),
        (labels(LabelsEdit::Add), "Edit labels"),
        (Edit::Selector(place, SelectorEdit::Add), "Add condition"),
        (Edit::Selector(place, SelectorEdit::Remove(id)), "Remove condition"),
        (Edit::AddRule(Egress, RulePreset::Custom), "Add egress rule"),
        (Edit::RemoveRule(id), "Remove rule"),
        (Edit::AddPeer(id, NewPeer::IpBlock), "Add peer"),
        (Edit::SetCidr(id, String::new()), "Edit CIDR"),
        (Edit::AddExcept(id), "Add excluded range"),
        (Edit::AddPort(id), "Add port"),
        (Edit::SetPort(id, String::new()), "Edit port"),
    ];
    for (edit, label) in edits {
        assert_eq!(Command::Edit { manifest, edit }.label(), label);
    }
    for (command, label) in [
        (Command::AddText(String::new()), "Add manifests"),
        (Command::RevertFile(form.document().files()[0].id()), "Revert file"),
        (Command::Duplicate(manifest), "Duplicate policy"),
        (Command::Remove(manifest), "Delete policy"),
    ] {
        assert_eq!(command.label(), label);
    }
}

#[test]
fn the_list_of_steps_names_what_was_done_and_what_was_taken_back() {
    let (mut history, manifest) = start();
    edit(&mut history, manifest, name("a"), 0);
    edit(&mut history, manifest, name("ap"), 1);
    let rule = Edit::AddRule(Ingress, RulePreset::AllowAll);
    edit(&mut history, manifest, rule, 2);
    let file = history.document().files()[0].id();
    run(&mut history, Command::SetText { file, text: "kind: NetworkPolicy\n".to_owned() }, 3);
    history.undo();
    assert_eq!(history.steps(), ["Rename policy", "Add ingress rule", "Edit text"]);
    assert_eq!(history.position(), 2);
}

#[test]
fn any_step_can_be_gone_to_and_gives_the_very_document() {
    let (mut history, manifest) = start();
    let mut documents = vec![Rc::clone(history.document())];
    for (at, text) in ["a", "b", "c", "d"].into_iter().enumerate() {
        edit(&mut history, manifest, name(text), at as u64 * 1_000);
        documents.push(Rc::clone(history.document()));
    }
    let names = history.steps();
    for position in [1, 4, 0, 3, 3] {
        history.go_to(position);
        assert_eq!(history.position(), position);
        assert!(Rc::ptr_eq(history.document(), &documents[position]), "{position}");
        assert_eq!(history.steps(), names);
    }
    history.go_to(99);
    assert_eq!(history.position(), 4);
}

#[test]
fn what_comes_in_place_of_something_names_the_step() {
    let (mut history, _) = start();
    let file = history.document().files()[0].id();
    let add = Command::AddFile { name: "a.yaml".to_owned(), text: "a: 1\n".to_owned() };
    let commands = vec![Command::RemoveFile(file), add];
    let replace = Transaction { commands, origin: Origin::Import, at_ms: 0 };
    history.run(&replace).expect("carried out");
    assert_eq!(history.undo_label(), Some("Open file"));
    assert_eq!(history.document().to_text(), "a: 1\n");
    history.undo();
    assert!(history.document().file(file).is_some());
}
