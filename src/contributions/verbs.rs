//! What can be done with a contribution: propose, approve, return, withdraw.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::confirm::corrected_by;
use super::links::{LinkKind, links_but};
use super::lookup::{Found, find_to_decide, sealed_text};
use super::same::Same;
use super::{Contribution, Kind, store, versions};
use crate::access::{Act, Audience, Opened, Released, Token, Viewer, allows, sql};
use crate::audit::{self, Actor, Entry};
use crate::db::{Conn, ContributionId, Moment, OrganisationId, Tx};
use crate::error::{Error, Result, message};
use crate::flow::{self, Decision, Proposal, Releasable, Release, ReleaseState, TextKind};
use crate::language::{Language, Strings};
use crate::vault::{self, Vault};

/// What somebody is about to propose.
pub struct Draft<K> {
    /// The internal id of what it rests on.
    pub rests_on: String,
    /// The revision of that which they read.
    pub revision: i32,
    /// What it replies to.
    pub reply_to: Option<ContributionId>,
    /// The text.
    pub body: String,
    /// What its kind knows of it.
    pub details: K,
    /// The internal ids of the things that it names.
    pub links: Vec<(LinkKind, String)>,
    /// What the log says of it.
    pub logged: Value,
}

/// Seals a text and proposes it. What needs no second person is released at once.
pub fn propose<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    draft: Draft<K>,
    (act, proposal): (Act<'_>, Proposal),
) -> Result<(Contribution<K>, Release)> {
    let author = viewer.person().ok_or(Error::SignIn)?.clone();
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    flow::check_proposal(tx.conn, K::KIND, &home, &proposal)?;
    let id: ContributionId = tx.id();
    let row = Contribution {
        version: id.clone(),
        id,
        ordinal: 1,
        reference: store::free_reference::<K>(tx)?,
        organisation_id: home.clone(),
        rests_on: draft.rests_on,
        revision: draft.revision,
        reply_to: draft.reply_to,
        body: String::new(),
        created_by: author.clone(),
        created_at: tx.now(),
        released_at: None,
        ended: None,
        readable: None,
        details: draft.details,
    };
    store::insert(tx, &row, &draft.links)?;
    let commitment = vault.seal(tx, &home, row.sealed(), Some(&author), draft.body.as_bytes())?;
    log(tx, viewer, (&home, row.opened()), K::DRAFTED, draft.logged)?;
    let typed = Some((draft.body, String::new()));
    let leaving = Leaving { row: &row, vault, commitment, typed, confirm_by: None };
    let release = flow::propose(tx, viewer, &leaving, act, proposal)?;
    let written = store::by_versions(tx.conn, &[row.version.as_str().to_owned()])?.pop();
    Ok((written.ok_or(Error::NotFound)?, release))
}

/// Releases exactly what was proposed. Where it is then, in one word.
pub fn approve<K: Kind>(
    tx: &mut Tx<'_>,
    vault: &Vault,
    viewer: &Viewer,
    reference: &str,
    decision: Decision<'_>,
) -> Result<&'static str> {
    let Found { row, release } = find_to_decide::<K>(tx, viewer, reference)?;
    let leaving =
        Leaving { row: &row, vault, commitment: release.commitment.clone(), typed: None, confirm_by: None };
    let release = flow::approve(tx, viewer, &leaving, release, decision)?;
    Ok(K::approved(viewer, &row, &release))
}

/// Sends it back to its author. What was released unconfirmed is withdrawn with that: its readers are told that nobody
/// confirmed it, and the comment is for its author. Where it is then, in one word.
pub fn return_to_author<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    decision: Decision<'_>,
) -> Result<&'static str> {
    let (row, release) = decided_on::<K>(tx, viewer, reference, decision)?;
    flow::return_to_author(tx, viewer, &release, decision)?;
    if release.state == ReleaseState::Unconfirmed {
        take_back(tx, viewer, &row, &stock_reason("ended-unconfirmed"))?;
    }
    Ok(ReleaseState::Returned.as_str())
}

/// What a decision is about: what the address shows, or the released text while a correction of it waits there.
fn decided_on<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    decision: Decision<'_>,
) -> Result<(Contribution<K>, Release)> {
    let Found { row, release } = find_to_decide::<K>(tx, viewer, reference)?;
    if decision.release.is_empty() || decision.release == release.reference {
        return Ok((row, release));
    }
    let corrected = corrected_by(tx.conn, tx.arrived(), &row)?;
    let named = corrected.filter(|(_, release)| decision.release == release.reference);
    Ok(named.unwrap_or((row, release)))
}

/// Withdraws what is released, with a reason for those who could read it; or a proposal that is not decided. While a
/// correction waits the reason tells them apart: with one the whole is withdrawn, without one the correction is cancelled.
/// Where it is then, in one word.
pub fn withdraw<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    reference: &str,
    reason: &str,
) -> Result<&'static str> {
    let Found { row, release } = find_to_decide::<K>(tx, viewer, reference)?;
    let whole = row.is_correction() && !reason.trim().is_empty();
    let is_released = matches!(release.state, ReleaseState::Approved | ReleaseState::Unconfirmed);
    if !is_released && !whole {
        flow::cancel(tx, viewer, &release)?;
        // A text that nobody confirmed in time was released: it stays a version.
        if row.released_at.is_none() && row.is_correction() {
            versions::close(tx, &row.version)?;
        } else if row.released_at.is_none() {
            store::set_closed(tx, &row.version)?;
        }
        return Ok(ReleaseState::Cancelled.as_str());
    }
    allows(viewer, Act::WithdrawRelease { owner: &row.organisation_id })?;
    let live = match versions::current(tx.conn, &row)? {
        Some(version) => row.ended.is_none() && sql::is_live(tx.conn, version.as_str())?,
        None => false,
    };
    if !live {
        return Err(Error::Conflict(message("conflict-nothing-out")));
    }
    let reason = flow::reason_of(reason)?;
    take_back(tx, viewer, &row, &reason)?;
    Ok("withdrawn")
}

