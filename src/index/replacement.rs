//! What takes the place of what in the index.

use super::Document;

/// Subjects, and all the documents of the source's kind that they have now.
#[derive(Debug, Clone, Default)]
pub struct Replacement {
    /// The subjects whose documents are removed: a subject without new ones leaves the index.
    pub subjects: Vec<String>,
    /// What comes.
    pub documents: Vec<Document>,
}
