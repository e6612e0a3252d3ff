//! How an administrator gives and ends mandates, and says whether nobody acts without one.

use serde_json::json;

use super::decision::{Scope, Term};
use super::input::{Asked, NewMandate};
use super::store::{self, Known, Mandate};
use super::{authority, reminder};
use crate::access::{Act, Capability, Viewer, allows, capabilities_of};
use crate::audit::{self, Actor, Entry, SubjectKind};
use crate::db::{MandateId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::people::{self, Organisation, Person};

/// The most mandates in force or to come of an organisation.
const MOST: usize = 500;

/// Gives a mandate to a colleague who acts for the organisation. Its reference.
pub fn grant(tx: &mut Tx<'_>, viewer: &Viewer, home: &Organisation, new: &NewMandate) -> Result<String> {
    allows(viewer, Act::ManageMandates { organisation: &home.id })?;
    let by = viewer.person().ok_or(Error::SignIn)?;
    let now = tx.now();
    let rows = store::of_organisation(tx.conn, &home.id)?;
    let mut all = store::known(tx.conn, rows)?;
    all.retain(|one| !one.term.is_over(now) && !one.term.is_empty());
    let mut faults = Fields::default();
    let holder = holder(tx, viewer, home, &new.person);
    let holder = faults.gather(holder)?;
    let term = new.term(now, &mut faults);
    let asked = new.asked(&mut faults);
    let mut principal = None;
    let scope = match asked {
        None => None,
        Some(Asked::Scope(scope)) => Some(scope),
        Some(Asked::Deputy(of)) => {
            let found = stood_in_for(&all, &of, (holder.as_ref(), term));
            let found = faults.gather(found)?;
            if term.until.is_none() && faults.of("until").is_empty() {
                faults.add("until", message("fault-mandate-deputy-end"));
            }
            principal = found.map(|one| one.row.id.clone());
            found.map(|one| one.scope.clone())
        }
    };
    let found = faults.into_result(holder.zip(scope))?;
    let (holder, scope) =
        found.ok_or_else(|| Error::Internal("a mandate without a fault and without a part".into()))?;
    not_doubled(&all, &holder, (&scope, term), principal.as_ref())?;
    let row = store::insert(
        tx,
        &store::NewRow {
            organisation: &home.id,
            person: &holder.id,
            scope: &scope,
            stands_in_for: principal.as_ref(),
            term,
            by,
        },
    )?;
    reminder::set(tx, &row)?;
    log(tx, viewer, home, "mandate.granted", Some(&row))?;
    Ok(row.reference)
}

/// Somebody of the organisation who acts for it by their role.
fn holder(tx: &mut Tx<'_>, viewer: &Viewer, home: &Organisation, email: &str) -> Result<Person> {
    let found = people::managed(tx.conn, viewer, home, email)?;
    let known = people::viewer_for(tx.conn, &found.id, tx.now())?;
    // A role that still waits to count is one: the mandate may be for later.
    let acts = capabilities_of(known.roles(), home.kind).contains(&Capability::Coordinate);
    if acts { Ok(found) } else { Err(Error::invalid("person", message("fault-mandate-no-delegate"))) }
}

/// The mandate that a deputy stands in for: of somebody else, their own, and in force at some moment of these.
fn stood_in_for<'a>(
    all: &'a [Known],
    reference: &str,
    (deputy, term): (Option<&Person>, Term),
) -> Result<&'a Known> {
    let refused = |key| Err(Error::invalid("stands_in_for", message(key)));
    let Some(found) = all.iter().find(|one| one.row.reference == reference) else {
        return refused("fault-mandate-none");
    };
    if found.principal.is_some() {
        return refused("fault-mandate-of-deputy");
    }
    if deputy.is_some_and(|deputy| deputy.id == found.holder.id) {
        return refused("fault-mandate-oneself");
    }
    if found.term.within(term).is_empty() { refused("fault-mandate-outside") } else { Ok(found) }
}

/// Refuses what somebody holds already, and more than an organisation keeps.
fn not_doubled(all: &[Known], holder: &Person, what: (&Scope, Term), of: Option<&MandateId>) -> Result<()> {
    if let Some(held) = all.iter().find(|one| one.is_doubled_by(&holder.id, what, of)) {
        return Err(Error::Conflict(message("conflict-mandate-held").with("reference", &held.row.reference)));
    }
    let most = u64::try_from(MOST).map_err(Error::internal)?;
    if all.len() < MOST {
        Ok(())
    } else {
        Err(Error::Conflict(message("conflict-mandates-enough").number("most", most)))
    }
}

/// Ends a mandate now. What is over already stays as it is: somebody else was first.
pub fn end(tx: &mut Tx<'_>, viewer: &Viewer, home: &Organisation, reference: &str) -> Result<()> {
    allows(viewer, Act::ManageMandates { organisation: &home.id })?;
    let by = viewer.person().ok_or(Error::SignIn)?;
    let row = store::called(tx.conn, &home.id, reference)?.ok_or(Error::NotFound)?;
    let over = row.ended_at.is_some() || row.until_at.is_some_and(|until| until <= tx.now());
    if over {
        return Ok(());
    }
    store::set_ended(tx, &row.id, by)?;
    reminder::cancel(tx, &row)?;
    log(tx, viewer, home, "mandate.ended", Some(&row))
}

/// Says whether nobody acts for the organisation without a mandate. Somebody has to be able to act by one, or nobody could act for it.
pub fn set_rule(tx: &mut Tx<'_>, viewer: &Viewer, home: &Organisation, only_by_mandate: bool) -> Result<()> {
    allows(viewer, Act::ManageMandates { organisation: &home.id })?;
    let by = viewer.person().ok_or(Error::SignIn)?;
    if store::has_rule(tx.conn, &home.id)? == only_by_mandate {
        return Ok(());
    }
    if only_by_mandate {
        let rows = store::of_organisation(tx.conn, &home.id)?;
        let now = tx.now();
        let mut known = store::known(tx.conn, rows)?;
        known.retain(|one| one.term.holds(now));
        let able = authority::able(tx.conn, &known, now)?;
        if !known.iter().any(|one| authority::counts(one, &able)) {
            return Err(Error::Conflict(message("conflict-mandates-none")));
        }
    }
    store::set_rule(tx, &home.id, only_by_mandate.then_some(by))?;
    log(tx, viewer, home, if only_by_mandate { "mandate.asked_for" } else { "mandate.not_asked_for" }, None)
}

fn log(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    home: &Organisation,
    act: &'static str,
    row: Option<&Mandate>,
) -> Result<()> {
    let actor = Actor::of(viewer.person(), viewer.organisation());
    let (subject_kind, subject, detail) = match row {
        Some(row) => (SubjectKind::Mandate, row.id.as_str(), json!({ "scope": row.scope })),
        None => (SubjectKind::Organisation, home.id.as_str(), json!({})),
    };
    audit::record(tx, &actor, &Entry { act, subject_kind, subject, owner: Some(&home.id), detail })
}
