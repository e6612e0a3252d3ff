//! How a statement begins, and who sponsors it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::find::acting;
use super::model::{Statement, StepKind};
use super::stage::Mode;
use super::store::{self, NewStep};
use super::{clock, sponsors, stage};
use crate::access::{Act, OrganisationKind, Token, Viewer, allows};
use crate::actions::{self, ActionLink, NewAction};
use crate::audit::{self, Actor, Entry};
use crate::beside::Released;
use crate::contributions::{self, Seen};
use crate::db::{ContributionId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::mandates::ActionKind;
use crate::outbox::{self, EventKind, To};
use crate::people::{self, OrganisationStatus};
use crate::vault::Vault;
use crate::web::body;

/// A statement, as it is sent: the concept.
#[derive(Deserialize, ToSchema)]
pub struct NewStatement {
    /// What it is to be called.
    #[schema(required, max_length = 200)]
    pub(super) title: String,
    /// What is to be said and why, in Markdown.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 20000)]
    pub(super) reason: Option<String>,
    /// BCP 47; `en` if it is left out.
    pub(super) language: Option<String>,
    /// To whom it is addressed: `kind` (`government`, `company`, `institution`) and `name`.
    #[serde(default)]
    pub(super) target: BTreeMap<String, String>,
    /// `coalition_consensus` if it is left out, `opt_out_consensus` or `signatories_only`.
    pub(super) mode: Option<String>,
    /// Incidents, reports, alerts and other statements. A link is shown only to those who can read its target.
    #[serde(default)]
    pub(super) links: Vec<ActionLink>,
    /// As of a release; one's own organisation if it is left out. An empty list is refused.
    pub(super) audience: Option<Vec<String>>,
    pub(super) except: Option<Vec<String>>,
    pub(super) approvers: Option<String>,
}

/// What was begun.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = StatementBegun)]
pub struct Begun {
    /// `V-…`.
    pub reference: String,
    /// `concept`; `proposed` while a second person decides who reads it.
    #[schema(pattern = "^(concept|proposed)$")]
    pub state: &'static str,
    /// The action that it is: `A-…`.
    pub action: String,
}

/// How it is adopted in the end, as it is sent.
pub(super) fn mode(word: Option<&str>) -> Result<Option<Mode>> {
    let Some(word) = word.filter(|word| !word.is_empty()) else { return Ok(None) };
    word.parse().map(Some).map_err(|_| Error::invalid("mode", message("fault-statement-mode")))
}

/// Faults of the brief as those of what was sent.
fn as_sent(fault: Error) -> Error {
    match fault {
        Error::Invalid(Fields(mut all)) => {
            if let Some(found) = all.remove("brief") {
                all.insert("reason".to_owned(), found);
            }
            Error::Invalid(Fields(all))
        }
        other => other,
    }
}

/// Begins an action that is a statement, and the statement. Beyond the own organisation its concept takes a second person.
pub fn begin(tx: &mut Tx<'_>, vault: &Vault, viewer: &Viewer, new: NewStatement) -> Result<Begun> {
    let home = viewer.organisation().ok_or(Error::SignIn)?.clone();
    allows(viewer, Act::BeginAction { owner: &home })?;
    let mut faults = Fields::default();
    let mode = faults.gather(mode(new.mode.as_deref()))?.flatten();
    let brief = json!({
        "kind": ActionKind::Statement, "title": new.title, "brief": new.reason, "language": new.language,
        "target": new.target, "links": new.links, "audience": new.audience, "except": new.except,
        "approvers": new.approvers,
    });
    let begun = body::read::<NewAction>(&without_nothing(brief));
    let begun = begun.and_then(|brief| actions::begin(tx, vault, viewer, brief)).map_err(as_sent);
    let begun = faults.gather(begun)?;
    faults.into_result(())?;
    let (action, release) = begun.ok_or(Error::NotFound)?;
    let waits = release.state.is_open();
    let statement = match store::of_action(tx.conn, &action.id)? {
        Some(begun) => store::save(tx, Statement { mode: mode.unwrap_or(begun.mode), ..begun })?,
        // It is known to nobody before its action is released.
        None => store::insert(tx, (&action.id, &action.version), (None, mode.unwrap_or(Mode::USUAL)))?,
    };
    Ok(Begun {
        reference: statement.reference,
        state: if waits { "proposed" } else { stage::Stage::Concept.as_str() },
        action: action.reference,
    })
}

/// A body without what is left out.
fn without_nothing(mut body: Value) -> Value {
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    body
}

/// The brief of an action is released. If it is that of a statement, its concept begins; a government that began it sponsors it.
pub(crate) fn released(tx: &mut Tx<'_>, of: &Released<'_>) -> Result<()> {
    let known = store::of_action(tx.conn, of.id)?;
    if known.as_ref().is_some_and(|known| known.stage == stage::Stage::Silence) {
        // Whoever is asked must be able to answer until the deadline, by the mandate that they have.
        return Err(Error::Conflict(message("conflict-statement-round-runs")));
    }
    if known.as_ref().is_some_and(|known| known.begun_at.is_some()) || of.kind != ActionKind::Statement {
        return Ok(());
    }
    let now = tx.now();
    let begun = match known {
        Some(known) => {
            let begun =
                Statement { begun_at: Some(now), moved_at: now, version_id: of.version.clone(), ..known };
            store::save(tx, begun)?
        }
        None => store::insert(tx, (of.id, of.version), (Some(now), Mode::USUAL))?,
    };
    let entry = Entry {
        act: "statement.started",
        subject_kind: of.opened.kind,
        subject: of.opened.id,
        owner: Some(of.organisation),
        detail: json!({ "statement": begun.reference }),
    };
    audit::record(tx, &Actor::of(Some(of.person), Some(of.organisation)), &entry)?;
    let home = people::organisation(tx.conn, of.organisation)?;
    if home.kind != OrganisationKind::Government || home.status != OrganisationStatus::Active {
        return clock::wait_for_sponsor(tx, &begun);
    }
    let begun = store::save(tx, Statement { penholder_id: Some(home.id.clone()), ..begun })?;
    let by = Some((of.organisation, of.person, None));
    let step =
        NewStep { version: of.version, kind: StepKind::Sponsored, stage: None, by, reason: String::new() };
    store::insert_step(tx, &begun, step)
}

/// Sponsors a statement for the viewer's state, which takes part in the action, before all who read it now. The first sponsor holds the
/// pen. Whoever had wanted to give it up stands by it again.
pub fn sponsor(tx: &mut Tx<'_>, viewer: &Viewer, reference: &str, seen: &Seen) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    if !viewer.tokens().contains(&Token::Sector(OrganisationKind::Government)) {
        return Err(Error::Denied(message("denied-statement-state")));
    }
    let acts =
        actions::Acting { row: of.of.action.clone(), home: of.home.clone(), person: of.person.clone() };
    if !actions::takes_part(tx, viewer, &acts)? {
        return Err(Error::Denied(message("denied-statement-part")));
    }
    if !of.of.stage.is_sponsored() {
        return Err(Error::Conflict(message("conflict-statement-ended")));
    }
    let steps = store::steps(tx.conn, &of.of.statement.contribution_id)?;
    if sponsors::sponsors(&steps).get(&of.home).is_some_and(|one| !one.withdraws) {
        return Ok(());
    }
    sponsors::count(&steps, &of.home)?;
    let mandate = of.authority(tx, viewer)?;
    let version = of.of.version().clone();
    let statement = of.of.statement.clone();
    let first = statement.penholder_id.is_none();
    let penholder_id = statement.penholder_id.clone().or(Some(of.home.clone()));
    let statement = store::save(tx, Statement { penholder_id, ..statement })?;
    let step = NewStep {
        version: &version,
        kind: StepKind::Sponsored,
        stage: None,
        by: Some((&of.home, &of.person, mandate.as_ref())),
        reason: String::new(),
    };
    store::insert_step(tx, &statement, step)?;
    if first {
        clock::stop(tx, &statement.contribution_id)?;
    }
    of.log(tx, viewer, "statement.sponsored", (mandate.as_ref(), json!({})))?;
    let began = of.of.action.organisation_id.clone();
    let about = statement.contribution_id.as_str();
    outbox::tell(tx, EventKind::StatementMoved, (about, about), &To::Organisation(began), Some(&of.person))
}

/// Nothing is kept of the statement of an action, nor is anything told of it: it is withdrawn. That is refused while others have something in
/// it: once it has a text, its sponsors give it up first.
pub(crate) fn forget(tx: &mut Tx<'_>, action: &ContributionId) -> Result<()> {
    let known = store::of_action(tx.conn, action)?;
    if known.is_some_and(|known| known.text_id.is_some() && known.stage.is_open()) {
        return Err(Error::Conflict(message("conflict-statement-stands")));
    }
    let told = store::forget(tx, action)?;
    contributions::erase_links_to(tx, action.as_str())?;
    clock::stop(tx, action)?;
    outbox::forget_all(tx, &told)?;
    let kinds = [
        EventKind::StatementMoved,
        EventKind::StatementSaid,
        EventKind::StatementAnswered,
        EventKind::ConsultationOver,
    ];
    kinds.into_iter().try_for_each(|kind| outbox::forget_of_thread(tx, kind, action.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_one_of_three() {
        assert_eq!(mode(None).unwrap(), None);
        assert_eq!(mode(Some("")).unwrap(), None);
        assert_eq!(mode(Some("opt_out_consensus")).unwrap(), Some(Mode::OptOutConsensus));
        assert!(mode(Some("majority")).is_err());
    }
}
