//! The browser: the only place that touches it. Started from callbacks and effects, never while
//! rendering, and never from a reducer.

pub mod clock;
pub mod focus;
pub mod markup;
