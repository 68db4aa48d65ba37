//! The stack of the client. The linker's own choice is a megabyte, which every reader's browser would set aside and nothing needs.

/// Bytes: several times what the deepest calls take.
const STACK: u32 = 32 * 1024;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK}");
    }
}
