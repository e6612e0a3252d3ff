//! The list of alerts: what may be asked of it, and its rows.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Alert, AlertBody, AlertPhase, Category, Severity, Urgency, store};
use crate::access::{OrganisationKind, Viewer, terms};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Moment};
use crate::error::{Fields, Result, message};
use crate::geography::{CountryCode, SEARCHED, WorldRegion};
use crate::index::{Key, LONGEST_TEXT, Overview, Query, Sort, View, Want, is_too_much};
use crate::web::{Form, encode, unhidden};

/// The rows of a page where nobody says otherwise.
const ROWS: usize = 50;
/// The most rows of a page.
pub(super) const MOST_ROWS: usize = 200;
/// So many pages back a feed looks for what has changed.
const PAGES_BACK: usize = 2;
/// What lists are narrowed by, in the order of the form.
pub(super) const FILTERS: [&str; 9] =
    ["phase", "country", "region", "urgency", "severity", "category", "organisation", "sector", "exercise"];
const NAMES: [&str; 5] = ["q", "sort", "limit", "after", "done"];
/// What a filter says where every value of it is wanted.
pub(super) const ALL: &str = "all";

/// What the address of a list says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Search {
    /// Words.
    pub q: String,
    /// Values by facet.
    pub filters: BTreeMap<&'static str, Vec<String>>,
    /// `newest` or `relevance`.
    pub sort: Option<String>,
    /// Rows of a page.
    pub limit: Option<usize>,
    /// Where the page begins.
    pub after: Option<String>,
}

impl Search {
    /// Reads a query string. Every parameter that is unknown or malformed is named.
    pub fn parse(query: &str) -> Result<Self> {
        let (search, faults) = Self::understood(&Form::parse(query.as_bytes())?);
        faults.into_result(search)
    }

    /// As much of a link to a page as can be understood, and what is wrong with the rest.
    pub fn read(query: &str) -> Result<(Self, Fields)> {
        let known = |name: &str| NAMES.contains(&name) || FILTERS.contains(&name);
        Ok(Self::understood(&Form::of_link(query, known)?))
    }

