//! The whole list of actions, part by part: for downloads.

use super::search::{Search, list};
use crate::access::Viewer;
use crate::actions::{self, ActionView};
use crate::db::Conn;
use crate::error::Result;
use crate::index::{Key, View, Want};
use crate::language::{Language, Strings};

/// So many actions are loaded at a time.
const PART: usize = 100;

/// A list of actions, from its beginning to its end.
pub struct WholeList(Search);

impl WholeList {
    /// That which a query asks for, whichever page of it that is.
    pub fn asked(query: &str) -> Result<Self> {
        Ok(Self(Search { after: None, limit: Some(PART), ..Search::parse(query)? }))
    }

    /// Its next part, and where the one after that begins.
    pub(crate) fn rows(
        &self,
        conn: &mut Conn,
        view: &View,
        viewer: &Viewer,
        after: Option<Key>,
    ) -> Result<(Vec<ActionView>, Option<Key>)> {
        let listing = list(conn, view, viewer, &self.0, (after, Want::Rows))?;
        let strings = Strings::of(Language::english());
        Ok((actions::rows_of_list(conn, &strings, viewer, listing.rows)?, listing.next))
    }
}
