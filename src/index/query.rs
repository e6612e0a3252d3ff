//! What is asked of the index, and what it answers.

use std::sync::Arc;

use chrono::NaiveDate;

use super::names::Names;
use super::words::SearchTerms;
use super::{NO_NAMES, fields};
use crate::access::terms::ViewerTerms;
use crate::db::Moment;
use crate::error::{Error, Result, message};

/// A list, as somebody asks a [`super::View`] of its kind for it.
#[derive(Debug, Clone)]
pub struct Query {
    /// Who asks: only what is listed for them counts, in rows, totals and facets alike.
    pub viewer: ViewerTerms,
    /// What was typed, in the small language of [`super::SearchTerms`].
    pub text: Option<String>,
    /// The names that stand for values of facets where they are typed.
    pub names: &'static Names,
    /// Any of the values within a facet, all facets together.
    /// Nothing has a value of a facet that is none of the kind's.
    pub filters: Vec<(&'static str, Vec<String>)>,
    /// Not over before this day. What began nobody knows when is left out as soon as a day is given.
    pub from: Option<NaiveDate>,
    /// Begun by this day.
    pub to: Option<NaiveDate>,
    /// Released after this moment.
    pub since: Option<Moment>,
    /// What is counted beside the rows, not among them: incidents of which every document that the viewer is listed has
    /// this value of the facet and no other. Where `filters` ask for the value, they are among the rows, and are counted
    /// all the same.
    pub beside: Option<(&'static str, &'static str)>,
    /// The order of the rows.
    pub sort: Sort,
}

impl Query {
    /// Everything that this viewer is shown, newest first.
    pub fn everything(viewer: ViewerTerms) -> Self {
        Self {
            viewer,
            text: None,
            names: &NO_NAMES,
            filters: Vec::new(),
            from: None,
            to: None,
            since: None,
            beside: None,
            sort: Sort::Newest,
        }
    }

    /// Whether what is counted beside the rows is among them, because the filters ask for it.
    pub fn lists_beside(&self) -> bool {
        lists_beside(&self.filters, self.beside)
    }
}

fn lists_beside(filters: &[(&'static str, Vec<String>)], beside: Option<BesideValue>) -> bool {
    beside.is_some_and(|(facet, value)| {
        let mut asked = filters.iter().filter(|(of, _)| *of == facet).flat_map(|(_, values)| values);
        asked.any(|asked| asked == value)
    })
}

/// What is counted beside the rows: incidents of which every listed document has this value of this facet, and no other
/// value of it.
pub type BesideValue = (&'static str, &'static str);

/// The order of the rows. What has no date comes last; equals are ordered by their ordinal, newest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By the newest first day among an incident's matching reports.
    #[default]
    Newest,
    /// By the oldest first day.
    Oldest,
    /// By what was released last.
    Released,
    /// By the best match of the words; without words as [`Self::Newest`].
    Relevance,
}

/// What to answer beside the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// The rows alone.
    Rows,
    /// Facets and histogram too.
    Overview,
}

/// The place of a row in its order: the page after it begins with what comes next.
///
/// It holds an incident's ordinal, from which one could count incidents: encrypt it before it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub(super) rank: u32,
    pub(super) parent: u32,
}

impl Key {
    /// For a cursor.
    pub fn to_bytes(self) -> [u8; 8] {
        ((u64::from(self.rank) << 32) | u64::from(self.parent)).to_be_bytes()
    }

    /// From a cursor; [`Error::Malformed`] where it has another length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let bytes: [u8; 8] = bytes.try_into().map_err(|_| Error::Malformed(message("malformed-cursor")))?;
        let both = u64::from_be_bytes(bytes);
        let half = |half: u64| u32::try_from(half & 0xFFFF_FFFF).unwrap_or(0);
        Ok(Self { rank: half(both >> 32), parent: half(both) })
    }
}

/// One incident of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row's ordinal: the incident's.
    pub parent: u64,
    /// The ids of its documents that match and are listed for the viewer, in no order.
    pub documents: Vec<String>,
    /// The row's place.
    pub key: Key,
}

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// How many incidents match: distinct parents, on all pages.
    pub total: u64,
    /// How many reports match: those of the rows.
    pub reports: u64,
    /// How many incidents match that are counted beside the rows; among `total` only where they are listed
    /// ([`Query::lists_beside`]).
    pub beside: u64,
    /// This page's incidents.
    pub rows: Vec<Row>,
    /// Where the next page begins, if there is one.
    pub next: Option<Key>,
}

/// What a list holds as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview {
    /// Reports by value, most frequent first, at most [`MOST_VALUES`] of a facet and those asked for. A facet
    /// that is filtered by counts without its own filter: what else one could choose. So does the facet of
    /// [`Query::beside`], with what is counted beside.
    pub facets: Vec<(&'static str, Vec<(String, u64)>)>,
    /// Reports by value of the facet that places them on a map ([`super::Kind::mapped`]), among the rows of the list
    /// themselves: where the list is narrowed to some of them, the facet tells of others, and this does not.
    pub mapped: Vec<(String, u64)>,
    /// Reports by month of their first day (`2024-03`), oldest first, months without any left out.
    pub histogram: Vec<(String, u64)>,
}

/// As many values of a facet as are told.
pub const MOST_VALUES: usize = 500;

/// The answer to a [`Query`].
#[derive(Debug, Clone)]
pub struct Answer {
    /// The rows.
    pub page: Arc<Page>,
    /// Where asked for.
    pub overview: Option<Arc<Overview>>,
}

/// A query in the one form that all its spellings share, without who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Asked {
    pub words: Option<SearchTerms>,
    pub filters: Vec<(&'static str, Vec<String>)>,
    /// From and to, in days of the common era.
    pub days: Option<(u64, u64)>,
    /// In microseconds since 1970.
    pub since: Option<u64>,
    pub beside: Option<BesideValue>,
    pub sort: Sort,
}

impl Asked {
    pub fn of(query: &Query) -> Self {
        let words = query.text.as_deref().and_then(|typed| SearchTerms::parse(typed, query.names));
        let mut filters: Vec<_> =
            query.filters.iter().filter(|(_, values)| !values.is_empty()).cloned().collect();
        for (_, values) in &mut filters {
            values.sort();
            values.dedup();
        }
        filters.sort();
        filters.dedup();
        let days = (query.from.is_some() || query.to.is_some())
            .then(|| (query.from.map_or(0, fields::day), query.to.map_or(u64::MAX, fields::day)));
        let has_words = words.as_ref().is_some_and(|words| !words.wanted.is_empty());
        let sort = if query.sort == Sort::Relevance && !has_words { Sort::Newest } else { query.sort };
        let since = query.since.map(fields::micros);
        Self { words, filters, days, since, beside: query.beside, sort }
    }

    /// Whether nothing can match: no word among what was typed, or an end before the beginning.
    pub fn is_nothing(&self) -> bool {
        self.words.as_ref().is_some_and(SearchTerms::is_empty)
            || self.days.is_some_and(|(from, to)| from > to)
    }

    /// Whether what is counted beside the rows is among them.
    pub fn lists_beside(&self) -> bool {
        lists_beside(&self.filters, self.beside)
    }

    /// The same, for what does not depend on the order.
    pub fn unsorted(mut self) -> Self {
        self.sort = Sort::Newest;
        self
    }
}
