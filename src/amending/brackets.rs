//! Brackets: a state puts words in them that are not agreed, and lifts them itself.

use serde::Deserialize;
use utoipa::ToSchema;

use super::common::{bounded, holds, log, paragraph, votes};
use crate::access::{Act, Viewer, allows};
use crate::chamber::quoted;
use crate::contributions::Seen;
use crate::db::{BracketId, Tx};
use crate::error::{Error, Fields, Result, message};
use crate::statements::rows::{free_reference, insert_bracket, set_status as write_status};
use crate::statements::{
    BRACKETS, Bracket, BracketKind, BracketStatus, EntryCase, Shown, StatementMove, acting, members,
};
use crate::web::typed;

/// The most characters of other words, or of what is said of a bracket.
const LONGEST: usize = 2_000;

/// A bracket, as it is sent.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementBracket)]
pub struct NewBracket {
    /// In which paragraph (`p7`).
    #[schema(required)]
    pub(super) paragraph: String,
    /// Where the words begin in it, in code points.
    #[schema(required, value_type = u32)]
    pub(super) start: String,
    /// Where they end.
    #[schema(required, value_type = u32)]
    pub(super) end: String,
    /// Why.
    #[schema(required, pattern = "^(alternative|contentious|trade|awaiting_instructions|reserved)$")]
    pub(super) kind: String,
    /// Other words, which an alternative needs; else what is said of the bracket.
    #[schema(max_length = 2000)]
    pub(super) text: Option<String>,
}

/// Where a bracket is from now on.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[schema(as = NewStatementStatus)]
pub struct NewStatus {
    /// `agreed_ad_ref` is confirmed by `agreed`, or becomes `open` again.
    #[schema(required, pattern = "^(open|agreed_ad_ref|agreed|withdrawn)$")]
    pub(super) status: String,
}

/// Puts words of the version that is read now in brackets, before all who read it. The reference.
pub fn put(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (reference, new): (&str, &NewBracket),
    seen: &Seen,
) -> Result<String> {
    let of = acting(tx, viewer, reference, seen)?;
    votes(viewer, &of, StatementMove::Bracket)?;
    let current = of.of.current()?;
    let mandate = of.authority(tx, viewer)?;
    let mut faults = Fields::default();
    let kind: Option<BracketKind> = new.kind.parse().ok();
    if kind.is_none() {
        faults.add("kind", message("fault-statement-bracket"));
    }
    let about = faults.gather(paragraph(current, &new.paragraph))?;
    let place = (new.start.parse::<usize>().ok(), new.end.parse::<usize>().ok());
    let words = match (about, place) {
        (Some(about), (Some(start), Some(end))) => quoted(&about.text, start..end),
        _ => None,
    };
    if about.is_some() && words.as_ref().is_none_or(|words| words.trim().is_empty()) {
        faults.add("start", message("fault-statement-span"));
    }
    let text = typed(new.text.as_deref().unwrap_or_default(), LONGEST, true).unwrap_or_else(|fault| {
        faults.add("text", fault);
        String::new()
    });
    if kind == Some(BracketKind::Alternative) && text.is_empty() {
        faults.add("text", message("fault-statement-alternative"));
    }
    faults.into_result(())?;
    bounded(tx, &of)?;
    let start = i32::try_from(place.0.unwrap_or_default()).map_err(Error::internal)?;
    let now = tx.now();
    let row = Bracket {
        id: tx.id::<BracketId>(),
        reference: free_reference(tx)?,
        contribution_id: of.of.action.id.clone(),
        version_id: current.row.version.clone(),
        paragraph: new.paragraph.clone(),
        quoted: words.unwrap_or_default(),
        start,
        kind: kind.unwrap_or(BracketKind::Contentious),
        text,
        organisation_id: of.home.clone(),
        person_id: of.person.clone(),
        mandate_id: mandate.clone(),
        at: now,
        status: BracketStatus::Open,
        changed_at: now,
    };
    insert_bracket(tx, &row)?;
    log(tx, viewer, &of, ("statement.bracket_made", mandate.as_ref(), &row.reference))?;
    Ok(row.reference)
}

/// Moves a bracket, for the organisation that put it. One of an organisation that can say nothing more is taken away by the penholder.
pub fn set_status(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    ((reference, entry), new): ((&str, &str), &NewStatus),
    seen: &Seen,
) -> Result<()> {
    let of = acting(tx, viewer, reference, seen)?;
    let row = Shown::load(tx.conn, viewer, &of.of.statement)?.bracket(entry)?.clone();
    allows(viewer, Act::JoinAction)?;
    let to = new.status.parse().ok().filter(|to: &BracketStatus| BRACKETS.knows(*to));
    let to = to.ok_or_else(|| Error::invalid("status", message("fault-statement-status")))?;
    let (author, penholder) = (of.home == row.organisation_id, holds(&of));
    let now = tx.now();
    let orphaned = penholder && !author && !members(tx.conn, &of.of, now)?.contains(&row.organisation_id);
    let case = EntryCase { penholder, author, orphaned, ..EntryCase::default() };
    BRACKETS.decide(row.status, to, &case)?;
    votes(viewer, &of, StatementMove::Bracket)?;
    let mandate = of.authority(tx, viewer)?;
    write_status(tx, &row, to)?;
    log(tx, viewer, &of, ("statement.bracket_moved", mandate.as_ref(), &row.reference))
}

/// The place of words in a paragraph that somebody typed, where they stand there once.
pub(super) fn typed_place(text: &str, words: &str) -> Result<(String, String)> {
    let missing = || Error::invalid("quoted", message("fault-statement-quoted"));
    let words = wording::tidy(words);
    let found = wording::span(text, &words).ok_or_else(missing)?;
    let start = text.get(..found.start).unwrap_or_default().chars().count();
    let end = start + text.get(found).unwrap_or_default().chars().count();
    Ok((start.to_string(), end.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_typed_have_one_place() {
        let text = "States shall protect the rights of all, and states shall act.";
        assert_eq!(typed_place(text, "the rights").unwrap(), ("21".to_owned(), "31".to_owned()));
        assert!(typed_place(text, "shall").is_err(), "they stand there twice");
        assert!(typed_place(text, "duties").is_err());
        assert!(typed_place(text, "  ").is_err());
    }
}
