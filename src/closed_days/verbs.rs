//! Which days are closed, and how the chair declares one and takes it back.

use chrono::{NaiveDate, TimeDelta};
use diesel::prelude::*;
use serde_json::json;

use super::day::{ClosedDay, NewClosedDay, day};
use crate::access::{Act, Viewer, allows};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::schema::closed_day;
use crate::db::{Conn, Moment, Tx};
use crate::error::{Error, Fields, Result, message};

/// So many are to come at most.
const MOST: usize = 500;

/// The days that are not over everywhere yet, the next one first. One statement.
pub fn upcoming(conn: &mut Conn, now: Moment) -> Result<Vec<ClosedDay>> {
    // Where the clocks are behind UTC it is still the day before.
    let first = now.plus(-TimeDelta::days(1)).date().to_string();
    let rows: Vec<(String, String)> = closed_day::table
        .filter(closed_day::date.ge(first))
        .order(closed_day::date)
        .select((closed_day::date, closed_day::label))
        .load(conn)?;
    let read = |(date, label): (String, String)| {
        let found = day(&date).ok_or_else(|| Error::stored("closed day", &date, "it is no date"))?;
        Ok(ClosedDay { date: found, label })
    };
    rows.into_iter().map(read).collect()
}

/// The same, for a member.
pub fn closed_days(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<ClosedDay>> {
    allows(viewer, Act::SeeActionWork)?;
    upcoming(conn, viewer.at())
}

/// Declares a day closed, for the chair.
pub fn declare(tx: &mut Tx<'_>, viewer: &Viewer, new: &NewClosedDay) -> Result<ClosedDay> {
    allows(viewer, Act::ChairStatement)?;
    let by = viewer.person().ok_or(Error::SignIn)?;
    let now = tx.now();
    let mut faults = Fields::default();
    let date = faults.gather(new.date(now))?;
    let label = faults.gather(new.label())?;
    let (Some(date), Some(label)) = (date, label) else { return Err(Error::Invalid(faults)) };
    let known = upcoming(tx.conn, now)?;
    if known.iter().any(|one| one.date == date) {
        return Err(Error::Conflict(message("conflict-closed-day-known")));
    }
    if known.len() >= MOST {
        return Err(Error::Conflict(message("conflict-closed-days-enough").number("most", MOST as u64)));
    }
    diesel::insert_into(closed_day::table)
        .values((
            closed_day::date.eq(date.to_string()),
            closed_day::label.eq(&label),
            closed_day::person_id.eq(by),
            closed_day::at.eq(now),
        ))
        .execute(tx.conn)?;
    log(tx, viewer, "closed_day.declared", date)?;
    Ok(ClosedDay { date, label })
}

/// Takes a closed day back, for the chair.
pub fn take_back(tx: &mut Tx<'_>, viewer: &Viewer, date: &str) -> Result<()> {
    allows(viewer, Act::ChairStatement)?;
    let date = day(date).ok_or(Error::NotFound)?;
    let taken = diesel::delete(closed_day::table.find(date.to_string())).execute(tx.conn)?;
    if taken == 0 {
        return Err(Error::NotFound);
    }
    log(tx, viewer, "closed_day.removed", date)
}

fn log(tx: &mut Tx<'_>, viewer: &Viewer, act: &'static str, date: NaiveDate) -> Result<()> {
    let home = viewer.organisation().ok_or(Error::SignIn)?;
    let entry = Entry {
        act,
        subject_kind: SubjectKind::Organisation,
        subject: home.as_str(),
        owner: Some(home),
        detail: json!({ "date": date.to_string() }),
    };
    audit::record(tx, &Actor::of(viewer.person(), Some(home)), &entry)
}
