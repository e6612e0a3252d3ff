//! Inputs of a consultation, and comments on paragraphs: whoever reads the text says something of it, and the penholder answers.

use serde::Deserialize;
use utoipa::ToSchema;

use super::common::{bounded, holds, log, paragraph, tell_author, tell_holder};
use crate::access::{Act, Viewer, allows};
use crate::contributions::Seen;
use crate::db::{InputId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::statements::rows::{answer_input, free_reference, insert_input};
use crate::statements::{self, Acting, Input, InputAnswer, Shown, acting};
use crate::web::{body, needed_words};

/// The most characters of what is said.
const LONGEST: usize = 10_000;

/// What somebody says of a text, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementInput)]
pub struct NewInput {
    /// Of which paragraph (`p7`); of the whole if it is left out.
    pub(super) paragraph: Option<String>,
    /// What is said.
    #[serde(deserialize_with = "body::long")]
    #[schema(required, max_length = 10000)]
    pub(super) text: Option<String>,
}

/// What the penholder answers.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementAnswer)]
pub struct NewAnswer {
    /// How far it is followed.
    #[schema(required, pattern = "^(accepted|partly|not)$")]
    pub(super) answer: String,
    /// Why it is not followed, or in part alone: it has to be said.
    #[serde(deserialize_with = "body::long")]
    #[schema(max_length = 2000)]
    pub(super) reason: Option<String>,
}

/// Refuses what is said of a text that is neither consulted on nor negotiated.
fn is_discussed(of: &Acting) -> Result<()> {
    let open = of.of.stage.is_discussed();
    if open { Ok(()) } else { Err(Error::Conflict(message("conflict-statement-discussed"))) }
}

/// Says something of a text, or of one of its paragraphs, before all who read it now. The reference.
pub fn say(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewInput),
    seen: &Seen,
) -> Result<String> {
    let of = acting(tx, viewer, reference, seen)?;
    allows(viewer, Act::JoinAction)?;
    let text = of.of.current()?;
    is_discussed(&of)?;
    if !of.of.is_asked(tx.arrived()) {
        return Err(Error::Conflict(message("conflict-statement-asked")));
    }
    let mandate = of.authority(tx, viewer)?;
    let mut faults = Fields::default();
    let said = needed_words(&mut faults, "text", new.text.as_deref().unwrap_or_default(), LONGEST);
    let about = new.paragraph.clone().filter(|id| !id.is_empty());
    if let Some(id) = &about {
        faults.gather(paragraph(text, id).map(|_| ()))?;
    }
    faults.into_result(())?;
    bounded(tx, &of)?;
    let row = Input {
        id: tx.id::<InputId>(),
        reference: free_reference(tx)?,
        contribution_id: of.of.action.id.clone(),
        version_id: text.row.version.clone(),
        paragraph: about,
        organisation_id: of.home.clone(),
        person_id: of.person.clone(),
        mandate_id: mandate.clone(),
        at: tx.now(),
        text: said,
        answer: None,
        reason: String::new(),
        answered_by: None,
        answered_at: None,
    };
    insert_input(tx, &row)?;
    log(tx, viewer, &of, ("statement.input_made", mandate.as_ref(), &row.reference))?;
    tell_holder(tx, &of, row.id.as_str())?;
    Ok(row.reference)
}

/// Answers what was said, for the penholder. Once all is answered and the day of a consultation has come, it is negotiated.
pub fn answer(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    ((reference, entry), new): ((&str, &str), &NewAnswer),
    seen: &Seen,
) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    let row = Shown::load(tx.conn, viewer, &of.of.statement)?.input(entry)?.clone();
    allows(viewer, Act::JoinAction)?;
    if !holds(&of) {
        return Err(Error::Denied(message("denied-statement-penholder")));
    }
    is_discussed(&of)?;
    if row.answer.is_some() {
        return Err(Error::Conflict(message("conflict-statement-answered")));
    }
    let wrong = || Error::invalid("answer", message("fault-statement-answer"));
    let said: InputAnswer = new.answer.parse().map_err(|_| wrong())?;
    let reason = statements::reason(new.reason.as_deref())?;
    if reason.is_empty() && said != InputAnswer::Accepted {
        return Err(Error::Conflict(message("conflict-statement-why-not")));
    }
    let mandate = of.authority(tx, viewer)?;
    answer_input(tx, &row, (said, &reason), &of.person)?;
    log(tx, viewer, &of, ("statement.input_answered", mandate.as_ref(), &row.reference))?;
    tell_author(tx, &of, (row.id.as_str(), &row.organisation_id))?;
    let arrived = tx.arrived();
    statements::settle(tx, of.of.statement, arrived).map(|_| ())
}
