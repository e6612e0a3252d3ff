//! What a viewer can do with a release now, and why not.

use super::moves::Case;
use super::store::queue;
use super::{MACHINE, Release, ReleaseVerb};
use crate::access::{Act, Viewer, permits};
use crate::db::{Conn, Moment};
use crate::error::{Error, Message, Result};

/// The case of a release for this viewer. `current` says whether the text is still what was proposed.
pub(super) fn case(
    conn: &mut Conn,
    now: Moment,
    viewer: &Viewer,
    release: &Release,
    current: bool,
) -> Result<Case> {
    let mine = viewer.person();
    let claims = queue(conn, now, viewer)?.iter().filter(|open| open.claimed_by.as_ref() == mine).count();
    Ok(Case {
        decides: permits(viewer, release.deciding()),
        cancels: permits(viewer, Act::CancelProposal { owner: &release.organisation }),
        claims,
        other_claims: release.claimed_by.is_some() && release.claimed_by.as_ref() != mine,
        current,
    })
}

/// What this viewer can do with a release now, for buttons.
pub fn open_moves(
    conn: &mut Conn,
    now: Moment,
    viewer: &Viewer,
    release: &Release,
    current: bool,
) -> Result<Vec<ReleaseVerb>> {
    let case = case(conn, now, viewer, release, current)?;
    Ok(MACHINE.open_moves(release.state, &case))
}

/// Why this viewer cannot make a move now; nothing where they can.
pub fn refusal(
    conn: &mut Conn,
    now: Moment,
    viewer: &Viewer,
    release: &Release,
    current: bool,
    verb: ReleaseVerb,
) -> Result<Option<Message>> {
    let case = case(conn, now, viewer, release, current)?;
    match MACHINE.decide(release.state, verb, &case) {
        Ok(_) => Ok(None),
        Err(Error::Denied(why) | Error::Conflict(why)) => Ok(Some(why)),
        Err(other) => Err(other),
    }
}
