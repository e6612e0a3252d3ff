//! A file of a report as a row of a list.

use crate::error::Result;
use crate::evidence::Desk;
use crate::redaction::evidence::{FileState, Rebuilding};
use crate::reports::text::{file_kind, file_refusal, file_size, shortfalls};
use crate::web::Page;

/// A file in a list.
pub struct Listed {
    pub reference: String,
    pub name: String,
    pub description: String,
    pub kind: String,
    pub size: String,
    pub sha256: String,
    pub state: String,
    pub state_kind: &'static str,
    /// Why there is no copy.
    pub refusal: String,
    /// What its copy lacks.
    pub shortfalls: Vec<String>,
}

impl Listed {
    /// As the desk lists it.
    pub fn of(page: &Page, desk: &Desk) -> Result<Self> {
        let refusal = desk.file.refusal.as_ref();
        let lacking = desk.copy.as_ref().map(Rebuilding::shortfalls).transpose()?;
        Ok(Self {
            reference: desk.attached.reference.clone(),
            name: desk.attached.called(),
            description: desk.attached.description.clone(),
            kind: file_kind(page, &desk.attached.kind),
            size: file_size(page, desk.attached.bytes),
            sha256: desk.attached.sha256.clone(),
            state: page.t(&format!("file-state-{}", desk.file.state)),
            state_kind: match desk.file.state {
                FileState::Ready => "state-good",
                FileState::Received => "state-care",
                FileState::Refused => "",
            },
            refusal: refusal.map(|why| file_refusal(page, why, &desk.attached.kind)).unwrap_or_default(),
            shortfalls: shortfalls(page, &lacking.unwrap_or_default()),
        })
    }
}
