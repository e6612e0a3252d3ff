//! What becomes of rounds by themselves. Whoever looks or acts settles first, so that nobody depends on when a timer fires.

use adoption_record::Signer;
use serde_json::json;

use super::write::{self, How, Subject};
use super::{clock, record, store, tell};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{RoundId, Tx};
use crate::error::{Error, Result};
use crate::silence::{Effect, Outcome};
use crate::statements::{self, Stage, Statement};

/// Writes down what has become of the round of a statement by now; whether anything has.
pub(super) fn settle(tx: &mut Tx<'_>, of: &Statement) -> Result<bool> {
    let Some(course) = store::running(tx.conn, std::slice::from_ref(of))?.remove(&of.contribution_id) else {
        return Ok(false);
    };
    let effects = course.procedure.settle(clock::now(tx.now()));
    if effects.is_empty() {
        return Ok(false);
    }
    let missing = || Error::stored("statement", &of.reference, "its round is missing");
    let version = course.rows.round().ok_or_else(missing)?.version_id.clone();
    let subject = Subject { statement: of, version: &version, course: &course };
    write::write(tx, subject, &effects, How::default())?;
    log(tx, of, &effects)?;
    tell::settled(tx, of, (&course, &effects))?;
    Ok(true)
}

/// What the log of the penholder says, of which nobody did anything.
fn log(tx: &mut Tx<'_>, of: &Statement, effects: &[Effect]) -> Result<()> {
    let adopted = effects.iter().any(|one| matches!(one, Effect::Moved(_)));
    let (act, detail) = if adopted {
        ("statement.moved", json!({ "from": Stage::Silence, "to": Stage::Adopted }))
    } else {
        ("silence.extended", json!({}))
    };
    let brief = statements::brief_of(tx.conn, of)?;
    let entry = Entry {
        act,
        subject_kind: SubjectKind::Action,
        subject: brief.as_str(),
        owner: of.penholder_id.as_ref(),
        detail,
    };
    audit::record(tx, &Actor::default(), &entry)
}

/// The deadline of a round is over: what that does is done, unless somebody has done it; and of an adoption the record is made and kept,
/// signed by the key of this instance, which stands at this address. Done again, it does nothing.
pub fn deadline_due(tx: &mut Tx<'_>, id: &RoundId, (signer, instance): (&Signer, &str)) -> Result<()> {
    let Some(round) = store::round(tx.conn, id)? else { return Ok(()) };
    let Some(of) = statements::by_action(tx.conn, &round.contribution_id)? else { return Ok(()) };
    if of.stage == Stage::Silence {
        settle(tx, &of)?;
    }
    let Some(round) = store::round(tx.conn, id)? else { return Ok(()) };
    match round.outcome {
        Some(Outcome::Adopted) if round.record.is_none() => {
            let file = record::signed(tx.conn, (&round, signer, instance))?;
            write::keep_record(tx, id, &file)?;
            clock::stop(tx, id)
        }
        Some(_) => clock::stop(tx, id),
        // Somebody who came in time still waits to be heard: it is looked at again soon.
        None if of.stage == Stage::Silence && round.deadline <= tx.now() => {
            Err(Error::Unavailable("a round waits to be counted".into()))
        }
        None => Ok(()),
    }
}

/// Whoever has said nothing that counts is reminded, before the deadline only.
pub fn remind_due(tx: &mut Tx<'_>, id: &RoundId) -> Result<()> {
    let Some(round) = store::round(tx.conn, id)? else { return Ok(()) };
    let Some(of) = statements::by_action(tx.conn, &round.contribution_id)? else { return Ok(()) };
    let courses = store::running(tx.conn, std::slice::from_ref(&of))?;
    let Some(course) = courses.get(&of.contribution_id) else { return Ok(()) };
    let runs = course.rows.round().is_some_and(|one| one.id == *id && one.deadline > tx.now());
    if !runs {
        return Ok(());
    }
    tell::unheard(tx, &of, (id, &course.procedure))?;
    clock::remind_next(tx, id, round.deadline)
}
