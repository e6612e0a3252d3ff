//! The languages of the pages: their strings, and the names of places in them.

mod places;
mod strings;

pub use places::{countries, english_names, is_country, place_name};
pub use strings::{Language, Strings, direction};
