//! How the secretariat records what an organisation said, and how that organisation has it taken away.

use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::store::{self, Says};
use super::view;
use crate::access::{Act, Audience, Token, Viewer, allows};
use crate::actions::{self, Action, Seen};
use crate::contributions::{self, Contribution};
use crate::db::{Conn, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::mandates;
use crate::outbox::{self, EventKind, To};
use crate::people::{self, Organisation};

/// What is recorded, as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewActionRecord)]
pub struct NewRecord {
    /// The slug of an organisation of which all who read the brief are told that it is released to it.
    pub(super) organisation: String,
    /// `joined` or `declined`.
    pub(super) says: String,
}

/// Those tokens of a brief by which all who read it, the viewer too, are told that others do: a record names an organisation to all of
/// them. That is everybody, or the only token beside the organisation that began the action. Who came to a group later does not read
/// what it was given before.
fn told_to_all(
    conn: &mut Conn,
    viewer: &Viewer,
    (audience, owner): (&Audience, &OrganisationId),
) -> Result<Vec<Token>> {
    let own = Token::Organisation(owner.clone());
    let only = audience.tokens().iter().filter(|token| **token != own).count() == 1;
    let mut told = audience.told(viewer, owner);
    told.retain(|token| match token {
        Token::Public | Token::Coalition => true,
        other => only && *other != own,
    });
    let mut tokens = Vec::new();
    for token in told {
        let newest = match &token {
            Token::Group(id, epoch) => people::group(conn, id)?.epoch == *epoch,
            _ => true,
        };
        if newest {
            tokens.push(token);
        }
    }
    Ok(tokens)
}

/// The organisations of which all who read a brief are told that it is released to them. Whom it leaves out is told to those alone who
/// began the action, so a record may be of one that does not read it, and is then told to nobody of it.
pub(super) fn known_readers(
    conn: &mut Conn,
    viewer: &Viewer,
    row: &Contribution<Action>,
) -> Result<Vec<Organisation>> {
    let (audience, owner) = (row.audience()?, &row.organisation_id);
    let tokens = told_to_all(conn, viewer, (audience, owner))?;
    let mut found = people::reached(conn, viewer, &tokens)?;
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
    if same.iter().any(|one| one.organisation_id == other.id && one.confirmed_at.is_some()) {
        return Err(Error::Conflict(message("conflict-record-own-word")));
    }
    if same.iter().any(|one| one.organisation_id == other.id && one.says == says) {
        return Ok(());
    }
    let id = store::insert(tx, &of.row, (&other.id, says), (&of.home, &of.person))?;
    let detail = json!({ "organisation": other.slug });
    contributions::log(tx, viewer, (&of.home, of.row.opened()), "action.part_recorded", detail)?;
    let Some(id) = id else { return Ok(()) };
    let about = (id.as_str(), of.row.id.as_str());
    outbox::tell(tx, EventKind::PartRecorded, about, &To::Organisation(other.id), Some(&of.person))
}

/// Has what was recorded of the viewer's own organisation taken away. What is done and logged is the same where something was recorded
/// before others alone, and where nothing was.
pub fn take_away(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let of = actions::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    let mandate = of.authority(tx, viewer)?;
    store::delete(tx, &of.row.id, &of.home)?;
    let detail = mandates::logged(tx.conn, mandate.as_ref(), json!({}))?;
    contributions::log(tx, viewer, (&of.home, of.row.opened()), "action.part_corrected", detail)
}

/// Confirms for the viewer's own organisation, before all who read the action now, that it does not take part. Where nothing of the
/// kind is recorded, or before others alone, there is nothing to confirm.
pub fn confirm(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let of = actions::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    let mandate = of.authority(tx, viewer)?;
    let open = view::open(tx.conn, viewer, &[&of.row])?;
    let own = |one: &store::Record| one.organisation_id == of.home && one.says == Says::Declined;
    let record = open.into_iter().find(own);
    let record = record.ok_or_else(|| Error::Conflict(message("conflict-record-none")))?;
    if record.confirmed_at.is_some() && record.version_id == of.row.version {
        return Ok(());
    }
    store::confirm(tx, &of.row, (&record, &of.person))?;
    let detail = mandates::logged(tx.conn, mandate.as_ref(), json!({}))?;
    contributions::log(tx, viewer, (&of.home, of.row.opened()), "action.part_confirmed", detail)
}