/// Withdraws all of its versions, with a correction that waits.
pub(super) fn take_back<K: Kind>(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    row: &Contribution<K>,
    reason: &str,
) -> Result<()> {
    for version in sql::ids_in(tx.conn, row.id.as_str())? {
        flow::void_unconfirmed(tx, viewer, &version)?;
        sql::retire(tx, &version)?;
    }
    for draft in versions::open_drafts(tx.conn, &row.id)? {
        flow::void_open(tx, viewer, draft.as_str())?;
        versions::close(tx, &draft)?;
    }
    store::set_withdrawn(tx, &row.id, reason)?;
    K::withdrawn(tx, row)?;
    log(tx, viewer, (&row.organisation_id, row.opened()), K::WITHDRAWN, json!({}))
}

/// The reason of a withdrawal for which the program itself gives one, in words.
pub(super) fn stock_reason(key: &str) -> String {
    Strings::of(Language::english()).t(key)
}

/// What a second person decides on, whatever kind of text it is.
pub trait Reviewed: 'static {
    /// See [`approve`].
    fn approve(
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        reference: &str,
        decision: Decision<'_>,
    ) -> Result<&'static str>;

    /// See [`return_to_author`].
    fn return_to_author(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        reference: &str,
        decision: Decision<'_>,
    ) -> Result<&'static str>;

    /// See [`withdraw`].
    fn withdraw(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, reason: &str) -> Result<&'static str>;
}

impl<K: Kind> Reviewed for K {
    fn approve(
        tx: &mut Tx<'_>,
        vault: &Vault,
        viewer: &Viewer,
        reference: &str,
        decision: Decision<'_>,
    ) -> Result<&'static str> {
        approve::<K>(tx, vault, viewer, reference, decision)
    }

    fn return_to_author(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        reference: &str,
        decision: Decision<'_>,
    ) -> Result<&'static str> {
        return_to_author::<K>(tx, viewer, reference, decision)
    }

    fn withdraw(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, reason: &str) -> Result<&'static str> {
        withdraw::<K>(tx, viewer, reference, reason)
    }
}

/// Writes to the log of the organisation whose text it is.
pub fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (owner, opened): (&OrganisationId, Opened<'_>),
    act: &'static str,
    detail: Value,
) -> Result<()> {
    let entry = Entry { act, subject_kind: opened.kind, subject: opened.id, owner: Some(owner), detail };
    audit::record(tx, &Actor::of(viewer.person(), viewer.organisation()), &entry)
}

/// A contribution as the release verb sees it.
pub(super) struct Leaving<'a, K> {
    pub row: &'a Contribution<K>,
    pub vault: &'a Vault,
    pub commitment: String,
    /// The text, and the reason for those who no longer read what it corrects, if they were typed in this call.
    pub typed: Option<(String, String)>,
    /// The end of the unconfirmed text that it corrects.
    pub confirm_by: Option<Moment>,
}

impl<K: Kind> Leaving<'_, K> {
    /// Whether it only takes from some of its readers what all of them read: asked before it takes the place of that.
    fn narrows(&self, tx: &mut Tx<'_>, body: &str, audience: &Audience) -> Result<bool> {
        if !self.row.is_correction() {
            return Ok(false);
        }
        let links = links_but(tx.conn, &self.row.version, &[])?;
        let same = Same::of(tx.conn, tx.now(), self.row)?;
        let before = same.and_then(|same| same.before(body, &links));
        Ok(before.is_some_and(|before| before.is_narrowed_by(audience)))
    }
}

impl<K: Kind> Releasable for Leaving<'_, K> {
    fn kind(&self) -> TextKind {
        K::KIND
    }

    fn id(&self) -> &str {
        self.row.version.as_str()
    }

    fn owner(&self) -> &OrganisationId {
        &self.row.organisation_id
    }

    fn revision(&self) -> i32 {
        1
    }

    fn commitment(&self) -> &str {
        &self.commitment
    }

    fn confirm_by(&self) -> Option<Moment> {
        self.confirm_by
    }

    fn addressed(&self, conn: &mut Conn) -> Result<BTreeSet<Token>> {
        versions::addressed(conn, &self.row.id)
    }

    fn freeze(
        &self,
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        release: &Release,
        released: &Released<'_>,
    ) -> Result<String> {
        K::guard(tx, self.row)?;
        let (body, reason) = match &self.typed {
            Some(typed) => typed.clone(),
            None => (sealed_text(tx, self.vault, viewer, self.row, release)?, String::new()),
        };
        if !K::KEEPS_SEALED {
            // It is stored with its version from now on, and nowhere else.
            vault::erase(tx, self.id())?;
        }
        let narrows = self.narrows(tx, &body, &release.audience)?;
        let rank = versions::give_way(tx, viewer, self.row, (&release.audience, &reason))?;
        sql::insert(tx, self.id(), sql::Place { family: self.row.id.as_str(), rank }, released)?;
        if let Some(base) = K::base(self.row) {
            sql::rest(tx, self.id(), base)?;
        }
        let ends = [K::until(self.row), release.confirm_by].into_iter().flatten().min();
        if ends.is_some() {
            sql::set_until(tx, self.id(), ends)?;
        }
        store::set_released(tx, &self.row.version, &body)?;
        if narrows {
            K::narrowed(tx, self.row)?;
        } else {
            K::released(tx, self.row)?;
        }
        Ok(self.id().to_owned())
    }
}
