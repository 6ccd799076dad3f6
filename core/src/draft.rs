//! A NetworkPolicy as authored: it may be wrong, and it keeps what it does not understand.
//!
//! A [`PolicyDraft`] can hold anything that a manifest can say or a form can be given, so nothing
//! that was typed or opened is ever lost; `validate` says what the API server would answer to it.
//! Entries of lists have ids that survive edits, so that a page keeps its focus and a command its
//! aim. Reading and writing go through [`Value`]; this module knows no YAML.

pub(crate) mod align;
mod field;
mod rule;
mod selector;

use std::rc::Rc;

pub(crate) use field::{Authored, new_item};
pub use field::{EmptyForm, Field, Ids, Item, ItemId, Items, Others, Restriction, Typed};
pub use rule::{IpBlockDraft, PeerDraft, PeerKind, PortDraft, PortValue, RuleDraft};
pub use selector::{LabelDraft, LabelsDraft, RequirementDraft, SelectorDraft};

use crate::model::Direction;
use crate::value::Value;
use field::{Fields, MapWriter, read_items};

/// The `apiVersion` of a NetworkPolicy.
pub const API_VERSION: &str = "networking.k8s.io/v1";

/// The `kind` of a NetworkPolicy.
pub const KIND: &str = "NetworkPolicy";

/// A NetworkPolicy as authored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyDraft {
    /// `apiVersion`
    pub api_version: Field<String>,
    /// `kind`
    pub kind: Field<String>,
    /// `metadata`
    pub metadata: Field<MetadataDraft>,
    /// `spec`
    pub spec: Field<SpecDraft>,
    /// Keys that a policy does not have, such as `status`.
    pub others: Others,
}

impl PolicyDraft {
    /// The policy that a new form starts from: no rules at all.
    ///
    /// As the API server reads it, this denies all ingress of all pods of the namespace.
    pub fn blank(name: &str, namespace: &str) -> Self {
        let typed = |text: &str| <String as Typed>::typed(text);
        PolicyDraft {
            api_version: Field::Written(API_VERSION.to_owned()),
            kind: Field::Written(KIND.to_owned()),
            metadata: Field::Written(MetadataDraft {
                name: typed(name),
                namespace: typed(namespace),
                ..MetadataDraft::default()
            }),
            spec: Field::Written(SpecDraft {
                pod_selector: Field::Written(SelectorDraft::default()),
                policy_types: Field::Written(vec![Field::Written("Ingress".to_owned())]),
                ..SpecDraft::default()
            }),
            others: Others::new(),
        }
    }

    /// Reads a manifest; a value that is no map is given back.
    ///
    /// # Errors
    /// The value itself, when it is not a map.
    pub fn from_value(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let mut fields = Fields::of(value, ids)?;
        Ok(PolicyDraft {
            api_version: fields.take("apiVersion"),
            kind: fields.take("kind"),
            metadata: fields.take("metadata"),
            spec: fields.take("spec"),
            others: fields.rest(),
        })
    }

    /// Writes the manifest, known keys first and in the order of the documentation.
    ///
    /// Rules that allow nothing are left out, see [`RuleDraft::is_written`].
    pub fn to_value(&self) -> Value {
        MapWriter::default()
            .put("apiVersion", self.api_version.to_value())
            .put("kind", self.kind.to_value())
            .put("metadata", self.metadata.to_value())
            .put("spec", self.spec.to_value())
            .rest(&self.others)
    }

    /// Whether the form has rules that are not in the manifest.
    pub fn has_unwritten_rules(&self) -> bool {
        let Some(spec) = self.spec.written() else { return false };
        let is_unwritten = |item: &Rc<Item<RuleDraft>>| {
            item.field.written().is_some_and(|rule| !rule.is_written())
        };
        let has_some = |direction| spec.rules(direction).iter().any(is_unwritten);
        has_some(Direction::Ingress) || has_some(Direction::Egress)
    }

    /// Writes the policy with the rules that are not in the manifest, for
    /// [`PolicyDraft::from_form_value`] only.
    pub(crate) fn to_form_value(&self) -> Value {
        let mut marked = self.clone();
        marked.for_each_rule(RuleDraft::mark_closed);
        marked.to_value()
    }

    /// Reads what [`PolicyDraft::to_form_value`] wrote.
    pub(crate) fn from_form_value(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let mut draft = PolicyDraft::from_value(value, ids)?;
        draft.for_each_rule(RuleDraft::unmark_closed);
        Ok(draft)
    }

    fn for_each_rule(&mut self, change: fn(&mut RuleDraft)) {
        let Some(spec) = self.spec.written_mut() else { return };
        for direction in Direction::ALL {
            for item in spec.rules_field_mut(direction).written_mut().into_iter().flatten() {
                if let Some(rule) = Rc::make_mut(item).field.written_mut() {
                    change(rule);
                }
            }
        }
    }

    /// `metadata.name` as text, empty when there is none.
    pub fn name(&self) -> String {
        self.metadata
            .written()
            .map(|metadata| metadata.name.text().into_owned())
            .unwrap_or_default()
    }

    /// `metadata.namespace` as text, empty when there is none.
    pub fn namespace(&self) -> String {
        let namespace = |metadata: &MetadataDraft| metadata.namespace.text().into_owned();
        self.metadata.written().map(namespace).unwrap_or_default()
    }
}

/// The part of `metadata` that the form shows, and the rest as it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetadataDraft {
    /// `name`
    pub name: Field<String>,
    /// `namespace`
    pub namespace: Field<String>,
    /// `labels`
    pub labels: Field<LabelsDraft>,
    /// `annotations`
    pub annotations: Field<LabelsDraft>,
    /// Every other key.
    pub others: Others,
}

