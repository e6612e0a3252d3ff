//! Mandates as those see them who may: the members of the organisation, and convenors, to whom they name nobody.

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::ToSchema;

use super::ActionKind;
use super::authority;
use super::decision::Scope;
use super::store::{self, Known, Mandate, ScopeKind};
use crate::access::{Act, Viewer, allows};
use crate::db::{Conn, Moment, OrganisationId, PersonId, text_enum};
use crate::error::{Error, Result};

/// The most mandates that are over and are still shown.
const MOST_ENDED: usize = 100;

text_enum! {
    /// Where a mandate is.
    pub enum MandateState {
        /// It counts.
        InForce = "in_force",
        /// It will.
        ToCome = "to_come",
        /// It does no more.
        Ended = "ended",
    }
}

/// The mandate that a deputy stands in for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MandateStoodInFor)]
pub struct StoodInFor {
    /// `X-…`.
    pub reference: String,
    /// Who holds it.
    pub name: String,
}

/// A mandate.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Mandate)]
pub struct MandateView {
    /// `X-…`.
    pub reference: String,
    /// The name of whoever holds it; for their own organisation.
    #[schema(required)]
    pub name: Option<String>,
    /// Their e-mail address; for their own organisation.
    #[schema(required)]
    pub person: Option<String>,
    /// In what.
    pub scope: ScopeKind,
    /// The kind of action, where the scope is one.
    #[schema(required)]
    pub kind: Option<ActionKind>,
    /// The forum, where the scope is one.
    #[schema(required)]
    pub forum: Option<String>,
    /// Of a deputy: for whom; for their own organisation.
    #[schema(required)]
    pub stands_in_for: Option<StoodInFor>,
    /// From when it counts.
    pub from: Moment,
    /// From when it does no more, where that is known.
    #[schema(required)]
    pub until: Option<Moment>,
    /// Where it is now.
    pub state: MandateState,
    /// Whether something can be done by it now: not where its holder, or whom they stand in for, has no role for that. For their own
    /// organisation.
    #[schema(required)]
    pub counts: Option<bool>,
}

impl MandateView {
    /// As its own organisation sees it, whose people are named to nobody else; `able`: those who could act.
    fn of(viewer: &Viewer, able: &BTreeSet<PersonId>, known: Known) -> Self {
        let (term, at) = (known.term, viewer.at());
        let own = viewer.is_of(&known.row.organisation_id);
        let counts = term.holds(at) && authority::counts(&known, able);
        let (scope, _) = known.scope.stored();
        let (kind, forum) = match known.scope {
            Scope::Everything => (None, None),
            Scope::Action(kind) => (Some(kind), None),
            Scope::Forum(forum) => (None, Some(forum)),
        };
        let stands_in_for =
            known.principal.map(|(row, person)| StoodInFor { reference: row.reference, name: person.name });
        Self {
            reference: known.row.reference,
            name: own.then_some(known.holder.name),
            person: own.then_some(known.holder.email),
            scope,
            kind,
            forum,
            stands_in_for: stands_in_for.filter(|_| own),
            from: term.from,
            until: term.until,
            state: match (term.is_over(at) || term.is_empty(), term.holds(at)) {
                (true, _) => MandateState::Ended,
                (_, true) => MandateState::InForce,
                _ => MandateState::ToCome,
            },
            counts: own.then_some(counts),
        }
    }
}

/// Those in force first, then those to come, then those that ended last. A fixed number of statements.
fn in_order(conn: &mut Conn, viewer: &Viewer, rows: Vec<Mandate>) -> Result<Vec<MandateView>> {
    let known = store::known(conn, rows)?;
    let able = authority::able(conn, &known, viewer.at())?;
    let mut views: Vec<_> = known.into_iter().map(|one| MandateView::of(viewer, &able, one)).collect();
    let when = |view: &MandateView| match view.state {
        MandateState::Ended => view.until.map_or(0, |until| -until.unix_micros()),
        _ => view.from.unix_micros(),
    };
    views.sort_by_cached_key(|view| (view.state, when(view), view.reference.clone()));
    let mut ended = 0;
    views.retain(|view| {
        ended += usize::from(view.state == MandateState::Ended);
        ended <= MOST_ENDED
    });
    Ok(views)
}

/// The mandates of an organisation, for those who may see them.
pub fn mandates_of(
    conn: &mut Conn,
    viewer: &Viewer,
    organisation: &OrganisationId,
) -> Result<Vec<MandateView>> {
    allows(viewer, Act::SeeMandates { organisation })?;
    let rows = store::of_organisation(conn, organisation)?;
    in_order(conn, viewer, rows)
}

/// The viewer's own mandates, without those that are over.
pub fn mandates_of_viewer(conn: &mut Conn, viewer: &Viewer) -> Result<Vec<MandateView>> {
    let mut rows = store::of_person(conn, viewer.person().ok_or(Error::SignIn)?)?;
    rows.retain(|row| viewer.is_of(&row.organisation_id));
    let mut views = in_order(conn, viewer, rows)?;
    views.retain(|view| view.state != MandateState::Ended);
    Ok(views)
}

/// Whether nobody acts for an organisation without a mandate, for those who may see its mandates.
pub fn only_by_mandate(conn: &mut Conn, viewer: &Viewer, organisation: &OrganisationId) -> Result<bool> {
    allows(viewer, Act::SeeMandates { organisation })?;
    store::has_rule(conn, organisation)
}
