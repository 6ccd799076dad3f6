//! The regions of the page and what is in them.

pub mod catalogue;
pub mod details;
pub mod form;
pub mod output;
pub mod toolbar;
pub mod welcome;
pub mod workspace;
