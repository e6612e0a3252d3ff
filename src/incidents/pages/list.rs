//! The list of incidents: found, counted, narrowed, on a map.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::access::Tlp;
use crate::accounts::Visit;
use crate::alerts;
use crate::db::Conn;
use crate::error::{Error, Fields, Result};
use crate::facts::display;
use crate::incidents::listing::{self, Item, Listing};
use crate::incidents::lookup::{page_of, referred};
use crate::incidents::pages::picture::{self, Histogram, Map};
use crate::incidents::search::Search;
use crate::index::{Index, Key, Overview, Sort, Want};
use crate::people;
use crate::reports::{Facet, REPORTS};
use crate::verification::Verification;
use crate::web::{Choice, Link, Page, encode, html, html_as, missed, see_other, wants_page};

/// One incident as the list shows it.
#[derive(Clone)]
pub struct Row {
    pub reference: String,
    pub title: String,
    pub language: String,
    pub places: String,
    pub types: String,
    pub started: String,
    pub status: String,
    pub tlp: Tlp,
    pub organisations: String,
    /// How many, where there are several.
    pub reports: String,
    /// That nobody stands by it any more, in a word.
    pub retracted: String,
}

impl Row {
    pub(crate) fn of(page: &Page, item: &Item) -> Self {
        let mut names: Vec<&str> =
            item.reports.iter().map(|(_, organisation)| organisation.name.as_str()).collect();
        names.dedup();
        Self {
            reference: item.reference.clone(),
            title: item.title.clone(),
            language: item.language.clone(),
            places: display::places(page, &item.facts),
            types: display::types(page, &item.facts),
            started: display::stated_date(page, &item.facts.started),
            status: display::status(page, &item.facts),
            tlp: item.tlp,
            organisations: names.join(", "),
            retracted: if item.verification == Verification::Retracted {
                display::word(page, item.verification.as_str())
            } else {
                String::new()
            },
            reports: if item.reports.len() > 1 {
                page.tn("reports-count", item.reports.len() as u64)
            } else {
                String::new()
            },
        }
    }
}

/// One value of a facet.
pub struct Value {
    pub label: String,
    pub href: String,
    pub count: String,
    pub active: bool,
}

/// A facet with its values.
pub struct FacetList {
    pub heading: String,
    pub items: Vec<Value>,
    /// The words that open the rest.
    pub more: String,
}

/// How many values of a facet stand open.
const OPEN: usize = 8;

#[derive(Template)]
#[template(path = "incidents/list.html")]
struct ListPage {
    page: Page,
    search: Search,
    count: String,
    /// What is counted beside the list, and where it is listed.
    beside: Option<Link>,
    /// Where joint actions are found by the same words; empty without any.
    also: String,
    rows: Vec<Row>,
    chips: Vec<Link>,
    filters: String,
    facets: Vec<FacetList>,
    formats: Vec<Link>,
    /// The feeds of what of this list everybody may read.
    feeds: [String; 2],
    /// Where this question is kept.
    save: String,
    map: Option<Map>,
    histogram: Option<Histogram>,
    sorts: Vec<Choice>,
    newest: String,
    oldest: String,
    hidden: Vec<(String, String)>,
    first: String,
    next: String,
    shown: String,
    /// What of the address cannot be asked; then nothing is listed, and `search` is what can.
    errors: Fields,
    /// The list of what can be asked.
    understood: String,
}

/// The facets in the order in which they are shown.
const FACETS: [Facet; 11] = [
    Facet::Country,
    Facet::Region,
    Facet::Type,
    Facet::Year,
    Facet::Status,
    Facet::Network,
    Facet::Service,
    Facet::Cause,
    Facet::Sector,
    Facet::Organisation,
    Facet::Verification,
];

type Names = BTreeMap<String, String>;

/// What organisations that the viewer may know of are called, by slug.
fn organisation_names(conn: &mut Conn, overview: Option<&Overview>) -> Result<Names> {
    let facets = overview.into_iter().flat_map(|overview| &overview.facets);
    let values = facets.filter(|(facet, _)| *facet == Facet::Organisation.as_str());
    // Whose report one reads one may know by name, suspended or not.
    let slugs: Vec<String> = values.flat_map(|(_, values)| values).map(|(slug, _)| slug.clone()).collect();
    people::organisation_names(conn, &slugs)
}

fn label(page: &Page, names: &Names, facet: &str, value: &str) -> String {
    match (facet, names.get(value)) {
        ("organisation", Some(name)) => name.clone(),
        _ => display::facet_value(page, facet, value),
    }
}

