//! The languages of the pages: their strings, the names of places in them, and moments as people type them.

mod due;
mod places;
mod strings;

pub use due::{DueLine, beginning, due_at, due_typed, is_shown_twice};
pub use places::{countries, english_names, is_country, place_name};
pub use strings::{Language, Strings, direction};
