//! A file's text after an edit, and what stays the same in it.
//!
//! Parts with the same bytes stay the very same. Objects in what has changed are matched with those
//! that were there, so that they keep their ids, and so does everything in their drafts.

use std::rc::Rc;

use super::file::{Content, Manifest, Part, Reading, identity};
use super::objects;
use crate::command::ManifestId;
use crate::draft::{Ids, PolicyDraft, align};
use crate::path::FieldPath;
use crate::text::has;
use crate::value::Value;
use crate::yaml::{self, LineIndex, Piece};

/// How the objects of a text are matched with those that were there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matching {
    /// By kind, namespace and name; what is left over in its order. For text that was typed.
    ByName,
    /// One by one. For text in which one object was changed in its place.
    InOrder,
}

/// Reads the text of a file that may have been read before.
pub(super) struct Reader<'a> {
    pub ids: &'a mut Ids,
    pub next_manifest: &'a mut u32,
    pub matching: Matching,
    /// A manifest whose draft is known: the text was written from it.
    pub known: Option<(ManifestId, Rc<PolicyDraft>)>,
    /// The text of a part and what was read from it already, as editing it takes reading it.
    pub fresh: Option<(String, yaml::Document)>,
}

/// An object of the new text, and the one that it was.
struct Slot<'a> {
    reading: usize,
    place: FieldPath,
    former: Option<Former<'a>>,
}

/// An object of the former text.
#[derive(Clone, Copy)]
struct Former<'a> {
    part: &'a Part,
    manifest: &'a Rc<Manifest>,
}

impl Reader<'_> {
    /// The parts of a text, with as much as possible of the parts before.
    pub fn read(&mut self, text: &str, before: &[Rc<Part>]) -> Vec<Rc<Part>> {
        let pieces = yaml::cut(text);
        let same = |(part, piece): &(&Rc<Part>, &Piece)| is_same(part, piece, text);
        let front = before.iter().zip(&pieces).take_while(same).count();
        let (old, new) = (&before[front..], &pieces[front..]);
        let back = old.iter().rev().zip(new.iter().rev()).take_while(same).count();
        let (old, kept) = old.split_at(old.len() - back);
        let changed = front..front + new.len() - back;
        let mut readings = Vec::new();
        for piece in pieces.into_iter().skip(changed.start).take(changed.len()) {
            readings.push(Rc::new(read_piece(text, piece, &mut self.fresh)));
        }
        let mut parts = before[..front].to_vec();
        parts.extend(self.match_objects(readings, old));
        parts.extend_from_slice(kept);
        self.keep_one(&mut parts, front, old);
        parts
    }

    /// The parts of a text that has been read already.
    pub fn take_over(&mut self, reading: &Rc<Reading>) -> Vec<Rc<Part>> {
        self.match_objects(vec![Rc::clone(reading)], &[])
    }

    /// Makes the parts of what was read.
    fn match_objects(&mut self, readings: Vec<Rc<Reading>>, old: &[Rc<Part>]) -> Vec<Rc<Part>> {
        let mut slots = Vec::new();
        let mut pool = Vec::new();
        for part in old {
            for manifest in &part.manifests {
                pool.push(Former { part, manifest });
            }
        }
        for (number, reading) in readings.iter().enumerate() {
            // With as many parts as before, each is taken for the one at its place.
            let before = old.get(number).filter(|_| old.len() == readings.len());
            add_slots(number, reading, before, &mut slots, &mut pool);
        }
        if self.matching == Matching::ByName {
            match_by_name(&mut slots, &mut pool, &readings);
        }
        let mut left = pool.as_slice();
        for slot in &mut slots {
            if slot.former.is_none()
                && let Some((next, others)) = left.split_first()
            {
                (slot.former, left) = (Some(*next), others);
            }
        }
        add_swallowed(&readings, left, &mut slots);
        let mut parts = Vec::with_capacity(readings.len());
        for reading in readings {
            parts.push(Rc::new(Part { reading, manifests: Vec::new() }));
        }
        for slot in slots {
            let manifest = self.manifest(&parts[slot.reading], slot.place, slot.former);
            // Nobody else has the part yet.
            if let Some(part) = Rc::get_mut(&mut parts[slot.reading]) {
                part.manifests.push(manifest);
            }
        }
        parts
    }

    fn manifest(
        &mut self,
        part: &Part,
        place: FieldPath,
        former: Option<Former<'_>>,
    ) -> Rc<Manifest> {
        let id = former.map_or_else(|| self.fresh_id(), |former| former.manifest.id);
        let content = self.content(part, &place, id, former);
        match former {
            Some(former)
                if former.manifest.place == place && former.manifest.content == content =>
            {
                Rc::clone(former.manifest)
            }
            _ => Rc::new(Manifest { id, place, content }),
        }
    }

    fn content(
        &mut self,
        part: &Part,
        place: &FieldPath,
        id: ManifestId,
        former: Option<Former<'_>>,
    ) -> Content {
        let last = former.and_then(|former| former.manifest.last_policy());
        let Some(document) = part.value() else { return Content::Broken { last: last.cloned() } };
        let object = objects::object_at(document, place);
        let value = document.at(place).unwrap_or(&Value::Null);
        if !object.is_some_and(|object| objects::is_policy(&object)) {
            // A whole cluster is not copied.
            return Content::Other(match &part.read().content {
                yaml::Content::Read(whole) if place.steps().is_empty() => Rc::clone(whole),
                _ => Rc::new(value.clone()),
            });
        }
        if let Some((known, draft)) = &self.known
            && *known == id
        {
            return Content::Policy(Rc::clone(draft));
        }
        if let Some(former) = former
            && let Content::Policy(draft) = &former.manifest.content
            && former.part.value().and_then(|old| old.at(&former.manifest.place)) == Some(value)
        {
            return Content::Policy(Rc::clone(draft));
        }
        match PolicyDraft::from_value(value.clone(), self.ids) {
            Ok(draft) => Content::Policy(align::keep(draft, last)),
            Err(other) => Content::Other(Rc::new(other)),
        }
    }

    /// A text that was emptied stays a manifest to type into.
    fn keep_one(&mut self, parts: &mut [Rc<Part>], front: usize, old: &[Rc<Part>]) {
        let former = old.iter().find_map(|part| part.manifests.first());
        let at = front.min(parts.len().saturating_sub(1));
        let (Some(former), Some(part)) = (former, parts.get(at)) else { return };
        if parts.iter().all(|part| part.manifests.is_empty()) {
            let content = Content::Broken { last: former.last_policy().cloned() };
            let manifest = Manifest { id: former.id, place: FieldPath::root(), content };
            let (reading, manifests) = (Rc::clone(&part.reading), vec![Rc::new(manifest)]);
            parts[at] = Rc::new(Part { reading, manifests });
        }
    }

    fn fresh_id(&mut self) -> ManifestId {
        let id = ManifestId(*self.next_manifest);
        *self.next_manifest = self.next_manifest.wrapping_add(1);
        id
    }
}

