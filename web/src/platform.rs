//! The browser: the only place that touches it. Started from callbacks and effects, never from a reducer,
//! and never while rendering, but for markup, which the page has to let in before it is drawn.

pub mod clock;
pub mod focus;
pub mod markup;
