//! Parts of forms that know nothing about policies.

pub mod button;
pub mod field;
pub mod findings;
pub mod picture;
pub mod segmented;
pub mod select;
pub mod sentence;
pub mod tabs;
pub mod tag;