    fn understood(form: &Form) -> (Self, Fields) {
        let mut search = Self::default();
        let mut faults = Fields::default();
        for (name, values) in form.fields() {
            let value = values.last().map_or("", |value| value.trim());
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                "q" if value.chars().count() > LONGEST_TEXT => {
                    faults.add("q", message("fault-too-long").number("most", LONGEST_TEXT as u64));
                }
                "q" if is_too_much(value) => {
                    let most = crate::index::MOST_WORDS as u64;
                    faults.add("q", message("fault-too-many-words").number("most", most));
                }
                "q" => search.q = unhidden(value),
                "sort" if ["newest", "relevance"].contains(&value) => search.sort = Some(value.to_owned()),
                "limit" => match value.parse() {
                    Ok(limit @ 1..=MOST_ROWS) => search.limit = Some(limit),
                    _ => faults.add("limit", message("fault-limit")),
                },
                "after" => search.after = Some(value.to_owned()),
                "done" => {}
                other => match FILTERS.iter().find(|known| **known == other) {
                    Some(facet) => {
                        let all = values.iter().flat_map(|value| value.split(',')).map(str::trim);
                        let values: Vec<String> =
                            all.filter(|value| !value.is_empty()).map(str::to_owned).collect();
                        for unknown in values.iter().filter(|value| !is_known(facet, value)) {
                            faults.add(other, message("fault-no-such-value").with("value", unknown));
                        }
                        search.filters.insert(facet, values);
                    }
                    None => faults.add(other, message("fault-no-such-parameter")),
                },
            }
        }
        (search, faults)
    }

    /// The question to the index, as this viewer may ask it: of current alerts, if nothing else is asked for.
    pub fn query(&self, viewer: &Viewer) -> Query {
        let mut filters: Vec<(&'static str, Vec<String>)> =
            self.filters.iter().map(|(facet, values)| (*facet, values.clone())).collect();
        if !self.filters.contains_key("phase") {
            filters.push(("phase", vec![AlertPhase::Current.to_string()]));
        }
        filters.retain(|(_, values)| !values.iter().any(|value| value == ALL));
        let by_words = self.sort.as_deref() != Some("newest") && !self.q.is_empty();
        Query {
            text: Some(self.q.clone()).filter(|text| !text.is_empty()),
            names: &SEARCHED,
            filters,
            sort: if by_words { Sort::Relevance } else { Sort::Released },
            ..Query::everything(terms::of_viewer(viewer))
        }
    }

    /// What is asked, without what only says how it is shown: the page, its length, the order.
    #[must_use]
    pub fn question(&self) -> Self {
        Self { q: self.q.clone(), filters: self.filters.clone(), ..Self::default() }
    }

    /// The same of what is over too, unless one phase is asked for.
    fn in_every_phase(&self) -> Self {
        let mut search = self.question();
        search.filters.entry("phase").or_insert_with(|| vec![ALL.to_owned()]);
        search
    }

    /// The same list, whichever page of it is asked for.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { after: None, limit: None, ..self.clone() }
    }

    /// What a cursor of this list is bound to.
    pub fn bound(&self, viewer: &Viewer) -> String {
        format!("alerts|{}|{}", self.whole().to_query(), viewer.reading_key())
    }

    /// The query string of this search, always in the same order.
    pub fn to_query(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut push = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        push("q", Some(self.q.clone()).filter(|q| !q.is_empty()));
        push("sort", self.sort.clone());
        push("limit", self.limit.map(|limit| limit.to_string()));
        push("after", self.after.clone());
        for (facet, values) in &self.filters {
            pairs.extend(values.iter().map(|value| (*facet, value.clone())));
        }
        pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    /// Whether a value of a filter is asked for.
    pub fn asks(&self, facet: &str, value: &str) -> bool {
        self.filters.get(facet).is_some_and(|values| values.iter().any(|asked| asked == value))
    }
}

fn is_known(facet: &str, value: &str) -> bool {
    match facet {
        _ if value == ALL => true,
        "phase" => value.parse::<AlertPhase>().is_ok(),
        "country" => value.parse::<CountryCode>().is_ok_and(|code| code.as_str() == value),
        "region" => value.parse::<WorldRegion>().is_ok(),
        "urgency" => value.parse::<Urgency>().is_ok(),
        "severity" => value.parse::<Severity>().is_ok(),
        "category" => value.parse::<Category>().is_ok(),
        "sector" => value.parse::<OrganisationKind>().is_ok(),
        "exercise" => ["yes", "no"].contains(&value),
        _ => value.len() <= 200,
    }
}

/// An alert as a list shows it.
pub(crate) struct Row {
    /// Its version that the viewer reads.
    pub alert: Contribution<Alert>,
    /// What it says.
    pub body: AlertBody,
    /// Whether nobody has confirmed it yet.
    pub unconfirmed: bool,
}

impl Row {
    /// When it was last changed for its readers: when this version was released, or when it expired.
    pub fn changed_at(&self, at: Moment) -> Moment {
        match self.body.phase(at) {
            AlertPhase::Current | AlertPhase::Over => self.alert.at(),
            AlertPhase::Expired => self.body.expires_at,
        }
    }
}

/// A page of the list.
pub(super) struct Listing {
    /// Rows on all pages.
    pub total: u64,
    /// This page.
    pub rows: Vec<Row>,
    /// Where the next page begins.
    pub next: Option<Key>,
    /// How many there are of each value of the facets, where wanted.
    pub overview: Option<std::sync::Arc<Overview>>,
}

/// Answers a search for a viewer: found in the index, loaded from the database, asked of the rule once more.
pub(super) fn list(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    search: &Search,
    (after, want): (Option<Key>, Want),
) -> Result<Listing> {
    answered(conn, view, viewer, &search.query(viewer), (after, search.limit.unwrap_or(ROWS), want))
}

