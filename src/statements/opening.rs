//! What follows when a version is released that opens the text to others: they are asked, or the chair is.

use serde_json::json;

use super::body::{Body, Opening, Wording};
use super::clock;
use super::model::{Statement, StepKind};
use super::stage::Stage;
use super::store::{self, NewStep};
use crate::audit::{self, Actor, Entry};
use crate::contributions::{self, Contribution};
use crate::db::{ContributionId, Tx};
use crate::error::{Error, Result, message};
use crate::outbox::{self, EventKind, To};

/// A version is released, maybe after a second person has agreed to its readers. What stands in the way of its opening by then refuses the
/// release.
pub(super) fn released(tx: &mut Tx<'_>, row: &Contribution<Wording>) -> Result<()> {
    let missing = || Error::stored("statement", &row.reference, "it is missing");
    let stored = contributions::by_ids::<Wording>(tx.conn, std::slice::from_ref(&row.id))?.pop();
    let stored = stored.ok_or_else(missing)?;
    let Some(opening) = Body::read(&stored)?.opening else { return Ok(()) };
    let action = ContributionId::from(row.rests_on.clone());
    let of = store::of_action(tx.conn, &action)?.ok_or_else(missing)?;
    if of.stage != Stage::Drafting {
        return Err(Error::Conflict(message("conflict-statement-opened")));
    }
    let (kind, stage, reason) = match &opening.until {
        Some(until) if until.at <= tx.now() => {
            return Err(Error::Conflict(message("conflict-statement-until")));
        }
        Some(_) => (StepKind::Moved, Some(Stage::Consultation), String::new()),
        None => (StepKind::Urged, None, opening.urgent.clone()),
    };
    let mandate = of.opening_mandate_id.clone();
    let of = opened(tx, of, &opening)?;
    let by = Some((&row.organisation_id, &row.created_by, mandate.as_ref()));
    store::insert_step(tx, &of, NewStep { version: &row.version, kind, stage, by, reason })?;
    let opened = row.opened();
    let entry = Entry {
        act: "statement.opened",
        subject_kind: opened.kind,
        subject: opened.id,
        owner: Some(&row.organisation_id),
        detail: json!({ "to": of.stage }),
    };
    audit::record(tx, &Actor::of(Some(&row.created_by), Some(&row.organisation_id)), &entry)?;
    let about = of.contribution_id.as_str();
    outbox::tell(tx, EventKind::StatementMoved, (about, about), &To::Coalition, Some(&row.created_by))
}

/// The statement as it is then; of one that is asked for with its end.
fn opened(tx: &mut Tx<'_>, of: Statement, opening: &Opening) -> Result<Statement> {
    let Some(until) = &opening.until else {
        return store::save(tx, Statement { urgent: true, opening_mandate_id: None, ..of });
    };
    let asked = Statement {
        stage: Stage::Consultation,
        moved_at: tx.now(),
        consult_until: Some(until.at),
        consult_zone: until.zone.clone(),
        urgent: false,
        opening_mandate_id: None,
        ..of
    };
    let of = store::save(tx, asked)?;
    clock::wait_until(tx, &of, until.at)?;
    Ok(of)
}
