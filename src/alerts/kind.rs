//! An alert as a kind of contribution.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::view::AlertView;
use super::{Alert, AlertBody, store};
use crate::access::{Act, Audience, Viewer, sql};
use crate::contributions::{self, Condition, Contribution, Kind};
use crate::db::schema::{contribution, contribution_version};
use crate::db::{ChangeKind, Conn, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::flow::TextKind;
use crate::outbox::{self, EventKind, To};

impl Kind for Alert {
    const KIND: TextKind = TextKind::Alert;
    const PREFIX: char = 'W';
    const SEALED: &'static str = "alert";
    const DRAFTED: &'static str = "alert.drafted";
    const WITHDRAWN: &'static str = "alert.withdrawn";
    const RELEASED: &'static str = "released";
    type View = AlertView;

    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        store::insert(tx, &row.id, row.details.ordinal)
    }

    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        store::details(conn, ids)
    }

    fn is_known(viewer: &Viewer) -> Condition {
        // Delegates have no desk, and see to the alerts of their organisation all the same, whomever those went to.
        let seen_to: fn(&OrganisationId) -> Act<'_> = |owner| Act::SeeAcknowledgements { owner };
        let own = contribution::organisation_id.eq(sql::home_for(viewer, &[seen_to]));
        let seen_to = own.and(contribution_version::released_at.is_not_null());
        Box::new(contributions::is_known(viewer, contributions::is_own(viewer)).or(seen_to))
    }

    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        let kind = if set_out(tx, row)? { EventKind::AlertReleased } else { EventKind::AlertUpdated };
        let about = (row.version.as_str(), row.id.as_str());
        outbox::tell(tx, kind, about, &To::Coalition, Some(&row.created_by))
    }

    fn narrowed(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        set_out(tx, row)?;
        let Some(before) = contributions::version_before(tx.conn, row)? else { return Ok(()) };
        // Whoever has read that it is there, or is still to read it, finds it there.
        let told = [EventKind::AlertReleased, EventKind::AlertUpdated, EventKind::AlertReminder];
        outbox::follow(tx, &told, (before.version.as_str(), row.version.as_str()))
    }

    fn confirmed(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        super::reminder::confirmed(tx, row)?;
        tx.change(ChangeKind::Alert, row.id.as_str(), false).map(|_| ())
    }

    fn same_words(before: &str, next: &str) -> bool {
        let read = |body: &str| serde_json::from_str::<AlertBody>(body);
        let (Ok(before), Ok(next)) = (read(before), read(next)) else { return false };
        // An update of the same words calls nobody again whom it does not ask to acknowledge again.
        let calls = before.message.calls() && next.message.calls() && !next.asks_again;
        calls && AlertBody { message: before.message, asks_again: before.asks_again, ..next } == before
    }

    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        store::forget_answers(tx, &row.id)?;
        super::reminder::cancel(tx, &row.id)?;
        tx.change(ChangeKind::Alert, row.id.as_str(), true).map(|_| ())
    }

    fn about(_: &Contribution<Self>) -> Option<&str> {
        None
    }

    fn title(body: &str) -> Result<String> {
        let body: AlertBody = serde_json::from_str(body).map_err(Error::internal)?;
        Ok(body.texts.into_iter().next().map(|text| text.headline).unwrap_or_default())
    }

    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<AlertView> {
        super::view::view(conn, viewer, row, audience, state)
    }
}

/// Keeps what else is known of a version that is released, and whom it reminds. Whether it is the first.
fn set_out(tx: &mut Tx<'_>, row: &Contribution<Alert>) -> Result<bool> {
    let stored = contributions::by_ids::<Alert>(tx.conn, std::slice::from_ref(&row.id))?.pop();
    let stored = stored.ok_or_else(|| Error::stored("alert", &row.reference, "it is missing"))?;
    let body = AlertBody::read(&stored)?;
    if body.expires_at <= tx.arrived() {
        return Err(Error::Conflict(message("conflict-alert-expired")));
    }
    let first = store::set_released(tx, &stored, &body)?;
    // A first version takes nothing from anybody.
    tx.change(ChangeKind::Alert, row.id.as_str(), !first)?;
    super::reminder::set(tx, &stored, &body)?;
    Ok(first)
}

impl AlertBody {
    /// What a version says, once it may be read.
    pub(crate) fn read(row: &Contribution<Alert>) -> Result<Self> {
        let body: Self =
            serde_json::from_str(&row.body).map_err(|error| Error::stored("alert", &row.reference, error))?;
        Ok(body.settled())
    }
}
