//! Records as one viewer is shown them.

use serde::Serialize;
use utoipa::ToSchema;

use super::store::{self, Record, Says};
use crate::access::{Act, Viewer, permits};
use crate::actions::{self, Action};
use crate::contributions::Contribution;
use crate::db::{Conn, Moment};
use crate::error::{Error, Result};
use crate::people::{self, Organisation};
use crate::web::Page;

/// What is recorded of an organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ActionRecord)]
pub struct RecordView {
    /// Of whom.
    pub organisation: Organisation,
    /// `joined` or `declined`.
    pub says: Says,
    /// Who recorded it; where the organisation has said so itself, that organisation.
    pub recorded_by: Organisation,
    /// When.
    pub at: Moment,
    /// Whether the organisation has said so itself. Only that it does not take part is confirmed here: when it joins, that takes
    /// the place of a record.
    pub confirmed: bool,
    /// Whether it is of the viewer's own organisation.
    #[serde(skip)]
    pub own: bool,
    /// Whether others read the action since it was confirmed.
    #[serde(skip)]
    pub again: bool,
}

/// What is recorded, in words.
pub(super) fn says(page: &Page, view: &RecordView) -> String {
    let key = format!("record-{}-{}", if view.confirmed { "confirmed" } else { "says" }, view.says);
    page.ta(&key, &[("organisation", &view.organisation.name)])
}

/// The records that the viewer may see and that the organisation has not answered, as far as the viewer is shown, by a step of its own. A fixed number of statements.
pub(super) fn open(conn: &mut Conn, viewer: &Viewer, rows: &[&Contribution<Action>]) -> Result<Vec<Record>> {
    if !permits(viewer, Act::SeeActionWork) {
        return Ok(Vec::new());
    }
    let mut all = store::shown(conn, viewer, rows)?;
    if !all.is_empty() {
        let said = actions::own_words(conn, viewer, rows)?;
        let of = |one: &Record| (one.contribution_id.clone(), one.organisation_id.clone());
        all.retain(|one| said.get(&of(one)).is_none_or(|at| *at < one.at));
    }
    Ok(all)
}

/// What is recorded of organisations and an action that the viewer reads.
pub fn records_of(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Action>) -> Result<Vec<RecordView>> {
    let all = open(conn, viewer, &[row])?;
    let ids = all.iter().flat_map(|one| [one.organisation_id.clone(), one.by_id.clone()]).collect();
    let names = people::organisations_by_ids(conn, ids)?;
    let one = |record: Record| {
        let named = |id| names.get(id).cloned().ok_or(Error::NotFound);
        Ok(RecordView {
            organisation: named(&record.organisation_id)?,
            says: record.says,
            recorded_by: named(&record.by_id)?,
            at: record.at,
            confirmed: record.confirmed_at.is_some(),
            own: viewer.is_of(&record.organisation_id),
            again: record.confirmed_at.is_some() && record.version_id != row.version,
        })
    };
    all.into_iter().map(one).collect()
}
