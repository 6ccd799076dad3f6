//! Tests of the functions for JavaScript, called natively; in wasm they are tested by
//! `cargo xtask library`.

#![expect(clippy::expect_used, reason = "a test without its corpus has to stop")]

mod elements;
mod misuse;
mod shapes;
