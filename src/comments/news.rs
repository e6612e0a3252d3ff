//! What of comments is news to somebody now: they read it, and it is theirs to know of.

use std::collections::{BTreeMap, BTreeSet};

use super::{Comment, outcomes_of};
use crate::access::{Act, Token, Viewer, permits};
use crate::actions::Action;
use crate::contributions::{self, Contribution};
use crate::db::{Conn, ContributionId, OrganisationId};
use crate::error::Result;
use crate::outbox::EventKind;

/// Something that happened: what, and the internal id of the comment.
type Happened = (EventKind, String);

/// Those of these that concern the viewer, each with the reference of the comment: what is taken back or hidden from them by
/// now is missing. A fixed number of statements, however many there are.
pub fn news_of(
    conn: &mut Conn,
    viewer: &Viewer,
    of: &[Happened],
) -> Result<Vec<(EventKind, String, String)>> {
    let kinds = [EventKind::CommentPosted, EventKind::Mentioned, EventKind::OutcomeReview];
    let subjects = of.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, subject)| subject.clone());
    let subjects: BTreeSet<String> = subjects.collect();
    if subjects.is_empty() || !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let ids: Vec<ContributionId> = subjects.into_iter().map(ContributionId::from).collect();
    let newest = contributions::by_ids::<Comment>(conn, &ids)?;
    let versions: Vec<String> = newest.into_iter().map(|row| row.version.as_str().to_owned()).collect();
    let speaks = permits(viewer, Act::CommentOnAction);
    let (mut news, mut rows) = (Vec::new(), Vec::new());
    for row in contributions::released_among::<Comment>(conn, viewer, &versions)? {
        let mentions = row.details.mentions.values();
        let named = mentions.iter().any(|token| match token {
            Token::Person(id) => viewer.person() == Some(id),
            Token::Organisation(id) => speaks && viewer.is_of(id),
            _ => false,
        });
        let subject = row.id.as_str().to_owned();
        if named && viewer.person() != Some(&row.created_by) {
            news.push((EventKind::Mentioned, subject.clone(), row.reference.clone()));
        }
        if speaks && !viewer.is_of(&row.organisation_id) {
            news.push((EventKind::CommentPosted, subject, row.reference.clone()));
        }
        rows.push(row);
    }
    if speaks && of.iter().any(|(kind, _)| *kind == EventKind::OutcomeReview) {
        reviews(conn, viewer, &rows, &mut news)?;
    }
    Ok(news)
}

/// Those of these comments by which the viewer sees to it that what came of an action is looked at again: it is the newest of
/// what they read of it, its day has come, and their organisation said so or leads the action.
fn reviews(
    conn: &mut Conn,
    viewer: &Viewer,
    rows: &[Contribution<Comment>],
    news: &mut Vec<(EventKind, String, String)>,
) -> Result<()> {
    let actions: BTreeSet<ContributionId> = rows.iter().map(|row| row.rests_on.clone().into()).collect();
    let actions: Vec<ContributionId> = actions.into_iter().collect();
    let outcomes = outcomes_of(conn, viewer, &actions)?;
    let leads = contributions::by_ids::<Action>(conn, &actions)?;
    let leads: BTreeMap<ContributionId, OrganisationId> =
        leads.into_iter().map(|action| (action.id, action.details.lead)).collect();
    for row in rows {
        let action = ContributionId::from(row.rests_on.clone());
        let due = outcomes.get(&action).filter(|outcome| outcome.comment == row.reference);
        let due = due.and_then(|outcome| outcome.review_at).is_some_and(|at| at <= viewer.at());
        let leads = leads.get(&action).is_some_and(|lead| viewer.is_of(lead));
        if due && (leads || viewer.is_of(&row.organisation_id)) {
            news.push((EventKind::OutcomeReview, row.id.as_str().to_owned(), row.reference.clone()));
        }
    }
    Ok(())
}
