//! The list of actions: what may be asked of it, and its rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::TimeDelta;

use super::documents::plain_name;
use super::{leads, part};
use crate::access::{Act, OrganisationKind, Token, Viewer, permits, terms};
use crate::actions::{Action, ActionKind, Stage, TargetKind};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, text_enum};
use crate::error::{Fields, Result, message};
use crate::geography::{CountryCode, SEARCHED, WorldRegion};
use crate::index::{
    Answer, Key, LONGEST_PAGE, LONGEST_TEXT, Overview, Page, Query, Sort, View, Want, is_too_much,
};
use crate::people;
use crate::web::{Form, encode, typed, unhidden};

/// The rows of a page where nobody says otherwise.
const ROWS: usize = 50;
/// The most rows of a page.
pub(super) const MOST_ROWS: usize = 200;
/// The most characters of the name of a target.
pub(super) const LONGEST_NAME: usize = 200;
/// The filters that no index answers: who leads an action and who takes part in it is not told to all who read it.
pub(super) const LEAD: &str = "lead";
/// See [`LEAD`].
pub(super) const ORGANISATION: &str = "organisation";
/// What lists are narrowed by, in the order of the form.
pub(super) const FILTERS: [&str; 8] =
    ["stage", "kind", "country", "region", "target", ORGANISATION, LEAD, "sector"];
const NAMES: [&str; 9] = ["q", "sort", "due", "mine", "waiting", "target_name", "limit", "after", "done"];
/// What a filter says where every value of it is wanted.
pub(super) const ALL: &str = "all";

text_enum! {
    /// When something is due.
    pub enum DueWithin {
        /// It should have been done before today.
        Overdue = "overdue",
        /// Within seven days.
        Week = "week",
        /// Within thirty days.
        Month = "month",
    }
}

