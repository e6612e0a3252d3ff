//! What an alert says, as pages show it.

use markdown::SafeHtml;

use crate::access::Viewer;
use crate::alerts::links::{self, AlertLink};
use crate::alerts::view::message_for;
use crate::alerts::{Alert, AlertBody, AlertPhase, AlertText};
use crate::contributions::Contribution;
use crate::db::{Conn, Moment};
use crate::error::{Error, Result};
use crate::facts::languages::name_of;
use crate::language::direction;
use crate::people;
use crate::web::{Link, Page};

/// An alert in one language, as pages show it.
pub struct Text {
    pub language: String,
    pub dir: &'static str,
    /// What the language is called.
    pub name: String,
    pub headline: String,
    pub body: SafeHtml,
    pub instruction: SafeHtml,
}

/// What an alert says, as pages show it.
pub struct Content {
    /// In the reader's language, or as its author wrote it.
    pub text: Text,
    /// In the others.
    pub others: Vec<Text>,
    pub organisation: String,
    /// What it says of the version before; empty of the first.
    pub message: String,
    /// Whether it is current, in a word, and the colour of that.
    pub phase: (String, &'static str),
    /// The colour of its border, by how grave it is as long as it calls.
    pub severity: &'static str,
    pub exercise: bool,
    /// The four words of the Common Alerting Protocol, each with its heading.
    pub words: Vec<(String, String)>,
    pub places: String,
    pub links: Vec<Link>,
    pub expires_at: Moment,
}

fn text_of(text: &AlertText) -> Text {
    Text {
        dir: direction(&text.language),
        name: name_of(&text.language).to_owned(),
        language: text.language.clone(),
        headline: text.headline.clone(),
        body: markdown::render(&text.body),
        instruction: markdown::render(&text.instruction),
    }
}

impl Content {
    /// Of a text that is not stored yet.
    pub(super) fn of(page: &Page, body: &AlertBody, organisation: &str, at: Moment) -> Result<Self> {
        let chosen = body.text_in(&page.lang).ok_or(Error::NotFound)?;
        let others = body.texts.iter().filter(|text| text.language != chosen.language);
        let mut places: Vec<String> =
            body.countries.iter().map(|country| country.name(&page.lang).to_owned()).collect();
        places.extend(body.places.iter().cloned());
        let phase = body.phase(at);
        let word = |name: &str, value: &str| {
            (page.t(&format!("alert-{name}")), page.t(&format!("alert-{name}-{}", value.to_lowercase())))
        };
        Ok(Self {
            text: text_of(chosen),
            others: others.map(text_of).collect(),
            organisation: organisation.to_owned(),
            message: if body.message.calls() && body.message.as_str() == "alert" {
                String::new()
            } else {
                page.t(&format!("alert-message-{}", body.message.as_str().replace('_', "-")))
            },
            phase: (
                page.t(&format!("alert-phase-{phase}")),
                if phase == AlertPhase::Current { "state-care" } else { "" },
            ),
            severity: if body.is_grave() { "alert-grave" } else { "alert-plain" },
            exercise: body.exercise,
            words: vec![
                word("category", body.category.as_str()),
                word("urgency", body.urgency.as_str()),
                word("severity", body.severity.as_str()),
                word("certainty", body.certainty.as_str()),
            ],
            places: page.strings().list(&places),
            links: Vec::new(),
            expires_at: body.expires_at,
        })
    }

    /// With what it links to.
    pub(super) fn linked(self, links: Vec<AlertLink>) -> Self {
        let link = |link: AlertLink| Link {
            href: format!("/{}s/{}", link.kind, link.reference),
            label: link.reference,
        };
        Self { links: links.into_iter().map(link).collect(), ..self }
    }

    /// Of a version that is stored; nothing where what it says is sealed.
    pub(super) fn stored(
        conn: &mut Conn,
        page: &Page,
        viewer: &Viewer,
        row: &Contribution<Alert>,
    ) -> Result<Option<Self>> {
        if row.body.is_empty() {
            return Ok(None);
        }
        let owner = people::organisation(conn, &row.organisation_id)?;
        let links = links::shown(conn, viewer, row)?;
        let mut body = AlertBody::read(row)?;
        body.message = message_for(conn, viewer, row, body.message)?;
        let mut content = Self::of(page, &body, &owner.name, viewer.at())?.linked(links);
        if row.is_replaced() || row.released_at.is_none() || row.is_past(viewer.at()) {
            // An earlier version is no alert any more, whatever it said of its end, nor is what nobody confirmed in time, and
            // a proposal is none yet.
            content.phase = (String::new(), "");
        }
        if row.is_past(viewer.at()) {
            content.severity = "alert-plain";
        }
        Ok(Some(content))
    }
}
