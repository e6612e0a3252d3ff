//! What the subject of a message may say of the thing that it is about.

use super::concern::Happened;
use crate::access::{Audience, Tlp, Viewer, sql};
use crate::db::{Conn, Moment};
use crate::error::Result;
use crate::flow::{self, TextKind};
use crate::outbox::EventKind;

/// Who reads what was approved.
fn approved(conn: &mut Conn, (now, viewer): (Moment, &Viewer), release: &String) -> Result<Option<Audience>> {
    let release = flow::concerning(conn, now, viewer, std::slice::from_ref(release))?.pop();
    let text = release.filter(|one| one.subject_kind != TextKind::Delegation);
    Ok(text.map(|one| Audience::clone(&one.audience)))
}

/// The label of the thing, where a subject may say it: of what the whole coalition or everybody may read. Of anything
/// narrower the label itself would tell something.
pub(super) fn label(
    conn: &mut Conn,
    now: Moment,
    viewer: &Viewer,
    (kind, subject): &Happened,
) -> Result<Option<Tlp>> {
    let audience: Option<Audience> = match kind {
        EventKind::Corroborated
        | EventKind::Asked
        | EventKind::Answered
        | EventKind::AccessAnswered
        | EventKind::AlertReleased
        | EventKind::AlertUpdated
        | EventKind::AlertAcknowledged
        | EventKind::AlertReminder
        | EventKind::ActionReleased => Some(sql::audience(conn, subject)?),
        EventKind::ProposalApproved => approved(conn, (now, viewer), subject)?,
        EventKind::ReviewWaiting
        | EventKind::ConfirmationWaiting
        | EventKind::ProposalReturned
        | EventKind::ProposalLapsed
        | EventKind::PublishingAsked
        | EventKind::PublishingAnswered
        | EventKind::AccessAsked
        | EventKind::VettingWaiting
        | EventKind::InvitationWaiting
        | EventKind::GroupJoined
        | EventKind::ActionMoved
        | EventKind::ActionJoined
        | EventKind::ActionLeadOffered
        | EventKind::ActionTask
        | EventKind::ActionDue
        | EventKind::ActionTaskDue
        // What it rests on may be narrower than its own audience.
        | EventKind::CommentPosted
        | EventKind::Mentioned
        | EventKind::OutcomeReview
        | EventKind::SearchNews
        | EventKind::MandateEnds
        | EventKind::PartRecorded
        | EventKind::ActionFile
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
        | EventKind::ErasureNear => None,
    };
    Ok(audience.map(|audience| audience.tlp()).filter(|label| matches!(label, Tlp::Green | Tlp::Clear)))
}
