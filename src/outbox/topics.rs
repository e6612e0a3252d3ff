//! Under which headings something is told, and how often.

use crate::db::text_enum;

text_enum! {
    /// What people choose how to be told of.
    pub enum Topic {
        /// Alerts.
        Alerts = "alerts",
        /// What waits for one's decision.
        Reviews = "reviews",
        /// What became of what one proposed.
        Returned = "returned",
        /// Questions, answers, corroborations, requests to publish.
        Questions = "questions",
        /// Joint actions.
        Actions = "actions",
        /// What is new in saved searches.
        Searches = "searches",
        /// Groups.
        Groups = "groups",
        /// Days after which something happens by itself.
        Deadlines = "deadlines",
    }
}

text_enum! {
    /// How often somebody gets mail about a topic.
    pub enum Cadence {
        /// Never.
        None = "none",
        /// Soon after it happened.
        AtOnce = "at_once",
        /// Once a day.
        Daily = "daily",
        /// Once a week.
        Weekly = "weekly",
    }
}

impl Topic {
    /// How often mail can be chosen about it: a deadline never travels in a digest alone.
    pub fn cadences(self) -> &'static [Cadence] {
        match self {
            Self::Deadlines => &[Cadence::None, Cadence::AtOnce],
            Self::Alerts
            | Self::Reviews
            | Self::Returned
            | Self::Questions
            | Self::Actions
            | Self::Searches
            | Self::Groups => Cadence::ALL,
        }
    }

    /// Whether mail about it may go along with that of other topics: an alert and a deadline are told alone.
    pub fn goes_along(self) -> bool {
        match self {
            Self::Alerts | Self::Deadlines => false,
            Self::Reviews
            | Self::Returned
            | Self::Questions
            | Self::Actions
            | Self::Searches
            | Self::Groups => true,
        }
    }

    /// How often mail goes out where nobody has chosen.
    pub fn default_cadence(self) -> Cadence {
        match self {
            Self::Alerts | Self::Reviews | Self::Returned | Self::Questions | Self::Deadlines => {
                Cadence::AtOnce
            }
            Self::Actions | Self::Searches | Self::Groups => Cadence::Daily,
        }
    }
}
