//! What an incident and a report are, apart from what anybody wrote.

use diesel::prelude::*;

use crate::access::Opened;
use crate::audit::SubjectKind;
use crate::db::schema::{incident, report};
use crate::db::{IncidentId, Moment, OrganisationId, PersonId, ReportId};

/// One organisation's account of something. Its texts stand sealed in the vault and released in renditions.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = report)]
pub struct Report {
    /// Internal.
    pub id: ReportId,
    /// What the outside calls it: `R-7K3QX9`.
    pub reference: String,
    /// Whose account it is.
    pub organisation_id: OrganisationId,
    /// The thing in the world that it is about.
    pub incident_id: IncidentId,
    /// The newest revision of its original, from 1.
    pub revision: i32,
    /// Who began it; none for an import.
    pub created_by: Option<PersonId>,
    /// When.
    pub created_at: Moment,
    /// When the original last changed.
    pub updated_at: Moment,
    /// The data set that an imported report comes from.
    pub source_system: Option<String>,
    /// Its id there.
    pub source_id: Option<String>,
    /// What the data set calls, or what tells, the event that several of its rows are about.
    pub source_incident: Option<String>,
    /// A hash of what was imported, to know a changed row.
    pub source_hash: Option<String>,
    /// When it is erased, where its organisation has said so.
    pub keep_until: Option<Moment>,
    /// When it was erased: then it is nowhere any more, and nothing of it is left.
    pub erased_at: Option<Moment>,
}

impl Report {
    /// Itself, where its original is to be opened.
    pub fn opened(&self) -> Opened<'_> {
        Opened { kind: SubjectKind::Report, id: self.id.as_str(), reference: &self.reference }
    }
}

/// The thing in the world. It has no content of its own: what a viewer knows of it are the reports they read.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = incident)]
pub struct Incident {
    /// Internal.
    pub id: IncidentId,
    /// What the outside calls it: `I-7K3QX9`.
    pub reference: String,
    /// Its number in the index. Never leaves the program: a gap would tell of what one cannot see.
    pub ordinal: i64,
    /// When it was first reported.
    pub created_at: Moment,
}
