//! Whether a record can be true: whatever a signature says, some records contradict themselves.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use thiserror::Error;

use crate::{Mode, Position, Record, Value};

/// A round is counted no sooner after its deadline than this: whoever came in time may still wait to be heard.
const COUNTING: TimeDelta = TimeDelta::seconds(10);

/// What in a record cannot be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Contradiction {
    /// It is of a later version of the program.
    #[error("the record has format {0}, which this program does not know")]
    Format(u32),
    /// The text is another one.
    #[error("the text has not the hash that the record names")]
    Hash,
    /// Nobody could speak.
    #[error("the roll is empty")]
    EmptyRoll,
    /// The roll names an organisation twice.
    #[error("the roll names {0} twice")]
    RollTwice(String),
    /// Where only those adopt who sign, nobody consents by silence.
    #[error("{0} would consent by silence where nobody does")]
    Silence(String),
    /// Somebody speaks who is not on the roll.
    #[error("{0} is not on the roll")]
    Stranger(String),
    /// A delegation has two positions.
    #[error("{0} has two positions")]
    TwoPositions(String),
    /// A position is on another text.
    #[error("the position of {0} is on another text")]
    OtherText(String),
    /// A position came when none could.
    #[error("the position of {0} came outside the round")]
    OutsideRound(String),
    /// Adopted against an objection, or before somebody had the time that they asked for.
    #[error("{0} stands against an adoption")]
    Stands(String),
    /// The round was shorter than it had to be.
    #[error("the round was shorter than it had to be")]
    TooShort,
    /// The round was counted before everybody who was in time could be heard.
    #[error("the round was counted before everybody was heard")]
    TooSoon,
}

/// The first contradiction, if there is one.
pub fn check(record: &Record) -> Result<(), Contradiction> {
    if record.format != 1 {
        return Err(Contradiction::Format(record.format));
    }
    if record.text.hash() != record.hash {
        return Err(Contradiction::Hash);
    }
    let mut roll = BTreeSet::new();
    for one in &record.roll {
        if !roll.insert(one.slug.as_str()) {
            return Err(Contradiction::RollTwice(one.slug.clone()));
        }
        if one.silence_consents && record.mode == Mode::SignatoriesOnly {
            return Err(Contradiction::Silence(one.slug.clone()));
        }
    }
    if roll.is_empty() {
        return Err(Contradiction::EmptyRoll);
    }
    check_round(record)?;
    let mut spoken = BTreeSet::new();
    for position in &record.positions {
        check_position(record, &roll, position)?;
        if !spoken.insert(position.organisation.as_str()) {
            return Err(Contradiction::TwoPositions(position.organisation.clone()));
        }
    }
    for reservation in &record.reservations {
        if !roll.contains(reservation.organisation.as_str()) {
            return Err(Contradiction::Stranger(reservation.organisation.clone()));
        }
    }
    Ok(())
}

fn check_round(record: &Record) -> Result<(), Contradiction> {
    let round = &record.round;
    let extended: i64 = round.extensions.iter().map(|hours| i64::from(*hours)).sum();
    // More hours than there are in any calendar are no extension.
    let least = TimeDelta::try_hours(i64::from(round.minimum_hours).saturating_add(extended));
    if least.is_none_or(|least| round.deadline - round.opened_at < least) {
        return Err(Contradiction::TooShort);
    }
    if round.counted_at - round.deadline < COUNTING {
        return Err(Contradiction::TooSoon);
    }
    Ok(())
}

fn check_position(record: &Record, roll: &BTreeSet<&str>, position: &Position) -> Result<(), Contradiction> {
    let name = || position.organisation.clone();
    if !roll.contains(position.organisation.as_str()) {
        return Err(Contradiction::Stranger(name()));
    }
    if position.hash != record.hash {
        return Err(Contradiction::OtherText(name()));
    }
    let counted = position.confirmed_at.unwrap_or(position.at);
    if counted < position.at || counted > record.round.deadline {
        return Err(Contradiction::OutsideRound(name()));
    }
    if matches!(position.value, Value::Object | Value::MoreTime) {
        return Err(Contradiction::Stands(name()));
    }
    Ok(())
}
