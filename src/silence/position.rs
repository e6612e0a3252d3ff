//! Positions: what organisations say of one version of a text. A row is added for each, and none is ever changed but by what
//! comes after it: confirmed, answered, withdrawn.

use crate::db::{Moment, OrganisationId, text_enum};

text_enum! {
    /// What an organisation says of a version.
    pub enum Value {
        /// Nothing: what is shown of whoever has said nothing. No row has it, and nobody says it.
        NoRecord = "no_record",
        /// It supports the text.
        Support = "support",
        /// It puts its name forward for the text.
        CoSponsor = "co_sponsor",
        /// It lets the text pass.
        NoObjection = "no_objection",
        /// It would support the text on a condition. Said in negotiation alone; no round begins before an answer.
        SupportIf = "support_if",
        /// It asks for more time. No opinion of the text: what it said before stays what it says.
        MoreTime = "more_time",
        /// It objects: the round is broken.
        Object = "object",
        /// It stays apart, and stops nobody.
        Dissociate = "dissociate",
        /// It takes no part in the decision.
        Recused = "recused",
        /// It objected after the deadline. The program says so; nobody chooses it.
        LateReservation = "late_reservation",
    }
}

impl Value {
    /// Whether it lets the text pass, in words: a reservation goes with these alone, for who does not consent has nothing to
    /// make an exception from.
    pub const fn consents(self) -> bool {
        matches!(self, Self::Support | Self::CoSponsor | Self::NoObjection)
    }

    /// Whether the secretariat may record it for an absent delegation: what binds nobody to more than silence does.
    pub const fn is_recordable(self) -> bool {
        matches!(self, Self::NoObjection | Self::Recused)
    }
}

/// A version of a text, and the hash of its words: whoever names one names both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextVersion {
    /// Counts up.
    pub version: i32,
    /// Of the words.
    pub hash: String,
}

/// What an organisation said once. Its words stand elsewhere; its number is its place among the positions of the statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Whose.
    pub organisation: OrganisationId,
    /// Of which version.
    pub text: TextVersion,
    /// In which round; none in negotiation.
    pub round: Option<u32>,
    /// What.
    pub value: Value,
    /// When the request arrived.
    pub arrived: Moment,
    /// Whether a formal reservation goes with it.
    pub reservation: bool,
    /// Whether it was said after the adoption: it changes how names are published, and nothing of the adoption.
    pub late: bool,
    /// Whether the secretariat recorded it for an absent delegation.
    pub recorded: bool,
    /// When a delegate confirmed what was recorded. It counts from then on.
    pub confirmed: Option<Moment>,
    /// When an objection was withdrawn.
    pub withdrawn: Option<Moment>,
    /// Whether a condition was accepted, once it is answered.
    pub accepted: Option<bool>,
}

impl Position {
    /// One that an organisation takes itself, before an adoption.
    pub fn new(organisation: &OrganisationId, text: &TextVersion, value: Value, arrived: Moment) -> Self {
        Self {
            organisation: organisation.clone(),
            text: text.clone(),
            round: None,
            value,
            arrived,
            reservation: false,
            late: false,
            recorded: false,
            confirmed: None,
            withdrawn: None,
            accepted: None,
        }
    }

    /// Since when it counts; not at all while it is recorded and not confirmed.
    pub fn counts_since(&self) -> Option<Moment> {
        if self.recorded { self.confirmed } else { Some(self.arrived) }
    }

    /// Whether it is an objection that is not withdrawn.
    pub fn objects(&self) -> bool {
        self.value == Value::Object && self.withdrawn.is_none()
    }
}