/// Of a search in no order of its own, what is current and what ended after a moment, what changed last first. Further back
/// than so many rows nobody looks.
pub(crate) fn recent(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    search: &Search,
    (since, most): (Moment, usize),
) -> Result<Vec<Row>> {
    let query =
        Query { from: Some(since.date()), sort: Sort::Released, ..search.in_every_phase().query(viewer) };
    let mut versions = Vec::new();
    let mut after = None;
    for _ in 0..PAGES_BACK {
        let answer = view.search(&query, after, MOST_ROWS, Want::Rows)?;
        versions.extend(answer.page.rows.iter().flat_map(|row| row.documents.clone()));
        after = answer.page.next;
        if after.is_none() {
            break;
        }
    }
    let at = viewer.at();
    // Of all of these only the times are looked at: a text is loaded where it is shown.
    let mut times = store::times(conn, &versions)?;
    times.retain(|one| one.is_current(at) || one.changed_at(at) > since);
    times.sort_by_key(|one| (Reverse(one.changed_at(at)), Reverse(one.ordinal)));
    times.truncate(most);
    let versions: Vec<String> = times.into_iter().map(|one| one.version).collect();
    let mut rows = loaded(conn, viewer, &versions)?;
    rows.sort_by_key(|row| (Reverse(row.changed_at(at)), Reverse(row.alert.details.ordinal)));
    Ok(rows)
}

fn answered(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    query: &Query,
    (after, most, want): (Option<Key>, usize, Want),
) -> Result<Listing> {
    let answer = view.search(query, after, most, want)?;
    let versions: Vec<String> = answer.page.rows.iter().flat_map(|row| row.documents.clone()).collect();
    let mut rows = loaded(conn, viewer, &versions)?;
    let ordinals: Vec<i64> =
        answer.page.rows.iter().filter_map(|row| i64::try_from(row.parent).ok()).collect();
    rows.sort_by_key(|row| ordinals.iter().position(|ordinal| *ordinal == row.alert.details.ordinal));
    Ok(Listing { total: answer.page.total, rows, next: answer.page.next, overview: answer.overview })
}

/// So many current alerts of the own organisation are looked at for those that went to others alone.
const OWN: i64 = 200;

/// The current alerts that the viewer sees to and does not read, the newest first: no list of readers has them.
pub(super) fn own(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<Row>> {
    let ids = store::seen_to(conn, viewer, OWN)?;
    let mut alerts = contributions::by_ids::<Alert>(conn, &ids)?;
    alerts.retain(|alert| !alert.is_readable_by(viewer));
    found(conn, viewer, alerts)
}

/// Those of these versions that the viewer reads, with what they say: the rule is asked once more.
fn loaded(conn: &mut Conn, viewer: &Viewer, versions: &[String]) -> Result<Vec<Row>> {
    let mut alerts = contributions::released_among::<Alert>(conn, viewer, versions)?;
    alerts.retain(|alert| alert.is_readable_by(viewer));
    found(conn, viewer, alerts)
}

/// Alerts that the viewer reads, with what they say. One whose stored text cannot be read is logged and left out: it keeps none
/// of the others back.
pub(super) fn found(conn: &mut Conn, viewer: &Viewer, alerts: Vec<Contribution<Alert>>) -> Result<Vec<Row>> {
    let open = contributions::unconfirmed(conn, viewer.at(), &alerts)?;
    let row = |alert: Contribution<Alert>| {
        let unconfirmed = open.contains_key(alert.version.as_str());
        match AlertBody::read(&alert) {
            Ok(body) => Some(Row { alert, body, unconfirmed }),
            Err(fault) => {
                tracing::error!(%fault, "an alert is left out of a list");
                None
            }
        }
    };
    Ok(alerts.into_iter().filter_map(row).collect())
}
