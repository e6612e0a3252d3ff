//! Whether it has to be asked of each person anew whether something concerns them.

use super::concern::Happened;
use crate::access::{Audience, Token, sql};
use crate::db::Conn;
use crate::outbox::EventKind;

fn names_people(audience: Audience) -> bool {
    audience.tokens().iter().any(|token| matches!(token, Token::Person(_)))
}

/// Whether it matters who somebody is, beyond the rights that they hold: who proposed a thing, looks at it or has voted. Of a
/// text it does where its audience names people.
pub(super) fn asks_who(conn: &mut Conn, (kind, subject): &Happened) -> bool {
    match kind {
        EventKind::ReviewWaiting
        | EventKind::ConfirmationWaiting
        | EventKind::ProposalApproved
        | EventKind::ProposalReturned
        | EventKind::ProposalLapsed
        | EventKind::VettingWaiting
        | EventKind::InvitationWaiting
        | EventKind::ActionMoved
        | EventKind::ActionJoined
        | EventKind::ActionLeadOffered
        | EventKind::ActionTask
        | EventKind::ActionDue
        | EventKind::ActionTaskDue
        | EventKind::CommentPosted
        | EventKind::Mentioned
        | EventKind::OutcomeReview
        | EventKind::MandateEnds
        | EventKind::ActionFile
        | EventKind::PartRecorded
        | EventKind::TicketAsked
        | EventKind::TicketReminder
        | EventKind::TicketUnanswered
        | EventKind::TicketMoved
        | EventKind::StatementMoved
        | EventKind::StatementSaid
        | EventKind::StatementAnswered
        | EventKind::ConsultationOver
        | EventKind::SilenceBegun
        | EventKind::SilenceReminder
        | EventKind::SilenceBroken
        | EventKind::ObjectionWithdrawn
        | EventKind::MoreTimeAsked
        | EventKind::MoreTimeAnswered
        | EventKind::PositionRecorded
        | EventKind::ConditionSet
        | EventKind::ConditionAnswered
        | EventKind::StatementAdopted
        | EventKind::EndorsementAsked
        | EventKind::EndorsementSaid
        | EventKind::StatementReview
        | EventKind::SearchNews => true,
        EventKind::Corroborated
        | EventKind::Asked
        | EventKind::Answered
        | EventKind::AccessAnswered
        | EventKind::ActionReleased
        | EventKind::AlertReleased
        | EventKind::AlertUpdated
        | EventKind::AlertAcknowledged
        // Of what is gone everybody is asked, and finds nothing.
        | EventKind::AlertReminder => sql::audience(conn, subject).map_or(true, names_people),
        EventKind::PublishingAsked
        | EventKind::PublishingAnswered
        | EventKind::AccessAsked
        | EventKind::GroupJoined
        | EventKind::ErasureNear => false,
    }
}
