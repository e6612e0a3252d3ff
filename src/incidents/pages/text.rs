//! A text as its audience reads it.

use super::words::{self, Line};
use crate::error::{Error, Result};
use crate::incidents::facts::{Facts, Mode};
use crate::redaction::marks::Reason;
use crate::redaction::{Reading, Redaction};
use crate::web::{Page, SafeHtml, render_with_gaps};

/// Title, narrative and facts, ready to be shown.
pub struct Text {
    pub title: String,
    pub language: String,
    pub narrative: SafeHtml,
    pub facts: Vec<Line>,
    /// What was left out elsewhere than in the narrative, and why.
    pub withheld: Vec<String>,
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
            narrative: narrative(page, reading),
            facts: words::lines(page, &facts),
            withheld: withheld(page, &reading.redactions),
            raw: words::raw(&facts),
        })
    }
}

/// The narrative with a bar and its reason where something was left out.
pub fn narrative(page: &Page, reading: &Reading) -> SafeHtml {
    render_with_gaps(&reading.narrative, |reason| Some((page.t("redacted"), why(page, reason.parse().ok()?))))
}

/// A reason by its name.
pub fn why(page: &Page, reason: Reason) -> String {
    page.t(&format!("reason-{}", reason.as_str().replace('_', "-")))
}

/// A line for each reason of each part, with how many places there are: for who decides.
pub fn applied(page: &Page, redactions: &[Redaction]) -> Vec<String> {
    let mut counted: Vec<(String, u64)> = Vec::new();
    for redaction in redactions {
        let line = line(page, redaction);
        match counted.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count += 1,
            None => counted.push((line, 1)),
        }
    }
    let places = |count: u64| page.tn("applied-places", count);
    counted.into_iter().map(|(line, count)| format!("{line} ({})", places(count))).collect()
}

/// A line for each reason of each part: how many places there are is not said.
pub fn withheld(page: &Page, redactions: &[Redaction]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for redaction in redactions {
        // The bars in the text say it.
        if redaction.at == "narrative" && redaction.words.is_empty() {
            continue;
        }
        let line = line(page, redaction);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn line(page: &Page, redaction: &Redaction) -> String {
    let what = match redaction.at.as_str() {
        part @ ("title" | "narrative") => page.t(&format!("report-{part}")),
        "evidence" => page.t("evidence-heading"),
        fact => page.t(&format!("fact-{}", fact.replace('_', "-"))),
    };
    let reason =
        if redaction.words.is_empty() { why(page, redaction.reason) } else { redaction.words.clone() };
    page.ta("withheld-line", &[("what", &what), ("reason", &reason)])
}
