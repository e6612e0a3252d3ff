//! What the outside calls things, by their internal ids: what this room adds to those above it.

use std::collections::BTreeMap;

use super::store;
use crate::audit::SubjectKind;
use crate::db::Conn;
use crate::error::Result;
use crate::web::References;
use crate::{feeds, incidents, templates, tickets};

/// The references of things, by kind and id; of searches and addresses too.
pub fn all_references_of(conn: &mut Conn, named: &BTreeMap<String, Vec<String>>) -> Result<References> {
    let mut references = incidents::references_of(conn, named)?;
    let ids = |kind: SubjectKind| named.get(kind.as_str()).cloned().unwrap_or_default();
    let searches = store::references_of(conn, &ids(SubjectKind::SavedSearch))?;
    let addresses = feeds::references_of(conn, &ids(SubjectKind::FeedAddress))?;
    let templates = templates::references_of(conn, &ids(SubjectKind::Template))?;
    let tickets = tickets::references_of(conn, &ids(SubjectKind::Ticket))?;
    let all = [
        (SubjectKind::SavedSearch, searches),
        (SubjectKind::FeedAddress, addresses),
        (SubjectKind::Template, templates),
        (SubjectKind::Ticket, tickets),
    ];
    for (kind, rows) in all {
        references.extend(rows.into_iter().map(|(id, reference)| ((kind.to_string(), id), reference)));
    }
    Ok(references)
}
