//! Alerts: urgent calls that a delegate posts, and what organisations answer.
//!
//! An alert is a contribution that rests on nothing. Its updates and its end are further versions. When it expires it is no
//! longer current, and everybody who could read it still can: its end is a fact that lists and pages compute, and no part of
//! the rule. An urgent alert is released at once as unconfirmed; that end is the rule's (`contributions::confirm`).

mod acknowledgement;
mod acts;
pub mod api;
mod calling;
mod documents;
mod input;
mod kind;
mod links;
mod marks;
pub mod pages;
mod reminder;
mod search;
mod store;
mod verbs;
mod view;
mod whole;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::contributions::{Contribution, words};
use crate::db::{Moment, text_enum};
use crate::error::Result;
use crate::geography::CountryCode;

pub use acknowledgement::{Acknowledgement, Answered, acknowledge};
pub(crate) use acts::acts_about;
pub use acts::{ActLine, ActsAbout, wire};
pub use calling::calling;
pub use documents::ALERTS;
pub(crate) use input::countries;
pub use input::{MOST_TEXTS, NewAlert, NewAlertText};
pub use links::{AlertLink, about};
pub(crate) use links::{shown as shown_links, targets as link_targets};
pub use marks::{marked_in, marks};
pub use reminder::remind_due;
pub(crate) use search::{Row, Search, recent};
pub use store::{Waiting, is_waited_for, unanswered};
pub use verbs::{post, update};
pub use view::{AlertView, Begun, Carried, begun_report, carried};
pub use whole::WholeList;

text_enum! {
    /// How soon somebody has to act. The words of this and of the next three are those of the Common Alerting Protocol 1.2.
    pub enum Urgency {
        /// At once.
        Immediate = "Immediate",
        /// Within the hour.
        Expected = "Expected",
        /// In the near future.
        Future = "Future",
        /// No longer.
        Past = "Past",
        /// Nobody knows.
        Unknown = "Unknown",
    }
}

text_enum! {
    /// How grave it is.
    pub enum Severity {
        /// An extraordinary threat.
        Extreme = "Extreme",
        /// A significant threat.
        Severe = "Severe",
        /// A possible threat.
        Moderate = "Moderate",
        /// Little or no known threat.
        Minor = "Minor",
        /// Nobody knows.
        Unknown = "Unknown",
    }
}

text_enum! {
    /// How sure it is.
    pub enum Certainty {
        /// It has happened, or goes on.
        Observed = "Observed",
        /// More likely than not.
        Likely = "Likely",
        /// Possible, and not likely.
        Possible = "Possible",
        /// Not expected.
        Unlikely = "Unlikely",
        /// Nobody knows.
        Unknown = "Unknown",
    }
}

text_enum! {
    /// What kind of danger it is.
    pub enum Category {
        /// Infrastructure: shutdowns, throttling, blocking.
        Infra = "Infra",
        /// Security: surveillance, hacking, arrests.
        Security = "Security",
        /// Safety of people.
        Safety = "Safety",
        /// Rescue and recovery.
        Rescue = "Rescue",
        /// Of the ground.
        Geo = "Geo",
        /// Of the weather.
        Met = "Met",
        /// Fire.
        Fire = "Fire",
        /// Health.
        Health = "Health",
        /// Pollution and other dangers of the environment.
        Env = "Env",
        /// Transport.
        Transport = "Transport",
        /// Chemical, biological, radiological, nuclear or explosive.
        Cbrne = "CBRNE",
        /// Anything else.
        Other = "Other",
    }
}

text_enum! {
    /// What an organisation answers.
    pub enum Answer {
        /// It has read the alert.
        Seen = "seen",
        /// It has read it and acts on it.
        Acknowledged = "acknowledged",
    }
}

text_enum! {
    /// What a version of an alert says of the one before.
    pub enum AlertMessage {
        /// It is the first.
        Alert = "alert",
        /// There is news.
        Update = "update",
        /// The danger is over.
        AllClear = "all_clear",
        /// There was none.
        FalseAlarm = "false_alarm",
    }
}

impl AlertMessage {
    /// Whether readers are still called: an alert that is over is in nobody's list of current ones.
    pub fn calls(self) -> bool {
        matches!(self, Self::Alert | Self::Update)
    }
}

text_enum! {
    /// Whether an alert is current, for lists.
    pub enum AlertPhase {
        /// It is.
        Current = "current",
        /// It has expired.
        Expired = "expired",
        /// Its author ended it.
        Over = "over",
    }
}

/// An alert in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlertText {
    /// BCP 47.
    pub language: String,
    /// One line.
    #[schema(max_length = 200)]
    pub headline: String,
    /// What has happened, in Markdown.
    #[schema(max_length = 8000)]
    pub body: String,
    /// What to do; empty where nothing is said.
    #[schema(max_length = 4000)]
    pub instruction: String,
}

/// What a version of an alert says: sealed as one text, and stored so once it is released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertBody {
    /// In each of its languages, the author's own first.
    pub texts: Vec<AlertText>,
    /// Where.
    pub countries: Vec<CountryCode>,
    /// Where, in words.
    pub places: Vec<String>,
    /// See [`Urgency`].
    #[serde(with = "words")]
    pub urgency: Urgency,
    /// See [`Severity`].
    #[serde(with = "words")]
    pub severity: Severity,
    /// See [`Certainty`].
    #[serde(with = "words")]
    pub certainty: Certainty,
    /// See [`Category`].
    #[serde(with = "words")]
    pub category: Category,
    /// Whether nothing has happened, and people only practise.
    pub exercise: bool,
    /// From when on it is no longer current: microseconds since 1970.
    #[serde(with = "words::moment")]
    pub expires_at: Moment,
    /// What it says of the version before.
    #[serde(with = "words")]
    pub message: AlertMessage,
    /// Whether its readers are asked to acknowledge again.
    pub asks_again: bool,
}

impl AlertBody {
    /// The same where its end is said as the Common Alerting Protocol has it: once an alert is over nobody has to act.
    fn settled(self) -> Self {
        if self.message.calls() { self } else { Self { urgency: Urgency::Past, ..self } }
    }

    /// Whether it calls to act on something grave: pages mark that by a colour too.
    pub fn is_grave(&self) -> bool {
        let grave = matches!(self.severity, Severity::Extreme | Severity::Severe);
        grave && self.message.calls() && self.urgency != Urgency::Past
    }

    /// Whether it is current.
    pub fn phase(&self, at: Moment) -> AlertPhase {
        match (self.message.calls(), self.expires_at > at) {
            (false, _) => AlertPhase::Over,
            (true, true) => AlertPhase::Current,
            (true, false) => AlertPhase::Expired,
        }
    }

    /// In this language, or as its author wrote it.
    pub fn text_in(&self, language: &str) -> Option<&AlertText> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
        let exact = self.texts.iter().find(|text| text.language == language);
        let alike = || self.texts.iter().find(|text| primary(&text.language) == primary(language));
        exact.or_else(alike).or_else(|| self.texts.first())
    }
}

/// What is stored of an alert beside its text: the kind of contribution that it is.
#[derive(Debug, Clone)]
pub struct Alert {
    /// The number of its row in lists.
    pub ordinal: i64,
}

/// Whether a released version is current.
pub fn is_current(row: &Contribution<Alert>, at: Moment) -> Result<bool> {
    Ok(AlertBody::read(row)?.phase(at) == AlertPhase::Current)
}
