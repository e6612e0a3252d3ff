//! What a kind of contribution says of itself.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use super::{Condition, Contribution, is_blind};
use crate::access::{Audience, Viewer};
use crate::db::{Conn, ContributionId, Moment, Tx};
use crate::error::Result;
use crate::flow::{Release, ReleaseState, TextKind};
use crate::vault::Vault;

/// So many characters of a text stand for it in a queue.
const BEGINNING: usize = 80;

/// A kind of contribution. The type that implements it holds the details that the kind stores beside the text.
pub trait Kind: Clone + Sized + 'static {
    /// Which kind it is.
    const KIND: TextKind;
    /// The first letter of its references: the `C` of `C-7K3QX9`.
    const PREFIX: char;
    /// The name that is bound into its sealed texts.
    const SEALED: &'static str;
    /// What the log says when one is written, and when one is withdrawn.
    const DRAFTED: &'static str;
    /// See [`Kind::DRAFTED`].
    const WITHDRAWN: &'static str;
    /// Where a text is, in one word, once it is released.
    const RELEASED: &'static str = "live";
    /// One as a program reads it: the JSON of the answer, and its description.
    type View: Serialize + ToSchema + Send + 'static;
    /// Whether the sealed text is kept once it is released: its desk begins others from it, also after a withdrawal.
    const KEEPS_SEALED: bool = false;

    /// Stores the details of a contribution that is being proposed.
    fn insert(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()>;

    /// The stored details of these contributions, by id.
    fn details(conn: &mut Conn, ids: &[String]) -> Result<BTreeMap<String, Self>>;

    /// The condition on its row that the viewer may know of it: for most kinds [`super::is_known`].
    fn is_known(viewer: &Viewer) -> Condition;

    /// Which of these somebody may read who reads them by that condition, where that depends on what is in no column. In as many
    /// statements however many they are.
    fn may_read(_conn: &mut Conn, _viewer: &Viewer, all: &[Contribution<Self>]) -> Result<Vec<bool>> {
        Ok(vec![true; all.len()])
    }

    /// Whether the viewer, who may know of these sealed texts, may open each of them.
    fn may_open(
        _conn: &mut Conn,
        viewer: &Viewer,
        all: &[(&Contribution<Self>, &Release)],
    ) -> Result<Vec<bool>> {
        Ok(all.iter().map(|(row, release)| !is_blind(viewer, row, release)).collect())
    }

    /// Asked in the transaction that releases it: what it rests on may have changed since it was proposed.
    fn guard(_tx: &mut Tx<'_>, _row: &Contribution<Self>) -> Result<()> {
        Ok(())
    }

    /// Called when it was released: what else changes with that.
    fn released(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()>;

    /// Called in place of [`Kind::released`] where it says what was read already, for some of its readers: it is news to nobody.
    fn narrowed(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()> {
        Self::released(tx, row)
    }

    /// Called when it was confirmed after its release: what else changes with that. Its readers read what they read before,
    /// and were told at its release. But it no longer ends: a kind that lists know says so in the change log.
    fn confirmed(_tx: &mut Tx<'_>, _row: &Contribution<Self>) -> Result<()> {
        Ok(())
    }

    /// When it ends by itself, where its author said so.
    fn until(_row: &Contribution<Self>) -> Option<Moment> {
        None
    }

    /// Called when it was withdrawn: what else changes with that, and what of the details may not stay.
    fn withdrawn(tx: &mut Tx<'_>, row: &Contribution<Self>) -> Result<()>;

    /// Called when one version was withdrawn alone: what else changes with that, and what of it may not stay.
    fn version_withdrawn(_tx: &mut Tx<'_>, _version: &ContributionId) -> Result<()> {
        Ok(())
    }

    /// The internal id of the report that it is about: for most kinds, what it rests on.
    fn about(row: &Contribution<Self>) -> Option<&str> {
        Some(&row.rests_on)
    }

    /// The readable thing on which it rests: who does not read that does not read this either, by the rule. None where what
    /// it rests on is nothing that the rule knows; then [`Kind::is_known`] and [`Kind::may_read`] ask.
    fn base(row: &Contribution<Self>) -> Option<&str> {
        Some(row.rests_on.as_str()).filter(|id| !id.is_empty())
    }

    /// What stands for a text in a queue: how it begins.
    fn title(body: &str) -> Result<String> {
        Ok(body.chars().take(BEGINNING).collect())
    }

    /// Whether a version with the body `next` says what the one with the body `before` says. Then nothing but its readers can change,
    /// and to take it from some of them needs no second person.
    fn same_words(before: &str, next: &str) -> bool {
        before == next
    }

    /// The language of the text, where that is known.
    fn language(&self) -> Option<&str> {
        None
    }

    /// Where a text is, in one word, as far as its release tells.
    fn state_of(release: &Release) -> &'static str {
        if release.state == ReleaseState::Approved { Self::RELEASED } else { release.state_of_text() }
    }

    /// Where it is, in one word, for the viewer who has just approved it.
    fn approved(_viewer: &Viewer, _row: &Contribution<Self>, _release: &Release) -> &'static str {
        Self::RELEASED
    }

    /// One as this viewer reads it, who may: with its audience, and where it is in one word.
    fn view(
        conn: &mut Conn,
        viewer: &Viewer,
        row: Contribution<Self>,
        audience: &Audience,
        state: &'static str,
    ) -> Result<Self::View>;

    /// The answer to a program that asks for one, where the kind shows its texts in a way of its own.
    fn answer(
        _tx: &mut Tx<'_>,
        _vault: &Vault,
        _viewer: &Viewer,
        _reference: &str,
    ) -> Result<Option<Answer<Self::View>>> {
        Ok(None)
    }
}
