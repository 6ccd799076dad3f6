//! What holds after every command.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use netpol_core::command::{
    Command, DirectionState, Edit, ManifestId, RulePreset, Scope, SelectorEdit,
};
use netpol_core::draft::{
    Field, Item, ItemId, Others, PolicyDraft, Restriction, RuleDraft, SelectorDraft,
};
use netpol_core::edit::{Content, Derived, Document, Environment, Part, derive};
use netpol_core::model::{Direction, Peers, Ports};
use netpol_core::validate::{ServerVersion, validate};
use netpol_core::value::Value;
use netpol_core::yaml;

use super::steps::Taken;

type Law = Result<(), String>;

fn law(holds: bool, broken: &str) -> Law {
    if holds { Ok(()) } else { Err(broken.to_owned()) }
}

/// A rejected command changes nothing, one that changes nothing gives back the very same document,
/// and what a command is not about stays the very same.
pub fn nothing_changes_for_nothing(taken: &Taken) -> Law {
    law(taken.result.is_ok() || !taken.changed(), "a rejected command changed the document")?;
    let same = taken.before.files() == taken.after.files();
    law(!same || !taken.changed(), "nothing changed, and yet the document is another one")?;
    if matches!(taken.command, Command::Follow(_)) {
        return Ok(());
    }
    let touched = match &taken.command {
        Command::Edit { manifest, .. } => Some(*manifest),
        _ => None,
    };
    let retyped = match &taken.command {
        Command::SetText { file, .. } | Command::RevertFile(file) => Some(*file),
        Command::Strip(manifest) => taken.before.file_of(*manifest).map(|file| file.id()),
        _ => None,
    };
    for before in taken.before.manifests() {
        let file = taken.before.file_of(before.id()).map(|file| file.id());
        let after = taken.after.manifest(before.id());
        let spared = touched != Some(before.id()) && file != retyped;
        if let Some(after) = after.filter(|_| spared) {
            // An item of a list moves when one above it is taken away.
            let moved = before.place() != after.place();
            law(moved || Rc::ptr_eq(before, after), "another manifest was made anew")?;
            let (old, new) = (before.policy(), after.policy());
            let same = old.zip(new).is_some_and(|(old, new)| Rc::ptr_eq(old, new));
            law(same || old.is_none() && new.is_none(), "another form was made anew")?;
        }
    }
    Ok(())
}

/// Reading a manifest's text gives what its draft says; a key that stands twice counts once.
pub fn text_and_draft_agree(taken: &Taken) -> Law {
    for file in taken.after.files() {
        let text = file.text();
        let read = Document::from_text(&text);
        let parts = read.files().first().map_or(&[][..], |file| file.parts());
        law(text.is_empty() || parts.len() == file.parts().len(), "the file has other parts")?;
        for (part, read) in file.parts().iter().zip(parts) {
            law(part.text() == read.text(), "a part has another text")?;
            law(part.read() == read.read(), "a part is read otherwise by itself")?;
            parts_agree(part, read)?;
        }
    }
    Ok(())
}

fn parts_agree(part: &Part, read: &Part) -> Law {
    if matches!(part.read().content, yaml::Content::Read(_)) {
        law(part.manifests().len() == read.manifests().len(), "there are other objects")?;
    }
    for (number, manifest) in part.manifests().iter().enumerate() {
        let read = read.manifests().get(number);
        match (manifest.content(), read.map(|read| read.content())) {
            (Content::Policy(draft), Some(Content::Policy(read))) => {
                let said = once(&draft.to_value());
                law(read.to_value() == said, &format!("the text says {}", part.text()))?;
            }
            (Content::Other(value), Some(Content::Other(read))) => {
                law(value == read, "another object has another text")?;
            }
            (Content::Broken { .. }, None | Some(Content::Broken { .. })) => {}
            _ => return Err(format!("the text is of another kind: {}", part.text())),
        }
    }
    Ok(())
}

/// A value with each key once, as the server gets it.
fn once(value: &Value) -> Value {
    let read = yaml::parse(&yaml::emit(value)).pop();
    read.and_then(|document| document.content.into_value()).expect("what is written is read")
}

/// Keys that the API does not have stay where they are, as long as their entry does.
pub fn unknown_fields_survive(taken: &Taken) -> Law {
    let Some((_, before, after)) = taken.edited() else { return Ok(()) };
    let after = unknown_fields(&after);
    for (place, others) in unknown_fields(&before) {
        let kept = after.get(&place);
        law(kept.is_none_or(|kept| *kept == others), &format!("{place:?} lost {others:?}"))?;
    }
    Ok(())
}