/// What the address of a list says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Search {
    /// Words.
    pub q: String,
    /// Values by facet.
    pub filters: BTreeMap<&'static str, Vec<String>>,
    /// The name of the target.
    pub target_name: String,
    /// `due`, `newest` or `relevance`.
    pub sort: Option<String>,
    /// When it is due.
    pub due: Option<DueWithin>,
    /// Whether the viewer's organisation has a part in it.
    pub mine: bool,
    /// Whether something in it waits for the viewer's organisation.
    pub waiting: bool,
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
            if !value.is_empty() {
                search.take((name, value), values, &mut faults);
            }
        }
        (search, faults)
    }

    fn take(&mut self, (name, value): (&str, &str), values: &[String], faults: &mut Fields) {
        match name {
            "q" if value.chars().count() > LONGEST_TEXT => {
                faults.add("q", message("fault-too-long").number("most", LONGEST_TEXT as u64));
            }
            "q" if is_too_much(value) => {
                let most = crate::index::MOST_WORDS as u64;
                faults.add("q", message("fault-too-many-words").number("most", most));
            }
            "q" => self.q = unhidden(value),
            "target_name" => match typed(value, LONGEST_NAME, false) {
                Ok(name) => self.target_name = name,
                Err(fault) => faults.add(name, fault),
            },
            "sort" if ["due", "newest", "relevance"].contains(&value) => self.sort = Some(value.to_owned()),
            "due" => match value.parse() {
                Ok(due) => self.due = Some(due),
                Err(_) => faults.add("due", message("fault-no-such-value").with("value", value)),
            },
            "mine" if value == "yes" => self.mine = true,
            "waiting" if value == "yes" => self.waiting = true,
            "mine" | "waiting" => faults.add(name, message("fault-no-such-value").with("value", value)),
            "limit" => match value.parse() {
                Ok(limit @ 1..=MOST_ROWS) => self.limit = Some(limit),
                _ => faults.add("limit", message("fault-limit")),
            },
            "after" => self.after = Some(value.to_owned()),
            "done" => {}
            other => match FILTERS.iter().find(|known| **known == other) {
                Some(facet) => {
                    let all = values.iter().flat_map(|value| value.split(',')).map(str::trim);
                    let values: Vec<String> =
                        all.filter(|value| !value.is_empty()).map(str::to_owned).collect();
                    for unknown in values.iter().filter(|value| !is_known(facet, value)) {
                        faults.add(other, message("fault-no-such-value").with("value", unknown));
                    }
                    self.filters.insert(facet, values);
                }
                None => faults.add(other, message("fault-no-such-parameter")),
            },
        }
    }

    /// The question to the index, as this viewer may ask it: of what is not ended, if nothing else is asked for. Whoever is no
    /// active member asks as everybody does, because the stage of an action goes on after what they once were sent.
    pub fn query(&self, viewer: &Viewer) -> Query {
        let public = Viewer::public().asking_at(viewer.at());
        let asker = if permits(viewer, Act::SeeActionWork) { viewer } else { &public };
        let of_index = self.filters.iter().filter(|(facet, _)| ![LEAD, ORGANISATION].contains(*facet));
        let mut filters: Vec<(&'static str, Vec<String>)> =
            of_index.map(|(facet, values)| (*facet, values.clone())).collect();
        let stages = |asked: fn(Stage) -> bool| -> Vec<String> {
            Stage::ALL.iter().filter(|stage| asked(**stage)).map(ToString::to_string).collect()
        };
        if !self.filters.contains_key("stage") {
            filters.push(("stage", stages(Stage::is_open)));
        }
        filters.retain(|(_, values)| !values.iter().any(|value| value == ALL));
        if self.due == Some(DueWithin::Overdue) {
            // Whatever stage is asked for: what is delivered is late no more.
            filters.push(("stage", stages(Stage::is_undone)));
        }
        if !self.target_name.is_empty() {
            filters.push(("target_name", vec![plain_name(&self.target_name)]));
        }
        let today = viewer.at().date();
        let (from, to) = match self.due {
            None => (None, None),
            Some(DueWithin::Overdue) => (None, today.pred_opt()),
            Some(DueWithin::Week) => (Some(today), today.checked_add_signed(TimeDelta::days(7))),
            Some(DueWithin::Month) => (Some(today), today.checked_add_signed(TimeDelta::days(30))),
        };
        let sort = match (self.sort.as_deref(), self.q.is_empty()) {
            (None | Some("relevance"), false) => Sort::Relevance,
            (Some("newest"), _) => Sort::Released,
            _ => Sort::Oldest,
        };
        Query {
            text: Some(self.q.clone()).filter(|text| !text.is_empty()),
            names: &SEARCHED,
            filters,
            from,
            to,
            sort,
            ..Query::everything(terms::of_viewer(asker))
        }
    }

    /// The slugs of those of whom one has to do with an action as this filter says, where that is asked for.
    fn slugs(&self, filter: &str) -> Option<&[String]> {
        let slugs = self.filters.get(filter).map(Vec::as_slice);
        slugs.filter(|slugs| !slugs.is_empty() && !slugs.iter().any(|slug| slug == ALL))
    }

    /// Which rows are wanted, where the index does not know that: those of actions in which the viewer's organisation has a part, or of
    /// which they are told that these lead them or have a part in them.
    fn wanted(&self, conn: &mut Conn, viewer: &Viewer) -> Result<Option<BTreeSet<u64>>> {
        let mut wanted = Vec::new();
        if self.mine {
            wanted.push(part::own(conn, viewer)?);
        }
        if self.waiting {
            let waiting = part::waiting(conn, viewer)?.into_iter();
            let waiting = waiting.filter_map(|row| u64::try_from(row.details.ordinal).ok());
            wanted.push(waiting.collect());
        }
        if let Some(slugs) = self.slugs(LEAD) {
            wanted.push(leads::led_by(conn, viewer, slugs)?);
        }
        if let Some(slugs) = self.slugs(ORGANISATION) {
            wanted.push(leads::with_part_of(conn, viewer, slugs)?);
        }
        Ok(wanted.into_iter().reduce(|all, one: BTreeSet<u64>| all.intersection(&one).copied().collect()))
    }

    /// The same list, whichever page of it is asked for.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { after: None, limit: None, ..self.clone() }
    }

    /// What a cursor of this list is bound to.
    pub fn bound(&self, viewer: &Viewer) -> String {
        format!("actions|{}|{}", self.whole().to_query(), viewer.reading_key())
    }

    /// The query string of this search, always in the same order.
    pub fn to_query(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut push = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        push("q", Some(self.q.clone()).filter(|q| !q.is_empty()));
        push("sort", self.sort.clone());
        push("due", self.due.map(|due| due.to_string()));
        push("mine", self.mine.then(|| "yes".to_owned()));
        push("waiting", self.waiting.then(|| "yes".to_owned()));
        push("target_name", Some(self.target_name.clone()).filter(|name| !name.is_empty()));
        push("limit", self.limit.map(|limit| limit.to_string()));
        push("after", self.after.clone());
        for (facet, values) in &self.filters {
            pairs.extend(values.iter().map(|value| (*facet, value.clone())));
        }
        pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    /// Whether it asks for less than all that is open.
    pub fn is_narrowed(&self) -> bool {
        let narrows = !self.q.is_empty() || !self.filters.is_empty() || self.due.is_some();
        narrows || self.mine || self.waiting || !self.target_name.is_empty()
    }

    /// Whether a value of a filter is asked for.
    pub fn asks(&self, facet: &str, value: &str) -> bool {
        self.filters.get(facet).is_some_and(|values| values.iter().any(|asked| asked == value))
    }
}

fn is_known(facet: &str, value: &str) -> bool {
    match facet {
        _ if value == ALL => true,
        "stage" => value.parse::<Stage>().is_ok(),
        "kind" => value.parse::<ActionKind>().is_ok(),
        "country" => value.parse::<CountryCode>().is_ok_and(|code| code.as_str() == value),
        "region" => value.parse::<WorldRegion>().is_ok(),
        "target" => value.parse::<TargetKind>().is_ok(),
        "sector" => value.parse::<OrganisationKind>().is_ok(),
        _ => value.len() <= 200,
    }
}

