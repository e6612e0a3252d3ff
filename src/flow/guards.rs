//! What is asked of organisations and people when something is released.

use std::collections::BTreeSet;

use diesel::prelude::*;

use super::store::is_unconfirmed;
use super::{Release, ReleaseState};
use crate::access::{self, Token};
use crate::db::schema::release;
use crate::db::{Conn, OrganisationId, PersonId, Tx};
use crate::error::{Error, Result, message};
use crate::people::{self, OrganisationStatus};

/// So many texts of one person are released at a time that nobody has confirmed yet.
const MOST_UNCONFIRMED: i64 = 3;

/// So many texts and updates one person releases at once within a day that nobody confirms, whatever becomes of them.
const MOST_A_DAY: i64 = 10;

/// Refuses a further urgent text of somebody whose word readers have too often taken unconfirmed. What takes the place of an
/// unconfirmed text is none more of those that wait; what only takes one from some of its readers is none at all.
pub(super) fn may_be_urgent(
    tx: &mut Tx<'_>,
    proposer: &PersonId,
    (is_update, narrows): (bool, bool),
) -> Result<()> {
    if narrows {
        return Ok(());
    }
    let own = || release::table.filter(release::proposed_by.eq(proposer)).count();
    let waiting: i64 = own().filter(is_unconfirmed(tx.now())).get_result(tx.conn)?;
    // A text has to be confirmed within a day: what has time left was released within the last.
    let today: i64 = own()
        .filter(release::confirm_by.gt(tx.now()))
        .filter(release::state.ne(ReleaseState::Approved))
        .get_result(tx.conn)?;
    if waiting >= MOST_UNCONFIRMED && !is_update {
        return Err(Error::Conflict(
            message("conflict-too-many-unconfirmed").number("most", MOST_UNCONFIRMED.unsigned_abs()),
        ));
    }
    if today >= MOST_A_DAY {
        return Err(Error::Conflict(
            message("conflict-too-many-urgent").number("most", MOST_A_DAY.unsigned_abs()),
        ));
    }
    Ok(())
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
    let rest = release.audience.without(&inactive);
    // Where nobody else is named, nothing goes to anybody instead.
    let refused = if rest.is_none() { left.first() } else { left.difference(&before).next() };
    if let Some(Token::Organisation(id)) = refused {
        let name = people::organisation(tx.conn, id)?.name;
        return Err(Error::Conflict(message("conflict-addressee-not-active").with("name", name)));
    }
    let Some(rest) = rest else { return Ok(release) };
    let audience = access::store_audience(tx, &rest)?;
    diesel::update(release::table.find(&release.id))
        .set(release::audience_id.eq(audience.id()))
        .execute(tx.conn)?;
    access::forget_audiences(tx, &[release.audience.id().clone()])?;
    Ok(Release { audience, ..release })
}
