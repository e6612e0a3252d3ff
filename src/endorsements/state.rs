//! What an organisation says of endorsing a statement, and when it can. Nothing here knows a row or a request.

use crate::db::text_enum;
use crate::error::{Error, Result, message};
use crate::statements::Stage;

text_enum! {
    /// Where an organisation is with a statement that others may endorse.
    pub enum EndorsementState {
        /// The secretariat invites it.
        Invited = "invited",
        /// It wants to endorse the statement, and waits for whoever decides that at home.
        AuthorityPending = "authority_pending",
        /// It endorses it.
        Endorsed = "endorsed",
        /// It does, with a reservation.
        EndorsedWithReservation = "endorsed_with_reservation",
        /// It took its endorsement back.
        Withdrawn = "withdrawn",
        /// It does not endorse it: nobody else than itself and the secretariat learns that.
        Declined = "declined",
    }
}

impl EndorsementState {
    /// Whether its name stands under the text.
    pub fn signs(self) -> bool {
        matches!(self, Self::Endorsed | Self::EndorsedWithReservation)
    }

    /// Whether all who read the text are told: the rest is between an organisation and the secretariat.
    pub fn is_told(self) -> bool {
        self.signs()
    }
}

/// What is asked about before an organisation says something.
#[derive(Debug, Clone, Copy)]
pub struct EndorsementCase {
    /// Where the statement is.
    pub stage: Stage,
    /// Whether the day until which it could be endorsed has passed.
    pub over: bool,
    /// Whether they act for a state.
    pub state: bool,
    /// Whether the secretariat has invited their organisation.
    pub invited: bool,
    /// Whether its name stands there by the adoption.
    pub adopts: bool,
    /// What the organisation said last.
    pub last: Option<EndorsementState>,
}

fn unless(holds: bool, otherwise: &'static str) -> Result<()> {
    if holds { Ok(()) } else { Err(Error::Conflict(message(otherwise))) }
}

impl EndorsementCase {
    /// Whether one can endorse at this stage at all: while names are gathered, and late, once it is published. In between they are frozen.
    fn is_open(self) -> Result<()> {
        unless(self.stage != Stage::Cleared, "conflict-endorsement-frozen")?;
        unless(
            self.stage.is_signed() || matches!(self.stage, Stage::Published | Stage::FollowUp),
            "conflict-endorsement-early",
        )?;
        unless(!(self.stage == Stage::SignOn && self.over), "conflict-endorsement-over")
    }

    /// Endorses it, or waits for whoever decides that: a state that reads it, and whoever else is invited. Whoever endorses it does not
    /// begin to wait again: that would take the name away unsaid.
    pub fn endorse(self, waits: bool) -> Result<()> {
        self.is_open()?;
        let signs = self.last.is_some_and(EndorsementState::signs);
        unless(!(waits && signs), "conflict-endorsement-given")?;
        if !self.state && !self.invited {
            return Err(Error::Denied(message("denied-endorsement-invited")));
        }
        unless(!self.adopts, "conflict-endorsement-adopted")
    }

    /// Says that it does not.
    pub fn decline(self) -> Result<()> {
        self.is_open()?;
        let asked = matches!(self.last, Some(EndorsementState::Invited | EndorsementState::AuthorityPending));
        unless(asked, "conflict-endorsement-asked")
    }

    /// Takes an endorsement back, at any time: before the publication its name is gone, after that it is struck.
    pub fn withdraw(self) -> Result<()> {
        unless(self.last.is_some_and(EndorsementState::signs), "conflict-endorsement-none")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(stage: Stage) -> EndorsementCase {
        EndorsementCase { stage, over: false, state: true, invited: false, adopts: false, last: None }
    }

    #[test]
    fn names_are_gathered_between_an_adoption_and_a_publication_and_late() {
        let open = [Stage::Adopted, Stage::SignOn, Stage::Published, Stage::FollowUp];
        for stage in Stage::ALL {
            assert_eq!(case(*stage).endorse(false).is_ok(), open.contains(stage), "{stage}");
            let partner = EndorsementCase { state: false, ..case(*stage) };
            assert!(partner.endorse(false).is_err(), "nobody has invited it: {stage}");
            let invited = EndorsementCase { invited: true, ..partner };
            assert_eq!(invited.endorse(false).is_ok(), open.contains(stage), "{stage}");
        }
        assert!(EndorsementCase { over: true, ..case(Stage::SignOn) }.endorse(false).is_err());
        assert!(
            EndorsementCase { over: true, ..case(Stage::Published) }.endorse(false).is_ok(),
            "late joiners"
        );
        let signs = EndorsementCase { last: Some(EndorsementState::Endorsed), ..case(Stage::SignOn) };
        assert!(signs.endorse(true).is_err(), "its name would be gone unsaid");
        assert!(case(Stage::SignOn).endorse(true).is_ok());
        assert!(EndorsementCase { adopts: true, ..case(Stage::Adopted) }.endorse(false).is_err());
    }

    #[test]
    fn an_endorsement_is_taken_back_at_any_time() {
        let signs = Some(EndorsementState::Endorsed);
        for stage in [Stage::SignOn, Stage::Cleared, Stage::Published, Stage::Closed] {
            assert!(EndorsementCase { last: signs, ..case(stage) }.withdraw().is_ok(), "{stage}");
            assert!(case(stage).withdraw().is_err(), "there is none: {stage}");
        }
        assert!(
            EndorsementCase { last: Some(EndorsementState::Invited), ..case(Stage::SignOn) }
                .decline()
                .is_ok()
        );
        assert!(case(Stage::SignOn).decline().is_err(), "nobody has asked");
    }
}
