//! Every test that needs a corpus, another implementation or random input.

#![expect(clippy::expect_used, reason = "a test that cannot read its corpus has to stop")]
#![expect(clippy::panic, reason = "a test says what is wrong by panicking")]
#![expect(clippy::print_stdout, reason = "counts are printed for whoever runs the tests")]

mod conformance;
mod emit;
mod scalars;