impl Authored for MetadataDraft {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let mut fields = Fields::of(value, ids)?;
        Ok(MetadataDraft {
            name: fields.take("name"),
            namespace: fields.take("namespace"),
            labels: fields.take("labels"),
            annotations: fields.take("annotations"),
            others: fields.rest(),
        })
    }

    fn write(&self) -> Value {
        MapWriter::default()
            .put("name", self.name.to_value())
            .put("namespace", self.namespace.to_value())
            .put("labels", self.labels.to_value())
            .put("annotations", self.annotations.to_value())
            .rest(&self.others)
    }
}

/// `spec`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpecDraft {
    /// `podSelector`: the selected pods.
    pub pod_selector: Field<SelectorDraft>,
    /// `policyTypes`
    pub policy_types: Field<Vec<Field<String>>>,
    /// `ingress`
    pub ingress: Field<Items<RuleDraft>>,
    /// `egress`
    pub egress: Field<Items<RuleDraft>>,
    /// Keys that a spec does not have.
    pub others: Others,
}

impl SpecDraft {
    /// The rules of a direction as a field.
    pub fn rules_field(&self, direction: Direction) -> &Field<Items<RuleDraft>> {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }

    /// The rules of a direction as a field, to be changed.
    pub(crate) fn rules_field_mut(&mut self, direction: Direction) -> &mut Field<Items<RuleDraft>> {
        match direction {
            Direction::Ingress => &mut self.ingress,
            Direction::Egress => &mut self.egress,
        }
    }

    /// The rules of a direction, written or not.
    pub fn rules(&self, direction: Direction) -> &[Rc<Item<RuleDraft>>] {
        self.rules_field(direction).written().map_or(&[], Vec::as_slice)
    }

    /// Whether the policy isolates its pods in a direction, by the API's defaulting.
    ///
    /// Without `policyTypes` that is ingress always, and egress if there is an egress rule. A type
    /// that the API does not know may have been meant as either, so it counts as both: an edit that
    /// makes the policy acceptable must not open a direction that its author wanted closed.
    pub fn isolates(&self, direction: Direction) -> bool {
        match &self.policy_types {
            Field::Written(types) if !types.is_empty() => {
                types.iter().any(|kind| known_type(kind).is_none_or(|known| known == direction))
            }
            _ => direction == Direction::Ingress || self.has_written_rule(direction),
        }
    }

    /// Whether `policyTypes` has an entry that the API does not know.
    pub(crate) fn has_unknown_type(&self) -> bool {
        self.policy_types
            .written()
            .is_some_and(|types| types.iter().any(|t| known_type(t).is_none()))
    }

    /// Whether a rule of the direction is in the manifest.
    pub fn has_written_rule(&self, direction: Direction) -> bool {
        let in_manifest = |item: &Rc<Item<RuleDraft>>| match &item.field {
            Field::Written(rule) => rule.is_written(),
            _ => true,
        };
        self.rules(direction).iter().any(in_manifest)
    }
}

fn known_type(kind: &Field<String>) -> Option<Direction> {
    let kind = kind.written()?;
    Direction::ALL.into_iter().find(|direction| direction.policy_type() == kind)
}

impl Authored for Vec<Field<String>> {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let Value::List(items) = value else { return Err(value) };
        let mut fields = Vec::with_capacity(items.len());
        for item in items {
            fields.push(Field::read(Some(item), ids));
        }
        Ok(fields)
    }

    fn write(&self) -> Value {
        let mut values = Vec::with_capacity(self.len());
        for field in self {
            values.extend(field.to_value());
        }
        Value::List(values)
    }
}

impl Authored for SpecDraft {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let mut fields = Fields::of(value, ids)?;
        let pod_selector = fields.take("podSelector");
        let policy_types = fields.take("policyTypes");
        let mut rules = |direction: Direction| {
            fields.take_with(direction.rules_key(), |value, ids| read_rules(value, direction, ids))
        };
        let (ingress, egress) = (rules(Direction::Ingress), rules(Direction::Egress));
        Ok(SpecDraft { pod_selector, policy_types, ingress, egress, others: fields.rest() })
    }

    fn write(&self) -> Value {
        MapWriter::default()
            .put("podSelector", self.pod_selector.to_value())
            .put("policyTypes", self.policy_types.to_value())
            .put("ingress", write_rules(&self.ingress, Direction::Ingress))
            .put("egress", write_rules(&self.egress, Direction::Egress))
            .rest(&self.others)
    }
}

fn read_rules(
    value: Value,
    direction: Direction,
    ids: &mut Ids,
) -> Result<Items<RuleDraft>, Value> {
    let peers = direction.peers_key();
    read_items(value, ids, |value, ids: &mut Ids| RuleDraft::from_value(value, peers, ids))
}

fn write_rules(rules: &Field<Items<RuleDraft>>, direction: Direction) -> Option<Value> {
    let items = match rules {
        Field::Written(items) => items,
        Field::Absent => return None,
        Field::Null => return Some(Value::Null),
        Field::Unreadable(other) => return Some(other.clone()),
    };
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        match &item.field {
            Field::Written(rule) if !rule.is_written() => {}
            Field::Written(rule) => values.push(rule.to_value(direction.peers_key())),
            Field::Unreadable(other) => values.push(other.clone()),
            Field::Absent | Field::Null => values.push(Value::Null),
        }
    }
    Some(Value::List(values))
}
