//! What somebody types of an alert, and what of it is wrong.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::Deserialize;
use utoipa::ToSchema;

use super::links::{self, AlertLink};
use super::{AlertBody, AlertMessage, AlertText, Category, Certainty, Severity, Urgency};
use crate::access::Viewer;
use crate::contributions::{LinkKind, NextReaders};
use crate::db::{Conn, Moment, OrganisationId};
use crate::error::{Error, Fields, Result, message};
use crate::flow::{Pace, Proposal};
use crate::geography::CountryCode;
use crate::reports::api_input::chosen;
use crate::reports::audience_input::AudienceInput;
use crate::reports::is_language;
use crate::web::{body, needed, typed};

/// The most characters of a headline.
const LONGEST_HEADLINE: usize = 200;
/// The most characters of what has happened.
const LONGEST_BODY: usize = 8_000;
/// The most characters of what to do.
const LONGEST_INSTRUCTION: usize = 4_000;
/// The most languages of one alert.
pub const MOST_TEXTS: usize = 6;
/// The most countries and the most places.
const MOST_WHERE: usize = 60;
/// The longest time for which an alert is current.
const LONGEST: TimeDelta = TimeDelta::days(90);

/// An alert in one more language, as it is sent.
#[derive(Deserialize, ToSchema)]
pub struct NewAlertText {
    /// BCP 47.
    pub(super) language: String,
    #[schema(max_length = 200)]
    pub(super) headline: String,
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 8000)]
    pub(super) body: Option<String>,
    #[schema(max_length = 4000)]
    pub(super) instruction: Option<String>,
}

/// An alert, or an update of one.
#[derive(Deserialize, ToSchema)]
pub struct NewAlert {
    #[schema(max_length = 200)]
    pub(super) headline: String,
    /// What has happened, in Markdown.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 8000)]
    pub(super) body: Option<String>,
    /// What to do.
    #[schema(max_length = 4000)]
    pub(super) instruction: Option<String>,
    /// BCP 47; `en` if it is left out.
    pub(super) language: Option<String>,
    /// The same in other languages.
    #[serde(default)]
    pub(super) translations: Vec<NewAlertText>,
    /// Incidents and reports. A link is shown only to those who can read its target.
    #[serde(default)]
    pub(super) links: Vec<AlertLink>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub(super) countries: Vec<String>,
    /// In words.
    #[serde(default)]
    pub(super) places: Vec<String>,
    /// Of an end it becomes `Past`, whatever is sent.
    #[schema(pattern = "^(Immediate|Expected|Future|Past|Unknown)$")]
    pub(super) urgency: String,
    #[schema(pattern = "^(Extreme|Severe|Moderate|Minor|Unknown)$")]
    pub(super) severity: String,
    #[schema(pattern = "^(Observed|Likely|Possible|Unlikely|Unknown)$")]
    pub(super) certainty: String,
    #[schema(pattern = "^(Infra|Security|Safety|Rescue|Geo|Met|Fire|Health|Env|Transport|CBRNE|Other)$")]
    pub(super) category: String,
    /// As of a release; one's own organisation if it is left out. An empty list is refused.
    pub(super) audience: Option<Vec<String>>,
    pub(super) except: Option<Vec<String>>,
    pub(super) approvers: Option<String>,
    /// From when on it is no longer current, RFC 3339: within 90 days.
    pub(super) expires_at: String,
    /// Released at once to members, as unconfirmed: it ends within 24 hours unless a second person confirms it.
    #[serde(default)]
    pub(super) urgent: bool,
    /// Nothing has happened: people practise.
    #[serde(default)]
    pub(super) exercise: bool,
    /// Of an update: `update` if it is left out, `all_clear` or `false_alarm` where it ends the alert.
    #[schema(pattern = "^(update|all_clear|false_alarm)$")]
    pub(super) message: Option<String>,
    /// Of an update: whether organisations that have acknowledged are asked again.
    #[serde(default)]
    pub(super) asks_again: bool,
    /// Of an update: needed where somebody who reads the earlier text is not in the new audience.
    pub(super) reason: Option<String>,
}

