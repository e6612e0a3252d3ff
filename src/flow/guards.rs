//! What is asked of organisations and people when something is released.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::store::of_person;
use super::{Release, ReleaseState};
use crate::access::{self, Audience, Token};
use crate::db::schema::release;
use crate::db::{Conn, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result, message};
use crate::people::{self, OrganisationStatus};

/// So many texts of one person are released at a time that nobody has confirmed yet.
const MOST_UNCONFIRMED: usize = 3;

/// Refuses a further urgent text of somebody whose word readers have too often taken unconfirmed.
pub(super) fn may_be_urgent(tx: &mut Tx<'_>, proposer: &PersonId) -> Result<()> {
    let proposed = of_person(tx.conn, tx.now(), proposer)?;
    let open = proposed.iter().filter(|one| one.state == ReleaseState::Unconfirmed).count();
    if open < MOST_UNCONFIRMED {
        return Ok(());
    }
    Err(Error::Conflict(message("conflict-too-many-unconfirmed").number("most", MOST_UNCONFIRMED as u64)))
}

/// Nothing is released by an organisation that is no active member.
pub(super) fn is_active(tx: &mut Tx<'_>, owner: &OrganisationId) -> Result<()> {
    if people::organisation(tx.conn, owner)?.status == OrganisationStatus::Active {
        return Ok(());
    }
    Err(Error::Conflict(message("conflict-owner-suspended")))
}

/// Nor is anything released to one. What takes the place of a released text goes to its other readers all the same: they
/// wait for it, and whoever is no active member keeps what was addressed to them `before`.
pub(super) fn still_addressed(
    tx: &mut Tx<'_>,
    release: Release,
    before: impl FnOnce(&mut Conn) -> Result<BTreeSet<Token>>,
) -> Result<Release> {
    let inactive = people::inactive(tx.conn)?;
    let named = |token: &&Token| matches!(token, Token::Organisation(id) if inactive.contains(id));
    let left: BTreeSet<Token> = release.audience.tokens().iter().filter(named).cloned().collect();
    if left.is_empty() {
        return Ok(release);
    }
    let before = before(tx.conn)?;
    if let Some(Token::Organisation(id)) = left.difference(&before).next() {
        let name = people::organisation(tx.conn, id)?.name;
        return Err(Error::Conflict(message("conflict-addressee-not-active").with("name", name)));
    }
    let own = || Audience::of(Token::Organisation(release.organisation.clone()));
    let rest = release.audience.without(&inactive).unwrap_or_else(own);
    let audience = access::store_audience(tx, &rest)?;
    diesel::update(release::table.find(&release.id))
        .set(release::audience_id.eq(audience.id()))
        .execute(tx.conn)?;
    access::forget_audiences(tx, &[release.audience.id().clone()])?;
    Ok(Release { audience, ..release })
}
