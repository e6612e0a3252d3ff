//! The list of alerts.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::{Act, Tlp, Viewer, permits};
use crate::accounts::Visit;
use crate::alerts::search::{ALL, FILTERS, Listing, Row as Found, Search, found, list, own};
use crate::alerts::{ALERTS, Alert, AlertPhase, Category, Severity, Urgency, links, store, unanswered};
use crate::contributions::{self, Linking};
use crate::db::{Conn, Moment};
use crate::error::{Error, Fields, Result};
use crate::geography::{CountryCode, WorldRegion};
use crate::index::{Index, Key, Overview, Want};
use crate::language::direction;
use crate::people;
use crate::web::{Choice, Page, html, html_as, wants_page};

/// An alert as lists show it.
#[derive(Clone)]
pub struct Row {
    /// `W-…`.
    pub reference: String,
    /// In the language of the page, if it has one in it.
    pub headline: String,
    /// Of the headline.
    pub language: String,
    /// How that is written.
    pub dir: &'static str,
    /// Who posted it.
    pub organisation: String,
    /// Where.
    pub places: String,
    /// What kind of danger, in a word.
    pub category: String,
    /// How grave, in a word.
    pub severity: String,
    /// Whether its border says so.
    pub grave: bool,
    /// Whether people only practise.
    pub exercise: bool,
    /// Whether nobody has confirmed it yet.
    pub unconfirmed: bool,
    /// Whether the viewer's organisation is asked to acknowledge it.
    pub waits: bool,
    /// That it is over or has expired; empty of one that is current.
    pub ended: String,
    /// Its label.
    pub tlp: Tlp,
    /// When it was released.
    pub at: Moment,
    /// From when on it is no longer current.
    pub expires_at: Moment,
}

/// Values to narrow the list by.
struct Filter {
    name: &'static str,
    label: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "alerts/list.html")]
struct ListPage {
    page: Page,
    q: String,
    filters: Vec<Filter>,
    /// Whether the list is narrowed by more than what is current.
    narrowed: bool,
    total: u64,
    rows: Vec<Row>,
    next: String,
    /// The same list as a table.
    table: String,
    /// Current alerts of the viewer's organisation that went to others alone.
    own: Vec<Row>,
    posts: bool,
    errors: Fields,
}

type Names = BTreeMap<String, String>;

/// What the organisations are called whose alerts are counted, by slug. Whose alert one reads one may know by name.
fn organisation_names(conn: &mut Conn, overview: Option<&Overview>) -> Result<Names> {
    let facets = overview.into_iter().flat_map(|overview| &overview.facets);
    let values = facets.filter(|(facet, _)| *facet == "organisation").flat_map(|(_, values)| values);
    people::organisation_names(conn, &values.map(|(slug, _)| slug.clone()).collect::<Vec<_>>())
}

fn label(page: &Page, names: &Names, facet: &str, value: &str) -> String {
    match facet {
        "country" => value
            .parse::<CountryCode>()
            .map_or_else(|_| value.to_owned(), |code| code.name(&page.lang).to_owned()),
        "region" => value
            .parse::<WorldRegion>()
            .map_or_else(|_| value.to_owned(), |region| region.name(&page.lang).to_owned()),
        "sector" => page.t(&format!("audience-sector-{}", value.replace('_', "-"))),
        "exercise" => page.t(&format!("alert-exercise-{value}")),
        "organisation" => names.get(value).map_or(value, String::as_str).to_owned(),
        _ => page.t(&format!("alert-{facet}-{}", value.to_lowercase())),
    }
}

/// The filters of the form, with the values that the list counts.
fn filters(page: &Page, names: &Names, search: &Search, overview: Option<&Overview>) -> Vec<Filter> {
    let fixed = |facet: &str| -> Option<&'static [&'static str]> {
        match facet {
            "phase" => Some(AlertPhase::WORDS),
            "urgency" => Some(Urgency::WORDS),
            "severity" => Some(Severity::WORDS),
            "category" => Some(Category::WORDS),
            "exercise" => Some(&["yes", "no"]),
            _ => None,
        }
    };
    let counted = |facet: &str| -> Vec<String> {
        let found = overview.and_then(|overview| overview.facets.iter().find(|(name, _)| *name == facet));
        found.map(|(_, values)| values.iter().map(|(value, _)| value.clone()).collect()).unwrap_or_default()
    };
    let one = |facet: &&'static str| {
        let values = fixed(facet)
            .map_or_else(|| counted(facet), |all| all.iter().map(|one| (*one).to_owned()).collect());
        let phase = *facet == "phase";
        let whole = if phase { ALL } else { "" };
        let everything = Choice::new(whole, page.t("alerts-any"), search.asks(facet, ALL));
        let mut choices: Vec<Choice> = values
            .into_iter()
            .map(|value| {
                let by_itself =
                    phase && value == AlertPhase::Current.as_str() && !search.filters.contains_key("phase");
                Choice::new(
                    value.clone(),
                    label(page, names, facet, &value),
                    search.asks(facet, &value) || by_itself,
                )
            })
            .collect();
        if facet_is_named(facet) {
            choices.sort_by(|a, b| a.label.cmp(&b.label));
        }
        choices.insert(0, everything);
        Filter { name: facet, label: page.t(&format!("alerts-filter-{facet}")), choices }
    };
    FILTERS.iter().map(one).filter(|filter| filter.choices.len() > 1).collect()
}

