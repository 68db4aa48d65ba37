//! The client's built files: where they are, and the hashed names that pages refer to.

use std::path::{Path, PathBuf};

use app::model::Assets;
use axum::Router;
use axum::http::{HeaderValue, header};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// The folder of the built client: `LEPTOS_SITE_ROOT`, else `site` beside the executable or one folder above it.
#[must_use]
pub fn root() -> PathBuf {
    if let Some(root) = std::env::var_os("LEPTOS_SITE_ROOT") {
        return root.into();
    }
    let beside = std::env::current_exe().ok().and_then(|path| path.parent().map(Path::to_owned)).unwrap_or_default();
    let candidates = [beside.join("site"), beside.join("../site")];
    candidates.into_iter().find(|path| path.is_dir()).unwrap_or_else(|| "target/site".into())
}

/// The names of the files in `root/pkg`, and the style that pages carry in themselves. Pages work without them, only not live; the server says so when it starts.
#[must_use]
pub fn find(root: &Path) -> Assets {
    let mut assets = Assets::default();
    let names = std::fs::read_dir(root.join("pkg")).into_iter().flatten().flatten();
    for name in names.filter_map(|entry| entry.file_name().into_string().ok()) {
        let slot = match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("css") if name.starts_with("start.") => {
                assets.start = std::fs::read_to_string(root.join("pkg").join(name)).unwrap_or_default();
                continue;
            }
            Some("css") if name.starts_with("first.") => &mut assets.first,
            Some("css") => &mut assets.css,
            Some("js") => &mut assets.js,
            Some("wasm") => &mut assets.wasm,
            _ => continue,
        };
        *slot = format!("/pkg/{name}");
    }
    assets.follow = follow(root, &assets);
    let canvas = std::fs::read(root.join("canvas.js"));
    assets.canvas =
        canvas.map(|script| format!("/canvas.js?v={}", &blake3::hash(&script).to_hex()[..12])).unwrap_or_default();
    assets
}

/// The script of pins, notifications and the installed page. Its address changes with every build: by it the service worker
/// tells one build's copies from another's.
fn follow(root: &Path, assets: &Assets) -> String {
    let Ok(script) = std::fs::read(root.join("follow.js")) else { return String::new() };
    let worker = std::fs::read(root.join("sw.js")).unwrap_or_default();
    let Assets { start, first, css, js, wasm, .. } = assets;
    let names = format!("{start} {first} {css} {js} {wasm}");
    let hash = blake3::hash(&[script, worker, names.into_bytes()].concat()).to_hex();
    format!("/follow.js?v={}", &hash[..12])
}

/// Serves the files. Those in `pkg` carry a hash in their name, and a font never changes under its name (`style/_fonts.scss`):
/// both may be kept for ever.
pub fn routes<S: Clone + Send + Sync + 'static>(root: &Path) -> Router<S> {
    let folder = |path: PathBuf| ServeDir::new(path).precompressed_br().precompressed_gzip();
    let cache = |value| SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, HeaderValue::from_static(value));
    let hashed = Router::new()
        .nest_service("/pkg", folder(root.join("pkg")))
        .nest_service("/fonts", folder(root.join("fonts")))
        .layer(cache("public, max-age=31536000, immutable"));
    let plain = Router::new().fallback_service(folder(root.to_owned())).layer(cache("public, max-age=3600"));
    hashed.merge(plain)
}
