//! What organisations answer to an alert of another: that they have seen it, that they act on it, what help they offer.
//!
//! Nothing is recorded by reading. Somebody presses a button and is told beforehand what the author will see.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::store::{self, AnswerRow};
use super::{Alert, AlertBody, AlertPhase, Answer};
use crate::access::{Act, Token, Viewer, allows, permits, sql};
use crate::contributions::{self, Contribution};
use crate::db::{ChangeKind, Conn, GroupId, Moment, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::outbox::{self, EventKind, To};
use crate::people::{self, Member, Organisation, OrganisationStatus};
use crate::web::typed;

/// The most characters of an offer.
pub(super) const LONGEST_OFFER: usize = 4_000;

/// What an organisation has answered, as the author's organisation and its own read it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Acknowledgement {
    /// Which organisation.
    pub organisation: Organisation,
    /// What it has answered.
    #[schema(pattern = "^(seen|acknowledged)$")]
    pub answer: &'static str,
    /// When.
    pub at: Moment,
    /// The help that it offers; empty where it offers none.
    pub offer: String,
    /// Whether the author has asked again since.
    pub earlier: bool,
}

/// What is known of the answers to an alert.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    /// The newest answer of each organisation, the oldest first; for the author's organisation all, for others their own.
    pub by: Vec<Acknowledgement>,
    /// Who has not answered, where the author's organisation may list all who read the alert; else nothing is known.
    pub missing: Option<Vec<Organisation>>,
}

/// Answers for the viewer's organisation.
pub fn acknowledge(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    (answer, offer): (&str, &str),
) -> Result<()> {
    let (found, _) = contributions::find::<Alert>(tx, viewer, reference)?.into_parts();
    let (person, home) = (viewer.person().ok_or(Error::SignIn)?, viewer.organisation().ok_or(Error::SignIn)?);
    let row = shown(tx, viewer, &found)?;
    if viewer.is_of(&row.organisation_id) {
        return Err(Error::Denied(message("denied-own-alert")));
    }
    allows(viewer, Act::AcknowledgeAlert { owner: &row.organisation_id })?;
    if people::organisation(tx.conn, &row.organisation_id)?.status != OrganisationStatus::Active {
        // Nobody there would read the answer, nor should an offer of help reach them.
        return Err(Error::Conflict(message("conflict-alert-author-inactive")));
    }
    let answer: Answer = match answer {
        "" => Answer::Acknowledged,
        word => word.parse().map_err(|_| Error::invalid("answer", message("fault-alert-answer")))?,
    };
    let offer = typed(offer, LONGEST_OFFER, true).map_err(|fault| Error::invalid("offer", fault))?;
    if answer == Answer::Seen && !offer.is_empty() {
        return Err(Error::invalid("offer", message("fault-offer-alone")));
    }
    if AlertBody::read(&row)?.phase(tx.arrived()) != AlertPhase::Current {
        return Err(Error::Conflict(message("conflict-alert-over")));
    }
    let round = store::round_of(tx.conn, &row.id)?.unwrap_or(1);
    let before = store::answers(tx.conn, &row.id, Some(home))?;
    // Once said is said: an offer comes with an acknowledgement that has not been given yet.
    if before.iter().any(|one| one.round == round && one.answer >= answer) {
        return Err(Error::Conflict(message("conflict-alert-acknowledged")));
    }
    let said = AnswerRow {
        contribution_id: row.id.clone(),
        organisation_id: home.clone(),
        round,
        answer,
        version_id: row.version.clone(),
        person_id: person.clone(),
        at: tx.now(),
        offer,
    };
    store::insert_answer(tx, &said)?;
    let detail = json!({ "answer": answer, "offer": !said.offer.is_empty() });
    contributions::log(tx, viewer, (home, row.opened()), "alert.acknowledged", detail)?;
    // It waits for the organisation no more: what pages keep of that is found anew.
    tx.change(ChangeKind::Alert, row.id.as_str(), false)?;
    // About the alert and not this version: it is told whatever version is shown by then.
    let about = (row.id.as_str(), row.id.as_str());
    outbox::tell(
        tx,
        EventKind::AlertAcknowledged,
        about,
        &To::Organisation(row.organisation_id.clone()),
        Some(person),
    )
}

