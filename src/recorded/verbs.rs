//! How the secretariat records what an organisation said, and how that organisation has it taken away.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::store::{self, Says};
use super::view;
use crate::access::{Act, Viewer, allows};
use crate::actions::{self, Action, Seen};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, Tx};
use crate::error::{Error, Result, message};
use crate::outbox::{self, EventKind, To};
use crate::people::{self, Organisation};

/// What is recorded, as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewActionRecord)]
pub struct NewRecord {
    /// The slug of an organisation to which the brief is released, as far as one is told.
    pub(super) organisation: String,
    /// `joined` or `declined`.
    pub(super) says: String,
}

/// The organisations to which a brief is released, as far as the viewer is told: whom it leaves out is told to those alone who began
/// the action, so a record may be of one that does not read it, and is then told to nobody of it.
pub(super) fn known_readers(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Action>,
) -> Result<Vec<Organisation>> {
    let (audience, owner) = (row.audience()?, &row.organisation_id);
    let mut found = people::reached(conn, viewer, &audience.told(viewer, owner))?;
    let left_out = |one: &Organisation| viewer.reads_as(owner) && audience.except().contains(&one.id);
    found.retain(|one| one.id != *owner && !viewer.is_of(&one.id) && !left_out(one));
    Ok(found)
}

/// Records for an organisation that it joined or declined, before all who read the action now.
pub fn record(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, new: &NewRecord, seen: &Seen) -> Result<()> {
    let of = actions::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::RecordPart)?;
    let says = new.says.parse::<Says>().map_err(|_| Error::invalid("says", message("fault-record-says")))?;
    let refused = || {
        Error::invalid("organisation", message("fault-record-organisation").with("name", &new.organisation))
    };
    let known = known_readers(tx.conn, viewer, &of.row)?;
    let other = known.into_iter().find(|one| one.slug == new.organisation).ok_or_else(refused)?;
    if !of.row.details.stage.is_open() {
        return Err(Error::Conflict(message("conflict-action-ended")));
    }
    let words = actions::own_words(tx.conn, viewer, &[&of.row])?;
    if words.contains_key(&(of.row.id.clone(), other.id.clone())) {
        return Err(Error::Conflict(message("conflict-record-own-word")));
    }
    let same = view::open(tx.conn, viewer, &[&of.row])?;
    if same.iter().any(|one| one.organisation_id == other.id && one.says == says) {
        return Ok(());
    }
    let id = store::insert(tx, &of.row, (&other.id, says), (&of.home, &of.person))?;
    let detail = json!({ "organisation": other.slug });
    contributions::log(tx, viewer, (&of.home, of.row.opened()), "action.part_recorded", detail)?;
    let about = (id.as_str(), of.row.id.as_str());
    outbox::tell(tx, EventKind::PartRecorded, about, &To::Organisation(other.id), Some(&of.person))
}

/// Has what was recorded of the viewer's own organisation taken away. Where nothing is, nothing is done.
pub fn take_away(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let of = actions::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    if !view::open(tx.conn, viewer, &[&of.row])?.iter().any(|one| one.organisation_id == of.home) {
        return Ok(());
    }
    of.authority(tx, viewer)?;
    store::delete(tx, &of.row.id, &of.home)?;
    contributions::log(tx, viewer, (&of.home, of.row.opened()), "action.part_corrected", json!({}))
}
