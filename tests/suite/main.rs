//! The test suite: one binary, one module for each kind of test.

mod closed;
mod conformance;
mod describe;
mod edits;
mod form;
mod history;
mod mapping;
mod peers_defects;
mod presets;
mod tidy;
mod variants;
mod workspace;
