//! Who reads the next version of a contribution.
//!
//! The next version goes to the readers of the one before. An organisation that is not an active member keeps what was
//! addressed to it and gets nothing new: it neither reads the next version nor stops anybody from releasing one.

use std::collections::BTreeSet;

use super::{Contribution, Kind, versions};
use crate::access::{Audience, Token, sql};
use crate::db::{Conn, OrganisationId};
use crate::error::Result;
use crate::people;

/// Who reads a contribution now, as far as its next version concerns them.
pub struct NextReaders {
    /// To whom the next version goes if nobody is named.
    pub audience: Audience,
    /// Organisations that read it now and are no active members.
    pub kept: BTreeSet<Token>,
    /// Organisations that are left out now and are no active members: nobody can name them, so they stay left out.
    pub left_out: BTreeSet<OrganisationId>,
}

/// The readers of now, if anything of it is released. Where all who are named are no active members, they stay named: nothing is
/// released to them, and nothing to anybody else instead.
pub fn next_readers<K: Kind>(conn: &mut Conn, row: &Contribution<K>) -> Result<Option<NextReaders>> {
    let Some(current) = versions::current(conn, row)? else { return Ok(None) };
    let now = sql::audience(conn, current.as_str())?;
    let inactive = people::inactive(conn)?;
    let audience = now.without(&inactive).unwrap_or_else(|| now.clone());
    Ok(Some(NextReaders {
        kept: now.tokens().difference(audience.tokens()).cloned().collect(),
        left_out: now.except().iter().filter(|id| inactive.contains(id)).cloned().collect(),
        audience,
    }))
}
