//! Remarks on parts of a text that is returned: the rows in which a reviewer writes them, and how the desk reads them.

use super::remarks::{self, MOST_REMARKS};
use crate::access::Viewer;
use crate::db::{Moment, Tx};
use crate::error::Result;
use crate::marking::mark_rows::{Asked, Typed, choose};
use crate::people::called;
use crate::redaction::Reading;
use crate::reports::{Report, text};
use crate::vault::Vault;
use crate::web::{Choice, Form, Page};

/// A row in which one remark can be written.
pub struct Row {
    pub heading: String,
    pub field: Asked,
    pub quote: Typed,
    pub ordinal: Typed,
    pub words: Typed,
}

/// The rows of a form: those in which something was typed, and one that is empty; another where one is asked for.
pub fn rows(page: &Page, reading: &Reading, sent: Option<&Form>) -> Vec<Row> {
    let texts = remarks::texts(reading);
    let told = |name: &str| sent.map(|form| form.raw(name)).unwrap_or_default().to_owned();
    let typed = |row: usize| {
        ["quote", "words"].iter().any(|part| !told(&format!("remarks.{row}.{part}")).trim().is_empty())
    };
    let last = (0..MOST_REMARKS).rev().find(|row| typed(*row)).map_or(0, |row| row + 1);
    let more = usize::from(sent.is_some_and(|form| form.has("more")));
    let row = |row: usize| {
        let line = |part: &str| {
            let name = format!("remarks.{row}.{part}");
            Typed { value: told(&name), name }
        };
        let field = format!("remarks.{row}.field");
        let offered =
            texts.iter().map(|one| Choice::new(one.field.as_str(), text::label(page, &one.field), false));
        Row {
            heading: page.ta("remark-number", &[("number", &page.number(row as u64 + 1))]),
            field: Asked {
                options: choose(offered.collect(), sent.map(|form| form.text(&field))),
                name: field,
            },
            quote: line("quote"),
            ordinal: line("ordinal"),
            words: line("words"),
        }
    };
    (0..(last + 1 + more).min(MOST_REMARKS)).map(row).collect()
}

/// A remark as the desk reads it.
pub struct Line {
    pub label: String,
    pub quote: String,
    pub words: String,
}

/// What was remarked when a proposal was returned.
pub struct ReturnedRemarks {
    pub href: String,
    pub by: String,
    pub at: Moment,
    pub comment: String,
    pub lines: Vec<Line>,
}

/// What was remarked on a report, for those who have it on their desk.
pub fn returned_remarks(
    tx: &mut Tx<'_>,
    vault: &Vault,
    page: &Page,
    viewer: &Viewer,
    report: &Report,
) -> Result<Vec<ReturnedRemarks>> {
    let mut all = Vec::new();
    for remarked in remarks::of_report(tx, vault, viewer, report)? {
        let release = remarked.release;
        let lines = remarked.remarks.into_iter().map(|one| Line {
            label: text::label(page, &one.field),
            quote: one.quote,
            words: one.words,
        });
        all.push(ReturnedRemarks {
            href: format!("/reports/{}/releases/{}", report.reference, release.reference),
            by: match &release.decided_by {
                Some(person) => called(tx.conn, viewer, person)?,
                None => String::new(),
            },
            at: release.decided_at.unwrap_or(release.proposed_at),
            comment: release.comment,
            lines: lines.collect(),
        });
    }
    Ok(all)
}
