//! How short a round may be, and what the rules of adoption mean: stages and rules are those of statements.

pub use crate::statements::{Mode, Stage};

/// So many hours a round runs at least that is urgent, or that follows a withdrawn objection: the text is known by then. All else
/// that protects whoever is asked is the same. No round is shorter, whatever its statement asks for.
pub const FEWEST_HOURS: i32 = 24;

impl Mode {
    /// Whether saying nothing is consent.
    pub const fn silence_consents(self) -> bool {
        !matches!(self, Self::SignatoriesOnly)
    }

    /// Whether a statement may have this title. Who reads “coalition” thinks that all of it speaks, which those who sign for
    /// themselves do not. The word is looked for in whatever case; what another language calls the coalition is the chair's to
    /// see.
    pub fn allows_title(self, title: &str) -> bool {
        self.silence_consents() || !title.to_lowercase().contains("coalition")
    }
}
