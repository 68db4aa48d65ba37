//! What the browser loads: the islands of `app`, and nothing else.

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Called once by the page's script when the WASM has been instantiated, with the figures that the page begins with.
///
/// Not `leptos::mount::hydrate_islands`: that would start what drives effects and resources, which no island has.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate(figures: Vec<u8>) {
    #[cfg(feature = "hook")]
    console_error_panic_hook::set_once();
    app::islands::bring(figures);
}
