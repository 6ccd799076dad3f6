//! Label selectors and label maps as authored.

use super::field::{Authored, Field, Fields, Ids, Item, Items, MapWriter, Others, new_item};
use crate::value::Value;
use std::rc::Rc;

/// One `key: value` of `matchLabels`, `labels` or `annotations`.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelDraft {
    /// The key, possibly empty while it is being typed.
    pub key: String,
    /// The value; an empty one is a value too.
    pub value: Field<String>,
}

/// `key: value` pairs in the order of the text; a key may stand twice while it is being typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelsDraft(pub Items<LabelDraft>);

impl LabelsDraft {
    /// Appends a pair.
    pub(crate) fn push(&mut self, key: &str, value: &str, ids: &mut Ids) {
        let label = LabelDraft { key: key.to_owned(), value: Field::Written(value.to_owned()) };
        self.0.push(new_item(label, ids));
    }
}

impl Authored for LabelsDraft {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let Value::Map(entries) = value else { return Err(value) };
        let mut labels = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let value = Field::read(Some(value), ids);
            labels.push(new_item(LabelDraft { key, value }, ids));
        }
        Ok(LabelsDraft(labels))
    }

    fn write(&self) -> Value {
        let mut labels = MapWriter::default();
        for label in self.0.iter().filter_map(|item| item.field.written()) {
            labels = labels.put(&label.key, label.value.to_value());
        }
        labels.rest(&Others::new())
    }
}

/// A `LabelSelector`: all of its `matchLabels` and `matchExpressions` must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectorDraft {
    /// `matchLabels`
    pub match_labels: Field<LabelsDraft>,
    /// `matchExpressions`
    pub match_expressions: Field<Items<RequirementDraft>>,
    /// Keys that a selector does not have.
    pub others: Others,
}

impl SelectorDraft {
    /// The label rows, in the order of the text.
    pub fn labels(&self) -> &[Rc<Item<LabelDraft>>] {
        self.match_labels.written().map_or(&[], |labels| labels.0.as_slice())
    }

    /// The expression rows, in the order of the text.
    pub fn expressions(&self) -> &[Rc<Item<RequirementDraft>>] {
        self.match_expressions.written().map_or(&[], Vec::as_slice)
    }

    /// Whether it selects everything: no labels, no expressions, nothing unreadable.
    pub fn is_blank(&self) -> bool {
        let unread = matches!(self.match_labels, Field::Unreadable(_))
            || matches!(self.match_expressions, Field::Unreadable(_));
        self.labels().is_empty() && self.expressions().is_empty() && !unread
    }
}

impl Authored for SelectorDraft {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let mut fields = Fields::of(value, ids)?;
        Ok(SelectorDraft {
            match_labels: fields.take("matchLabels"),
            match_expressions: fields.take("matchExpressions"),
            others: fields.rest(),
        })
    }

    fn write(&self) -> Value {
        MapWriter::default()
            .put("matchLabels", self.match_labels.to_value())
            .put("matchExpressions", self.match_expressions.to_value())
            .rest(&self.others)
    }
}

/// One entry of `matchExpressions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequirementDraft {
    /// `key`
    pub key: Field<String>,
    /// `operator`: `In`, `NotIn`, `Exists` or `DoesNotExist` when it is right.
    pub operator: Field<String>,
    /// `values`
    pub values: Field<Items<String>>,
    /// Keys that a requirement does not have.
    pub others: Others,
}

impl Authored for RequirementDraft {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let mut fields = Fields::of(value, ids)?;
        Ok(RequirementDraft {
            key: fields.take("key"),
            operator: fields.take("operator"),
            values: fields.take("values"),
            others: fields.rest(),
        })
    }

    fn write(&self) -> Value {
        MapWriter::default()
            .put("key", self.key.to_value())
            .put("operator", self.operator.to_value())
            .put("values", self.values.to_value())
            .rest(&self.others)
    }
}
