//! Who acts on actions, and who changes their briefs.

use serde_json::json;

use super::input::Parsed;
use super::{Action, ActionBody, NewAction, links};
use crate::access::{Act, Viewer, allows};
use crate::contributions::{self, Contribution, Proposed, Seen, mark_of};
use crate::db::{Conn, MandateId, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result, message};
use crate::mandates;
use crate::vault::Vault;

/// Changes the brief of an action of the viewer's organisation, or who reads it.
pub fn revise(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    new: NewAction,
) -> Result<Proposed<Action>> {
    let found = contributions::own::<Action>(tx, viewer, reference)?;
    let row = found.row();
    let home = row.organisation_id.clone();
    let act = Act::BeginAction { owner: &home };
    allows(viewer, act)?;
    if new.template.is_some() || new.tasks.is_some() {
        return Err(Error::invalid("tasks", message("fault-tasks-at-first")));
    }
    let next = contributions::next_readers(tx.conn, tx.now(), row)?;
    let new = match &next {
        Some(next) => new.readdressed(tx.conn, next)?,
        None => new,
    };
    may_revise(tx.conn, viewer, row)?;
    let Parsed { body, links, proposal, reason, .. } = new.parse(tx, viewer, (&home, next.as_ref()))?;
    let mandate = mandates::authority(tx.conn, viewer, &body.matter())?;
    let said = serde_json::to_string(&body).map_err(Error::internal)?;
    // What they are not shown they have not taken away.
    let changed = contributions::changed(tx.conn, (row, next.as_ref()), &said)?;
    let shown = links::shown(tx.conn, viewer, &changed)?;
    let known = [links.clone(), links::targets(tx, viewer, &shown)?].concat();
    let unseen = contributions::links_but(tx.conn, &changed.version, &known)?;
    let correction = contributions::Correction {
        revision: 1,
        body: said,
        links: [links, unseen].concat(),
        reason,
        word: "action.revised",
        logged: mandates::logged(tx.conn, mandate.as_ref(), json!({}))?,
    };
    contributions::revise(tx, vault, viewer, found, correction, (act, proposal))
}

/// Whether the viewer may change the brief: where their organisation asks for mandates, they need one for the brief that is released
/// now. A draft that waits does not count.
pub fn may_revise(conn: &mut Conn, viewer: &Viewer, row: &Contribution<Action>) -> Result<()> {
    let out = contributions::by_ids::<Action>(conn, std::slice::from_ref(&row.id))?.pop();
    match out.filter(|out| !out.body.is_empty()) {
        Some(out) => mandates::authority(conn, viewer, &ActionBody::read(&out)?.matter()).map(|_| ()),
        None => mandates::may_act_at_all(conn, viewer),
    }
}

/// Somebody who acts before the readers of a brief.
pub struct Acting {
    /// The action with the version that its readers are shown now.
    pub row: Contribution<Action>,
    /// For which organisation.
    pub home: OrganisationId,
    /// Who.
    pub person: PersonId,
}

impl Acting {
    /// By which mandate, for what takes one where the organisation asks for mandates.
    pub fn authority(&self, tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Option<MandateId>> {
        mandates::authority(tx.conn, viewer, &ActionBody::read(&self.row)?.matter())
    }
}

/// The action that is called so, with the version that its readers are shown now, for somebody who reads that and whose
/// organisation is an active member.
pub fn at_work(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Contribution<Action>> {
    let (found, _) = contributions::find::<Action>(tx, viewer, reference)?.into_parts();
    viewer.organisation().ok_or(Error::SignIn)?;
    let current = contributions::current(tx.conn, &found)?.ok_or(Error::NotFound)?;
    let row = contributions::released_among::<Action>(tx.conn, viewer, &[current.as_str().to_owned()])?.pop();
    let reads =
        |row: &Contribution<Action>| row.is_readable_by(viewer) || viewer.reads_as(&row.organisation_id);
    let row = row.filter(reads).ok_or(Error::NotFound)?;
    allows(viewer, Act::SeeActionWork)?;
    Ok(row)
}

/// The same for somebody who acts for their organisation. `seen` is the mark of the version that they had before them: where
/// another is read by now, its readers may be others than they were shown.
pub fn acting(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<Acting> {
    let row = at_work(tx, viewer, reference)?;
    let (home, person) = (viewer.organisation().ok_or(Error::SignIn)?, viewer.person().ok_or(Error::SignIn)?);
    seen.check(&mark_of(&row.version))?;
    Ok(Acting { row, home: home.clone(), person: person.clone() })
}
