//! What somebody types of an action, and what of it is wrong.

use std::collections::BTreeMap;

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use serde::Deserialize;
use utoipa::ToSchema;

use super::links::{self, ActionLink};
use super::{ActionBody, ActionKind, Due, Target};
use crate::access::Viewer;
use crate::contributions::{LinkKind, NextReaders};
use crate::db::{Conn, Moment, OrganisationId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::flow::Proposal;
use crate::geography::CountryCode;
use crate::reports::api_input::chosen;
use crate::reports::audience_input::AudienceInput;
use crate::reports::is_language;
use crate::web::{body, needed, typed};

/// The most characters of a title, of the name of a target, and of a forum.
pub(super) const LONGEST_LINE: usize = 200;
/// The most characters of a brief.
const LONGEST_BRIEF: usize = 20_000;
/// The most countries.
const MOST_COUNTRIES: usize = 60;
/// How far ahead something can be due.
const LONGEST: TimeDelta = TimeDelta::days(3_660);

/// To whom an action is addressed, as it is sent.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes what is read as texts by their names")]
struct NewTarget {
    #[schema(pattern = "^(government|company|institution)$")]
    kind: String,
    #[schema(max_length = 200)]
    name: String,
}

/// An action, or the next version of its brief.
#[derive(Deserialize, ToSchema)]
pub struct NewAction {
    /// What is done.
    #[schema(
        pattern = "^(statement|demarche|letter|intervention|litigation|diplomatic_support|emergency_support|technical_assistance|training|export_control|campaign|research|meeting|other)$"
    )]
    pub(super) kind: String,
    #[schema(max_length = 200)]
    pub(super) title: String,
    /// What is to be done and why, in Markdown.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 20000)]
    pub(super) brief: Option<String>,
    /// BCP 47; `en` if it is left out.
    pub(super) language: Option<String>,
    /// To whom it is addressed.
    #[serde(default)]
    #[schema(value_type = Option<NewTarget>, required = false)]
    pub(super) target: BTreeMap<String, String>,
    /// The forum, session and item of an agenda.
    #[schema(max_length = 200)]
    pub(super) forum: Option<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub(super) countries: Vec<String>,
    /// When it has to be done, RFC 3339; or a local time, `2026-12-01T17:00`, in the zone that is named.
    pub(super) due_at: Option<String>,
    /// The time zone in which that is said, as the IANA calls it; UTC if it is left out.
    pub(super) due_zone: Option<String>,
    /// Incidents, reports and alerts. A link is shown only to those who can read its target.
    #[serde(default)]
    pub(super) links: Vec<ActionLink>,
    /// As of a release; one's own organisation if it is left out. An empty list is refused.
    pub(super) audience: Option<Vec<String>>,
    pub(super) except: Option<Vec<String>>,
    pub(super) approvers: Option<String>,
    /// Of a new version: needed where somebody who reads the earlier brief is not in the new audience.
    pub(super) reason: Option<String>,
}

/// An action as its author typed it, once every field has been checked.
pub(super) struct Parsed {
    pub body: ActionBody,
    pub links: Vec<(LinkKind, String)>,
    pub proposal: Proposal,
    pub reason: String,
}

impl NewAction {
    /// All of it; of a new version with those whom it reaches `next`. What is wrong is told at once.
    pub(super) fn parse(
        self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        (owner, next): (&OrganisationId, Option<&NextReaders>),
    ) -> Result<Parsed> {
        let mut faults = Fields::default();
        let now = tx.arrived();
        let kind = self.kind.parse::<ActionKind>().ok();
        if kind.is_none() {
            faults.add(
                "kind",
                message(if self.kind.is_empty() { "fault-missing" } else { "fault-action-kind" }),
            );
        }
        let title = line(&mut faults, "title", &self.title, true);
        let brief = needed(&mut faults, "brief", self.brief.as_deref().unwrap_or_default(), LONGEST_BRIEF);
        let language = self.language.filter(|tag| !tag.is_empty()).unwrap_or_else(|| "en".to_owned());
        if !is_language(&language) {
            faults.add("language", message("fault-language-tag"));
        }
        let target = target(&self.target, &mut faults);
        let forum = line(&mut faults, "forum", self.forum.as_deref().unwrap_or_default(), false);
        let countries = countries(&self.countries, &mut faults);
        let due = due(&mut faults, self.due_at.as_deref(), self.due_zone.as_deref(), now);
        let links = faults.gather(links::targets(tx, viewer, &self.links))?;
        let chosen = faults.gather(chosen(self.audience, self.except, self.approvers))?;
        let words: AudienceInput = chosen.unwrap_or_default();
        let proposal = faults.gather(words.next_proposal(tx.conn, viewer, (owner, next)))?;
        let (Some(kind), Some(links), Some(proposal)) = (kind, links, proposal) else {
            return Err(Error::Invalid(faults));
        };
        let body = ActionBody { kind, title, language, brief, target, forum, countries, due };
        faults.into_result(Parsed { body, links, proposal, reason: self.reason.unwrap_or_default() })
    }

