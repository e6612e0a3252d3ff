//! Amendments: a state proposes other words for one paragraph of the version that is read now, and the penholder answers.

use serde::Deserialize;
use utoipa::ToSchema;
use wording::StatementText;

use super::common::{bounded, holds, log, paragraph, tell_author, tell_holder, votes};
use crate::access::{Act, Viewer, allows};
use crate::chamber::seen_as;
use crate::contributions::{self, Seen};
use crate::db::{AmendmentId, Tx};
use crate::description::named_version;
use crate::error::{Error, Fields, Result, message};
use crate::statements::rows::{amendments, free_reference, insert_amendment, settle_amendment};
use crate::statements::{
    self, AMENDMENTS, Acting, Amendment, AmendmentKind, AmendmentState, Body, EntryCase, Shown,
    StatementMove, acting,
};
use crate::web::body;

/// An amendment, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementAmendment)]
pub struct NewAmendment {
    /// Which paragraph (`p7`).
    #[schema(required)]
    pub(super) paragraph: String,
    /// Of which version: its number, its hash or the `mark`. 412 where another is read by now.
    #[schema(required, schema_with = named_version)]
    pub(super) version: String,
    /// What it would do; `replace` if it is left out.
    #[schema(pattern = "^(replace|insert_after|delete)$")]
    pub(super) kind: Option<String>,
    /// The words; none to take the paragraph out.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 10000)]
    pub(super) text: Option<String>,
}

/// What becomes of an amendment.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementDecision)]
pub struct NewDecision {
    /// By the penholder; `withdrawn` by its author.
    #[schema(required, pattern = "^(accepted|accepted_modified|rejected|withdrawn)$")]
    pub(super) decision: String,
    /// Needed where it is rejected.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 2000)]
    pub(super) reason: Option<String>,
    /// With `accepted_modified`: the words that go into the text in its place.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 10000)]
    pub(super) text: Option<String>,
}

/// Refuses an amendment to another version than the one that is read now.
fn is_current(of: &Acting, seen: &Seen) -> Result<()> {
    let said = seen.clone().said().unwrap_or_default();
    if said.is_empty() {
        return Err(Error::invalid("version", message("fault-missing")));
    }
    let stale = |_| Error::Overtaken(message("conflict-statement-version"));
    seen.check(&of.of.mark()).map_err(stale)
}

/// Proposes other words for a paragraph, before all who read the text now. An amendment to another version than theirs is refused, and
/// asked for again. The reference.
pub fn propose(tx: &mut Tx<'_>, viewer: &Viewer, (reference, new): (&str, &NewAmendment)) -> Result<String> {
    let seen = seen_as(tx, viewer, reference, new.version.trim())?;
    let of = acting(tx, viewer, reference, &Seen::default())?;
    votes(viewer, &of, StatementMove::Amend)?;
    let text = of.of.current()?;
    is_current(&of, &seen)?;
    let mandate = of.authority(tx, viewer)?;
    let mut faults = Fields::default();
    let about = faults.gather(paragraph(text, &new.paragraph))?;
    let kind = new.kind.as_deref().filter(|kind| !kind.is_empty()).unwrap_or("replace");
    let kind: Option<AmendmentKind> = kind.parse().ok();
    if kind.is_none() {
        faults.add("kind", message("fault-statement-kind"));
    }
    let kind = kind.unwrap_or(AmendmentKind::Replace);
    let words = words(&mut faults, kind, new.text.as_deref());
    if kind == AmendmentKind::Replace && about.is_some_and(|about| about.text == words) {
        faults.add("text", message("fault-statement-same"));
    }
    faults.into_result(())?;
    bounded(tx, &of)?;
    let row = Amendment {
        id: tx.id::<AmendmentId>(),
        reference: free_reference(tx)?,
        contribution_id: of.of.action.id.clone(),
        version_id: text.row.version.clone(),
        hash: text.text.hash(),
        paragraph: new.paragraph.clone(),
        kind,
        organisation_id: of.home.clone(),
        person_id: of.person.clone(),
        mandate_id: mandate.clone(),
        at: tx.now(),
        text: words,
        state: AmendmentState::Submitted,
        reason: String::new(),
        settled: String::new(),
        decided_by: None,
        decided_at: None,
        taken_version_id: None,
    };
    insert_amendment(tx, &row)?;
    log(tx, viewer, &of, ("statement.amendment_made", mandate.as_ref(), &row.reference))?;
    tell_holder(tx, &of, row.id.as_str())?;
    Ok(row.reference)
}

