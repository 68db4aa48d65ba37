//! What the browser loads: the islands of `app`, and nothing else.

// Without this every island's export would be dropped by the linker.
use app as _;

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Called once by the page's script when the WASM has been instantiated.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    #[cfg(feature = "hook")]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
