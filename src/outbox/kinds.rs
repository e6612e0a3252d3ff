//! What can be told, and under which heading.

use super::topics::Topic;
use crate::db::text_enum;

text_enum! {
    /// What happened.
    pub enum EventKind {
        /// A proposal waits for a decision.
        ReviewWaiting = "review-waiting",
        /// A text is released and ends within hours unless somebody confirms it.
        ConfirmationWaiting = "confirmation-waiting",
        /// What somebody proposed was released.
        ProposalApproved = "proposal-approved",
        /// What somebody proposed was returned.
        ProposalReturned = "proposal-returned",
        /// Nobody confirmed in time what was released at once: it has ended.
        ProposalLapsed = "proposal-lapsed",
        /// Somebody corroborated or disputed a report, or replied to it.
        Corroborated = "corroborated",
        /// Somebody asked about a report, or asked that it be shared.
        Asked = "asked",
        /// A question was answered.
        Answered = "answered",
        /// Another organisation asks to publish something for it.
        PublishingAsked = "publishing-asked",
        /// A request to publish was accepted or declined.
        PublishingAnswered = "publishing-answered",
        /// Somebody asks for access to something of the organisation's.
        AccessAsked = "access-asked",
        /// A report was released to whoever reads it now: those who had asked for access to it are told.
        AccessAnswered = "access-answered",
        /// An organisation waits for a convenor's vote.
        VettingWaiting = "vetting-waiting",
        /// An invitation waits for another convenor.
        InvitationWaiting = "invitation-waiting",
        /// The organisation joined a group.
        GroupJoined = "group-joined",
        /// A report will be erased within days.
        ErasureNear = "erasure-near",
        /// An alert was released.
        AlertReleased = "alert-released",
        /// An alert was updated, or is over.
        AlertUpdated = "alert-updated",
        /// An organisation acknowledged an alert.
        AlertAcknowledged = "alert-acknowledged",
        /// An alert waits for the organisation's acknowledgement.
        AlertReminder = "alert-reminder",
        /// An action was begun.
        ActionReleased = "action-released",
        /// An action was moved to another stage.
        ActionMoved = "action-moved",
        /// An organisation joined an action.
        ActionJoined = "action-joined",
        /// The lead of an action is offered.
        ActionLeadOffered = "action-lead-offered",
        /// A task of an action waits for the organisation.
        ActionTask = "action-task",
        /// An action is due within a day.
        ActionDue = "action-due",
        /// A task is due within a day.
        ActionTaskDue = "action-task-due",
        /// Somebody commented on an action.
        CommentPosted = "comment-posted",
        /// A comment names somebody.
        Mentioned = "mentioned",
        /// What came of an action is to be looked at again.
        OutcomeReview = "outcome-review",
        /// A file was attached to an action.
        ActionFile = "action-file",
        /// The secretariat recorded what the organisation said of an action.
        PartRecorded = "part-recorded",
        /// A state is asked for support.
        TicketAsked = "ticket-asked",
        /// It has not acknowledged that for days.
        TicketReminder = "ticket-reminder",
        /// A state has not acknowledged for days what the organisation asked it for.
        TicketUnanswered = "ticket-unanswered",
        /// The other side moved a request to a state on.
        TicketMoved = "ticket-moved",
        /// A joint statement was moved on, or its text changed.
        StatementMoved = "statement-moved",
        /// Somebody said something of the text of a joint statement.
        StatementSaid = "statement-said",
        /// What the organisation said of one was answered.
        StatementAnswered = "statement-answered",
        /// The consultation on one is over, and something is unanswered.
        ConsultationOver = "consultation-over",
        /// A round of silence begins.
        SilenceBegun = "silence-begun",
        /// Its deadline is near, and the organisation has said nothing.
        SilenceReminder = "silence-reminder",
        /// A round ended without an adoption.
        SilenceBroken = "silence-broken",
        /// No objection stands any more in what was broken.
        ObjectionWithdrawn = "objection-withdrawn",
        /// Somebody asks for more time.
        MoreTimeAsked = "more-time-asked",
        /// A request for more time was answered, or the deadline moved.
        MoreTimeAnswered = "more-time-answered",
        /// The secretariat recorded a position of the organisation.
        PositionRecorded = "position-recorded",
        /// Somebody supports a text on a condition.
        ConditionSet = "condition-set",
        /// A condition of the organisation was answered.
        ConditionAnswered = "condition-answered",
        /// A joint statement is adopted.
        StatementAdopted = "statement-adopted",
        /// The organisation is invited to endorse a joint statement, and has not answered.
        EndorsementAsked = "endorsement-asked",
        /// An organisation endorses one, declines to, or takes that back.
        EndorsementSaid = "endorsement-said",
        /// What came of one is to be looked at.
        StatementReview = "statement-review",
        /// A mandate ends within days.
        MandateEnds = "mandate-ends",
        /// There is something new in a saved search.
        SearchNews = "search-news",
    }
}

