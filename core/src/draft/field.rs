//! The building blocks of a draft: fields that may be wrong, and lists whose emptiness means
//! something.

use std::borrow::Cow;
use std::rc::Rc;

use crate::value::{Number, Value};

/// Identifies a rule, peer, port or row for its whole life, across edits and undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(u32);

impl ItemId {
    /// The bare number, for list keys and element ids of a page.
    pub const fn number(self) -> u32 {
        self.0
    }
}

/// Where fresh ids come from; part of the document, so that applying a command stays pure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    next: u32,
}

impl Ids {
    /// Gives out an id that was never given out before.
    pub fn fresh(&mut self) -> ItemId {
        let id = ItemId(self.next);
        self.next = self.next.wrapping_add(1);
        id
    }
}

/// What the author wrote for one field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field<T> {
    /// The key is not there.
    #[default]
    Absent,
    /// The key is there with `null`, which the API reads as absent.
    Null,
    /// A value of the field's type; whether the API accepts it is for `validate` to say.
    Written(T),
    /// A value of another type, kept as it is.
    Unreadable(Value),
}

impl<T> Field<T> {
    /// The value, if one of the field's type was written.
    pub fn written(&self) -> Option<&T> {
        match self {
            Field::Written(value) => Some(value),
            _ => None,
        }
    }

    /// The same, to be changed in place.
    pub fn written_mut(&mut self) -> Option<&mut T> {
        match self {
            Field::Written(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the API sees nothing here: absent or `null`.
    pub fn is_missing(&self) -> bool {
        matches!(self, Field::Absent | Field::Null)
    }
}

impl<T> Field<T> {
    /// Reads a field whose type needs more than the value to be read.
    pub(crate) fn read_with(
        value: Option<Value>,
        ids: &mut Ids,
        read: impl FnOnce(Value, &mut Ids) -> Result<T, Value>,
    ) -> Self {
        match value {
            None => Field::Absent,
            Some(Value::Null) => Field::Null,
            Some(value) => match read(value, ids) {
                Ok(read) => Field::Written(read),
                Err(other) => Field::Unreadable(other),
            },
        }
    }
}

impl<T: Default> Field<T> {
    /// The value to be changed, made empty first where there was none.
    ///
    /// A value of another type is replaced: whoever calls this is giving the field a new content.
    pub fn or_default(&mut self) -> &mut T {
        if !matches!(self, Field::Written(_)) {
            *self = Field::Written(T::default());
        }
        match self {
            Field::Written(value) => value,
            _ => unreachable!("made `Written` above"),
        }
    }
}

impl<T: Authored> Field<Items<T>> {
    /// The entries to be added to. A lone value where the API asks for a list becomes its first
    /// entry, since replacing it would drop an exception or a value that somebody wrote.
    pub(crate) fn entries_mut(&mut self, ids: &mut Ids) -> &mut Items<T> {
        if let Field::Unreadable(lone) = self {
            let items = Items::read(Value::List(vec![lone.clone()]), ids);
            *self = items.map_or(Field::Absent, Field::Written);
        }
        self.or_default()
    }
}

impl<T: Authored> Field<T> {
    /// Reads a field from the value under its key.
    pub(crate) fn read(value: Option<Value>, ids: &mut Ids) -> Self {
        Field::read_with(value, ids, T::read)
    }

    /// The value to write under the key; `None` writes no key.
    pub(crate) fn to_value(&self) -> Option<Value> {
        match self {
            Field::Absent => None,
            Field::Null => Some(Value::Null),
            Field::Written(value) => Some(value.write()),
            Field::Unreadable(other) => Some(other.clone()),
        }
    }
}

impl<T: Typed> Field<T> {
    /// The field's content as the text of an input box.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Field::Absent | Field::Null => Cow::Borrowed(""),
            Field::Written(value) => value.text(),
            Field::Unreadable(Value::String(text)) => Cow::Borrowed(text),
            Field::Unreadable(other) => Cow::Owned(other.to_json()),
        }
    }
}

/// Types that a manifest can hold, right or wrong.
pub trait Authored: Sized {
    /// Reads the type, or gives the value back when it is of another type.
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value>;
    /// Writes what was read.
    fn write(&self) -> Value;
}

/// Types that are typed into one input box.
pub trait Typed: Sized {
    /// What the input box shows.
    fn text(&self) -> Cow<'_, str>;
    /// The field that holds exactly what was typed.
    fn typed(text: &str) -> Field<Self>;
}

impl Authored for String {
    fn read(value: Value, _: &mut Ids) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }

    fn write(&self) -> Value {
        Value::from(self.as_str())
    }
}