/// The words of an amendment; of one that takes its paragraph out there are none.
fn words(faults: &mut Fields, kind: AmendmentKind, text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    if kind == AmendmentKind::Delete {
        if !text.trim().is_empty() {
            faults.add("text", message("fault-statement-no-words"));
        }
        return String::new();
    }
    statements::words(text).unwrap_or_else(|fault| {
        faults.add("text", fault);
        String::new()
    })
}

/// Answers an amendment, for the penholder; or takes it back, for its author.
pub fn decide(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    ((reference, entry), new): ((&str, &str), &NewDecision),
    seen: &Seen,
) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    let row = Shown::load(tx.conn, viewer, &of.of.statement)?.amendment(entry)?.clone();
    allows(viewer, Act::JoinAction)?;
    let to = new.decision.parse().ok().filter(|to: &AmendmentState| AMENDMENTS.knows(*to));
    let to = to.ok_or_else(|| Error::invalid("decision", message("fault-statement-decision")))?;
    let reason = statements::reason(new.reason.as_deref())?;
    let mut faults = Fields::default();
    let settled = if to == AmendmentState::AcceptedModified {
        words(&mut faults, row.kind, new.text.as_deref())
    } else {
        if !new.text.as_deref().unwrap_or_default().trim().is_empty() {
            faults.add("text", message("fault-statement-own-words"));
        }
        String::new()
    };
    let is_said = !settled.is_empty() || !faults.0.is_empty();
    let case = EntryCase {
        penholder: holds(&of),
        author: of.home == row.organisation_id,
        orphaned: false,
        reason: !reason.is_empty(),
        words: is_said && row.kind != AmendmentKind::Delete,
        taken: row.taken_version_id.is_some(),
    };
    AMENDMENTS.decide(row.state, to, &case)?;
    votes(viewer, &of, StatementMove::Amend)?;
    faults.into_result(())?;
    if to.is_accepted() {
        is_alone(tx, &of, &row)?;
        reads_as_then(tx, viewer, &of, &row)?;
    }
    let mandate = of.authority(tx, viewer)?;
    settle_amendment(tx, &row, (to, &reason, &settled), Some(&of.person))?;
    let act = if to == AmendmentState::Withdrawn {
        "statement.amendment_withdrawn"
    } else {
        "statement.amendment_answered"
    };
    log(tx, viewer, &of, (act, mandate.as_ref(), &row.reference))?;
    if to == AmendmentState::Withdrawn {
        return Ok(());
    }
    tell_author(tx, &of, (row.id.as_str(), &row.organisation_id))
}

/// Refuses a second amendment that would change or take out the same paragraph in the same version, and one to a paragraph that stands in
/// the text no more.
fn is_alone(tx: &mut Tx<'_>, of: &Acting, row: &Amendment) -> Result<()> {
    paragraph(of.of.current()?, &row.paragraph)
        .map_err(|_| Error::Conflict(message("conflict-statement-paragraph-gone")))?;
    let changes = |one: &Amendment| one.kind != AmendmentKind::InsertAfter;
    let others = amendments(tx.conn, &of.of.statement)?;
    let other = others.iter().find(|one| {
        one.id != row.id
            && one.is_to_be_taken()
            && one.paragraph == row.paragraph
            && (changes(one) && changes(row)
                || one.kind == AmendmentKind::Delete
                || row.kind == AmendmentKind::Delete)
    });
    match other {
        Some(other) => {
            let taken = message("conflict-statement-two").with("amendment", &other.reference);
            Err(Error::Conflict(taken))
        }
        None => Ok(()),
    }
}

/// Refuses an amendment to a paragraph that reads otherwise than in the version for which it was proposed: what it would undo, nobody agreed
/// to undo. Those that wait are overtaken with the version that changes their paragraph; one that was rejected is not.
fn reads_as_then(tx: &mut Tx<'_>, viewer: &Viewer, of: &Acting, row: &Amendment) -> Result<()> {
    let now = of.of.current()?;
    if now.text.hash() == row.hash {
        return Ok(());
    }
    let mut then = None;
    // The words of a version are gone where the next one left somebody out; the same stand in that one.
    for version in contributions::versions(tx.conn, viewer, &now.row)? {
        if then.is_none() && !version.body.is_empty() {
            then = Some(Body::read(&version)?.text).filter(|text| text.hash() == row.hash);
        }
    }
    let said = |text: &StatementText| {
        let found = text.paragraphs.iter().find(|one| one.id.as_str() == row.paragraph);
        found.map(|found| found.text.clone())
    };
    if then.as_ref().map_or(row.state != AmendmentState::Rejected, |then| said(then) == said(&now.text)) {
        Ok(())
    } else {
        Err(Error::Conflict(message("conflict-statement-paragraph-changed")))
    }
}
