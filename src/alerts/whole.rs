//! The whole list of alerts, part by part: for downloads.

use super::AlertView;
use super::search::{Search, list};
use super::view::rows_of_list;
use crate::access::Viewer;
use crate::db::Conn;
use crate::error::Result;
use crate::index::{Key, View, Want};

/// So many alerts are loaded at a time.
const PART: usize = 100;

/// A list of alerts, from its beginning to its end.
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
    ) -> Result<(Vec<AlertView>, Option<Key>)> {
        let listing = list(conn, view, viewer, &self.0, (after, Want::Rows))?;
        Ok((rows_of_list(conn, viewer, listing.rows)?, listing.next))
    }
}