/// Unknown fields by the entry they are in, or by the name of the part of the policy.
fn unknown_fields(draft: &PolicyDraft) -> BTreeMap<(&'static str, Option<ItemId>), Others> {
    let mut found = BTreeMap::from([(("policy", None), draft.others.clone())]);
    if let Some(metadata) = draft.metadata.written() {
        found.insert(("metadata", None), metadata.others.clone());
    }
    let Some(spec) = draft.spec.written() else { return found };
    found.insert(("spec", None), spec.others.clone());
    let mut selector = |name, id, selector: &Field<SelectorDraft>| {
        let Some(selector) = selector.written() else { return };
        found.insert((name, id), selector.others.clone());
        for row in selector.expressions() {
            // A row that has become a label is no longer here.
            let others = row.field.written().map(|row| row.others.clone());
            found.insert(("row", Some(row.id)), others.unwrap_or_default());
        }
    };
    selector("podSelector", None, &spec.pod_selector);
    for item in rules(draft) {
        for peer in item.field.written().map_or(&[][..], |rule| rule.peers.items()) {
            let Some(draft) = peer.field.written() else { continue };
            selector("podSelector", Some(peer.id), &draft.pod_selector);
            selector("namespaceSelector", Some(peer.id), &draft.namespace_selector);
        }
    }
    for item in rules(draft) {
        let Some(rule) = item.field.written() else { continue };
        found.insert(("rule", Some(item.id)), rule.others.clone());
        for peer in rule.peers.items() {
            let Some(draft) = peer.field.written() else { continue };
            found.insert(("peer", Some(peer.id)), draft.others.clone());
            if let Some(block) = draft.ip_block.written() {
                found.insert(("ipBlock", Some(peer.id)), block.others.clone());
            }
        }
        for port in rule.ports.items() {
            if let Some(draft) = port.field.written() {
                found.insert(("port", Some(port.id)), draft.others.clone());
            }
        }
    }
    found
}

fn rules(draft: &PolicyDraft) -> Vec<&Rc<Item<RuleDraft>>> {
    let Some(spec) = draft.spec.written() else { return Vec::new() };
    Direction::ALL.into_iter().flat_map(|direction| spec.rules(direction)).collect()
}

/// What is wide open in a policy as authored, by what it is.
#[derive(Debug, Default, PartialEq)]
struct Open {
    /// Directions that are not restricted.
    directions: BTreeSet<Direction>,
    /// Rules for everyone.
    peers: BTreeSet<ItemId>,
    /// Rules for every port and protocol.
    ports: BTreeSet<ItemId>,
    /// Entries for every port of a protocol.
    every_port: BTreeSet<ItemId>,
    /// Peers with a selector that selects everything.
    selectors: BTreeSet<(ItemId, &'static str)>,
}

impl Open {
    fn of(draft: &PolicyDraft) -> Self {
        let mut open = Open::default();
        // Without a readable `spec` the defaults of the API hold.
        let spec = draft.spec.written().cloned().unwrap_or_default();
        let unrestricted = |direction: &Direction| !spec.isolates(*direction);
        open.directions.extend(Direction::ALL.into_iter().filter(unrestricted));
        for item in rules(draft) {
            let closed = RuleDraft { peers: Restriction::Closed, ..RuleDraft::default() };
            let rule = match &item.field {
                Field::Written(rule) => rule,
                Field::Absent | Field::Null => &RuleDraft::default(),
                Field::Unreadable(_) => &closed,
            };
            if matches!(rule.peers, Restriction::Open(_)) {
                open.peers.insert(item.id);
            }
            if matches!(rule.ports, Restriction::Open(_)) {
                open.ports.insert(item.id);
            }
            open.add_entries(rule);
        }
        open
    }