fn facet_is_named(facet: &str) -> bool {
    ["country", "region", "organisation"].contains(&facet)
}

fn rows(conn: &mut Conn, page: &Page, viewer: &Viewer, alerts: Vec<Found>) -> Result<Vec<Row>> {
    let owners = alerts.iter().map(|row| row.alert.organisation_id.clone()).collect();
    let owners = people::organisations_by_ids(conn, owners)?;
    let versions: Vec<String> = alerts.iter().map(|row| row.alert.version.as_str().to_owned()).collect();
    let waited = store::is_waited_for(conn, viewer, &versions)?;
    let row = |Found { alert, body, unconfirmed }: Found| {
        let text = body.text_in(&page.lang).cloned().unwrap_or_default();
        let phase = body.phase(viewer.at());
        let countries: Vec<String> =
            body.countries.iter().map(|country| country.name(&page.lang).to_owned()).collect();
        let word = |name: &str, word: &str| page.t(&format!("alert-{name}-{}", word.to_lowercase()));
        Ok(Row {
            headline: text.headline,
            dir: direction(&text.language),
            language: text.language,
            organisation: owners.get(&alert.organisation_id).map(|one| one.name.clone()).unwrap_or_default(),
            places: page.strings().list(&countries),
            category: word("category", body.category.as_str()),
            severity: word("severity", body.severity.as_str()),
            grave: body.is_grave(),
            exercise: body.exercise,
            unconfirmed,
            waits: waited.iter().any(|version| version == alert.version.as_str()),
            ended: if phase == AlertPhase::Current { String::new() } else { word("phase", phase.as_str()) },
            tlp: alert.audience()?.tlp(),
            at: alert.at(),
            expires_at: body.expires_at,
            reference: alert.reference,
        })
    };
    alerts.into_iter().map(row).collect()
}

/// The alerts about these things that the viewer reads, by internal ids, the newest first.
pub fn rows_about(conn: &mut Conn, page: &Page, viewer: &Viewer, linking: &Linking) -> Result<Vec<Row>> {
    let alerts = links::about(conn, viewer, linking)?;
    let alerts = found(conn, viewer, alerts)?;
    let mut rows = rows(conn, page, viewer, alerts)?;
    rows.sort_by_key(|row| (!row.ended.is_empty(), std::cmp::Reverse(row.at)));
    Ok(rows)
}

/// The current alerts that wait for the acknowledgement of the viewer's organisation, the newest first: `most` at most.
pub fn rows_waiting(conn: &mut Conn, page: &Page, viewer: &Viewer, most: i64) -> Result<Vec<Row>> {
    let waiting: Vec<String> = unanswered(conn, viewer, most)?.into_iter().map(|one| one.version).collect();
    let alerts = contributions::released_among::<Alert>(conn, viewer, &waiting)?;
    let alerts = found(conn, viewer, alerts)?;
    let mut rows = rows(conn, page, viewer, alerts)?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    Ok(rows)
}

/// `GET /alerts`.
pub async fn alerts(index: web::Data<Index>, visit: Visit) -> Result<HttpResponse> {
    let (search, errors) = Search::read(visit.request.query_string())?;
    if !errors.0.is_empty() && !wants_page(&visit.request) {
        return Err(Error::Invalid(errors));
    }
    let wrong = !errors.0.is_empty();
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let bound = search.bound(viewer);
            let after = match &search.after {
                Some(cursor) => Some(Key::from_bytes(&app.cursors().open::<[u8; 8]>(cursor, &bound)?)?),
                None => None,
            };
            let view = index.view(&ALERTS, app.database())?;
            let posts = viewer.organisation().is_some_and(|owner| permits(viewer, Act::PostAlert { owner }));
            app.database().read(|conn| {
                let nothing = || Listing { total: 0, rows: Vec::new(), next: None, overview: None };
                let listing = if wrong {
                    nothing()
                } else {
                    list(conn, &view, viewer, &search, (after, Want::Overview))?
                };
                let next = listing.next.map(|key| app.cursors().seal(&key.to_bytes(), &bound)).transpose()?;
                let next = next.map(|after| {
                    let search = Search { after: Some(after), ..search.clone() };
                    format!("/alerts?{}", search.to_query())
                });
                let names = organisation_names(conn, listing.overview.as_deref())?;
                let filters = filters(&page, &names, &search, listing.overview.as_deref());
                let narrowed = !search.q.is_empty() || !search.filters.is_empty();
                let first = !narrowed && search.after.is_none();
                let own = if first { own(conn, viewer)? } else { Vec::new() };
                let own = rows(conn, &page, viewer, own)?;
                let rows = rows(conn, &page, viewer, listing.rows)?;
                Ok(ListPage {
                    table: format!("/alerts.csv?{}", search.whole().to_query()),
                    q: search.q,
                    filters,
                    narrowed,
                    total: listing.total,
                    rows,
                    next: next.unwrap_or_default(),
                    own,
                    posts,
                    errors,
                    page,
                })
            })
        })
        .await?;
    if wrong {
        return html_as(StatusCode::UNPROCESSABLE_ENTITY, &app, &answer.page, &answer);
    }
    html(&app, &answer.page, &answer)
}
