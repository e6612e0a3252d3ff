//! Alerts as one viewer reads them.

use serde::Serialize;
use utoipa::ToSchema;

use super::acknowledgement::{self, Acknowledgement};
use super::links::{self, AlertLink};
use super::search::Row;
use super::{Alert, AlertBody, AlertMessage, AlertText, Category, Certainty, Severity, Urgency};
use crate::access::{Act, Audience, Tlp, Token, Viewer, permits};
use crate::contributions::{self, Contribution, Lookup};
use crate::db::{Conn, ContributionId, Moment, Tx};
use crate::error::{Error, Result};
use crate::facts::{Facts, Mode};
use crate::people::{Names, Organisation, OrganisationStatus};
use crate::redaction;
use crate::reports::store as rows;
use crate::vault::Vault;

/// The phase of an urgent alert that nobody confirmed in time. No list has such alerts.
const LAPSED: &str = "lapsed";

/// One of the versions of an alert that the viewer could read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AlertVersion {
    /// Its number among those.
    pub version: usize,
    /// Its address.
    pub href: String,
}

/// An alert as one viewer reads it. What it says is left out of the answer to the call that wrote it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Alert)]
pub struct AlertView {
    /// `W-…`.
    pub reference: String,
    /// Where it is on its way.
    #[schema(pattern = "^(released|unconfirmed|ended|proposed|returned|cancelled|replaced)$")]
    pub state: &'static str,
    /// Its number among the versions that the viewer could read.
    pub version: usize,
    /// Those, the oldest first.
    pub versions: Vec<AlertVersion>,
    /// The organisation that posted it.
    pub organisation: Organisation,
    /// For members: whether that organisation is an active member. While it is not, the alert waits for no answer and nobody
    /// updates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub author_is_active: Option<bool>,
    /// Whether it is current; `lapsed` where it was urgent and has ended because nobody confirmed it in time. Empty of an earlier
    /// version, and of what is not released.
    #[schema(required = false, pattern = "^(current|expired|over|lapsed)?$")]
    pub phase: &'static str,
    /// What the version says of the one before.
    #[schema(required = false, pattern = "^(alert|update|all_clear|false_alarm)$")]
    pub message: &'static str,
    /// In the author's own language.
    #[schema(required = false)]
    pub headline: String,
    /// What has happened, in Markdown.
    #[schema(required = false)]
    pub body: String,
    /// What to do.
    #[schema(required = false)]
    pub instruction: String,
    /// BCP 47.
    #[schema(required = false)]
    pub language: String,
    /// The same in other languages.
    #[schema(required = false)]
    pub translations: Vec<AlertText>,
    /// What it links to, as far as the viewer can read it; not in lists.
    #[schema(required = false)]
    pub links: Vec<AlertLink>,
    /// ISO 3166-1 alpha-2.
    #[schema(required = false)]
    pub countries: Vec<String>,
    /// In words.
    #[schema(required = false)]
    pub places: Vec<String>,
    /// See the Common Alerting Protocol 1.2.
    #[schema(required = false)]
    pub urgency: Option<Urgency>,
    /// The same.
    #[schema(required = false)]
    pub severity: Option<Severity>,
    /// The same.
    #[schema(required = false)]
    pub certainty: Option<Certainty>,
    /// The same.
    #[schema(required = false)]
    pub category: Option<Category>,
    /// Whether nothing has happened, and people only practise.
    #[schema(required = false)]
    pub exercise: bool,
    /// From when on it is no longer current.
    #[schema(required = false)]
    pub expires_at: Option<Moment>,
    /// The tokens of its audience that the viewer holds; for its own organisation all.
    pub audience: Vec<String>,
    /// The same, for a page that names them.
    #[serde(skip)]
    pub tokens: Vec<Token>,
    /// Its label.
    pub tlp: Tlp,
    /// When it was released, or written.
    pub at: Moment,
    /// What other organisations have answered, for the organisation that posted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub acknowledgements: Option<Vec<Acknowledgement>>,
    /// What the viewer's own organisation has answered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub acknowledgement: Option<Acknowledgement>,
}

