//! What is asked of whoever says something of a text.

use serde_json::json;
use wording::Paragraph;

use crate::access::{Act, Viewer, allows};
use crate::db::{MandateId, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::outbox::{self, EventKind, To};
use crate::statements::rows::said_by;
use crate::statements::{Acting, CurrentText, MACHINE, StageCase, StatementMove};

/// So much an organisation says of one statement at most.
const MOST: i64 = 500;

/// A paragraph of the text of now.
pub(super) fn paragraph<'a>(text: &'a CurrentText, id: &str) -> Result<&'a Paragraph> {
    let missing = || Error::invalid("paragraph", message("fault-statement-id").with("id", id));
    text.text.paragraphs.iter().find(|one| one.id.as_str() == id).ok_or_else(missing)
}

/// Refuses whoever is of no state that reads a text which is being negotiated.
pub(super) fn votes(viewer: &Viewer, of: &Acting, verb: StatementMove) -> Result<()> {
    allows(viewer, Act::JoinAction)?;
    MACHINE.decide(of.of.stage, verb, &StageCase { votes: of.of.votes(viewer), ..StageCase::default() })?;
    Ok(())
}

/// Whether the viewer acts for the penholder.
pub(super) fn holds(of: &Acting) -> bool {
    of.of.statement.penholder_id.as_ref() == Some(&of.home)
}

/// Refuses an organisation that has said enough.
pub(super) fn bounded(tx: &mut Tx<'_>, of: &Acting) -> Result<()> {
    if said_by(tx.conn, &of.of.statement, &of.home)? < MOST {
        return Ok(());
    }
    let enough = message("conflict-statement-enough").number("most", MOST.unsigned_abs());
    Err(Error::Conflict(enough))
}

/// Writes an act to the log of the organisation that acts, with what it was done to.
pub(super) fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    of: &Acting,
    (act, mandate, entry): (&'static str, Option<&MandateId>, &str),
) -> Result<()> {
    of.log(tx, viewer, act, (mandate, json!({ "entry": entry })))
}

/// Tells the penholder that something was said, unless it said that itself.
pub(super) fn tell_holder(tx: &mut Tx<'_>, of: &Acting, entry: &str) -> Result<()> {
    let holder = of.of.statement.penholder_id.clone().filter(|holder| *holder != of.home);
    let Some(holder) = holder else { return Ok(()) };
    let about = (entry, of.of.action.id.as_str());
    outbox::tell(tx, EventKind::StatementSaid, about, &To::Organisation(holder), Some(&of.person))
}

/// Tells whoever said something that it is answered, unless the penholder answers itself.
pub(super) fn tell_author(
    tx: &mut Tx<'_>,
    of: &Acting,
    (entry, author): (&str, &OrganisationId),
) -> Result<()> {
    if *author == of.home {
        return Ok(());
    }
    let about = (entry, of.of.action.id.as_str());
    let to = To::Organisation(author.clone());
    outbox::tell(tx, EventKind::StatementAnswered, about, &to, Some(&of.person))
}
