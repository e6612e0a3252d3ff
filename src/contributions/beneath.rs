//! What is released and rests on something: for the pages that show a thing with all that is said beneath it.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::store::{Thing, Version, is_shown, load, with_details};
use super::{Contribution, Kind};
use crate::access::{self, Readable};
use crate::db::schema::{contribution, contribution_version};
use crate::db::{Conn, IsAmong};
use crate::error::Result;
use crate::flow::TextKind;

/// How many are asked about in one statement.
const PART: usize = 500;

/// What is released and rests on some things or texts, of whatever kind, whoever may read it and if it has ended too
/// ([`Contribution::is_readable_by`] tells): loaded once, and given to each kind. A page names the things that it shows and
/// the texts of them that its viewer reads, so that what rests on a hidden text costs nobody anything.
pub struct Beneath {
    rows: BTreeMap<TextKind, Vec<(Thing, Version)>>,
    readables: BTreeMap<String, Result<Readable>>,
}

impl Beneath {
    /// In two statements, however many things and kinds there are.
    pub fn load(conn: &mut Conn, parents: &[String]) -> Result<Self> {
        let mut rows: BTreeMap<TextKind, Vec<(Thing, Version)>> = BTreeMap::new();
        let mut versions = Vec::new();
        for part in parents.chunks(PART) {
            let found: Vec<(Thing, Version)> = contribution::table
                .inner_join(contribution_version::table)
                .filter(contribution::rests_on.is_among(part.to_vec()))
                .filter(is_shown())
                .order((contribution_version::released_at, contribution_version::id))
                .select((Thing::as_select(), Version::as_select()))
                .load(conn)?;
            for (thing, version) in found {
                versions.push(version.id.as_str().to_owned());
                rows.entry(thing.kind).or_default().push((thing, version));
            }
        }
        Ok(Self { rows, readables: access::readables(conn, &versions)? })
    }

    /// Those of a kind, the oldest first: in one statement more, and in none where there are none.
    pub fn take<K: Kind>(&mut self, conn: &mut Conn) -> Result<Vec<Contribution<K>>> {
        let rows = self.rows.remove(&K::KIND).unwrap_or_default();
        with_details(conn, rows, &mut self.readables)
    }
}

/// What is released and rests on one of these, the oldest first, whoever may read it and if it has ended too
/// ([`Contribution::is_readable_by`] tells): a fixed number of statements for a page.
pub fn resting_on<K: Kind>(conn: &mut Conn, parents: &[String]) -> Result<Vec<Contribution<K>>> {
    let mut found = Vec::new();
    for part in parents.chunks(PART) {
        let rows: Vec<(Thing, Version)> = contribution::table
            .inner_join(contribution_version::table)
            .filter(contribution::rests_on.is_among(part.to_vec()))
            .filter(contribution::kind.eq(K::KIND))
            .filter(is_shown())
            .order((contribution_version::released_at, contribution_version::id))
            .select((Thing::as_select(), Version::as_select()))
            .load(conn)?;
        found.extend(rows);
    }
    load(conn, found)
}