/// Those of a list as it shows them: without their links and what was answered. A fixed number of statements, however many
/// there are.
pub(super) fn rows_of_list(conn: &mut Conn, viewer: &Viewer, rows: Vec<Row>) -> Result<Vec<AlertView>> {
    let ids: Vec<ContributionId> = rows.iter().map(|row| row.alert.id.clone()).collect();
    let mut versions = contributions::versions_of_each::<Alert>(conn, viewer, &ids)?;
    let audiences = rows.iter().map(|row| row.alert.audience().cloned()).collect::<Result<Vec<_>>>()?;
    let tokens = audiences.iter().flat_map(Audience::tokens);
    let owners = rows.iter().map(|row| &row.alert.organisation_id);
    let names = Names::load(conn, tokens, owners, [])?;
    let one = |(row, audience): (Row, &Audience)| {
        let versions = versions.remove(&row.alert.id).unwrap_or_default();
        let state = if row.unconfirmed { "unconfirmed" } else { row.alert.released_state(viewer.at()) };
        made(viewer, (row.alert, audience), state, (&names, &versions))
    };
    rows.into_iter().zip(&audiences).map(one).collect()
}

/// One as this viewer reads it. Whether they may, the caller has asked.
pub(super) fn view(
    conn: &mut Conn,
    viewer: &Viewer,
    row: Contribution<Alert>,
    audience: &Audience,
    state: &'static str,
) -> Result<AlertView> {
    let versions = contributions::versions_of_each::<Alert>(conn, viewer, std::slice::from_ref(&row.id))?;
    let versions = versions.into_values().next().unwrap_or_default();
    let names = Names::load(conn, audience.tokens(), [&row.organisation_id], [])?;
    let answered = acknowledgement::answered(conn, viewer, &row)?.by;
    let all = permits(viewer, Act::SeeAcknowledgements { owner: &row.organisation_id });
    let links = if row.body.is_empty() { Vec::new() } else { links::shown(conn, viewer, &row)? };
    let view = made(viewer, (row, audience), state, (&names, &versions))?;
    Ok(AlertView {
        links,
        acknowledgement: answered.last().filter(|_| !all).cloned(),
        acknowledgements: all.then_some(answered),
        ..view
    })
}

/// For members alone: whether the author of an alert is an active member. The public is not told who belongs to the coalition.
pub(super) fn author_is_active(viewer: &Viewer, author: &Organisation) -> Option<bool> {
    let is_member = viewer.tokens().contains(&Token::Coalition);
    is_member.then_some(author.status == OrganisationStatus::Active)
}

/// What it says and where it is, of what was loaded: the names of its audience, and the versions that the viewer could read.
fn made(
    viewer: &Viewer,
    (row, audience): (Contribution<Alert>, &Audience),
    state: &'static str,
    (names, versions): (&Names, &[ContributionId]),
) -> Result<AlertView> {
    let tokens = audience.told(viewer, &row.organisation_id);
    let place = versions.iter().position(|version| *version == row.version).unwrap_or(versions.len());
    let version = |number: usize| AlertVersion {
        version: number,
        href: format!("/api/v1/alerts/{}/versions/{number}", row.reference),
    };
    let body = if row.body.is_empty() { None } else { Some(AlertBody::read(&row)?) };
    let shown = body.as_ref().filter(|_| row.released_at.is_none() || row.is_shown(viewer.at()));
    let mut texts = body.iter().flat_map(|body| body.texts.clone());
    let first = texts.next().unwrap_or_default();
    let organisation = names.organisation(&row.organisation_id)?.clone();
    Ok(AlertView {
        state,
        version: place + 1,
        versions: (1..=versions.len()).map(version).collect(),
        author_is_active: author_is_active(viewer, &organisation),
        organisation,
        // An earlier version is no alert any more, whatever it said of its end.
        phase: match shown {
            Some(body) => body.phase(viewer.at()).as_str(),
            None if row.is_past(viewer.at()) && !row.is_replaced() => LAPSED,
            None => "",
        },
        message: body.as_ref().map_or("", |body| said_first(body.message, place == 0).as_str()),
        headline: first.headline,
        body: first.body,
        instruction: first.instruction,
        language: first.language,
        translations: texts.collect(),
        links: Vec::new(),
        countries: body.iter().flat_map(|body| &body.countries).map(ToString::to_string).collect(),
        places: body.iter().flat_map(|body| body.places.clone()).collect(),
        urgency: body.as_ref().map(|body| body.urgency),
        severity: body.as_ref().map(|body| body.severity),
        certainty: body.as_ref().map(|body| body.certainty),
        category: body.as_ref().map(|body| body.category),
        exercise: body.as_ref().is_some_and(|body| body.exercise),
        expires_at: body.as_ref().map(|body| body.expires_at),
        audience: tokens.iter().map(|token| names.word(token)).collect::<Result<_>>()?,
        tokens,
        tlp: audience.tlp(),
        at: row.at(),
        acknowledgements: None,
        acknowledgement: None,
        reference: row.reference,
    })
}

