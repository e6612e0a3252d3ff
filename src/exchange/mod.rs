//! Import and export.

mod calls;
mod card;
mod columns;
mod document;
mod download;
mod import;
mod prose;
mod spreadsheet;
mod statement;
mod tables;
pub mod stop;

pub use calls::describe;
pub use card::action_document;
pub use download::{csv_download, geojson_download, json_download};
pub use import::{Destination, Request, Source, Summary, import_file, import_stop};
pub use spreadsheet::xlsx_download;
pub use statement::statement_document;
pub use tables::{actions_download, alerts_download};
