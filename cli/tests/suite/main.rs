//! The built `netpol`, run as its users run it.

#![expect(clippy::expect_used, reason = "a test that cannot run the program has to stop")]
#![expect(clippy::panic, reason = "a test says what is wrong by panicking")]

mod canonical;
mod check;
mod corpus;
mod describe;
mod diff;
mod explain;
mod fmt;
mod help;
mod input;
mod join;
mod new;
mod probe;
mod reach;
mod render;
mod set;
mod split;
mod support;
mod validate;
