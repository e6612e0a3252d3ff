//! A text as its audience reads it.

use super::words::{self, Line};
use crate::error::{Error, Result};
use crate::incidents::facts::{Facts, Mode};
use crate::redaction::Reading;
use crate::web::{Page, SafeHtml, render_markdown};

/// Title, narrative and facts, ready to be shown.
pub struct Text {
    pub title: String,
    pub language: String,
    pub narrative: SafeHtml,
    pub facts: Vec<Line>,
    /// The source's own row, for who may read it.
    pub raw: Vec<(String, String)>,
}

impl Text {
    /// Of what is read.
    pub fn of(page: &Page, reading: &Reading) -> Result<Self> {
        let facts = Facts::parse(&reading.facts, Mode::Import)
            .map_err(|faults| Error::Internal(format!("kept facts do not parse: {faults:?}")))?;
        Ok(Self {
            title: reading.title.clone(),
            language: reading.language.clone(),
            narrative: render_markdown(&reading.narrative),
            facts: words::lines(page, &facts),
            raw: words::raw(&facts),
        })
    }
}
