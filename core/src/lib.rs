//! What a Kubernetes NetworkPolicy is, what it means, and how it is edited.
//!
//! The pure heart of Netpol Designer: no clock, randomness, files, network, threads or browser.
//! Modules are listed in reading order; each may use only those above it.

#![deny(missing_docs)]

mod order;
pub mod text;
pub mod sentence;
pub mod path;
pub mod value;
pub mod model;
pub mod draft;
pub mod command;
pub mod diagnostic;
pub mod yaml;
pub mod assign;
pub mod diff;
pub mod archive;
pub mod validate;
#[cfg(feature = "k8s-openapi")]
pub mod interop;
pub mod cluster;
pub mod analysis;
pub mod expect;
pub mod describe;
pub mod graph;
pub mod preset;
pub mod review;
pub mod render;
pub mod format;
pub mod edit;
pub mod share;
pub mod complete;
pub mod snapshot;
pub mod gather;
pub mod answers;
