//! The domain of an election night.