fn facet_lists(page: &Page, search: &Search, names: &Names, overview: &Overview) -> Vec<FacetList> {
    FACETS
        .iter()
        .filter_map(|facet| {
            let name = facet.to_string();
            let chosen = search.filters.get(&name);
            let (_, values) = overview.facets.iter().find(|(other, _)| *other == facet.as_str())?;
            let mut items: Vec<Value> = values
                .iter()
                .map(|(value, count)| {
                    let active = chosen.is_some_and(|chosen| chosen.contains(value));
                    let search =
                        if active { search.without(&name, value) } else { search.with(&name, value) };
                    let label = label(page, names, &name, value);
                    Value { label, href: search.href("/incidents"), count: page.number(*count), active }
                })
                .collect();
            if *facet == Facet::Year {
                items.sort_by(|a, b| b.label.cmp(&a.label));
            }
            items.sort_by_key(|item| !item.active);
            // One value that every row has tells nothing.
            let tells = items.len() > 1 || chosen.is_some();
            let more = page.tn("facet-more", items.len().saturating_sub(OPEN) as u64);
            tells.then(|| FacetList { heading: page.t(&format!("facet-{name}")), items, more })
        })
        .collect()
}

/// What a search is narrowed by, in words; each leads to the list without it. Organisations are called as they were asked for.
pub fn question_in_words(page: &Page, search: &Search) -> Vec<Link> {
    chips(page, search, &Names::new())
}

fn chips(page: &Page, search: &Search, names: &Names) -> Vec<Link> {
    let mut chips = Vec::new();
    let mut push = |label: String, without: Search| {
        chips.push(Link { href: without.without_page().href("/incidents"), label });
    };
    if !search.q.is_empty() {
        push(format!("“{}”", search.q), Search { q: String::new(), ..search.clone() });
    }
    if let Some(from) = search.from {
        let label = page.ta("chip-from", &[("date", &page.date(from))]);
        push(label, Search { from: None, ..search.clone() });
    }
    if let Some(to) = search.to {
        let label = page.ta("chip-to", &[("date", &page.date(to))]);
        push(label, Search { to: None, ..search.clone() });
    }
    for (facet, values) in &search.filters {
        for value in values {
            push(label(page, names, facet, value), search.without(facet, value));
        }
    }
    chips
}

/// What the search form carries on besides what it asks.
fn hidden(search: &Search) -> Vec<(String, String)> {
    let day = |name: &str, day: Option<chrono::NaiveDate>| day.map(|day| (name.to_owned(), day.to_string()));
    let days = [day("from", search.from), day("to", search.to)].into_iter().flatten();
    let facets = search.filters.iter();
    let facets = facets.flat_map(|(facet, values)| values.iter().map(|value| (facet.clone(), value.clone())));
    days.chain(facets).collect()
}

/// The orders to choose from. The one that holds where nobody chooses is sent as nothing: whoever then searches for
/// words gets the best match first.
fn sorts(page: &Page, search: &Search) -> Vec<Choice> {
    let (usual, others): (&str, &[&str]) =
        if search.q.is_empty() { ("newest", &["oldest"]) } else { ("relevance", &["newest", "oldest"]) };
    let order = match search.order() {
        Sort::Oldest => "oldest",
        Sort::Relevance => "relevance",
        _ => "newest",
    };
    let choice = |value: &str, sort: &str| Choice::new(value, page.t(&format!("sort-{sort}")), sort == order);
    std::iter::once(choice("", usual)).chain(others.iter().map(|sort| choice(sort, sort))).collect()
}

fn formats(search: &Search) -> Vec<Link> {
    let all = Search { after: None, limit: None, sort: search.sort.clone(), ..search.clone() };
    ["csv", "xlsx", "json", "geojson"]
        .iter()
        .map(|format| Link { href: all.href(&format!("/incidents.{format}")), label: format.to_uppercase() })
        .collect()
}

/// How many rows there are, of what.
fn counted(page: &Page, listing: &Listing) -> String {
    let key = match (listing.incidents, listing.incidents == listing.total) {
        (_, true) => "list-count",
        (0, false) => "list-count-developments",
        (_, false) => "list-count-both",
    };
    let numbers = [
        ("incidents", listing.incidents),
        ("developments", listing.developments),
        ("reports", listing.reports),
    ];
    page.strings().tn(key, &numbers)
}

/// The positive developments that match and are not among the rows.
fn beside(page: &Page, search: &Search, listing: &Listing) -> Option<Link> {
    let is_beside = listing.developments > 0 && listing.incidents == listing.total;
    is_beside.then(|| Link {
        href: search.of_developments().href("/incidents"),
        label: page.tn("list-beside", listing.developments),
    })
}

/// What is known besides the rows.
#[derive(Default)]
struct Known {
    /// What organisations are called.
    names: Names,
    /// Where alerts are current.
    alerts: picture::Alerts,
}

