//! How organisations endorse a statement, decline to, and take that back.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::names::adopts;
use super::state::{EndorsementCase, EndorsementState};
use super::store::{self, NewRow};
use crate::access::{Act, OrganisationKind, Token, Viewer, allows};
use crate::contributions::Seen;
use crate::db::{Conn, MandateId, OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::outbox::{self, EventKind, To};
use crate::rounds;
use crate::statements::{Acting, Standing};
use crate::web::{body, pasted, typed};

/// The most characters of who decided on an endorsement.
const LONGEST_AUTHORITY: usize = 500;
/// The most characters of a reservation.
const LONGEST_RESERVATION: usize = 10_000;
/// So often an organisation says something of endorsing one statement at most; taking it back always goes through.
const MOST: usize = 50;

/// An endorsement, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementEndorsement)]
pub struct NewEndorsement {
    /// Who decided on it at home. Without it the organisation waits for its authority, and its name does not stand there yet. The
    /// secretariat reads it, and nobody else outside.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 500)]
    pub(super) authority: Option<String>,
    /// What is reserved formally: published with the text.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 10000)]
    pub(super) reservation: Option<String>,
}

impl NewEndorsement {
    fn parse(&self) -> Result<(String, String)> {
        let mut faults = Fields::default();
        let mut parse = |name: &str, text: Option<&str>, most: usize, lines: bool| {
            typed(&pasted(text.unwrap_or_default(), most), most, lines).unwrap_or_else(|fault| {
                faults.add(name, fault);
                String::new()
            })
        };
        let authority = parse("authority", self.authority.as_deref(), LONGEST_AUTHORITY, false);
        let reservation = parse("reservation", self.reservation.as_deref(), LONGEST_RESERVATION, true);
        faults.into_result((authority, reservation))
    }
}

/// What decides, for an organisation of which somebody acts.
pub(super) fn case(
    conn: &mut Conn,
    viewer: &Viewer,
    (of, home): (&Standing, &OrganisationId),
) -> Result<EndorsementCase> {
    let rows = store::all(conn, &of.statement.contribution_id)?;
    let theirs = || rows.iter().filter(|row| row.organisation_id == *home);
    let adoption = rounds::adoption(conn, viewer.at(), of)?;
    let count = adoption.as_ref().and_then(|one| one.counted.get(home).copied());
    Ok(EndorsementCase {
        stage: of.stage,
        over: of.statement.sign_on_until.is_some_and(|until| viewer.at() > until),
        state: viewer.tokens().contains(&Token::Sector(OrganisationKind::Government)),
        invited: theirs().any(|row| row.state == EndorsementState::Invited),
        adopts: count.is_some_and(adopts),
        last: theirs().next_back().map(|row| row.state),
    })
}

/// Somebody who says something of endorsing a statement for their organisation, by which mandate, and what decides.
fn acting(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, seen): (&str, &Seen),
) -> Result<(Acting, Option<MandateId>, EndorsementCase)> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    let mandate = of.authority(tx, viewer)?;
    // Deadlines are judged by the arrival of a call.
    let on_arrival = viewer.clone().asking_at(tx.arrived());
    let case = case(tx.conn, &on_arrival, (&of.of, &of.home))?;
    Ok((of, mandate, case))
}

fn write(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (of, mandate): (&Acting, Option<&MandateId>),
    (state, authority, reservation): (EndorsementState, String, String),
) -> Result<()> {
    let action = &of.of.statement.contribution_id;
    let hash = of.of.current()?.text.hash();
    let version = (of.of.version(), hash.as_str());
    let new = NewRow { version, by: (&of.home, &of.person, mandate), state, authority, reservation };
    let row = store::insert(tx, action, new)?;
    of.log(tx, viewer, word(state), (mandate, json!({})))?;
    let about = (row.id.as_str(), action.as_str());
    outbox::tell(tx, EventKind::EndorsementSaid, about, &To::Convenors, Some(&of.person))?;
    let holder = of.of.statement.penholder_id.clone().filter(|holder| *holder != of.home);
    match holder.filter(|_| state.is_told()) {
        Some(holder) => {
            let to = To::Organisation(holder);
            outbox::tell(tx, EventKind::EndorsementSaid, about, &to, Some(&of.person))
        }
        None => Ok(()),
    }
}

/// How the log calls it.
fn word(state: EndorsementState) -> &'static str {
    match state {
        EndorsementState::Invited => "endorsement.invited",
        EndorsementState::AuthorityPending => "endorsement.announced",
        EndorsementState::Endorsed | EndorsementState::EndorsedWithReservation => "endorsement.given",
        EndorsementState::Withdrawn => "endorsement.withdrawn",
        EndorsementState::Declined => "endorsement.declined",
    }
}

/// Refuses an organisation that has said enough.
fn bounded(tx: &mut Tx<'_>, of: &Acting) -> Result<()> {
    let rows = store::all(tx.conn, &of.of.statement.contribution_id)?;
    let count = rows.iter().filter(|row| row.organisation_id == of.home).count();
    if count < MOST { Ok(()) } else { Err(Error::Conflict(message("conflict-steps-enough"))) }
}

/// Endorses a statement for the viewer's organisation; without an authority it says that it wants to. Where it is then.
pub fn endorse(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewEndorsement),
    seen: &Seen,
) -> Result<EndorsementState> {
    let (of, mandate, case) = acting(tx, viewer, (reference, seen))?;
    let (authority, reservation) = new.parse()?;
    case.endorse(authority.is_empty())?;
    bounded(tx, &of)?;
    let state = match (authority.is_empty(), reservation.is_empty()) {
        (true, _) => EndorsementState::AuthorityPending,
        (false, true) => EndorsementState::Endorsed,
        (false, false) => EndorsementState::EndorsedWithReservation,
    };
    write(tx, viewer, (&of, mandate.as_ref()), (state, authority, reservation))?;
    Ok(state)
}

/// Says that the viewer's organisation does not endorse it: to the secretariat, and nobody else.
pub fn decline(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let (of, mandate, case) = acting(tx, viewer, (reference, seen))?;
    case.decline()?;
    write(tx, viewer, (&of, mandate.as_ref()), (EndorsementState::Declined, String::new(), String::new()))
}

/// Takes an endorsement of the viewer's organisation back. Where names are frozen and not published yet, they are gathered again.
pub fn withdraw(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let (of, mandate, case) = acting(tx, viewer, (reference, seen))?;
    case.withdraw()?;
    write(tx, viewer, (&of, mandate.as_ref()), (EndorsementState::Withdrawn, String::new(), String::new()))?;
    rounds::unfreeze(tx, viewer, &of.of)
}
