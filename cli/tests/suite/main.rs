//! The built `netpol`, run as its users run it.

#![expect(clippy::expect_used, reason = "a test that cannot run the program has to stop")]
#![expect(clippy::panic, reason = "a test says what is wrong by panicking")]

mod canonical;
mod corpus;
mod describe;
mod help;
mod input;
mod new;
mod support;
mod validate;
