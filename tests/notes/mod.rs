//! Notes on incidents: a kind of text that tests alone know. It shows what a kind costs above the engine, and uses what no
//! kind of the product uses yet: it rests on an incident, is released at once where it is urgent, and ends when its incident
//! does.

mod api;
mod pages;

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

pub use self::api::{NewNote, NoteCorrection, describe};
pub use self::pages::{OnePage, choose_note, post_note};
use crate::access::{Audience, Tlp, Viewer, sql};
use crate::contributions::{self, Condition, Contribution, Kind};
use crate::db::schema::{contribution, readable, refiled, report};
use crate::db::{ChangeKind, Conn, Moment, Tx};
use crate::error::{Error, Result, message};
use crate::flow::TextKind;
use crate::people::{self, Organisation};
use crate::reports::contribution_routes::{contribution_calls, contribution_pages, version_calls};
use crate::reports::store as rows;
use crate::web::{Routes, get, post, scope};

/// Its addresses.
pub fn routes(config: &mut Routes) {
    config
        .route("/incidents/{reference}/note", get().to(choose_note))
        .route("/incidents/{reference}/note", post().to(post_note))
        .configure(contribution_pages::<Note>)
        .service(
            scope("/api/v1")
                .configure(contribution_calls::<Note>)
                .configure(version_calls::<Note>)
                .route("/notes/{reference}/versions", post().to(contributions::write::<NoteCorrection>))
                .route("/incidents/{reference}/notes", post().to(contributions::write::<NewNote>)),
        );
}

/// A note has no details beside its text.
#[derive(Debug, Clone)]
pub struct Note;

/// A note as one viewer reads it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Note)]
pub struct NoteView {
    /// `K-…`.
    pub reference: String,
    /// The incident that it is about.
    pub incident: String,
    /// Where it is.
    #[schema(pattern = "^(live|unconfirmed|ended|proposed|returned|cancelled|replaced)$")]
    pub state: &'static str,
    /// The organisation that wrote it.
    pub organisation: Organisation,
    /// Its words; left out of the answer to the call that wrote them.
    #[schema(required = false)]
    pub text: String,
    /// The tokens of its audience that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// Its label.
    pub tlp: Tlp,
    /// When it was released, or written.
    pub at: Moment,
}

/// The condition that the viewer reads a report of the incident on which a note rests, or of one that left it.
fn reads_incident(viewer: &Viewer) -> Condition {
    let read = || readable::table.filter(readable::family.eq(report::id)).filter(sql::is_readable(viewer));
    let filed = report::table
        .filter(report::incident_id.nullable().eq(contribution::rests_on))
        .filter(exists(read()));
    let left = refiled::table
        .inner_join(report::table.on(report::id.eq(refiled::report_id)))
        .filter(refiled::old_incident_id.nullable().eq(contribution::rests_on))
        .filter(exists(read()));
    Box::new(exists(filed).or(exists(left)))
}

/// Says in the change log that something else is said of the reports of its incident.
fn changed(tx: &mut Tx<'_>, row: &Contribution<Note>, narrowing: bool) -> Result<()> {
    let reports = rows::reports_of(tx.conn, &row.rests_on.clone().into())?;
    reports.iter().try_for_each(|one| tx.change(ChangeKind::Report, one.id.as_str(), narrowing).map(drop))
}

impl Kind for Note {
    const KIND: TextKind = TextKind::Note;
    const PREFIX: char = 'K';
    const SEALED: &'static str = "text";
    const DRAFTED: &'static str = "note.drafted";
    const WITHDRAWN: &'static str = "note.withdrawn";
    type View = NoteView;

    fn insert(_: &mut Tx<'_>, _: &Contribution<Self>) -> Result<()> {
        Ok(())
    }

    fn details(_: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        Ok(ids.iter().map(|id| (id.clone(), Self)).collect())
    }

    fn is_known(viewer: &Viewer) -> Condition {
        let inside = contributions::is_own(viewer).or(contributions::is_decided_by(viewer));
        let anybody = Box::new(contribution::id.is_not_null());
        Box::new(contributions::is_known(viewer, anybody).and(inside.or(reads_incident(viewer))))
    }

    fn guard(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        if rows::reports_of(tx.conn, &row.rests_on.clone().into())?.is_empty() {
            return Err(Error::Conflict(message("conflict-thread-closed")));
        }
        Ok(())
    }

    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        changed(tx, row, false)
    }

    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        changed(tx, row, true)
    }

    fn about(_: &Contribution<Self>) -> Option<&str> {
        None
    }

    fn base(_: &Contribution<Self>) -> Option<&str> {
        None
    }

    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<NoteView> {
        let tokens = audience.told(viewer, &row.organisation_id);
        Ok(NoteView {
            incident: rows::incident_by_id(conn, &row.rests_on.clone().into())?.reference,
            organisation: people::organisation(conn, &row.organisation_id)?,
            audience: tokens.iter().map(|token| people::word_of_token(conn, token)).collect::<Result<_>>()?,
            tlp: audience.tlp(),
            at: row.at(),
            reference: row.reference,
            text: row.body,
            state,
        })
    }
}
