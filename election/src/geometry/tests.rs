//! The whole way from polygons to paths, on maps that were made up for it. Real ones are in `tests/real_maps.rs`.

mod corners;
mod laws;
mod maps;