fn is_same(part: &Part, piece: &Piece, text: &str) -> bool {
    // One that was emptied and still is a manifest is looked at again.
    let is_emptied = !part.manifests.is_empty() && part.is_blank();
    !is_emptied
        && part.reading.notation == piece.notation()
        && text.get(piece.span()) == Some(part.text())
}

fn read_piece(text: &str, piece: Piece, fresh: &mut Option<(String, yaml::Document)>) -> Reading {
    let text = text.get(piece.span()).unwrap_or_default();
    let notation = piece.notation();
    let document = match fresh.take_if(|(known, _)| known == text) {
        Some((_, document)) => document,
        None => piece.read(text),
    };
    Reading { text: text.into(), notation, document, lines: LineIndex::new(text) }
}

/// Adds the objects of a part. What was in a text that breaks while it is typed stays until the
/// text can be read again.
fn add_slots<'a>(
    number: usize,
    reading: &Reading,
    before: Option<&'a Rc<Part>>,
    slots: &mut Vec<Slot<'a>>,
    pool: &mut Vec<Former<'a>>,
) {
    let mut add = |place, former| slots.push(Slot { reading: number, place, former });
    match (&reading.document.content, before) {
        (yaml::Content::Empty, _) => {}
        (yaml::Content::Read(value), _) => {
            for place in objects::manifests(value) {
                add(place, None);
            }
        }
        (yaml::Content::Broken, Some(part)) if !part.manifests.is_empty() => {
            pool.retain(|former| !std::ptr::eq(former.part, part.as_ref()));
            for manifest in &part.manifests {
                add(manifest.place.clone(), Some(Former { part, manifest }));
            }
        }
        (yaml::Content::Broken, _) => add(FieldPath::root(), None),
    }
}

/// Adds the objects of documents that have become one, which cannot be read: so it is while the
/// line between them is typed. They are there as long as the text has their names.
fn add_swallowed<'a>(readings: &[Rc<Reading>], left: &[Former<'a>], slots: &mut Vec<Slot<'a>>) {
    let is_broken =
        |reading: &Rc<Reading>| matches!(reading.document.content, yaml::Content::Broken);
    let Some(reading) = readings.iter().position(is_broken) else { return };
    for &former in left {
        let Some([.., name]) = former.manifest.identity() else { continue };
        if has(&readings[reading].text, &name) {
            let place = former.manifest.place.clone();
            slots.push(Slot { reading, place, former: Some(former) });
        }
    }
}

/// Gives objects of one kind, namespace and name to each other, the first to the first.
fn match_by_name<'a>(slots: &mut [Slot<'a>], pool: &mut Vec<Former<'a>>, readings: &[Rc<Reading>]) {
    let mut names = Vec::with_capacity(pool.len());
    for former in &*pool {
        names.push(former.manifest.identity());
    }
    let mut free = vec![true; pool.len()];
    // Most stand in the order in which they stood, so that the next one is the likely one.
    let mut likely = 0;
    for slot in slots {
        if slot.former.is_some() {
            continue;
        }
        let yaml::Content::Read(document) = &readings[slot.reading].document.content else {
            continue;
        };
        let object = document.at(&slot.place);
        let Some(name) = object.and_then(identity) else { continue };
        let is_it = |at: usize| free[at] && names[at].as_ref() == Some(&name);
        let found = (likely..pool.len()).find(|&at| is_it(at));
        let found = found.or_else(|| (0..likely).find(|&at| is_it(at)));
        if let Some(at) = found {
            free[at] = false;
            likely = at + 1;
            slot.former = Some(pool[at]);
        }
    }
    let mut free = free.into_iter();
    pool.retain(|_| free.next().unwrap_or_default());
}
