//! The test suite: one binary, one module for each kind of test.

mod conformance;
mod describe;
mod presets;
