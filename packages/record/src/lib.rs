//! The record of an adoption: what was adopted, by whom, when and how, signed so that a third party can verify it offline.
//!
//! A record is a JSON Web Signature (RFC 7515) in its flattened JSON form, with Ed25519 (RFC 8037): any program that knows these can
//! check the signature. [`verify`] checks more: that the text has the hash that the record names, and that what the record says
//! of its round could be an adoption at all.

mod check;
mod sign;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use wording::StatementText;

pub use check::Contradiction;
pub use sign::{Fault, Signer, Verified, verify};

/// The media type of what is signed.
pub const TYPE: &str = "entente-adoption+json";

/// What happened, from the beginning of the round to its end. Times are UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// `1`: how to read the rest.
    pub format: u32,
    /// Where the statement was adopted, as its address begins.
    pub instance: String,
    /// `V-…`.
    pub reference: String,
    /// Which version of the text.
    pub version: u32,
    /// SHA-256 of the text, hexadecimal: see [`StatementText::hash`].
    pub hash: String,
    /// The text, whole.
    pub text: StatementText,
    /// How silence is read.
    pub mode: Mode,
    /// The round that adopted it.
    pub round: Round,
    /// Who could speak, frozen when the round began.
    pub roll: Vec<Delegation>,
    /// The position of each delegation that has one when the round ends: what was said before and taken back is not here.
    pub positions: Vec<Position>,
    /// What delegations formally reserve. Empty where nobody does.
    pub reservations: Vec<Reservation>,
}

/// How silence is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Silence is consent, for the coalition.
    CoalitionConsensus,
    /// Silence is consent; who dissociates is left off.
    OptOutConsensus,
    /// Silence is nothing: who says that they support the text signs it, and nobody else.
    SignatoriesOnly,
}

/// The round of silence that ended in adoption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Its number.
    pub number: u32,
    /// When it began.
    pub opened_at: DateTime<Utc>,
    /// How many hours it had to last at least.
    pub minimum_hours: u32,
    /// Until when one could object, with every extension.
    pub deadline: DateTime<Utc>,
    /// By how many hours it was extended, each time.
    pub extensions: Vec<u32>,
    /// When what had arrived by the deadline was counted: at least ten seconds later, for whoever came in time may have waited to be heard.
    /// The text is adopted at the deadline itself.
    pub counted_at: DateTime<Utc>,
}

/// An organisation with a voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    /// What the instance calls it.
    pub slug: String,
    /// Its name on that day.
    pub name: String,
    /// Whether saying nothing was consent: not of one that was not told of the round, nor of one that was suspended at its end.
    pub silence_consents: bool,
}

/// What a delegation says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// It supports the text.
    Support,
    /// It supports and sponsors it.
    CoSponsor,
    /// It has nothing against it.
    NoObjection,
    /// It asks for more time.
    MoreTime,
    /// It objects.
    Object,
    /// It stands aside: its name is left off.
    Dissociate,
    /// It takes no part in this.
    Recused,
}

/// What a delegation said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// The slug of the delegation.
    pub organisation: String,
    /// What.
    pub value: Value,
    /// SHA-256 of the text of which it was said.
    pub hash: String,
    /// When it reached the instance.
    pub at: DateTime<Utc>,
    /// Where the secretariat recorded it for an absent delegation: when that delegation confirmed it. What it never confirmed is not
    /// in the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// What a delegation formally reserves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reservation {
    /// The slug of the delegation.
    pub organisation: String,
    /// In its words.
    pub text: String,
    /// When it reached the instance. A reservation that came after the deadline undoes nothing.
    pub at: DateTime<Utc>,
}
