//! Everything that is tested across modules: corpora, fixtures, properties, other implementations.

#![expect(clippy::expect_used, reason = "a test that cannot read its corpus has to stop")]
#![expect(clippy::panic, reason = "a test says what is wrong by panicking")]

mod closed;
mod conformance;
mod connectivity;
mod describe;
mod edits;
mod emit;
mod files;
mod form;
mod format;
mod history;
mod mapping;
mod matched;
mod oracle;
mod peers_defects;
mod presets;
mod readings;
mod reconcile;
mod scalars;
mod snapshot;
mod survey;
mod tidy;
mod two_way;
mod variants;
mod workspace;
