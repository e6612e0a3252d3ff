//! Who may do what: one exhaustive match.

use super::{Capability, OrganisationKind, Token, Viewer};
use crate::db::{OrganisationId, PersonId};
use crate::error::{Error, Result, message};

/// Something that somebody asks to do, with what the decision needs to know of its subject.
#[derive(Debug, Clone, Copy)]
pub enum Act<'a> {
    /// Write a new report.
    DraftReport,
    /// See the owner's desk of a report: its state, its releases, the open proposal.
    SeeDesk {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Open the original of a report.
    OpenOriginal {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Change the original of a report.
    EditOriginal {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Propose a release of a report.
    ProposeRelease {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Approve or return a proposed release: never one's own proposal; somebody of the owner, or of the
    /// organisation that the owner named because it has one person only.
    DecideRelease {
        /// The report's organisation.
        owner: &'a OrganisationId,
        /// The organisation whose approvers were named.
        approvers: &'a OrganisationId,
        /// Who proposed.
        proposer: &'a PersonId,
    },
    /// Post an alert, and update one of the own organisation.
    PostAlert {
        /// The alert's organisation.
        owner: &'a OrganisationId,
    },
    /// Approve, confirm or return an alert: as [`Act::DecideRelease`], and a colleague who may post alerts themselves.
    DecideAlert {
        /// The alert's organisation.
        owner: &'a OrganisationId,
        /// The organisation whose approvers were named.
        approvers: &'a OrganisationId,
        /// Who proposed.
        proposer: &'a PersonId,
    },
    /// Say for one's organisation that it has read an alert of another, and offer help.
    AcknowledgeAlert {
        /// The alert's organisation.
        owner: &'a OrganisationId,
    },
    /// See which organisations have acknowledged an alert.
    SeeAcknowledgements {
        /// The alert's organisation.
        owner: &'a OrganisationId,
    },
    /// Begin a joint action, and change the brief of one of the own organisation.
    BeginAction {
        /// The action's organisation.
        owner: &'a OrganisationId,
    },
    /// Move an action on, give others tasks in it, offer the lead to another organisation.
    LeadAction {
        /// The organisation that leads it.
        lead: &'a OrganisationId,
    },
    /// Join an action that one reads, leave it, take the lead or a task that is offered, say what is done.
    JoinAction,
    /// Write a comment on a joint action that one reads, and change one of the own organisation.
    CommentOnAction,
    /// Keep the templates of one's organisation, with which joint actions are begun.
    KeepTemplates {
        /// The template's organisation.
        owner: &'a OrganisationId,
    },
    /// Keep templates for all members.
    KeepCommonTemplates,
    /// Record of another organisation that it joined an action which one reads, or does not take part: the secretariat.
    RecordPart,
    /// Agree, as the chair, to what the penholder of a joint statement asks for that one reads, or not: the secretariat.
    ChairStatement,
    /// See what organisations do with an action whose brief one reads: its stage, who takes part, its tasks.
    SeeActionWork,
    /// Take back a proposal that is not decided yet.
    CancelProposal {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Withdraw a rendition that is released.
    WithdrawRelease {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Say how long a report is kept, and erase it.
    Erase {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Say of another's report that it is so, or that it is not.
    Corroborate {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Say of another's report that it was verified, and how good the evidence is.
    Verify {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Say for the government that another's report is about what it has to say of it. Whether the report is about it
    /// is asked apart: that follows from what the viewer reads, not from what they may do.
    Reply {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Ask the owner of a report that one reads, or wish that they share it wider.
    Ask {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Answer what was asked of a report of one's own.
    Answer {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Ask for access to what may or may not exist.
    RequestAccess,
    /// Keep searches of the list of incidents, and have addresses at which feed readers and calendar programs read for one.
    SaveSearches,
    /// No longer stand by a report of one's own.
    Retract {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Write in another language what is released of a report of one's own.
    Translate {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Read what another organisation asks one's own to publish for it; take it on, or decline.
    AcceptDelegation {
        /// The organisation that is asked.
        publisher: &'a OrganisationId,
    },
    /// Move a report into another incident (merge and split are that, many times).
    GroupIncidents {
        /// The report's organisation.
        owner: &'a OrganisationId,
    },
    /// Invite people into an organisation, grant and end their roles, close accounts.
    ManagePeople {
        /// The organisation.
        organisation: &'a OrganisationId,
    },
    /// Invite the first people of an organisation that has nobody who could.
    InviteFirst,
    /// Change what an organisation says of itself.
    EditOrganisation {
        /// The organisation.
        organisation: &'a OrganisationId,
    },
    /// Give an organisation another name: the secretariat alone its own, for everybody else's name was vetted.
    NameOrganisation {
        /// The organisation.
        organisation: &'a OrganisationId,
    },
    /// Enter a new organisation as applicant; admit, suspend or readmit one.
    Admit,
    /// Make groups and change who belongs to them.
    RunGroups,
    /// See who belongs to a group.
    SeeRoster {
        /// Whether its roster is confidential.
        confidential: bool,
        /// Whether the viewer's organisation belongs to it.
        member: bool,
    },
    /// See the people of an organisation.
    SeePeople {
        /// The organisation.
        organisation: &'a OrganisationId,
    },
    /// Say who acts for an organisation in what, and whether nobody does without a mandate.
    ManageMandates {
        /// The organisation.
        organisation: &'a OrganisationId,
    },
    /// See the mandates of an organisation: in what somebody may act for it. Its people are named to itself alone.
    SeeMandates {
        /// The organisation.
        organisation: &'a OrganisationId,
    },
    /// See the directory's members who are not public facts: applicants and their vetting.
    SeeVetting,
    /// Read the log of an organisation's things.
    ReadAudit {
        /// The organisation.
        organisation: &'a OrganisationId,
    },
}

/// Whether the viewer may do this.
pub fn permits(viewer: &Viewer, act: Act<'_>) -> bool {
    use Capability as C;
    let own =
        |organisation: &OrganisationId, capability| viewer.is_of(organisation) && viewer.can(capability);
    match act {
        Act::DraftReport => viewer.can(C::Draft),
        Act::SeeDesk { owner } | Act::OpenOriginal { owner } => own(owner, C::OpenOriginal),
        Act::EditOriginal { owner } | Act::Translate { owner } => own(owner, C::Draft),
        Act::ProposeRelease { owner } => own(owner, C::Propose),
        // The chair proposes what is published of a statement.
        Act::CancelProposal { owner } => own(owner, C::Propose) || own(owner, C::RunGroups),
        Act::DecideRelease { owner, approvers, proposer } => {
            viewer.can(C::Approve) && is_second(viewer, owner, approvers, proposer)
        }
        Act::DecideAlert { owner, approvers, proposer } => {
            let second = is_second(viewer, owner, approvers, proposer);
            second && (viewer.can(C::Approve) || own(owner, C::Alert))
        }
        Act::PostAlert { owner } => own(owner, C::Alert),
        Act::SeeAcknowledgements { owner } => own(owner, C::OpenOriginal) || own(owner, C::Alert),
        Act::BeginAction { owner } | Act::LeadAction { lead: owner } | Act::KeepTemplates { owner } => {
            own(owner, C::Coordinate)
        }
        Act::JoinAction | Act::CommentOnAction => viewer.can(C::Coordinate),
        Act::WithdrawRelease { owner } | Act::Retract { owner } => own(owner, C::Withdraw),
        // An organisation cannot corroborate its own report.
        Act::Corroborate { owner } => viewer.can(C::Corroborate) && !viewer.is_of(owner),
        Act::Verify { owner } => viewer.can(C::Verify) && !viewer.is_of(owner),
        Act::Reply { owner } => viewer.can(C::Reply) && !viewer.is_of(owner),
        // Nobody asks themselves.
        Act::Ask { owner } | Act::AcknowledgeAlert { owner } => viewer.can(C::Ask) && !viewer.is_of(owner),
        Act::Answer { owner } => own(owner, C::Ask),
        Act::RequestAccess => viewer.can(C::Ask),
        // Reading is what these serve, so they take any role, in an active organisation.
        Act::SaveSearches | Act::SeeActionWork => viewer.tokens().contains(&Token::Coalition),
        Act::AcceptDelegation { publisher } => own(publisher, C::Draft),
        Act::Erase { owner } => own(owner, C::Erase),
        Act::GroupIncidents { owner } => own(owner, C::GroupIncidents),
        Act::ManagePeople { organisation } | Act::ManageMandates { organisation } => {
            own(organisation, C::ManagePeople)
        }
        Act::InviteFirst | Act::Admit | Act::SeeVetting => viewer.can(C::Admit),
        Act::EditOrganisation { organisation } => own(organisation, C::ManageOrganisation),
        Act::NameOrganisation { organisation } => {
            let secretariat = Token::Sector(OrganisationKind::Secretariat);
            own(organisation, C::ManageOrganisation) && viewer.tokens().contains(&secretariat)
        }
        Act::RunGroups | Act::KeepCommonTemplates | Act::RecordPart | Act::ChairStatement => {
            viewer.can(C::RunGroups)
        }
        Act::SeeRoster { confidential, member } => {
            // Belonging is the organisation's: who holds no role any more, or whose organisation is suspended,
            // is not told who is at risk beside them.
            let active = viewer.tokens().contains(&Token::Coalition);
            viewer.can(C::RunGroups) || (active && (member || !confidential))
        }
        Act::SeePeople { organisation } => is_member(viewer, organisation),
        Act::SeeMandates { organisation } => is_member(viewer, organisation) || viewer.can(C::Admit),
        Act::ReadAudit { organisation } => own(organisation, C::ReadAudit),
    }
}

/// Whether the viewer holds any role in this organisation.
fn is_member(viewer: &Viewer, organisation: &OrganisationId) -> bool {
    viewer.is_of(organisation) && viewer.tokens().contains(&Token::Organisation(organisation.clone()))
}

/// Whether the viewer is another person than the proposer, of the owner or of the organisation that was named.
fn is_second(
    viewer: &Viewer,
    owner: &OrganisationId,
    approvers: &OrganisationId,
    proposer: &PersonId,
) -> bool {
    (viewer.is_of(owner) || viewer.is_of(approvers)) && viewer.person() != Some(proposer)
}

/// [`permits`], or [`Error::Denied`]. Ask only of a subject that the viewer may know to exist; of any other
/// the answer is [`Error::NotFound`].
pub fn allows(viewer: &Viewer, act: Act<'_>) -> Result<()> {
    if permits(viewer, act) {
        Ok(())
    } else if viewer.person().is_none() {
        Err(Error::SignIn)
    } else {
        Err(Error::Denied(message(if viewer.is_inactive() { "denied-inactive" } else { "denied-role" })))
    }
}
