//! Leave to open what is sealed: made here alone, and never without its audit row.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Act, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{Listed, OrganisationId, Tx};
use crate::error::Result;

/// A subject whose original is opened: its internal id, and what the outside calls it.
#[derive(Debug, Clone, Copy)]
pub struct Opened<'a> {
    /// What kind of thing.
    pub kind: SubjectKind,
    /// Internal.
    pub id: &'a str,
    /// Its reference: it stands in the log.
    pub reference: &'a str,
}

/// Why originals are opened whose titles stand in a list.
pub const LIST: &str = "list of titles";

/// Leave to open the originals of one or several subjects. Ends with the transaction that audited it.
#[derive(Debug)]
pub struct Permit {
    subjects: Vec<String>,
}

impl Permit {
    /// Leave for this viewer to do `act` with the originals of `subjects`, written to the log of their owner: each of
    /// them is named there.
    pub fn ask(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        act: Act<'_>,
        owner: &OrganisationId,
        subjects: &[Opened<'_>],
        why: &'static str,
    ) -> Result<Self> {
        allows(viewer, act)?;
        let why = if tx.listed().is_some() { LIST } else { why };
        let mut detail = json!({ "for": why });
        let originals: BTreeSet<&str> = subjects.iter().map(|subject| subject.reference).collect();
        // One is what the row is about.
        if originals.len() > 1
            && let Some(detail) = detail.as_object_mut()
        {
            detail.insert("originals".into(), json!(originals));
        }
        // A request goes with its action, and the log goes on naming it.
        if let [Opened { kind: SubjectKind::Ticket, reference, .. }] = subjects
            && let Some(detail) = detail.as_object_mut()
        {
            detail.insert("ticket".into(), json!(reference));
        }
        let actor = Actor::of(viewer.person(), viewer.organisation());
        Self::record(tx, &actor, owner, subjects, detail)
    }

    /// Leave for the program itself to make a copy of a file for release: of that file alone, and written to the log of
    /// its owner as an act of nobody.
    pub fn to_copy(tx: &mut Tx<'_>, owner: &OrganisationId, file: Opened<'_>) -> Result<Self> {
        Self::record(tx, &Actor::default(), owner, &[file], json!({ "for": "copy" }))
    }

    fn record(
        tx: &mut Tx<'_>,
        actor: &Actor,
        owner: &OrganisationId,
        subjects: &[Opened<'_>],
        detail: serde_json::Value,
    ) -> Result<Self> {
        let first = subjects.first();
        let kind = first.map_or(SubjectKind::Report, |subject| subject.kind);
        let is_file = matches!(kind, SubjectKind::Evidence | SubjectKind::File);
        if !is_file && Self::listed(tx, owner, subjects)? {
            return Ok(Self::of(subjects));
        }
        let act = match kind {
            SubjectKind::Evidence => "evidence.opened",
            SubjectKind::File => "file.opened",
            _ => "original.opened",
        };
        let subject = first.map(|subject| subject.id).unwrap_or_default();
        let row = audit::record_row(
            tx,
            actor,
            &Entry { act, subject_kind: kind, subject, owner: Some(owner), detail },
        )?;
        if let Some(listed) = tx.listed()
            && !is_file
        {
            let originals = subjects.iter().map(|subject| subject.reference.to_owned()).collect();
            listed.insert(owner.clone(), Listed { row, originals });
        }
        Ok(Self::of(subjects))
    }

    fn of(subjects: &[Opened<'_>]) -> Self {
        Self { subjects: subjects.iter().map(|subject| subject.id.to_owned()).collect() }
    }

    /// Names more originals in the row that this look at a list has written for their owner; false where there is none yet.
    fn listed(tx: &mut Tx<'_>, owner: &OrganisationId, subjects: &[Opened<'_>]) -> Result<bool> {
        let Some(listed) = tx.listed().and_then(|listed| listed.get_mut(owner)) else { return Ok(false) };
        listed.originals.extend(subjects.iter().map(|subject| subject.reference.to_owned()));
        let (row, originals) = (listed.row.clone(), json!(listed.originals));
        audit::say_more(tx, &row, &json!({ "for": LIST, "originals": originals }))?;
        Ok(true)
    }

    /// Whether this permit is for this subject.
    pub fn covers(&self, subject: &str) -> bool {
        self.subjects.iter().any(|covered| covered == subject)
    }
}
