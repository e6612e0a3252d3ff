//! A comment as a kind of contribution.

use std::collections::{BTreeMap, BTreeSet};

use diesel::alias;
use diesel::dsl::exists;
use diesel::prelude::*;

use super::view::{CommentView, views};
use super::{Comment, outcome, store};
use crate::access::{Act, Audience, Token, Viewer, permits, sql};
use crate::actions::{self, Action};
use crate::alerts;
use crate::contributions::{self, Condition, Contribution, Kind};
use crate::db::schema::{comment_details, contribution, readable};
use crate::db::{ChangeKind, Conn, ContributionId, OrganisationId, Tx};
use crate::error::{Error, Result};
use crate::flow::TextKind;
use crate::outbox::{self, EventKind, To};

/// The condition that the viewer's organisation began the action, which was not withdrawn.
fn is_of_own_action(viewer: &Viewer) -> Condition {
    let action = alias!(contribution as action);
    let own = action
        .filter(action.field(contribution::id).nullable().eq(contribution::rests_on))
        .filter(action.field(contribution::organisation_id).eq(sql::reading_home(viewer)))
        .filter(action.field(contribution::ended_at).is_null());
    Box::new(exists(own))
}

/// The condition that the viewer belongs to the readers before whom it was written.
fn is_before_them(viewer: &Viewer) -> Condition {
    let brief = comment_details::table
        .inner_join(readable::table.on(readable::id.eq(comment_details::brief_id)))
        .filter(comment_details::contribution_id.eq(contribution::id))
        .filter(sql::could_read(viewer));
    Box::new(exists(brief))
}

impl Kind for Comment {
    const KIND: TextKind = TextKind::Comment;
    const PREFIX: char = 'P';
    const SEALED: &'static str = "comment";
    const DRAFTED: &'static str = "comment.drafted";
    const WITHDRAWN: &'static str = "comment.withdrawn";
    type View = CommentView;

    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        store::insert(tx, &row.id, &row.details)
    }

    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        store::details(conn, ids)
    }

    fn is_known(viewer: &Viewer) -> Condition {
        let own = contributions::is_own(viewer);
        if !permits(viewer, Act::SeeActionWork) {
            // No active member: what they wrote themselves, and nothing else.
            let nobody: Condition = Box::new(contribution::id.eq(""));
            return Box::new(contributions::is_known(viewer, nobody).and(own));
        }
        let now = readable::table
            .filter(readable::family.nullable().eq(contribution::rests_on))
            .filter(sql::is_listed())
            .filter(sql::is_readable(viewer));
        // Of the brief of now, too: an older version may have had other readers. The organisation that began the action reads what
        // is said of it, also where it went to others alone.
        let known = contributions::is_known(viewer, is_of_own_action(viewer));
        Box::new(known.and(own.or(is_before_them(viewer).and(exists(now))).or(is_of_own_action(viewer))))
    }

    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        tx.change(ChangeKind::Comment, row.id.as_str(), false)?;
        if row.is_correction() {
            return Ok(());
        }
        // Each is told for itself: one that is taken back hides no other.
        let about = (row.id.as_str(), row.id.as_str());
        let mut mentioned = BTreeSet::new();
        for token in row.details.mentions.values() {
            let to = match token {
                Token::Organisation(id) => {
                    mentioned.insert(id.clone());
                    To::Organisation(id.clone())
                }
                Token::Person(id) => To::Person(id.clone()),
                _ => continue,
            };
            outbox::tell(tx, EventKind::Mentioned, about, &to, Some(&row.created_by))?;
        }
        for organisation in concerned(tx.conn, row)?.difference(&mentioned) {
            let to = To::Organisation(organisation.clone());
            outbox::tell(tx, EventKind::CommentPosted, about, &to, Some(&row.created_by))?;
        }
        Ok(())
    }

    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        outcome::forget(tx, row)?;
        tx.change(ChangeKind::Comment, row.id.as_str(), true)?;
        // Its words stay in no file.
        tx.change(ChangeKind::Erasure, row.id.as_str(), true)?;
        // Whom it named, nobody is shown any more.
        diesel::update(comment_details::table.find(&row.id))
            .set(comment_details::mentions.eq(""))
            .execute(tx.conn)?;
        Ok(())
    }

    fn version_withdrawn(tx: &mut Tx<'_>, version: &ContributionId) -> Result<()> {
        outcome::forget_version(tx, version)?;
        tx.change(ChangeKind::Erasure, version.as_str(), true).map(|_| ())
    }

    fn about(_: &Contribution<Self>) -> Option<&str> {
        None
    }

    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<CommentView> {
        let reference = row.reference.clone();
        let missing = || Error::stored("comment", &reference, "it is missing");
        let links = evidence(conn, viewer, &row)?;
        let view = views(conn, viewer, vec![(row, audience.clone(), state)])?.pop().ok_or_else(missing)?;
        Ok(CommentView { links, ..view })
    }
}

/// What a comment names as evidence, as far as the viewer can read that; nothing of one that was taken back.
pub(super) fn evidence(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Comment>,
) -> Result<Vec<alerts::AlertLink>> {
    if row.ended.is_some() { Ok(Vec::new()) } else { alerts::shown_links(conn, viewer, row) }
}

/// Tells those of what came of an action who take part in it and are not told of each comment.
pub(super) fn tell_outcome(tx: &mut Tx<'_>, row: &Contribution<Comment>) -> Result<()> {
    let action = ContributionId::from(row.rests_on.clone());
    let Some(action) = contributions::by_ids::<Action>(tx.conn, &[action])?.pop() else {
        return Ok(());
    };
    let mut told = concerned(tx.conn, row)?;
    told.extend(row.details.mentions.values().iter().filter_map(|token| match token {
        Token::Organisation(id) => Some(id.clone()),
        _ => None,
    }));
    told.insert(row.organisation_id.clone());
    let about = (row.id.as_str(), row.id.as_str());
    for organisation in actions::involved(tx.conn, &action)?.difference(&told) {
        let to = To::Organisation(organisation.clone());
        outbox::tell(tx, EventKind::CommentPosted, about, &to, Some(&row.created_by))?;
    }
    Ok(())
}

/// The organisations that are told of a new comment: the one that began the action, its lead, and the author of the comment that
/// is answered.
fn concerned(conn: &mut Conn, row: &Contribution<Comment>) -> Result<BTreeSet<OrganisationId>> {
    let action = ContributionId::from(row.rests_on.clone());
    let actions = contributions::by_ids::<Action>(conn, &[action])?;
    let mut concerned: BTreeSet<OrganisationId> =
        actions.into_iter().flat_map(|action| [action.organisation_id, action.details.lead]).collect();
    if let Some(answered) = &row.details.answers {
        let answered = contributions::by_ids::<Comment>(conn, std::slice::from_ref(answered))?;
        concerned.extend(answered.into_iter().map(|one| one.organisation_id));
    }
    concerned.remove(&row.organisation_id);
    Ok(concerned)
}
