//! Leave to make something readable.

use super::Audience;
use crate::db::AudienceId;

/// A text that was released, and its audience. `flow` alone makes one: when a second person has approved, when none is
/// needed, and for what the operator imports as its source published it.
#[derive(Debug, Clone, Copy)]
pub struct Released<'a> {
    subject: &'a str,
    audience: &'a StoredAudience,
}

/// An audience, and where it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAudience {
    id: AudienceId,
    audience: Audience,
}

impl StoredAudience {
    pub(super) fn new(id: AudienceId, audience: Audience) -> Self {
        Self { id, audience }
    }

    /// Its row.
    pub fn id(&self) -> &AudienceId {
        &self.id
    }
}

impl std::ops::Deref for StoredAudience {
    type Target = Audience;

    fn deref(&self) -> &Audience {
        &self.audience
    }
}

impl<'a> Released<'a> {
    /// For `flow`.
    pub(crate) fn by_flow(subject: &'a str, audience: &'a StoredAudience) -> Self {
        Self { subject, audience }
    }

    /// Who may read it from now on.
    pub fn audience(&self) -> &'a Audience {
        self.audience
    }

    /// Where that is stored.
    pub(super) fn audience_id(&self) -> &'a AudienceId {
        &self.audience.id
    }

    /// Whether it is leave for a thing with this id, of this family.
    pub(super) fn covers(&self, id: &str, family: &str) -> bool {
        self.subject == id || self.subject == family
    }
}
