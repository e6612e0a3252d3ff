//! What follows when a second person has agreed to a publication, and when it opens.

use serde_json::json;

use super::body::{Body, PublishedName};
use super::clearing::names_now;
use super::model::{Publication, set_opens};
use crate::access::sql;
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::contributions::{self, Contribution};
use crate::db::{ContributionId, Tx};
use crate::error::{Error, Result, message};
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};
use crate::statements::{self, MACHINE, Onward, StageCase, Standing, StatementMove, settle};

/// Refuses what says other names or other words than there are now: nobody is published who has taken it back since, and nobody is left out.
fn is_current(tx: &mut Tx<'_>, body: &Body, of: &Standing) -> Result<()> {
    let now = tx.now();
    let stands = |one: &&PublishedName| one.withdrawn.is_none();
    let names: Vec<PublishedName> = body.names.iter().filter(stands).cloned().collect();
    let same = names == names_now(tx.conn, now, of)? && body.original()? == &of.current()?.text;
    if same { Ok(()) } else { Err(Error::Conflict(message("conflict-publication-names"))) }
}

/// A second person has agreed: the names are frozen, and it opens at its moment. Of one that is published already, it says the names of now.
pub(super) fn released(tx: &mut Tx<'_>, row: &Contribution<Publication>) -> Result<()> {
    let missing = || Error::stored("publication", &row.reference, "it is missing");
    let stored = contributions::by_ids::<Publication>(tx.conn, std::slice::from_ref(&row.id))?.pop();
    let body = Body::read(&stored.ok_or_else(missing)?)?;
    let action = &row.details.statement_id;
    let of = statements::by_action(tx.conn, action)?.ok_or_else(missing)?;
    let now = tx.now();
    let standing = statements::unasked(tx.conn, of.clone(), now)?;
    if row.is_correction() {
        return if standing.stage.is_public() { is_current(tx, &body, &standing) } else { Err(gone()) };
    }
    let case = StageCase { chairs: true, authorised: true, ..StageCase::default() };
    let to = MACHINE.decide(standing.stage, StatementMove::Clear, &case)?;
    is_current(tx, &body, &standing)?;
    let opens = body.opens.map_or(now, |opens| opens.0.max(now));
    sql::set_opens(tx, row.version.as_str(), opens)?;
    set_opens(tx, &row.id, opens)?;
    let of = statements::amend(tx, &of, |row| row.opens_at = Some(opens))?;
    let by = Some((&row.organisation_id, &row.created_by, None));
    let onward = Onward { to, mode: None, version: standing.version(), by, reason: "" };
    let of = statements::go_on(tx, &of, onward)?;
    let entry = Entry {
        act: "statement.moved",
        subject_kind: SubjectKind::Action,
        subject: standing.action.version.as_str(),
        owner: Some(&row.organisation_id),
        detail: json!({ "from": standing.stage, "to": to }),
    };
    audit::record(tx, &Actor::of(Some(&row.created_by), Some(&row.organisation_id)), &entry)?;
    timers::cancel(tx, TimerKind::EndorsementReminder, action.as_str())?;
    if opens > now {
        timers::set(tx, TimerKind::PublicationOpening, action.as_str(), opens)?;
        let about = action.as_str();
        return outbox::tell(
            tx,
            EventKind::StatementMoved,
            (about, about),
            &To::Coalition,
            Some(&row.created_by),
        );
    }
    settle(tx, of, now).map(|_| ())
}

fn gone() -> Error {
    Error::Conflict(message("conflict-publication-gone"))
}

/// What is cleared opens: that is written down, and told. Everybody reads it since its moment, whenever this is done.
pub fn open_due(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let Some(of) = statements::by_action(tx.conn, action)? else { return Ok(()) };
    let now = tx.now();
    settle(tx, of, now).map(|_| ())
}
