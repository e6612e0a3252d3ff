//! What is stored of alerts beside their texts.

use std::collections::BTreeMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Alert, AlertBody, Answer};
use crate::access::{Act, Viewer, sql};
use crate::contributions::Contribution;
use crate::db::schema::{
    alert_acknowledgement, alert_details, alert_version, contribution, contribution_version, readable,
};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId, PersonId, Tx};
use crate::error::Result;
use crate::people;

/// How many are asked about in one statement.
const PART: usize = 500;

pub(super) fn insert(tx: &mut Tx<'_>, id: &ContributionId, ordinal: i64) -> Result<()> {
    diesel::insert_into(alert_details::table)
        .values((alert_details::contribution_id.eq(id), alert_details::ordinal.eq(ordinal)))
        .execute(tx.conn)?;
    Ok(())
}

/// The number of the next row of lists. Whoever writes holds the one writer's place, so nobody takes the same.
pub(super) fn next_ordinal(conn: &mut Conn) -> Result<i64> {
    let last: Option<i64> =
        alert_details::table.select(diesel::dsl::max(alert_details::ordinal)).first(conn)?;
    Ok(last.unwrap_or_default() + 1)
}

pub(super) fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Alert>> {
    let mut details = BTreeMap::new();
    for part in ids.chunks(PART) {
        let rows: Vec<(String, i64)> =
            alert_details::table.filter(alert_details::contribution_id.is_among(part.to_vec())).load(conn)?;
        details.extend(rows.into_iter().map(|(id, ordinal)| (id, Alert { ordinal })));
    }
    Ok(details)
}

/// A version is released. Whether it is the first of its alert.
pub(super) fn set_released(tx: &mut Tx<'_>, row: &Contribution<Alert>, body: &AlertBody) -> Result<bool> {
    let before = round_of(tx.conn, &row.id)?;
    let round = before.map_or(1, |round| if body.asks_again { round + 1 } else { round });
    diesel::insert_into(alert_version::table)
        .values((
            alert_version::version_id.eq(&row.version),
            alert_version::contribution_id.eq(&row.id),
            alert_version::expires_at.eq(body.expires_at),
            alert_version::calls.eq(body.message.calls()),
            alert_version::round.eq(round),
        ))
        .execute(tx.conn)?;
    Ok(before.is_none())
}

/// What lists sort a released version of an alert by, before they load it.
#[derive(Debug, Clone, Queryable)]
pub(super) struct Times {
    pub version: String,
    expires_at: Moment,
    calls: bool,
    released_at: Option<Moment>,
    /// The number of its alert in lists.
    pub ordinal: i64,
}

impl Times {
    /// Whether it is current.
    pub fn is_current(&self, at: Moment) -> bool {
        self.calls && self.expires_at > at
    }

    /// When it was last changed for its readers: when it was released, or when it expired.
    pub fn changed_at(&self, at: Moment) -> Moment {
        let expired = self.calls && self.expires_at <= at;
        self.released_at.filter(|_| !expired).unwrap_or(self.expires_at)
    }
}

/// Those of these versions.
pub(super) fn times(conn: &mut Conn, versions: &[String]) -> Result<Vec<Times>> {
    let mut times = Vec::new();
    for part in versions.chunks(PART) {
        let found: Vec<Times> = alert_version::table
            .inner_join(
                contribution_version::table.on(contribution_version::id.eq(alert_version::version_id)),
            )
            .inner_join(
                alert_details::table.on(alert_details::contribution_id.eq(alert_version::contribution_id)),
            )
            .filter(alert_version::version_id.is_among(part.to_vec()))
            .select((
                alert_version::version_id,
                alert_version::expires_at,
                alert_version::calls,
                contribution_version::released_at,
                alert_details::ordinal,
            ))
            .load(conn)?;
        times.extend(found);
    }
    Ok(times)
}

/// How often the readers of an alert have been asked to acknowledge it; nothing before its release.
pub(super) fn round_of(conn: &mut Conn, id: &ContributionId) -> Result<Option<i32>> {
    Ok(alert_version::table
        .filter(alert_version::contribution_id.eq(id))
        .select(diesel::dsl::max(alert_version::round))
        .first(conn)?)
}

/// An alert that an organisation has not acknowledged yet.
#[derive(Debug, Clone, Queryable)]
pub struct Waiting {
    /// `W-…`.
    pub reference: String,
    /// The version that is read now.
    pub version: String,
    /// What it says.
    pub(super) body: String,
    /// When it expires.
    pub(super) expires_at: Moment,
    /// When it ends, where nobody has confirmed it yet.
    pub(super) until: Option<Moment>,
}

