//! The versions of the text of a joint statement, and what is different between two of them: for those who could read both.

pub mod api;
mod difference;
pub mod pages;

pub use difference::{DifferenceView, ListOfVersions, RowDifference, VersionView, WordsView};
