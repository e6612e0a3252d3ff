//! A publication as a kind of contribution.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::body::Body;
use super::model::Publication;
use super::view::{self, PublicationView};
use super::{clearing, opening};
use crate::access::{Audience, Viewer};
use crate::contributions::{self, Condition, Contribution, Kind};
use crate::db::schema::{contribution, publication_details};
use crate::db::{ChangeKind, Conn, IsAmong, Tx};
use crate::error::{Error, Result};
use crate::flow::TextKind;

/// How many are asked about in one statement.
const PART: usize = 500;

impl Kind for Publication {
    const KIND: TextKind = TextKind::Publication;
    // As the versions of a text: it is one, as everybody reads it.
    const PREFIX: char = 'Y';
    const SEALED: &'static str = "publication";
    const DRAFTED: &'static str = "publication.drafted";
    const WITHDRAWN: &'static str = "publication.withdrawn";
    const RELEASED: &'static str = "released";
    type View = PublicationView;

    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        let details = Self { contribution_id: row.id.clone(), ..row.details.clone() };
        diesel::insert_into(publication_details::table).values(&details).execute(tx.conn)?;
        Ok(())
    }

    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>> {
        let mut details = BTreeMap::new();
        for part in ids.chunks(PART) {
            let rows: Vec<Self> = publication_details::table
                .filter(publication_details::contribution_id.is_among(part.to_vec()))
                .select(Self::as_select())
                .load(conn)?;
            details.extend(rows.into_iter().map(|one| (one.contribution_id.as_str().to_owned(), one)));
        }
        Ok(details)
    }

    fn is_known(viewer: &Viewer) -> Condition {
        let nobody: Condition = Box::new(contribution::id.eq(""));
        contributions::is_known(viewer, nobody)
    }

    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        opening::released(tx, row)?;
        tx.change(ChangeKind::Publication, row.id.as_str(), row.is_correction()).map(|_| ())
    }

    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        clearing::recalled(tx, row)?;
        tx.change(ChangeKind::Publication, row.id.as_str(), true).map(|_| ())
    }

    fn about(_: &Contribution<Self>) -> Option<&str> {
        None
    }

    fn base(_: &Contribution<Self>) -> Option<&str> {
        None
    }

    fn title(body: &str) -> Result<String> {
        let body: Body = serde_json::from_str(body).map_err(Error::internal)?;
        Ok(body.original()?.title.clone())
    }

    fn view(
        conn: &mut Conn,
        _: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<PublicationView> {
        view::view(conn, row, audience, state)
    }
}