/// What an organisation has answered to a version since it last asked.
#[diesel::dsl::auto_type]
fn is_answered(home: String) -> _ {
    alert_acknowledgement::table
        .filter(alert_acknowledgement::contribution_id.eq(alert_version::contribution_id))
        .filter(alert_acknowledgement::organisation_id.eq(home))
        .filter(alert_acknowledgement::round.ge(alert_version::round))
}

/// The current alerts that the viewer's organisation has not acknowledged, the newest first: `most` of them at most. An alert whose author is no active member calls nobody.
pub fn unanswered(conn: &mut Conn, viewer: &Viewer, most: i64) -> Result<Vec<Waiting>> {
    let home = sql::reading_home(viewer);
    if home.is_empty() {
        return Ok(Vec::new());
    }
    Ok(alert_version::table
        .inner_join(readable::table.on(readable::id.eq(alert_version::version_id)))
        .inner_join(contribution_version::table.on(contribution_version::id.eq(alert_version::version_id)))
        .inner_join(contribution::table.on(contribution::id.eq(alert_version::contribution_id)))
        .filter(alert_version::expires_at.gt(viewer.at()))
        .filter(alert_version::calls.eq(true))
        .filter(contribution::organisation_id.ne(home.clone()))
        .filter(people::is_of_active())
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer))
        .filter(not(exists(is_answered(home))))
        .order((contribution_version::released_at.desc(), alert_version::version_id.desc()))
        .select((
            contribution::reference,
            alert_version::version_id,
            contribution_version::body,
            alert_version::expires_at,
            readable::until,
        ))
        .limit(most)
        .load(conn)?)
}

/// The ids of the current alerts that the viewer sees to, whomever those were released to: `most` of them at most, the newest
/// first.
pub(super) fn seen_to(conn: &mut Conn, viewer: &Viewer, most: i64) -> Result<Vec<ContributionId>> {
    let sees_to: fn(&OrganisationId) -> Act<'_> = |owner| Act::SeeAcknowledgements { owner };
    Ok(alert_version::table
        .inner_join(readable::table.on(readable::id.eq(alert_version::version_id)))
        .inner_join(contribution::table.on(contribution::id.eq(alert_version::contribution_id)))
        .filter(alert_version::expires_at.gt(viewer.at()))
        .filter(alert_version::calls.eq(true))
        .filter(contribution::organisation_id.eq(sql::home_for(viewer, &[sees_to])))
        .filter(sql::is_current(viewer.at()))
        .order(alert_version::version_id.desc())
        .select(alert_version::contribution_id)
        .limit(most)
        .load(conn)?)
}

/// Those of these versions that the viewer's organisation is asked to acknowledge.
pub fn is_waited_for(conn: &mut Conn, viewer: &Viewer, versions: &[String]) -> Result<Vec<String>> {
    let home = sql::reading_home(viewer);
    let mut waited = Vec::new();
    for part in versions.chunks(PART).filter(|_| !home.is_empty()) {
        let found: Vec<String> = alert_version::table
            .inner_join(contribution::table.on(contribution::id.eq(alert_version::contribution_id)))
            .filter(alert_version::version_id.is_among(part.to_vec()))
            .filter(alert_version::expires_at.gt(viewer.at()))
            .filter(alert_version::calls.eq(true))
            .filter(contribution::organisation_id.ne(home.clone()))
            .filter(people::is_of_active())
            .filter(not(exists(is_answered(home.clone()))))
            .select(alert_version::version_id)
            .load(conn)?;
        waited.extend(found);
    }
    Ok(waited)
}

/// What an organisation has answered, as a row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = alert_acknowledgement)]
pub(super) struct AnswerRow {
    pub contribution_id: ContributionId,
    pub organisation_id: OrganisationId,
    pub round: i32,
    pub answer: Answer,
    pub version_id: ContributionId,
    pub person_id: PersonId,
    pub at: Moment,
    pub offer: String,
}

pub(super) fn insert_answer(tx: &mut Tx<'_>, row: &AnswerRow) -> Result<()> {
    diesel::insert_into(alert_acknowledgement::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// What organisations have answered to an alert, the oldest first; of one of them where it is named.
pub(super) fn answers(
    conn: &mut Conn,
    id: &ContributionId,
    of: Option<&OrganisationId>,
) -> Result<Vec<AnswerRow>> {
    let rows: Vec<AnswerRow> = alert_acknowledgement::table
        .filter(alert_acknowledgement::contribution_id.eq(id))
        .order((alert_acknowledgement::at, alert_acknowledgement::organisation_id))
        .select(AnswerRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().filter(|row| of.is_none_or(|of| row.organisation_id == *of)).collect())
}

/// Forgets the offers of help to an alert that was withdrawn.
pub(super) fn forget_answers(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    diesel::update(alert_acknowledgement::table.filter(alert_acknowledgement::contribution_id.eq(id)))
        .set(alert_acknowledgement::offer.eq(""))
        .execute(tx.conn)?;
    Ok(())
}
