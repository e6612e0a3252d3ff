//! Releases as rows.

use std::collections::BTreeMap;

use diesel::dsl::auto_type;
use diesel::prelude::*;

use super::{MACHINE, ReleaseState, TextKind};
use crate::access::{self, Act, Capability, StoredAudience, Viewer, sql};
use crate::db::schema::release;
use crate::db::{Among, AudienceId, Conn, IsAmong, Moment, OrganisationId, PersonId, ReleaseId};
use crate::error::{Error, Result};

/// A proposal to release a text, and what became of it.
#[derive(Debug, Clone)]
pub struct Release {
    /// Internal.
    pub id: ReleaseId,
    /// What the outside calls it.
    pub reference: String,
    /// The kind of subject.
    pub subject_kind: TextKind,
    /// The subject's internal id.
    pub subject: String,
    /// Whose text it is.
    pub organisation: OrganisationId,
    /// Whose approvers decide.
    pub approvers: OrganisationId,
    /// As it truly is now: a claim that has lapsed is no claim.
    pub state: ReleaseState,
    /// Who will read it.
    pub audience: StoredAudience,
    /// The revision of the original that is proposed.
    pub revision: i32,
    /// The keyed commitment of that revision: what is approved is what was proposed.
    pub commitment: String,
    /// Who proposed.
    pub proposed_by: PersonId,
    /// When.
    pub proposed_at: Moment,
    /// Who is looking at it.
    pub claimed_by: Option<PersonId>,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_at: Option<Moment>,
    /// Until when an unconfirmed release has to be confirmed: it ends then.
    pub confirm_by: Option<Moment>,
    /// The reviewer's words.
    pub comment: String,
    /// The internal id of what was released: of a report the rendition.
    pub result: Option<String>,
}

impl Release {
    /// The state of the text that it releases, in one word, as far as the release tells.
    pub fn state_of_text(&self) -> &'static str {
        match self.state {
            ReleaseState::Proposed | ReleaseState::Claimed => "proposed",
            ReleaseState::Returned => "returned",
            ReleaseState::Cancelled => "cancelled",
            ReleaseState::Approved => "live",
            ReleaseState::Unconfirmed => "unconfirmed",
            ReleaseState::Lapsed => "ended",
        }
    }

    /// What somebody does who decides on it.
    pub fn deciding(&self) -> Act<'_> {
        let (owner, approvers, proposer) = (&self.organisation, &self.approvers, &self.proposed_by);
        match self.subject_kind {
            TextKind::Alert => Act::DecideAlert { owner, approvers, proposer },
            _ => Act::DecideRelease { owner, approvers, proposer },
        }
    }

    /// What a queue is sorted by for this viewer: what is released already and ends unless somebody confirms
    /// it, then what they claimed, then the oldest.
    pub fn queue_place(&self, viewer: &Viewer) -> (u8, i64, ReleaseId) {
        let mine = self.claimed_by.is_some() && self.claimed_by.as_ref() == viewer.person();
        let place = match (self.confirm_by.is_some(), mine) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        };
        (place, self.proposed_at.unix_micros(), self.id.clone())
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = release)]
struct Row {
    id: ReleaseId,
    reference: String,
    subject_kind: TextKind,
    subject: String,
    organisation_id: OrganisationId,
    approvers_id: OrganisationId,
    state: ReleaseState,
    audience_id: AudienceId,
    revision: i32,
    commitment: String,
    proposed_by: PersonId,
    proposed_at: Moment,
    claimed_by: Option<PersonId>,
    claimed_at: Option<Moment>,
    decided_by: Option<PersonId>,
    decided_at: Option<Moment>,
    comment: String,
    result_id: Option<String>,
    confirm_by: Option<Moment>,
}

impl Row {
    fn at(self, now: Moment, audience: StoredAudience) -> Release {
        let state = self.claimed_at.map_or(self.state, |at| MACHINE.settled(self.state, now.since(at)));
        let unconfirmed = state == ReleaseState::Unconfirmed;
        let lapsed = unconfirmed && self.confirm_by.is_none_or(|end| end <= now);
        let state = if lapsed { ReleaseState::Lapsed } else { state };
        Release {
            audience,
            claimed_by: self.claimed_by.filter(|_| state == ReleaseState::Claimed),
            state,
            id: self.id,
            reference: self.reference,
            subject_kind: self.subject_kind,
            subject: self.subject,
            organisation: self.organisation_id,
            approvers: self.approvers_id,
            revision: self.revision,
            commitment: self.commitment,
            proposed_by: self.proposed_by,
            proposed_at: self.proposed_at,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
            confirm_by: self.confirm_by.filter(|_| unconfirmed),
            comment: self.comment,
            result: self.result_id,
        }
    }
}

