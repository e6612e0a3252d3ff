//! What follows a publication, as those are shown it who read the text.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AskLevel, AskStatus, LineageRow, Relation};
use super::store;
use crate::access::Viewer;
use crate::db::{Conn, Moment, OrganisationId};
use crate::error::{Error, Result};
use crate::people::{self, Organisation};
use crate::statements::{Asked, Standing, known_to};

/// What a statement asks of somebody.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementAsk)]
pub struct AskView {
    /// Its number within the statement.
    pub number: i32,
    /// The paragraph that says so.
    pub paragraph: String,
    /// Who is asked.
    pub addressee: String,
    /// Where it is to be done.
    #[schema(value_type = String, pattern = "^(national|international)$")]
    pub level: AskLevel,
    /// What became of it.
    #[schema(value_type = String, pattern = "^(open|under_way|done|refused|lapsed)$")]
    pub status: AskStatus,
    /// What is said of that; empty where nothing is.
    pub note: String,
    /// When it was written down.
    pub at: Moment,
    /// Since when its status is what it is.
    pub changed_at: Moment,
}

/// What a statement is to an earlier one.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementLineage)]
pub struct LineageView {
    /// The earlier one: `V-…`.
    pub earlier: String,
    /// What.
    #[schema(value_type = String, pattern = "^(reaffirms|builds_on|supersedes)$")]
    pub relation: Relation,
    /// When that was said.
    pub at: Moment,
}

/// What was found when a statement was looked at again.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementReview)]
pub struct ReviewView {
    /// Who says so.
    pub organisation: Organisation,
    /// What was found.
    pub finding: String,
    /// When.
    pub at: Moment,
}

/// What follows a publication.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementFollowUp)]
pub struct FollowUpView {
    /// What it asks, in the order in which it was written down.
    pub asks: Vec<AskView>,
    /// The earlier statements that it goes back to, as far as one knows of them.
    pub lineage: Vec<LineageView>,
    /// What was found, the oldest first.
    pub reviews: Vec<ReviewView>,
    /// When what came of it is to be looked at.
    #[schema(required)]
    pub review_at: Option<Moment>,
    /// The statement that has taken its place, if one knows of that: `V-…`.
    #[schema(required)]
    pub successor: Option<String>,
}

/// What followed a statement whose text the viewer reads. A fixed number of statements.
pub(super) fn view(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<FollowUpView> {
    let action = &of.statement.contribution_id;
    let asks = store::asks(conn, viewer, action)?;
    let reviews = store::reviews(conn, viewer, action)?;
    let lineage = store::lineage(conn, viewer, action)?;
    let mut named: BTreeSet<String> = lineage.iter().map(|row| row.earlier_id.as_str().to_owned()).collect();
    named.extend(of.statement.successor_id.as_ref().map(|id| id.as_str().to_owned()));
    let known: BTreeMap<String, String> = known_to(conn, viewer, Asked::Among(named.into_iter().collect()))?
        .into_iter()
        .map(|one| (one.contribution_id.as_str().to_owned(), one.reference))
        .collect();
    let ids: Vec<OrganisationId> = reviews.iter().map(|row| row.organisation_id.clone()).collect();
    let names = people::organisations_by_ids(conn, ids)?;
    let ask = |row: super::model::AskRow| AskView {
        number: row.ordinal,
        paragraph: row.paragraph,
        addressee: row.addressee,
        level: row.level,
        status: row.status,
        note: row.note,
        at: row.at,
        changed_at: row.changed_at,
    };
    let line = |row: LineageRow| {
        let earlier = known.get(row.earlier_id.as_str())?.clone();
        Some(LineageView { earlier, relation: row.relation, at: row.at })
    };
    let reviews = reviews.into_iter().map(|row| {
        let organisation = names.get(&row.organisation_id).cloned().ok_or(Error::NotFound)?;
        Ok(ReviewView { organisation, finding: row.finding, at: row.at })
    });
    let successor = of.statement.successor_id.as_ref().and_then(|id| known.get(id.as_str()).cloned());
    Ok(FollowUpView {
        asks: asks.into_iter().map(ask).collect(),
        lineage: lineage.into_iter().filter_map(line).collect(),
        reviews: reviews.collect::<Result<Vec<_>>>()?,
        review_at: of.statement.review_at,
        successor,
    })
}
