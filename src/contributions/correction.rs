//! The versions of a contribution: how its organisation corrects what was released, and what becomes of the texts before.
//!
//! A correction is a draft like the first version, one at a time. When it is released it takes the place of the version
//! before: those who read that find the correction at the same address, and the earlier text in its history. Who read the
//! earlier text and is not in the audience of the correction would be left with words that their author no longer says; for
//! them it is withdrawn in the same moment, with the reason that the author gave. A version that says the same, for some of those who read it
//! now, gives nobody anything: it needs no second person (`flow::second_for`), so that whoever has to take a text from somebody does not wait.

use serde_json::{Value, json};

use super::confirm::end_of_corrected;
use super::links::LinkKind;
use super::lookup::{Found, Lookup, find, open, release_of};
use super::same::Same;
use super::verbs::{Leaving, log};
use super::versions::{
    self, close, last_ordinal, leaves_readers, open_drafts, released, set_version_withdrawn, version,
};
use super::{Contribution, Kind, store};
use crate::access::{Act, Viewer, allows, sql};
use crate::db::Tx;
use crate::error::{Error, Result, message};
use crate::flow::{self, Proposal, Release, ReleaseState, Second};
use crate::vault::Vault;

/// What somebody proposes in place of a text that is released.
pub struct Correction {
    /// The revision of what it rests on that they read.
    pub revision: i32,
    /// The text.
    pub body: String,
    /// The internal ids of the things that it names.
    pub links: Vec<(LinkKind, String)>,
    /// Why those no longer read the text who are not in the new audience; empty where there are none.
    pub reason: String,
    /// What the log says that somebody did.
    pub word: &'static str,
    /// What the log says of it.
    pub logged: Value,
}

/// A contribution of the viewer's own organisation: nobody else corrects it.
pub fn own<K: Kind>(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str) -> Result<Found<K>> {
    let found = find::<K>(tx, viewer, reference)?;
    if viewer.is_of(&found.row.organisation_id) {
        Ok(found)
    } else {
        Err(Error::Denied(message("denied-correct-other")))
    }
}

/// Seals the next version of a contribution that [`own`] gave, and proposes it. What needs no second person is released at
/// once.
pub fn revise<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    found: Found<K>,
    correction: Correction,
    (act, proposal): (Act<'_>, Proposal),
) -> Result<(Contribution<K>, Release)> {
    allows(viewer, act)?;
    make_way(tx, viewer, &found.row)?;
    let row = found.row;
    let author = viewer.person().ok_or(Error::SignIn)?.clone();
    let home = row.organisation_id.clone();
    let same = Same::of(tx.conn, tx.now(), &row)?;
    let before = same.and_then(|same| same.before(&correction.body, &correction.links));
    let proposal = Proposal { before, ..proposal };
    flow::check_proposal(tx.conn, K::KIND, &home, &proposal)?;
    let confirm_by = end_of_corrected(tx, &row.id, &proposal)?;
    let lost = leaves_readers(tx.conn, &row.id, &proposal.audience)?;
    if lost && proposal.second(K::KIND, &home)? == Second::Yes {
        // The reason for those readers would have to be stored beside a draft.
        return Err(Error::invalid("audience", message("fault-correction-leaves-readers")));
    }
    let reason = if lost { flow::reason_of(&correction.reason)? } else { String::new() };
    let next = Contribution {
        version: tx.id(),
        ordinal: last_ordinal(tx.conn, &row.id)? + 1,
        revision: correction.revision,
        body: String::new(),
        created_by: author.clone(),
        created_at: tx.now(),
        released_at: None,
        ended: None,
        readable: None,
        ..row
    };
    store::insert_version(tx, &next, &correction.links)?;
    let commitment = vault.seal(tx, &home, next.sealed(), Some(&author), correction.body.as_bytes())?;
    log(tx, viewer, (&home, next.opened()), correction.word, correction.logged)?;
    let typed = Some((correction.body, reason));
    let leaving = Leaving { row: &next, vault, commitment, typed, confirm_by };
    let release = flow::propose(tx, viewer, &leaving, act, proposal)?;
    Ok((store::by_version(tx.conn, next.version.as_str())?, release))
}

/// What a form begins with on which the next version is written: with what is released; where its author `goes_on` with a draft that was
/// returned and that they may open, with that; before anything is released, with what there is. And whether a draft was returned, as far
/// as they may know of it: it gives way to whatever is written now. Nothing sealed is opened in vain.
pub fn begin_next<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    goes_on: bool,
) -> Result<(Lookup<K>, bool)> {
    let Found { row, release } = find::<K>(tx, viewer, reference)?;
    let is_draft = row.released_at.is_none() && row.ended.is_none();
    let current =
        if is_draft && viewer.is_of(&row.organisation_id) { versions::current(tx.conn, &row)? } else { None };
    let Some(current) = current else { return Ok((open(tx, vault, viewer, reference)?, false)) };
    let returned = release.state == ReleaseState::Returned;
    if goes_on && returned && row.on_desk(viewer) {
        match open::<K>(tx, vault, viewer, reference)? {
            // Whoever wrote it without a desk cannot open it.
            Lookup::InReview(draft, _) if draft.body.is_empty() => {}
            lookup => return Ok((lookup, returned)),
        }
    }
    let row = store::by_version::<K>(tx.conn, current.as_str())?;
    let audience = row.audience()?.clone();
    Ok((Lookup::Live(row, audience), returned))
}

/// There is one draft at a time, and nothing to correct before something is released: one that was returned gives way to
/// the next, whoever wrote it; one that waits does not.
fn make_way<K: Kind>(tx: &mut Tx<'_>, viewer: &Viewer, row: &Contribution<K>) -> Result<()> {
    if row.ended.is_some() || released(tx.conn, &row.id)?.is_empty() {
        return Err(Error::Conflict(message("conflict-nothing-out")));
    }
    for open in open_drafts(tx.conn, &row.id)? {
        let draft = store::by_version::<K>(tx.conn, open.as_str())?;
        let release = release_of(tx.conn, viewer.at(), &draft)?;
        if release.state == ReleaseState::Returned {
            flow::cancel(tx, viewer, &release)?;
            close(tx, &open)?;
        } else {
            return Err(Error::Conflict(message("conflict-correction-waits")));
        }
    }
    Ok(())
}

/// Withdraws one earlier version alone, with a reason for those who could read it. The newest one speaks for the whole:
/// without it the whole is withdrawn. Where it is then, in one word.
pub fn withdraw_version<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, number): (&str, &str),
    reason: &str,
) -> Result<&'static str> {
    let row = version::<K>(tx, viewer, (reference, number))?;
    allows(viewer, Act::WithdrawRelease { owner: &row.organisation_id })?;
    if row.released_at.is_none() || row.ended.is_some() {
        return Err(Error::Conflict(message("conflict-nothing-out")));
    }
    if sql::is_live(tx.conn, row.version.as_str())? {
        return Err(Error::Conflict(message("conflict-newest-version")));
    }
    let reason = flow::reason_of(reason)?;
    sql::retire(tx, row.version.as_str())?;
    set_version_withdrawn::<K>(tx, &row.version, &reason)?;
    log(tx, viewer, (&row.organisation_id, row.opened()), K::WITHDRAWN, json!({ "version": number }))?;
    Ok("withdrawn")
}
