//! Tests of the functions for JavaScript, called natively; in wasm they are tested by
//! `cargo xtask library`.

mod misuse;
mod shapes;
