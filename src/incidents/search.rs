//! What may be asked of the list, parsed once from the address, and the address made again from it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::access::{OrganisationKind, Viewer, terms};
use crate::db::Moment;
use crate::error::{Fields, Result, message};
use crate::facts::{AssessedCause, IncidentType, Network, Status, UNKNOWN, Vocabulary};
use crate::geography::{CountryCode, SEARCHED, WorldRegion};
use crate::index::{LONGEST_TEXT, MOST_WORDS, Query, Sort, is_too_much};
use crate::reports::Facet;
use crate::verification::Verification;
use crate::web::{Form, iso_date, unhidden};

pub use crate::web::encode;

/// What the address of a list says. The address is the query: pages, JSON and downloads read the same one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words.
    pub q: String,
    /// Values by facet; any of a facet, all facets together.
    pub filters: BTreeMap<String, Vec<String>>,
    /// Not over before.
    pub from: Option<NaiveDate>,
    /// Begun by.
    pub to: Option<NaiveDate>,
    /// `newest`, `oldest`, `relevance`.
    pub sort: Option<String>,
    /// Rows of a page.
    pub limit: Option<usize>,
    /// Where the page begins.
    pub after: Option<String>,
    /// Whether to answer facets too (JSON).
    pub facets: bool,
    /// What a download has a row for: incidents, or `reports`.
    pub rows: Option<String>,
    /// Whether a download adds the imported source's own columns.
    pub source: bool,
}

/// The rows of a page where nobody says otherwise.
pub const ROWS: usize = 50;
/// What is counted beside incidents, never among them, unless a list asks for it: incidents of which nothing but good
/// news is told.
const BESIDE: (Facet, &str) = (Facet::Type, "positive_development");
/// The most rows of a page.
pub const MOST_ROWS: usize = 200;
/// The names of a list's parameters beside those of its filters.
const NAMES: [&str; 10] = ["q", "from", "to", "sort", "limit", "after", "facets", "source", "rows", "done"];

impl Search {
    /// Reads a query string. Every parameter that is unknown or malformed is named.
    pub fn parse(query: &str) -> Result<Self> {
        let (search, faults) = Self::understood(query, false)?;
        faults.into_result(search)
    }

    /// The same of a link to a page or to a download of it: other sites add names of their own (`fbclid`, `utm_source`),
    /// which are passed over.
    pub fn of_link(query: &str) -> Result<Self> {
        let (search, faults) = Self::read(query)?;
        faults.into_result(search)
    }

    /// As much of a link to a page as can be understood, and what is wrong with the rest.
    pub fn read(query: &str) -> Result<(Self, Fields)> {
        Self::understood(query, true)
    }

    fn understood(query: &str, link: bool) -> Result<(Self, Fields)> {
        let known = |name: &str| NAMES.contains(&name) || name.parse::<Facet>().is_ok();
        let form = if link { Form::of_link(query, known)? } else { Form::parse(query.as_bytes())? };
        let mut search = Self::default();
        let mut faults = Fields::default();
        for (name, values) in form.fields() {
            let value = values.last().map_or("", |value| value.trim());
            if value.is_empty() && name != "q" {
                continue;
            }
            match name.as_str() {
                "q" => {
                    search.q = unhidden(value);
                    if value.chars().count() > LONGEST_TEXT {
                        faults.add("q", message("fault-too-long").number("most", LONGEST_TEXT as u64));
                    } else if is_too_much(value) {
                        faults.add("q", message("fault-too-many-words").number("most", MOST_WORDS as u64));
                    }
                }
                "from" => search.from = day(name, value, link, &mut faults),
                "to" => search.to = day(name, value, link, &mut faults),
                "sort" if ["newest", "oldest", "relevance"].contains(&value) => {
                    search.sort = Some(value.to_owned());
                }
                "limit" => match value.parse() {
                    Ok(limit @ 1..=MOST_ROWS) => search.limit = Some(limit),
                    _ => faults.add("limit", message("fault-limit")),
                },
                "after" => search.after = Some(value.to_owned()),
                "facets" => search.facets = value == "1",
                "source" => search.source = value == "1",
                "rows" if ["incidents", "reports"].contains(&value) => search.rows = Some(value.to_owned()),
                "done" => {}
                other => match other.parse::<Facet>() {
                    Ok(facet) => {
                        let values = filter(facet, values, &mut faults);
                        if !values.is_empty() {
                            search.filters.insert(other.to_owned(), values);
                        }
                    }
                    Err(_) => faults.add(other, message("fault-no-such-parameter")),
                },
            }
        }
        Ok((search, faults))
    }

