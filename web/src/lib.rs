//! The designer in the browser: shows what `netpol-core` derived, and sends commands back.
//!
//! The page is the custom element `<netpol-designer>` of `netpol-designer.js`, a short class around
//! [`element::mount`]. Nothing here parses, validates or judges: a view that needs to know
//! something finds it in `Derived`.

pub mod app;
pub mod editor;
pub mod element;
pub mod icons;
pub mod js_api;
pub mod panels;
pub mod platform;
pub mod snapshot;
pub mod state;
pub mod widgets;
pub mod words;

/// The memory of the module; a third of the size of the allocator that comes with the target.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
