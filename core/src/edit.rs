//! The document and how it changes: commands in, the next document out.
//!
//! Ground state is one immutable [`Document`] of files; [`apply()`] makes the next one, [`History`] keeps the
//! ones before, [`derive()`] computes everything else that is shown. All of it is pure.

mod ahead;
mod apply;
mod derive;
mod document;
mod file;
mod history;
mod labels;
mod live;
mod names;
mod origins;
pub mod objects;
mod policy;
mod rejected;
mod reread;
mod saved;
mod survey;
mod write;
mod zipped;

pub use ahead::{Ahead, AheadReader};
pub use apply::{apply, unshares};
pub use derive::{
    Derived, DerivedFile, DerivedManifest, DirectionFacts, Environment, Findings, Health,
    LabelChoices, Matched, PolicyFacts, RuleFacts, Vocabulary, derive,
};
pub use document::Document;
pub use file::{Content, File, Manifest, Part};
pub use history::{History, Origin, Transaction};
pub(crate) use live::without_live_fields;
pub use policy::{PortShape, direction_state, port_shape, rule_preset};
pub use rejected::Rejected;
pub use survey::{
    Answer, AnswerSide, Asked, Checked, Compared, Decisive, Mistake, Remedy, Surprise, Survey,
    Written,
};
