//! What needs a second person: one table for everything that can leave an organisation.

use crate::access::{Audience, Token};
use crate::db::{OrganisationId, text_enum};

text_enum! {
    /// What kind of text wants to leave.
    pub enum Subject {
        /// A report.
        Report = "report",
        /// What is said of another organisation's report.
        Corroboration = "corroboration",
        /// What is asked of a report, and what is answered.
        Inquiry = "inquiry",
        /// A report in another language.
        Translation = "translation",
        /// A text that another organisation is asked to publish as its own.
        Delegation = "delegation",
    }
}

text_enum! {
    /// How far an audience reaches, seen from the owner.
    pub enum Reach {
        /// The organisation itself.
        Within = "within",
        /// Named organisations and groups, sectors, the coalition.
        Coalition = "coalition",
        /// Everybody.
        Public = "public",
    }
}

impl Reach {
    /// How far this audience reaches from this organisation.
    pub fn of(audience: &Audience, owner: &OrganisationId) -> Self {
        if audience.is_public() {
            Self::Public
        } else if audience.stays_within(owner)
            || audience.tokens().iter().all(|token| matches!(token, Token::Person(_)))
        {
            // Who proposes names people of their own organisation only (`people::token_from_word`), and proposes for
            // their own organisation only: a token of a person names nobody elsewhere.
            Self::Within
        } else {
            Self::Coalition
        }
    }
}

/// Whether a release of this kind of text, this far, needs somebody else's approval.
pub fn second_person(subject: Subject, reach: Reach) -> bool {
    match (subject, reach) {
        // Whoever reads a translation cannot hold it against what it was made of: somebody else does, also at home.
        // What another publishes leaves for good, however few read it before.
        (Subject::Translation | Subject::Delegation, _)
        | (Subject::Report, Reach::Coalition)
        | (_, Reach::Public) => true,
        // What is said among members is said in one's own name, and of somebody else's text.
        (_, Reach::Within) | (Subject::Corroboration | Subject::Inquiry, Reach::Coalition) => false,
    }
}
