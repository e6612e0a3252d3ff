//! Requests by country and days, and the organisations whose reports fit them: the index is asked when a request was made and
//! when a report was released, after whoever did it was answered. What it found is kept, so that desks can be told.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use diesel::prelude::*;

use super::AccessRequest;
use super::matching::{Fit, current_reports, named, named_or_fitting};
use super::verbs::open_to;
use crate::access::{Act, Viewer, permits};
use crate::db::schema::access_request_fit;
use crate::db::{AccessRequestId, Conn, IsAmong, Moment, OrganisationId, Tx, insert_all, last_change};
use crate::error::{Error, Result};
use crate::index::{Index, View};
use crate::outbox::{self, EventKind, To};
use crate::people;
use crate::reports::REPORTS;
use crate::web::AppState;

/// A text that fits a request, as a row.
#[derive(Insertable)]
#[expect(clippy::struct_field_names, reason = "they are the columns")]
#[diesel(table_name = access_request_fit, treat_none_as_default_value = false)]
struct New<'a> {
    request_id: &'a AccessRequestId,
    organisation_id: &'a OrganisationId,
    text_id: &'a String,
}

/// Looks for organisations whose reports fit a request, and has their desks told. What fails for one of them keeps no other
/// waiting; the first failure is returned, so that all are looked at again later. Whoever was told is not told twice.
pub fn look_for_owners(app: &AppState, index: &Index, request: &AccessRequestId) -> Result<()> {
    let view = followed(app, index)?;
    let owners = app.database().read(people::active)?;
    let looked: Vec<Result<()>> = owners.iter().map(|owner| look(app, &view, owner, Some(request))).collect();
    looked.into_iter().collect()
}

/// Looks for requests that fit reports of one organisation, and has its desk told.
pub fn look_for_requests(app: &AppState, index: &Index, owner: &OrganisationId) -> Result<()> {
    look(app, &followed(app, index)?, owner, None)
}

/// The index, with all that has been released. One that has not followed yet is not waited for: all other timers would wait,
/// too. This one is tried again within seconds.
fn followed(app: &AppState, index: &Index) -> Result<View> {
    let newest = app.database().read(last_change)?;
    if !index.wait_for(newest, Duration::ZERO) {
        return Err(Error::Unavailable("the index has not followed yet".into()));
    }
    index.view(&REPORTS, app.database())
}

fn look(app: &AppState, view: &View, owner: &OrganisationId, only: Option<&AccessRequestId>) -> Result<()> {
    let now = app.ambient().now();
    let changed = app.database().read(|conn| {
        let mut open = open_to(conn, owner, now)?;
        open.retain(|one| only.is_none_or(|only| one.id == *only));
        let mut known = known(conn, owner, open.iter().map(|one| one.id.as_str().to_owned()).collect())?;
        let mut fits = named_or_fitting(conn, view, (owner, now), open)?;
        fits.retain(|fit| known.remove(&fit.request.id).unwrap_or_default() != fit.texts);
        Ok(fits)
    })?;
    if changed.is_empty() {
        return Ok(());
    }
    app.write_now(|tx| changed.iter().try_for_each(|fit| keep(tx, owner, fit)))
}

/// Keeps what fits, and has the desk told where nothing did before. A request that is there no more is left alone.
fn keep(tx: &mut Tx<'_>, owner: &OrganisationId, fit: &Fit) -> Result<()> {
    let id = &fit.request.id;
    let now = tx.now();
    if open_to(tx.conn, owner, now)?.iter().all(|one| one.id != *id) {
        return Ok(());
    }
    let kept = access_request_fit::table
        .filter(access_request_fit::request_id.eq(id))
        .filter(access_request_fit::organisation_id.eq(owner));
    let before = diesel::delete(kept).execute(tx.conn)?;
    // The index is a moment behind: what was erased meanwhile fits nothing.
    let there = current_reports(tx.conn, (owner, now), fit.texts.iter().cloned().collect())?;
    let row = |text_id| New { request_id: id, organisation_id: owner, text_id };
    let rows: Vec<New<'_>> = there.keys().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    insert_all!(&mut *tx.conn, access_request_fit::table, &rows)?;
    if before > 0 || fit.is_named {
        return Ok(());
    }
    let to = To::Organisation(owner.clone());
    outbox::tell(tx, EventKind::AccessAsked, (id.as_str(), id.as_str()), &to, None)
}

/// The texts of an organisation that were found to fit these requests.
fn known(
    conn: &mut Conn,
    owner: &OrganisationId,
    requests: Vec<String>,
) -> Result<BTreeMap<AccessRequestId, BTreeSet<String>>> {
    let rows: Vec<(AccessRequestId, String)> = access_request_fit::table
        .filter(access_request_fit::organisation_id.eq(owner))
        .filter(access_request_fit::request_id.is_among(requests))
        .select((access_request_fit::request_id, access_request_fit::text_id))
        .load(conn)?;
    let mut known: BTreeMap<AccessRequestId, BTreeSet<String>> = BTreeMap::new();
    for (request, text) in rows {
        known.entry(request).or_default().insert(text);
    }
    Ok(known)
}

/// Of these requests, those that concern the desk of the viewer's organisation, by id and reference: they name a report of its
/// own or the incident of one, or a released text of its own fits them by country and days.
pub fn asked_of_own(
    conn: &mut Conn,
    viewer: &Viewer,
    now: Moment,
    ids: &[String],
) -> Result<Vec<(String, String)>> {
    let desk = viewer.organisation().filter(|owner| permits(viewer, Act::SeeDesk { owner }));
    let Some(home) = desk else { return Ok(Vec::new()) };
    let mut open = open_to(conn, home, now)?;
    open.retain(|one| ids.iter().any(|id| id == one.id.as_str()));
    let named = named(conn, home, &open)?;
    let ids = open.iter().map(|one| one.id.as_str().to_owned()).collect();
    let fitting = still_fitting(conn, (home, now), ids)?;
    let is_named = |one: &AccessRequest| one.wanted.as_ref().is_some_and(|wanted| named.contains_key(wanted));
    open.retain(|one| is_named(one) || fitting.contains(&one.id));
    Ok(open.into_iter().map(|one| (one.id.as_str().to_owned(), one.reference)).collect())
}

/// Of these requests, those that a report of the organisation fits by country and days, if it is still released. Only the
/// database is asked.
fn still_fitting(
    conn: &mut Conn,
    (owner, now): (&OrganisationId, Moment),
    requests: Vec<String>,
) -> Result<BTreeSet<AccessRequestId>> {
    let known = known(conn, owner, requests)?;
    let there = current_reports(conn, (owner, now), known.values().flatten().cloned().collect())?;
    let fits = |texts: &BTreeSet<String>| texts.iter().any(|text| there.contains_key(text));
    Ok(known.into_iter().filter(|(_, texts)| fits(texts)).map(|(request, _)| request).collect())
}
