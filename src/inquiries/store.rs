//! The details of inquiries as rows, and what is asked of them across many.

use std::collections::{BTreeMap, BTreeSet};

use diesel::alias;
use diesel::dsl::{auto_type, exists, not};
use diesel::prelude::*;

use super::{Inquiry, InquiryKind, InquiryView};
use crate::access::{Audience, Token, Viewer, sql};
use crate::contributions::{self, Condition, Contribution, Kind};
use crate::db::schema::{contribution, contribution_version, inquiry_details, readable, report};
use crate::db::{Conn, ContributionId, IsAmong, Moment, OrganisationId, PersonId, ReportId, Spaced, Tx};
use crate::error::Result;
use crate::flow::TextKind;
use crate::outbox::{self, EventKind, To};
use crate::reports::store as rows;

/// How many are asked about in one statement.
const PART: usize = 500;

impl Kind for Inquiry {
    const KIND: TextKind = TextKind::Inquiry;
    const PREFIX: char = 'N';
    const SEALED: &'static str = "words";
    const DRAFTED: &'static str = "inquiry.drafted";
    const WITHDRAWN: &'static str = "inquiry.withdrawn";
    type View = InquiryView;

    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        diesel::insert_into(inquiry_details::table)
            .values((
                inquiry_details::contribution_id.eq(&row.id),
                inquiry_details::entry.eq(row.details.entry),
                inquiry_details::wished.eq(&row.details.wished),
            ))
            .execute(tx.conn)?;
        Ok(())
    }

    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        let mut details = BTreeMap::new();
        for part in ids.chunks(PART) {
            let rows: Vec<(String, InquiryKind, Spaced<Token>)> = inquiry_details::table
                .filter(inquiry_details::contribution_id.is_among(part.to_vec()))
                .load(conn)?;
            details.extend(rows.into_iter().map(|(id, entry, wished)| (id, Self { entry, wished })));
        }
        Ok(details)
    }

    fn is_known(viewer: &Viewer) -> Condition {
        // The desk of the report's owner knows all that is released of it.
        let owned = report::table
            .filter(report::id.nullable().eq(contribution::rests_on))
            .filter(report::organisation_id.eq(contributions::desk_of(viewer)));
        let live = readable::table
            .filter(readable::family.nullable().eq(contribution::rests_on))
            .filter(sql::is_current(viewer.at()));
        contributions::is_known(viewer, Box::new(exists(owned).and(exists(live))))
    }

    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        // No list finds a report by what is asked of it.
        let (kind, to) = if row.details.entry == InquiryKind::Answer {
            (EventKind::Answered, To::Person(contributions::replied_to(tx.conn, row)?.created_by))
        } else {
            let owner = rows::report_by_id(tx.conn, &row.rests_on)?.organisation_id;
            (EventKind::Asked, To::Organisation(owner))
        };
        let about = (row.version.as_str(), super::thread_of(row).as_str());
        outbox::tell(tx, kind, about, &to, Some(&row.created_by))
    }

    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        diesel::update(inquiry_details::table.find(&row.id))
            .set(inquiry_details::wished.eq(""))
            .execute(tx.conn)?;
        Ok(())
    }

    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<InquiryView> {
        crate::inquiries::view(conn, viewer, &row, audience, state)
    }
}

/// The text is released, and has not ended.
#[auto_type]
fn goes_on(at: Moment) -> _ {
    let goes_on: sql::GoesOn = sql::goes_on(at);
    readable::table.filter(readable::id.eq(contribution_version::id)).filter(goes_on)
}

/// What stands asked of the reports of an organisation without an answer of its own, the oldest first; of those of which
/// nothing is released any more too.
pub(super) fn unanswered(
    conn: &mut Conn,
    at: Moment,
    owner: &OrganisationId,
) -> Result<Vec<(ContributionId, ReportId)>> {
    let other = alias!(contribution as other);
    let answered = other
        .inner_join(readable::table.on(readable::family.eq(other.field(contribution::id))))
        .filter(other.field(contribution::reply_to).eq(contribution::id.nullable()))
        .filter(other.field(contribution::organisation_id).eq(owner.as_str().to_owned()))
        .filter(other.field(contribution::ended_at).is_null())
        .filter(sql::goes_on(at));
    Ok(contribution::table
        .inner_join(contribution_version::table)
        .inner_join(report::table.on(report::id.nullable().eq(contribution::rests_on)))
        .filter(report::organisation_id.eq(owner))
        .filter(contribution::kind.eq(TextKind::Inquiry))
        .filter(contribution::reply_to.is_null())
        .filter(contribution::ended_at.is_null())
        .filter(exists(goes_on(at)))
        .filter(not(exists(answered)))
        .order((contribution_version::released_at, contribution::id))
        .select((contribution::id, report::id))
        .load(conn)?)
}

/// A thread that an organisation began.
#[derive(Queryable)]
pub(super) struct Begun {
    pub id: ContributionId,
    pub report: ReportId,
    pub author: PersonId,
    /// When it ends by itself, where it does.
    pub until: Option<Moment>,
}

/// What an organisation asked of others and did not withdraw, the newest first.
pub(super) fn begun_by(conn: &mut Conn, organisation: &OrganisationId) -> Result<Vec<Begun>> {
    Ok(contribution::table
        .inner_join(contribution_version::table)
        .inner_join(readable::table.on(readable::id.eq(contribution_version::id)))
        .inner_join(report::table.on(report::id.nullable().eq(contribution::rests_on)))
        .filter(contribution::organisation_id.eq(organisation))
        .filter(contribution::kind.eq(TextKind::Inquiry))
        .filter(contribution::reply_to.is_null())
        .filter(contribution::ended_at.is_null())
        .filter(contribution_version::released_at.is_not_null())
        .order((contribution_version::released_at.desc(), contribution::id.desc()))
        .select((contribution::id, report::id, contribution::created_by, readable::until))
        .load(conn)?)
}

/// Those of these questions that have an answer that was not withdrawn and has not ended.
pub(super) fn answered(
    conn: &mut Conn,
    at: Moment,
    ids: &[ContributionId],
) -> Result<BTreeSet<ContributionId>> {
    let answered: Vec<Option<ContributionId>> = contribution::table
        .inner_join(contribution_version::table)
        .inner_join(inquiry_details::table)
        .filter(contribution::reply_to.is_among(ids.to_vec()))
        .filter(inquiry_details::entry.eq(InquiryKind::Answer))
        .filter(contribution::ended_at.is_null())
        .filter(exists(goes_on(at)))
        .select(contribution::reply_to)
        .distinct()
        .load(conn)?;
    Ok(answered.into_iter().flatten().collect())
}

/// How many questions and wishes of an organisation stand beneath a report: those that wait too, and none that was
/// withdrawn.
pub(super) fn count_begun(conn: &mut Conn, report: &ReportId, organisation: &OrganisationId) -> Result<i64> {
    Ok(contribution::table
        .inner_join(contribution_version::table)
        .inner_join(inquiry_details::table)
        .filter(contribution::rests_on.eq(report.as_str()))
        .filter(contribution::organisation_id.eq(organisation))
        .filter(inquiry_details::entry.ne(InquiryKind::Answer))
        .filter(contribution::ended_at.is_null())
        .filter(contribution_version::closed_at.is_null())
        .count()
        .get_result(conn)?)
}
