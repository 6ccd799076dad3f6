//! Rules, peers and ports as authored.

use std::borrow::Cow;

use super::field::{
    Authored, Field, Fields, Ids, Items, MapWriter, Others, Restriction, Typed, whole_number,
};
use super::selector::SelectorDraft;
use crate::value::{Number, Value};

/// One entry of `ingress` or `egress`.
///
/// The direction is not part of it; reading and writing take it to
/// know whether the peers stand under `from` or under `to`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleDraft {
    /// `from` or `to`: the sources or destinations.
    pub peers: Restriction<PeerDraft>,
    /// `ports`
    pub ports: Restriction<PortDraft>,
    /// Keys that a rule does not have.
    pub others: Others,
}

impl RuleDraft {
    /// Whether the rule is in the manifest. One that allows nothing is not: it would be read as open.
    pub fn is_written(&self) -> bool {
        !matches!(self.peers, Restriction::Closed) && !matches!(self.ports, Restriction::Closed)
    }

    /// Whether the rule allows everything in its direction.
    pub fn allows_everything(&self) -> bool {
        matches!(self.peers, Restriction::Open(_)) && matches!(self.ports, Restriction::Open(_))
    }

    /// Gives every entry an identity of its own, as a copy needs.
    pub(crate) fn renew_ids(&mut self, ids: &mut Ids) {
        self.peers.renew_ids(ids);
        self.ports.renew_ids(ids);
    }

    /// Makes a closed rule one that is written, so that the form can be kept as data.
    pub(crate) fn mark_closed(&mut self) {
        self.peers.mark_closed();
        self.ports.mark_closed();
    }

    /// Takes [`RuleDraft::mark_closed`] back.
    pub(crate) fn unmark_closed(&mut self) {
        self.peers.unmark_closed();
        self.ports.unmark_closed();
    }

    pub(crate) fn from_value(value: Value, peers: &str, ids: &mut Ids) -> Result<Self, Value> {
        let mut fields = Fields::of(value, ids)?;
        Ok(RuleDraft {
            peers: fields.take_restriction(peers),
            ports: fields.take_restriction("ports"),
            others: fields.rest(),
        })
    }

    pub(crate) fn to_value(&self, peers: &str) -> Value {
        MapWriter::default()
            .put(peers, self.peers.to_value())
            .put("ports", self.ports.to_value())
            .rest(&self.others)
    }
}

/// One entry of `from` or `to`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeerDraft {
    /// `namespaceSelector`; absent means the policy's own namespace.
    pub namespace_selector: Field<SelectorDraft>,
    /// `podSelector`; absent means all pods of the selected namespaces.
    pub pod_selector: Field<SelectorDraft>,
    /// `ipBlock`, which goes with neither selector.
    pub ip_block: Field<IpBlockDraft>,
    /// Keys that a peer does not have.
    pub others: Others,
}

/// What kind of source or destination a peer is, read off the keys that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeerKind {
    /// Only `podSelector`: pods of the policy's own namespace.
    SameNamespace,
    /// `namespaceSelector`, with or without `podSelector`: pods of other namespaces.
    OtherNamespaces,
    /// Only `ipBlock`: addresses.
    IpBlock,
    /// No key at all, which the API refuses.
    Nothing,
    /// `ipBlock` next to a selector, which the API refuses.
    Mixed,
}

impl PeerDraft {
    /// What kind of source or destination this is.
    pub fn kind(&self) -> PeerKind {
        let namespaces = !self.namespace_selector.is_missing();
        let pods = !self.pod_selector.is_missing();
        match (namespaces, pods, !self.ip_block.is_missing()) {
            (false, true, false) => PeerKind::SameNamespace,
            (true, _, false) => PeerKind::OtherNamespaces,
            (false, false, true) => PeerKind::IpBlock,
            (false, false, false) => PeerKind::Nothing,
            _ => PeerKind::Mixed,
        }
    }
}

impl Authored for PeerDraft {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let mut fields = Fields::of(value, ids)?;
        Ok(PeerDraft {
            namespace_selector: fields.take("namespaceSelector"),
            pod_selector: fields.take("podSelector"),
            ip_block: fields.take("ipBlock"),
            others: fields.rest(),
        })
    }

    fn write(&self) -> Value {
        MapWriter::default()
            .put("namespaceSelector", self.namespace_selector.to_value())
            .put("podSelector", self.pod_selector.to_value())
            .put("ipBlock", self.ip_block.to_value())
            .rest(&self.others)
    }
}

/// An `ipBlock`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IpBlockDraft {
    /// `cidr`
    pub cidr: Field<String>,
    /// `except`: ranges that are left out.
    pub except: Field<Items<String>>,
    /// Keys that an IP block does not have.
    pub others: Others,
}

impl Authored for IpBlockDraft {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let mut fields = Fields::of(value, ids)?;
        Ok(IpBlockDraft {
            cidr: fields.take("cidr"),
            except: fields.take("except"),
            others: fields.rest(),
        })
    }

    fn write(&self) -> Value {
        MapWriter::default()
            .put("cidr", self.cidr.to_value())
            .put("except", self.except.to_value())
            .rest(&self.others)
    }
}

/// One entry of `ports`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PortDraft {
    /// `protocol`; absent means TCP.
    pub protocol: Field<String>,
    /// `port`; absent means all ports of the protocol.
    pub port: Field<PortValue>,
    /// `endPort`: the last port of a range.
    pub end_port: Field<Number>,
    /// Keys that a port does not have.
    pub others: Others,
}

impl Authored for PortDraft {
    fn read(value: Value, ids: &mut Ids) -> Result<Self, Value> {
        let mut fields = Fields::of(value, ids)?;
        Ok(PortDraft {
            protocol: fields.take("protocol"),
            port: fields.take("port"),
            end_port: fields.take("endPort"),
            others: fields.rest(),
        })
    }

    fn write(&self) -> Value {
        MapWriter::default()
            .put("protocol", self.protocol.to_value())
            .put("port", self.port.to_value())
            .put("endPort", self.end_port.to_value())
            .rest(&self.others)
    }
}

/// A `port`: a number or the name of a container port.
#[derive(Clone, Debug, PartialEq)]
pub enum PortValue {
    /// A number, in range or not.
    Number(Number),
    /// A name, well-formed or not.
    Name(String),
}

impl Authored for PortValue {
    fn read(value: Value, _: &mut Ids) -> Result<Self, Value> {
        match value {
            Value::Number(number) => Ok(PortValue::Number(number)),
            Value::String(name) => Ok(PortValue::Name(name)),
            other => Err(other),
        }
    }

    fn write(&self) -> Value {
        match self {
            PortValue::Number(number) => Value::Number(number.clone()),
            PortValue::Name(name) => Value::from(name.as_str()),
        }
    }
}

impl Typed for PortValue {
    fn text(&self) -> Cow<'_, str> {
        match self {
            PortValue::Number(number) => Cow::Borrowed(number.as_str()),
            PortValue::Name(name) => Cow::Borrowed(name),
        }
    }

    /// Digits are a number, everything else is a name. An empty box is an empty name, which the
    /// server refuses: taking a port away by a slip must not open every port.
    fn typed(text: &str) -> Field<Self> {
        match whole_number(text) {
            Some(number) => Field::Written(PortValue::Number(number)),
            None => Field::Written(PortValue::Name(text.to_owned())),
        }
    }
}
