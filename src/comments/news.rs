//! What of comments is news to somebody now: they read it, and it is theirs to know of.

use std::collections::BTreeSet;

use super::Comment;
use crate::access::{Act, Token, Viewer, permits};
use crate::contributions;
use crate::db::{Conn, ContributionId};
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
    let kinds = [EventKind::CommentPosted, EventKind::Mentioned];
    let subjects = of.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, subject)| subject.clone());
    let subjects: BTreeSet<String> = subjects.collect();
    if subjects.is_empty() || !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let ids: Vec<ContributionId> = subjects.into_iter().map(ContributionId::from).collect();
    let newest = contributions::by_ids::<Comment>(conn, &ids)?;
    let versions: Vec<String> = newest.into_iter().map(|row| row.version.as_str().to_owned()).collect();
    let speaks = permits(viewer, Act::CommentOnAction);
    let mut news = Vec::new();
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
    }
    Ok(news)
}
