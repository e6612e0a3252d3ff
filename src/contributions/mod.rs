//! The engine for texts that one organisation writes for an audience: a **contribution** is sealed until the release verb
//! releases it, and leaves a tombstone when it is withdrawn.
//!
//! A contribution may *rest on* something without which it cannot be read (a corroboration on its report), may reply to
//! another one, and may *link* to things that it names as evidence. What is special to a kind stays with that kind: it
//! implements [`Kind`] and keeps its details in a table of its own. There is one way in: [`propose`], and by a
//! reference [`find`] and [`open`], which ask the rule before they hand anything out.
//!
//! A contribution has versions. The first version has the id of its contribution; that of a version is the id in
//! `readable`, the subject of its release, and what its text is sealed under. The body of a version is one text from
//! first to last: what is sealed, what is stored once it is released, and what a kind reads back are the same bytes.

mod among;
mod answer;
pub mod api;
mod beneath;
mod condition;
mod confirm;
mod correction;
mod fates;
mod indexed;
mod kind;
mod known;
mod links;
mod lookup;
mod mark;
mod readers;
mod registered;
mod same;
mod store;
mod verbs;
mod versions;
pub mod versions_api;
pub(crate) mod words;
mod written;

use std::collections::BTreeSet;

use crate::access::{Act, Audience, Opened, Readable, ReadableState, Token, Viewer, permits, sql};
use crate::db::{ContributionId, Moment, OrganisationId, PersonId};
use crate::error::{Error, Result};
use crate::flow::Release;
use crate::redaction::Tombstone;
use crate::vault::Sealed;

pub use among::{linking, released_among};
pub use beneath::{Beneath, resting_on};
pub use condition::Condition;
pub use confirm::{confirm, unconfirmed, unconfirmed_beneath};
pub use correction::{Correction, begin_next, own, revise, withdraw_version};
pub use fates::{parent_changed, report_changed};
pub use indexed::{Indexed, SourceOf, each_document};
pub use kind::Kind;
pub use known::{is_decided_by, is_known, is_own};
pub use links::{LinkKind, Linking, erase_links_to, linking_to, links, links_but, links_of_each};
pub use lookup::{Found, Lookup, WaitingText, find, open, queue_items, remark, sealed_text};
pub use mark::{Seen, mark_of};
pub use readers::{ChosenWords, NextReaders, changed, next_readers};
pub use registered::{Registered, end, registered, wire};
pub use store::{by_ids, matching, parents_that_concern, references_of, replied_to, replies_to};
pub use verbs::{Draft, Reviewed, approve, log, propose, return_to_author, withdraw};
pub use versions::{
    current, ever_released, gave_way, open_version, version_before, versions, versions_of_each,
};
pub use written::{Proposed, Written, write};

/// Whether the viewer has what an organisation wrote on their desk: the desk of that organisation, and its author while
/// they hold a role there. Whoever holds none any more reads as the public does, also what they wrote.
pub fn on_desk(viewer: &Viewer, owner: &OrganisationId, author: &PersonId) -> bool {
    (viewer.person() == Some(author) && viewer.reads_as(owner)) || permits(viewer, Act::SeeDesk { owner })
}

/// The organisation as a value of a condition whose desk this is to the viewer: all that it wrote is on it.
pub fn desk_of(viewer: &Viewer) -> String {
    sql::home_for(viewer, &[|owner| Act::SeeDesk { owner }])
}

/// The audiences of those of these texts that a viewer reads, as far as the viewer is told of them. What the texts rest on is
/// not asked about here.
pub fn told<K: Kind>(viewer: &Viewer, rows: &[Contribution<K>]) -> Result<BTreeSet<Token>> {
    let mut tokens = BTreeSet::new();
    for row in rows.iter().filter(|row| row.is_readable_by(viewer)) {
        tokens.extend(row.audience()?.told(viewer, &row.organisation_id));
    }
    Ok(tokens)
}

/// Whether somebody who may know of a sealed text may not open it: who proposes without a desk knows what they wrote.
fn is_blind<K: Kind>(viewer: &Viewer, row: &Contribution<K>, release: &Release) -> bool {
    !permits(viewer, Act::SeeDesk { owner: &row.organisation_id }) && !permits(viewer, release.deciding())
}