/// What somebody wants to say, as far as it can be looked at.
pub(super) struct Parsed {
    pub body: AlertBody,
    pub links: Vec<(LinkKind, String)>,
    pub proposal: Proposal,
    pub reason: String,
}

impl NewAlert {
    /// All of it; of an update with those whom it reaches `next`. What is wrong is told at once.
    pub(super) fn parse(
        self,
        conn: &mut Conn,
        viewer: &Viewer,
        (owner, is_first, next): (&OrganisationId, bool, Option<&NextReaders>),
        now: Moment,
    ) -> Result<Parsed> {
        let mut faults = Fields::default();
        let texts = self.texts(&mut faults);
        let message = message_of(self.message.as_deref().unwrap_or_default(), is_first, &mut faults);
        let (countries, places) =
            (countries(&self.countries, &mut faults), places(&self.places, &mut faults));
        let vocabulary = (
            word::<Urgency>("urgency", &self.urgency, &mut faults),
            word::<Severity>("severity", &self.severity, &mut faults),
            word::<Certainty>("certainty", &self.certainty, &mut faults),
            word::<Category>("category", &self.category, &mut faults),
        );
        let before: Option<AlertBody> = next.and_then(|next| serde_json::from_str(next.body()?).ok());
        let before = before.map(|before| before.expires_at);
        let expires_at = expiry(&self.expires_at, before, now, &mut faults);
        let links = faults.gather(links::targets(conn, viewer, &self.links))?;
        let chosen = faults.gather(chosen(self.audience, self.except, self.approvers))?;
        let words = chosen.unwrap_or_default();
        let pace = if self.urgent { Pace::Urgent } else { Pace::Usual };
        let proposal = faults.gather(words.next_proposal(conn, viewer, (owner, next)))?;
        let proposal = proposal.map(|proposal| Proposal { pace, ..proposal });
        let known = (vocabulary, expires_at, message, links, proposal);
        let (
            (Some(urgency), Some(severity), Some(certainty), Some(category)),
            Some(expires_at),
            Some(message),
            Some(links),
            Some(proposal),
        ) = known
        else {
            return Err(Error::Invalid(faults));
        };
        let body = AlertBody {
            texts,
            countries,
            places,
            urgency,
            severity,
            certainty,
            category,
            exercise: self.exercise,
            expires_at,
            message,
            asks_again: self.asks_again || is_first,
        }
        .settled();
        let reason = self.reason.unwrap_or_default();
        faults.into_result(Parsed { body, links, proposal, reason })
    }

    fn texts(&self, faults: &mut Fields) -> Vec<AlertText> {
        let language = self.language.as_deref().filter(|tag| !tag.is_empty()).unwrap_or("en");
        let own = NewAlertText {
            language: language.to_owned(),
            headline: self.headline.clone(),
            body: self.body.clone(),
            instruction: self.instruction.clone(),
        };
        if self.translations.len() >= MOST_TEXTS {
            faults.add("translations", message("fault-too-many-languages").number("most", MOST_TEXTS as u64));
        }
        let mut texts: Vec<AlertText> = Vec::new();
        let all = std::iter::once((String::new(), &own)).chain(
            self.translations
                .iter()
                .take(MOST_TEXTS)
                .enumerate()
                .map(|(at, one)| (format!("-{}", at + 2), one)),
        );
        for (at, sent) in all {
            let field = |name: &str| format!("{name}{at}");
            if !is_language(&sent.language) {
                faults.add(field("language"), message("fault-language-tag"));
            } else if texts.iter().any(|known| known.language == sent.language) {
                faults.add(field("language"), message("fault-language-twice"));
            }
            let headline = typed(&sent.headline, LONGEST_HEADLINE, false);
            match &headline {
                Ok(line) if line.is_empty() => faults.add(field("headline"), message("fault-missing")),
                Ok(_) => {}
                Err(fault) => faults.add(field("headline"), fault.clone()),
            }
            let instruction =
                typed(sent.instruction.as_deref().unwrap_or_default(), LONGEST_INSTRUCTION, true);
            if let Err(fault) = &instruction {
                faults.add(field("instruction"), fault.clone());
            }
            texts.push(AlertText {
                language: sent.language.clone(),
                headline: headline.unwrap_or_default(),
                body: needed(faults, &field("body"), sent.body.as_deref().unwrap_or_default(), LONGEST_BODY),
                instruction: instruction.unwrap_or_default(),
            });
        }
        texts
    }
}

