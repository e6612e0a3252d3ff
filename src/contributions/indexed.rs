//! What the index holds of kinds of contributions that are listed, and whose reading is the rule alone: of each, the version that its
//! readers are shown.

use std::collections::BTreeSet;
use std::marker::PhantomData;

use diesel::prelude::*;

use super::store::by_ids;
use super::{Contribution, Kind};
use crate::access::{self, terms};
use crate::db::schema::contribution;
use crate::db::{Change, ChangeKind, Conn, ContributionId, Moment};
use crate::error::Result;
use crate::index::{self, Document, Replacement, Source};
use crate::people::{self, Organisation};

/// How many are read at a time when everything is indexed anew.
const BATCH: i64 = 500;

/// A kind of contribution that the index holds.
pub trait Indexed: Kind {
    /// How the index holds it.
    const INDEXED: &'static index::Kind;
    /// What the change log calls a change of one of them.
    const CHANGE: ChangeKind;
    /// What a version says, once it may be read.
    type Body;

    /// Reads the body of a released version.
    fn body(row: &Contribution<Self>) -> Result<Self::Body>;

    /// The moments at which what its document says changes by itself.
    fn cuts(_: &Self::Body) -> BTreeSet<Moment> {
        BTreeSet::new()
    }

    /// What the index holds of it from a moment on, or from its release: without the terms of its readers.
    fn document(
        row: &Contribution<Self>,
        owner: &Organisation,
        body: &Self::Body,
        from: Option<Moment>,
    ) -> Option<Document>;
}

/// Gives the index the documents of a kind.
pub struct SourceOf<K>(PhantomData<fn() -> K>);

impl<K> Default for SourceOf<K> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<K: Indexed> Source for SourceOf<K> {
    fn kind(&self) -> &'static index::Kind {
        K::INDEXED
    }

    fn documents(&self, conn: &mut Conn, change: &Change) -> Result<Replacement> {
        let subjects = match change.kind {
            kind if kind == K::CHANGE => vec![change.subject.clone()],
            ChangeKind::Organisation => contribution::table
                .filter(contribution::kind.eq(K::KIND))
                .filter(contribution::organisation_id.eq(&change.subject))
                .select(contribution::id)
                .load(conn)?,
            _ => return Ok(Replacement::default()),
        };
        replacement::<K>(conn, subjects)
    }

    fn all(&self, conn: &mut Conn, each: &mut dyn FnMut(&Document) -> Result<()>) -> Result<()> {
        each_document::<K>(conn, replacement::<K>, each)
    }
}

/// Hands over the documents of all that there are of a kind, part by part, so that memory stays bounded.
pub fn each_document<K: Kind>(
    conn: &mut Conn,
    documents_of: fn(&mut Conn, Vec<String>) -> Result<Replacement>,
    each: &mut dyn FnMut(&Document) -> Result<()>,
) -> Result<()> {
    let mut after = String::new();
    loop {
        let ids: Vec<String> = contribution::table
            .filter(contribution::kind.eq(K::KIND))
            .filter(contribution::id.gt(&after))
            .order(contribution::id)
            .select(contribution::id)
            .limit(BATCH)
            .load(conn)?;
        let Some(last) = ids.last() else { return Ok(()) };
        after.clone_from(last);
        for document in documents_of(conn, ids)?.documents {
            each(&document)?;
        }
    }
}

fn replacement<K: Indexed>(conn: &mut Conn, subjects: Vec<String>) -> Result<Replacement> {
    let ids: Vec<ContributionId> = subjects.iter().cloned().map(ContributionId::from).collect();
    let rows = by_ids::<K>(conn, &ids)?;
    let versions: Vec<String> = rows.iter().map(|row| row.version.as_str().to_owned()).collect();
    let mut readables = access::readables(conn, &versions)?;
    let owners = rows.iter().map(|row| row.organisation_id.clone()).collect();
    let owners = people::organisations_by_ids(conn, owners)?;
    let mut documents = Vec::new();
    for row in &rows {
        let readable = readables.remove(row.version.as_str()).transpose()?;
        let (Some(readable), Some(owner)) = (readable, owners.get(&row.organisation_id)) else { continue };
        if row.released_at.is_none() || row.ended.is_some() {
            continue;
        }
        let Ok(body) = K::body(row) else {
            tracing::error!(
                reference = row.reference,
                "a released text does not parse: it is left out of all lists"
            );
            continue;
        };
        let cuts = K::cuts(&body);
        let stretches = terms::of_family(std::slice::from_ref(&readable)).into_iter().flatten();
        for terms in stretches.flat_map(|terms| terms.split_at(&cuts)) {
            let document = K::document(row, owner, &body, terms.from);
            documents.extend(document.map(|document| Document { terms, ..document }));
        }
    }
    Ok(Replacement { subjects, documents })
}