/// A contribution of one kind, with one of its versions: the newest where no other is asked for.
#[derive(Debug, Clone)]
pub struct Contribution<K> {
    /// Internal; of its first version too.
    pub id: ContributionId,
    /// Internal: of the version.
    pub version: ContributionId,
    /// Internal: the place of the version among all of its contribution, the cancelled too.
    ordinal: i32,
    /// What the outside calls it: `C-7K3QX9`.
    pub reference: String,
    /// Whose it is.
    pub organisation_id: OrganisationId,
    /// The internal id of what it rests on; empty where it rests on nothing.
    pub rests_on: String,
    /// The revision of that which its author had read.
    pub revision: i32,
    /// What it replies to.
    pub reply_to: Option<ContributionId>,
    /// The text, once it is released; empty before that and after its withdrawal.
    pub body: String,
    /// Who wrote it.
    pub created_by: PersonId,
    /// When.
    pub created_at: Moment,
    /// When it was released.
    pub released_at: Option<Moment>,
    /// When and why it was withdrawn, or this version of it.
    pub ended: Option<Tombstone>,
    /// This version as the rule sees it, once it is released.
    readable: Option<Readable>,
    /// What its kind knows of it.
    pub details: K,
}

impl<K: Kind> Contribution<K> {
    /// Whether it is released, was not withdrawn and has not ended.
    pub fn is_live(&self, at: Moment) -> bool {
        self.released_at.is_some() && self.ended.is_none() && !self.is_past(at)
    }

    /// Whether it has ended although nobody withdrew it: by itself, or retired with what it rests on. Its desk alone still
    /// sees it.
    pub fn is_past(&self, at: Moment) -> bool {
        self.ended.is_none() && self.readable.as_ref().is_some_and(|readable| readable.has_ended(at))
    }

    /// Whether readers are shown this version now: it has not ended, and no newer one has taken its place.
    pub fn is_shown(&self, at: Moment) -> bool {
        let listed = |readable: &Readable| readable.state == ReadableState::Listed && !readable.is_past(at);
        self.ended.is_none() && self.readable.as_ref().is_some_and(listed)
    }

    /// When it ends by itself, where it does.
    pub fn until(&self) -> Option<Moment> {
        self.readable.as_ref().and_then(|readable| readable.until)
    }

    /// Whether the viewer reads it, apart from what it rests on.
    pub fn is_readable_by(&self, viewer: &Viewer) -> bool {
        self.readable.as_ref().is_some_and(|readable| readable.readable_by(viewer))
    }

    /// Who it was released to.
    pub fn audience(&self) -> Result<&Audience> {
        let missing = || Error::stored("contribution", &self.reference, "it was never released");
        Ok(&self.readable.as_ref().ok_or_else(missing)?.audience)
    }

    /// Where it is in one word, for somebody who finds it once it is released.
    pub fn released_state(&self, at: Moment) -> &'static str {
        match (self.is_past(at), self.is_replaced()) {
            (true, _) => "ended",
            (false, true) => "replaced",
            (false, false) => K::RELEASED,
        }
    }

    /// Whether a newer version has taken its place: for somebody who finds it at the address, one that they do not read.
    pub fn is_replaced(&self) -> bool {
        self.readable.as_ref().is_some_and(|readable| readable.state == ReadableState::History)
    }

    /// When it was released; until then, when it was written.
    pub fn at(&self) -> Moment {
        self.released_at.unwrap_or(self.created_at)
    }

    /// Itself, where its sealed text is to be opened.
    pub fn opened(&self) -> Opened<'_> {
        Opened { kind: K::KIND.logged(), id: self.version.as_str(), reference: &self.reference }
    }

    /// Whether the viewer has it on their desk: see [`on_desk`].
    pub fn on_desk(&self, viewer: &Viewer) -> bool {
        on_desk(viewer, &self.organisation_id, &self.created_by)
    }

    /// Whether this version corrects another one.
    pub fn is_correction(&self) -> bool {
        self.version != self.id
    }

    fn sealed(&self) -> Sealed<'_> {
        Sealed { subject: self.version.as_str(), kind: K::SEALED, revision: 1 }
    }
}