/// What a version says of the one before, to somebody who could read none before: nothing.
fn said_first(message: AlertMessage, is_first: bool) -> AlertMessage {
    if is_first && message == AlertMessage::Update { AlertMessage::Alert } else { message }
}

/// The same of a version that the viewer reads.
pub(super) fn message_for(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Alert>,
    message: AlertMessage,
) -> Result<AlertMessage> {
    if message != AlertMessage::Update {
        return Ok(message);
    }
    let first = contributions::versions(conn, viewer, row)?.into_iter().next();
    Ok(said_first(message, first.is_some_and(|first| first.version == row.version)))
}

/// What a new alert begins with that is about an incident or a report.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    /// The reference.
    pub links: String,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// What its types mean in the Common Alerting Protocol; empty where nothing is carried over.
    pub category: String,
}

/// What is carried over into a new alert: the link, and the facts of texts that are public or of the viewer's own
/// organisation. Of anything narrower nothing is copied, for the alert may go further.
pub fn carried(conn: &mut Conn, viewer: &Viewer, reference: &str) -> Result<Carried> {
    let reports = if reference.starts_with('R') {
        vec![rows::known_report(conn, viewer, reference)?]
    } else {
        let incident = rows::known_incident(conn, viewer, reference)?;
        rows::reports_of(conn, &incident.id)?
    };
    let mut carried = Carried { links: reference.to_owned(), ..Carried::default() };
    for report in reports {
        let texts = redaction::readable_of(conn, viewer, report.id.as_str())?;
        let own = viewer.is_of(&report.organisation_id);
        for text in texts.into_iter().filter(|text| own || text.audience.is_public()) {
            let Ok(facts) = Facts::parse(&text.reading.facts, Mode::Import) else { continue };
            for (name, value) in facts.facets() {
                match name {
                    "country" if !carried.countries.contains(&value) => carried.countries.push(value),
                    "type" if carried.category.is_empty() => {
                        carried.category = Category::of_type(&value).to_string();
                    }
                    _ => {}
                }
            }
        }
    }
    Ok(carried)
}

impl Category {
    /// What a type of incident is in the Common Alerting Protocol: the table of `docs/api.md`.
    pub fn of_type(of: &str) -> Self {
        match of {
            "shutdown" | "throttling" | "blocking" | "filtering" | "encryption_restriction" => Self::Infra,
            "surveillance_targeted"
            | "surveillance_mass"
            | "hacking"
            | "data_demand"
            | "technology_export"
            | "account_restriction" => Self::Security,
            "arrest" | "intimidation" | "violence" | "online_harassment" => Self::Safety,
            _ => Self::Other,
        }
    }
}

/// What a report begins with that is about an alert.
#[derive(Debug, Clone, Default)]
pub struct Begun {
    /// The headline.
    pub title: String,
    /// BCP 47.
    pub language: String,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// The incident that it links to, if it links to one that the viewer can read.
    pub incident: String,
}

/// What is carried over into a new report from an alert: the incident, and the facts if the alert is public or of the viewer's
/// own organisation. Of anything narrower nothing is copied, for the report may go further.
pub fn begun_report(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, reference: &str) -> Result<Begun> {
    let row = match contributions::open::<Alert>(tx, vault, viewer, reference)? {
        Lookup::Live(row, _) | Lookup::Unconfirmed(row, _) => row,
        Lookup::InReview(..) | Lookup::Tombstone(..) => return Err(Error::NotFound),
    };
    let incident = links::shown(tx.conn, viewer, &row)?.into_iter().find(|link| link.kind == "incident");
    let incident = incident.map(|link| link.reference).unwrap_or_default();
    if !viewer.is_of(&row.organisation_id) && !row.audience()?.is_public() {
        return Ok(Begun { incident, ..Begun::default() });
    }
    let body = AlertBody::read(&row)?;
    let text = body.texts.first().cloned().unwrap_or_default();
    let countries = body.countries.iter().map(ToString::to_string).collect();
    Ok(Begun { title: text.headline, language: text.language, countries, incident })
}
