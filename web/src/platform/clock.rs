//! The time, for telling one burst of typing from the next.

/// Milliseconds since the page was opened.
#[cfg(target_arch = "wasm32")]
pub fn now_ms() -> u64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or(0, |performance| performance.now() as u64)
}

/// Does something after so many milliseconds.
#[cfg(target_arch = "wasm32")]
pub fn after(ms: i32, later: impl FnOnce() + 'static) {
    use wasm_bindgen::JsCast;
    let later = wasm_bindgen::closure::Closure::once_into_js(later);
    if let Some(window) = web_sys::window() {
        // Without a timer there is no page that could wait for it.
        let _timer =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(later.unchecked_ref(), ms);
    }
}

/// Does something before the next frame is drawn, and so in it.
#[cfg(target_arch = "wasm32")]
pub fn before_drawing(later: impl FnOnce() + 'static) {
    use wasm_bindgen::JsCast;
    let later = wasm_bindgen::closure::Closure::once_into_js(later);
    if let Some(window) = web_sys::window() {
        // Nothing is seen where there are no frames.
        let _frame = window.request_animation_frame(later.unchecked_ref());
    }
}

/// Does something as soon as what has changed is seen: the next task after a frame is asked for comes
/// after it is drawn.
pub fn after_drawing(later: impl FnOnce() + 'static) {
    before_drawing(move || after(0, later));
}

/// Outside of a browser nobody waits.
#[cfg(not(target_arch = "wasm32"))]
pub fn after(_ms: i32, later: impl FnOnce() + 'static) {
    later();
}

/// Outside of a browser nothing is drawn.
#[cfg(not(target_arch = "wasm32"))]
pub fn before_drawing(later: impl FnOnce() + 'static) {
    later();
}

/// Outside of a browser nothing is typed, so there is no time either.
#[cfg(not(target_arch = "wasm32"))]
pub fn now_ms() -> u64 {
    0
}