fn message_of(word: &str, is_first: bool, faults: &mut Fields) -> Option<AlertMessage> {
    match (word, word.parse::<AlertMessage>()) {
        ("" | "alert", _) if is_first => Some(AlertMessage::Alert),
        ("", _) => Some(AlertMessage::Update),
        (_, Ok(message)) if !is_first && message != AlertMessage::Alert => Some(message),
        _ => {
            faults.add("message", message("fault-alert-message"));
            None
        }
    }
}

fn word<T: std::str::FromStr>(name: &str, word: &str, faults: &mut Fields) -> Option<T> {
    let known = word.parse().ok();
    if known.is_none() {
        faults.add(name, message(if word.is_empty() { "fault-missing" } else { "fault-alert-word" }));
    }
    known
}

/// Countries by their codes; what is wrong is noted under `countries`.
pub(crate) fn countries(codes: &[String], faults: &mut Fields) -> Vec<CountryCode> {
    let mut countries = Vec::new();
    for code in codes.iter().take(MOST_WHERE) {
        match code.parse::<CountryCode>() {
            Ok(country) if !countries.contains(&country) => countries.push(country),
            Ok(_) => {}
            Err(fault) => faults.add("countries", fault),
        }
    }
    if codes.len() > MOST_WHERE {
        faults.add("countries", message("fault-list-of-texts").number("most", MOST_WHERE as u64));
    }
    countries
}

fn places(names: &[String], faults: &mut Fields) -> Vec<String> {
    let mut places = Vec::new();
    for name in names.iter().take(MOST_WHERE) {
        match typed(name, LONGEST_HEADLINE, false) {
            Ok(name) if !name.is_empty() => places.push(name),
            Ok(_) => {}
            Err(fault) => faults.add("places", fault),
        }
    }
    places
}

/// A moment as it is typed: RFC 3339, or as a form sends it, in UTC.
pub(super) fn moment(typed: &str) -> Option<Moment> {
    let typed = typed.trim();
    let zoned = DateTime::parse_from_rfc3339(typed).map(|at| at.to_utc()).ok();
    let plain = || {
        let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"];
        formats
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok())
            .map(|at| at.and_utc())
    };
    let at: Option<DateTime<Utc>> = zoned.or_else(plain);
    at.map(Moment::from)
}

/// When an alert expires, as its form shows it.
pub(super) fn expiry_typed(at: Moment) -> String {
    at.to_utc().format("%Y-%m-%d %H:%M").to_string()
}

/// When it expires. Whoever leaves the end of the version `before` as the form shows it, which shows no seconds, changes nothing of it.
fn expiry(typed: &str, before: Option<Moment>, now: Moment, faults: &mut Fields) -> Option<Moment> {
    let kept = before.filter(|before| expiry_typed(*before) == typed.trim());
    let Some(at) = kept.or_else(|| moment(typed)) else {
        let missing = typed.trim().is_empty();
        faults.add("expires_at", message(if missing { "fault-missing" } else { "fault-alert-moment" }));
        return None;
    };
    if at <= now {
        faults.add("expires_at", message("fault-expiry-past"));
    } else if at.since(now) > LONGEST {
        faults
            .add("expires_at", message("fault-expiry-far").number("days", LONGEST.num_days().unsigned_abs()));
    }
    Some(at)
}

impl NewAlert {
    /// An update without the names of organisations that are no active members: those who read the alert keep what they have,
    /// and those who are left out of it stay so.
    pub(super) fn readdressed(self, conn: &mut Conn, next: &NextReaders) -> Result<Self> {
        let (audience, except) = next.readdressed(conn, self.audience, self.except)?;
        Ok(Self { audience, except, ..self })
    }

    /// The same for these readers, as a form names them.
    pub(super) fn with_readers(self, words: &AudienceInput) -> Self {
        Self {
            audience: (!words.audience.is_empty() || words.to_be_named).then(|| words.audience.clone()),
            except: Some(words.except.clone()),
            approvers: Some(words.approvers.clone()),
            ..self
        }
    }
}
