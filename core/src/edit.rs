//! The document and how it changes: commands in, the next document out.
//!
//! Ground state is one immutable [`Document`]; [`apply()`] makes the next one, [`History`] keeps the
//! ones before, [`derive()`] computes everything else that is shown. All of it is pure.

mod apply;
mod derive;
mod document;
mod history;
mod labels;
mod names;
mod policy;
mod saved;

pub use apply::{Rejected, apply};
pub use derive::{
    Derived, DerivedManifest, DirectionFacts, Findings, Health, LabelChoices, PolicyFacts,
    RuleFacts, Vocabulary, derive,
};
pub use document::{Content, Document, Manifest};
pub use history::{History, Origin, Transaction};
pub use policy::{PortShape, direction_state, port_shape, rule_preset};
