//! The whole way from polygons to paths.