    /// The question to the index, as this viewer may ask it.
    pub fn query(&self, viewer: &Viewer) -> Query {
        Query {
            viewer: terms::of_viewer(viewer),
            text: Some(self.q.clone()).filter(|text| !text.is_empty()),
            names: &SEARCHED,
            filters: self
                .filters
                .iter()
                .filter_map(|(facet, values)| {
                    facet.parse().ok().map(|facet: Facet| (facet.as_str(), values.clone()))
                })
                .collect(),
            from: self.from,
            to: self.to,
            since: None,
            beside: Some((BESIDE.0.as_str(), BESIDE.1)),
            sort: self.order(),
        }
    }

    /// The same, of what was released after a moment: what was released last first.
    pub fn newest(&self, viewer: &Viewer, since: Option<Moment>) -> Query {
        Query { since, sort: Sort::Released, ..self.query(viewer) }
    }

    /// What is asked, without what only says how it is shown: the page, its length, the columns of a download.
    #[must_use]
    pub fn question(&self) -> Self {
        let Self { q, filters, from, to, sort, .. } = self.clone();
        Self { q, filters, from, to, sort, ..Self::default() }
    }

    /// The same in no order: for what has one of its own.
    #[must_use]
    pub fn unordered(&self) -> Self {
        Self { sort: None, ..self.question() }
    }

    /// The order of the rows: by relevance where words are searched for and nobody says otherwise.
    pub fn order(&self) -> Sort {
        match self.sort.as_deref() {
            Some("oldest") => Sort::Oldest,
            Some("newest") => Sort::Newest,
            None if self.q.is_empty() => Sort::Newest,
            _ => Sort::Relevance,
        }
    }

    /// What a cursor of this list is bound to: the list and who reads it, not the page of it.
    pub fn bound(&self, viewer: &Viewer) -> String {
        let list = Self { after: None, limit: None, facets: false, ..self.clone() };
        format!("incidents|{}|{}", list.to_query(), viewer.reading_key())
    }