/// Rows as they are at this moment, with their audiences: one statement more, however many there are.
fn releases(conn: &mut Conn, now: Moment, rows: Vec<Row>) -> Result<Vec<Release>> {
    let ids: Vec<AudienceId> = rows.iter().map(|row| row.audience_id.clone()).collect();
    let mut audiences = access::audiences(conn, &ids)?;
    let whole = |row: Row| {
        let missing = || Error::stored("audience", row.id.as_str(), "it is missing");
        let audience = audiences.remove(&row.audience_id).ok_or_else(missing)??;
        Ok(row.at(now, audience))
    };
    rows.into_iter().map(whole).collect()
}

/// The acts for which somebody of its organisation sees a release.
const SEES: [fn(&OrganisationId) -> Act<'_>; 2] =
    [|owner| Act::SeeDesk { owner }, |owner| Act::ProposeRelease { owner }];

/// Whether the viewer can be the second person for texts of any kind.
pub fn decides(viewer: &Viewer) -> bool {
    viewer.can(Capability::Approve) || viewer.can(Capability::Alert)
}

/// [`Release::deciding`] as a condition on a row of `release`.
pub fn is_decided_by(viewer: &Viewer) -> decided_with {
    let home = if decides(viewer) { sql::home(viewer) } else { String::new() };
    let all = if viewer.can(Capability::Approve) { TextKind::ALL } else { &[TextKind::Alert] };
    // Where another organisation is named to decide, its approvers do.
    let named = if viewer.can(Capability::Approve) { home.clone() } else { String::new() };
    decided_with(home, named, sql::person(viewer), all.to_vec())
}

#[auto_type]
fn decided_with(owner: String, approvers: String, person: String, kinds: Vec<TextKind>) -> _ {
    let of_these: Among<release::subject_kind, TextKind> = release::subject_kind.is_among(kinds);
    release::organisation_id
        .eq(owner)
        .or(release::approvers_id.eq(approvers))
        .and(release::proposed_by.ne(person))
        .and(of_these)
}

/// As a condition on a row of `release`: it is released, and nobody has confirmed it by this moment.
pub fn is_unconfirmed(at: Moment) -> unconfirmed_at {
    unconfirmed_at(at)
}

#[auto_type]
fn unconfirmed_at(at: Moment) -> _ {
    let unconfirmed: ReleaseState = ReleaseState::Unconfirmed;
    release::state.eq(unconfirmed).and(release::confirm_by.assume_not_null().gt(at))
}

/// The release that is called so, if this viewer may see it: it is their organisation's, or theirs to decide.
pub fn known(conn: &mut Conn, now: Moment, viewer: &Viewer, reference: &str) -> Result<Release> {
    let found: Option<Row> = release::table
        .filter(release::reference.eq(reference))
        .filter(release::organisation_id.eq(sql::home_for(viewer, &SEES)).or(is_decided_by(viewer)))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    releases(conn, now, vec![found.ok_or(Error::NotFound)?])?.pop().ok_or(Error::NotFound)
}

/// These releases, as far as their text is of the viewer's organisation or the release is theirs to decide.
pub fn concerning(conn: &mut Conn, now: Moment, viewer: &Viewer, ids: &[String]) -> Result<Vec<Release>> {
    let mut found = Vec::new();
    for part in ids.chunks(PART) {
        let rows: Vec<Row> = release::table
            .filter(release::id.is_among(part.to_vec()))
            .filter(release::organisation_id.eq(sql::reading_home(viewer)).or(is_decided_by(viewer)))
            .select(Row::as_select())
            .load(conn)?;
        found.extend(rows);
    }
    releases(conn, now, found)
}

/// A release as it is at this moment, whoever may see it.
pub(super) fn by_id(conn: &mut Conn, now: Moment, id: &ReleaseId) -> Result<Option<Release>> {
    let found: Option<Row> = release::table.find(id).select(Row::as_select()).first(conn).optional()?;
    Ok(releases(conn, now, found.into_iter().collect())?.pop())
}

/// Every release of a subject, newest first.
pub fn of_subject(conn: &mut Conn, now: Moment, subject: &str) -> Result<Vec<Release>> {
    let rows: Vec<Row> = release::table
        .filter(release::subject.eq(subject))
        .order((release::proposed_at.desc(), release::id.desc()))
        .select(Row::as_select())
        .load(conn)?;
    releases(conn, now, rows)
}

/// So many values at most go into one statement.
const PART: usize = 500;

/// Every release of each of these subjects, newest first, in as many statements however many they are.
pub fn of_subjects(
    conn: &mut Conn,
    now: Moment,
    subjects: &[String],
) -> Result<BTreeMap<String, Vec<Release>>> {
    let mut all: BTreeMap<String, Vec<Release>> = BTreeMap::new();
    for part in subjects.chunks(PART) {
        let rows: Vec<Row> = release::table
            .filter(release::subject.is_among(part.to_vec()))
            .order((release::proposed_at.desc(), release::id.desc()))
            .select(Row::as_select())
            .load(conn)?;
        for release in releases(conn, now, rows)? {
            all.entry(release.subject.clone()).or_default().push(release);
        }
    }
    Ok(all)
}

/// The releases of a subject that are not decided yet.
pub fn open_of(conn: &mut Conn, now: Moment, subject: &str) -> Result<Vec<Release>> {
    Ok(of_subject(conn, now, subject)?.into_iter().filter(|release| release.state.is_open()).collect())
}

/// Those of these subjects of which the newest release is unconfirmed at this moment, each with its end: as many statements
/// however many they are.
pub fn unconfirmed_among(
    conn: &mut Conn,
    now: Moment,
    subjects: &[String],
) -> Result<BTreeMap<String, Moment>> {
    let mut unconfirmed = BTreeMap::new();
    for part in subjects.chunks(PART) {
        let found: Vec<(String, Option<Moment>)> = release::table
            .filter(release::subject.is_among(part.to_vec()))
            .filter(is_unconfirmed(now))
            .select((release::subject, release::confirm_by))
            .load(conn)?;
        unconfirmed.extend(found.into_iter().filter_map(|(subject, end)| Some((subject, end?))));
    }
    Ok(unconfirmed)
}

/// How many proposals of each of these subjects are not decided yet; none of a subject that is not named.
pub fn count_open(conn: &mut Conn, subjects: &[String]) -> Result<BTreeMap<String, usize>> {
    let open: Vec<String> = release::table
        .filter(release::subject.is_among(subjects))
        .filter(release::state.is_among([ReleaseState::Proposed, ReleaseState::Claimed]))
        .select(release::subject)
        .load(conn)?;
    let mut counted = BTreeMap::new();
    for subject in open {
        *counted.entry(subject).or_default() += 1;
    }
    Ok(counted)
}

/// What somebody proposed and what is not settled yet, newest first: it waits, it is released and nobody has confirmed it
/// (or did in time), or it was returned and nothing was proposed in its place since.
pub fn of_person(conn: &mut Conn, now: Moment, person: &PersonId) -> Result<Vec<Release>> {
    let rows: Vec<Row> = release::table
        .filter(release::proposed_by.eq(person))
        .filter(release::state.is_among([
            ReleaseState::Proposed,
            ReleaseState::Claimed,
            ReleaseState::Returned,
            ReleaseState::Unconfirmed,
        ]))
        .order((release::proposed_at.desc(), release::id.desc()))
        .limit(100)
        .select(Row::as_select())
        .load(conn)?;
    let proposed = releases(conn, now, rows)?;
    let is_returned = |one: &Release| one.state == ReleaseState::Returned;
    let returned = proposed.iter().filter(|one| is_returned(one)).map(|one| one.subject.clone());
    let all = of_subjects(conn, now, &returned.collect::<Vec<_>>())?;
    let is_newest = |one: &Release| {
        // What goes to others is another proposal.
        let alike =
            |other: &&Release| other.state != ReleaseState::Cancelled && other.audience == one.audience;
        let newest = all.get(&one.subject).and_then(|all| all.iter().find(alike));
        newest.is_some_and(|newest| newest.id == one.id)
    };
    Ok(proposed.into_iter().filter(|one| !is_returned(one) || is_newest(one)).collect())
}

/// Who has decided on what was proposed of a text.
pub fn deciders(conn: &mut Conn, subject: &str) -> Result<Vec<PersonId>> {
    let decided: Vec<Option<PersonId>> = release::table
        .filter(release::subject.eq(subject))
        .filter(release::decided_by.is_not_null())
        .select(release::decided_by)
        .load(conn)?;
    Ok(decided.into_iter().flatten().collect())
}

/// What waits for this viewer's decision, as [`Release::queue_place`] sorts it: proposals that name their organisation's
/// approvers, and what is released and has to be confirmed, without their own. All of it: whoever shows it opens no more texts
/// than fit on a page.
pub fn queue(conn: &mut Conn, now: Moment, viewer: &Viewer) -> Result<Vec<Release>> {
    if !decides(viewer) {
        return Ok(Vec::new());
    }
    let states = [ReleaseState::Proposed, ReleaseState::Claimed, ReleaseState::Unconfirmed];
    let rows: Vec<Row> = release::table
        .filter(is_decided_by(viewer))
        .filter(release::state.is_among(states))
        .order((release::proposed_at, release::id))
        .select(Row::as_select())
        .load(conn)?;
    let mut queue = releases(conn, now, rows)?;
    queue.retain(|release| release.state != ReleaseState::Lapsed);
    queue.sort_by_key(|release| release.queue_place(viewer));
    Ok(queue)
}
