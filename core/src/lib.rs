//! What a Kubernetes NetworkPolicy is, what it means, and how it is edited.
//!
//! The pure heart of Netpol Designer: no clock, randomness, files, network, threads or browser.
//! Modules are listed in reading order; each may use only those above it.

#![deny(missing_docs)]

pub mod command;
pub mod describe;
pub mod diagnostic;
pub mod draft;
pub mod model;
pub mod path;
pub mod preset;
pub mod validate;
pub mod value;
pub mod yaml;
