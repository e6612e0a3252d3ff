//! Pages of the shorter lists of the API: `limit` and `after`, as everywhere.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{AppState, Form};
use crate::description::List;
use crate::error::{Error, Fields, Result, message};

/// The rows of a page where nobody says otherwise.
const ROWS: usize = 50;
/// The most rows of a page.
const MOST_ROWS: usize = 200;

/// A place in a list that is counted in rows: one's own things, which nobody else adds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offset(i64);

impl Offset {
    /// The place that a cursor names; without one, the start.
    pub fn open(app: &AppState, cursor: &str, bound: &str) -> Result<Self> {
        if cursor.is_empty() { Ok(Self(0)) } else { app.cursors().open(cursor, bound).map(Self) }
    }

    /// How many rows come before.
    pub fn rows(self) -> i64 {
        self.0
    }

    /// The cursor of the next page after `shown` rows, where `total` holds more.
    pub fn next(self, app: &AppState, shown: usize, total: i64, bound: &str) -> Result<Option<String>> {
        let next = self.0 + i64::try_from(shown).map_err(Error::internal)?;
        if shown > 0 && next < total { app.cursors().seal(&next, bound).map(Some) } else { Ok(None) }
    }
}

/// Which page of which list is asked for.
#[derive(Debug, Clone)]
pub struct Paging {
    limit: usize,
    after: Option<String>,
    bound: String,
}

impl Paging {
    /// Reads a query string strictly. `bound` names the list and who reads it: a cursor is good there alone.
    pub fn parse(query: &str, bound: String) -> Result<Self> {
        let form = Form::parse(query.as_bytes())?;
        let mut faults = Fields::default();
        for name in form.fields().keys().filter(|name| !["limit", "after"].contains(&name.as_str())) {
            faults.add(name, message("fault-no-such-parameter"));
        }
        let limit = match form.text("limit") {
            "" => ROWS,
            given => {
                given.parse().ok().filter(|limit| (1..=MOST_ROWS).contains(limit)).unwrap_or_else(|| {
                    faults.add("limit", message("fault-limit"));
                    ROWS
                })
            }
        };
        let after = Some(form.text("after").to_owned()).filter(|cursor| !cursor.is_empty());
        faults.into_result(Self { limit, after, bound })
    }

    /// The page that an address of a page of ours names.
    pub fn of(after: &str, limit: usize, bound: String) -> Self {
        Self { limit, after: Some(after.to_owned()).filter(|cursor| !cursor.is_empty()), bound }
    }

    /// How many rows at most.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Where the page begins in a list that is counted in rows.
    pub fn offset(&self, app: &AppState) -> Result<Offset> {
        Offset::open(app, self.after.as_deref().unwrap_or_default(), &self.bound)
    }

    /// The cursor of the page after this one, where `total` holds more than the `shown` rows of this one.
    pub fn next(&self, app: &AppState, from: Offset, shown: usize, total: i64) -> Result<Option<String>> {
        from.next(app, shown, total, &self.bound)
    }

    /// The page of a list that is at hand whole, and the cursor of the next. `name` is what tells one row from the
    /// others. Where the row is gone at which the last page ended, the cursor is refused: nothing is passed over.
    pub fn page<'a, T>(
        &self,
        app: &AppState,
        all: &'a [T],
        name: impl Fn(&T) -> String,
    ) -> Result<(&'a [T], Option<String>)> {
        let first = match &self.after {
            None => 0,
            Some(cursor) => {
                let last: String = app.cursors().open(cursor, &self.bound)?;
                let place = all.iter().position(|row| name(row) == last);
                1 + place.ok_or_else(|| Error::Malformed(message("malformed-cursor")))?
            }
        };
        self.begun_at(app, all, first, name)
    }

    /// The page of a queue that others take rows from meanwhile, and the cursor of the next. `key` is what the rows are
    /// sorted by, from low to high: the next page begins after the last key that was shown, whether or not its row is
    /// still there.
    pub fn page_by<'a, T, K: Ord + Serialize + DeserializeOwned>(
        &self,
        app: &AppState,
        all: &'a [T],
        key: impl Fn(&T) -> K,
    ) -> Result<(&'a [T], Option<String>)> {
        let first = match &self.after {
            None => 0,
            Some(cursor) => {
                let last: K = app.cursors().open(cursor, &self.bound)?;
                all.iter().position(|row| key(row) > last).unwrap_or(all.len())
            }
        };
        self.begun_at(app, all, first, key)
    }

    fn begun_at<'a, T, K: Serialize>(
        &self,
        app: &AppState,
        all: &'a [T],
        first: usize,
        key: impl Fn(&T) -> K,
    ) -> Result<(&'a [T], Option<String>)> {
        let rest = all.get(first..).unwrap_or_default();
        let items = rest.get(..self.limit).unwrap_or(rest);
        let next = items.last().filter(|_| rest.len() > items.len()).map(key);
        let next = next.map(|last| app.cursors().seal(&last, &self.bound)).transpose()?;
        Ok((items, next))
    }

    /// A page of a queue, each row as `view` shows it.
    pub fn queue<T, K: Ord + Serialize + DeserializeOwned, V>(
        &self,
        app: &AppState,
        all: &[T],
        key: impl Fn(&T) -> K,
        view: impl Fn(&T) -> V,
    ) -> Result<List<V>> {
        let (part, next) = self.page_by(app, all, key)?;
        Ok(List::new(all.len() as u64, part.iter().map(view).collect(), next))
    }

    /// A page of a list that is at hand whole.
    pub fn list<T: Clone>(&self, app: &AppState, all: &[T], name: impl Fn(&T) -> String) -> Result<List<T>> {
        let (items, next) = self.page(app, all, name)?;
        Ok(List::new(all.len() as u64, items.to_vec(), next))
    }
}