/// The version that the viewer is shown: a draft of the author's organisation is nobody's to answer.
fn shown(tx: &mut Tx<'_>, viewer: &Viewer, found: &Contribution<Alert>) -> Result<Contribution<Alert>> {
    let current = contributions::current(tx.conn, found)?.ok_or(Error::NotFound)?;
    let mut row = contributions::released_among::<Alert>(tx.conn, viewer, &[current.as_str().to_owned()])?;
    row.pop().filter(|row| row.is_readable_by(viewer)).ok_or(Error::NotFound)
}

/// The answers to an alert that the viewer may know of: those of all, for its own organisation; else those of theirs.
pub(super) fn answered(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Alert>) -> Result<Answered> {
    let owner = &row.organisation_id;
    let all = permits(viewer, Act::SeeAcknowledgements { owner });
    let Some(home) = viewer.organisation().filter(|home| all || viewer.reads_as(home)) else {
        return Ok(Answered::default());
    };
    let rows = store::answers(conn, &row.id, (!all).then_some(home))?;
    let known =
        people::organisations_by_ids(conn, rows.iter().map(|row| row.organisation_id.clone()).collect())?;
    let round = store::round_of(conn, &row.id)?.unwrap_or(1);
    let mut newest: BTreeMap<&OrganisationId, &AnswerRow> = BTreeMap::new();
    for one in &rows {
        let before = newest.get(&one.organisation_id);
        if before.is_none_or(|before| (before.round, before.answer) < (one.round, one.answer)) {
            newest.insert(&one.organisation_id, one);
        }
    }
    let mut newest: Vec<&AnswerRow> = newest.into_values().collect();
    newest.sort_by_key(|one| one.at);
    // An offer stands until the same organisation makes another.
    let offer_of = |of: &OrganisationId| {
        let made = rows.iter().rev().find(|one| one.organisation_id == *of && !one.offer.is_empty());
        made.map(|one| one.offer.clone()).unwrap_or_default()
    };
    let by = newest.into_iter().filter_map(|one| {
        Some(Acknowledgement {
            organisation: known.get(&one.organisation_id)?.clone(),
            answer: one.answer.as_str(),
            at: one.at,
            offer: offer_of(&one.organisation_id),
            earlier: one.round < round,
        })
    });
    let by = by.collect();
    let missing = if all && row.released_at.is_some() {
        let answers: Vec<&OrganisationId> =
            rows.iter().filter(|one| one.round >= round).map(|one| &one.organisation_id).collect();
        readers(conn, viewer, row)?.map(|mut readers| {
            readers.retain(|one| one.id != *owner && !answers.contains(&&one.id));
            readers
        })
    } else {
        None
    };
    Ok(Answered { by, missing })
}

/// The member organisations that read an alert, where the viewer may list every one of them: the roster of a group may be
/// confidential, and then its size is too.
fn readers(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Alert>) -> Result<Option<Vec<Organisation>>> {
    let audience = sql::audience(conn, row.version.as_str())?;
    let mut members = people::directory(conn, viewer)?;
    members.retain(|one| one.status == OrganisationStatus::Active);
    let mut readers: Vec<Organisation> = Vec::new();
    for token in audience.tokens() {
        let named: Vec<Organisation> = match token {
            Token::Public | Token::Coalition => members.clone(),
            Token::Sector(kind) => members.iter().filter(|one| one.kind == *kind).cloned().collect(),
            Token::Organisation(id) => members.iter().filter(|one| one.id == *id).cloned().collect(),
            Token::Person(_) => Vec::new(),
            Token::Group(id, epoch) => match members_of(conn, viewer, id)? {
                Some(members) => {
                    let reads = members.into_iter().filter(|member| member.from_epoch <= *epoch);
                    reads.map(|member| member.organisation).collect()
                }
                None => return Ok(None),
            },
        };
        readers.extend(named);
    }
    readers.retain(|one| !audience.except().contains(&one.id));
    readers.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    readers.dedup_by(|a, b| a.id == b.id);
    Ok(Some(readers))
}

/// The members of a group, where the viewer may list them.
fn members_of(conn: &mut Conn, viewer: &Viewer, id: &GroupId) -> Result<Option<Vec<Member>>> {
    let group = people::group(conn, id)?;
    match people::members(conn, viewer, &group) {
        Ok(members) => Ok(Some(members)),
        Err(Error::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}
