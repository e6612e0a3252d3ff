//! Import and export.

pub mod stop;