    /// The query string of this search, always in the same order; empty where nothing is asked.
    pub fn to_query(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut push = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        push("q", Some(self.q.clone()).filter(|q| !q.is_empty()));
        push("from", self.from.map(|day| day.to_string()));
        push("to", self.to.map(|day| day.to_string()));
        push("sort", self.sort.clone());
        push("limit", self.limit.map(|limit| limit.to_string()));
        push("rows", self.rows.clone());
        push("source", self.source.then(|| "1".to_owned()));
        push("after", self.after.clone());
        for (facet, values) in &self.filters {
            pairs.extend(values.iter().map(|value| (facet.as_str(), value.clone())));
        }
        pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    /// The same list with one more value of a facet, from its first page.
    #[must_use]
    pub fn with(&self, facet: &str, value: &str) -> Self {
        let mut search = self.without_page();
        search.filters.entry(facet.to_owned()).or_default().push(value.to_owned());
        search
    }

    /// The same list, of the positive developments that are counted beside it.
    #[must_use]
    pub fn of_developments(&self) -> Self {
        let (facet, value) = BESIDE;
        self.with(facet.as_str(), value)
    }

    /// The same list with one value of a facet less, from its first page.
    #[must_use]
    pub fn without(&self, facet: &str, value: &str) -> Self {
        let mut search = self.without_page();
        if let Some(values) = search.filters.get_mut(facet) {
            values.retain(|kept| kept != value);
            if values.is_empty() {
                search.filters.remove(facet);
            }
        }
        search
    }

    /// The same list from its first page.
    #[must_use]
    pub fn without_page(&self) -> Self {
        Self { after: None, ..self.clone() }
    }

    /// Whether anything narrows the list.
    pub fn is_narrowed(&self) -> bool {
        !self.q.is_empty() || !self.filters.is_empty() || self.from.is_some() || self.to.is_some()
    }

    /// The address of this list below `path`.
    pub fn href(&self, path: &str) -> String {
        let query = self.to_query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }
}

fn day(name: &str, value: &str, link: bool, faults: &mut Fields) -> Option<NaiveDate> {
    let written = if link { iso_date(value) } else { value.to_owned() };
    let parsed = NaiveDate::parse_from_str(&written, "%Y-%m-%d").ok();
    if parsed.is_none() {
        faults.add(name, message("fault-day"));
    }
    parsed
}

fn filter(facet: Facet, values: &[String], faults: &mut Fields) -> Vec<String> {
    let values = values.iter().flat_map(|value| value.split(',')).map(str::trim);
    let asked: BTreeSet<&str> = values.filter(|value| !value.is_empty()).collect();
    if asked.len() > 100 || asked.iter().any(|value| value.len() > 200) {
        faults.add(facet.to_string(), message("fault-too-many-values"));
        return Vec::new();
    }
    let mut known = BTreeSet::new();
    for value in asked {
        match called(facet, value) {
            Some(value) => {
                known.insert(value);
            }
            None => faults.add(facet.to_string(), message("fault-no-such-value").with("value", value)),
        }
    }
    known.into_iter().collect()
}

/// A value of a facet as the index has it; nothing where the words of this facet are known and this is none of them.
/// What a service or an organisation is called is no secret word list: any name may be asked for, and finds what one
/// may read.
fn called(facet: Facet, value: &str) -> Option<String> {
    fn word<W: Vocabulary>(value: &str) -> Option<String> {
        W::from_word(value).map(|word| word.as_str().to_owned())
    }
    if value == UNKNOWN {
        return Some(value.to_owned());
    }
    match facet {
        Facet::Country => value.parse::<CountryCode>().ok().map(|code| code.as_str().to_owned()),
        Facet::Region => value.parse::<WorldRegion>().ok().map(|region| region.as_str().to_owned()),
        Facet::Type => word::<IncidentType>(value),
        Facet::Status => word::<Status>(value),
        Facet::Network => word::<Network>(value),
        Facet::Cause => word::<AssessedCause>(value),
        Facet::Sector => value.parse::<OrganisationKind>().ok().map(|kind| kind.to_string()),
        Facet::Verification => value.parse::<Verification>().ok().map(|word| word.to_string()),
        Facet::Year => {
            let year = value.parse().ok().filter(|year: &u16| (1_900..=2_100).contains(year));
            year.map(|year| year.to_string())
        }
        // In the form in which facts are kept.
        Facet::Organisation | Facet::Service => Some(value.nfc().collect()),
    }
}

impl From<&Search> for String {
    fn from(search: &Search) -> Self {
        search.to_query()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn the_address_is_the_query() {
        let search = Search::parse("q=a+b%26c&country=IN,PK&country=IR&from=2020-01-01&sort=oldest").unwrap();
        assert_eq!(search.q, "a b&c");
        assert_eq!(search.filters["country"], ["IN", "IR", "PK"]);
        let again = Search::parse(&search.to_query()).unwrap();
        assert_eq!(again, search);
        assert_eq!(search.without("country", "IN").filters["country"], ["IR", "PK"]);
        assert!(!search.without("country", "IN").with("year", "2020").filters["year"].is_empty());
    }

    #[test]
    fn positive_developments_are_listed_where_they_are_asked_for() {
        let (facet, word) = BESIDE;
        assert_eq!(IncidentType::from_word(word), Some(IncidentType::PositiveDevelopment));
        let asks = |query: &str| Search::parse(query).unwrap().query(&Viewer::public()).lists_beside();
        assert!(!asks("") && !asks("type=shutdown&q=positive_development"));
        assert!(asks(&format!("{facet}={word}")) && asks(&format!("{facet}=shutdown,{word}")));
        assert_eq!(Search::default().of_developments().to_query(), format!("{facet}={word}"));
    }

    #[test]
    fn what_cannot_be_asked_is_named() {
        let Err(Error::Invalid(Fields(faults))) =
            Search::parse("colour=red&limit=0&from=yesterday&sort=best&to=2020-13-01")
        else {
            panic!("accepted")
        };
        assert_eq!(faults.keys().collect::<Vec<_>>(), ["colour", "from", "limit", "sort", "to"]);
    }

    #[test]
    fn a_value_that_is_no_word_of_its_facet_is_named() {
        let wrong = "country=ZZ&region=atlantis&type=foo&status=over&network=wire&cause=whim&sector=army&\
                     verification=certain&year=95";
        let (search, Fields(faults)) = Search::read(&format!("q=a&{wrong}&type=shutdown")).unwrap();
        let named: Vec<&str> = faults.keys().map(String::as_str).collect();
        let expected =
            ["cause", "country", "network", "region", "sector", "status", "type", "verification", "year"];
        assert_eq!(named, expected);
        // What is understood stays; nothing else narrows or widens it.
        assert_eq!(search.to_query(), "q=a&type=shutdown");
        let fine = "country=in,unknown&service=Any&organisation=nobody&year=2016&status=unknown";
        assert_eq!(Search::parse(fine).unwrap().filters["country"], ["IN", "unknown"]);
    }
}
