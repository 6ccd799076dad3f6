//! The rules, tried on manifests.
