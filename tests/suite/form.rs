//! A form in the hand of a test: commands go in as a page sends them, and the outcome is asked for.
//!
//! Everything goes through `History`, so that what is tested is what the page does.

use std::collections::BTreeSet;
use std::rc::Rc;

use netpol_core::command::{Command, Edit, ManifestId, NewPeer, RulePreset};
use netpol_core::command::{SelectorEdit, SelectorPlace};
use netpol_core::draft::{ItemId, PolicyDraft};
use netpol_core::edit::{
    DerivedManifest, Document, Environment, History, Origin, Rejected, RuleFacts, Transaction,
    derive,
};
use netpol_core::model::{Direction, Policy};
use netpol_core::validate::Judgement;

use crate::variants;

/// The form of one policy.
pub struct Form {
    pub history: History,
    pub manifest: ManifestId,
    /// The variants of commands and edits that were used, by name.
    pub used: BTreeSet<&'static str>,
    at_ms: u64,
}

impl Form {
    /// The form of a new policy `web` in the namespace `shop`.
    pub fn blank() -> Self {
        let mut form = Form::of(Document::default());
        let new = Command::NewPolicy { name: "web".to_owned(), namespace: "shop".to_owned() };
        form.run(new).expect("a new policy");
        form
    }

    /// The form of a manifest.
    pub fn open(manifest: &str) -> Self {
        Form::of(Document::from_text(manifest))
    }

    fn of(document: Document) -> Self {
        let manifest =
            document.manifests().first().map_or(document.next_manifest(), |manifest| manifest.id());
        Form { history: History::new(document), manifest, used: BTreeSet::new(), at_ms: 0 }
    }

    /// Gives a command, long after the one before.
    pub fn run(&mut self, command: Command) -> Result<(), Rejected> {
        variants::of_command(&command, &mut self.used);
        self.at_ms += 60_000;
        self.history.run(&Transaction::new(command, Origin::Form, self.at_ms))
    }

    /// Makes an edit that may be rejected.
    pub fn try_edit(&mut self, edit: Edit) -> Result<(), Rejected> {
        self.run(Command::Edit { manifest: self.manifest, edit })
    }

    /// Makes an edit.
    #[track_caller]
    pub fn edit(&mut self, edit: Edit) {
        if let Err(rejected) = self.try_edit(edit.clone()) {
            panic!("{edit:?}: {}", rejected.message);
        }
    }

    /// Makes an edit that adds something, and gives back the id of what was added first.
    #[track_caller]
    pub fn add(&mut self, edit: Edit) -> ItemId {
        let id = self.document().next_item();
        self.edit(edit);
        id
    }

    /// Adds a custom rule without anything in it.
    pub fn rule(&mut self, direction: Direction) -> ItemId {
        self.add(Edit::AddRule(direction, RulePreset::Custom))
    }

    /// Adds a custom rule with one source or destination; gives back the rule and the peer.
    pub fn rule_with(&mut self, direction: Direction, peer: NewPeer) -> (ItemId, ItemId) {
        let rule = self.rule(direction);
        (rule, self.add(Edit::AddPeer(rule, peer)))
    }

    /// Adds a port with a number or name.
    pub fn port(&mut self, rule: ItemId, port: &str) -> ItemId {
        let id = self.add(Edit::AddPort(rule));
        self.edit(Edit::SetPort(id, port.to_owned()));
        id
    }

    /// Adds a condition `key=value` to a selector.
    pub fn label(&mut self, place: SelectorPlace, key: &str, value: &str) -> ItemId {
        let row = self.add(Edit::Selector(place, SelectorEdit::Add));
        self.edit(Edit::Selector(place, SelectorEdit::SetKey(row, key.to_owned())));
        self.edit(Edit::Selector(place, SelectorEdit::SetValue(row, value.to_owned())));
        row
    }

    pub fn document(&self) -> &Rc<Document> {
        self.history.document()
    }

    /// The manifest as text.
    pub fn text(&self) -> String {
        self.document().part_of(self.manifest).expect("the manifest").text().to_string()
    }

    /// The manifest as the form has it.
    pub fn draft(&self) -> Rc<PolicyDraft> {
        let manifest = self.document().manifest(self.manifest).expect("the manifest");
        Rc::clone(manifest.policy().expect("a policy"))
    }

    /// The ids of the rules of a direction.
    pub fn rules(&self, direction: Direction) -> Vec<ItemId> {
        let draft = self.draft();
        let rules = draft.spec.written().map_or(&[][..], |spec| spec.rules(direction));
        rules.iter().map(|item| item.id).collect()
    }

    /// Everything that follows from the manifest.
    pub fn derived(&self) -> Rc<DerivedManifest> {
        let derived = derive(self.document(), Environment::default(), None, None);
        let mine = derived.manifests.iter().find(|found| found.manifest.id() == self.manifest);
        Rc::clone(mine.expect("the manifest"))
    }

    pub fn facts(&self, rule: ItemId) -> Rc<RuleFacts> {
        let derived = self.derived();
        let facts = derived.facts.as_ref().expect("a policy");
        Rc::clone(facts.rule(rule).expect("the rule"))
    }

    pub fn judgement(&self) -> Judgement {
        self.derived().judgement.clone()
    }

    /// The policy, if the server accepts the manifest.
    pub fn policy(&self) -> Option<Rc<Policy>> {
        self.judgement().policy
    }

    /// The policy of a manifest that the server accepts.
    #[track_caller]
    pub fn accepted(&self) -> Rc<Policy> {
        let judgement = self.judgement();
        let message = judgement.message;
        judgement.policy.unwrap_or_else(|| panic!("{message}\n{}", self.text()))
    }

    /// The fields that the server complains about.
    pub fn errors(&self) -> BTreeSet<String> {
        let judgement = self.judgement();
        judgement.causes().iter().map(|cause| cause.field.clone()).collect()
    }
}
