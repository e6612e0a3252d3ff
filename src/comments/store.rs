//! What is stored of comments beside their texts.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::Comment;
use crate::access::{self, Audience, Token};
use crate::db::schema::{comment_details, contribution, contribution_version};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId, Spaced, Tx};
use crate::error::Result;
use crate::flow::TextKind;

/// How many are asked about in one statement.
pub(super) const PART: usize = 500;
/// How many, where a discussion is asked about as a whole.
const MANY: usize = 10_000;

/// A comment of which somebody may know: its id, its reference, and when it was written.
pub(super) type Known = (ContributionId, String, Moment);

pub(super) fn insert(tx: &mut Tx<'_>, id: &ContributionId, comment: &Comment) -> Result<()> {
    diesel::insert_into(comment_details::table)
        .values((
            comment_details::contribution_id.eq(id),
            comment_details::brief_id.eq(&comment.brief),
            comment_details::answers.eq(&comment.answers),
            comment_details::mentions.eq(&comment.mentions),
        ))
        .execute(tx.conn)?;
    Ok(())
}

type Row = (String, ContributionId, Option<ContributionId>, Spaced<Token>);

pub(super) fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Comment>> {
    let mut details = BTreeMap::new();
    for part in ids.chunks(PART) {
        let rows: Vec<Row> = comment_details::table
            .filter(comment_details::contribution_id.is_among(part.to_vec()))
            .load(conn)?;
        let whole =
            rows.into_iter().map(|(id, brief, answers, mentions)| (id, Comment { brief, answers, mentions }));
        details.extend(whole);
    }
    Ok(details)
}

/// What each of these answers that answers one.
pub(super) fn answered_by(
    conn: &mut Conn,
    comments: &[ContributionId],
) -> Result<BTreeMap<ContributionId, ContributionId>> {
    let mut answered = BTreeMap::new();
    for part in comments.chunks(MANY) {
        let rows: Vec<(ContributionId, Option<ContributionId>)> = comment_details::table
            .filter(comment_details::contribution_id.is_among(part.to_vec()))
            .filter(comment_details::answers.is_not_null())
            .select((comment_details::contribution_id, comment_details::answers))
            .load(conn)?;
        answered.extend(rows.into_iter().filter_map(|(id, answers)| Some((id, answers?))));
    }
    Ok(answered)
}

/// Who reads the briefs of now of the actions with these ids, or read them last.
pub(super) fn briefs_of_now(conn: &mut Conn, actions: Vec<String>) -> Result<BTreeMap<String, Audience>> {
    let mut newest: BTreeMap<String, String> = BTreeMap::new();
    for part in actions.chunks(PART) {
        let rows: Vec<(String, String)> = contribution_version::table
            .filter(contribution_version::contribution_id.is_among(part.to_vec()))
            .filter(contribution_version::released_at.is_not_null())
            .order((contribution_version::contribution_id, contribution_version::ordinal))
            .select((contribution_version::contribution_id, contribution_version::id))
            .load(conn)?;
        newest.extend(rows);
    }
    let ids: Vec<String> = newest.values().cloned().collect();
    let mut readers = access::readables(conn, &ids)?;
    let read = |(action, version): (String, String)| match readers.remove(&version) {
        Some(Ok(one)) => Some((action, one.audience)),
        _ => None,
    };
    Ok(newest.into_iter().filter_map(read).collect())
}

/// The references of the actions with these ids.
pub(super) fn actions_by_ids(conn: &mut Conn, ids: Vec<String>) -> Result<BTreeMap<String, String>> {
    let mut references = BTreeMap::new();
    for part in ids.chunks(PART) {
        let rows: Vec<(String, String)> = contribution::table
            .filter(contribution::id.is_among(part.to_vec()))
            .select((contribution::id, contribution::reference))
            .load(conn)?;
        references.extend(rows);
    }
    Ok(references)
}

/// How many comments an organisation wrote on an action, those too that were taken back.
pub(super) fn count_of(
    conn: &mut Conn,
    action: &ContributionId,
    organisation: &OrganisationId,
) -> Result<i64> {
    Ok(contribution::table
        .inner_join(contribution_version::table)
        .filter(contribution::rests_on.eq(action.as_str()))
        .filter(contribution::kind.eq(TextKind::Comment))
        .filter(contribution::organisation_id.eq(organisation))
        .filter(contribution_version::ordinal.eq(1))
        .count()
        .get_result(conn)?)
}