impl Typed for String {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }

    /// Typed text is that text; an empty box is an absent field.
    fn typed(text: &str) -> Field<Self> {
        if text.is_empty() { Field::Absent } else { Field::Written(text.to_owned()) }
    }
}

impl Authored for Number {
    fn read(value: Value, _: &mut Ids) -> Result<Self, Value> {
        match value {
            Value::Number(number) => Ok(number),
            other => Err(other),
        }
    }

    fn write(&self) -> Value {
        Value::Number(self.clone())
    }
}

impl Typed for Number {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }

    /// Digits are a number; anything else is kept as text, for `validate` to refuse.
    fn typed(text: &str) -> Field<Self> {
        match whole_number(text) {
            _ if text.is_empty() => Field::Absent,
            Some(number) => Field::Written(number),
            None => Field::Unreadable(Value::from(text)),
        }
    }
}

/// Reads digits without sign and leading zeros, so that showing the number gives the text back.
pub(crate) fn whole_number(text: &str) -> Option<Number> {
    let plain =
        text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let number: i64 = if plain { text.parse().ok()? } else { return None };
    Some(Number::from(number))
}

/// One entry of a list, with its identity.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<T> {
    /// Who it is, whatever its place and content.
    pub id: ItemId,
    /// What it says; never [`Field::Absent`].
    pub field: Field<T>,
}

/// Entries that are shared until one of them changes, so that an edit copies one entry and not all.
pub type Items<T> = Vec<Rc<Item<T>>>;

/// Makes a fresh list entry.
pub(crate) fn new_item<T>(value: T, ids: &mut Ids) -> Rc<Item<T>> {
    Rc::new(Item { id: ids.fresh(), field: Field::Written(value) })
}

impl<T: Authored> Authored for Items<T> {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        read_items(value, ids, T::read)
    }

    fn write(&self) -> Value {
        let mut values = Vec::with_capacity(self.len());
        for item in self {
            values.extend(item.field.to_value());
        }
        Value::List(values)
    }
}

/// Reads a list whose entries need more than the value to be read.
// Loops, here and below: each chain that is collected is several functions for each type.
pub(crate) fn read_items<T>(
    value: Value,
    ids: &mut Ids,
    read: impl Fn(Value, &mut Ids) -> Result<T, Value>,
) -> Result<Items<T>, Value> {
    let Value::List(values) = value else { return Err(value) };
    let mut items = Vec::with_capacity(values.len());
    for value in values {
        let id = ids.fresh();
        items.push(Rc::new(Item { id, field: Field::read_with(Some(value), ids, &read) }));
    }
    Ok(items)
}

/// The three ways to write a list that the API reads as "no restriction".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyForm {
    /// The key is not there.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// `[]`.
    List,
}

/// A list that restricts (`from`, `to`, `ports`): the API reads an empty one as *everything*.
///
/// The form can also mean *nothing*, which the API has no words for inside a rule. The two
/// empties are two cases here, so that taking the last entry away can never open a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Restriction<T> {
    /// Everything: every peer, every port.
    Open(EmptyForm),
    /// Only what is listed; never empty.
    Only(Items<T>),
    /// Nothing. A rule with this is not written, because a rule that allows nothing is no rule.
    Closed,
    /// Something that is no list, kept as it is.
    Unreadable(Value),
}

/// The key under which an unreadable list is kept where [`Restriction::Closed`] has to be kept too.
const UNREADABLE_KEY: &str = "unreadable";

impl<T> Default for Restriction<T> {
    fn default() -> Self {
        Restriction::Open(EmptyForm::Absent)
    }
}

impl<T> Restriction<T> {
    /// The entries; none unless it is [`Restriction::Only`].
    pub fn items(&self) -> &[Rc<Item<T>>] {
        match self {
            Restriction::Only(items) => items,
            _ => &[],
        }
    }

    /// Adds an entry at the end; what was open or closed becomes a list of one.
    pub(crate) fn push(&mut self, item: Rc<Item<T>>) {
        match self {
            Restriction::Only(items) => items.push(item),
            _ => *self = Restriction::Only(vec![item]),
        }
    }

    /// Makes [`Restriction::Closed`] a value that is written: an empty map. What is unreadable
    /// already goes into a map of its own, so that the two are never taken for each other.
    pub(crate) fn mark_closed(&mut self) {
        match self {
            Restriction::Closed => *self = Restriction::Unreadable(Value::EMPTY_MAP),
            Restriction::Unreadable(value) => {
                let value = std::mem::replace(value, Value::Null);
                let wrapped = Value::Map(vec![(UNREADABLE_KEY.to_owned(), value)]);
                *self = Restriction::Unreadable(wrapped);
            }
            Restriction::Open(_) | Restriction::Only(_) => {}
        }
    }

