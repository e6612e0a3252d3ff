//! How the secretariat gathers names: it invites organisations that read the text, and says until when.

use serde_json::json;

use super::clock;
use super::names::adopts;
use super::state::EndorsementState;
use super::store::{self, NewRow};
use crate::access::{Act, OrganisationKind, Viewer, allows};
use crate::contributions::Seen;
use crate::db::{Moment, OrganisationId, Tx};
use crate::error::{Fields, Result, message};
use crate::language::{due_at, is_shown_twice};
use crate::outbox::{self, EventKind, To};
use crate::people::{self, Organisation, OrganisationStatus};
use crate::rounds;
use crate::statements::{self, Acting, MACHINE, NewMove, Onward, Outcome, Stage, StageCase, StatementMove};

/// When something is to be, as it was typed in two fields; an hour that the clocks show twice is refused.
pub(crate) fn moment(
    faults: &mut Fields,
    (field, typed): (&str, Option<&str>),
    (zone_field, zone): (&str, Option<&str>),
    now: Moment,
) -> Option<(Moment, &'static str)> {
    let mut found = Fields::default();
    let due = due_at(&mut found, typed, zone, now);
    for (as_due, sent) in [("due_at", field), ("due_zone", zone_field)] {
        for fault in found.of(as_due) {
            faults.add(sent, fault.clone());
        }
    }
    let (at, zone) = due?;
    if typed.is_some_and(|typed| is_shown_twice(typed, zone)) {
        faults.add(field, message("fault-silence-doubled-hour"));
    }
    Some((at, zone))
}

/// Those who are named, as far as they read the text and can be asked.
fn invited(
    tx: &mut Tx<'_>,
    faults: &mut Fields,
    (of, slugs): (&Acting, &[String]),
) -> Result<Vec<Organisation>> {
    let now = tx.now();
    let members = statements::members(tx.conn, &of.of, now)?;
    let known = people::organisations_by_ids(tx.conn, members.into_iter().collect())?;
    let can = |one: &&Organisation| {
        one.status == OrganisationStatus::Active && one.kind != OrganisationKind::Secretariat
    };
    let mut found = Vec::new();
    for slug in slugs.iter().filter(|slug| !slug.is_empty()) {
        match known.values().filter(can).find(|one| one.slug == *slug) {
            Some(one) => found.push(one.clone()),
            None => faults.add("invite", message("fault-endorsement-unread").with("name", slug)),
        }
    }
    Ok(found)
}

fn invite(tx: &mut Tx<'_>, of: &Acting, all: &[Organisation]) -> Result<()> {
    let action = of.of.statement.contribution_id.clone();
    let now = tx.now();
    let adoption = rounds::adoption(tx.conn, now, &of.of)?;
    let stands = |id: &OrganisationId| {
        let count = adoption.as_ref().and_then(|one| one.counted.get(id).copied());
        count.is_some_and(adopts)
    };
    let rows = store::all(tx.conn, &action)?;
    let last = store::last(&rows);
    let hash = of.of.current()?.text.hash();
    for one in all {
        // Who has said something stays what they said, until they say something else; whose name stands there already is asked nothing.
        let open = last
            .get(&one.id)
            .is_none_or(|row| matches!(row.state, EndorsementState::Withdrawn | EndorsementState::Declined));
        if !open || stands(&one.id) {
            continue;
        }
        let new = NewRow {
            version: (of.of.version(), hash.as_str()),
            by: (&one.id, &of.person, None),
            state: EndorsementState::Invited,
            authority: String::new(),
            reservation: String::new(),
        };
        let row = store::insert(tx, &action, new)?;
        let about = (row.id.as_str(), action.as_str());
        let to = To::Organisation(one.id.clone());
        outbox::tell(tx, EventKind::EndorsementAsked, about, &to, Some(&of.person))?;
    }
    Ok(())
}

/// Invites others to endorse what is adopted, for the chair; while names are gathered already, invites more and moves their day. Who wants to
/// endorse it has to read it: readers are added by the penholder.
pub(super) fn gather(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewMove),
    seen: &Seen,
) -> Result<Outcome> {
    let of = rounds::acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::ChairStatement)?;
    if of.of.stage != Stage::SignOn {
        let case = StageCase { chairs: true, ..StageCase::default() };
        MACHINE.decide(of.of.stage, StatementMove::Invite, &case)?;
    }
    let mut faults = Fields::default();
    let now = tx.now();
    let typed = ("sign_on_until", new.sign_on_until.as_deref());
    let until = moment(&mut faults, typed, ("zone", new.zone.as_deref()), now);
    let all = invited(tx, &mut faults, (&of, &new.invite))?;
    faults.into_result(())?;
    let row = statements::amend(tx, &of.of.statement, |row| {
        if let Some((at, zone)) = until {
            (row.sign_on_until, row.sign_on_zone) = (Some(at), zone.to_owned());
        }
    })?;
    if of.of.stage != Stage::SignOn {
        let by = Some((&of.home, &of.person, None));
        let onward = Onward { to: Stage::SignOn, mode: None, version: of.of.version(), by, reason: "" };
        statements::go_on(tx, &row, onward)?;
        let about = row.contribution_id.as_str();
        outbox::tell(tx, EventKind::StatementMoved, (about, about), &To::Coalition, Some(&of.person))?;
    }
    invite(tx, &of, &all)?;
    if let Some(until) = row.sign_on_until {
        clock::remind(tx, &row.contribution_id, until)?;
    }
    let detail = json!({ "from": of.of.stage, "to": Stage::SignOn, "invited": all.len() });
    of.log(tx, viewer, "statement.moved", (None, detail))?;
    Ok(Outcome::Done)
}
