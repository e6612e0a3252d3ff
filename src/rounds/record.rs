//! The record of an adoption, which a third party verifies without this program: made of the rows once, signed, and kept as it was made.

use std::collections::BTreeMap;

use adoption_record as record;
use adoption_record::{Record, Signer};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{PositionRow, RoundRow};
use super::store::{self, Course};
use super::{clock, explanation};
use crate::access::Viewer;
use crate::config::InstanceKey;
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment, OrganisationId, PositionId};
use crate::error::{Error, Result};
use crate::people::{self, Organisation};
use crate::silence::{EXTENSION, Outcome, Procedure, Value};
use crate::statements::{self, Body, Mode, Statement, Wording};

/// What its keys are derived for.
const PURPOSE: &str = "adoption record";

/// Who signs for an instance.
pub fn signer(key: &InstanceKey) -> Result<Signer> {
    Signer::new(&key.derive(PURPOSE)).map_err(Error::internal)
}

/// The public key of an instance (RFC 8037): what its records are verified with.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RecordKey)]
pub struct KeyView {
    #[schema(pattern = "^OKP$")]
    kty: &'static str,
    #[schema(pattern = "^Ed25519$")]
    crv: &'static str,
    /// Base64url without padding: what `entente statement verify --key` takes.
    x: String,
}

impl KeyView {
    /// Of this signer.
    pub fn of(signer: &Signer) -> Self {
        Self { kty: "OKP", crv: "Ed25519", x: signer.key() }
    }
}

fn counted(number: i32) -> Result<u32> {
    u32::try_from(number).map_err(Error::internal)
}

fn mode(mode: Mode) -> record::Mode {
    match mode {
        Mode::CoalitionConsensus => record::Mode::CoalitionConsensus,
        Mode::OptOutConsensus => record::Mode::OptOutConsensus,
        Mode::SignatoriesOnly => record::Mode::SignatoriesOnly,
    }
}

/// A position that decides something; nothing of any other.
fn value(value: Value) -> Option<record::Value> {
    match value {
        Value::Support => Some(record::Value::Support),
        Value::CoSponsor => Some(record::Value::CoSponsor),
        Value::NoObjection => Some(record::Value::NoObjection),
        Value::Dissociate => Some(record::Value::Dissociate),
        Value::Recused => Some(record::Value::Recused),
        Value::Object => Some(record::Value::Object),
        Value::NoRecord | Value::SupportIf | Value::MoreTime | Value::LateReservation => None,
    }
}

/// The version that a round froze, or a later one of the same words: readers may have been added since.
fn frozen(conn: &mut Conn, of: &Statement, round: &RoundRow) -> Result<Contribution<Wording>> {
    let missing = || Error::stored("round", round.id.as_str(), "its text is missing");
    let text = of.text_id.clone().ok_or_else(missing)?;
    let newest = contributions::by_ids::<Wording>(conn, &[text])?.pop().ok_or_else(missing)?;
    let same = newest.version == round.version_id || Body::read(&newest)?.text.hash() == round.hash;
    if same { Ok(newest) } else { Err(missing()) }
}

fn delegation(procedure: &Procedure, one: &Organisation) -> record::Delegation {
    let silence_consents = procedure.round().is_some_and(|round| procedure.can_be_silent(&one.id, round));
    record::Delegation { slug: one.slug.clone(), name: one.name.clone(), silence_consents }
}

/// What the roll said that counts, and what it reserves.
fn said(
    conn: &mut Conn,
    course: &Course,
    names: &BTreeMap<OrganisationId, Organisation>,
) -> Result<(Vec<record::Position>, Vec<record::Reservation>)> {
    let deciding = course.procedure.counted().into_iter().filter_map(|one| one.position);
    let rows: Vec<&PositionRow> = deciding.filter_map(|number| course.rows.positions.get(number)).collect();
    let with: Vec<String> =
        rows.iter().filter(|row| row.reservation).map(|row| row.id.as_str().to_owned()).collect();
    let words: BTreeMap<PositionId, String> = explanation::reserved(conn, &with)?;
    let (mut positions, mut reservations) = (Vec::new(), Vec::new());
    for row in rows {
        let Some(organisation) = names.get(&row.organisation_id).map(|one| one.slug.clone()) else {
            continue;
        };
        let Some(value) = value(row.value) else { continue };
        if let Some(text) = words.get(&row.id) {
            let (organisation, text) = (organisation.clone(), text.clone());
            reservations.push(record::Reservation { organisation, text, at: row.arrived_at.to_utc() });
        }
        positions.push(record::Position {
            organisation,
            value,
            hash: row.hash.clone(),
            at: row.arrived_at.to_utc(),
            confirmed_at: row.confirmed_at.map(Moment::to_utc),
        });
    }
    Ok((positions, reservations))
}

/// The record of the adoption by a round, signed: a file.
pub(super) fn signed(
    conn: &mut Conn,
    (round, signer, instance): (&RoundRow, &Signer, &str),
) -> Result<String> {
    let missing = || Error::stored("round", round.id.as_str(), "its statement is missing");
    let of = statements::by_action(conn, &round.contribution_id)?.ok_or_else(missing)?;
    let text = Body::read(&frozen(conn, &of, round)?)?.text;
    let course = store::adopted(conn, &of, round)?;
    let roll = course.procedure.round().map(|round| round.roll.iter().cloned().collect());
    let names = people::organisations_by_ids(conn, roll.unwrap_or_default())?;
    let (positions, reservations) = said(conn, &course, &names)?;
    let mut roll: Vec<record::Delegation> =
        names.values().map(|one| delegation(&course.procedure, one)).collect();
    roll.sort_by(|a, b| a.slug.cmp(&b.slug));
    let extension = u32::try_from(EXTENSION.num_hours()).map_err(Error::internal)?;
    let extended = usize::try_from(round.extended).map_err(Error::internal)?;
    let made = Record {
        format: 1,
        instance: instance.to_owned(),
        reference: of.reference.clone(),
        version: counted(round.version)?,
        hash: round.hash.clone(),
        text,
        mode: mode(of.mode),
        round: record::Round {
            number: counted(round.number)?,
            opened_at: round.opened_at.to_utc(),
            minimum_hours: counted(round.min_hours)?,
            deadline: round.deadline.to_utc(),
            extensions: vec![extension; extended],
            counted_at: round.counted_at.ok_or_else(missing)?.to_utc(),
        },
        roll,
        positions,
        reservations,
    };
    signer.sign(&made).map_err(Error::internal)
}

/// The record of the adoption of a statement, for those who read its text: as it was made. [`Error::NotFound`] where it is not adopted;
/// in the seconds in which it is made, [`Error::Unavailable`].
pub fn record(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<String> {
    let of = statements::find(conn, viewer, reference)?;
    let course = store::course(conn, &of, None)?;
    let ended = course.procedure.outcome(clock::now(viewer.at()));
    if ended.is_none_or(|ended| ended.outcome != Outcome::Adopted) {
        return Err(Error::NotFound);
    }
    let kept = course.rows.round().and_then(|round| round.record.clone());
    kept.ok_or_else(|| Error::Unavailable("the record is being made".into()))
}
