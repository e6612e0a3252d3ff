//! What came of an action: a comment of the organisation that leads it says so, before its own readers.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::{Comment, Recorded};
use crate::access::{self, Act, Tlp, Viewer, permits, sql};
use crate::actions::Action;
use crate::contributions::{self, Contribution, Kind};
use crate::db::schema::{comment_outcome, contribution, contribution_version, readable};
use crate::db::{Conn, ContributionId, IsAmong, Moment, Tx};
use crate::error::Result;
use crate::flow::TextKind;
use crate::jobs::{TimerKind, timers};
use crate::outbox::{self, EventKind, To};
use crate::outcomes::{ActionOutcome, Outcome};

/// How many are asked about in one statement.
const PART: usize = 500;
/// Of so many earlier comments on an action those who see to it are told again at most.
const MOST_AGAIN: i64 = 50;

/// What a version of a comment says that came of its action.
pub(super) fn insert(tx: &mut Tx<'_>, row: &Contribution<Comment>, said: Recorded) -> Result<()> {
    diesel::insert_into(comment_outcome::table)
        .values((
            comment_outcome::version_id.eq(&row.version),
            comment_outcome::contribution_id.eq(&row.id),
            comment_outcome::action_id.eq(&row.rests_on),
            comment_outcome::result.eq(said.result),
            comment_outcome::review_at.eq(said.review_at),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// A comment is to be looked at again on another day than before, or on none.
pub(super) fn set_review(
    tx: &mut Tx<'_>,
    row: &Contribution<Comment>,
    review_at: Option<Moment>,
) -> Result<()> {
    match review_at {
        Some(at) => timers::set(tx, TimerKind::OutcomeReview, row.id.as_str(), at),
        None => timers::cancel(tx, TimerKind::OutcomeReview, row.id.as_str()),
    }
}

/// What these versions say, by their ids.
pub(super) fn recorded(conn: &mut Conn, versions: &[String]) -> Result<BTreeMap<String, Recorded>> {
    let mut recorded = BTreeMap::new();
    for part in versions.chunks(PART) {
        let rows: Vec<(String, Outcome, Option<Moment>)> = comment_outcome::table
            .filter(comment_outcome::version_id.is_among(part.to_vec()))
            .select((comment_outcome::version_id, comment_outcome::result, comment_outcome::review_at))
            .load(conn)?;
        recorded.extend(rows.into_iter().map(|(id, result, review_at)| (id, Recorded { result, review_at })));
    }
    Ok(recorded)
}

/// A comment that was taken back says nothing of an action any more. An older outcome counts again; if its review day has passed,
/// those who read nothing newer are reminded of it again.
pub(super) fn forget(tx: &mut Tx<'_>, row: &Contribution<Comment>) -> Result<()> {
    timers::cancel(tx, TimerKind::OutcomeReview, row.id.as_str())?;
    let own = comment_outcome::table.filter(comment_outcome::contribution_id.eq(&row.id));
    if diesel::delete(own).execute(tx.conn)? == 0 {
        return Ok(());
    }
    let begun: Moment = contribution::table.find(&row.id).select(contribution::created_at).first(tx.conn)?;
    let older: Vec<String> = comment_outcome::table
        .inner_join(contribution::table.on(contribution::id.eq(comment_outcome::contribution_id)))
        .inner_join(readable::table.on(readable::id.eq(comment_outcome::version_id)))
        .filter(comment_outcome::action_id.eq(&row.rests_on))
        .filter(comment_outcome::review_at.le(tx.now()))
        .filter(contribution::ended_at.is_null())
        .filter(contribution::created_at.le(begun))
        .filter(sql::is_listed())
        .order(contribution::created_at.desc())
        .limit(MOST_AGAIN)
        .select(contribution::id)
        .load(tx.conn)?;
    let now = tx.now();
    older.iter().try_for_each(|id| timers::set(tx, TimerKind::OutcomeReview, id, now))
}

/// Nothing is kept of what a version said that was withdrawn alone.
pub(super) fn forget_version(tx: &mut Tx<'_>, version: &ContributionId) -> Result<()> {
    diesel::delete(comment_outcome::table.filter(comment_outcome::version_id.eq(version)))
        .execute(tx.conn)?;
    Ok(())
}

/// A version that says what came of an action: when its comment was written first, the comment, its place, its id, when it was
/// written itself, and what the comment is called.
type Said = (Moment, ContributionId, i32, String, Moment, String);

/// What came of each of these actions by the newest comment that says so and that the viewer reads: in as many statements
/// however many they are.
pub fn outcomes_of(
    conn: &mut Conn,
    viewer: &Viewer,
    actions: &[ContributionId],
) -> Result<BTreeMap<ContributionId, ActionOutcome>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(BTreeMap::new());
    }
    let mut newest: BTreeMap<String, Said> = BTreeMap::new();
    for part in actions.chunks(PART) {
        let ids: Vec<String> = part.iter().map(|id| id.as_str().to_owned()).collect();
        // Of each comment the version of now alone.
        let says = comment_outcome::table
            .inner_join(readable::table.on(readable::id.eq(comment_outcome::version_id)))
            .filter(comment_outcome::action_id.is_among(ids))
            .filter(sql::is_listed());
        let found: Vec<(Option<String>, Said)> = contribution::table
            .inner_join(contribution_version::table)
            .filter(contribution_version::id.eq_any(says.select(comment_outcome::version_id)))
            .filter(contribution::kind.eq(TextKind::Comment))
            .filter(contribution::ended_at.is_null())
            .filter(contribution_version::released_at.is_not_null())
            .filter(contribution_version::withdrawn_at.is_null())
            .filter(Comment::is_known(viewer))
            .select((
                contribution::rests_on,
                (
                    contribution::created_at,
                    contribution::id,
                    contribution_version::ordinal,
                    contribution_version::id,
                    contribution_version::created_at,
                    contribution::reference,
                ),
            ))
            .load(conn)?;
        for (action, said) in found {
            let action = action.unwrap_or_default();
            if newest.get(&action).is_none_or(|other| *other < said) {
                newest.insert(action, said);
            }
        }
    }
    let versions: Vec<String> = newest.values().map(|said| said.3.clone()).collect();
    let recorded = recorded(conn, &versions)?;
    let readers = access::readables(conn, &versions)?;
    let outcome = |(action, (_, _, ordinal, version, at, comment)): (String, Said)| {
        let Recorded { result, review_at } = *recorded.get(&version)?;
        // Whose readers cannot be told has the narrowest label.
        let tlp = match readers.get(&version) {
            Some(Ok(readers)) => readers.audience.tlp(),
            _ => Tlp::Red,
        };
        let changes = u64::try_from(ordinal.saturating_sub(1)).unwrap_or_default();
        Some((action.into(), ActionOutcome { result, comment, review_at, at, tlp, changes }))
    };
    Ok(newest.into_iter().filter_map(outcome).collect())
}

/// The actions of which the viewer reads a comment that names a day in this time, on which what came of them is looked at again:
/// one for each of the first so many comments.
pub fn reviewed_between(
    conn: &mut Conn,
    viewer: &Viewer,
    (from, until): (Moment, Moment),
    most: i64,
) -> Result<Vec<String>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let falls = comment_outcome::table
        .inner_join(readable::table.on(readable::id.eq(comment_outcome::version_id)))
        .filter(comment_outcome::review_at.ge(from))
        .filter(comment_outcome::review_at.lt(until))
        .filter(sql::is_listed());
    let day = comment_outcome::table
        .filter(comment_outcome::version_id.eq(contribution_version::id))
        .select(comment_outcome::review_at)
        .single_value();
    let found: Vec<Option<String>> = contribution::table
        .inner_join(contribution_version::table)
        .filter(contribution_version::id.eq_any(falls.select(comment_outcome::version_id)))
        .filter(contribution::kind.eq(TextKind::Comment))
        .filter(contribution::ended_at.is_null())
        .filter(contribution_version::released_at.is_not_null())
        .filter(contribution_version::withdrawn_at.is_null())
        .filter(Comment::is_known(viewer))
        .order((day, contribution_version::id))
        .limit(most)
        .select(contribution::rests_on)
        .load(conn)?;
    Ok(found.into_iter().flatten().collect())
}

/// The day has come on which what came of an action is looked at again: the organisation that leads the action is told, and the
/// one that said so.
pub fn remind_review(tx: &mut Tx<'_>, id: &ContributionId) -> Result<()> {
    let Some(row) = contributions::by_ids::<Comment>(tx.conn, std::slice::from_ref(id))?.pop() else {
        return Ok(());
    };
    let action = ContributionId::from(row.rests_on.clone());
    let Some(action) = contributions::by_ids::<Action>(tx.conn, &[action])?.pop() else {
        return Ok(());
    };
    if action.ended.is_some() || row.ended.is_some() {
        return Ok(());
    }
    for organisation in BTreeSet::from([action.details.lead, row.organisation_id]) {
        let about = (row.id.as_str(), row.id.as_str());
        outbox::tell(tx, EventKind::OutcomeReview, about, &To::Organisation(organisation), None)?;
    }
    Ok(())
}