impl EventKind {
    /// Under which heading it is told.
    pub fn topic(self) -> Topic {
        match self {
            Self::ReviewWaiting
            | Self::ConfirmationWaiting
            | Self::VettingWaiting
            | Self::InvitationWaiting => Topic::Reviews,
            Self::ProposalApproved | Self::ProposalReturned | Self::ProposalLapsed => Topic::Returned,
            Self::Corroborated
            | Self::Asked
            | Self::Answered
            | Self::PublishingAsked
            | Self::PublishingAnswered
            | Self::AccessAsked
            | Self::AccessAnswered => Topic::Questions,
            Self::ActionReleased
            | Self::ActionMoved
            | Self::ActionJoined
            | Self::ActionLeadOffered
            | Self::ActionTask
            | Self::ActionFile
            | Self::PartRecorded
            | Self::TicketAsked
            | Self::TicketMoved
            | Self::StatementMoved
            | Self::StatementSaid
            | Self::StatementAnswered
            | Self::StatementAdopted
            | Self::EndorsementAsked
            | Self::EndorsementSaid
            | Self::ObjectionWithdrawn
            | Self::ConditionSet
            | Self::ConditionAnswered
            | Self::CommentPosted
            | Self::Mentioned => Topic::Actions,
            Self::SearchNews => Topic::Searches,
            Self::GroupJoined => Topic::Groups,
            Self::ErasureNear
            | Self::ActionDue
            | Self::ActionTaskDue
            | Self::OutcomeReview
            | Self::TicketReminder
            | Self::TicketUnanswered
            | Self::ConsultationOver
            | Self::SilenceBegun
            | Self::SilenceReminder
            | Self::SilenceBroken
            | Self::MoreTimeAsked
            | Self::MoreTimeAnswered
            | Self::PositionRecorded
            | Self::StatementReview
            | Self::MandateEnds => Topic::Deadlines,
            Self::AlertReleased | Self::AlertUpdated | Self::AlertAcknowledged | Self::AlertReminder => {
                Topic::Alerts
            }
        }
    }
}

impl EventKind {
    /// Whether its mail goes at once: it waits neither for more to happen to the same thing nor, unless its reader wants
    /// that, for the end of quiet hours.
    pub fn is_urgent(self) -> bool {
        match self {
            Self::AlertReleased
            | Self::AlertUpdated
            | Self::AlertReminder
            | Self::ConfirmationWaiting
            | Self::SilenceReminder
            | Self::SilenceBroken
            | Self::ProposalLapsed => true,
            Self::ReviewWaiting
            | Self::AlertAcknowledged
            | Self::ProposalApproved
            | Self::ProposalReturned
            | Self::Corroborated
            | Self::Asked
            | Self::Answered
            | Self::PublishingAsked
            | Self::PublishingAnswered
            | Self::AccessAsked
            | Self::AccessAnswered
            | Self::VettingWaiting
            | Self::InvitationWaiting
            | Self::GroupJoined
            | Self::ActionReleased
            | Self::ActionMoved
            | Self::ActionJoined
            | Self::ActionLeadOffered
            | Self::ActionTask
            | Self::ActionDue
            | Self::ActionTaskDue
            | Self::ActionFile
            | Self::CommentPosted
            | Self::Mentioned
            | Self::OutcomeReview
            | Self::SearchNews
            | Self::PartRecorded
            | Self::TicketAsked
            | Self::TicketReminder
            | Self::TicketUnanswered
            | Self::TicketMoved
            | Self::StatementMoved
            | Self::StatementSaid
            | Self::StatementAnswered
            | Self::ConsultationOver
            | Self::SilenceBegun
            | Self::ObjectionWithdrawn
            | Self::MoreTimeAsked
            | Self::MoreTimeAnswered
            | Self::PositionRecorded
            | Self::ConditionSet
            | Self::ConditionAnswered
            | Self::StatementAdopted
            | Self::EndorsementAsked
            | Self::EndorsementSaid
            | Self::StatementReview
            | Self::MandateEnds
            | Self::ErasureNear => false,
        }
    }
}