    /// A new version without the names of organisations that are no active members.
    pub(super) fn readdressed(self, conn: &mut Conn, next: &NextReaders) -> Result<Self> {
        let (audience, except) = next.readdressed(conn, self.audience, self.except)?;
        Ok(Self { audience, except, ..self })
    }
}

/// To whom it is addressed; nobody where nothing is said.
fn target(fields: &BTreeMap<String, String>, faults: &mut Fields) -> Option<Target> {
    if fields.is_empty() {
        return None;
    }
    if fields.keys().any(|field| !["kind", "name"].contains(&field.as_str())) {
        faults.add("target", message("fault-no-such-field"));
    }
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let name = line(faults, "target", field("name"), true);
    let Ok(kind) = field("kind").parse() else {
        faults.add("target", message("fault-target-kind"));
        return None;
    };
    Some(Target { kind, name })
}

/// One line; what is wrong with it is noted under its name.
pub(super) fn line(faults: &mut Fields, name: &str, text: &str, is_needed: bool) -> String {
    match typed(text, LONGEST_LINE, false) {
        Ok(text) if text.is_empty() && is_needed => faults.add(name, message("fault-missing")),
        Ok(text) => return text,
        Err(fault) => faults.add(name, fault),
    }
    String::new()
}

fn countries(codes: &[String], faults: &mut Fields) -> Vec<CountryCode> {
    let mut countries = Vec::new();
    for code in codes.iter().take(MOST_COUNTRIES) {
        match code.parse::<CountryCode>() {
            Ok(country) if !countries.contains(&country) => countries.push(country),
            Ok(_) => {}
            Err(fault) => faults.add("countries", fault),
        }
    }
    if codes.len() > MOST_COUNTRIES {
        faults.add("countries", message("fault-list-of-texts").number("most", MOST_COUNTRIES as u64));
    }
    countries
}

/// When something is due: RFC 3339, or a local time (or a day alone, which is due at its end) in a zone. A local time that
/// the clocks skip is refused; of one that they show twice the first counts, so that nobody is late.
pub(super) fn due(faults: &mut Fields, at: Option<&str>, zone: Option<&str>, now: Moment) -> Option<Due> {
    let at = at.map(str::trim).filter(|at| !at.is_empty())?;
    let named = zone.map(str::trim).filter(|zone| !zone.is_empty()).unwrap_or("UTC");
    let Ok(zone) = named.parse::<Tz>() else {
        faults.add("due_zone", message("fault-no-such-zone"));
        return None;
    };
    let found = match (DateTime::parse_from_rfc3339(at), local(at)) {
        (Ok(moment), _) => Ok(moment.to_utc()),
        (_, None) => Err("fault-due-moment"),
        (_, Some(local)) => match zone.from_local_datetime(&local) {
            LocalResult::Single(moment) | LocalResult::Ambiguous(moment, _) => Ok(moment.to_utc()),
            LocalResult::None => Err("fault-due-lost-hour"),
        },
    };
    let moment = match found {
        Ok(moment) => Moment::from(moment),
        Err(fault) => {
            faults.add("due_at", message(fault));
            return None;
        }
    };
    if moment <= now {
        faults.add("due_at", message("fault-due-past"));
    } else if moment.since(now) > LONGEST {
        faults.add("due_at", message("fault-due-far"));
    }
    Some(Due { at: moment, zone: zone.name().to_owned() })
}

fn local(typed: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"];
    let whole = formats.iter().find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok());
    let end = || NaiveTime::from_hms_opt(23, 59, 0);
    let day =
        || NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok().zip(end()).map(|(day, end)| day.and_time(end));
    whole.or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(at: &str, zone: &str) -> Result<String, String> {
        let now = Moment::from_unix_seconds(1_790_000_000).unwrap();
        let mut faults = Fields::default();
        let due = due(&mut faults, Some(at), Some(zone), now);
        match faults.0.into_values().flatten().next() {
            Some(fault) => Err(fault.to_string()),
            None => Ok(due.unwrap().at.rfc3339()),
        }
    }

    #[test]
    fn a_local_time_is_what_the_clocks_of_its_zone_show() {
        assert_eq!(read("2026-12-01T17:00", "Europe/Berlin").unwrap(), "2026-12-01T16:00:00Z");
        assert_eq!(read("2026-12-01T17:00:00+02:00", "Europe/Berlin").unwrap(), "2026-12-01T15:00:00Z");
        // The day ends when it does there.
        assert_eq!(read("2026-12-01", "America/New_York").unwrap(), "2026-12-02T04:59:00Z");
        // The clocks show this twice: the first counts.
        assert_eq!(read("2026-10-25 02:30", "Europe/Berlin").unwrap(), "2026-10-25T00:30:00Z");
        assert_eq!(read("2027-03-28 02:30", "Europe/Berlin").unwrap_err(), "fault-due-lost-hour");
        assert_eq!(read("2026-12-01", "Europe/Atlantis").unwrap_err(), "fault-no-such-zone");
        assert_eq!(read("tomorrow", "UTC").unwrap_err(), "fault-due-moment");
        assert_eq!(read("2026-01-01", "UTC").unwrap_err(), "fault-due-past");
        assert_eq!(read("2099-01-01", "UTC").unwrap_err(), "fault-due-far");
    }
}
