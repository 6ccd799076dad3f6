//! The time, for telling one burst of typing from the next.

/// Milliseconds since the page was opened.
#[cfg(target_arch = "wasm32")]
pub fn now_ms() -> u64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or(0, |performance| performance.now() as u64)
}

/// Outside of a browser nothing is typed, so there is no time either.
#[cfg(not(target_arch = "wasm32"))]
pub fn now_ms() -> u64 {
    0
}