impl EventKind {
    /// Whether it asks something of whoever is told; all else is news.
    pub fn asks(self) -> bool {
        match self {
            Self::ReviewWaiting
            | Self::ConfirmationWaiting
            | Self::ProposalReturned
            | Self::ProposalLapsed
            | Self::Asked
            | Self::PublishingAsked
            | Self::AccessAsked
            | Self::VettingWaiting
            | Self::InvitationWaiting
            | Self::ErasureNear
            | Self::MandateEnds
            | Self::PartRecorded
            | Self::TicketAsked
            | Self::TicketReminder
            | Self::StatementSaid
            | Self::ConsultationOver
            | Self::SilenceBegun
            | Self::SilenceReminder
            | Self::MoreTimeAsked
            | Self::PositionRecorded
            | Self::ConditionSet
            | Self::EndorsementAsked
            | Self::StatementReview
            | Self::ActionLeadOffered
            | Self::ActionTask
            | Self::ActionDue
            | Self::ActionTaskDue
            | Self::OutcomeReview
            | Self::AlertReleased
            // That an alert is over reads like any news of it.
            | Self::AlertUpdated
            | Self::AlertReminder => true,
            Self::ProposalApproved
            | Self::Corroborated
            | Self::Answered
            | Self::PublishingAnswered
            | Self::AccessAnswered
            | Self::GroupJoined
            | Self::ActionReleased
            | Self::ActionMoved
            | Self::ActionJoined
            | Self::ActionFile
            | Self::CommentPosted
            | Self::Mentioned
            | Self::TicketUnanswered
            | Self::TicketMoved
            | Self::StatementMoved
            | Self::StatementAnswered
            | Self::SilenceBroken
            | Self::ObjectionWithdrawn
            | Self::MoreTimeAnswered
            | Self::ConditionAnswered
            | Self::StatementAdopted
            | Self::EndorsementSaid
            | Self::AlertAcknowledged
            | Self::SearchNews => false,
        }
    }

    /// How the words are called by which it is told to its reader.
    pub fn words(self) -> String {
        format!("notification-{self}")
    }

    /// The same where others see them, too: whoever keeps the mailbox, whoever sees to what is not delivered. What happens in an action
    /// has one sentence there. If only some of it had, that would tell of a state that is asked for something.
    pub fn words_outside(self) -> String {
        match self {
            Self::ActionMoved
            | Self::ActionJoined
            | Self::ActionLeadOffered
            | Self::ActionTask
            | Self::ActionDue
            | Self::ActionTaskDue
            | Self::ActionFile
            | Self::PartRecorded
            | Self::CommentPosted
            | Self::Mentioned
            | Self::OutcomeReview
            | Self::TicketAsked
            | Self::TicketReminder
            | Self::TicketUnanswered
            | Self::TicketMoved
            | Self::StatementMoved
            | Self::StatementSaid
            | Self::StatementAnswered
            | Self::ConsultationOver
            | Self::SilenceBegun
            | Self::SilenceReminder
            | Self::SilenceBroken
            | Self::ObjectionWithdrawn
            | Self::MoreTimeAsked
            | Self::MoreTimeAnswered
            | Self::PositionRecorded
            | Self::ConditionSet
            | Self::ConditionAnswered
            | Self::StatementAdopted
            | Self::EndorsementAsked
            | Self::EndorsementSaid
            | Self::StatementReview => "notification-joint-action".to_owned(),
            other => other.words(),
        }
    }

    /// Whether its mail may go along with that of other things, where quiet hours have held both.
    pub fn goes_along(self) -> bool {
        self.topic().goes_along() && !self.is_urgent()
    }
}

impl Topic {
    /// What is told under this heading.
    pub fn kinds(self) -> impl Iterator<Item = EventKind> {
        EventKind::ALL.iter().copied().filter(move |kind| kind.topic() == self)
    }
}
