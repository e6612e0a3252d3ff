//! The founding of a coalition: the time in which its convenors' rights count at once.
//!
//! Later a right that an organisation gives to its own people waits for a day, so that others see it first. On the first
//! day there are no others, and from the third organisation on two convenors have to agree. So the set-up names the
//! founding convenors, and what they hold counts at once until the founding is closed.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;

use super::model::{Organisation, OrganisationStatus};
use super::{organisations, vetting};
use crate::access::{Act, OrganisationKind, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::schema::{founding, membership};
use crate::db::{Conn, Moment, OrganisationId, Tx};
use crate::error::{Error, Result, message};

/// It ends by itself so long after the coalition is large enough that two convenors decide.
const AFTER_THE_THIRD: TimeDelta = TimeDelta::days(7);
/// And in any case so long after it began.
const LONGEST: TimeDelta = TimeDelta::days(30);
/// The one row.
const ROW: &str = "founding";

/// Begins it, or begins it anew: as long as nobody has an account.
pub(crate) fn begin(tx: &mut Tx<'_>) -> Result<()> {
    diesel::delete(founding::table).execute(tx.conn)?;
    diesel::insert_into(founding::table)
        .values((founding::id.eq(ROW), founding::opened_at.eq(tx.now())))
        .execute(tx.conn)?;
    Ok(())
}

/// Since when so many organisations have been active that two convenors decide, suspended ones included: what has ended
/// does not begin anew.
fn large_since(conn: &mut Conn) -> Result<Option<Moment>> {
    let mut admitted: Vec<(OrganisationId, Moment)> = membership::table
        .filter(membership::status.eq(OrganisationStatus::Active))
        .order((membership::from_at, membership::id))
        .select((membership::organisation_id, membership::from_at))
        .load(conn)?;
    let mut known = std::collections::BTreeSet::new();
    admitted.retain(|(id, _)| known.insert(id.clone()));
    let third = usize::try_from(vetting::TWO_FROM - 1).map_err(Error::internal)?;
    Ok(admitted.get(third).map(|(_, at)| *at))
}

/// Until when the founding goes on; nothing where it is over.
pub fn founding_until(conn: &mut Conn, now: Moment) -> Result<Option<Moment>> {
    let row: Option<(Moment, Option<Moment>)> =
        founding::table.select((founding::opened_at, founding::closed_at)).first(conn).optional()?;
    let Some((opened, None)) = row else { return Ok(None) };
    let longest = opened.plus(LONGEST);
    let until = match large_since(conn)? {
        Some(large) => longest.min(large.plus(AFTER_THE_THIRD)),
        None => longest,
    };
    Ok(Some(until).filter(|until| now < *until))
}

/// Whether a right that this viewer gives in this organisation is one of a founding convenor to another.
pub(crate) fn is_founders(conn: &mut Conn, home: &Organisation, by: &Viewer, now: Moment) -> Result<bool> {
    Ok(home.kind == OrganisationKind::Secretariat
        && allows(by, Act::Admit).is_ok()
        && founding_until(conn, now)?.is_some())
}

/// Ends the founding before its time: from now on a right that is given inside an organisation waits everywhere.
pub(crate) fn close(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<()> {
    allows(viewer, Act::Admit)?;
    if founding_until(tx.conn, tx.arrived())?.is_none() {
        return Err(Error::Conflict(message("conflict-founding-closed")));
    }
    diesel::update(founding::table).set(founding::closed_at.eq(tx.now())).execute(tx.conn)?;
    let home = viewer.organisation().ok_or(Error::SignIn)?;
    let active = organisations::count_active(tx.conn)?;
    let entry = Entry {
        act: "founding.closed",
        subject_kind: SubjectKind::Organisation,
        subject: home.as_str(),
        owner: Some(home),
        detail: json!({ "active": active }),
    };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}