fn list_page(page: Page, search: Search, listing: &Listing, known: &Known, next: Option<String>) -> ListPage {
    let Known { names, alerts } = known;
    let overview = listing.overview.as_deref();
    let sorted = |sort: &str| {
        let sort = Some(sort.to_owned()).filter(|sort| sort != "newest" || !search.q.is_empty());
        Search { sort, ..search.without_page() }.href("/incidents")
    };
    let shown = page.ta(
        "list-shown",
        &[("shown", &page.number(listing.items.len() as u64)), ("total", &page.number(listing.total))],
    );
    ListPage {
        count: counted(&page, listing),
        beside: beside(&page, &search, listing),
        also: if search.q.is_empty() { String::new() } else { format!("/actions?q={}", encode(&search.q)) },
        rows: listing.items.iter().map(|item| Row::of(&page, item)).collect(),
        chips: chips(&page, &search, names),
        facets: overview.map(|found| facet_lists(&page, &search, names, found)).unwrap_or_default(),
        filters: if search.is_narrowed() {
            page.tn("filters-and-count", chips(&page, &search, names).len() as u64)
        } else {
            page.t("filters")
        },
        formats: if listing.total > 0 { formats(&search) } else { Vec::new() },
        feeds: ["atom", "feed.json"].map(|format| search.unordered().href(&format!("/incidents.{format}"))),
        save: search.question().href("/searches/new"),
        map: overview.filter(|_| listing.total > 0).map(|found| picture::map(&page, &search, found, alerts)),
        histogram: overview.and_then(|found| picture::histogram(&page, &search, found)),
        sorts: sorts(&page, &search),
        newest: sorted("newest"),
        oldest: sorted("oldest"),
        hidden: hidden(&search),
        first: search.after.as_ref().map(|_| search.without_page().href("/incidents")).unwrap_or_default(),
        next: next
            .map(|after| Search { after: Some(after), ..search.clone() }.href("/incidents"))
            .unwrap_or_default(),
        shown,
        errors: Fields::default(),
        understood: search.without_page().href("/incidents"),
        page,
        search,
    }
}

/// The page of a list that cannot be asked for: what is wrong, and what was asked, never the list without it.
fn refused(page: Page, search: Search, errors: Fields) -> ListPage {
    let nothing = Listing::default();
    let typed = search.q.clone();
    let asked = if errors.of("q").is_empty() { search } else { Search { q: String::new(), ..search } };
    let shown = list_page(page, asked, &nothing, &Known::default(), None);
    ListPage { errors, search: Search { q: typed, ..shown.search }, ..shown }
}

/// The page of the reference that was searched for, if nothing else was. A reference that leads nowhere takes as long as the
/// page that is not there: a search is no faster way to find out what is hidden.
async fn referred_to(visit: &Visit, search: &Search) -> Result<Option<String>> {
    let Some(reference) = referred(&search.q).filter(|_| search.after.is_none()) else { return Ok(None) };
    let viewer = visit.viewer().clone();
    match visit.app.read(move |conn| page_of(conn, &viewer, &reference)).await {
        Err(Error::NotFound) => {
            missed(&visit.request);
            Ok(None)
        }
        found => found.map(Some),
    }
}

/// `GET /incidents`.
pub async fn list_page_of_incidents(visit: Visit, index: web::Data<Index>) -> Result<HttpResponse> {
    let (search, errors) = Search::read(visit.request.query_string())?;
    if !errors.0.is_empty() {
        // Programs that read pages are told as by the API.
        if !wants_page(&visit.request) {
            return Err(Error::Invalid(errors));
        }
        let answer = refused(visit.page(), search, errors);
        return html_as(StatusCode::UNPROCESSABLE_ENTITY, &visit.app, &answer.page, &answer);
    }
    if let Some(found) = referred_to(&visit, &search).await? {
        return Ok(see_other(&found));
    }
    let (app, visitor, page) = visit.open();
    let answer = app
        .blocking(move |app| {
            let viewer = visitor.viewer();
            let bound = search.bound(viewer);
            let after = match &search.after {
                Some(cursor) => Some(Key::from_bytes(&app.cursors().open::<[u8; 8]>(cursor, &bound)?)?),
                None => None,
            };
            let view = index.view(&REPORTS, app.database())?;
            let (listing, names) = app.database().read(|conn| {
                let listing = listing::list(conn, &view, viewer, &search, after, Want::Overview)?;
                let names = organisation_names(conn, listing.overview.as_deref())?;
                Ok((listing, names))
            })?;
            let next = listing.next.map(|key| app.cursors().seal(&key.to_bytes(), &bound)).transpose()?;
            let known = Known { names, alerts: alerts::marks(&index, app.database(), viewer)? };
            Ok(list_page(page, search, &listing, &known, next))
        })
        .await?;
    html(&app, &answer.page, &answer)
}
