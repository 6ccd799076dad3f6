//! Test support.

pub mod golden;