    /// Takes [`Restriction::mark_closed`] back.
    pub(crate) fn unmark_closed(&mut self) {
        let Restriction::Unreadable(marked) = self else { return };
        match marked.get(UNREADABLE_KEY) {
            Some(value) => *self = Restriction::Unreadable(value.clone()),
            None => *self = Restriction::Closed,
        }
    }

    /// Takes an entry away; without its last entry the list is closed, never open.
    pub(crate) fn remove(&mut self, id: ItemId) -> bool {
        let Restriction::Only(items) = self else { return false };
        let Some(position) = items.iter().position(|item| item.id == id) else { return false };
        items.remove(position);
        if items.is_empty() {
            *self = Restriction::Closed;
        }
        true
    }
}

impl<T: Authored> Restriction<T> {
    /// Gives every entry an identity of its own; nothing else changes.
    pub(crate) fn renew_ids(&mut self, ids: &mut Ids) {
        if let Restriction::Only(items) = self {
            let values = items.write();
            *self = Restriction::read(Some(values), ids);
        }
    }

    pub(crate) fn read(value: Option<Value>, ids: &mut Ids) -> Self {
        match Field::<Items<T>>::read(value, ids) {
            Field::Absent => Restriction::Open(EmptyForm::Absent),
            Field::Null => Restriction::Open(EmptyForm::Null),
            Field::Written(items) if items.is_empty() => Restriction::Open(EmptyForm::List),
            Field::Written(items) => Restriction::Only(items),
            Field::Unreadable(other) => Restriction::Unreadable(other),
        }
    }

    /// The value to write under the key. A closed list has none: its rule must not be written.
    pub(crate) fn to_value(&self) -> Option<Value> {
        match self {
            Restriction::Open(EmptyForm::Absent) | Restriction::Closed => None,
            Restriction::Open(EmptyForm::Null) => Some(Value::Null),
            Restriction::Open(EmptyForm::List) => Some(Value::List(Vec::new())),
            Restriction::Only(items) => Some(items.write()),
            Restriction::Unreadable(other) => Some(other.clone()),
        }
    }
}

/// The entries of a map that the draft has no field for, in the order of the text.
pub type Others = Vec<(String, Value)>;

/// Takes known keys out of a map; what is left over is unknown and kept.
pub(crate) struct Fields<'ids> {
    entries: Others,
    ids: &'ids mut Ids,
}

impl<'ids> Fields<'ids> {
    pub(crate) fn of(value: Value, ids: &'ids mut Ids) -> Result<Self, Value> {
        match value {
            Value::Map(entries) => Ok(Fields { entries, ids }),
            other => Err(other),
        }
    }

    pub(crate) fn take<T: Authored>(&mut self, key: &str) -> Field<T> {
        self.take_with(key, T::read)
    }

    pub(crate) fn take_with<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(Value, &mut Ids) -> Result<T, Value>,
    ) -> Field<T> {
        let value = self.take_value(key);
        Field::read_with(value, self.ids, read)
    }

    pub(crate) fn take_restriction<T: Authored>(&mut self, key: &str) -> Restriction<T> {
        let value = self.take_value(key);
        Restriction::read(value, self.ids)
    }

    pub(crate) fn rest(self) -> Others {
        self.entries
    }

    fn take_value(&mut self, key: &str) -> Option<Value> {
        let position = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(position).1)
    }
}

/// Collects the entries of a map in the order in which they are to be written.
#[derive(Default)]
pub(crate) struct MapWriter(Others);

impl MapWriter {
    pub(crate) fn put(mut self, key: &str, value: Option<Value>) -> Self {
        if let Some(value) = value {
            self.0.push((key.to_owned(), value));
        }
        self
    }

    pub(crate) fn rest(mut self, others: &Others) -> Value {
        self.0.extend(others.iter().cloned());
        Value::Map(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_text_comes_back_as_it_was_typed() {
        for text in ["", "80", "080", "+80", "0", "8o", "99999999999999999999", "٣"] {
            assert_eq!(Number::typed(text).text(), text);
        }
    }

    #[test]
    fn a_list_that_loses_its_last_entry_is_closed_and_never_open() {
        let mut ids = Ids::default();
        let item = new_item("a".to_owned(), &mut ids);
        let id = item.id;
        let mut list = Restriction::Only(vec![item]);
        assert!(list.remove(id));
        assert_eq!(list, Restriction::Closed);
        assert_eq!(list.to_value(), None);
    }

    #[test]
    fn the_three_empties_are_kept_apart() {
        let mut ids = Ids::default();
        for value in [None, Some(Value::Null), Some(Value::List(Vec::new()))] {
            let read = Restriction::<String>::read(value.clone(), &mut ids);
            assert!(matches!(read, Restriction::Open(_)));
            assert_eq!(read.to_value(), value);
        }
    }
}
