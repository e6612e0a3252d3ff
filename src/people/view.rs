//! What programs are told of an organisation.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Organisation, OrganisationStatus};
use crate::access::OrganisationKind;

/// A member, or an applicant.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Organisation)]
pub(crate) struct OrganisationView {
    pub(crate) slug: String,
    name: String,
    kind: OrganisationKind,
    /// ISO 3166-1 alpha-2.
    #[schema(required)]
    country: Option<String>,
    website: String,
    about: String,
    status: OrganisationStatus,
}

impl OrganisationView {
    /// As it is shown.
    pub(crate) fn of(one: &Organisation) -> Self {
        Self {
            slug: one.slug.clone(),
            name: one.name.clone(),
            kind: one.kind,
            country: one.country.clone(),
            website: one.website.clone(),
            about: one.about.clone(),
            status: one.status,
        }
    }
}
