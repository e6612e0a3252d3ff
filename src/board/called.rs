//! What actions are called of which something else is told: as far as the viewer reads their briefs now.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::access::{Viewer, sql};
use crate::actions::{Action, ActionBody};
use crate::contributions;
use crate::db::schema::{contribution, readable};
use crate::db::{Conn, ContributionId, IsAmong};
use crate::error::Result;

/// What an action is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its title.
    pub title: String,
    /// BCP 47.
    pub language: String,
}

/// What these actions are called, by their references: those that the viewer reads now, or that their organisation began. What is hidden
/// is missing as what does not exist is. A fixed number of statements.
pub fn called(conn: &mut Conn, viewer: &Viewer, references: &[String]) -> Result<BTreeMap<String, Called>> {
    if references.is_empty() {
        return Ok(BTreeMap::new());
    }
    let versions: Vec<String> = readable::table
        .inner_join(contribution::table.on(contribution::id.eq(readable::family)))
        .filter(contribution::reference.is_among(references.to_vec()))
        .filter(sql::is_listed())
        .filter(sql::is_readable(viewer).or(contribution::organisation_id.eq(sql::reading_home(viewer))))
        .select(readable::id)
        .load(conn)?;
    let mut rows = contributions::released_among::<Action>(conn, viewer, &versions)?;
    rows.retain(|row| row.is_readable_by(viewer) || viewer.reads_as(&row.organisation_id));
    let one = |row: contributions::Contribution<Action>| match ActionBody::read(&row) {
        Ok(body) => Some((row.reference, Called { title: body.title, language: body.language })),
        Err(fault) => {
            // One that cannot be read keeps none of the others back.
            tracing::error!(%fault, action = row.reference, "a notification shows no title of an action");
            None
        }
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

/// The references of the actions about which these comments are, by the ids of the comments. In two statements.
pub fn commented(conn: &mut Conn, comments: &[String]) -> Result<Vec<(String, String)>> {
    if comments.is_empty() {
        return Ok(Vec::new());
    }
    let about: Vec<(String, Option<String>)> = contribution::table
        .filter(contribution::id.is_among(comments.to_vec()))
        .select((contribution::id, contribution::rests_on))
        .load(conn)?;
    let about =
        about.into_iter().filter_map(|(comment, action)| Some((comment, ContributionId::from(action?))));
    referred(conn, about.collect())
}

/// The same things with the references of their actions.
pub fn referred(conn: &mut Conn, of: Vec<(String, ContributionId)>) -> Result<Vec<(String, String)>> {
    let ids: Vec<String> = of.iter().map(|(_, action)| action.as_str().to_owned()).collect();
    let references: Vec<(String, String)> = contribution::table
        .filter(contribution::id.is_among(ids))
        .select((contribution::id, contribution::reference))
        .load(conn)?;
    let references: BTreeMap<String, String> = references.into_iter().collect();
    let one =
        |(thing, action): (String, ContributionId)| Some((thing, references.get(action.as_str())?.clone()));
    Ok(of.into_iter().filter_map(one).collect())
}
