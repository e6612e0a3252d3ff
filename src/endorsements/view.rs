//! Endorsements, as those are shown them who read the text.

use std::collections::BTreeMap;

use super::model::EndorsementRow;
use super::store;
use crate::access::{Act, Viewer, permits};
use crate::chamber::EndorsementView;
use crate::db::{Conn, OrganisationId};
use crate::error::Result;
use crate::mandates::{self, Done};
use crate::people;
use crate::statements::Standing;

/// What each organisation said last of endorsing a statement, as far as the viewer is told, the oldest first. A fixed number of statements.
pub(crate) fn endorsements(conn: &mut Conn, viewer: &Viewer, of: &Standing) -> Result<Vec<EndorsementView>> {
    let rows = store::shown(conn, viewer, &of.statement)?;
    let ids: Vec<OrganisationId> = rows.iter().map(|row| row.organisation_id.clone()).collect();
    let names = people::organisations_by_ids(conn, ids)?;
    let done: Vec<Done> = rows.iter().filter_map(EndorsementRow::done).collect();
    let by = mandates::acted_by(conn, viewer, &done)?;
    let of_each: Vec<_> = rows.iter().filter(|row| row.done().is_some()).map(|row| row.id.clone()).collect();
    let mut by: BTreeMap<_, _> = of_each.into_iter().zip(by).collect();
    let chairs = permits(viewer, Act::ChairStatement);
    let view = |row: EndorsementRow| {
        let told = chairs || viewer.reads_as(&row.organisation_id);
        Some(EndorsementView {
            organisation: names.get(&row.organisation_id)?.clone(),
            state: row.state.as_str(),
            hash: row.hash,
            reservation: row.reservation,
            authority: told.then_some(row.authority),
            at: row.at,
            by: by.remove(&row.id).flatten(),
        })
    };
    Ok(rows.into_iter().filter_map(view).collect())
}