/// A page of the list.
pub(super) struct Listing {
    /// Rows on all pages.
    pub total: u64,
    /// This page.
    pub rows: Vec<Contribution<Action>>,
    /// Where the next page begins.
    pub next: Option<Key>,
    /// How many there are of each value of the facets, where wanted.
    pub overview: Option<Arc<Overview>>,
}

/// Answers a search for a viewer: found in the index, loaded from the database, asked of the rule once more.
pub(super) fn list(
    conn: &mut Conn,
    view: &View,
    viewer: &Viewer,
    search: &Search,
    (after, want): (Option<Key>, Want),
) -> Result<Listing> {
    let (query, most) = (search.query(viewer), search.limit.unwrap_or(ROWS));
    let answer = match search.wanted(conn, viewer)? {
        Some(mut wanted) => {
            // What an organisation began for others alone is in no list but those of its own part.
            let has_part = search.mine || search.waiting;
            let own = if has_part { of_own(conn, viewer, search, &mut wanted)? } else { None };
            let asked: Vec<Asked> = std::iter::once((query, wanted)).chain(own).collect();
            among(view, &asked, (after, most, want))?
        }
        None => view.search(&query, after, most, want)?,
    };
    let rows = loaded(conn, viewer, &[&answer])?;
    let (total, next) = (answer.page.total, answer.page.next);
    Ok(Listing { total, rows, next, overview: answer.overview })
}

/// A list, and those of its rows that are wanted.
type Asked = (Query, BTreeSet<u64>);

/// Takes those out of these rows whose actions the viewer's organisation began for others alone, and gives the list in which the
/// index has them: that of the organisation itself, which knows whom it addressed. In the other they would be looked for in vain.
fn of_own(
    conn: &mut Conn,
    viewer: &Viewer,
    search: &Search,
    wanted: &mut BTreeSet<u64>,
) -> Result<Option<Asked>> {
    let Some(home) = viewer.organisation() else { return Ok(None) };
    let row_of = |action: &Contribution<Action>| u64::try_from(action.details.ordinal).ok();
    let mut actions = part::unread_own(conn, viewer)?;
    actions.retain(|action| row_of(action).is_some_and(|row| wanted.remove(&row)));
    if actions.is_empty() {
        return Ok(None);
    }
    let slug = people::organisation(conn, home)?.slug;
    let mut query = search.query(viewer);
    query.filters.push(("organisation", vec![slug]));
    let audiences = actions.iter().map(Contribution::audience).collect::<Result<Vec<_>>>()?;
    let tokens: BTreeSet<Token> = audiences.iter().flat_map(|audience| audience.tokens()).cloned().collect();
    let tokens: Vec<Token> = tokens.into_iter().collect();
    query.viewer = terms::of_owner(home, &tokens, viewer.at());
    Ok(Some((query, actions.iter().filter_map(row_of).collect())))
}

/// A page of those rows of lists that are wanted. The index does not know which are: it is asked for the whole of each list, until
/// all of them are found.
fn among(view: &View, lists: &[Asked], (after, most, want): (Option<Key>, usize, Want)) -> Result<Answer> {
    let overview = match (want, lists.first()) {
        (Want::Overview, Some((query, _))) => view.search(query, None, 1, want)?.overview,
        _ => None,
    };
    let mut rows = Vec::new();
    for (query, wanted) in lists {
        let (mut found, mut from) = (0, None);
        while found < wanted.len() {
            let part = view.search(query, from, LONGEST_PAGE, Want::Rows)?.page;
            let begun = rows.len();
            rows.extend(part.rows.iter().filter(|row| wanted.contains(&row.parent)).cloned());
            found += rows.len() - begun;
            from = part.next;
            if from.is_none() {
                break;
            }
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.key));
    rows.dedup_by_key(|row| row.parent);
    let total = rows.len() as u64;
    rows.retain(|row| after.is_none_or(|after| row.key < after));
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().map(|row| row.key).filter(|_| more);
    Ok(Answer { page: Arc::new(Page { total, rows, next, ..Default::default() }), overview })
}

/// The rows of these answers, in their order: loaded at once, and asked of the rule once more.
pub(super) fn loaded(
    conn: &mut Conn,
    viewer: &Viewer,
    answers: &[&Answer],
) -> Result<Vec<Contribution<Action>>> {
    let found = || answers.iter().flat_map(|answer| &answer.page.rows);
    let versions: Vec<String> = found().flat_map(|row| row.documents.clone()).collect();
    let ordinals = found().filter_map(|row| i64::try_from(row.parent).ok());
    let places: BTreeMap<i64, usize> = ordinals.zip(0..).collect();
    let mut rows = contributions::released_among::<Action>(conn, viewer, &versions)?;
    rows.retain(|row| row.is_readable_by(viewer) || viewer.reads_as(&row.organisation_id));
    rows.sort_by_key(|row| places.get(&row.details.ordinal).copied());
    Ok(rows)
}
