//! Import and export.

mod columns;
mod download;
mod import;
mod spreadsheet;
pub mod stop;

pub use download::{csv_download, describe, geojson_download, json_download};
pub use import::{Destination, Request, Source, Summary, import_file, import_stop};
pub use spreadsheet::xlsx_download;
