//! Import and export.

mod download;
mod import;
pub mod stop;

pub use download::{csv_download, geojson_download, json_download};
pub use import::{Source, Summary, import_file, import_stop};
