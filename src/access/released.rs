//! Leave to make something readable.

use super::Audience;

/// A text that was released, and its audience. `flow` alone makes one: when a second person has approved, when none is
/// needed, and for what the operator imports as its source published it.
#[derive(Debug, Clone, Copy)]
pub struct Released<'a> {
    subject: &'a str,
    audience: &'a Audience,
}

impl<'a> Released<'a> {
    /// For `flow`.
    pub(crate) fn by_flow(subject: &'a str, audience: &'a Audience) -> Self {
        Self { subject, audience }
    }

    /// Who may read it from now on.
    pub fn audience(&self) -> &'a Audience {
        self.audience
    }

    /// Whether it is leave for a thing with this id, of this family.
    pub(super) fn covers(&self, id: &str, family: &str) -> bool {
        self.subject == id || self.subject == family
    }
}