    fn add_entries(&mut self, rule: &RuleDraft) {
        for port in rule.ports.items() {
            let named = match &port.field {
                Field::Written(port) => !port.port.is_missing() || !port.end_port.is_missing(),
                Field::Unreadable(_) => true,
                Field::Absent | Field::Null => false,
            };
            if !named {
                self.every_port.insert(port.id);
            }
        }
        for peer in rule.peers.items() {
            let Some(draft) = peer.field.written() else { continue };
            let selectors =
                [("pods", &draft.pod_selector), ("namespaces", &draft.namespace_selector)];
            for (name, selector) in selectors {
                if selector.written().is_some_and(SelectorDraft::is_blank) {
                    self.selectors.insert((peer.id, name));
                }
            }
        }
    }
}

/// What an edit may open, because it says so.
#[derive(Clone, Copy, Default)]
struct Opens {
    directions: bool,
    peers: bool,
    ports: bool,
    every_port: bool,
    selectors: bool,
}

/// The edits that open something by their name; every other one may only close.
fn opens(edit: &Edit) -> Opens {
    let nothing = Opens::default();
    match edit {
        Edit::SetDirection(_, DirectionState::AllowAll) => {
            Opens { peers: true, ports: true, ..nothing }
        }
        Edit::SetDirection(_, DirectionState::NotRestricted) => {
            Opens { directions: true, ..nothing }
        }
        // A custom rule is about every port, but allows nothing until it has a peer.
        Edit::SetDirection(_, DirectionState::Listed) => Opens { ports: true, ..nothing },
        Edit::SetDirection(_, DirectionState::DenyAll) => nothing,
        Edit::AddRule(_, preset) | Edit::SetRulePreset(_, preset) => match preset {
            RulePreset::AllowAll => Opens { peers: true, ports: true, ..nothing },
            RulePreset::Custom => Opens { ports: true, ..nothing },
            RulePreset::DenyAll => nothing,
        },
        Edit::AddGivenRule(..) => {
            Opens { peers: true, ports: true, every_port: true, selectors: true, ..nothing }
        }
        // The copy is as open as the original, which is checked apart.
        Edit::DuplicateRule(_) => {
            Opens { peers: true, ports: true, every_port: true, selectors: true, ..nothing }
        }
        Edit::SetPeerScope(_, Scope::All) => Opens { peers: true, ..nothing },
        Edit::SetPortScope(_, Scope::All) => Opens { ports: true, ..nothing },
        Edit::SetEveryPort(_, Scope::All) => Opens { every_port: true, ..nothing },
        Edit::AddPeer(..) | Edit::SetPeerKind(..) => Opens { selectors: true, ..nothing },
        // Taking a condition away selects more, which is what it is for.
        Edit::Selector(_, SelectorEdit::Remove(_)) => Opens { selectors: true, ..nothing },
        Edit::SetName(_)
        | Edit::SetNamespace(_)
        | Edit::Metadata(..)
        | Edit::Selector(..)
        | Edit::MoveRule(..)
        | Edit::RemoveRule(_)
        | Edit::RemovePeer(_)
        | Edit::SetPeerScope(_, Scope::Listed)
        | Edit::SetPortScope(_, Scope::Listed)
        | Edit::SetCidr(..)
        | Edit::AddExcept(_)
        | Edit::SetExcept(..)
        | Edit::RemoveExcept(_)
        | Edit::AddPort(_)
        | Edit::RemovePort(_)
        | Edit::SetProtocol(..)
        | Edit::SetEveryPort(_, Scope::Listed)
        | Edit::SetPort(..)
        | Edit::SetEndPort(..) => nothing,
    }
}

/// Only an edit that says so opens anything, and the server sees nothing open that the form does not.
pub fn closed_by_construction(taken: &Taken) -> Law {
    let Some((edit, before, after)) = taken.edited() else { return Ok(()) };
    let (before, open, may) = (Open::of(&before), Open::of(&after), opens(edit));
    let law_of = |may: bool, only_closed: bool, what: &str| {
        law(may || only_closed, &format!("{what} opened: {open:?} before: {before:?}"))
    };
    let directions = open.directions.is_subset(&before.directions);
    law_of(may.directions, directions, "a direction was")?;
    law_of(may.peers, open.peers.is_subset(&before.peers), "the peers of a rule were")?;
    law_of(may.ports, open.ports.is_subset(&before.ports), "the ports of a rule were")?;
    let every_port = open.every_port.is_subset(&before.every_port);
    law_of(may.every_port, every_port, "an entry of ports was")?;
    law_of(may.selectors, open.selectors.is_subset(&before.selectors), "a selector was")?;
    if matches!(edit, Edit::DuplicateRule(_)) && before.peers.is_empty() {
        law(open.peers.is_empty(), "a copy is open, its original is not")?;
    }
    server_sees_no_more(&after, &open)
}

/// Counts what is open in the policy that the server makes of the manifest.
fn server_sees_no_more(draft: &PolicyDraft, open: &Open) -> Law {
    let judgement = validate(&once(&draft.to_value()), ServerVersion::default());
    let Some(policy) = judgement.policy else { return Ok(()) };
    let rules: Vec<_> =
        Direction::ALL.into_iter().flat_map(|way| policy.isolation(way).rules()).collect();
    let everyone = rules.iter().filter(|rule| rule.peers == Peers::Any).count();
    let every_port = rules.iter().filter(|rule| rule.ports == Ports::All).count();
    law(everyone <= open.peers.len(), "the server reads a rule as open to everyone")?;
    law(every_port <= open.ports.len(), "the server reads a rule as open on every port")?;
    let unrestricted = |direction: &Direction| {
        matches!(policy.isolation(*direction), netpol_core::model::Isolation::NotIsolated)
    };
    let directions: BTreeSet<Direction> = Direction::ALL.into_iter().filter(unrestricted).collect();
    law(directions == open.directions, "the server restricts other directions than the form shows")
}

/// Now one manifest, now another, as manifests come and go.
fn form_of(document: &Document) -> Option<ManifestId> {
    document.manifests().last().map(|last| last.id())
}

pub fn derive_at_once(document: &Document) -> Derived {
    derive(document, Environment::default(), form_of(document), None)
}

/// Deriving from what was derived before gives the same, and shares what looks the same.
pub fn derived_alike(document: &Document, before: &Derived) -> Result<Derived, String> {
    let derived = derive(document, Environment::default(), form_of(document), Some(before));
    law(derived == derive_at_once(document), "derived from before and at once, they differ")?;
    for after in &derived.manifests {
        let id = after.manifest.id();
        let Some(before) = before.manifests.iter().find(|found| found.manifest.id() == id) else {
            continue;
        };
        law(before != after || Rc::ptr_eq(before, after), "the same manifest was made anew")?;
        let (Some(old), Some(new)) = (&before.facts, &after.facts) else { continue };
        law(old.scope != new.scope || Rc::ptr_eq(&old.scope, &new.scope), "the scope is anew")?;
        for (id, new) in new.rules() {
            let same = old.rule(id).filter(|old| *old == new);
            law(same.is_none_or(|old| Rc::ptr_eq(old, new)), "the same rule was made anew")?;
        }
    }
    let vocabulary = Rc::ptr_eq(&before.vocabulary, &derived.vocabulary);
    law(vocabulary || before.vocabulary != derived.vocabulary, "the vocabulary is anew")?;
    Ok(derived)
}

/// A workspace comes back with its texts, and with the rules that no text holds.
pub fn saved_and_restored(taken: &Taken) -> Law {
    let saved = taken.after.to_saved();
    let restored = Document::from_saved(&saved);
    let (old, new) = (taken.after.manifests(), restored.manifests());
    law(old.len() == new.len(), "manifests are missing")?;
    for (old, new) in taken.after.files().iter().zip(restored.files()) {
        law(old.text() == new.text() && old.opened() == new.opened(), "a text has changed")?;
        law(old.name() == new.name(), "a name has changed")?;
    }
    for (old, new) in old.iter().zip(new) {
        match (old.content(), new.content()) {
            (Content::Policy(old), Content::Policy(new)) => {
                law(once(&old.to_value()) == new.to_value(), "a policy has changed")?;
                law(shape(old) == shape(new), "rules that are not written have changed")?;
            }
            (Content::Broken { last: Some(old) }, Content::Broken { last: Some(new) }) => {
                law(once(&old.to_value()) == once(&new.to_value()), "a policy has changed")?;
            }
            (old, new) => law(old == new, "a manifest is of another kind")?,
        }
    }
    law(restored.to_saved() == Document::from_saved(&restored.to_saved()).to_saved(), "unstable")
}

/// For each rule how many peers and ports it has, and whether it is written.
fn shape(draft: &PolicyDraft) -> Vec<(usize, usize, bool)> {
    let shape = |item: &&Rc<Item<RuleDraft>>| match item.field.written() {
        Some(rule) => (rule.peers.items().len(), rule.ports.items().len(), rule.is_written()),
        None => (0, 0, true),
    };
    rules(draft).iter().map(shape).collect()
}
