//! Everything that is tested across modules: corpora, fixtures, properties, other implementations.

#![expect(clippy::expect_used, reason = "a test that cannot read its corpus has to stop")]
#![expect(clippy::panic, reason = "a test says what is wrong by panicking")]
#![expect(clippy::print_stdout, reason = "counts are printed for whoever runs the tests")]

mod conformance;
mod emit;
mod presets;
mod scalars;
