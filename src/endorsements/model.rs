//! Endorsements as rows.

use diesel::prelude::*;

use super::state::EndorsementState;
use crate::db::schema::statement_endorsement;
use crate::db::{ContributionId, EndorsementId, MandateId, Moment, OrganisationId, PersonId};
use crate::mandates::Done;

/// What an organisation said once of endorsing a statement: only ever added to.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = statement_endorsement)]
pub(super) struct EndorsementRow {
    pub id: EndorsementId,
    /// The statement, by its action.
    pub contribution_id: ContributionId,
    /// Its place among those of the statement.
    pub ordinal: i32,
    /// The version before whose readers it was said.
    pub version_id: ContributionId,
    /// The hash of its words: what is endorsed.
    pub hash: String,
    pub organisation_id: OrganisationId,
    pub state: EndorsementState,
    /// Who decided on it at home, as whoever acts says.
    pub authority: String,
    /// What is reserved; published with the text.
    pub reservation: String,
    /// Who said it; of an invitation, who of the secretariat invites.
    pub person_id: PersonId,
    pub mandate_id: Option<MandateId>,
    pub at: Moment,
}

impl EndorsementRow {
    /// Who said it, where that is somebody of the organisation itself.
    pub fn done(&self) -> Option<Done> {
        let invited = self.state == EndorsementState::Invited;
        (!invited).then(|| (self.organisation_id.clone(), self.person_id.clone(), self.mandate_id.clone()))
    }
}
