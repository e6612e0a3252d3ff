//! Leave to open what is sealed: made here alone, and never without its audit row.

use serde_json::json;

use super::{Act, Viewer, allows};
use crate::audit::{self, Actor, Entry};
use crate::db::{OrganisationId, Tx};
use crate::error::Result;

/// Leave to open the originals of one or several subjects. Ends with the transaction that audited it.
#[derive(Debug)]
pub struct Permit {
    subjects: Vec<String>,
}

impl Permit {
    /// Leave for this viewer to do `act` with the originals of `subjects`, written to the log of their owner.
    pub fn ask(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        act: Act<'_>,
        owner: &OrganisationId,
        subjects: &[&str],
        why: &'static str,
    ) -> Result<Self> {
        allows(viewer, act)?;
        audit::record(
            tx,
            &Actor::of(viewer.person(), viewer.organisation()),
            &Entry {
                act: "original.opened",
                subject_kind: "report",
                subject: subjects.first().copied().unwrap_or_default(),
                owner: Some(owner),
                detail: json!({ "for": why, "count": subjects.len() }),
            },
        )?;
        Ok(Self { subjects: subjects.iter().map(|&subject| subject.to_owned()).collect() })
    }

    /// Whether this permit is for this subject.
    pub fn covers(&self, subject: &str) -> bool {
        self.subjects.iter().any(|covered| covered == subject)
    }
}
