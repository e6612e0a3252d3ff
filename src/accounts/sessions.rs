//! Sessions: a secret in a cookie, its hash in the database, asked for at every request.

use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;

use crate::accounts::browsers;
use crate::accounts::secrets::hash;
use crate::audit::Actor;
use crate::config::InstanceKey;
use crate::db::schema::{refresh_token, session};
use crate::db::{Conn, Moment, PersonId, SessionId, Tx, text_enum};
use crate::error::{Error, Result};
use crate::people::persons;

/// A session ends after so long without a request.
const IDLE: TimeDelta = TimeDelta::hours(12);
/// And after so long in any case.
pub const LONGEST: TimeDelta = TimeDelta::days(14);
/// The time of the last request is kept no more exactly than this: not every page view is a write.
const GRAIN: TimeDelta = TimeDelta::minutes(5);

text_enum! {
    /// How a session is carried.
    pub enum SessionKind {
        /// By a cookie.
        Page = "page",
        /// By access and refresh tokens.
        Api = "api",
    }
}

/// A session as its owner sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = session)]
pub struct Session {
    /// Internal.
    pub id: SessionId,
    /// Whose it is.
    pub person_id: PersonId,
    /// How it is carried.
    pub kind: SessionKind,
    /// The family of the browser, nothing finer.
    pub device: String,
    /// Since when.
    pub created_at: Moment,
    /// The last request, to five minutes.
    pub seen_at: Moment,
    /// When it ends at the latest.
    pub expires_at: Moment,
}

/// “Firefox”, “Chrome” …: enough to know one's own session again, too little to follow anybody.
pub fn device_of(agent: &str) -> &'static str {
    let families = [
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
        ("python", "Python"),
    ];
    families.iter().find(|(mark, _)| agent.contains(mark)).map_or("", |(_, name)| name)
}

/// Starts a session and gives its secret.
pub fn start(tx: &mut Tx<'_>, id: &PersonId, kind: SessionKind, agent: &str) -> Result<(SessionId, String)> {
    let secret = tx.ambient().secret();
    let fresh: SessionId = tx.id();
    diesel::insert_into(session::table)
        .values((
            session::id.eq(&fresh),
            session::person_id.eq(id),
            session::kind.eq(kind),
            session::token_hash.eq(hash(&secret)),
            session::device.eq(device_of(agent)),
            session::created_at.eq(tx.now()),
            session::seen_at.eq(tx.now()),
            session::expires_at.eq(tx.after(LONGEST)),
        ))
        .execute(tx.conn)?;
    let home = persons::person(tx.conn, id)?.organisation_id;
    persons::log(tx, &Actor::of(Some(id), Some(&home)), &home, id, "signed_in", json!({ "kind": kind }))?;
    Ok((fresh, secret))
}

fn live(found: Session, now: Moment) -> Option<Session> {
    let idle = found.kind == SessionKind::Page && now.since(found.seen_at) >= IDLE + GRAIN;
    (now < found.expires_at && !idle).then_some(found)
}

/// The live session with this secret.
pub fn by_secret(conn: &mut Conn, secret: &str, now: Moment) -> Result<Option<Session>> {
    let found = session::table
        .filter(session::token_hash.eq(hash(secret)))
        .filter(session::ended_at.is_null())
        .select(Session::as_select())
        .first(conn)
        .optional()?;
    Ok(found.and_then(|found| live(found, now)))
}

/// The live session with this id.
pub fn by_id(conn: &mut Conn, id: &str, now: Moment) -> Result<Option<Session>> {
    let found = session::table
        .find(id)
        .filter(session::ended_at.is_null())
        .select(Session::as_select())
        .first(conn)
        .optional()?;
    Ok(found.and_then(|found| live(found, now)))
}

/// Whether the time of the last request should be noted.
pub fn is_stale(found: &Session, now: Moment) -> bool {
    now.since(found.seen_at) >= GRAIN
}

/// Notes the time of the last request.
pub fn touch(tx: &mut Tx<'_>, id: &SessionId) -> Result<()> {
    diesel::update(session::table.find(id).filter(session::ended_at.is_null()))
        .set(session::seen_at.eq(tx.now()))
        .execute(tx.conn)?;
    Ok(())
}

/// One's own live sessions, the newest first.
pub fn of_person(conn: &mut Conn, id: &PersonId, now: Moment) -> Result<Vec<Session>> {
    let all: Vec<Session> = session::table
        .filter(session::person_id.eq(id))
        .filter(session::ended_at.is_null())
        .order((session::seen_at.desc(), session::id))
        .select(Session::as_select())
        .load(conn)?;
    Ok(all.into_iter().filter_map(|found| live(found, now)).collect())
}

/// Takes away what can never count again: sessions whose last day is over, with their tokens. Those that were
/// ended before stay until then, so that a reused refresh token is still told as one.
pub(super) fn forget_old(tx: &mut Tx<'_>) -> Result<()> {
    let over = session::table.filter(session::expires_at.le(tx.now()));
    diesel::delete(refresh_token::table.filter(refresh_token::session_id.eq_any(over.select(session::id))))
        .execute(tx.conn)?;
    diesel::delete(over).execute(tx.conn)?;
    Ok(())
}

/// Ends one of one's own sessions.
pub fn end(tx: &mut Tx<'_>, of: &PersonId, id: &str) -> Result<()> {
    let ended = diesel::update(session::table.find(id).filter(session::person_id.eq(of)))
        .set(session::ended_at.eq(tx.now()))
        .execute(tx.conn)?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    let home = persons::person(tx.conn, of)?.organisation_id;
    persons::log(tx, &Actor::of(Some(of), Some(&home)), &home, of, "signed_out", json!({}))
}

/// What a session is called outside: its id stays inside.
pub fn handle(key: &InstanceKey, id: &SessionId) -> String {
    let mut name = key.hash("session handles", id.as_str().as_bytes()).unwrap_or_default();
    name.truncate(16);
    name
}

/// Ends the one of one's own sessions that is called so.
pub fn end_called(tx: &mut Tx<'_>, key: &InstanceKey, of: &PersonId, called: &str) -> Result<SessionId> {
    let own = of_person(tx.conn, of, tx.now())?;
    let found = own.into_iter().find(|session| handle(key, &session.id) == called).ok_or(Error::NotFound)?;
    end(tx, of, found.id.as_str())?;
    Ok(found.id)
}

/// Ends all of one's own sessions but the one that asks, and forgets all browsers but its own.
pub fn end_others(tx: &mut Tx<'_>, of: &PersonId, but: &SessionId, browser: Option<&str>) -> Result<()> {
    end_all(tx, of, Some(but))?;
    browsers::forget_all(tx, of, browser)?;
    let home = persons::person(tx.conn, of)?.organisation_id;
    persons::log(tx, &Actor::of(Some(of), Some(&home)), &home, of, "sessions.ended", json!({}))
}

/// Ends all sessions of a person, or all but one.
pub fn end_all(tx: &mut Tx<'_>, of: &PersonId, but: Option<&SessionId>) -> Result<()> {
    diesel::update(
        session::table
            .filter(session::person_id.eq(of))
            .filter(session::ended_at.is_null())
            .filter(session::id.ne(but.map_or("", |id| id.as_str()))),
    )
    .set(session::ended_at.eq(tx.now()))
    .execute(tx.conn)?;
    Ok(())
}
