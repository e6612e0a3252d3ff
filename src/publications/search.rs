//! The list of publications: what may be asked of it, and what it answers.

use super::documents::PUBLICATIONS;
use super::model::Publication;
use super::view::{PublicationView, views};
use crate::access::{Viewer, terms};
use crate::contributions;
use crate::error::{Fields, Result, message};
use crate::index::{Index, Key, LONGEST_TEXT, MOST_WORDS, Query, Want, is_too_much};
use crate::web::{AppState, Form, encode, unhidden};

/// The rows of a page where nobody says otherwise.
const ROWS: usize = 50;
/// The most rows of a page.
const MOST_ROWS: usize = 200;
/// What may be asked, in the order of the form.
const NAMES: [&str; 6] = ["q", "endorser", "language", "limit", "after", "done"];

/// What the address of a list says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// Words.
    pub q: String,
    /// The slug of an organisation that stands under it.
    pub endorser: String,
    /// BCP 47.
    pub language: String,
    /// Rows of a page.
    pub limit: usize,
    /// Where the page begins.
    pub after: String,
}

impl Default for Asked {
    fn default() -> Self {
        let [q, endorser, language, after] = [(); 4].map(|()| String::new());
        Self { q, endorser, language, limit: ROWS, after }
    }
}

impl Asked {
    /// Reads a query string. Every parameter that is unknown or malformed is named.
    pub fn parse(query: &str) -> Result<Self> {
        let (asked, faults) = Self::understood(&Form::parse(query.as_bytes())?);
        faults.into_result(asked)
    }

    /// As much of a link to a page as can be understood, and what is wrong with the rest.
    pub fn read(query: &str) -> Result<(Self, Fields)> {
        Ok(Self::understood(&Form::of_link(query, |name| NAMES.contains(&name))?))
    }

    fn understood(form: &Form) -> (Self, Fields) {
        let (mut asked, mut faults) = (Self::default(), Fields::default());
        for name in form.fields().keys() {
            let value = form.text(name);
            match name.as_str() {
                "q" if value.chars().count() > LONGEST_TEXT => {
                    faults.add("q", message("fault-too-long").number("most", LONGEST_TEXT as u64));
                }
                "q" if is_too_much(value) => {
                    faults.add("q", message("fault-too-many-words").number("most", MOST_WORDS as u64));
                }
                "q" => asked.q = unhidden(value),
                "endorser" => value.clone_into(&mut asked.endorser),
                "language" => asked.language = value.to_lowercase(),
                "after" => value.clone_into(&mut asked.after),
                "limit" => match value.parse() {
                    Ok(limit @ 1..=MOST_ROWS) => asked.limit = limit,
                    _ if value.is_empty() => {}
                    _ => faults.add("limit", message("fault-limit")),
                },
                "done" => {}
                other => faults.add(other, message("fault-no-such-parameter")),
            }
        }
        (asked, faults)
    }

    /// The address of the page that begins there.
    pub fn href(&self, after: &str) -> String {
        let parts =
            [("q", &*self.q), ("endorser", &*self.endorser), ("language", &*self.language), ("after", after)];
        let said = parts.iter().filter(|(_, value)| !value.is_empty());
        let said: Vec<String> = said.map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if said.is_empty() { "/publications".to_owned() } else { format!("/publications?{}", said.join("&")) }
    }

    /// What a cursor of this list is bound to.
    fn bound(&self, viewer: &Viewer) -> String {
        format!("publications|{}|{}|{}|{}", viewer.reading_key(), self.q, self.endorser, self.language)
    }
}

/// What is found.
pub(super) struct Found {
    pub total: u64,
    /// What was published last comes first.
    pub all: Vec<PublicationView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Answers a search for a viewer: found in the index, loaded from the database, asked of the rule once more.
pub(super) fn found(app: &AppState, index: &Index, viewer: &Viewer, asked: &Asked) -> Result<Found> {
    let bound = asked.bound(viewer);
    let after = match asked.after.as_str() {
        "" => None,
        cursor => Some(Key::from_bytes(&app.cursors().open::<[u8; 8]>(cursor, &bound)?)?),
    };
    let filters = [("endorser", &asked.endorser), ("language", &asked.language)];
    let filters = filters.into_iter().filter(|(_, value)| !value.is_empty());
    let query = Query {
        text: Some(asked.q.clone()).filter(|words| !words.is_empty()),
        filters: filters.map(|(name, value)| (name, vec![value.clone()])).collect(),
        ..Query::everything(terms::of_viewer(viewer))
    };
    let page =
        index.view(&PUBLICATIONS, app.database())?.search(&query, after, asked.limit, Want::Rows)?.page;
    let versions: Vec<String> = page.rows.iter().flat_map(|row| row.documents.clone()).collect();
    let all = app.database().read(|conn| {
        let mut rows = contributions::released_among::<Publication>(conn, viewer, &versions)?;
        rows.retain(|row| row.is_readable_by(viewer));
        rows.sort_by_key(|row| versions.iter().position(|one| one == row.version.as_str()));
        views(conn, rows, viewer.at())
    })?;
    let next = page.next.map(|key| app.cursors().seal(&key.to_bytes(), &bound)).transpose()?;
    Ok(Found { total: page.total, all, next })
}
