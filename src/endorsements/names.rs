//! The names that stand under a text: by its adoption, and by endorsements.

use std::collections::{BTreeMap, BTreeSet};

use super::state::EndorsementState;
use super::store;
use crate::db::{Conn, Moment, OrganisationId, text_enum};
use crate::error::Result;
use crate::people::{self, Organisation};
use crate::rounds;
use crate::silence::Count;
use crate::statements::Standing;

text_enum! {
    /// How a name comes to stand under a text.
    pub enum NameKind {
        /// It was adopted with its consent.
        Adopted = "adopted",
        /// It endorses it.
        Endorsed = "endorsed",
        /// It dissociates from what was adopted: a footnote says so.
        Dissociated = "dissociated",
    }
}

/// A name under a text.
#[derive(Debug, Clone)]
pub struct Name {
    /// Whose.
    pub organisation: Organisation,
    /// How.
    pub kind: NameKind,
    /// What it reserves; empty where nothing.
    pub reservation: String,
}

/// All that is to stand under a text.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// When it was adopted, if it was.
    pub adopted_at: Option<Moment>,
    /// By name.
    pub names: Vec<Name>,
    /// Organisations that want to endorse it and wait for their authority.
    pub pending: BTreeSet<OrganisationId>,
}

impl Names {
    /// Whether somebody stands under it.
    pub fn is_signed(&self) -> bool {
        self.names.iter().any(|one| one.kind != NameKind::Dissociated)
    }
}

/// Whether an organisation stands under a text by its adoption alone.
pub(super) fn adopts(count: Count) -> bool {
    matches!(count, Count::Consents | Count::ConsentsBySilence | Count::Signs)
}

/// The names under a text as it is at a moment, whoever may know of them: for those who gather them.
pub fn names(conn: &mut Conn, at: Moment, of: &Standing) -> Result<Names> {
    let adoption = rounds::adoption(conn, at, of)?;
    let hash = of.current()?.text.hash();
    let mut found: BTreeMap<OrganisationId, (NameKind, String)> = BTreeMap::new();
    if let Some(adoption) = &adoption {
        for (id, count) in &adoption.counted {
            let reservation = adoption.reservations.get(id).cloned().unwrap_or_default();
            if adopts(*count) {
                found.insert(id.clone(), (NameKind::Adopted, reservation));
            } else if *count == Count::Footnoted {
                found.insert(id.clone(), (NameKind::Dissociated, String::new()));
            }
        }
    }
    let rows = store::all(conn, &of.statement.contribution_id)?;
    let mut pending = BTreeSet::new();
    for (id, row) in store::last(&rows) {
        if row.state.signs() && row.hash == hash {
            found.insert(id, (NameKind::Endorsed, row.reservation.clone()));
        } else if row.state == EndorsementState::AuthorityPending {
            pending.insert(id);
        }
    }
    let organisations = people::organisations_by_ids(conn, found.keys().cloned().collect())?;
    let name = |(id, (kind, reservation)): (OrganisationId, (NameKind, String))| {
        let organisation = organisations.get(&id)?.clone();
        Some(Name { organisation, kind, reservation })
    };
    let mut names: Vec<Name> = found.into_iter().filter_map(name).collect();
    names.sort_by(|a, b| {
        (&a.organisation.name, &a.organisation.id).cmp(&(&b.organisation.name, &b.organisation.id))
    });
    Ok(Names { adopted_at: adoption.map(|one| one.at), names, pending })
}
